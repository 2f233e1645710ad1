import type { Locale } from '#kernel/i18n.ts'
import { plainDashes } from '#modules/products/public.ts'
import { currencyOf, foldSame, plainNumber } from './numbers.ts'

export type Span = { start: number; end: number }
/** A number with its unit, as found in words. */
export type Quantity = Span & {
  /** The number with its sign alone, and the unit alone. */
  digits: Span
  unitSpan: Span
  statedValue: string
  /** As written; of money, the ISO code. */
  unit: string
  isMoney: boolean
  sentence: Span
  /** What stands before it since the last number or end of a clause, and after it up to the next: folded. */
  lead: string
  tail: string
}

const number = String.raw`\d{1,3}(?:[.\u00a0\u202f]\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?`
const before = String.raw`(?:(€|\$|£|\bEUR|\bUSD|\bGBP)[ \u00a0]?)?`
// "30-hour battery": a hyphen joins a number to a word.
const gap = String.raw`(?:[ \u00a0\u2009\u202f]?|[-\u2010\u2011](?=\p{L}))`
const after = String.raw`(?:${gap}(%|€|\$|£|[°º][CF]\b|[\p{L}µ]+[²2]?(?![\p{L}\d])|["″”]))?`
const quantity = new RegExp(
  String.raw`(?<![\p{L}\d.,/+\-\u2010-\u2013\u2212])${before}([-\u2011-\u2013\u2212]?(?:${number}))(?!\d)${after}`,
  'dgiu',
)
const endsOfClause = /[,;·•|()]|\s(?:y|e|and|con|with)\s/g
const farthest = 40

/** In the order of the text. A number in which people would not read a quantity ("2-in-1", "120 km/h", "12h30") is none. */
export function quantitiesIn(text: string, locale: Locale): Quantity[] {
  const folded = foldSame(text)
  const ends = endsOfSentences(text)
  let last = 0
  return [...text.matchAll(quantity)].flatMap((match): Quantity[] => {
    const [whole, prefix, digits = '', suffix] = match
    const [start, end] = [match.index, match.index + whole.length]
    const sentence = sentenceOf(ends, { start, end }, text.length)
    const from = Math.max(sentence.start, last, start - farthest)
    last = match.indices![2]![1]
    const money = currencyOf(prefix ?? '') ?? currencyOf(suffix ?? '')
    const unit = money ?? suffix
    const statedValue = plainNumber(digits, { money: money !== null, locale })
    const unitSpan = match.indices?.[3] ?? match.indices?.[1]
    const rest = text.slice(end, end + farthest)
    if (statedValue === null || !unit || !unitSpan) return []
    if (isJoined(whole, suffix, rest) || closesQuotation(text.slice(sentence.start, start), suffix)) return []
    // Only temperatures go below zero; before anything else a dash is a bullet or a discount.
    if (statedValue.startsWith('-') && !/^[°º]/.test(unit)) return []
    const [digitsStart, digitsEnd] = match.indices![2]!
    const lead = folded.slice(from, start).split(endsOfClause).at(-1)!
    const tail = folded.slice(end, Math.min(sentence.end, end + farthest)).split(endsOfClause)[0]!
    const spans = { digits: { start: digitsStart, end: digitsEnd }, unitSpan: { start: unitSpan[0], end: unitSpan[1] } }
    return [{ start, end, ...spans, statedValue, unit, isMoney: money !== null, sentence, lead, tail }]
  })
}

/** "2-in-1", "2 in 1", and rates: "120 km/h", "79 €/mes". */
const isJoined = (whole: string, suffix: string | undefined, rest: string) =>
  /^\s?\/\s?\p{L}/u.test(rest) ||
  (suffix?.toLowerCase() === 'in' && /^[-\s]+(?:\d|one\b)/i.test(plainDashes(rest))) ||
  (/\d-\p{L}+$/u.test(plainDashes(whole)) && rest.startsWith('-'))

/** The mark after the number ends what somebody said, and means no inches. */
const closesQuotation = (said: string, suffix: string | undefined) =>
  (suffix === '"' && said.split('"').length % 2 === 0) ||
  (suffix === '”' && said.lastIndexOf('“') > said.lastIndexOf('”'))

/** A point between digits ends no sentence. */
const endsOfSentences = (text: string) => [...text.matchAll(/[!?\n]|\.(?!\d)/g)].map((match) => match.index + 1)

function sentenceOf(ends: readonly number[], { start, end }: Span, length: number): Span {
  return { start: ends.findLast((one) => one <= start) ?? 0, end: ends.find((one) => one >= end) ?? length }
}
