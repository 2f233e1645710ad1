/**
 * Written dates taken apart. Which of two numbers is the day is never decided here: a reading is `numeric` with its
 * parts in the order of writing, or `named`/`year_first`, which need no order.
 */

export type ClockTime = {
  hour: number
  minute: number
  second: number
  millisecond: number
  offsetMinutes: number | null
}
export type WrittenDate = {
  form: 'year_first' | 'day_name' | 'name_day' | 'numeric'
  /** For `numeric`: the two parts before the year, as written. */
  first: number
  second: number
  year: number
  time: ClockTime | null
}
export type CalendarDay = { year: number; month: number; day: number }

const TIME =
  '(?:(?:\\s*,?\\s+|t)(?:a las\\s+)?(\\d{1,2})[:.h](\\d{2})(?:[:.](\\d{2})(?:[.,](\\d{1,9}))?)?\\s*([ap]\\.?\\s?m\\.?)?\\s*(z|utc|gmt|[+-]\\d{2}(?::?\\d{2})?)?)?$'
const NUMERIC = new RegExp(`^(\\d{1,4})([-/.])(\\d{1,2})\\2(\\d{1,4})${TIME}`)
const COMPACT = new RegExp(`^((?:19|20)\\d\\d)(\\d\\d)(\\d\\d)${TIME}`)
const DAY_NAME = new RegExp(
  `^(\\d{1,2})(?:st|nd|rd|th|º|ª|\\.)?[\\s\\-/.]*(?:de\\s+)?([a-z]{3,10})\\.?[\\s\\-/.,]*(?:del?\\s+)?(\\d{4}|\\d{2})${TIME}`,
)
const NAME_DAY = new RegExp(`^([a-z]{3,10})\\.?[\\s\\-/]*(\\d{1,2})(?:st|nd|rd|th)?(?:,\\s*|\\s+|-|/)(\\d{4})${TIME}`)
const YEAR_NAME = new RegExp(`^(\\d{4})[\\s\\-/.]*([a-z]{3,10})[\\s\\-/.]*(\\d{1,2})${TIME}`)
const WEEKDAY =
  /^(?:lunes|martes|miercoles|jueves|viernes|sabado|domingo|lun|mar|mie|jue|vie|sab|dom|(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?|wed|sat)\.?,?\s+(?=\d|[a-z])/

const MONTHS = new Map<string, number>(
  [
    ['enero', 'ene', 'january', 'jan'],
    ['febrero', 'feb', 'february'],
    ['marzo', 'mar', 'march'],
    ['abril', 'abr', 'april', 'apr'],
    ['mayo', 'may'],
    ['junio', 'jun', 'june'],
    ['julio', 'jul', 'july'],
    ['agosto', 'ago', 'august', 'aug'],
    ['septiembre', 'setiembre', 'sep', 'sept', 'set', 'september'],
    ['octubre', 'oct', 'october'],
    ['noviembre', 'nov', 'november'],
    ['diciembre', 'dic', 'december', 'dec'],
  ].flatMap((names, index) => names.map((name): [string, number] => [name, index + 1])),
)

/** Null when the text is not the writing of a date. The numbers may still be no date at all (45/45/2020). */
export function writtenDate(original: string): WrittenDate | null {
  if (original.length > 48) return null
  const text = original.trim()
  const numeric = NUMERIC.exec(text.toLowerCase())
  if (numeric) return fromNumeric(numeric)
  const compact = COMPACT.exec(text)
  if (compact)
    return written('year_first', Number(compact[2]), Number(compact[3]), Number(compact[1]), compact.slice(4))
  return /[a-z]{3}/i.test(text) ? namedDate(text) : null
}

export function isCalendarDay({ year, month, day }: CalendarDay): boolean {
  if (month < 1 || month > 12 || day < 1 || day > 31) return false
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate()
}

/** All readings that exist in the calendar, by order. */
export function readings(date: WrittenDate): { dayFirst: CalendarDay | null; monthFirst: CalendarDay | null } {
  const { first, second, year } = date
  const dayFirst = { year, month: second, day: first }
  const monthFirst = { year, month: first, day: second }
  return {
    dayFirst: date.form === 'numeric' && isCalendarDay(dayFirst) ? dayFirst : null,
    monthFirst: isCalendarDay(monthFirst) ? monthFirst : null,
  }
}

function fromNumeric(match: RegExpExecArray): WrittenDate | null {
  const [, a = '', , b = '', c = ''] = match
  const time = match.slice(5)
  if (a.length === 4) return c.length <= 2 ? written('year_first', Number(b), Number(c), Number(a), time) : null
  if (a.length === 3 || c.length === 1 || c.length === 3) return null
  if (c.length === 2 && Number(a) > 31) return written('year_first', Number(b), Number(c), fullYear(a), time)
  return written('numeric', Number(a), Number(b), fullYear(c), time)
}

function namedDate(original: string): WrittenDate | null {
  const plain = original.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  const text = plain.replace(WEEKDAY, '')
  const dayName = DAY_NAME.exec(text)
  if (dayName) return named('day_name', dayName[2], dayName[1], dayName[3], dayName.slice(4))
  const nameDay = NAME_DAY.exec(text)
  if (nameDay) return named('name_day', nameDay[1], nameDay[2], nameDay[3], nameDay.slice(4))
  const yearName = YEAR_NAME.exec(text)
  return yearName ? named('year_first', yearName[2], yearName[3], yearName[1], yearName.slice(4)) : null
}

function named(form: WrittenDate['form'], name = '', day = '', year = '', time: (string | undefined)[] = []) {
  const month = MONTHS.get(name)
  return month ? written(form, month, Number(day), fullYear(year), time) : null
}

function written(
  form: WrittenDate['form'],
  first: number,
  second: number,
  year: number,
  parts: (string | undefined)[],
) {
  const time = clockTime(parts)
  return time === 'impossible' ? null : { form, first, second, year, time }
}

function clockTime([hours, minutes, seconds, fraction, half, offset]: (string | undefined)[]):
  | ClockTime
  | null
  | 'impossible' {
  if (hours === undefined) return null
  let hour = Number(hours)
  if (half) {
    if (hour < 1 || hour > 12) return 'impossible'
    hour = (hour % 12) + (half.startsWith('p') ? 12 : 0)
  }
  const minute = Number(minutes)
  const second = Number(seconds ?? 0)
  if (hour > 23 || minute > 59 || second > 59) return 'impossible'
  const millisecond = fraction ? Math.floor(Number(`0.${fraction}`) * 1000) : 0
  return { hour, minute, second, millisecond, offsetMinutes: offset === undefined ? null : offsetOf(offset) }
}

function offsetOf(text: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(text)
  if (!match) return 0
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3] ?? 0))
}

/** Two digits as POSIX reads them: 69–99 are the 1900s, 00–68 the 2000s. */
function fullYear(text: string): number {
  const year = Number(text)
  return text.length === 4 ? year : year + (year >= 69 ? 1900 : 2000)
}
