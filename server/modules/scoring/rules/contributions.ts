import { pointsAt, type Tally } from './engagement.ts'
import type { FitRule, Label } from './model.ts'

/** One line of the explanation: whole signed points. `count` and `lastAt` say which signals gave them. */
export type Contribution = {
  readonly rule: string
  readonly label: Label
  readonly kind: 'fit' | 'engagement' | 'adjustment'
  readonly points: number
  readonly count?: number
  readonly lastAt?: Date
}

/** A value from 0 to 100 and the lines that sum to it exactly. */
type Explained = { readonly value: number; readonly contributions: readonly Contribution[] }

/** Fit: the sum of the rules that hold; what lies outside 0 to 100 is a line of its own. */
export function explainFit(rules: readonly FitRule[]): Explained {
  const sum = rules.reduce((total, rule) => total + rule.points, 0)
  const value = Math.max(0, Math.min(100, sum))
  const lines = rules.map(({ id, label, points }): Contribution => ({ rule: id, label, kind: 'fit', points }))
  return {
    value,
    contributions: [...inOrder(lines), ...adjustment(sum < 0 ? 'fit_floor' : 'fit_ceiling', value - sum)],
  }
}

/**
 * Engagement: each rule's decayed points as whole numbers by largest remainder, so that they sum to the rounded engagement
 * (equal remainders: by rule id); what lies above 100 is a line of its own.
 */
export function explainEngagement(tallies: readonly Tally[], ms: number): Explained {
  const exact = tallies.filter((tally) => tally.count > 0).map((tally) => ({ tally, points: pointsAt(tally, ms) }))
  const sum = Math.round(exact.reduce((total, { points }) => total + points, 0))
  const value = Math.min(100, sum)
  const shares = largestRemainder(exact, sum)
  const lines = exact.map(({ tally: { rule, count, at } }, index): Contribution => {
    const points = shares[index] ?? 0
    return { rule: rule.id, label: rule.label, kind: 'engagement', points, count, lastAt: new Date(at) }
  })
  return { value, contributions: [...inOrder(lines), ...adjustment('engagement_ceiling', value - sum)] }
}

function largestRemainder(exact: readonly { tally: Tally; points: number }[], sum: number): number[] {
  const shares = exact.map(({ points }) => Math.floor(points))
  const left = sum - shares.reduce((total, share) => total + share, 0)
  const byRemainder = exact
    .map(({ tally, points }, index) => ({ index, id: tally.rule.id, remainder: points - Math.floor(points) }))
    .sort((a, b) => b.remainder - a.remainder || (a.id < b.id ? -1 : 1))
  for (const { index } of byRemainder.slice(0, Math.max(0, left))) shares[index] = (shares[index] ?? 0) + 1
  return shares
}

/** Biggest first; lines that have come to nothing are left out. */
function inOrder(lines: readonly Contribution[]): Contribution[] {
  return lines
    .filter((line) => line.points !== 0)
    .sort((a, b) => Math.abs(b.points) - Math.abs(a.points) || (a.rule < b.rule ? -1 : 1))
}

function adjustment(rule: keyof typeof ADJUSTMENTS, points: number): Contribution[] {
  return points === 0 ? [] : [{ rule, label: ADJUSTMENTS[rule], kind: 'adjustment', points }]
}

const ADJUSTMENTS = {
  fit_floor: { es: 'El encaje no baja de 0', en: 'Fit never goes below 0' },
  fit_ceiling: { es: 'El encaje no pasa de 100', en: 'Fit never goes above 100' },
  engagement_ceiling: { es: 'El interés no pasa de 100', en: 'Engagement never goes above 100' },
} as const
