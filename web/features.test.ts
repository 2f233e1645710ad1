import { expect, test } from 'vitest'
import { features } from './features.ts'

test('no two places are gone to by the same keys', () => {
  const keys = features.flatMap(({ nav = [] }) => nav.flatMap(({ goto }) => goto ?? []))
  expect(keys.length).toBeGreaterThan(5)
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([])
})
