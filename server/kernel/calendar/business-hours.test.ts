import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addBusinessDays,
  addBusinessMinutes,
  type BusinessCalendar,
  businessMinutesBetween,
  calendarErrors,
  countBusinessDays,
  isOpen,
  nextOpening,
  weekErrors,
} from './business-hours.ts'
import { spainHolidays } from './holidays.ts'
import { isLocalDate, localDate, startOfLocalDay } from './zone.ts'

type Spans = [string, string][]
const week = (weekdays: Spans, saturday: Spans = [], sunday: Spans = []) => ({
  1: weekdays,
  2: weekdays,
  3: weekdays,
  4: weekdays,
  5: weekdays,
  6: saturday,
  7: sunday,
})
const office: BusinessCalendar = {
  timeZone: 'Europe/Madrid',
  hours: week([
    ['09:00', '14:00'],
    ['15:00', '18:00'],
  ]),
  holidays: spainHolidays(2026),
}
const never: BusinessCalendar = { timeZone: 'Europe/Madrid', hours: week([]), holidays: [] }
const always: Spans = [['00:00', '24:00']]
const roundTheClock: BusinessCalendar = {
  timeZone: 'Europe/Madrid',
  hours: week(always, always, always),
  holidays: [],
}
const at = (text: string) => new Date(text)
const iso = (date: Date | null) => date?.toISOString() ?? null

describe('business minutes', () => {
  it('skips lunch, nights, weekends and holidays', () => {
    expect(iso(addBusinessMinutes(office, at('2026-06-01T13:30:00+02:00'), 60))).toBe('2026-06-01T13:30:00.000Z')
    expect(iso(addBusinessMinutes(office, at('2026-06-05T17:00:00+02:00'), 240))).toBe('2026-06-08T10:00:00.000Z')
    // Good Friday 2026 is 3 April: Thursday evening to Monday.
    expect(iso(addBusinessMinutes(office, at('2026-04-02T17:59:00+02:00'), 2))).toBe('2026-04-06T07:01:00.000Z')
    expect(businessMinutesBetween(office, at('2026-04-02T17:00:00+02:00'), at('2026-04-06T10:00:00+02:00'))).toBe(120)
  })

  it('keeps the wall clock across both clock changes', () => {
    expect(iso(nextOpening(office, at('2026-03-28T12:00:00+01:00')))).toBe('2026-03-30T07:00:00.000Z')
    expect(iso(nextOpening(office, at('2026-10-24T12:00:00+02:00')))).toBe('2026-10-26T08:00:00.000Z')
    const spring = [startOfLocalDay('Europe/Madrid', '2026-03-29'), startOfLocalDay('Europe/Madrid', '2026-03-30')]
    const autumn = [startOfLocalDay('Europe/Madrid', '2026-10-25'), startOfLocalDay('Europe/Madrid', '2026-10-26')]
    expect(businessMinutesBetween(roundTheClock, spring[0]!, spring[1]!)).toBe(23 * 60)
    expect(businessMinutesBetween(roundTheClock, autumn[0]!, autumn[1]!)).toBe(25 * 60)
  })

  it('opens at the change where the clock skips the opening, and through both passes of a repeated hour', () => {
    const night: BusinessCalendar = { ...never, hours: week([], [], [['02:30', '03:30']]) }
    expect(iso(nextOpening(night, at('2026-03-29T00:00:00Z')))).toBe('2026-03-29T01:00:00.000Z')
    expect(businessMinutesBetween(night, at('2026-03-28T12:00:00Z'), at('2026-03-29T12:00:00Z'))).toBe(30)
    expect(businessMinutesBetween(night, at('2026-10-24T12:00:00Z'), at('2026-10-25T12:00:00Z'))).toBe(120)
  })

  it('joins spans across midnight, written in one piece or in two', () => {
    const inTwo: BusinessCalendar = {
      ...never,
      hours: { ...week([]), 1: [['22:00', '24:00']], 2: [['00:00', '06:00']] },
    }
    const inOne: BusinessCalendar = { ...never, hours: { ...week([]), 1: [['22:00', '06:00']] } }
    for (const calendar of [inTwo, inOne]) {
      expect(iso(addBusinessMinutes(calendar, at('2026-06-01T23:00:00+02:00'), 120))).toBe('2026-06-01T23:00:00.000Z')
      expect(isOpen(calendar, at('2026-06-02T05:59:59+02:00'))).toBe(true)
      expect(isOpen(calendar, at('2026-06-02T06:00:00+02:00'))).toBe(false)
    }
  })

  it('ends at the closing instant and never looks for ever', () => {
    expect(iso(addBusinessMinutes(office, at('2026-06-01T17:00:00+02:00'), 60))).toBe('2026-06-01T16:00:00.000Z')
    expect(addBusinessMinutes(never, at('2026-06-01T00:00:00Z'), 1)).toBeNull()
    expect(nextOpening(never, at('2026-06-01T00:00:00Z'))).toBeNull()
    expect(addBusinessMinutes(office, at('2026-06-01T00:00:00Z'), 1e12)).toBeNull()
    expect(businessMinutesBetween(never, at('2000-01-01T00:00:00Z'), at('2026-01-01T00:00:00Z'))).toBe(0)
    expect(() => addBusinessMinutes(office, at('2026-06-01T00:00:00Z'), -1)).toThrow(RangeError)
  })

  it('counts 24 hours on business days as the same local time on the next one', () => {
    expect(iso(addBusinessDays(office, at('2026-06-05T17:00:00+02:00'), 1))).toBe('2026-06-08T15:00:00.000Z')
    expect(iso(addBusinessDays(office, at('2026-06-06T12:00:00+02:00'), 1))).toBe('2026-06-09T07:00:00.000Z')
    expect(iso(addBusinessDays(office, at('2026-10-23T17:00:00+02:00'), 1))).toBe('2026-10-26T16:00:00.000Z')
    expect(addBusinessDays(never, at('2026-06-05T17:00:00Z'), 1)).toBeNull()
    expect(countBusinessDays(office, '2026-04-01', '2026-04-06')).toBe(3)
  })
})

describe('business minutes, for any calendar', () => {
  const time = fc.integer({ min: 0, max: 96 }).map((quarter) => {
    return `${String(Math.floor(quarter / 4)).padStart(2, '0')}:${String((quarter % 4) * 15).padStart(2, '0')}`
  })
  const span = fc.tuple(time, time).filter(([from, to]) => from !== to)
  const spans = fc.array(span, { maxLength: 3 })
  const calendar: fc.Arbitrary<BusinessCalendar> = fc.record({
    timeZone: fc.constantFrom(
      'Europe/Madrid',
      'America/Havana',
      'Atlantic/Canary',
      'Australia/Lord_Howe',
      'Asia/Kolkata',
      'America/Santiago',
    ),
    hours: fc.record({ 1: spans, 2: spans, 3: spans, 4: spans, 5: spans, 6: spans, 7: spans }),
    holidays: fc.array(fc.constantFrom(...spainHolidays(2026), '2026-03-29', '2026-10-25')),
  })
  const instant = fc
    .integer({ min: Date.parse('2026-01-01T00:00:00Z'), max: Date.parse('2026-12-31T00:00:00Z') })
    .map((ms) => new Date(ms))
  const minutes = fc.integer({ min: 0, max: 6_000 })

  it('gives the same minutes back, and adds up', () => {
    fc.assert(
      fc.property(calendar, instant, minutes, minutes, (cal, from, x, y) => {
        const after = addBusinessMinutes(cal, from, x)
        if (after === null) return
        expect(businessMinutesBetween(cal, from, after)).toBe(x)
        expect(addBusinessMinutes(cal, after, y)).toEqual(addBusinessMinutes(cal, from, x + y))
      }),
    )
  })

  it('is monotone, additive between three instants, and the negative backwards', () => {
    fc.assert(
      fc.property(calendar, instant, instant, instant, minutes, (cal, a, b, c, x) => {
        const between = (from: Date, to: Date) => businessMinutesBetween(cal, from, to)
        expect(between(a, b) + between(b, c)).toBeCloseTo(between(a, c), 6)
        expect(between(a, b)).toBe(0 - between(b, a))
        const [early, late] = a < b ? [a, b] : [b, a]
        const ends = [addBusinessMinutes(cal, early, x), addBusinessMinutes(cal, late, x)]
        if (ends[0] && ends[1]) expect(ends[0].getTime()).toBeLessThanOrEqual(ends[1].getTime())
      }),
    )
  })

  it('opens where it says: nothing is open before the next opening, and that instant is', () => {
    fc.assert(
      fc.property(calendar, instant, (cal, from) => {
        const opening = nextOpening(cal, from)
        if (opening === null) return
        expect(isOpen(cal, opening)).toBe(true)
        expect(businessMinutesBetween(cal, from, opening)).toBe(0)
        expect(isOpen(cal, from)).toBe(opening.getTime() === from.getTime())
      }),
    )
  })
})

describe('calendars and dates', () => {
  it('knows the national holidays, Easter included', () => {
    expect(spainHolidays(2026)).toContain('2026-04-03')
    expect(spainHolidays(2027)).toContain('2027-03-26')
    expect(spainHolidays(2038)).toContain('2038-04-23')
    expect(spainHolidays(2026)).toHaveLength(10)
  })

  it('takes the local date, also where midnight does not exist', () => {
    expect(localDate('Europe/Madrid', at('2026-01-31T23:30:00Z'))).toBe('2026-02-01')
    expect(iso(startOfLocalDay('America/Santiago', '2026-09-06'))).toBe('2026-09-06T04:00:00.000Z')
    expect(localDate('America/Santiago', at('2026-09-06T03:59:59Z'))).toBe('2026-09-05')
    expect(isLocalDate('2026-02-29')).toBe(false)
    expect(isLocalDate('2028-02-29')).toBe(true)
  })

  it('names what is wrong with a calendar', () => {
    const broken = {
      timeZone: 'Europe/Nowhere',
      hours: { ...week([]), 1: [['9:00', '18:00']] as Spans, 2: [['09:00', '09:00']] as Spans },
      holidays: ['2026-02-30'],
    }
    expect(calendarErrors(broken)).toEqual([
      { pointer: '/timeZone', rule: 'time_zone' },
      { pointer: '/hours/1/0', rule: 'time_of_day' },
      { pointer: '/hours/2/0', rule: 'empty_span' },
      { pointer: '/holidays/0', rule: 'date' },
    ])
    expect(calendarErrors(office)).toEqual([])
  })

  it('names spans of a week that overlap, across midnight and Sunday too, and a week that never opens', () => {
    const found = (hours: Partial<BusinessCalendar['hours']>) =>
      weekErrors({ ...week([]), ...hours }).map(({ pointer, rule }) => `${pointer} ${rule}`)
    const halves: Spans = [
      ['09:00', '14:00'],
      ['13:00', '18:00'],
    ]
    expect(found({ 1: halves, 2: halves.toReversed() })).toEqual([
      '/hours/1/1 span_overlaps',
      '/hours/2/0 span_overlaps',
    ])
    expect(found({ 3: [...always, ['10:00', '11:00']] })).toEqual(['/hours/3/1 span_overlaps'])
    expect(found({ 7: [['22:00', '06:00']], 1: [['05:00', '09:00']] })).toEqual(['/hours/1/0 span_overlaps'])
    expect(found({ 7: [['22:00', '06:00']], 1: [['06:00', '09:00']] })).toEqual([])
    expect(found({})).toEqual(['/hours no_hours'])
    for (const { hours } of [office, roundTheClock]) expect(weekErrors(hours)).toEqual([])
  })
})
