import type { Locale } from '#kernel/i18n.ts'
import { numberIn, sameQuantity } from '#modules/products/public.ts'
import { isNamed, isService, priceKeyOf } from './about.ts'
import { mentionsIn, overlap } from './mentions.ts'
import { currencyOf, foldSame, plainNumber } from './numbers.ts'
import { plainText } from './plain-text.ts'
import { type Quantity, quantitiesIn, type Span } from './quantities.ts'
import { tokensIn } from './tokens.ts'

type Said = { statedValue: string; unit: string | null }
/** What a text is asked for: a value of a product, under the name of its attribute. */
export type Statement = Said & { attributeKey: string; attributeLabel: string; sku: string; productName: string }
/** The value, and its unit where it stands apart. */
type Place = { value: Span; unit: Span | null }

/** How often a text says it; a bare number is told apart from others by nothing, and so has no place. */
export const countPlaces = (body: string, statement: Statement, locale: Locale): number =>
  placesOf(plainText(body).text, statement, locale).length

/**
 * The text with the new value where it says the old one, in the words and the markup it has around it. Null when it says it nowhere,
 * or in several places: then a person must write it.
 */
export function replaceStated(body: string, old: Statement, next: Said, locale: Locale): string | null {
  const { text, written } = plainText(body)
  const [place, ...others] = placesOf(text, old, locale)
  if (!place || others.length > 0) return null
  const value = written(place.value)
  const digits = text.slice(place.value.start, place.value.end)
  if (place.unit === null)
    return splice(body, [[value, next.unit ? `${next.statedValue} ${next.unit}` : next.statedValue]])
  const unit = written(place.unit)
  const words = wordsFor(next.statedValue, digits, locale)
  const unitWords = text.slice(place.unit.start, place.unit.end)
  if (next.unit !== null && sameUnit(unitWords, next.unit)) return splice(body, [[value, words]])
  const isTogether = place.unit.start >= place.value.end && /^[^<&]*$/.test(body.slice(value.start, unit.end))
  if (isTogether)
    return splice(body, [[{ start: value.start, end: unit.end }, [words, next.unit ?? ''].join(' ').trim()]])
  return splice(body, [
    [value, words],
    [unit, next.unit ?? ''],
  ])
}

function placesOf(text: string, said: Statement, locale: Locale): Place[] {
  const hidden = [
    ...mentionsIn(text, [{ sku: said.sku, name: said.productName }]),
    ...tokensIn(text).map(({ position, token }) => ({ start: position, end: position + token.length })),
  ]
  const places =
    numberIn(said.statedValue) === null
      ? wordsIn(text, said.statedValue)
      : quantitiesIn(text, locale)
          .filter((one) => saysIt(one, said))
          .map((one) => ({ value: one.digits, unit: one.unitSpan }))
  return places.filter(({ value }) => !hidden.some((span) => overlap(span, value)))
}

/** Only words with a number in them ("IP68", "5 ATM") are told apart from what else a text may say. */
function wordsIn(text: string, words: string): Place[] {
  const parts = foldSame(words).match(/\d+|[^\s\d]+/g) ?? []
  if (parts.length < 2 || !parts.some((part) => /\d/.test(part))) return []
  const pattern = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('\\s?')
  const places = foldSame(text).matchAll(new RegExp(`(?<![\\p{L}\\d])${pattern}(?![\\p{L}\\d])`, 'gu'))
  return [...places].map(({ index, 0: { length } }) => ({ value: { start: index, end: index + length }, unit: null }))
}

function saysIt(one: Quantity, said: Statement): boolean {
  if (one.isMoney)
    return (
      (said.unit === null || said.unit === one.unit) &&
      Number(one.statedValue) === Number(plainNumber(said.statedValue, { money: true })) &&
      priceKeyOf(one) !== null
    )
  const attribute = { key: said.attributeKey, label: said.attributeLabel }
  if (isService(one) && !isNamed(attribute, `${one.lead} ${one.tail}`)) return false
  return sameQuantity({ value: one.statedValue, unit: one.unit }, { value: said.statedValue, unit: said.unit })
}

/** A number as the text writes its numbers, or as its language does; it must be read back as what it is. */
function wordsFor(statedValue: string, old: string, locale: Locale): string {
  const plain = plainNumber(statedValue, { locale: 'en' })
  if (plain === null) return statedValue
  const short = plain.replace(/^(-?\d{1,3}\.\d{3})0$/, '$1')
  const usesComma = /,\d*$/.test(old) || (!/[.,]/.test(old) && locale === 'es')
  const write = (value: string) => (usesComma ? value.replace('.', ',') : value)
  return plainNumber(write(short), { locale }) === plain ? write(short) : write(plain)
}

const sameUnit = (a: string, b: string) =>
  (currencyOf(a) ?? a) === (currencyOf(b) ?? b) || sameQuantity({ value: '1', unit: a }, { value: '1', unit: b })

const splice = (body: string, changes: readonly (readonly [Span, string])[]): string =>
  changes
    .toSorted(([a], [b]) => b.start - a.start)
    .reduce((text, [{ start, end }, words]) => text.slice(0, start) + words + text.slice(end), body)
