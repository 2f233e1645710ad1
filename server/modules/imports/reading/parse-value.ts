import { domainToASCII } from 'node:url'
import { wallToMs } from '#kernel/calendar/zone.ts'
import { type CalendarDay, readings, type WrittenDate, writtenDate } from './date-text.ts'
import type { DateOrder } from './detect-column.ts'
import { readEmail } from './email.ts'
import { type DecimalMark, decimalEvidence, plainDigits, writtenNumber } from './number-text.ts'
import { readPhone } from './phone.ts'

export type ValueType =
  | 'text'
  | 'email'
  | 'phone'
  | 'date'
  | 'datetime'
  | 'number'
  | 'integer'
  | 'money'
  | 'boolean'
  | 'id'
  | 'url'
  | 'domain'
  | 'list'
export type ValueRule =
  | 'email_invalid'
  | 'email_several'
  | 'phone_invalid'
  | 'date_invalid'
  | 'date_order_unknown'
  | 'date_out_of_range'
  | 'number_invalid'
  | 'integer_invalid'
  | 'decimal_unknown'
  | 'number_out_of_range'
  | 'boolean_invalid'
  | 'url_invalid'
  | 'spreadsheet_error'
  | 'spreadsheet_rounded'
export type ValueOptions = {
  dateOrder?: DateOrder | undefined
  decimal?: DecimalMark | 'ambiguous' | undefined
  /** IANA zone of local times. */
  zone: string
  /** ISO 3166 alpha-2 for phones without a country code. */
  defaultCountry: string
}
export type Money = { amountCents: number; currency: string | null }
export type ParsedValues = {
  text: string
  email: string
  phone: string
  id: string
  url: string
  domain: string
  /** 'YYYY-MM-DD' */
  date: string
  /** RFC 3339, UTC */
  datetime: string
  number: number
  integer: number
  money: Money
  boolean: boolean
  list: string[]
}
export type Parsed<T> = { ok: true; value: T | null } | { ok: false; rule: ValueRule }

/** Error values of spreadsheets in English and Spanish: never data, whatever the column. */
const SPREADSHEET_ERROR =
  /^#(?:N\/[AD]|(?:REF|VALUE|NUM|NAME|NULL|DIV\/0|SPILL|CALC|¡REF|¡VALOR|¡NUM|¡DIV\/0|¡NULO|¿NOMBRE|NULO)[!?])$/i
const NOTHING = /^(?:\\n|null|\(null\)|n\/?a|n\/d|nan|none|-{1,3}|–|—)$/i
const TRUE = /^(?:s[ií]|s|yes|y|true|t|verdadero|v|x|✓|✔|1|on)$/i
const FALSE = /^(?:no|n|false|f|falso|0|off)$/i
const EXCEL_SERIAL = /^\d{4,6}(?:[.,]\d+)?$/
const DAY_MS = 86_400_000
/** 1899-12-30: Excel's day 0, given that it takes 1900 for a leap year. Right from 1 March 1900 on. */
const EXCEL_EPOCH_MS = Date.UTC(1899, 11, 30)

/**
 * A cell as a value of a field. Empty cells, and NULL, N/A or a dash where the type is not text, are `null`. A leading
 * apostrophe before = + - @ (the guard against formulas in our own exports) is removed. Numbers and dates that can be
 * read in two ways are refused unless `decimal` or `dateOrder` decides. Dates keep their written day even with a time.
 */
export function parseValue<T extends ValueType>(type: T, text: string, options: ValueOptions): Parsed<ParsedValues[T]> {
  const trimmed = text.trim()
  const cell = trimmed.startsWith("'") && /^'[=+\-@]/.test(trimmed) ? trimmed.slice(1) : trimmed
  if (cell === '') return { ok: true, value: null }
  if (cell.startsWith('#') && SPREADSHEET_ERROR.test(cell)) return refused('spreadsheet_error')
  if (type !== 'text' && NOTHING.test(cell)) return { ok: true, value: null }
  return parsers[type](cell, options)
}

const refused = (rule: ValueRule): { ok: false; rule: ValueRule } => ({ ok: false, rule })

const parsers: { [T in ValueType]: (cell: string, options: ValueOptions) => Parsed<ParsedValues[T]> } = {
  text: (cell) => ({ ok: true, value: cell.normalize('NFC') }),
  email: (cell) => readEmail(cell),
  id: (cell) => (/^\d[.,]\d+e\+\d+$/i.test(cell) ? refused('spreadsheet_rounded') : { ok: true, value: cell }),
  list: (cell) => ({
    ok: true,
    value: [
      ...new Set(
        cell
          .split(/[,;|\n]/)
          .map((word) => word.trim())
          .filter(Boolean),
      ),
    ],
  }),
  phone: (cell, { defaultCountry }) => {
    if (/^\d[.,]\d+e\+\d+$/i.test(cell)) return refused('spreadsheet_rounded')
    const value = readPhone(cell, defaultCountry)
    return value === null ? refused('phone_invalid') : { ok: true, value }
  },
  boolean: (cell) => {
    if (TRUE.test(cell)) return { ok: true, value: true }
    return FALSE.test(cell) ? { ok: true, value: false } : refused('boolean_invalid')
  },
  url: (cell) => {
    const href = hrefOf(cell)
    return href ? { ok: true, value: href } : refused('url_invalid')
  },
  domain: (cell) => {
    const href = hrefOf(cell.includes('@') ? cell.slice(cell.lastIndexOf('@') + 1) : cell)
    return href ? { ok: true, value: new URL(href).hostname.replace(/^www\./, '') } : refused('url_invalid')
  },
  number: (cell, options) => toNumber(decimalText(cell, options)),
  integer: (cell, options) => {
    const read = toNumber(decimalText(cell, options))
    return !read.ok || Number.isInteger(read.value) ? read : refused('integer_invalid')
  },
  money: (cell, options) => {
    const text = decimalText(cell, options)
    if (typeof text !== 'string') return text
    const amountCents = centsOf(text)
    if (!Number.isSafeInteger(amountCents)) return refused('number_out_of_range')
    return { ok: true, value: { amountCents, currency: writtenNumber(cell)?.currency ?? null } }
  },
  date: (cell, options) => {
    const read = readDate(cell, options)
    return 'rule' in read ? read : { ok: true, value: dateTextOf(read.day) }
  },
  datetime: (cell, options) => {
    const read = readDate(cell, options)
    if ('rule' in read) return read
    const { year, month, day } = read.day
    const time = read.date?.time
    const wall = time
      ? Date.UTC(year, month - 1, day, time.hour, time.minute, time.second, time.millisecond)
      : Date.UTC(year, month - 1, day) + read.dayMs
    const offset = time?.offsetMinutes ?? null
    const at = offset === null ? wallToMs(options.zone, wall, 'earliest') : wall - offset * 60_000
    return { ok: true, value: new Date(at).toISOString() }
  },
}

type ReadDate = { day: CalendarDay; date: WrittenDate | null; dayMs: number }

function readDate(cell: string, { dateOrder }: ValueOptions): ReadDate | { ok: false; rule: ValueRule } {
  const date = writtenDate(cell)
  if (!date) return EXCEL_SERIAL.test(cell) ? fromSerial(Number(cell.replace(',', '.'))) : refused('date_invalid')
  const { dayFirst, monthFirst } = readings(date)
  if (!dayFirst && !monthFirst) return refused('date_invalid')
  let day = dayFirst ?? monthFirst
  if (date.form === 'numeric') {
    if (dateOrder === 'day_first') day = dayFirst
    else if (dateOrder === 'month_first') day = monthFirst
    else if (dayFirst && monthFirst && dayFirst.day !== monthFirst.day) return refused('date_order_unknown')
  }
  if (!day) return refused('date_invalid')
  return day.year < 1800 || day.year > 2200 ? refused('date_out_of_range') : { day, date, dayMs: 0 }
}

function fromSerial(serial: number): ReadDate | { ok: false; rule: ValueRule } {
  if (serial < 61 || serial >= 110_000) return refused('date_invalid')
  const at = new Date(EXCEL_EPOCH_MS + Math.round(serial * 86_400) * 1000)
  const day = { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate() }
  return {
    day,
    date: null,
    dayMs: at.getTime() % DAY_MS < 0 ? (at.getTime() % DAY_MS) + DAY_MS : at.getTime() % DAY_MS,
  }
}

/** '-1234.5' from any writing. */
function decimalText(cell: string, { decimal }: ValueOptions): string | { ok: false; rule: ValueRule } {
  if (/^[-+]?\d+(?:[.,]\d+)?e[-+]?\d{1,2}$/i.test(cell)) return String(Number(cell.replace(',', '.')))
  const number = writtenNumber(cell)
  if (!number) return refused('number_invalid')
  const evidence = decimalEvidence(number.body)
  if (evidence === null) return refused('number_invalid')
  const decided = decimal === ',' || decimal === '.' ? decimal : null
  if (!decided && evidence === 'ambiguous') return refused('decimal_unknown')
  const mark = decided ?? (evidence === ',' ? ',' : '.')
  const digits = plainDigits(number.body, mark)
  if (digits === null) return refused('number_invalid')
  return number.isNegative ? `-${digits}` : digits
}

function toNumber(text: string | { ok: false; rule: ValueRule }): Parsed<number> {
  if (typeof text !== 'string') return text
  const value = Number(text)
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? { ok: true, value: value + 0 } : refused('number_out_of_range')
}

/** From the written digits, so that no binary fraction comes between; half a cent is rounded away from zero. */
function centsOf(text: string): number {
  const isNegative = text.startsWith('-')
  const plain = isNegative ? text.slice(1) : text
  if (plain.includes('e')) return Math.round(Number(text) * 100)
  const [whole = '0', fraction = ''] = plain.split('.')
  const cents = Number(whole) * 100 + Number(`${fraction}00`.slice(0, 2)) + (fraction.charAt(2) >= '5' ? 1 : 0)
  return isNegative && cents !== 0 ? -cents : cents
}

function hrefOf(text: string): string | null {
  if (/\s/.test(text)) return null
  const href = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`
  if (!/^https?:/i.test(href) || !URL.canParse(href)) return null
  const url = new URL(href)
  return url.username === '' && domainToASCII(url.hostname).includes('.') ? url.href : null
}

function dateTextOf({ year, month, day }: CalendarDay): string {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}
