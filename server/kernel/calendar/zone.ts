/**
 * Local dates and wall clocks in an IANA zone, on top of Intl (no tables of our own to go stale).
 *
 * A local date is the text 'YYYY-MM-DD'; a day number is the count of days since 1970-01-01 of that local date.
 * Valid for the years 100 to 9999. An unknown zone or an impossible date throws RangeError.
 */

const DAY_MS = 86_400_000
const MAX_CACHED_DAYS = 20_000

/** The local date at an instant: localDate('Europe/Madrid', 23:30Z in winter) is already tomorrow. */
export function localDate(zone: string, at: Date): string {
  return dateOfDayNumber(localDayNumber(zone, at.getTime()))
}

/** The day number of the local date at an instant (epoch milliseconds): cheap to compare and to count with. */
export function localDayNumber(zone: string, ms: number): number {
  return Math.floor((ms + offsetMs(zone, ms)) / DAY_MS)
}

/** Minutes since local midnight shown by the wall clock at an instant, fractions included. */
export function localMinuteOfDay(zone: string, at: Date): number {
  const wall = at.getTime() + offsetMs(zone, at.getTime())
  return (wall - Math.floor(wall / DAY_MS) * DAY_MS) / 60_000
}

/** The first instant of a local date; where midnight is skipped by a clock change, the instant of the change. */
export function startOfLocalDay(zone: string, date: string): Date {
  return new Date(wallToMs(zone, dayNumberOf(date) * DAY_MS, 'earliest'))
}

/**
 * The instant at which the wall clock shows `minuteOfDay` (0 to 1440) on a local date. A time that a clock change skips
 * becomes the instant of the change; of a time that occurs twice, `pick` decides.
 */
export function instantAt(
  zone: string,
  date: string,
  minuteOfDay: number,
  pick: 'earliest' | 'latest' = 'earliest',
): Date {
  return new Date(wallToMs(zone, dayNumberOf(date) * DAY_MS + Math.round(minuteOfDay * 60_000), pick))
}

/** `instantAt` in numbers: wall clock as if it were UTC, in and out in milliseconds. */
export function wallToMs(zone: string, wallMs: number, pick: 'earliest' | 'latest'): number {
  const before = offsetMs(zone, wallMs - DAY_MS)
  const after = offsetMs(zone, wallMs + DAY_MS)
  if (before === after) return wallMs - before
  const instants = [wallMs - before, wallMs - after].filter((ms) => ms + offsetMs(zone, ms) === wallMs)
  if (instants.length > 0) return pick === 'earliest' ? Math.min(...instants) : Math.max(...instants)
  return clockChange(zone, wallMs - DAY_MS, wallMs + DAY_MS, before)
}

/** How far the zone is ahead of UTC at an instant, in milliseconds. */
function offsetMs(zone: string, ms: number): number {
  const days = offsetsOf(zone)
  const day = Math.floor(ms / DAY_MS)
  let offset = days.get(day)
  if (offset === undefined) {
    const first = readOffset(zone, day * DAY_MS)
    // A day on which the clock changes is kept as NaN and read afresh each time.
    offset = first === readOffset(zone, (day + 1) * DAY_MS - 1) ? first : Number.NaN
    if (days.size >= MAX_CACHED_DAYS) days.clear()
    days.set(day, offset)
  }
  return Number.isNaN(offset) ? readOffset(zone, ms) : offset
}

/** Whether Intl knows the zone. */
export function isTimeZone(zone: string): boolean {
  try {
    formatterOf(zone)
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

/** Whether a text is an existing date 'YYYY-MM-DD'. */
export const isLocalDate = (date: string): boolean => !Number.isNaN(readDay(date))

const mostDays = 20_000
const dayNumbers = new Map<string, number>()
const dayTexts = new Map<number, string>()

/** Forecasts and calendars walk through the same days again and again: each is read and written once. NaN when there is none. */
function readDay(date: string): number {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return Number.NaN
  let day = dayNumbers.get(date)
  if (day === undefined) {
    day = Date.parse(`${date}T00:00:00Z`) / DAY_MS
    if (dateOfDayNumber(day) !== date) day = Number.NaN
    if (dayNumbers.size >= mostDays) dayNumbers.clear()
    dayNumbers.set(date, day)
  }
  return day
}

/** Days since 1970-01-01 of a local date. */
export function dayNumberOf(date: string): number {
  const day = readDay(date)
  if (Number.isNaN(day)) throw new RangeError(`not a date: ${date}`)
  return day
}

/** The local date of a day number; '' when there is none. */
export function dateOfDayNumber(day: number): string {
  let text = dayTexts.get(day)
  if (text === undefined) {
    text = Number.isFinite(day) ? new Date(day * DAY_MS).toISOString().slice(0, 10) : ''
    if (dayTexts.size >= mostDays) dayTexts.clear()
    dayTexts.set(day, text)
  }
  return text
}

/** A local date some days later (or earlier). */
export function addDays(date: string, days: number): string {
  return dateOfDayNumber(dayNumberOf(date) + days)
}

/** ISO weekday of a day number: 1 Monday to 7 Sunday (1970-01-01 was a Thursday). */
export function isoWeekday(day: number): 1 | 2 | 3 | 4 | 5 | 6 | 7 {
  const weekdays = [1, 2, 3, 4, 5, 6, 7] as const
  return weekdays[(((day + 3) % 7) + 7) % 7] ?? 1
}

/** The first instant in (from, to] whose offset is no longer `before`; the caller knows that there is one. */
function clockChange(zone: string, from: number, to: number, before: number): number {
  let low = from
  let high = to
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (readOffset(zone, middle) === before) low = middle
    else high = middle
  }
  return high
}

const formatters = new Map<string, Intl.DateTimeFormat>()
const offsets = new Map<string, Map<number, number>>()

function offsetsOf(zone: string): Map<number, number> {
  let days = offsets.get(zone)
  if (!days) {
    formatterOf(zone)
    days = new Map()
    offsets.set(zone, days)
  }
  return days
}

function readOffset(zone: string, ms: number): number {
  const wall: Record<string, number> = {}
  for (const part of formatterOf(zone).formatToParts(ms)) wall[part.type] = Number(part.value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = wall
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(ms / 1000) * 1000
}

function formatterOf(zone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(zone)
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    formatters.set(zone, formatter)
  }
  return formatter
}
