import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createFormat } from '../i18n/format.ts'
import { readNumber, writeNumber } from './number-text.ts'

const locales = fc.constantFrom('es', 'en')
const cents = fc.integer({ min: -99_999_999_999, max: 99_999_999_999 })
const currencies = fc.constantFrom('EUR', 'USD', 'GBP', 'MXN', 'CHF')

test('what is written is read again as the same number', () => {
  fc.assert(
    fc.property(locales, cents, fc.integer({ min: 0, max: 4 }), (locale, whole, decimals) => {
      const value = whole / 10 ** decimals
      expect(readNumber(writeNumber(value, locale), locale)).toBeCloseTo(value, 9)
    }),
  )
})

test('an amount copied from any screen is read as it was meant', () => {
  fc.assert(
    fc.property(locales, cents, currencies, (locale, amountCents, currency) => {
      const shown = createFormat(locale, 'Europe/Madrid', 'EUR').money({ amountCents, currency })
      expect(Math.round(readNumber(shown, locale)! * 100) + 0).toBe(amountCents)
    }),
  )
})

test.each([
  ['1.299,90', 1299.9],
  ['4.000', 4000],
  ['1.234.567', 1_234_567],
  ['2.500,75 €', 2500.75],
  ['2500,75', 2500.75],
  ['1 299,9', 1299.9],
  ['12.5', 12.5],
  ['12.50', 12.5],
  ['0,5', 0.5],
  ['-3', -3],
  ['14,5 %', 14.5],
  ['', null],
  ['12.3456', undefined],
  ['1.29,90', undefined],
  ['1,299,90', undefined],
  ['1,299.90', undefined],
  ['0.500', undefined],
  ['--3', undefined],
  ['3e5', undefined],
  ['doce', undefined],
])('in Spanish "%s" is %s', (text, value) => expect(readNumber(text, 'es')).toBe(value))

test.each([
  ['1,299.90', 1299.9],
  ['4,000', 4000],
  ['$2,500.75', 2500.75],
  ['-$3', -3],
  ['12,5', 12.5],
  ['4.000', 4],
  ['1.299,90', undefined],
])('in English "%s" is %s', (text, value) => expect(readNumber(text, 'en')).toBe(value))
