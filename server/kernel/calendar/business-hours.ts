import {
  dateOfDayNumber,
  dayNumberOf,
  instantAt,
  isLocalDate,
  isoWeekday,
  isTimeZone,
  localDate,
  localDayNumber,
  localMinuteOfDay,
  wallToMs,
} from './zone.ts'

/**
 * When a workspace works (mechanisms §2). `hours` are wall-clock spans 'HH:MM' by ISO weekday (1 Monday); '24:00' is the
 * end of the day. A span whose end is not after its start crosses midnight: its head belongs to the weekday, its tail to
 * the next. Holidays are local dates and closed from midnight to midnight.
 * A calendar object is read once and remembered: treat it as immutable.
 */
export type BusinessCalendar = {
  readonly timeZone: string
  readonly hours: Readonly<Record<1 | 2 | 3 | 4 | 5 | 6 | 7, readonly (readonly [from: string, to: string])[]>>
  readonly holidays: readonly string[]
}

/**
 * The instant at which `minutes` (≥ 0) of open time have passed since `from`; `from` itself for 0. When the time runs out
 * together with an opening span, the answer is its closing instant, not the next opening.
 * Null when 20 years do not hold that many open minutes (as in a calendar without hours).
 */
export function addBusinessMinutes(calendar: BusinessCalendar, from: Date, minutes: number): Date | null {
  if (!(minutes >= 0)) throw new RangeError(`minutes must be 0 or more: ${minutes}`)
  const start = valid(from)
  let remaining = Math.round(minutes * 60_000)
  if (remaining === 0) return new Date(start)
  const found = firstSpan(calendar, start, (open, close) => {
    if (remaining <= close - open) return open + remaining
    remaining -= close - open
    return null
  })
  return found === null ? null : new Date(found)
}

/** Open minutes between two instants, fractions included; negative when `b` is before `a`. At most 100 years apart. */
export function businessMinutesBetween(calendar: BusinessCalendar, a: Date, b: Date): number {
  const from = valid(a)
  const to = valid(b)
  if (to < from) return 0 - businessMinutesBetween(calendar, b, a)
  const compiled = compile(calendar)
  const lastDay = localDayNumber(compiled.zone, to)
  const firstDay = localDayNumber(compiled.zone, from)
  if (lastDay - firstDay > 36_525) throw new RangeError('more than 100 years apart')
  let openMs = 0
  for (let day = firstDay; day <= lastDay; day++) {
    for (const [open, close] of spansOf(compiled, day))
      openMs += Math.max(0, Math.min(close, to) - Math.max(open, from))
  }
  return openMs / 60_000
}

/** Whether the calendar is open at an instant; a closing instant is already closed. */
export function isOpen(calendar: BusinessCalendar, at: Date): boolean {
  const compiled = compile(calendar)
  const ms = valid(at)
  return spansOf(compiled, localDayNumber(compiled.zone, ms)).some(([open, close]) => open <= ms && ms < close)
}

/** The first open instant at or after `at`; null when there is none within 20 years. */
export function nextOpening(calendar: BusinessCalendar, at: Date): Date | null {
  const found = firstSpan(calendar, valid(at), (open) => open)
  return found === null ? null : new Date(found)
}

/**
 * The same local time `days` business days later: a clock that runs day and night on business days and stands still on
 * the others, so that "24 hours" on a Friday at 17:00 means Monday at 17:00. Outside opening hours it starts at the next
 * opening; an end outside them moves to the next opening as well. Null as in `nextOpening`.
 */
export function addBusinessDays(calendar: BusinessCalendar, from: Date, days: number): Date | null {
  if (!Number.isInteger(days) || days < 0) throw new RangeError(`days must be a whole number of 0 or more: ${days}`)
  const start = nextOpening(calendar, from)
  if (start === null || days === 0) return start
  let day = dayNumberOf(localDate(calendar.timeZone, start))
  const lastDay = day + MAX_DAYS
  for (let remaining = days; remaining > 0; ) {
    if (++day > lastDay) return null
    if (isBusinessDay(calendar, dateOfDayNumber(day))) remaining--
  }
  const minute = localMinuteOfDay(calendar.timeZone, start)
  return nextOpening(calendar, instantAt(calendar.timeZone, dateOfDayNumber(day), minute))
}

/** Whether a local date has any opening hours. */
export function isBusinessDay(calendar: BusinessCalendar, date: string): boolean {
  return spansOf(compile(calendar), dayNumberOf(date)).length > 0
}

/** How many business days lie from one local date to another, both counted; 0 when `to` is before `from`. */
export function countBusinessDays(calendar: BusinessCalendar, from: string, to: string): number {
  const compiled = compile(calendar)
  const lastDay = dayNumberOf(to)
  let count = 0
  for (let day = dayNumberOf(from); day <= lastDay; day++) if (spansOf(compiled, day).length > 0) count++
  return count
}

/** What is wrong with a calendar from outside, as pointers and rules; empty when it can be used. */
export function calendarErrors(calendar: BusinessCalendar): { pointer: string; rule: string }[] {
  const errors: { pointer: string; rule: string }[] = []
  if (!isTimeZone(calendar.timeZone)) errors.push({ pointer: '/timeZone', rule: 'time_zone' })
  for (const [weekday, spans] of Object.entries(calendar.hours)) {
    spans.forEach(([from, to], index) => {
      const minutes = [minuteOf(from), minuteOf(to)]
      if (minutes.includes(null)) errors.push({ pointer: `/hours/${weekday}/${index}`, rule: 'time_of_day' })
      else if (from === to) errors.push({ pointer: `/hours/${weekday}/${index}`, rule: 'empty_span' })
    })
  }
  calendar.holidays.forEach((date, index) => {
    if (!isLocalDate(date)) errors.push({ pointer: `/holidays/${index}`, rule: 'date' })
  })
  return errors
}

/**
 * What is wrong with the hours that somebody sets, beyond what `calendarErrors` finds: spans that overlap, of which one end
 * cannot be meant, and a week that never opens, in which no clock would ever run out.
 */
export function weekErrors(hours: BusinessCalendar['hours']): { pointer: string; rule: string }[] {
  const week = piecesByWeekday(hours)
  if (week.size === 0) return [{ pointer: '/hours', rule: 'no_hours' }]
  const overlapping = new Set<string>()
  for (const pieces of week.values()) {
    let end = 0
    for (const { from, to, pointer } of pieces) {
      if (from < end) overlapping.add(pointer)
      end = Math.max(end, to)
    }
  }
  return [...overlapping].map((pointer) => ({ pointer, rule: 'span_overlaps' }))
}

const DAY_MS = 86_400_000
const MAX_DAYS = 7_305
const MAX_CACHED_DAYS = 10_000

type Span = readonly [open: number, close: number]
type Compiled = {
  zone: string
  minutesByWeekday: Map<number, [from: number, to: number][]>
  holidays: Set<string>
  days: Map<number, readonly Span[]>
}

/** Hands each open span from `from` on, cut to it, to `visit` until it answers an instant; 20 years at most. */
function firstSpan(calendar: BusinessCalendar, from: number, visit: (open: number, close: number) => number | null) {
  const compiled = compile(calendar)
  if (compiled.minutesByWeekday.size === 0) return null
  const firstDay = localDayNumber(compiled.zone, from)
  for (let day = firstDay; day < firstDay + MAX_DAYS; day++) {
    for (const [open, close] of spansOf(compiled, day)) {
      if (close <= from) continue
      const found = visit(Math.max(open, from), close)
      if (found !== null) return found
    }
  }
  return null
}

function spansOf(compiled: Compiled, day: number): readonly Span[] {
  let spans = compiled.days.get(day)
  if (!spans) {
    spans = computeSpans(compiled, day)
    if (compiled.days.size >= MAX_CACHED_DAYS) compiled.days.clear()
    compiled.days.set(day, spans)
  }
  return spans
}

/**
 * The open spans of one local day in order, apart from each other. A repeated hour is open in both passes (opening at the
 * earliest, closing at the latest instant of its name); midnight belongs to the day it begins, so that days never overlap.
 */
function computeSpans(compiled: Compiled, day: number): Span[] {
  if (compiled.holidays.has(dateOfDayNumber(day))) return []
  const merged: [number, number][] = []
  for (const [from, to] of compiled.minutesByWeekday.get(isoWeekday(day)) ?? []) {
    const open = wallToMs(compiled.zone, day * DAY_MS + from * 60_000, 'earliest')
    const close = wallToMs(compiled.zone, day * DAY_MS + to * 60_000, to === 1440 ? 'earliest' : 'latest')
    const last = merged.at(-1)
    if (last && open <= last[1]) last[1] = Math.max(last[1], close)
    else if (open < close) merged.push([open, close])
  }
  return merged
}

const compiledCalendars = new WeakMap<BusinessCalendar, Compiled>()

function compile(calendar: BusinessCalendar): Compiled {
  let compiled = compiledCalendars.get(calendar)
  if (!compiled) {
    const [error] = calendarErrors(calendar)
    if (error) throw new RangeError(`calendar ${error.pointer}: ${error.rule}`)
    const minutesByWeekday = weekMinutes(calendar)
    compiled = { zone: calendar.timeZone, minutesByWeekday, holidays: new Set(calendar.holidays), days: new Map() }
    compiledCalendars.set(calendar, compiled)
  }
  return compiled
}

/** Spans as minutes of the day in order. */
const weekMinutes = ({ hours }: BusinessCalendar): Map<number, [from: number, to: number][]> =>
  new Map([...piecesByWeekday(hours)].map(([weekday, pieces]) => [weekday, pieces.map(({ from, to }) => [from, to])]))

type Piece = { weekday: number; from: number; to: number; pointer: string }

/** What is open on each weekday in order, spans across midnight cut in two; each with the span it is of. */
function piecesByWeekday(hours: BusinessCalendar['hours']): Map<number, Piece[]> {
  const pieces = Object.entries(hours).flatMap(([key, spans]) =>
    spans.flatMap(([fromText, toText], index): Piece[] => {
      const weekday = Number(key)
      const from = minuteOf(fromText) ?? 0
      const to = minuteOf(toText) ?? 0
      const pointer = `/hours/${key}/${index}`
      if (from < to) return [{ weekday, from, to, pointer }]
      return [
        { weekday, from, to: 1440, pointer },
        { weekday: (weekday % 7) + 1, from: 0, to, pointer },
      ]
    }),
  )
  const open = pieces.filter(({ from, to }) => from < to).sort((a, b) => a.from - b.from)
  return Map.groupBy(open, ({ weekday }) => weekday)
}

/** Minutes since midnight of 'HH:MM', '24:00' included; null for anything else. */
function minuteOf(time: string): number | null {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time)
  if (match) return Number(match[1]) * 60 + Number(match[2])
  return time === '24:00' ? 1440 : null
}

function valid(at: Date): number {
  const ms = at.getTime()
  if (Number.isNaN(ms)) throw new RangeError('invalid date')
  return ms
}
