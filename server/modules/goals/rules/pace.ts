import type { GoalHealth } from '#contract/goal-parts.ts'
import { type BusinessCalendar, countBusinessDays } from '#kernel/calendar/business-hours.ts'

export type Period = { readonly from: string; readonly to: string }
export type Way = { readonly start: number; readonly target: number }
export type Standing = {
  progress: number | null
  expected: number
  pace: number | null
  projected: number | null
  health: GoalHealth
}

const ON_TRACK = 0.95
const AT_RISK = 0.8

/** Of the way from start to target; the target may lie below the start (fewer returns). Not capped. */
export const progressOf = (value: number | null, { start, target }: Way): number | null =>
  value === null ? null : (value - start) / (target - start)

/** Elapsed share of the period's business days by the end of a local day, 0 to 1; in a calendar without any, of its days. */
export function elapsedShare({ from, to }: Period, day: string, calendar: BusinessCalendar): number {
  if (day < from) return 0
  if (day >= to) return 1
  const total = countBusinessDays(calendar, from, to)
  if (total > 0) return countBusinessDays(calendar, from, day) / total
  return (Date.parse(day) - Date.parse(from) + DAY_MS) / (Date.parse(to) - Date.parse(from) + DAY_MS)
}

const DAY_MS = 86_400_000

/**
 * How a goal stands at the end of a local day. Pace = progress ÷ elapsed share: 1 arrives exactly at the end. Projected: where
 * it ends if it goes on like this. A figure that only grows (`isFlow`) has achieved its target once it is there; one that may
 * turn back (a rate) only when the period is over.
 */
export function standingOf(
  value: number | null,
  way: Way,
  period: Period,
  day: string,
  calendar: BusinessCalendar,
  isFlow: boolean,
): Standing {
  const progress = progressOf(value, way)
  const expected = elapsedShare(period, day, calendar)
  const pace = progress === null || expected === 0 ? null : progress / expected
  const projected = pace === null ? null : way.start + pace * (way.target - way.start)
  return { progress, expected, pace, projected, health: healthOf() }

  function healthOf(): GoalHealth {
    if (day < period.from) return 'not_started'
    const isThere = progress !== null && progress >= 1
    if (day > period.to) return isThere ? 'achieved' : 'missed'
    if (isThere && isFlow) return 'achieved'
    // Before the first business day, or nothing to measure yet.
    if (pace === null) return 'not_started'
    return pace >= ON_TRACK ? 'on_track' : pace >= AT_RISK ? 'at_risk' : 'off'
  }
}
