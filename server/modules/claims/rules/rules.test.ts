import fc from 'fast-check'
import { expect, test } from 'vitest'
import { consistencyOf, judge, type Severity, type Truth } from './judge.ts'
import { centsOf, plainNumber } from './numbers.ts'
import { placeOf, replaceTokens, tokensIn } from './tokens.ts'

const sheet = (value: string, unit: string | null, severity: Severity = 'critical'): Truth => ({
  spec: { version: 3, attributes: [{ key: 'battery', label: 'Batería', value, unit, severity }] },
  price: { amountCents: 9900, currency: 'EUR' },
  lowestCents: 11_900,
})
const states = (statedValue: string, unit: string | null, attributeKey = 'battery') => ({
  ...{ attributeKey, statedValue, unit, severity: 'major' as const },
})

test('12 h is 720 min and no drift; 7 days against 5 is', () => {
  expect(judge(states('720', 'min'), sheet('12', 'h'))).toMatchObject({
    state: 'holds',
    reason: null,
    currentVersion: 3,
  })
  expect(judge(states('7', 'días'), sheet('5', 'days'))).toEqual({
    ...{ state: 'drifted', reason: 'changed', severity: 'critical' },
    ...{ currentValue: '5', currentUnit: 'days', currentVersion: 3 },
  })
  expect(judge(states('IP68', null), sheet('ip68', null)).state).toBe('holds')
  expect(judge(states('7', 'días', 'weight'), sheet('5', 'days'))).toMatchObject({
    state: 'drifted',
    reason: 'gone',
    severity: 'major',
  })
  expect(judge(states('7', 'días'), { ...sheet('5', 'd'), spec: null }).state).toBe('holds')
})

test('a price must be the price; a price before must not exceed the lowest of 30 days', () => {
  const truth = sheet('7', 'd')
  expect(judge(states('99,00', 'EUR', 'price'), truth).state).toBe('holds')
  expect(judge(states('99', '€', 'price'), truth).state).toBe('holds')
  expect(judge(states('99', 'USD', 'price'), truth).state).toBe('drifted')
  expect(judge(states('89', 'EUR', 'price'), truth)).toMatchObject({
    reason: 'changed',
    currentValue: '99.00',
    severity: 'critical',
  })
  expect(judge(states('119', 'EUR', 'before_price'), truth).state).toBe('holds')
  expect(judge(states('129', 'EUR', 'before_price'), truth)).toMatchObject({
    reason: 'above_lowest',
    currentValue: '119.00',
  })
  expect(judge(states('129', 'EUR', 'before_price'), { ...truth, lowestCents: null }).reason).toBe('no_price')
  expect(judge(states('99', 'EUR', 'price'), { ...truth, price: null }).reason).toBe('no_price')
})

test('what is stated in another unit holds exactly when it is the same quantity', () => {
  const units = fc.constantFrom(
    ...([
      ['h', 'min', 60],
      ['días', 'h', 24],
      ['cm', 'mm', 10],
      ['kg', 'g', 1000],
      ['km', 'm', 1000],
      ['l', 'ml', 1000],
    ] as const),
  )
  fc.assert(
    fc.property(
      units,
      fc.integer({ min: 1, max: 5000 }),
      fc.integer({ min: -3, max: 3 }),
      ([large, small, factor], value, off) => {
        const stated = states(String(value * factor + off), small)
        expect(judge(stated, sheet(String(value), large)).state).toBe(off === 0 ? 'holds' : 'drifted')
        expect(judge(states(String(value), large), sheet(String(value * factor + off), small)).state).toBe(
          off === 0 ? 'holds' : 'drifted',
        )
      },
    ),
  )
})

test('consistency weighs 5, 3 and 1', () => {
  expect(consistencyOf([])).toBeNull()
  expect(
    consistencyOf([
      { severity: 'critical', state: 'drifted', count: 1 },
      { severity: 'critical', state: 'holds', count: 1 },
      { severity: 'major', state: 'holds', count: 2 },
      { severity: 'minor', state: 'drifted', count: 4 },
    ]),
  ).toBe(55)
})

test('numbers are read as each language writes them', () => {
  expect(plainNumber('1.299,00')).toBe('1299.00')
  expect(plainNumber('1,299.00')).toBe('1299.00')
  expect(plainNumber('1.250')).toBe('1250')
  expect(plainNumber('1.250', { locale: 'en' })).toBe('1.2500')
  expect(plainNumber('1,250')).toBe('1.2500')
  expect(plainNumber('0.500')).toBe('0.500')
  expect(plainNumber('−10')).toBe('-10')
  expect(centsOf('−10')).toBeNull()
  expect(plainNumber('1,250', { locale: 'en' })).toBe('1250')
  expect(plainNumber('1.299', { money: true, locale: 'en' })).toBe('1299')
  expect(plainNumber('12,5')).toBe('12.5')
  expect(plainNumber('1.2.3')).toBeNull()
  expect(plainNumber('7 días')).toBeNull()
  expect(centsOf('12.345,67')).toBe(1_234_567)
  expect(centsOf('1,005')).toBe(100_500)
  expect(centsOf('9,9')).toBe(990)
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 99_999_999 }), fc.constantFrom('es', 'en', 'de'), (cents, locale) => {
      const text = new Intl.NumberFormat(locale, { minimumFractionDigits: 2 }).format(cents / 100)
      expect(centsOf(text)).toBe(cents)
    }),
  )
})

test('tokens are found and printed in place', () => {
  const text = 'Dura {{product.A.B-1.battery}}\ny {{ product.X.price }}, {{nada}}'
  expect(tokensIn(text).map(({ sku, key }) => [sku, key])).toEqual([
    ['A.B-1', 'battery'],
    ['X', 'price'],
    [null, null],
  ])
  expect(replaceTokens(text, ({ key }) => (key === 'battery' ? '7 días' : null))).toBe(
    'Dura 7 días\ny {{ product.X.price }}, {{nada}}',
  )
  expect(placeOf(text, tokensIn(text)[1]!.position)).toEqual({ line: 2, column: 3 })
})
