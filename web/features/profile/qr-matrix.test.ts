import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { qrMatrix } from './qr-matrix.ts'

const fingerprint = (text: string) => {
  const rows = qrMatrix(text).map((row) => row.map((isDark) => (isDark ? '#' : '.')).join(''))
  return { size: rows.length, sha256: createHash('sha256').update(rows.join('\n')).digest('hex').slice(0, 16) }
}

// Each of these, and one code of every length, was read back by an independent decoder.
test('codes that a reader was seen to read stay as they were', () => {
  expect(fingerprint('hola')).toMatchInlineSnapshot(`
    {
      "sha256": "5fddb3958de55102",
      "size": 21,
    }
  `)
  expect(
    fingerprint(
      `otpauth://totp/T%C3%A1ndem:marta%40example.com?secret=${'ABCDEFGHIJKLMNOP'.repeat(3)}&issuer=T%C3%A1ndem&digits=6&period=30`,
    ),
  ).toMatchInlineSnapshot(`
    {
      "sha256": "327e18c2881e0f77",
      "size": 49,
    }
  `)
})

test('a text beyond the largest code is refused', () => {
  expect(() => qrMatrix('x'.repeat(413))).toThrow(RangeError)
  expect(qrMatrix('x'.repeat(412))).toHaveLength(77)
})
