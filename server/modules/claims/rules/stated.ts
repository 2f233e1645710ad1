import type { Locale } from '#kernel/i18n.ts'
import { convert, numberIn, settleNumber } from '#modules/products/public.ts'
import { currencyOf, plainNumber } from './numbers.ts'

type Quantity = { value: string; unit: string | null }

/**
 * What a person typed with one reading from now on: the one of the workspace's language. The sheet's own number, copied as programs
 * write it, is that number.
 */
export function settleStated({ value, unit }: Quantity, attribute: Quantity | null, locale: Locale): Quantity {
  const isCopy = attribute !== null && attribute.unit === unit && numberIn(attribute.value) === Number(value)
  return { value: settleNumber(value, isCopy ? 'en' : locale), unit }
}

/** Two numbers can only be compared in units that convert into one another; other words need none. */
export function comparable(stated: Quantity, attribute: Quantity) {
  if (numberIn(stated.value) === null || numberIn(attribute.value) === null) return true
  if (stated.unit === null || attribute.unit === null) return stated.unit === attribute.unit
  return convert(1, stated.unit, attribute.unit) !== null
}

/** "12 h" as a value means 12 in hours; a bare number means the unit of the sheet. */
export function splitUnit(text: string, unit: string | null): Quantity {
  const [, value, own] = /^\s*([-+\u2010-\u2013\u2212]?\d[\d.,]*)\s*(\D.*?)\s*$/.exec(text) ?? []
  if (value && own && unit && convert(1, own, unit) !== null) return { value, unit: own }
  return { value: text.trim(), unit }
}

/** "1.299,00 €" or "€1,299.00". */
export function splitMoney(text: string): Quantity {
  const [, before, value, after] = /^\s*([^\d\s]*)\s*(\d[\d.,\s]*?)\s*([^\d\s]*)\s*$/.exec(text) ?? []
  if (!value) return { value: text.trim(), unit: null }
  return {
    value: plainNumber(value, { money: true }) ?? value,
    unit: currencyOf(before ?? '') ?? currencyOf(after ?? ''),
  }
}
