import { createHmac } from 'node:crypto'
import { deriveKey, sameBytes } from '#kernel/secrets.ts'

const signatureBytes = 16

type Named = { workspaceId: string; feedId: string; generation: number }

/** The secret part of a webhook's address: which feed it is for, signed. A new generation makes the old address void. */
export function hookToken(secret: string, { workspaceId, feedId, generation }: Named): string {
  const head = Buffer.concat([bytesOf(workspaceId), bytesOf(feedId)])
  return Buffer.concat([head, sign(secret, head, generation)]).toString('base64url')
}

/** Whose it says it is; `isSigned` tells whether we made it, once the generation is known. Null: not a token. */
export function readHookToken(secret: string, token: string) {
  const bytes = Buffer.from(token, 'base64url')
  if (bytes.length !== 32 + signatureBytes) return null
  const head = bytes.subarray(0, 32)
  return {
    workspaceId: idOf(head.subarray(0, 16)),
    feedId: idOf(head.subarray(16)),
    isSigned: (generation: number) => sameBytes(bytes.subarray(32), sign(secret, head, generation)),
  }
}

const sign = (secret: string, head: Buffer, generation: number): Buffer =>
  createHmac('sha256', deriveKey(secret, 'stock-hook'))
    .update(head)
    .update(String(generation))
    .digest()
    .subarray(0, signatureBytes)
const bytesOf = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex')
const idOf = (bytes: Buffer) => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
