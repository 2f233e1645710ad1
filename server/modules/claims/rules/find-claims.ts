import { convert } from '#modules/products/public.ts'
import { currencyOf, foldSame, plainNumber } from './numbers.ts'
import { tokensIn } from './tokens.ts'

export type Findable = {
  id: string
  sku: string
  name: string
  attributes: readonly { key: string; label: string; value: string; unit: string | null }[]
}
export type Found = {
  productId: string
  /** Null: several attributes have such a unit, and the words do not tell which. */
  attributeKey: string | null
  /** The number and its unit as written, and where. */
  quote: string
  position: number
  excerpt: string
  statedValue: string
  unit: string
}
type Span = { start: number; end: number }
type Mention = Span & { product: Findable }

const number = String.raw`\d{1,3}(?:[.\u00a0\u202f]\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?`
const before = String.raw`(?:(€|\$|£|\bEUR|\bUSD|\bGBP)[ \u00a0]?)?`
const after = String.raw`(?:[ \u00a0\u202f]?(%|€|\$|£|[°º][CF]\b|[\p{L}µ]+[²2]?|["″]))?`
const quantity = new RegExp(`(?<![\\p{L}\\d.,/+-])${before}(${number})(?![\\d])${after}`, 'giu')
const formerly = /(antes|anterior|before|was|rrp|pvp|en lugar de|instead of|de)\W*$/
const longestExcerpt = 300

/**
 * Numbers with units near the name or SKU of a product that has an attribute with such a unit, and amounts of money: what a person
 * would have to check. Numbers in tokens and in names are left out. In the order of the text. Proposals only: a person decides.
 */
export function findClaims(text: string, products: readonly Findable[], locale: 'es' | 'en'): Found[] {
  const folded = foldSame(text)
  const mentions = mentionsIn(folded, products)
  if (mentions.length === 0) return []
  const hidden: Span[] = [
    ...mentions,
    ...tokensIn(text).map(({ position, token }) => ({ start: position, end: position + token.length })),
  ]
  return [...text.matchAll(quantity)].flatMap((match): Found[] => {
    const span = { start: match.index, end: match.index + match[0].length }
    const [, prefix, digits = '', suffix] = match
    const money = currencyOf(prefix ?? '') ?? currencyOf(suffix ?? '')
    const statedValue = plainNumber(digits, { money: money !== null, locale })
    const unit = money ?? suffix
    const hides = hidden.some((one) => one.start < span.end && span.start < one.end)
    if (statedValue === null || !unit || hides) return []
    const sentence = sentenceAround(text, span)
    const product = nearest(mentions, sentence, span)
    const words = folded.slice(sentence.start, sentence.end)
    const lead = folded.slice(Math.max(sentence.start, span.start - 25), span.start)
    const attributeKey = money ? priceKey(lead) : attributeFor(product, { statedValue, unit }, words)
    if (attributeKey === undefined) return []
    const excerpt = text.slice(sentence.start, sentence.end).trim().slice(0, longestExcerpt)
    return [{ productId: product.id, attributeKey, quote: match[0], position: span.start, excerpt, statedValue, unit }]
  })
}

/** "antes 129 €" is what it cost before; a plain "de 129 € a 99 €" says the same. */
const priceKey = (lead: string) => (formerly.test(lead) ? 'before_price' : 'price')

/** Every place where a product is called by its SKU or its name, longer names first, so that "Buds Pro" is not "Buds". */
function mentionsIn(folded: string, products: readonly Findable[]): Mention[] {
  const names = products
    .flatMap((product) => [product.sku, product.name].map((name) => ({ name: foldSame(name.trim()), product })))
    .filter(({ name }) => name.length >= 2)
    .sort((a, b) => b.name.length - a.name.length)
  const mentions: Mention[] = []
  for (const { name, product } of names) {
    for (let start = folded.indexOf(name); start !== -1; start = folded.indexOf(name, start + 1)) {
      const end = start + name.length
      const isWhole = !isWordPart(folded[start - 1]) && !isWordPart(folded[end])
      if (isWhole && !mentions.some((one) => one.start < end && start < one.end)) mentions.push({ start, end, product })
    }
  }
  return mentions.sort((a, b) => a.start - b.start)
}
const isWordPart = (char: string | undefined) => char !== undefined && /[\p{L}\d]/u.test(char)

/** In the same sentence the closest; else the last one named before; else the first one after. */
function nearest(mentions: readonly Mention[], sentence: Span, span: Span): Findable {
  const distance = (one: Mention) => (one.end <= span.start ? span.start - one.end : one.start - span.end)
  const within = mentions.filter((one) => one.start >= sentence.start && one.end <= sentence.end)
  const closest = within.toSorted((a, b) => distance(a) - distance(b))[0]
  return (closest ?? mentions.findLast((one) => one.end <= span.start) ?? mentions[0]!).product
}

/** Undefined: the product has nothing with such a unit. */
function attributeFor(
  { attributes }: Findable,
  { statedValue, unit }: { statedValue: string; unit: string },
  words: string,
): string | null | undefined {
  const fitting = attributes.filter((one) => one.unit !== null && convert(1, unit, one.unit) !== null)
  if (fitting.length === 0) return undefined
  if (fitting.length === 1) return fitting[0]!.key
  const named = fitting.filter((one) => isNamed(one, words))
  if (named.length === 1) return named[0]!.key
  const equal = (named.length > 0 ? named : fitting).filter((one) => {
    const converted = convert(Number(statedValue), unit, one.unit!)
    return converted !== null && Math.abs(converted - Number(one.value.replace(',', '.'))) < 1e-9
  })
  return equal.length === 1 ? equal[0]!.key : null
}

/** A word of its label or key stands in the sentence, whatever its ending. */
const isNamed = ({ key, label }: { key: string; label: string }, words: string): boolean =>
  foldSame(`${label} ${key}`)
    .split(/[^\p{L}\d]+/u)
    .filter((word) => word.length >= 4)
    .some((word) => words.includes(word.slice(0, Math.max(4, word.length - 2))))

/** From the end of the sentence before to the end of this one; a point between digits ends none. */
function sentenceAround(text: string, span: Span): Span {
  const ends = [...text.matchAll(/[!?\n]|\.(?!\d)/g)].map((match) => match.index + 1)
  const start = ends.findLast((end) => end <= span.start) ?? 0
  return { start, end: ends.find((end) => end >= span.end) ?? text.length }
}
