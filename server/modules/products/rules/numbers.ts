import type { Locale } from '#kernel/i18n.ts'

/** A lone mark with three digits after it: decimals to some, thousands to others. */
const readInTwoWays = /^([+-]?[1-9]\d{0,2})([.,])(\d{3})$/
const thousandsMark: Record<Locale, string> = { es: '.', en: ',' }

/** Minus and hyphens as typesetters write them, as the sign that programs read. */
export const plainDashes = (text: string): string => text.replace(/[\u2010-\u2013\u2212]/g, '-')

/**
 * A number that could be read in two ways, written so that it has one whoever reads it: "5.000" in Spanish is "5000"; in English,
 * where it is five, "5.0000". Anything else stays as written.
 */
export function settleNumber(text: string, locale: Locale): string {
  const [, whole = '', mark, tail = ''] = readInTwoWays.exec(plainDashes(text.trim())) ?? []
  if (mark === undefined) return text.trim()
  return mark === thousandsMark[locale] ? `${whole}${tail}` : `${whole}${mark}${tail}0`
}

/**
 * "7", "7.5", "7,5", "−10", "1.234,5" and "1,234.5" as numbers; null for anything else. A lone mark is a decimal mark: what a
 * language reads otherwise has been settled when it was written down.
 */
export function numberIn(text: string): number | null {
  const plain = plainDashes(text).replace(/[\s\u00a0\u202f]/g, '')
  if (!/^[+-]?\d[\d.,]*$/.test(plain)) return null
  const last = Math.max(plain.lastIndexOf('.'), plain.lastIndexOf(','))
  if (last === -1) return Number(plain)
  const mark = plain[last]!
  const other = mark === '.' ? ',' : '.'
  const isThousands = plain.indexOf(mark) !== last
  if (isThousands && plain.includes(other)) return null
  const digits = isThousands
    ? plain.replaceAll(mark, '')
    : `${plain.slice(0, last).replaceAll(other, '')}.${plain.slice(last + 1)}`
  const value = Number(digits)
  return Number.isFinite(value) ? value : null
}
