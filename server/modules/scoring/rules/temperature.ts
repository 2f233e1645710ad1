import type { ScoringModel } from './model.ts'

export type Temperature = 'cold' | 'warm' | 'hot'

/** What the temperature depends on at one instant. */
export type Reading = { readonly fit: number; readonly engagement: number; readonly handRaised: boolean }

/**
 * The temperature after a reading, given the one before it (mechanisms §3). Hysteresis: a temperature is entered at its
 * bound and left only `hysteresis` points below it, so that a score swaying around a bound does not flap.
 * Who leaves hot was also warm, and is kept warm by warm's lower bound; one late reading of a falling score therefore gives
 * the same as many early ones.
 */
export function nextTemperature(model: ScoringModel, before: Temperature, reading: Reading): Temperature {
  if (reading.handRaised || reaches(model, 'hot', reading, before === 'hot')) return 'hot'
  return reaches(model, 'warm', reading, before !== 'cold') ? 'warm' : 'cold'
}

/** Whether a reading reaches the bound of a temperature, lowered by the hysteresis for who is already there. */
export function reaches(model: ScoringModel, temperature: 'warm' | 'hot', reading: Reading, isThere: boolean): boolean {
  const slack = (isThere ? model.hysteresis : 0) + TOLERANCE
  const bound = model[temperature]
  return reading.fit >= bound.fit - slack && reading.engagement >= bound.engagement - slack
}

/** Absorbs the noise of adding powers of two in floating point: 60 points are 60, not 59.999999999999. */
const TOLERANCE = 1e-9
