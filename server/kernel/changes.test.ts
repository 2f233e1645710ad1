import fc from 'fast-check'
import { expect, test } from 'vitest'
import { changesOf, sameJson } from './changes.ts'

test('only what is given and differs is a change, with the value before it', () => {
  const before = { name: 'Lumbre', price: { cents: 100, currency: 'EUR' }, note: null, version: 3 }
  const after = { name: 'Lumbre', price: { currency: 'EUR', cents: 120 }, note: undefined, owner: 'Ana' }
  expect(changesOf(before, after)).toEqual({
    price: [before.price, after.price],
    owner: [null, 'Ana'],
  })
})

test('the order of keys, and nothing instead of null, change nothing', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (given) => {
      const turned = Object.fromEntries(Object.entries(given).reverse())
      expect(sameJson({ one: [given], other: 1 }, { other: 1, one: [turned] })).toBe(true)
      expect(changesOf(turned, given)).toEqual({})
    }),
  )
  expect(sameJson(undefined, null)).toBe(true)
})
