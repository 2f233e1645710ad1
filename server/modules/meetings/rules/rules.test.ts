import fc from 'fast-check'
import ICAL from 'ical.js'
import { describe, expect, test } from 'vitest'
import { addDays, dayNumberOf, isoWeekday } from '#kernel/calendar/zone.ts'
import { Problem } from '#kernel/problem.ts'
import { composeAgenda, type Rankable, scoreOf } from './agenda.ts'
import { quorumOf } from './quorum.ts'
import { occurrences, parseRule, wallTimes } from './recurrence.ts'
import { dateOf, instantOfWall, timeOf, wallOf } from './wall-time.ts'

const at = new Date('2026-11-23T09:00:00Z')
const zones = ['Europe/Madrid', 'America/New_York', 'America/Santiago', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC']
const seen = (work: () => unknown): string => {
  try {
    work()
    return 'none'
  } catch (error) {
    if (error instanceof Problem) return `${error.errors[0]?.pointer} ${error.errors[0]?.rule}`
    throw error
  }
}

describe('quorum', () => {
  const ids = ['a', 'b', 'c', 'd']
  const person = fc.record({
    memberId: fc.constantFrom('l', 'm', 'n', 'o'),
    departmentId: fc.option(fc.constantFrom(...ids)),
    state: fc.constantFrom('present' as const, 'absent' as const, 'delegate' as const),
  })
  const chairs = fc.uniqueArray(fc.record({ departmentId: fc.constantFrom(...ids), required: fc.boolean() }), {
    selector: (chair) => chair.departmentId,
    minLength: 1,
  })

  test('is the leader and somebody at every required seat, whatever else', () => {
    fc.assert(
      fc.property(fc.option(fc.constantFrom('l', 'm', 'x')), chairs, fc.array(person), (leader, seats, people) => {
        const here = people.filter((one) => one.state !== 'absent')
        const expected =
          leader !== null &&
          here.some((one) => one.memberId === leader) &&
          seats.every((seat) => !seat.required || here.some((one) => one.departmentId === seat.departmentId))
        const quorum = quorumOf(leader, seats, people)
        expect(quorum.isMet).toBe(expected)
        for (const id of quorum.missingIds) expect(here.some((one) => one.departmentId === id)).toBe(false)
      }),
    )
  })

  test('one more person never breaks it, and one who leaves never makes it', () => {
    fc.assert(
      fc.property(chairs, fc.array(person), person, (seats, people, more) => {
        const without = quorumOf('l', seats, people).isMet
        if (without) expect(quorumOf('l', seats, [...people, more]).isMet).toBe(true)
        if (!without && more.state === 'absent') expect(quorumOf('l', seats, [...people, more]).isMet).toBe(false)
      }),
    )
  })
})

describe('agenda', () => {
  const matter: fc.Arbitrary<Rankable> = fc.record({
    key: fc.uuid(),
    origin: fc.constantFrom('data' as const, 'carried' as const, 'manual' as const, 'standing' as const),
    severity: fc.constantFrom('critical' as const, 'major' as const, 'minor' as const),
    since: fc.date({ min: new Date('2026-01-01'), max: at, noInvalidDate: true }),
    amountCents: fc.option(fc.integer({ min: 0, max: 1_000_000_000 })),
    minutes: fc.integer({ min: 1, max: 30 }),
    position: fc.option(fc.integer({ min: 1, max: 5 })),
  })
  const matters = fc.uniqueArray(matter, { selector: (one) => one.key, maxLength: 60 })

  test('fits the time box, loses nothing, and does not depend on the order of what it is given', () => {
    fc.assert(
      fc.property(matters, fc.integer({ min: 5, max: 240 }), fc.integer(), (all, box, seed) => {
        const { items, leftOut, usedMinutes } = composeAgenda(all, box, at)
        expect(usedMinutes).toBe(items.reduce((sum, item) => sum + item.minutes, 0))
        expect(usedMinutes).toBeLessThanOrEqual(box)
        expect([...items, ...leftOut].map((item) => item.key).sort()).toEqual(all.map((item) => item.key).sort())
        for (const item of leftOut) expect(item.minutes).toBeGreaterThan(0)
        const shuffled = [...all].sort((a, b) => (a.key + seed < b.key + seed ? 1 : -1))
        expect(composeAgenda(shuffled, box, at).items.map((item) => item.key)).toEqual(items.map((item) => item.key))
      }),
    )
  })

  test('the score grows with severity, age and money', () => {
    const base = { severity: 'major' as const, since: new Date('2026-11-13T09:00:00Z'), amountCents: 100_000 }
    expect(scoreOf(base, at)).toBeCloseTo(3 * (1 + Math.log(11)) * (1 + Math.log(2)))
    expect(scoreOf({ ...base, severity: 'critical' }, at)).toBeGreaterThan(scoreOf(base, at))
    expect(scoreOf({ ...base, since: new Date('2026-11-01T09:00:00Z') }, at)).toBeGreaterThan(scoreOf(base, at))
    expect(scoreOf({ ...base, amountCents: 200_000 }, at)).toBeGreaterThan(scoreOf(base, at))
    expect(scoreOf({ ...base, amountCents: null }, at)).toBeLessThan(scoreOf(base, at))
  })

  test('500 matters: the worst that fit an hour', () => {
    const all = Array.from({ length: 500 }, (_, index): Rankable => {
      const severity = index % 50 === 0 ? 'critical' : index % 5 === 0 ? 'major' : 'minor'
      return { key: `k${index}`, origin: 'data', severity, since: at, amountCents: null, minutes: 5, position: null }
    })
    const { items, leftOut } = composeAgenda(all, 60, at)
    expect(items).toHaveLength(12)
    expect(items.slice(0, 10).every((item) => item.severity === 'critical')).toBe(true)
    expect(leftOut).toHaveLength(488)
  })
})

describe('recurrence', () => {
  const days = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
  const someDays = fc.uniqueArray(fc.constantFrom(...days), { minLength: 1, maxLength: 4 })
  const rule = fc.oneof(
    fc.integer({ min: 1, max: 9 }).map((n) => `FREQ=DAILY;INTERVAL=${n}`),
    fc.tuple(fc.integer({ min: 1, max: 4 }), someDays).map(([n, by]) => `FREQ=WEEKLY;INTERVAL=${n};BYDAY=${by.join()}`),
    fc
      .tuple(fc.constantFrom(1, 2, 3, 4, -1), fc.constantFrom(...days))
      .map(([n, day]) => `FREQ=MONTHLY;BYDAY=${n}${day}`),
    fc.integer({ min: 1, max: 31 }).map((day) => `FREQ=MONTHLY;BYMONTHDAY=${day}`),
    someDays.map((by) => `FREQ=MONTHLY;BYDAY=${by.join()};BYSETPOS=-1`),
    fc.integer({ min: 1, max: 40 }).map((n) => `FREQ=WEEKLY;COUNT=${n}`),
  )
  const time = fc
    .integer({ min: 0, max: 1439 })
    .map((m) => `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`)

  test('random rules keep their wall time over three years of clock changes, as an independent library has it', () => {
    fc.assert(
      fc.property(rule, fc.constantFrom(...zones), time, (text, timeZone, clock) => {
        const parsed = parseRule({ rrule: text, timeZone, time: clock }, at)
        const found = occurrences(parsed, at, new Date('2029-11-23T09:00:00Z'))
        for (const { wall, at: instant } of found) {
          expect(timeOf(wall)).toBe(clock)
          const shown = wallOf(timeZone, instant)
          // Only a time that the clock change skips is shown as another one: later, on the same day.
          if (shown !== wall) expect(shown > wall && dateOf(shown) >= dateOf(wall)).toBe(true)
        }
        const iterator = ICAL.Recur.fromString(parsed.rrule).iterator(
          ICAL.Time.fromDateTimeString(`${parsed.startsOn}T${clock}:00`),
        )
        const theirs: string[] = []
        for (let next = iterator.next(); next && theirs.length < found.length; next = iterator.next())
          theirs.push(next.toString().slice(0, 16))
        expect(found.map((one) => one.wall)).toEqual(theirs)
      }),
      { numRuns: 60 },
    )
  })

  test('nine on Monday stays nine on Monday', () => {
    const weekly = parseRule({ rrule: 'FREQ=WEEKLY;BYDAY=MO', timeZone: 'Europe/Madrid' }, at)
    const year = occurrences(weekly, at, new Date('2027-11-23T09:00:00Z'))
    expect(year).toHaveLength(52)
    expect(new Set(year.map((one) => one.at.toISOString().slice(11, 16)))).toEqual(new Set(['08:00', '07:00']))
    for (const { wall } of year) expect(isoWeekday(dayNumberOf(dateOf(wall)))).toBe(1)
  })

  test('skipped times move on by the hour that is missing; of times that come twice the first is meant', () => {
    expect(instantOfWall('Europe/Madrid', '2027-03-28T02:30').toISOString()).toBe('2027-03-28T01:30:00.000Z')
    expect(instantOfWall('Europe/Madrid', '2027-10-31T02:30').toISOString()).toBe('2027-10-31T00:30:00.000Z')
  })

  test('what people and programs write', () => {
    const parse = (rrule: string, more: object = {}) => parseRule({ rrule, timeZone: 'Europe/Madrid', ...more }, at)
    expect(parse('RRULE:FREQ=WEEKLY;BYDAY=TU;BYHOUR=16;BYMINUTE=30')).toMatchObject({
      time: '16:30',
      rrule: 'FREQ=WEEKLY;BYDAY=TU',
      startsOn: '2026-11-24',
    })
    // It is ten o'clock: today's at eight is over, and the one meeting is in a week.
    expect(parse('FREQ=WEEKLY;COUNT=1', { time: '08:00' })).toMatchObject({ startsOn: '2026-11-30' })
    expect(() => parse('FREQ=WEEKLY;COUNT=1', { time: '08:00', startsOn: '2026-11-23' })).toThrow()
    expect(parse('DTSTART;TZID=Europe/Madrid:20261201T080000\nRRULE:FREQ=DAILY')).toMatchObject({
      time: '08:00',
      startsOn: '2026-12-01',
    })
    expect(parse('FREQ=WEEKLY;BYDAY=MO;UNTIL=20261214T080000Z')).toMatchObject({ lastOn: '2026-12-14' })
    expect(parse('FREQ=WEEKLY;BYDAY=MO;UNTIL=20261214T075959Z')).toMatchObject({ lastOn: '2026-12-13' })
    expect(parse('FREQ=WEEKLY', { startsAt: '2026-11-26T15:00:00Z' })).toMatchObject({
      startsOn: '2026-11-26',
      time: '16:00',
    })
    const counted = parse('FREQ=WEEKLY;BYDAY=MO;COUNT=3')
    expect(wallTimes(counted, '2026-01-01T00:00', '2030-01-01T00:00')).toEqual([
      '2026-11-30T09:00',
      '2026-12-07T09:00',
      '2026-12-14T09:00',
    ])
    expect(addDays(counted.startsOn, 14)).toBe('2026-12-14')
  })

  test.each([
    ['nonsense', 'rrule'],
    ['FREQ=SOMETIMES', 'rrule'],
    ['FREQ=WEEKLY;FREQ=DAILY', 'rrule'],
    ['FREQ=WEEKLY;BYDAY=XX', 'rrule'],
    ['FREQ=WEEKLY;UNTIL=20261399', 'rrule'],
    ['FREQ=WEEKLY;COUNT=2;UNTIL=20271231', 'rrule'],
    ['FREQ=WEEKLY;INTERVAL=0', 'rrule_interval'],
    ['FREQ=WEEKLY;INTERVAL=-1', 'rrule'],
    ['FREQ=WEEKLY;INTERVAL=999', 'rrule_interval'],
    ['FREQ=WEEKLY;COUNT=0', 'rrule_count'],
    ['FREQ=WEEKLY;COUNT=100000000', 'rrule_count'],
    ['FREQ=HOURLY', 'rrule_too_often'],
    ['FREQ=DAILY;BYHOUR=9,10,11', 'rrule_too_often'],
    ['FREQ=YEARLY;BYYEARDAY=100', 'rrule_unsupported'],
    ['FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30', 'rrule_unsupported'],
    ['FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30', 'rrule_never'],
    ['FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6', 'rrule_never'],
    ['FREQ=DAILY;INTERVAL=7;BYDAY=TU', 'rrule_unsupported'],
    ['FREQ=WEEKLY;UNTIL=20200101', 'rrule_never'],
  ])('%s is refused: %s', (rrule, expected) => {
    expect(seen(() => parseRule({ rrule, timeZone: 'Europe/Madrid' }, at))).toBe(`/rrule ${expected}`)
  })

  test('a zone that does not exist, and starts at both ends of time', () => {
    const rrule = 'FREQ=WEEKLY'
    expect(seen(() => parseRule({ rrule, timeZone: 'Europe/Atlantis' }, at))).toBe('/timeZone time_zone')
    expect(seen(() => parseRule({ rrule, timeZone: 'UTC', startsOn: '2099-01-01' }, at))).toBe(
      '/startsOn start_too_far',
    )
    expect(
      seen(() => parseRule({ rrule, timeZone: 'UTC', startsOn: '2026-12-01', startsAt: '2026-12-01T09:00:00Z' }, at)),
    ).toBe('/startsAt start_twice')
  })
})
