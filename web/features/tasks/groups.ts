import { instantOf, wallTimeOf } from '../../kernel/form/zone.ts'

export const groupNames = ['overdue', 'today', 'week', 'later', 'none'] as const
export type GroupName = (typeof groupNames)[number]

/** Where a due time stands on the reader's calendar; the week ends on Sunday. Each task is in one group. */
export function groupOf(dueAt: string | null, now: number, timeZone: string): GroupName {
  if (dueAt === null) return 'none'
  if (Date.parse(dueAt) < now) return 'overdue'
  const today = dayOf(now, timeZone)
  const day = dayOf(Date.parse(dueAt), timeZone)
  if (day === today) return 'today'
  return day <= addDays(today, 7 - isoWeekday(today)) ? 'week' : 'later'
}

export const postponements = ['tomorrow', 'monday', 'week', 'none'] as const
export type Postponement = (typeof postponements)[number]

/** The new due time: the same hour of a later day, nine o'clock where there was none; never in the past. */
export function postponed(dueAt: string | null, by: Postponement, now: number, timeZone: string): string | null {
  if (by === 'none') return null
  const today = dayOf(now, timeZone)
  const wall = dueAt === null ? null : wallTimeOf(dueAt, timeZone)
  const base = wall && wall.slice(0, 10) > today ? wall.slice(0, 10) : today
  const day =
    by === 'tomorrow' ? addDays(today, 1) : by === 'monday' ? addDays(today, 8 - isoWeekday(today)) : addDays(base, 7)
  return instantOf(`${day} ${wall ? wall.slice(11) : '09:00:00'}`, timeZone)
}

const dayOf = (instant: number, timeZone: string) => wallTimeOf(instant, timeZone).slice(0, 10)
const addDays = (date: string, days: number) =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
/** Monday 1 to Sunday 7. */
const isoWeekday = (date: string) => ((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7) + 1
