import { expect, test } from 'vitest'
import { groupOf, postponed } from './groups.ts'

const zone = 'Europe/Madrid'
/** Friday, 10:00 in Madrid. */
const now = Date.parse('2026-11-27T09:00:00Z')

test.each([
  [null, 'none'],
  ['2026-11-27T08:59:00Z', 'overdue'],
  ['2026-11-27T22:59:00Z', 'today'],
  ['2026-11-27T23:00:00Z', 'week'],
  ['2026-11-29T22:59:00Z', 'week'],
  ['2026-11-29T23:00:00Z', 'later'],
])('%s is %s', (dueAt, group) => {
  expect(groupOf(dueAt, now, zone)).toBe(group)
})

test.each([
  ['2026-11-20T15:30:00Z', 'tomorrow', '2026-11-28T15:30:00.000Z'],
  ['2026-11-20T15:30:00Z', 'monday', '2026-11-30T15:30:00.000Z'],
  ['2026-11-20T15:30:00Z', 'week', '2026-12-04T15:30:00.000Z'],
  ['2026-12-01T15:30:00Z', 'week', '2026-12-08T15:30:00.000Z'],
  [null, 'tomorrow', '2026-11-28T08:00:00.000Z'],
  ['2026-11-20T15:30:00Z', 'none', null],
] as const)('%s moved by %s', (dueAt, by, expected) => {
  expect(postponed(dueAt, by, now, zone)).toBe(expected)
})
