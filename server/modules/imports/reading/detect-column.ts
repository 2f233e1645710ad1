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

export type ColumnDetection = {
  type: ColumnType
  dateOrder?: DateOrder
  decimal?: DecimalMark | 'ambiguous'
  /** Share of the non-empty values that are of the type, 0 to 1. */
  confidence: number
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
  if (filled.length === 0) return { type: 'empty', confidence: 1, ...base }
  return { ...typed(filled, different), ...base }
}

type Typed = Pick<ColumnDetection, 'type' | 'confidence' | 'dateOrder' | 'decimal'>

function typed(filled: string[], different: Set<string>): Typed {
  const share = (test: (value: string) => boolean) => filled.filter(test).length / filled.length
  const isMany = (confidence: number) => confidence >= ENOUGH

  const email = share((value) => EMAIL.test(value))
  if (isMany(email)) return { type: 'email', confidence: email }
  const dates = dateColumn(filled)
  if (isMany(dates.confidence)) return dates
  const hash = share((value) => UUID_OR_HASH.test(value) && (MIXED.test(value) || value.length >= 32))
  if (isMany(hash)) return { type: 'id', confidence: hash }
  const yesNo = share((value) => TRUE_FALSE.test(value))
  if (yesNo === 1 && isBooleanPair(different)) return { type: 'boolean', confidence: 1 }
  const phone = share((value) => PHONE.test(value) && PHONE_MARKED.test(value))
  const numbers = numberColumn(filled)
  if (isMany(phone) && (phone >= numbers.confidence || share((value) => /^[+(0]|[\s-]/.test(value)) > 0.5)) {
    if (!numbers.isGroupedNumber) return { type: 'phone', confidence: phone }
  }
  if (isMany(numbers.confidence)) return numbers.typed
  const url = share((value) => URL_LIKE.test(value))
  if (isMany(url)) return { type: 'url', confidence: url }
  const token = share((value) => TOKEN.test(value))
  const mixed = share((value) => MIXED.test(value))
  if (isMany(token) && mixed >= 0.7 && different.size >= filled.length * 0.9) return { type: 'id', confidence: token }
  return { type: 'text', confidence: 1 - Math.max(email, dates.confidence, numbers.confidence, url) / 2 }
}

/** Only values above 12 tell a day from a month; nothing is inferred from what dates look plausible. */
function dateColumn(filled: string[]): Typed {
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
  const confidence = dates / filled.length
  return { type: timed > dates / 2 ? 'datetime' : 'date', confidence, dateOrder: dateOrder(proofs) }
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

function numberColumn(filled: string[]): { confidence: number; isGroupedNumber: boolean; typed: Typed } {
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
  const confidence = numbers / filled.length
  const type = money > numbers / 2 ? 'money' : 'number'
  const isGroupedNumber = confidence >= ENOUGH && proofs[','] + proofs['.'] + proofs.ambiguous + money > 0
  if (proofs[','] + proofs['.'] + proofs.ambiguous === 0)
    return { confidence, isGroupedNumber, typed: { type, confidence } }
  const isProved = proofs[','] > 0 !== proofs['.'] > 0
  const decimal = isProved ? (proofs[','] > 0 ? ',' : '.') : 'ambiguous'
  return { confidence, isGroupedNumber, typed: { type, confidence, decimal } }
}

function isBooleanPair(different: Set<string>): boolean {
  const words = new Set([...different].map((value) => value.toLowerCase()))
  if (words.size > 4) return false
  return words.size > 1
    ? !(words.size > 2 && words.has('0'))
    : !['0', '1', 's', 'n', 'y'].some((word) => words.has(word))
}
