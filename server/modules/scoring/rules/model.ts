import type { Condition } from './condition.ts'

/** The temperature model (mechanisms §3), stored as JSON and versioned: a score names the version it was computed with. */
export type ScoringModel = {
  readonly version: number
  readonly fit: readonly FitRule[]
  readonly engagement: readonly EngagementRule[]
  readonly hot: Bound
  readonly warm: Bound
  /** How far below its bound a temperature is kept, in points. */
  readonly hysteresis: number
  /** How long a hand-raise makes hot, in days of 24 hours. */
  readonly handRaiseDays: number
  readonly mql: Bound
}

export type Bound = { readonly fit: number; readonly engagement: number }

/** `points` is a whole number from −100 to 100, given once if the condition holds. */
export type FitRule = {
  readonly id: string
  readonly label: Label
  readonly condition: Condition
  readonly points: number
}

/**
 * Each matching signal gives `points` (1 to 100), halved every `halfLifeDays`; per local day of the workspace a rule gives
 * at most `capPerDay`. Positive only: decay can then never warm anybody up.
 */
export type EngagementRule = {
  readonly id: string
  readonly label: Label
  readonly event: string
  readonly match?: { readonly name?: string; readonly urlContains?: string }
  readonly points: number
  readonly halfLifeDays: number
  readonly capPerDay: number
}

/** Something a person did. Bots and scanners are excluded before it gets here. */
export type Signal = {
  readonly id: string
  readonly type: string
  readonly at: Date
  readonly name?: string | null
  readonly url?: string | null
}

/** Rules made by users have plain text; the default model speaks both languages. */
export type Label = string | { readonly es: string; readonly en: string }

/** The label of a rule or of a contribution in a language. */
export function labelFor(labelled: { readonly label: Label }, locale: 'es' | 'en'): string {
  return typeof labelled.label === 'string' ? labelled.label : labelled.label[locale]
}

/** The signal type that stands for "asked to be contacted". */
export const HAND_RAISE = 'hand_raise'
