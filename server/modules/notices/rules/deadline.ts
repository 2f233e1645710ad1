import {
  addBusinessDays,
  addBusinessMinutes,
  type BusinessCalendar,
  businessMinutesBetween,
} from '#kernel/calendar/business-hours.ts'
import { addDays, startOfLocalDay } from '#kernel/calendar/zone.ts'

export type Severity = 'critical' | 'major' | 'minor'
const workingDays: Record<Severity, number> = { critical: 1, major: 3, minor: 5 }
const dayMs = 86_400_000

/**
 * By when a notice must be confirmed, and when half of that time is over. With a day chosen, the end of that day in the
 * workspace's zone; else the same time one, three or five working days later by severity. Half time counts working hours; where
 * the calendar never opens, hours of the clock on the wall.
 */
export function deadlineOf(
  calendar: BusinessCalendar,
  at: Date,
  severity: Severity,
  dueOn: string | null,
): { dueAt: Date; halfAt: Date } {
  const days = workingDays[severity]
  const dueAt = dueOn
    ? startOfLocalDay(calendar.timeZone, addDays(dueOn, 1))
    : (addBusinessDays(calendar, at, days) ?? new Date(at.getTime() + days * dayMs))
  const half = Math.floor(businessMinutesBetween(calendar, at, dueAt) / 2)
  const middle = new Date((at.getTime() + dueAt.getTime()) / 2)
  return { dueAt, halfAt: half > 0 ? (addBusinessMinutes(calendar, at, half) ?? middle) : middle }
}
