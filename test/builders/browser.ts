import { createHmac } from 'node:crypto'
import type { Answer, Harness } from '#test/harness.ts'

/** A browser without a window: keeps the cookies it is given and sends them back to /api/v1. */
export type Browser = {
  send(key: string, input?: { body?: unknown; headers?: Record<string, string> }): Promise<Answer>
  cookies: Map<string, string>
}

export function openBrowser(house: Harness): Browser {
  const cookies = new Map<string, string>()
  return {
    cookies,
    async send(key, { body, headers = {} } = {}) {
      const [method, path] = key.split(' ') as [string, string]
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      const answer = await house.visit(`${method} /api/v1${path}`, {
        body,
        headers: { ...(cookie && { cookie }), ...headers },
      })
      const lines = ([] as string[]).concat((answer.headers['set-cookie'] as string[] | undefined) ?? [])
      for (const line of lines) {
        const [name, value] = line.split(';')[0]!.split(/=(.*)/s) as [string, string]
        if (value === '' || /max-age=0/i.test(line)) cookies.delete(name)
        else cookies.set(name, value)
      }
      return answer
    },
  }
}

/** RFC 6238 with the usual parameters: SHA-1, 30 seconds, six digits; the key in base32. */
export function totp(base32: string, now = Date.now()): string {
  const bits = [...base32.replace(/=+$/, '')]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(now / 30_000)))
  const digest = createHmac('sha1', key).update(counter).digest()
  const offset = digest.at(-1)! & 15
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}
