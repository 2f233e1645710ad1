/** Written numbers taken apart, without deciding what a lone `1.234` means. */

export type WrittenNumber = {
  isNegative: boolean
  /** Digits with `.` and `,` as written; spaces and apostrophes between groups are gone. */
  body: string
  /** ISO 4217 when the sign or code is unequivocal ('$' is not). */
  currency: string | null
  hasCurrency: boolean
}
export type DecimalMark = ',' | '.'

const SYMBOLS: Record<string, string | null> = {
  '€': 'EUR',
  '£': 'GBP',
  '¥': 'JPY',
  $: null,
  us$: 'USD',
  r$: 'BRL',
  mx$: 'MXN',
}
const CODES = new Set('EUR USD GBP CHF JPY MXN ARS COP CLP PEN UYU BRL CAD AUD SEK NOK DKK PLN MAD'.split(' '))
const CURRENCY = '(us\\$|r\\$|mx\\$|[€£¥$]|[a-z]{3})'
const NUMBER = new RegExp(
  `^${CURRENCY}?\\s*([-+−]?)\\s*${CURRENCY}?\\s*([\\d.,'’\\s]*\\d[.,]?)\\s*([-−])?\\s*(%|${CURRENCY})?$`,
  'i',
)
const GROUPED_BY_SPACE = /^\d{1,3}(?:[\s'’]\d{3})*(?:[.,]\d*)?$|^[\d.,]+$/

/** Null when the text is not the writing of a number. A percent sign is allowed and dropped: '12 %' is 12. */
export function writtenNumber(original: string): WrittenNumber | null {
  if (original.length > 40) return null
  let text = original.trim()
  const inBrackets = text.startsWith('(') && text.endsWith(')')
  if (inBrackets) text = text.slice(1, -1).trim()
  const match = NUMBER.exec(text)
  if (!match) return null
  const [, before, sign = '', between, digits = '', trailing, after] = match
  const marks = [before, between, after === '%' ? undefined : after].filter((mark) => mark !== undefined)
  if (marks.length > 1 || !marks.every(isCurrency)) return null
  if (!GROUPED_BY_SPACE.test(digits)) return null
  const body = digits.replace(/[\s'’]/g, '')
  return {
    isNegative: inBrackets || sign === '-' || sign === '−' || trailing !== undefined,
    body: body.startsWith('.') || body.startsWith(',') ? `0${body}` : body,
    currency: marks[0] === undefined ? null : currencyOf(marks[0]),
    hasCurrency: marks.length > 0,
  }
}

/** What a body proves about its decimal mark; 'none' without marks, 'ambiguous' for `1.234`, null when impossible. */
export function decimalEvidence(body: string): DecimalMark | 'none' | 'ambiguous' | null {
  const commas = body.split(',').length - 1
  const points = body.split('.').length - 1
  if (commas === 0 && points === 0) return 'none'
  if (commas > 0 && points > 0) {
    const decimal = body.lastIndexOf(',') > body.lastIndexOf('.') ? ',' : '.'
    return plainDigits(body, decimal) === null ? null : decimal
  }
  const mark = commas > 0 ? ',' : '.'
  const other = mark === ',' ? '.' : ','
  const asGroups = plainDigits(body, other) !== null
  const asDecimal = plainDigits(body, mark) !== null
  if (asGroups && asDecimal) return 'ambiguous'
  if (asGroups) return other
  return asDecimal ? mark : null
}

/** '1.234,5' with decimal ',' → '1234.5'; null when the marks do not stand where they must. */
export function plainDigits(body: string, decimal: DecimalMark): string | null {
  const [whole = '', fraction, ...more] = body.split(decimal)
  const group = decimal === ',' ? '.' : ','
  if (more.length > 0 || fraction?.includes(group)) return null
  if (whole.includes(group) && !isGrouped(whole.split(group))) return null
  const digits = whole.replaceAll(group, '') || '0'
  return fraction ? `${digits}.${fraction}` : digits
}

/** `0.125` cannot be groups: no number above 999 begins with a zero. */
function isGrouped([first = '', ...rest]: string[]): boolean {
  return first.length >= 1 && first.length <= 3 && !/^0/.test(first) && rest.every((group) => group.length === 3)
}

function isCurrency(mark: string): boolean {
  return mark.toLowerCase() in SYMBOLS || CODES.has(mark.toUpperCase())
}

function currencyOf(mark: string): string | null {
  return SYMBOLS[mark.toLowerCase()] ?? (CODES.has(mark.toUpperCase()) ? mark.toUpperCase() : null)
}
