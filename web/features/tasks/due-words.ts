import { instantOf, wallTimeOf } from '../../kernel/form/zone.ts'

export type DueWords = { title: string /** RFC 3339, UTC; null when the text names no time. */; dueAt: string | null }
type Day = { date: string }
type Time = { minutes: number }
type Found<T> = T & { from: number; to: number }

/** A day without a time means its end of work; a part of the day means its beginning. */
const endOfWork = 18 * 60
const partsOfDay: Record<string, number> = {
  manana: 9 * 60,
  morning: 9 * 60,
  tarde: 16 * 60,
  afternoon: 16 * 60,
  noche: 20 * 60,
  evening: 20 * 60,
  night: 20 * 60,
}
const weekdays = [
  'lunes|monday',
  'martes|tuesday',
  'miercoles|wednesday',
  'jueves|thursday',
  'viernes|friday',
  'sabado|saturday',
  'domingo|sunday',
]
const months = [
  'enero|january',
  'febrero|february',
  'marzo|march',
  'abril|april',
  'mayo|may',
  'junio|june',
  'julio|july',
  'agosto|august',
  'septiembre|september',
  'octubre|october',
  'noviembre|november',
  'diciembre|december',
]
const before = String.raw`(?<=^|[\s,;(])(?:(?:para|antes de|hasta|by|for|before|on|due)\s+)?(?:(?:el|the)\s+)?`
const after = String.raw`(?=$|[\s,;.!?)])`
const monthName = `(${months.join('|')})`

/**
 * Finds when a task is due in what somebody typed, in Spanish or English whichever the screen speaks: "llamar a Ana mañana
 * 10:00", "send offer next friday", "en 3 días", "12/6 a las 17". The words of the date are taken out of the title.
 * Dates by number are day first. What is past moves to the next time it comes round.
 */
export function readDueWords(text: string, now: Date, timeZone: string): DueWords {
  const whole = text.normalize('NFC')
  const folded = [...whole]
    .map((letter) => (letter.length > 1 ? letter : (letter.normalize('NFD')[0] ?? letter).toLowerCase()))
    .join('')
  const wall = wallTimeOf(now.getTime(), timeZone)
  const today = wall.slice(0, 10)
  const soon = findSpan(folded, now)
  if (soon) return { title: without(whole, [soon]), dueAt: soon.at }
  const time = findTime(folded)
  const day = findDay(time ? blank(folded, time) : folded, today)
  if (!time && !day) return { title: whole.trim(), dueAt: null }
  const nowMinutes = Number(wall.slice(11, 13)) * 60 + Number(wall.slice(14, 16))
  const date = day?.date ?? (time!.minutes > nowMinutes ? today : addDays(today, 1))
  const evening = day !== null && /noche|night|evening/.test(folded.slice(day.from, day.to))
  const dayEnd = evening ? 20 * 60 : endOfWork
  const minutes = time?.minutes ?? (date === today && nowMinutes >= dayEnd ? 24 * 60 - 1 : dayEnd)
  const clock = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}:00`
  return { title: without(whole, [time, day]), dueAt: instantOf(`${date} ${clock}`, timeZone) }
}

/** "en 2 horas", "in 30 minutes": counted from now. */
function findSpan(text: string, now: Date): (Found<object> & { at: string }) | null {
  const match = search(text, String.raw`(?:en|dentro de|in)\s+(\d{1,3})\s*(h|horas?|hours?|min|minutos?|minutes?)`)
  if (!match) return null
  const milliseconds = Number(match.groups[1]) * (match.groups[2]!.startsWith('h') ? 3_600_000 : 60_000)
  return { ...match, at: new Date(now.getTime() + milliseconds).toISOString() }
}

function findTime(text: string): Found<Time> | null {
  const clock =
    search(
      text,
      String.raw`(?:a las?|at|@)\s*(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm|h)?(?:\s+de la (manana|tarde|noche))?`,
    ) ??
    search(text, String.raw`(\d{1,2})[:h](\d{2})\s*(am|pm|h)?(?:\s+de la (manana|tarde|noche))?`) ??
    search(text, String.raw`(\d{1,2})()\s*(am|pm|h)`)
  if (clock) {
    const [, hours, minutes, half, part] = clock.groups
    const value = hoursOf(Number(hours), minutes, half, part) * 60 + Number(minutes || 0)
    if (value < 24 * 60 && Number(minutes || 0) < 60) return { from: clock.from, to: clock.to, minutes: value }
  }
  const noon = search(text, '(?:al? |at )?(mediodia|noon)')
  if (noon) return { from: noon.from, to: noon.to, minutes: 12 * 60 }
  const part = search(text, String.raw`(?:por la|de la|in the)\s+(manana|tarde|noche|morning|afternoon|evening)`)
  return part && { from: part.from, to: part.to, minutes: partsOfDay[part.groups[1]!]! }
}

/** "A las 5" of a working day is in the afternoon; 05:00 and 5 am are what they say. */
function hoursOf(
  hours: number,
  minutes: string | undefined,
  half: string | undefined,
  part: string | undefined,
): number {
  if (half === 'am' || part === 'manana') return hours % 12
  if (half === 'pm' || part === 'tarde' || part === 'noche') return (hours % 12) + 12
  return hours >= 1 && hours <= 6 && !minutes && half !== 'h' ? hours + 12 : hours
}

function findDay(text: string, today: string): Found<Day> | null {
  for (const [pattern, dateOf] of dayPatterns) {
    const match = search(text, pattern)
    const date = match && dateOf(match.groups, today)
    if (date) return { from: match.from, to: match.to, date }
  }
  return null
}

type Groups = (string | undefined)[]
const dayPatterns: [string, (groups: Groups, today: string) => string | null][] = [
  ['pasado manana|day after tomorrow', (_, today) => addDays(today, 2)],
  ['manana|tomorrow', (_, today) => addDays(today, 1)],
  ['hoy|today|tonight|esta (?:manana|tarde|noche)|this (?:morning|afternoon|evening)', (_, today) => today],
  ['(?:la )?(?:proxima semana|semana que viene)|next week', (_, today) => nextWeekday(today, 0)],
  [
    String.raw`(?:en|dentro de|in)\s+(\d{1,3}|un|una|a|an|one)\s+(dias?|days?|semanas?|weeks?|mes(?:es)?|months?)`,
    ([, count, unit], today) => later(today, Number(count) || 1, unit!),
  ],
  [
    String.raw`(?:(?:este|esta|proximo|this|next)\s+)?(${weekdays.join('|')})(?:\s+que viene)?`,
    ([, name], today) =>
      nextWeekday(
        today,
        weekdays.findIndex((names) => names.split('|').includes(name!)),
      ),
  ],
  [String.raw`(\d{4})-(\d{2})-(\d{2})`, ([, year, month, day]) => dateOf(Number(year), Number(month), Number(day))],
  [
    String.raw`(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?`,
    ([, day, month, year], today) => upcoming(today, Number(day), Number(month), year),
  ],
  [
    String.raw`(?:dia\s+)?(\d{1,2})(?:st|nd|rd|th)?\s+(?:de\s+|of\s+)?${monthName}(?:\s+(?:de\s+)?(\d{4}))?`,
    ([, day, month, year], today) => upcoming(today, Number(day), monthNumber(month!), year),
  ],
  [
    String.raw`${monthName}\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?`,
    ([, month, day, year], today) => upcoming(today, Number(day), monthNumber(month!), year),
  ],
]

const monthNumber = (name: string) => months.findIndex((names) => names.split('|').includes(name)) + 1

function later(today: string, count: number, unit: string): string {
  if (/^(dia|day)/.test(unit)) return addDays(today, count)
  if (/^(semana|week)/.test(unit)) return addDays(today, count * 7)
  const [year, month, day] = today.split('-').map(Number) as [number, number, number]
  const lastDay = new Date(Date.UTC(year, month + count, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + count, Math.min(day, lastDay))).toISOString().slice(0, 10)
}

/** Monday is 0; always after today. */
function nextWeekday(today: string, weekday: number): string {
  const current = (new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7
  return addDays(today, ((weekday - current + 6) % 7) + 1)
}

function upcoming(today: string, day: number, month: number, year: string | undefined): string | null {
  if (year) return dateOf(year.length === 2 ? 2000 + Number(year) : Number(year), month, day)
  const thisYear = Number(today.slice(0, 4))
  const date = dateOf(thisYear, month, day)
  return date && date >= today ? date : (dateOf(thisYear + 1, month, day) ?? date)
}

/** Null for a day that does not exist. */
function dateOf(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day && year >= 1000
    ? date.toISOString().slice(0, 10)
    : null
}

const addDays = (date: string, days: number) =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

type Match = { from: number; to: number; groups: Groups }
function search(text: string, pattern: string): Match | null {
  const match = new RegExp(`${before}(?:${pattern})${after}`).exec(text)
  return match && { from: match.index, to: match.index + match[0].length, groups: [...match] }
}

const blank = (text: string, { from, to }: Found<object>) =>
  text.slice(0, from) + ' '.repeat(to - from) + text.slice(to)

/** The text without the parts that were understood; all of it, if nothing else would be left. */
function without(text: string, parts: readonly (Found<object> | null)[]): string {
  let rest = text
  for (const part of parts) if (part) rest = blank(rest, part)
  return (
    rest
      .replace(/\s+/g, ' ')
      .replace(/\s+([,;.])/g, '$1')
      .replace(/[\s,;]+$/, '')
      .trim() || text.trim()
  )
}
