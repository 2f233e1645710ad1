import type { ScoringModel } from './model.ts'
import type { Score } from './score.ts'

/**
 * Whether a score makes a marketing-qualified lead (mechanisms §1): fit and engagement both at their bound, or a hand-raise.
 * It reads the whole numbers that are shown, so that anybody can repeat it. The lawful basis is checked by the caller, and so
 * is a hand-raise of who has no score (null) for having opted out of profiling: see `isHandRaised`.
 */
export function isMql(model: ScoringModel, score: Pick<Score, 'fit' | 'engagement' | 'handRaised'> | null): boolean {
  if (score === null) return false
  return score.handRaised || (score.fit >= model.mql.fit && score.engagement >= model.mql.engagement)
}
