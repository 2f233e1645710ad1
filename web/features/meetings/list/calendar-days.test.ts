import { expect, test } from 'vitest'
import { daysShown, firstOfMonth, mondayOf } from './calendar-days.ts'

test('a month shows whole weeks from Monday, also in February and across the year', () => {
  expect(daysShown('month', '2026-11-18')).toHaveLength(42)
  expect(daysShown('month', '2026-11-18').at(0)).toBe('2026-10-26')
  expect(daysShown('month', '2027-02-10')).toHaveLength(28)
  expect(firstOfMonth('2026-12-31', 1)).toBe('2027-01-01')
})

test('a week begins on Monday', () => {
  expect(mondayOf('2026-11-22')).toBe('2026-11-16')
  expect(daysShown('week', '2026-11-22').at(-1)).toBe('2026-11-22')
})
