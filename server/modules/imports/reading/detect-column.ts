import { readings, writtenDate } from './date-text.ts'
import { type DecimalMark, decimalEvidence, writtenNumber } from './number-text.ts'

export type ColumnType =
  | 'text'
  | 'email'
  | 'phone'
  | 'date'
  | 'datetime'
  | 'number'
  | 'money'
  | 'boolean'
  | 'id'
  | 'url'
  | 'empty'
/** 'ambiguous': no day above 12 proves the order; 'conflicting': both are proved. In both cases the person is asked. */
export type DateOrder = 'day_first' | 'month_first' | 'year_first' | 'ambiguous' | 'conflicting'

/** What the name of a column can promise of its values. */
export type ReadableAs = 'email' | 'phone' | 'date' | 'number' | 'boolean' | 'url'

export type ColumnDetection = {
  type: ColumnType
  /** Of the dates among the values, whatever the type: a column that is named a date holds some that are none. */
  dateOrder?: DateOrder
  /** Of the numbers among the values, whatever the type. */
  decimal?: DecimalMark | 'ambiguous'
  /** Share of the non-empty values that are of the type, 0 to 1. */
  confidence: number
  /** Share of the non-empty values that can be read as each, 0 to 1. */
  readable: Record<ReadableAs, number>
  /** Number of different non-empty values among those given. */
  distinct: number
  /** Share of empty values, 0 to 1. */
  emptyShare: number
  /** Up to five different values. */
  examples: string[]
}

const ENOUGH = 0.85
const TRUE_FALSE = /^(s[ií]|no|yes|y|n|s|true|false|verdadero|falso|x|✓|✔|0|1|on|off)$/i
const EMAIL = /^[^\s@,;<>"]+@[^\s@,;<>"]+\.[^\s@,;<>".]{2,}$/
const URL_LIKE = /^(https?:\/\/\S+|(?:www\.)?(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}(?:[/?#]\S*)?)$/iu
const PHONE = /^(?=(?:\D*\d){7,15}\D*$)(?:\+|00|\()?[\d\s().\-/]+(?:\s?(?:ext|x)\.?\s?\d+)?$/i
const PHONE_MARKED = /^\+|^00\d|^\(|\d[\s\-/]\d|^[6789]\d{8}$|^34[6789]\d{8}$/
const UUID_OR_HASH = /^[0-9a-f]{16,64}$|^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i
const TOKEN = /^(?=.*\d)[A-Z0-9][A-Z0-9_\-./]{3,39}$/i
const MIXED = /(?=.*\d)(?=.*[a-z])/i

/** What a column holds, from a sample of its values. Values of another type than the majority lower `confidence`. */
export function detectColumn(values: readonly string[]): ColumnDetection {
  const filled = values.map((value) => value.trim()).filter((value) => value !== '')
  const different = new Set(filled)
  const base = {
    distinct: different.size,
    emptyShare: values.length === 0 ? 1 : (values.length - filled.length) / values.length,
    examples: [...different].slice(0, 5),
  }
  if (filled.length === 0) return { type: 'empty', confidence: 1, readable: nothing, ...base }
  return { ...typed(filled, different), ...base }
}

const nothing: Record<ReadableAs, number> = { email: 0, phone: 0, date: 0, number: 0, boolean: 0, url: 0 }

type Typed = Pick<ColumnDetection, 'type' | 'confidence' | 'readable' | 'dateOrder' | 'decimal'>

function typed(filled: string[], different: Set<string>): Typed {
  const share = (test: (value: string) => boolean) => filled.filter(test).length / filled.length
  const dates = dateColumn(filled)
  const numbers = numberColumn(filled)
  const readable = {
    email: share((value) => EMAIL.test(value)),
    phone: share((value) => PHONE.test(value) && PHONE_MARKED.test(value) && !writtenDate(value)),
    date: dates.share,
    number: numbers.share,
    boolean: share((value) => TRUE_FALSE.test(value)),
    url: share((value) => URL_LIKE.test(value)),
  }
  return {
    ...typeOf(filled, different, readable, { dates, numbers }),
    readable,
    ...(dates.order && { dateOrder: dates.order }),
    ...(numbers.decimal && { decimal: numbers.decimal }),
  }
}

function typeOf(
  filled: string[],
  different: Set<string>,
  { email, phone, boolean, url }: ColumnDetection['readable'],
  { dates, numbers }: { dates: Dates; numbers: Numbers },
): Pick<ColumnDetection, 'type' | 'confidence'> {
  const share = (test: (value: string) => boolean) => filled.filter(test).length / filled.length
  const isMany = (confidence: number) => confidence >= ENOUGH

  if (isMany(email)) return { type: 'email', confidence: email }
  if (isMany(dates.share)) return { type: dates.type, confidence: dates.share }
  const hash = share((value) => UUID_OR_HASH.test(value) && (MIXED.test(value) || value.length >= 32))
  if (isMany(hash)) return { type: 'id', confidence: hash }
  if (boolean === 1 && isBooleanPair(different)) return { type: 'boolean', confidence: 1 }
  if (isMany(phone) && (phone >= numbers.share || share((value) => /^[+(0]|[\s-]/.test(value)) > 0.5)) {
    if (!numbers.isGroupedNumber) return { type: 'phone', confidence: phone }
  }
  if (isMany(numbers.share)) return { type: numbers.type, confidence: numbers.share }
  if (isMany(url)) return { type: 'url', confidence: url }
  const token = share((value) => TOKEN.test(value))
  const mixed = share((value) => MIXED.test(value))
  if (isMany(token) && mixed >= 0.7 && different.size >= filled.length * 0.9) return { type: 'id', confidence: token }
  return { type: 'text', confidence: 1 - Math.max(email, dates.share, numbers.share, url) / 2 }
}

type Dates = { type: 'date' | 'datetime'; share: number; order: DateOrder | undefined }

/** Only values above 12 tell a day from a month; nothing is inferred from what dates look plausible. */
function dateColumn(filled: string[]): Dates {
  let dates = 0
  let timed = 0
  const proofs = { dayFirst: 0, monthFirst: 0, either: 0, yearFirst: 0, named: [0, 0] as [number, number] }
  for (const value of filled) {
    const date = writtenDate(value)
    if (!date) continue
    const { dayFirst, monthFirst } = readings(date)
    if (!dayFirst && !monthFirst) continue
    dates += 1
    if (date.time) timed += 1
    if (date.form === 'year_first') proofs.yearFirst += 1
    else if (date.form === 'day_name') proofs.named[0] += 1
    else if (date.form === 'name_day') proofs.named[1] += 1
    else if (date.first > 12) proofs.dayFirst += 1
    else if (date.second > 12) proofs.monthFirst += 1
    else proofs.either += 1
  }
  return {
    type: timed > dates / 2 ? 'datetime' : 'date',
    share: dates / filled.length,
    order: dates === 0 ? undefined : dateOrder(proofs),
  }
}

function dateOrder(proofs: {
  dayFirst: number
  monthFirst: number
  either: number
  yearFirst: number
  named: [number, number]
}): DateOrder {
  if (proofs.dayFirst > 0 && proofs.monthFirst > 0) return 'conflicting'
  if (proofs.dayFirst > 0) return 'day_first'
  if (proofs.monthFirst > 0) return 'month_first'
  if (proofs.either > 0) return 'ambiguous'
  if (proofs.yearFirst > 0) return 'year_first'
  return proofs.named[0] >= proofs.named[1] ? 'day_first' : 'month_first'
}

type Numbers = {
  type: 'number' | 'money'
  share: number
  isGroupedNumber: boolean
  decimal: ColumnDetection['decimal']
}

function numberColumn(filled: string[]): Numbers {
  let numbers = 0
  let money = 0
  const proofs = { ',': 0, '.': 0, none: 0, ambiguous: 0 }
  for (const value of filled) {
    const number = writtenNumber(value)
    const evidence = number && decimalEvidence(number.body)
    if (!number || !evidence) continue
    numbers += 1
    if (number.hasCurrency) money += 1
    proofs[evidence] += 1
  }
  const share = numbers / filled.length
  const marked = proofs[','] + proofs['.'] + proofs.ambiguous
  return {
    type: money > numbers / 2 ? 'money' : 'number',
    share,
    isGroupedNumber: share >= ENOUGH && marked + money > 0,
    decimal: marked === 0 ? undefined : decimalOf(proofs),
  }
}

function decimalOf(proofs: { ',': number; '.': number }): DecimalMark | 'ambiguous' {
  const isProved = proofs[','] > 0 !== proofs['.'] > 0
  return isProved ? (proofs[','] > 0 ? ',' : '.') : 'ambiguous'
}

function isBooleanPair(different: Set<string>): boolean {
  const words = new Set([...different].map((value) => value.toLowerCase()))
  if (words.size > 4) return false
  return words.size > 1
    ? !(words.size > 2 && words.has('0'))
    : !['0', '1', 's', 'n', 'y'].some((word) => words.has(word))
}
