import { type Attributes, matches } from './condition.ts'
import { type Contribution, explainEngagement, explainFit } from './contributions.ts'
import { type Engagement, startEngagement } from './engagement.ts'
import { HAND_RAISE, type ScoringModel, type Signal } from './model.ts'
import { type Reason, reasonsOf } from './reasons.ts'
import { nextTemperature, reaches, type Temperature } from './temperature.ts'

export type ScoreInput = {
  readonly attributes: Attributes
  readonly signals: readonly Signal[]
  readonly doNotProfile: boolean
  /** IANA zone of the workspace: its days bound the caps. */
  readonly timeZone: string
}

/** `fit` and `engagement` are whole numbers from 0 to 100; `total` is their sum and that of the contributions, exactly. */
export type Score = {
  readonly modelVersion: number
  readonly temperature: Temperature
  readonly fit: number
  readonly engagement: number
  readonly total: number
  readonly contributions: readonly Contribution[]
  readonly handRaised: boolean
  readonly reasons: readonly Reason[]
  /** When the temperature changes if nothing happens any more; null when it does not. */
  readonly nextChangeAt: Date | null
}

/**
 * The score of a person at an instant (mechanisms §3), from raw signals alone: those after `at` do not count, and their
 * order does not matter. Null for who has opted out of profiling.
 *
 * The temperature is a replay: at each signal the state is read just before it (decayed) and just after it, then at `at`.
 * Between signals engagement only falls, so no other instants are needed. Fit has no history and is today's throughout.
 * Bounds are compared with the unrounded engagement; what is shown is rounded.
 */
export function score(model: ScoringModel, input: ScoreInput, at: Date): Score | null {
  if (input.doNotProfile) return null
  const explainedFit = explainFit(model.fit.filter((rule) => matches(rule.condition, input.attributes)))
  const fit = explainedFit.value
  const state = replay(model, input, fit, at.getTime())
  const explainedEngagement = explainEngagement(state.engagement.tallies, at.getTime())
  const handRaised = at.getTime() < state.handRaiseEnds
  const shown = { fit, engagement: explainedEngagement.value, handRaised }
  const contributions = [...explainedFit.contributions, ...explainedEngagement.contributions]
  return {
    modelVersion: model.version,
    temperature: state.temperature,
    ...shown,
    total: shown.fit + shown.engagement,
    contributions,
    reasons: reasonsOf(model, state.temperature, shown, state.lastHandRaise, contributions),
    nextChangeAt: nextChange(model, state, fit, at.getTime()),
  }
}

/**
 * Whether a hand-raise is in force at an instant. For callers that must act on it without a score: a request to be
 * contacted is answered also for who has opted out of profiling.
 */
export function isHandRaised(model: ScoringModel, signals: readonly Signal[], at: Date): boolean {
  return signals.some(({ type, at: raised }) => {
    const elapsed = at.getTime() - raised.getTime()
    return type === HAND_RAISE && elapsed >= 0 && elapsed < model.handRaiseDays * DAY_MS
  })
}

const DAY_MS = 86_400_000

type State = { temperature: Temperature; engagement: Engagement; lastHandRaise: number | null; handRaiseEnds: number }

function replay(model: ScoringModel, input: ScoreInput, fit: number, at: number): State {
  const engagement = startEngagement(model.engagement, input.timeZone)
  const state: State = { temperature: 'cold', engagement, lastHandRaise: null, handRaiseEnds: Number.NEGATIVE_INFINITY }
  const read = (ms: number) => {
    const reading = { fit, engagement: engagement.level(ms), handRaised: ms < state.handRaiseEnds }
    state.temperature = nextTemperature(model, state.temperature, reading)
  }
  const past = input.signals.filter((signal) => signal.at.getTime() <= at)
  past.sort((a, b) => a.at.getTime() - b.at.getTime())
  for (const signal of past) {
    const ms = signal.at.getTime()
    read(ms)
    engagement.add(signal)
    if (signal.type === HAND_RAISE) {
      state.lastHandRaise = ms
      state.handRaiseEnds = ms + model.handRaiseDays * DAY_MS
    }
    read(ms)
  }
  read(at)
  return state
}

/** The first millisecond after `at` at which the temperature is another one, by bisection on what decay only lowers. */
function nextChange(model: ScoringModel, state: State, fit: number, at: number): Date | null {
  const { temperature, engagement, handRaiseEnds } = state
  if (temperature === 'cold') return null
  const stays = (ms: number) => {
    if (temperature === 'hot' && ms < handRaiseEnds) return true
    return reaches(model, temperature, { fit, engagement: engagement.level(ms), handRaised: false }, true)
  }
  const end = lastPossibleChange(engagement, Math.max(at, handRaiseEnds))
  if (stays(end)) return null
  let low = at
  let high = end
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2)
    if (stays(middle)) low = middle
    else high = middle
  }
  return new Date(high)
}

/** By then all engagement has decayed below a millionth of a point, or Date ends. */
function lastPossibleChange(engagement: Engagement, from: number): number {
  const longestHalfLife = Math.max(0, ...engagement.tallies.map((tally) => tally.rule.halfLifeDays))
  return Math.min(
    MAX_DATE_MS,
    from + Math.ceil(Math.log2(100e6 * (engagement.tallies.length + 1)) * longestHalfLife * DAY_MS),
  )
}

const MAX_DATE_MS = 8.64e15
