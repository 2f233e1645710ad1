import type { Tx } from '#kernel/db.ts'
import { type Actor, recordMany } from '#kernel/events.ts'
import { writeScores } from '#modules/contacts/public.ts'
import { activeModel } from './active-model.ts'
import { HAND_RAISE, type ScoringModel, type Signal } from './rules/model.ts'
import { isMql } from './rules/mql.ts'
import { isHandRaised, type Score, score } from './rules/score.ts'
import type { Temperature } from './rules/temperature.ts'
import { keepReasons } from './say-reasons.ts'
import { loadSignals } from './signals.ts'
import { attributesOf, loadSubjects, type Subject } from './subjects.ts'

export type Rescored = {
  subjectId: string
  before: Temperature
  /** Null for who has opted out of profiling. */
  score: Score | null
  handRaised: boolean
  /** The newest request to be contacted, however old. */
  handRaisedAt: Date | null
  isMql: boolean
  modelVersion: number
}

/**
 * Scores people again as of `at` and keeps the result: a constant number of statements for one or a thousand. The dead among
 * the given are left out; the answer is ordered by subject. Records `contact.temperature_changed` where it changed.
 */
export async function rescore(tx: Tx, actor: Actor, at: Date, subjectIds: readonly string[]): Promise<Rescored[]> {
  if (subjectIds.length === 0) return []
  const { model, timeZone } = await activeModel(tx, actor.workspaceId)
  const subjects = await loadSubjects(tx, actor.workspaceId, subjectIds, { lock: true })
  const signals = await loadSignals(tx, actor.workspaceId, subjects, at)
  const rescored = subjects.map((subject) =>
    scoreSubject(model, timeZone, subject, signals.get(subject.subjectId) ?? [], at),
  )
  await writeScores(
    tx,
    actor.workspaceId,
    rescored.map((row) => stored(row, at)),
  )
  await recordMany(tx, actor, at, rescored.filter((row) => row.before !== temperatureOf(row)).map(changed))
  return rescored
}

/** One person's score from what was loaded; computes only. */
export function scoreSubject(
  model: ScoringModel,
  timeZone: string,
  subject: Subject,
  signals: readonly Signal[],
  at: Date,
): Rescored {
  const { subjectId, doNotProfile, temperature: before } = subject
  const reading = score(model, { attributes: attributesOf(subject), signals, doNotProfile, timeZone }, at)
  const handRaised = reading?.handRaised ?? isHandRaised(model, signals, at)
  const raises = signals.filter(({ type }) => type === HAND_RAISE).map((signal) => signal.at.getTime())
  return {
    subjectId,
    before,
    score: reading,
    handRaised,
    handRaisedAt: raises.length === 0 ? null : new Date(Math.max(...raises)),
    // Who is not profiled is still answered: a request to be contacted is its own basis.
    isMql: reading === null ? handRaised : isMql(model, reading),
    modelVersion: model.version,
  }
}

export const temperatureOf = (row: Pick<Rescored, 'score'>): Temperature => row.score?.temperature ?? 'cold'

/** What is kept of a score with the contact. */
export function stored(row: Rescored, at: Date) {
  const { subjectId, modelVersion, score: reading } = row
  const { fit = 0, engagement = 0, total = 0 } = reading ?? {}
  const dueAt = reading === null ? null : dueAtOf(reading, at)
  return {
    subjectId,
    temperature: temperatureOf(row),
    fit,
    engagement,
    score: total,
    modelVersion,
    scoredAt: at,
    dueAt,
  }
}

const dayMs = 86_400_000

/**
 * When the kept score is read again: when the temperature changes by itself, and while there is interest left to decay after a
 * day (a week for the cold), so that lists sorted by score do not go stale.
 */
function dueAtOf(reading: Score, at: Date): Date | null {
  const { nextChangeAt, engagement, temperature } = reading
  const refreshAt = engagement === 0 ? null : new Date(at.getTime() + (temperature === 'cold' ? 7 : 1) * dayMs)
  if (nextChangeAt === null || refreshAt === null) return nextChangeAt ?? refreshAt
  return nextChangeAt < refreshAt ? nextChangeAt : refreshAt
}

export function changed(row: Rescored) {
  const { subjectId, before, score: reading, modelVersion } = row
  return {
    name: 'contact.temperature_changed' as const,
    data: {
      subjectId,
      from: before,
      to: temperatureOf(row),
      score: reading?.total ?? 0,
      modelVersion,
      reasons: reading === null ? [] : keepReasons(reading.reasons, reading.contributions),
    },
    subjects: [subjectId],
  }
}
