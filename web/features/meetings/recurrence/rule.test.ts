import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ordinalOf, ordinals, type Recurrence, recurrenceOf, rruleOf, weekdayOf, weekdays } from './rule.ts'

const every = fc.integer({ min: 1, max: 12 })
const said: fc.Arbitrary<Recurrence> = fc.oneof(
  fc.record({ kind: fc.constant('weekly' as const), every, days: fc.subarray([...weekdays], { minLength: 1 }) }),
  fc.record({
    kind: fc.constant('monthly' as const),
    every,
    nth: fc.constantFrom(...ordinals),
    day: fc.constantFrom(...weekdays),
  }),
)

test('whatever can be said in the editor is read back as it was said', () => {
  fc.assert(
    fc.property(said, (recurrence) => {
      expect(recurrenceOf(rruleOf(recurrence))).toEqual(recurrence)
    }),
  )
})

test('a rule that says more is kept as its text', () => {
  for (const text of [
    'FREQ=WEEKLY;BYDAY=MO;COUNT=5',
    'FREQ=MONTHLY;BYMONTHDAY=15',
    'FREQ=MONTHLY;BYDAY=1MO,3MO',
    'FREQ=DAILY',
    'FREQ=WEEKLY;INTERVAL=0',
    'nonsense',
  ])
    expect(recurrenceOf(text)).toEqual({ kind: 'custom', text })
})

test('a day knows its weekday and which of its month it is', () => {
  expect([weekdayOf('2026-11-23'), ordinalOf('2026-11-23')]).toEqual(['MO', 4])
  expect([weekdayOf('2026-11-01'), ordinalOf('2026-11-01')]).toEqual(['SU', 1])
  expect([weekdayOf('2026-11-30'), ordinalOf('2026-11-30')]).toEqual(['MO', -1])
})
