import { addDaysTo, addMonths, renewalDays } from './validity.ts'

export type Way = 'session' | 'material' | 'quiz'
export type Facts = {
  validityMonths: number
  hasMaterials: boolean
  hasSessions: boolean
  hasQuiz: boolean
  /** Of the last completion that was not revoked. */
  lastCompletedAt: Date | null
  /** Until when a completion holds that has not been asked again; null without one. */
  validUntil: Date | null
  /** Start of the latest session attended. */
  attendedAt: Date | null
  /** When the first of all present materials was read; null while one is unread. */
  readAt: Date | null
  /** When a quiz of a version that counts was last passed. */
  passedAt: Date | null
}
export type Progress = { attended: boolean; read: boolean; passed: boolean }

/**
 * What somebody has done that still counts: a session attended or all material read within the validity, and the quiz passed
 * since the last completion. Without a quiz, session or reading must be newer than that completion themselves.
 */
export function progressOf(facts: Facts, at: Date): Progress {
  const validity = addMonths(at, -facts.validityMonths)
  const since =
    !facts.hasQuiz && facts.lastCompletedAt && facts.lastCompletedAt > validity ? facts.lastCompletedAt : validity
  return {
    attended: facts.attendedAt !== null && facts.attendedAt > since,
    read: facts.hasMaterials && facts.readAt !== null && facts.readAt > since,
    passed: facts.passedAt !== null && (facts.lastCompletedAt === null || facts.passedAt > facts.lastCompletedAt),
  }
}

/**
 * The way in which it is now completed, or null (mechanisms §14): attended or read, and passed where there is a quiz. A
 * training of a quiz alone is completed by the quiz. What is valid for more than 30 days is not completed anew.
 */
export function completedBy(facts: Facts, at: Date): Way | null {
  if (facts.validUntil && facts.validUntil > addDaysTo(at, renewalDays)) return null
  const { attended, read, passed } = progressOf(facts, at)
  if (facts.hasQuiz && !passed) return null
  if (attended) return 'session'
  if (read) return 'material'
  return facts.hasQuiz && !facts.hasMaterials && !facts.hasSessions ? 'quiz' : null
}

/** Valid completions ÷ required; null where nothing is required, which is neither good nor bad. */
export const coverageOf = ({ required, covered }: { required: number; covered: number }): number | null =>
  required === 0 ? null : covered / required
