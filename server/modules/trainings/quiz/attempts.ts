import { sql } from 'kysely'
import type { trainingPartsRoutes } from '#contract/training-part-routes.ts'
import type { Attempt } from '#contract/training-parts.ts'
import type { Db, Tx } from '#kernel/db.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { Problem } from '#kernel/problem.ts'
import { complete } from '../completions/complete.ts'
import { type Answers, answerErrors, inOrderOf, judge } from '../rules/quiz.ts'
import { type Row, readerOf, readRow, requireOpen } from '../select-trainings.ts'
import { quizOf } from './write-quiz.ts'

type Given = Parameters<
  Handlers<typeof trainingPartsRoutes>['POST /trainings/:id/attempts/:attemptId/submission']
>[1]['body']
type AttemptRow = {
  id: string
  quizVersion: number
  startedAt: Date
  submittedAt: Date | null
  answers: Answers | null
  score: number | null
  passed: boolean | null
}
const columns = sql`id, quiz_version, started_at, submitted_at, answers, score, passed`

/**
 * Begins the quiz, or goes on with the attempt that is open. Attempts count since the last completion. Throws 409 when none is
 * left or the pause between two is not over.
 */
export const startAttempt = (ctx: Ctx, id: string): Promise<Attempt> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    await lockMember(tx, workspaceId, actor.id)
    const training = await readRow(tx, await readerOf(tx, actor, at), id)
    requireOpen(training)
    if (training.quizVersion === 0) throw new Problem('not_found')
    const open = await findOpen(tx, workspaceId, id, actor.id)
    if (open?.quizVersion === training.quizVersion) return present(tx, workspaceId, actor.id, training, open, false)
    if (open)
      await sql`delete from training_attempt
        where workspace_id = ${workspaceId} and training_id = ${id} and id = ${open.id}`.execute(tx)
    await requireTurn(tx, workspaceId, actor.id, training, at)
    const attempt: AttemptRow = {
      ...{ id: newId(), quizVersion: training.quizVersion, startedAt: at },
      ...{ submittedAt: null, answers: null, score: null, passed: null },
    }
    await sql`insert into training_attempt (workspace_id, training_id, id, member_id, quiz_version, started_at)
      values (${workspaceId}, ${id}, ${attempt.id}, ${actor.id}, ${attempt.quizVersion}, ${at})`.execute(tx)
    return present(tx, workspaceId, actor.id, training, attempt, false)
  })

/** Judges by the version that was asked. Throws 409 when that version no longer counts, or it has been handed in. */
export const submitAttempt = (ctx: Ctx, id: string, attemptId: string, { answers }: Given): Promise<Attempt> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    await lockMember(tx, workspaceId, actor.id)
    const training = await readRow(tx, await readerOf(tx, actor, at), id)
    const attempt = await attemptOf(tx, workspaceId, id, actor.id, attemptId)
    requireOpen(training)
    if (attempt.submittedAt) throw new Problem('attempt_already_submitted')
    if (training.quizVersion === 0 || attempt.quizVersion < training.minQuizVersion) throw new Problem('quiz_changed')
    const { questions } = await quizOf(tx, workspaceId, id, attempt.quizVersion)
    const errors = answerErrors(questions, answers)
    if (errors.length > 0) throw new Problem('unprocessable', {}, errors)
    const given = Object.fromEntries(answers.map(({ questionId, optionIds }) => [questionId, optionIds]))
    const { score, passed } = judge(questions, given, training.passMark)
    await sql`update training_attempt set submitted_at = ${at}, answers = ${JSON.stringify(given)}::jsonb, score = ${score}, passed = ${passed}
      where workspace_id = ${workspaceId} and training_id = ${id} and id = ${attemptId}`.execute(tx)
    const completed = passed && (await complete(tx, actor, at, training, [actor.id])).has(actor.id)
    const handedIn = { ...attempt, submittedAt: at, answers: given, score, passed }
    return present(tx, workspaceId, actor.id, training, handedIn, completed)
  })

export async function readAttempt({ db, actor, clock }: Ctx, id: string, attemptId: string): Promise<Attempt> {
  const training = await readRow(db, await readerOf(db, actor, clock.now()), id)
  const attempt = await attemptOf(db, actor.workspaceId, id, actor.id, attemptId)
  const { rows } =
    await sql`select 1 from training_completion where workspace_id = ${actor.workspaceId} and training_id = ${id}
    and member_id = ${actor.id} and revoked_at is null and completed_at = ${attempt.submittedAt}`.execute(db)
  return present(db, actor.workspaceId, actor.id, training, attempt, rows.length > 0)
}

export async function listAttempts(
  { db, actor, clock }: Ctx,
  id: string,
  { after, limit = 50 }: { after?: string; limit?: number },
) {
  const { workspaceId } = actor
  await readRow(db, await readerOf(db, actor, clock.now()), id)
  const cursor = decodeCursor(after, 2)
  const { rows } = await sql<AttemptRow>`select ${columns} from training_attempt
    where workspace_id = ${workspaceId} and training_id = ${id} and member_id = ${actor.id}
      ${cursor ? sql`and (started_at, id) < (${cursor[0]}::timestamptz, ${cursor[1]}::uuid)` : sql``}
    order by started_at desc, id desc limit ${limit + 1}`.execute(db)
  return toPage(
    rows,
    limit,
    ({ answers: _, startedAt, submittedAt, ...row }) => ({
      ...row,
      startedAt: startedAt.toISOString(),
      submittedAt: submittedAt?.toISOString() ?? null,
    }),
    (row) => [row.startedAt.toISOString(), row.id],
  )
}

/** Right answers and explanations leave the server only with the result. */
async function present(
  db: Db | Tx,
  workspaceId: string,
  memberId: string,
  training: Row,
  attempt: AttemptRow,
  completed: boolean,
): Promise<Attempt> {
  const { questions } = await quizOf(db, workspaceId, training.id, attempt.quizVersion)
  const ordered = inOrderOf(attempt.id, questions)
  const { used } = await countAttempts(db, workspaceId, memberId, training.id)
  return {
    id: attempt.id,
    quizVersion: attempt.quizVersion,
    startedAt: attempt.startedAt.toISOString(),
    submittedAt: attempt.submittedAt?.toISOString() ?? null,
    passMark: training.passMark,
    score: attempt.score,
    passed: attempt.passed,
    questions: ordered.map(({ id, kind, text, options }) => ({
      ...{ id, kind, text },
      options: options.map((option) => ({ id: option.id, text: option.text })),
    })),
    results: attempt.submittedAt ? judge(ordered, attempt.answers ?? {}, training.passMark).results : null,
    attemptsLeft: training.attemptsLimit === null ? null : Math.max(0, training.attemptsLimit - used),
    completed,
  }
}

async function requireTurn(tx: Tx, workspaceId: string, memberId: string, training: Row, at: Date) {
  const { used, lastAt } = await countAttempts(tx, workspaceId, memberId, training.id)
  if (training.attemptsLimit !== null && used >= training.attemptsLimit)
    throw new Problem('no_attempts_left', { limit: training.attemptsLimit })
  const minutes = lastAt ? training.cooldownMinutes - (at.getTime() - lastAt.getTime()) / 60_000 : 0
  if (minutes > 0) throw new Problem('attempt_too_soon', { minutes: Math.ceil(minutes) })
}

/** Handed in since the last completion; a new version of the quiz that is asked again gives new attempts. */
async function countAttempts(db: Db | Tx, workspaceId: string, memberId: string, trainingId: string) {
  const { rows } = await sql<{ used: number; lastAt: Date | null }>`
    select count(*)::int as used, max(a.submitted_at) as last_at from training_attempt a
    join training t on t.workspace_id = a.workspace_id and t.workspace_id = ${workspaceId} and t.id = a.training_id
    where a.workspace_id = ${workspaceId} and a.training_id = ${trainingId} and a.member_id = ${memberId} and a.submitted_at is not null
      and a.quiz_version >= t.min_quiz_version
      and a.submitted_at > coalesce((select max(c.completed_at) from training_completion c where c.workspace_id = ${workspaceId}
        and c.training_id = ${trainingId} and c.member_id = ${memberId} and c.revoked_at is null), '-infinity')`.execute(
    db,
  )
  return rows[0]!
}

/** One person's attempts follow one another, in however many windows. */
const lockMember = (tx: Tx, workspaceId: string, memberId: string) =>
  sql`select 1 from member where workspace_id = ${workspaceId} and id = ${memberId} for no key update`.execute(tx)

async function findOpen(tx: Tx, workspaceId: string, id: string, memberId: string): Promise<AttemptRow | undefined> {
  const { rows } = await sql<AttemptRow>`select ${columns} from training_attempt
    where workspace_id = ${workspaceId} and training_id = ${id} and member_id = ${memberId} and submitted_at is null`.execute(
    tx,
  )
  return rows[0]
}

/** Throws 404, for somebody else's attempt as well. */
async function attemptOf(db: Db | Tx, workspaceId: string, id: string, memberId: string, attemptId: string) {
  const { rows } = await sql<AttemptRow>`select ${columns} from training_attempt
    where workspace_id = ${workspaceId} and training_id = ${id} and member_id = ${memberId} and id = ${attemptId}`.execute(
    db,
  )
  if (!rows[0]) throw new Problem('not_found')
  return rows[0]
}
