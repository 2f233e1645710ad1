import { sameQuantity } from '#modules/products/public.ts'
import { currencyOf, plainNumber } from './numbers.ts'

type Said = { statedValue: string; unit: string | null }
const quantity = /(?<![\p{L}\d.,/+-])(\d[\d.,]*\d|\d)([ \u00a0\u202f]?)(%|€|\$|£|[°º][CF]\b|[\p{L}µ]+[²2]?|["″])?/gu

/**
 * The text with the new value where it says the old one, in the words it uses for the unit when that stays the same. Null when it
 * says it nowhere, or in several places: then a person must write it.
 */
export function replaceStated(text: string, old: Said, next: Said): string | null {
  const places = [...text.matchAll(quantity)].filter((match) => saysIt(match, old))
  const [place] = places
  if (!place || places.length > 1) return null
  const [whole, digits = '', space = '', unit = ''] = place
  const keeps = next.unit === null ? unit === '' : sameUnit(unit, next.unit)
  // The mark that comes last is the one for decimals.
  const value = /,\d*$/.test(digits) ? next.statedValue.replace('.', ',') : next.statedValue
  const words = keeps ? `${value}${space}${unit}` : `${value}${next.unit ? ` ${next.unit}` : ''}`
  return text.slice(0, place.index) + words + text.slice(place.index + whole.length)
}

function saysIt([, digits = '', , unit = '']: RegExpMatchArray, old: Said): boolean {
  const currency = currencyOf(unit)
  const value = plainNumber(digits, { money: currency !== null })
  if (value === null) return false
  if (currency) return old.unit === currency && Number(value) === Number(plainNumber(old.statedValue, { money: true }))
  return unit !== '' && sameQuantity({ value, unit }, { value: old.statedValue, unit: old.unit })
}

const sameUnit = (a: string, b: string) =>
  a !== '' &&
  ((currencyOf(a) ?? a) === (currencyOf(b) ?? b) || sameQuantity({ value: '1', unit: a }, { value: '1', unit: b }))
