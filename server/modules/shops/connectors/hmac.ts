import { createHash, createHmac } from 'node:crypto'
import { sameBytes } from '#kernel/secrets.ts'

/** Whether `signature` is the base64 HMAC-SHA256 of these very bytes; compared in constant time. */
export function isSignedBy(secret: string, raw: Buffer, signature: string | undefined): boolean {
  if (!signature || !secret) return false
  return sameBytes(createHmac('sha256', secret).update(raw).digest(), Buffer.from(signature, 'base64'))
}

/** Name of a message that has none of its own. */
export const digestOf = (raw: Buffer): string => createHash('sha256').update(raw).digest('hex')
