import rrule from 'rrule'
import { addDays, dayNumberOf, isLocalDate, isoWeekday, isTimeZone } from '#kernel/calendar/zone.ts'
import { invalid } from '#kernel/problem.ts'
import { dateOf, instantOfWall, timeOf, utcAsWall, type Wall, wallAsUtc, wallOf } from './wall-time.ts'

const { RRule } = rrule

/** When a series meets: an RFC 5545 rule over wall time, one meeting a day at most. */
export type Rule = {
  /** Without DTSTART and UNTIL. */
  rrule: string
  /** A day on which it meets: the first. */
  startsOn: string
  /** `HH:MM` */
  time: string
  timeZone: string
  /** The last day on which it may meet; null: no end but that of COUNT. */
  lastOn: string | null
}
export type Cadence = 'weekly' | 'monthly' | 'other'
type Given = {
  rrule: string
  timeZone: string
  startsOn?: string | undefined
  time?: string | undefined
  startsAt?: string | undefined
}

const frequencies = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY']
const parts = ['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'BYDAY', 'BYMONTHDAY', 'BYMONTH', 'BYSETPOS', 'WKST'] as const
const timeParts = ['BYHOUR', 'BYMINUTE', 'BYSECOND']
const longestInterval: Record<string, number> = { DAILY: 31, WEEKLY: 26, MONTHLY: 24, YEARLY: 5 }
const mostCount = 1000
const furthestStartDays = 3 * 366
const furthestFirstDays = 6 * 366
const longestMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/**
 * Reads what people and programs write: a rule with or without `RRULE:`, with DTSTART in front, with BYHOUR and BYMINUTE
 * instead of a time. The first day becomes the first on which the rule meets after `at`. Throws 400 at the field to blame.
 * What never meets is refused, so that computing a rule always ends.
 */
export function parseRule(given: Given, at: Date): Rule {
  const { timeZone } = given
  if (!isTimeZone(timeZone)) throw invalid('/timeZone', 'time_zone')
  const { values, start } = partsOf(given.rrule, timeZone)
  requireSensible(values)
  const asked = startOf(given, values, start, at)
  const until = values.get('UNTIL')
  const lastOn = until === undefined ? null : lastDay(until, timeZone, asked.time)
  const rule: Rule = { rrule: textOf(values), startsOn: asked.date, time: asked.time, timeZone, lastOn }
  const from =
    wallOf(timeZone, at) > `${asked.date}T${asked.time}` ? wallOf(timeZone, at) : `${asked.date}T${asked.time}`
  // Where no day was said, COUNT counts from the first meeting, not from this morning's that is over.
  const searched = asked.isSaid ? rule : { ...rule, rrule: rule.rrule.replace(/;?COUNT=\d+/, '') }
  const [first] = wallTimes(searched, from, `${addDays(dateOf(from), furthestFirstDays)}T00:00`, 1)
  if (first === undefined) throw invalid('/rrule', 'rrule_never')
  return { ...rule, startsOn: dateOf(first) }
}

/** Wall times of a rule between two wall times, both included, in order; at most `limit`. */
export function wallTimes(rule: Rule, from: Wall, to: Wall, limit = 5000): Wall[] {
  const last = rule.lastOn === null ? to : min(to, `${rule.lastOn}T23:59`)
  if (last < from) return []
  const found: Wall[] = []
  libraryRule(rule).between(wallAsUtc(from), wallAsUtc(last), true, (date) => {
    found.push(utcAsWall(date))
    return found.length < limit
  })
  return found.slice(0, limit)
}

/** The same as instants, each with its wall time. */
export const occurrences = (rule: Rule, from: Date, to: Date): { wall: Wall; at: Date }[] =>
  wallTimes(rule, wallOf(rule.timeZone, new Date(from.getTime() - hourMs)), wallOf(rule.timeZone, to))
    .map((wall) => ({ wall, at: instantOfWall(rule.timeZone, wall) }))
    .filter(({ at }) => at >= from && at <= to)
const hourMs = 3_600_000

export function cadenceOf(rule: Pick<Rule, 'rrule'>): Cadence {
  const frequency = /FREQ=(\w+)/.exec(rule.rrule)?.[1]
  return frequency === 'WEEKLY' ? 'weekly' : frequency === 'MONTHLY' ? 'monthly' : 'other'
}

/** The rule from a day on: the same days as before. What is left of COUNT stays. Null when it does not meet any more. */
export function continuedFrom(rule: Rule, day: string): Rule | null {
  const count = /COUNT=(\d+)/.exec(rule.rrule)
  const [first] = wallTimes(rule, `${max(day, rule.startsOn)}T00:00`, `${addDays(day, furthestFirstDays)}T00:00`, 1)
  if (first === undefined) return null
  if (!count) return { ...rule, startsOn: dateOf(first) }
  const gone = wallTimes(rule, `${rule.startsOn}T00:00`, `${addDays(dateOf(first), -1)}T23:59`).length
  return { ...rule, startsOn: dateOf(first), rrule: rule.rrule.replace(count[0], `COUNT=${Number(count[1]) - gone}`) }
}

/** Two meetings of different rules that stand in the same period are the same meeting: week, month, or day. */
export function periodOf(cadence: Cadence, day: string): string {
  if (cadence === 'monthly') return day.slice(0, 7)
  return cadence === 'weekly' ? addDays(day, 1 - isoWeekday(dayNumberOf(day))) : day
}

const min = (a: string, b: string) => (a < b ? a : b)
const max = (a: string, b: string) => (a > b ? a : b)

function libraryRule({ rrule: text, startsOn, time }: Rule) {
  return new RRule({ ...RRule.parseString(text), dtstart: wallAsUtc(`${startsOn}T${time}`) })
}

function partsOf(text: string, timeZone: string): { values: Map<string, string>; start: Wall | null } {
  const lines = text
    .trim()
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const begin = lines.filter((line) => /^DTSTART/i.test(line))
  const rules = lines.filter((line) => !/^DTSTART/i.test(line))
  if (rules.length !== 1 || begin.length > 1) throw invalid('/rrule', 'rrule')
  const values = new Map<string, string>()
  for (const part of rules[0]!
    .replace(/^RRULE:/i, '')
    .replace(/;$/, '')
    .split(';')) {
    const [name, value, ...rest] = part.toUpperCase().split('=')
    if (!name || !value || rest.length > 0 || values.has(name)) throw invalid('/rrule', 'rrule')
    values.set(name, value)
  }
  return { values, start: begin[0] === undefined ? null : dtstartOf(begin[0], timeZone) }
}

function dtstartOf(line: string, timeZone: string): Wall {
  const found = /^DTSTART(?:;TZID=([^:;]+))?:(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)\d\d(Z?)$/i.exec(line)
  if (!found || (found[1] !== undefined && found[1] !== timeZone)) throw invalid('/rrule', 'rrule')
  const wall = `${found[2]}-${found[3]}-${found[4]}T${found[5]}:${found[6]}`
  if (!isLocalDate(dateOf(wall))) throw invalid('/rrule', 'rrule')
  return found[7] === '' ? wall : wallOf(timeZone, wallAsUtc(wall))
}

/** Only what a team can mean by a series, and nothing for which a search could go on for ever. */
function requireSensible(values: ReadonlyMap<string, string>): void {
  const frequency = values.get('FREQ') ?? ''
  if (['HOURLY', 'MINUTELY', 'SECONDLY'].includes(frequency)) throw invalid('/rrule', 'rrule_too_often')
  if (!frequencies.includes(frequency)) throw invalid('/rrule', 'rrule')
  if (timeParts.some((name) => values.get(name)?.includes(','))) throw invalid('/rrule', 'rrule_too_often')
  for (const name of values.keys())
    if (!(parts as readonly string[]).includes(name) && !timeParts.includes(name))
      throw invalid('/rrule', /^BY(YEARDAY|WEEKNO|EASTER)$/.test(name) ? 'rrule_unsupported' : 'rrule')
  const interval = numberOf(values, 'INTERVAL') ?? 1
  const most = longestInterval[frequency] ?? 1
  if (interval < 1 || interval > most) throw invalid('/rrule', 'rrule_interval', { limit: most })
  const count = numberOf(values, 'COUNT')
  if (count !== null && (count < 1 || count > mostCount)) throw invalid('/rrule', 'rrule_count', { limit: mostCount })
  if (count !== null && values.has('UNTIL')) throw invalid('/rrule', 'rrule')
  if (values.has('WKST') && !weekdays.includes(values.get('WKST')!)) throw invalid('/rrule', 'rrule')
  requireDays(frequency, interval, values)
}

const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

function requireDays(frequency: string, interval: number, values: ReadonlyMap<string, string>): void {
  const byDay = listOf(values, 'BYDAY').map((word) => /^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$/.exec(word))
  if (byDay.includes(null)) throw invalid('/rrule', 'rrule')
  const ordinals = byDay.flatMap((found) => (found?.[1] ? [Number(found[1])] : []))
  const monthDays = numbersOf(values, 'BYMONTHDAY', 31)
  const months = numbersOf(values, 'BYMONTH', 12)
  const positions = numbersOf(values, 'BYSETPOS', 366)
  if (months.some((month) => month < 1)) throw invalid('/rrule', 'rrule')
  const monthly = frequency === 'MONTHLY' || frequency === 'YEARLY'
  const refused =
    (!monthly && (ordinals.length > 0 || monthDays.length > 0 || positions.length > 0)) ||
    (!monthly && interval > 1 && months.length > 0) ||
    (frequency === 'DAILY' && interval > 1 && byDay.length > 0) ||
    (frequency === 'YEARLY' && byDay.length > 0 && months.length === 0) ||
    (frequency === 'MONTHLY' && interval > 1 && months.length > 0) ||
    (ordinals.length > 0 && monthDays.length > 0)
  if (refused) throw invalid('/rrule', 'rrule_unsupported')
  const largest = byDay.length > 0 ? byDay.length * 5 : Math.max(1, monthDays.length)
  const perPeriod = frequency === 'YEARLY' ? largest * Math.max(1, months.length) : largest
  const possible = (months.length > 0 ? months : longestMonth.map((_, index) => index + 1)).some(
    (month) => monthDays.length === 0 || monthDays.some((day) => Math.abs(day) <= longestMonth[month - 1]!),
  )
  if (!possible || ordinals.some((n) => n === 0 || Math.abs(n) > 5) || positions.some((n) => Math.abs(n) > perPeriod))
    throw invalid('/rrule', 'rrule_never')
  if (positions.length > 0 && byDay.length === 0 && monthDays.length === 0) throw invalid('/rrule', 'rrule')
}

const listOf = (values: ReadonlyMap<string, string>, name: string): string[] => values.get(name)?.split(',') ?? []

function numberOf(values: ReadonlyMap<string, string>, name: string): number | null {
  const text = values.get(name)
  if (text === undefined) return null
  if (!/^\d{1,9}$/.test(text)) throw invalid('/rrule', 'rrule')
  return Number(text)
}

function numbersOf(values: ReadonlyMap<string, string>, name: string, limit: number): number[] {
  return listOf(values, name).map((text) => {
    const value = /^[+-]?\d{1,3}$/.test(text) ? Number(text) : 0
    if (value === 0 || Math.abs(value) > limit) throw invalid('/rrule', 'rrule')
    return value
  })
}

/** UNTIL as a last day: one meeting a day at most, so the day says all. */
function lastDay(until: string, timeZone: string, time: string): string {
  const found = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?$/.exec(until)
  const date = found && `${found[1]}-${found[2]}-${found[3]}`
  if (!found || !date || !isLocalDate(date)) throw invalid('/rrule', 'rrule')
  if (found[4] === undefined) return date
  const written = `${date}T${found[4]}:${found[5]}`
  if (Number.isNaN(Date.parse(`${written}:00Z`))) throw invalid('/rrule', 'rrule')
  const wall = found[7] === '' ? written : wallOf(timeZone, wallAsUtc(written))
  return timeOf(wall) >= time ? dateOf(wall) : addDays(dateOf(wall), -1)
}

function startOf(
  given: Given,
  values: ReadonlyMap<string, string>,
  dtstart: Wall | null,
  at: Date,
): { date: string; time: string; isSaid: boolean } {
  if (given.startsAt !== undefined && (given.startsOn !== undefined || given.time !== undefined))
    throw invalid('/startsAt', 'start_twice')
  const hour = numberOf(values, 'BYHOUR')
  const minute = numberOf(values, 'BYMINUTE')
  if ((hour ?? 0) > 23 || (minute ?? 0) > 59) throw invalid('/rrule', 'rrule')
  const pad = (value: number) => String(value).padStart(2, '0')
  const begin = given.startsAt === undefined ? dtstart : wallOf(given.timeZone, new Date(given.startsAt))
  const ruled = hour === null ? null : `${pad(hour)}:${pad(minute ?? 0)}`
  const time = given.time ?? ruled ?? (begin === null ? '09:00' : timeOf(begin))
  const today = dateOf(wallOf(given.timeZone, at))
  const date = given.startsOn ?? (begin === null ? today : dateOf(begin))
  const distance = dayNumberOf(date) - dayNumberOf(today)
  if (distance > furthestStartDays || distance < -furthestStartDays)
    throw invalid(given.startsAt === undefined ? '/startsOn' : '/startsAt', 'start_too_far')
  return { date, time, isSaid: given.startsOn !== undefined || begin !== null }
}

const textOf = (values: ReadonlyMap<string, string>): string =>
  [...values]
    .filter(([name]) => name !== 'UNTIL' && !timeParts.includes(name))
    .map(([name, value]) => `${name}=${value}`)
    .join(';')
