import type { NumberKind } from './xlsx-workbook.ts'

const DAY_SECONDS = 86_400
const EPOCH_1900_MS = Date.UTC(1899, 11, 30)
const EPOCH_1904_MS = Date.UTC(1904, 0, 1)
/** 9999-12-31. */
const LAST_SERIAL = 2_958_465

/**
 * A stored number as text: '.' as decimal mark, no exponent, 15 significant digits as Excel shows them, so that
 * 1100.0400000000001 is 1100.04. Dates become 'YYYY-MM-DD', 'YYYY-MM-DD HH:MM:SS' or 'HH:MM:SS'.
 */
export function numberText(stored: string, kind: NumberKind, isDate1904: boolean): string {
  const value = Number(stored)
  if (stored.trim() === '' || !Number.isFinite(value)) return stored
  if (kind !== 'number' && value >= 0 && value <= LAST_SERIAL) return dateText(value, kind, isDate1904)
  if (Number.isSafeInteger(value)) return String(value)
  const rounded = Number(value.toPrecision(15))
  const text = String(rounded)
  return text.includes('e') ? plain(rounded) : text
}

function dateText(serial: number, kind: NumberKind, isDate1904: boolean): string {
  // Excel's 1900 was a leap year: days before 1 March 1900 are one behind.
  const days = !isDate1904 && serial < 60 ? serial + 1 : serial
  const at = new Date((isDate1904 ? EPOCH_1904_MS : EPOCH_1900_MS) + Math.round(days * DAY_SECONDS) * 1000)
  const iso = at.toISOString()
  if (serial < 1 && !isDate1904) return iso.slice(11, 19)
  const isMidnight = iso.slice(11, 19) === '00:00:00'
  return kind === 'date' && isMidnight ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${iso.slice(11, 19)}`
}

function plain(value: number): string {
  if (Math.abs(value) >= 1e15) return BigInt(value).toString()
  return value.toFixed(20).replace(/0+$/, '').replace(/\.$/, '')
}

/** Text as Excel escapes it in XML: `_x000D_` is a carriage return, `_x005F_` an underscore. */
export function unescapeText(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}

/** 'BC12' → 54 (from 0); -1 when it is no reference. */
export function columnOf(reference: string): number {
  let column = 0
  for (let at = 0; at < reference.length; at++) {
    const code = reference.charCodeAt(at) & ~32
    if (code < 65 || code > 90) break
    column = column * 26 + (code - 64)
  }
  return column - 1
}
