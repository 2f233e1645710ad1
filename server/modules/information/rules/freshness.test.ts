import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from '#kernel/calendar/zone.ts'
import { freshness, isStale, remindedAhead, stateOf } from './freshness.ts'

describe('freshness', () => {
  const weekly = { verifiedOn: '2026-11-23', intervalDays: 7 }
  it.each([
    ['2026-11-23', 1, 'fresh'],
    ['2026-11-27', 1, 'fresh'],
    ['2026-11-28', 1, 'due'],
    ['2026-11-30', 1, 'due'],
    ['2026-12-01', 6 / 7, 'stale'],
    ['2026-12-07', 0, 'stale'],
    ['2027-12-07', 0, 'stale'],
  ])('a weekly item verified on Monday 23 November is, on %s, %d: %s', (today, expected, state) => {
    expect(freshness(weekly, today)).toBeCloseTo(expected, 12)
    expect(stateOf(weekly, today)).toBe(state)
  })

  it('is 0 until verified for the first time', () => {
    expect(freshness({ verifiedOn: null, intervalDays: 1000 }, '2026-11-23')).toBe(0)
    expect(stateOf({ verifiedOn: null, intervalDays: 1000 }, '2026-11-23')).toBe('never')
  })

  it('runs across a clock change and a leap day by calendar days', () => {
    expect(freshness({ verifiedOn: '2026-10-23', intervalDays: 7 }, '2026-10-30')).toBe(1)
    expect(freshness({ verifiedOn: '2028-02-26', intervalDays: 4 }, '2028-03-01')).toBe(1)
    expect(freshness({ verifiedOn: '2028-02-26', intervalDays: 4 }, '2028-03-03')).toBe(0.5)
  })
})

const intervals = fc.integer({ min: 1, max: 1000 })
const days = fc.integer({ min: 0, max: 3000 })
const at = (intervalDays: number, after: number) =>
  freshness({ verifiedOn: '2026-01-01', intervalDays }, addDays('2026-01-01', after))

describe('for any interval and day', () => {
  it('stays within 0 and 1, and never rises by itself', () => {
    fc.assert(
      fc.property(intervals, days, (interval, after) => {
        const now = at(interval, after)
        expect(now).toBeGreaterThanOrEqual(0)
        expect(now).toBeLessThanOrEqual(1)
        expect(at(interval, after + 1)).toBeLessThanOrEqual(now)
      }),
    )
  })

  it('is 1 exactly inside the interval, 0 exactly from twice the interval on, and falls evenly between', () => {
    fc.assert(
      fc.property(intervals, days, (interval, after) => {
        expect(at(interval, after) === 1).toBe(after <= interval)
        expect(at(interval, after) === 0).toBe(after >= 2 * interval)
        if (after >= interval && after < 2 * interval)
          expect(at(interval, after) - at(interval, after + 1)).toBeCloseTo(1 / interval, 9)
      }),
    )
  })

  it('is stale exactly when it is below 1, and reminds of it before', () => {
    fc.assert(
      fc.property(intervals, days, (interval, after) => {
        const item = { verifiedOn: '2026-01-01', intervalDays: interval }
        expect(isStale(item, addDays('2026-01-01', after))).toBe(at(interval, after) < 1)
        expect(remindedAhead(interval)).toBeLessThan(interval)
      }),
    )
  })
})
