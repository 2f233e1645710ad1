import type { Locale } from '#kernel/i18n.ts'
import { convert, sameQuantity } from '#modules/products/public.ts'
import { isNamed, isService, priceKeyOf } from './about.ts'
import { mentionsIn, type Named, nearest, overlap } from './mentions.ts'
import { foldSame } from './numbers.ts'
import { plainText } from './plain-text.ts'
import { type Quantity, quantitiesIn } from './quantities.ts'
import { tokensIn } from './tokens.ts'

type Attribute = { key: string; label: string; value: string; unit: string | null }
export type Findable = Named & { id: string; attributes: readonly Attribute[] }
export type Found = {
  productId: string
  /** Null: several attributes have such a unit, and the words do not tell which. */
  attributeKey: string | null
  /** The number and its unit as read, and where they are written. */
  quote: string
  position: number
  excerpt: string
  statedValue: string
  unit: string
}

const longestExcerpt = 300

/**
 * Numbers with units near the name or SKU of a product that has an attribute with such a unit, and prices: what a person would have
 * to check. Numbers in tokens and in names are left out, and what the shop promises rather than the product ("Envío en 48 h",
 * "20 € de descuento"). In the order of the text, HTML or not. Proposals only: a person decides.
 */
export function findClaims(body: string, products: readonly Findable[], locale: Locale): Found[] {
  const { text, written } = plainText(body)
  const mentions = mentionsIn(text, products)
  if (mentions.length === 0) return []
  const tokens = tokensIn(text).map(({ position, token }) => ({ start: position, end: position + token.length }))
  const hidden = [...mentions, ...tokens]
  return quantitiesIn(text, locale).flatMap((one): Found[] => {
    if (hidden.some((span) => overlap(span, one))) return []
    const product = nearest(mentions, one.sentence, one)
    const sentence = text.slice(one.sentence.start, one.sentence.end)
    const attributeKey = one.isMoney ? priceKeyOf(one) : attributeFor(product, one, foldSame(sentence))
    if (attributeKey === undefined || (one.isMoney && attributeKey === null)) return []
    const { statedValue, unit } = one
    const place = { quote: text.slice(one.start, one.end), position: written(one).start }
    return [
      { productId: product.id, attributeKey, ...place, excerpt: excerptOf(sentence, place.quote), statedValue, unit },
    ]
  })
}

/** Undefined: the product has nothing with such a unit, or the words are not about the product. */
function attributeFor({ attributes }: Findable, found: Quantity, sentence: string): string | null | undefined {
  const fitting = attributes.filter((one) => one.unit !== null && convert(1, found.unit, one.unit) !== null)
  if (fitting.length === 0) return undefined
  const clause = `${found.lead} ${found.tail}`
  if (isService(found) && !fitting.some((one) => isNamed(one, clause))) return undefined
  if (fitting.length === 1) return fitting[0]!.key
  const named = fitting.filter((one) => isNamed(one, sentence))
  const equal = fitting.filter((one) => sameQuantity({ value: found.statedValue, unit: found.unit }, one))
  const said = equal.filter((one) => named.includes(one))
  if (said.length > 0) return said.length === 1 ? said[0]!.key : null
  // Told in the very unit of the sheet, an attribute is meant as much as one that is named.
  const alike = fitting.filter((one) => convert(1, found.unit, one.unit!) === 1)
  const meant = named.filter((one) => alike.length === 0 || alike.includes(one))
  if (equal.length === 1 && meant.length === 0) return equal[0]!.key
  return equal.length === 0 && meant.length === 1 && named.length === 1 ? meant[0]!.key : null
}

/** The sentence; of a long one the part around the number. */
function excerptOf(sentence: string, quote: string): string {
  const words = sentence.trim()
  const from = Math.max(0, words.indexOf(quote) + quote.length - longestExcerpt)
  // Half a character, where the cut falls into one, is nothing a database takes.
  return words.slice(from, from + longestExcerpt).replace(/\p{Cs}/gu, '')
}
