import type { ComponentKey } from '#contract/alignment.ts'

export type Weights = Readonly<Partial<Record<ComponentKey, number>>>
/** Component → 0–1; null: not in use. */
export type Values = Readonly<Partial<Record<ComponentKey, number | null>>>

/** §15 of the rules, in hundredths so that they add up exactly. */
export const companyWeights = {
  marketing_sla: 20,
  sales_sla: 20,
  goal_pace: 15,
  freshness: 15,
  meetings_held: 10,
  product_consistency: 10,
  question_closure: 10,
} as const satisfies Weights

/** Of a project only what it can run on: docs/decisions/0008-alignment-of-projects.md. */
export const projectWeights = {
  goal_pace: 15,
  freshness: 15,
  meetings_held: 10,
  training: 15,
} as const satisfies Weights

/** While a component in use is below this, the score is at most `heldAt`. */
export const weakBelow = 0.4
export const heldAt = 59

export type Component = {
  key: ComponentKey
  value: number | null
  /** 0–1, of all weights. */
  weight: number
  /** 0–1, of the weights in use; they add up to 1. */
  usedWeight: number
  /** Whole points; those of all components add up to `uncapped`. */
  points: number
  weak: boolean
}
export type Score = {
  /** 0–100; null while nothing is in use. */
  score: number | null
  uncapped: number | null
  /** `score - uncapped`: 0 or less. */
  capPoints: number
  heldDownBy: ComponentKey[]
  components: Component[]
}

/**
 * The alignment score: the mean of the components in use by their weights, on a scale of 100; what is not in use gives its
 * weight to the others in proportion.
 *
 * Rounding: the mean is rounded to a whole number (half up), and the points of the components are its parts by largest
 * remainder: each is its exact contribution rounded down, and the points that are then missing go to the largest fractions, on a
 * tie to the earlier component. So the points add up to the uncapped score, and with `capPoints` to the score shown.
 */
export function scoreOf(values: Values, weights: Weights): Score {
  const all = entriesOf(weights).map(([key, weight]) => ({ key, weight, value: clamped(values[key] ?? null) }))
  const used = all.flatMap((one) => (one.value === null ? [] : [{ ...one, value: one.value }]))
  const usedTotal = used.reduce((sum, one) => sum + one.weight, 0)
  const exact = new Map(used.map((one) => [one.key, (one.value * one.weight * 100) / usedTotal]))
  const uncapped = used.length === 0 ? null : wholeOf([...exact.values()].reduce((sum, part) => sum + part, 0))
  const points = partsOf(exact, uncapped ?? 0)
  const heldDownBy = used.filter((one) => one.value < weakBelow).map((one) => one.key)
  const score = uncapped !== null && heldDownBy.length > 0 ? Math.min(uncapped, heldAt) : uncapped
  return {
    score,
    uncapped,
    capPoints: (score ?? 0) - (uncapped ?? 0),
    heldDownBy,
    components: all.map(({ key, value, weight }) => ({
      ...{ key, value },
      weight: weight / 100,
      usedWeight: value === null ? 0 : weight / usedTotal,
      points: points.get(key) ?? 0,
      weak: value !== null && value < weakBelow,
    })),
  }
}

const entriesOf = (weights: Weights) => Object.entries(weights) as [ComponentKey, number][]
const clamped = (value: number | null) => (value === null ? null : Math.min(1, Math.max(0, value)))

/** Half up, where sums of hundredths may be off by the last bits of a float. */
const wholeOf = (exact: number) => Math.round(exact + 1e-9)

function partsOf<K>(exact: ReadonlyMap<K, number>, total: number): Map<K, number> {
  const parts = new Map([...exact].map(([key, part]) => [key, Math.floor(part + 1e-9)]))
  const missing = total - [...parts.values()].reduce((sum, part) => sum + part, 0)
  const byFraction = [...exact.keys()].sort((a, b) => exact.get(b)! - parts.get(b)! - (exact.get(a)! - parts.get(a)!))
  for (const key of byFraction.slice(0, missing)) parts.set(key, parts.get(key)! + 1)
  return parts
}
