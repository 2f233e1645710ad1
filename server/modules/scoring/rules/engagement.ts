import { localDayNumber } from '#kernel/calendar/zone.ts'
import { folded } from './condition.ts'
import type { EngagementRule, Signal } from './model.ts'

/** What one rule has given so far: `points` as they stood at `at` (epoch ms), to be decayed from there. */
export type Tally = {
  readonly rule: EngagementRule
  points: number
  at: number
  count: number
  day: number
  pointsThatDay: number
}

/** The running engagement of one person: signals are added in order of time, levels read at or after the last of them. */
export type Engagement = {
  readonly tallies: readonly Tally[]
  /** Adds a signal under its rules, each within its cap of the local day. */
  add(signal: Signal): void
  /** `E(t) = min(100, Σ w·2^(−Δt/h))` at an instant (epoch ms), mechanisms §3. */
  level(ms: number): number
}

/** Rules with nothing to give (points or half-life not above zero) are left out. */
export function startEngagement(rules: readonly EngagementRule[], timeZone: string): Engagement {
  const tallies = rules
    .filter((rule) => rule.points > 0 && rule.halfLifeDays > 0)
    .map((rule): Tally => ({ rule, points: 0, at: 0, count: 0, day: Number.NaN, pointsThatDay: 0 }))
  const byEvent = Map.groupBy(tallies, (tally) => tally.rule.event)
  return {
    tallies,
    add: (signal) => {
      for (const tally of byEvent.get(signal.type) ?? []) {
        if (matchesSignal(tally.rule, signal)) award(tally, signal.at.getTime(), timeZone)
      }
    },
    level: (ms) => {
      let sum = 0
      for (const tally of tallies) sum += pointsAt(tally, ms)
      return Math.min(100, sum)
    },
  }
}

/** What a rule's points have decayed to. Always from the last award, so that reading in between changes no digit. */
export function pointsAt(tally: Tally, ms: number): number {
  if (tally.points === 0) return 0
  return tally.points * 2 ** (-(ms - tally.at) / (tally.rule.halfLifeDays * DAY_MS))
}

const DAY_MS = 86_400_000

function award(tally: Tally, ms: number, timeZone: string): void {
  const day = localDayNumber(timeZone, ms)
  const given = day === tally.day ? tally.pointsThatDay : 0
  const points = Math.min(tally.rule.points, tally.rule.capPerDay - given)
  if (!(points > 0)) return
  tally.points = pointsAt(tally, ms) + points
  tally.at = ms
  tally.count++
  tally.day = day
  tally.pointsThatDay = given + points
}

function matchesSignal({ match }: EngagementRule, signal: Signal): boolean {
  if (!match) return true
  if (match.name !== undefined && folded(match.name) !== folded(signal.name ?? '')) return false
  if (match.urlContains === undefined) return true
  return (signal.url ?? '').toLowerCase().includes(match.urlContains.toLowerCase())
}
