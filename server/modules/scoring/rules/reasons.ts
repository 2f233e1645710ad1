import type { Contribution } from './contributions.ts'
import type { ScoringModel } from './model.ts'
import { type Reading, reaches, type Temperature } from './temperature.ts'

/**
 * Why a temperature is what it is, for translation by `code`: first what made it, then the three lines that weigh most.
 * `*_below` name what is missing for the next temperature; `kept` says that only the hysteresis still holds it.
 */
export type Reason =
  | { readonly code: 'hand_raise'; readonly params: { readonly at: string } }
  | {
      readonly code: 'fit' | 'engagement' | 'fit_below' | 'engagement_below'
      readonly params: { readonly points: number; readonly bound: number }
    }
  | { readonly code: 'kept'; readonly params: { readonly temperature: 'warm' | 'hot'; readonly slack: number } }
  | {
      readonly code: 'contribution'
      readonly params: {
        readonly rule: string
        readonly points: number
        readonly count: number
        readonly lastAt: string
      }
    }

export function reasonsOf(
  model: ScoringModel,
  temperature: Temperature,
  shown: Reading,
  lastHandRaise: number | null,
  contributions: readonly Contribution[],
): Reason[] {
  const reasons: Reason[] = []
  if (shown.handRaised && lastHandRaise !== null) {
    reasons.push({ code: 'hand_raise', params: { at: new Date(lastHandRaise).toISOString() } })
  } else if (temperature === 'cold') {
    reasons.push(...comparedWith(model.warm, shown).filter(({ code }) => code.endsWith('_below')))
  } else if (reaches(model, temperature, shown, false)) {
    reasons.push(...comparedWith(model[temperature], shown))
  } else {
    reasons.push({ code: 'kept', params: { temperature, slack: model.hysteresis } })
  }
  return [...reasons, ...weightiest(contributions)]
}

function comparedWith(bound: { fit: number; engagement: number }, { fit, engagement }: Reading): Reason[] {
  return [
    { code: fit >= bound.fit ? 'fit' : 'fit_below', params: { points: fit, bound: bound.fit } },
    {
      code: engagement >= bound.engagement ? 'engagement' : 'engagement_below',
      params: { points: engagement, bound: bound.engagement },
    },
  ]
}

function weightiest(contributions: readonly Contribution[]): Reason[] {
  return contributions
    .filter(({ kind, points }) => kind !== 'adjustment' && points > 0)
    .sort((a, b) => b.points - a.points)
    .slice(0, 3)
    .map(({ rule, points, count = 0, lastAt }) => {
      return { code: 'contribution', params: { rule, points, count, lastAt: lastAt?.toISOString() ?? '' } }
    })
}
