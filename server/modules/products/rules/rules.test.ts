import fc from 'fast-check'
import { expect, test } from 'vitest'
import { numberIn, settleNumber } from './numbers.ts'
import { clashOf, lowestPrice, type PricePeriod, priceAt } from './prices.ts'
import { convert, sameQuantity } from './units.ts'

test.each([
  [12, 'h', 'min', 720],
  [7, 'días', 'horas', 168],
  [1.5, 'kg', 'g', 1500],
  [2, 'in', 'cm', 5.08],
  [20, '°C', '°F', 68],
  [1, 'año', 'meses', 12],
  [7, 'días', 'kg', null],
  [7, 'días', 'cosas', null],
  [7, 'cosas', 'Cosas', 7],
])('%s %s in %s is %s', (value, from, to, expected) => {
  const converted = convert(value, from, to)
  if (expected === null) expect(converted).toBeNull()
  else expect(converted).toBeCloseTo(expected, 9)
})

test.each([
  [{ value: '12', unit: 'h' }, { value: '720', unit: 'min' }, true],
  [{ value: '7', unit: 'días' }, { value: '5', unit: 'días' }, false],
  [{ value: '7,0', unit: null }, { value: '7', unit: null }, true],
  [{ value: 'ip68', unit: null }, { value: 'IP68', unit: null }, true],
  [{ value: '7', unit: 'días' }, { value: '7', unit: 'h' }, false],
  [{ value: '7', unit: 'días' }, { value: '7', unit: null }, false],
  [{ value: '5ATM', unit: null }, { value: '5 ATM', unit: null }, true],
  [{ value: '5', unit: 'ATM' }, { value: '5ATM', unit: null }, true],
  [{ value: '1 1', unit: 'x' }, { value: '11', unit: null }, false],
  [{ value: '−10', unit: '°C' }, { value: '-10', unit: '°C' }, true],
  [{ value: '−10', unit: '°C' }, { value: '10', unit: '°C' }, false],
  [{ value: '1.2340', unit: 'kg' }, { value: '1234', unit: 'g' }, true],
  [{ value: '1.234', unit: 'kg' }, { value: '1234', unit: 'kg' }, false],
  [{ value: '1.234', unit: 'GB' }, { value: '1234', unit: 'GB' }, false],
])('%o and %o say the same: %s', (a, b, expected) => {
  expect([sameQuantity(a, b), sameQuantity(b, a)]).toEqual([expected, expected])
})

test.each([
  ['1.234,5', 1234.5],
  ['1,234.5', 1234.5],
  ['1.234.567', 1_234_567],
  ['7,5', 7.5],
  ['7', 7],
  ['siete', null],
  ['', null],
])('%s is the number %s', (text, expected) => expect(numberIn(text)).toBe(expected))

test.each([
  ['5.000', 'es', 5000],
  ['5.000', 'en', 5],
  ['5,000', 'es', 5],
  ['5,000', 'en', 5000],
  ['0.500', 'es', 0.5],
  ['−1.500', 'es', -1500],
  ['1.234,5', 'en', 1234.5],
] as const)('%s typed in %s is %s from then on', (text, locale, expected) => {
  const settled = settleNumber(text, locale)
  expect(numberIn(settled)).toBe(expected)
  expect([settleNumber(settled, 'es'), settleNumber(settled, 'en')]).toEqual([settled, settled])
})

test('a settled number is what its language means, whoever reads it, and never a thousand times that', () => {
  const parts = fc.record({ whole: fc.integer({ min: 1, max: 999 }), tail: fc.integer({ min: 0, max: 999 }) })
  fc.assert(
    fc.property(parts, fc.constantFrom('es', 'en'), fc.constantFrom('.', ','), ({ whole, tail }, locale, mark) => {
      const end = String(tail).padStart(3, '0')
      const settled = settleNumber(`${whole}${mark}${end}`, locale)
      const isThousands = mark === (locale === 'es' ? '.' : ',')
      const meant = isThousands ? whole * 1000 + tail : Number(`${whole}.${end}`)
      expect(numberIn(settled)).toBe(meant)
      const other = { value: String(isThousands ? meant / 1000 : meant * 1000), unit: 'kg' }
      expect(sameQuantity({ value: settled, unit: 'kg' }, other)).toBe(false)
      expect(sameQuantity({ value: settled, unit: 'kg' }, { value: String(meant * 1000), unit: 'g' })).toBe(true)
    }),
  )
})

test('a conversion there and back is the same quantity', () => {
  const units = ['ms', 's', 'min', 'h', 'días', 'semanas']
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1e6 }),
      fc.constantFrom(...units),
      fc.constantFrom(...units),
      (value, from, to) => {
        const there = convert(value, from, to)!
        expect(
          sameQuantity({ value: String(value), unit: from }, { value: there.toFixed(12), unit: to }) || there < 1e-3,
        ).toBe(true)
      },
    ),
  )
})

const period = fc
  .record({
    amountCents: fc.integer({ min: 0, max: 50 }),
    start: fc.integer({ min: 0, max: 40 }),
    length: fc.option(fc.integer({ min: 1, max: 10 })),
  })
  .map(
    ({ amountCents, start, length }): PricePeriod => ({
      amountCents,
      from: new Date(start),
      until: length === null ? null : new Date(start + length),
    }),
  )
const accepted = (given: readonly PricePeriod[]) => {
  const periods: PricePeriod[] = []
  for (const one of given) if (clashOf(periods, one, new Date(0)) === null) periods.push(one)
  return periods
}

test('the lowest price is the lowest of all moments, and offers that stand never overlap', () => {
  fc.assert(
    fc.property(
      fc.array(period, { maxLength: 12 }),
      fc.integer({ min: 0, max: 40 }),
      fc.integer({ min: 1, max: 20 }),
      (given, from, length) => {
        const periods = accepted(given)
        const moments = Array.from({ length }, (_, index) => new Date(from + index))
        const amounts = moments.flatMap((moment) => priceAt(periods, moment)?.amountCents ?? [])
        expect(lowestPrice(periods, new Date(from), new Date(from + length))).toBe(
          amounts.length ? Math.min(...amounts) : null,
        )
        for (const moment of moments) {
          const offers = periods.filter((one) => one.until && one.from <= moment && moment < one.until)
          expect(offers.length).toBeLessThanOrEqual(1)
        }
      },
    ),
  )
})
