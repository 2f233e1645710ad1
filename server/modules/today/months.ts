import { addDays, instantAt, localDate, localMinuteOfDay, startOfLocalDay } from '#kernel/calendar/zone.ts'

/** First day of the month that is `back` months before the one of a local date. */
export function monthStart(date: string, back = 0): string {
  const [year, month] = date.split('-').map(Number) as [number, number]
  return new Date(Date.UTC(year, month - 1 - back, 1)).toISOString().slice(0, 10)
}
/** Last day of the month of a local date. */
export const monthEnd = (date: string): string => addDays(monthStart(date, -1), -1)

/**
 * This month so far and the same stretch of last month: same day and wall clock, at most to its end, so that the 31st is
 * compared with the whole of a shorter month.
 */
export function paceOf(zone: string, now: Date) {
  const today = localDate(zone, now)
  const from = monthStart(today)
  const lastFrom = monthStart(today, 1)
  const lastTo = addDays(from, -1)
  const sameDay = lastFrom.slice(0, 8) + today.slice(8)
  const end = startOfLocalDay(zone, from)
  const lastUntil = sameDay > lastTo ? end : instantAt(zone, sameDay, localMinuteOfDay(zone, now))
  return { today, from, start: end, lastFrom, lastTo, lastStart: startOfLocalDay(zone, lastFrom), lastUntil }
}

/** Instants of a period of local days, both included; this month by default. */
export function periodOf(zone: string, now: Date, given: { from?: string | undefined; to?: string | undefined }) {
  const today = localDate(zone, now)
  const to = given.to ?? today
  const from = given.from ?? monthStart(to < today ? to : today)
  return { from, to, start: startOfLocalDay(zone, from), end: startOfLocalDay(zone, addDays(to, 1)) }
}
