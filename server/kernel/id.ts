import { randomBytes } from 'node:crypto'

let lastMs = 0
let sequence = 0

/**
 * UUIDv7 (RFC 9562 §5.7): 48 bits of Unix milliseconds, then a 12-bit counter that keeps ids of one
 * process in order inside a millisecond, then 62 random bits.
 */
export function newId(nowMs = Date.now()): string {
  if (nowMs > lastMs) {
    lastMs = nowMs
    sequence = 0
  } else if (++sequence > 0xfff) {
    lastMs += 1
    sequence = 0
  }
  const bytes = random16()
  bytes.writeUIntBE(lastMs, 0, 6)
  bytes[6] = 0x70 | (sequence >> 8)
  bytes[7] = sequence & 0xff
  bytes[8] = 0x80 | (bytes[8]! & 0x3f)
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

const poolBytes = 4096
let pool = Buffer.alloc(0)
let used = 0

/** Sixteen random bytes out of a pool: one call to the system for 256 ids. */
function random16(): Buffer {
  if (used + 16 > pool.length) {
    pool = randomBytes(poolBytes)
    used = 0
  }
  used += 16
  return pool.subarray(used - 16, used)
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
export const isId = (value: string): boolean => uuid.test(value)
