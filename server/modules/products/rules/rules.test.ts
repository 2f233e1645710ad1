import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clashOf, lowestPrice, type PricePeriod, priceAt } from './prices.ts'
import { convert, numberIn, sameQuantity } from './units.ts'

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
  // Five thousand as the Spanish write it, and as it may be meant.
  [{ value: '5.000', unit: 'mAh' }, { value: '5000', unit: 'mAh' }, true],
  [{ value: '5.000', unit: 'mAh' }, { value: '5', unit: 'Ah' }, true],
  [{ value: '5.000', unit: 'mAh' }, { value: '4500', unit: 'mAh' }, false],
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
