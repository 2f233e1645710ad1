import type { Locale } from '#kernel/i18n.ts'
import { plainDashes, settleNumber } from '#modules/products/public.ts'

/**
 * A number as people write it, as a plain one with one reading: "1.299,00" and "1,299.00" → "1299.00", "12,5" → "12.5", "−10" → "-10".
 * A single mark with exactly three digits after it separates thousands in money, and otherwise where the language does so ("1.250" in
 * Spanish, "1,250" in English), but not after a lone nought. Null for anything else.
 */
export function plainNumber(text: string, { money = false, locale = 'es' as Locale } = {}): string | null {
  const digits = plainDashes(text).replace(/[\s\u00a0\u202f]/g, '')
  if (!/^-?\d[\d.,]*$/.test(digits)) return null
  const marks = digits.replace(/[-\d]/g, '')
  const last = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','))
  if (last === -1) return digits
  const mark = digits[last]!
  const isRepeated = [...marks].filter((one) => one === mark).length > 1
  const isMixed = new Set(marks).size === 2
  if (isRepeated && isMixed) return null
  const tail = digits.slice(last + 1)
  const groups = /^-?[1-9]/.test(digits) && tail.length === 3 && (money || mark === (locale === 'es' ? '.' : ','))
  if (isRepeated || (!isMixed && groups))
    return /^-?\d{1,3}([.,]\d{3})+$/.test(digits) ? digits.replaceAll(mark, '') : null
  if (tail === '') return null
  return settleNumber(`${digits.slice(0, last).replace(/[.,]/g, '')}.${tail}`, 'en')
}

const currencies: Record<string, string> = {
  '€': 'EUR',
  eur: 'EUR',
  euro: 'EUR',
  euros: 'EUR',
  $: 'USD',
  usd: 'USD',
  dolar: 'USD',
  dolares: 'USD',
  dollar: 'USD',
  dollars: 'USD',
  '£': 'GBP',
  gbp: 'GBP',
  libras: 'GBP',
  pounds: 'GBP',
  mxn: 'MXN',
}
/** ISO code of what people write for a currency; null when it is none. */
export const currencyOf = (unit: string): string | null => currencies[foldSame(unit.trim())] ?? null

/** Lower-case without accents, character by character, so that places in the text stay the same. */
export const foldSame = (text: string): string =>
  text.replace(/[^\0-\x40\x5b-\x7f]/g, (char) => char.normalize('NFD').charAt(0).toLowerCase() || char)

/** Cents of an amount as written, without rounding away what is there; null when it is none or has parts of a cent. */
export function centsOf(text: string): number | null {
  const plain = plainNumber(text, { money: true })
  if (plain === null) return null
  const cents = Number(plain) * 100
  return cents >= 0 && Math.abs(cents - Math.round(cents)) < 1e-6 ? Math.round(cents) : null
}
