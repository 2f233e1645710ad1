import { companyNameKey } from '#modules/companies/public.ts'
import type { ImportKind } from '../reading/fields.ts'
import { type ReadRow, textOf } from './read-row.ts'

/** Beyond these a trial run counts a row that comes again as new once more. */
const most = 3_000_000

/**
 * A trial run takes back each batch, so the database does not know the rows before; this does, by hashes of 53 bits: 24 MB
 * for a million rows. Says whether an earlier row was the same record, and notes this one.
 */
export function seenBefore(kind: ImportKind): (row: ReadRow) => boolean {
  const hashes = new Set<number>()
  return (row) => {
    const keys = keysOf(kind, row).map(hashOf)
    const isKnown = keys.some((key) => hashes.has(key))
    if (hashes.size < most) for (const key of keys) hashes.add(key)
    return isKnown
  }
}

function keysOf(kind: ImportKind, row: ReadRow): string[] {
  if (kind === 'products') return [`sku ${textOf(row, 'sku')?.trim().toLowerCase()}`]
  const externalId = textOf(row, 'externalId')
  const external = externalId === null ? [] : [`external ${externalId}`]
  if (kind === 'companies') return [...external, `name ${companyNameKey(textOf(row, 'name') ?? '')}`]
  if (kind === 'deals' || kind === 'orders') return externalId === null ? [`row ${row.cells.join('\u001f')}`] : external
  const email = textOf(row, 'email')?.toLowerCase()
  const phone = textOf(row, 'phone')
  return email ? [...external, `email ${email}`] : [...external, ...(phone ? [`phone ${phone}`] : [])]
}

/** cyrb53, public domain: two 32-bit multiplicative hashes mixed into 53 bits. */
function hashOf(text: string): number {
  let a = 0xdeadbeef
  let b = 0x41c6ce57
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    a = Math.imul(a ^ code, 2654435761)
    b = Math.imul(b ^ code, 1597334677)
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909)
  return 4294967296 * (2097151 & b) + (a >>> 0)
}
