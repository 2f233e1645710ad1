import { sql } from 'kysely'
import type { trainingPartsRoutes } from '#contract/training-part-routes.ts'
import type { Question } from '#contract/training-parts.ts'
import type { Training } from '#contract/trainings.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'
import { requireRun } from '../access.ts'
import { lockRun } from '../lock-run.ts'
import { readTraining } from '../read-training.ts'
import { quizErrors } from '../rules/quiz.ts'
import { factsOf, readerOf, readRow } from '../select-trainings.ts'

type Given = Parameters<Handlers<typeof trainingPartsRoutes>['PUT /trainings/:id/quiz']>[1]['body']
export type StoredQuiz = { version: number; questions: Question[]; createdAt: Date }

/** The quiz in force with its right answers. Throws 403 for whoever only learns, 404 without a quiz. */
export async function readQuiz({ db, actor, clock }: Ctx, id: string) {
  const training = await readRow(db, await readerOf(db, actor, clock.now()), id)
  await requireRun(db, actor, training)
  const { createdAt, ...quiz } = await quizOf(db, actor.workspaceId, id, training.quizVersion)
  return { ...quiz, createdAt: createdAt.toISOString() }
}

/** Throws 404. */
export async function quizOf(db: Db | Tx, workspaceId: string, id: string, version: number): Promise<StoredQuiz> {
  const { rows } = await sql<StoredQuiz>`select version, questions, created_at from training_quiz
    where workspace_id = ${workspaceId} and training_id = ${id} and version = ${version}`.execute(db)
  if (!rows[0]) throw new Problem('not_found')
  return rows[0]
}

/** Every saving that changes something is a version of its own, so that completions and attempts keep theirs. */
export const writeQuiz = (ctx: Ctx, id: string, { questions, askAgain = false }: Given): Promise<Training> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const training = await lockRun(ctx, tx, id)
    const errors = quizErrors(questions)
    if (errors.length > 0) throw new Problem('unprocessable', {}, errors)
    const old = training.quizVersion > 0 ? await quizOf(tx, workspaceId, id, training.quizVersion) : null
    if (old && same(old.questions, questions) && !askAgain) return readTraining(tx, actor, at, id)
    const version = (await lastVersion(tx, workspaceId, id)) + 1
    await sql`insert into training_quiz (workspace_id, training_id, version, questions, created_by, created_at)
      values (${workspaceId}, ${id}, ${version}, ${JSON.stringify(questions.map(trimmed))}::jsonb, ${actor.id}, ${at})`.execute(
      tx,
    )
    await sql`update training set quiz_version = ${version}, min_quiz_version = ${askAgain ? version : training.minQuizVersion},
        updated_at = ${at}, version = version + 1
      where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
    const data = { ...factsOf(training), quizVersion: version, questions: questions.length, askAgain }
    await record(tx, actor, at, 'training.quiz_changed', data, [id])
    return readTraining(tx, actor, at, id)
  })

/** Without a quiz, coming or reading is enough; what was passed stays passed. */
export const removeQuiz = (ctx: Ctx, id: string): Promise<Training> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const training = await lockRun(ctx, tx, id)
    if (training.quizVersion > 0) {
      await sql`update training set quiz_version = 0, min_quiz_version = 0, updated_at = ${at}, version = version + 1
        where workspace_id = ${actor.workspaceId} and id = ${id}`.execute(tx)
      const data = { ...factsOf(training), quizVersion: 0, questions: 0, askAgain: false }
      await record(tx, actor, at, 'training.quiz_changed', data, [id])
    }
    return readTraining(tx, actor, at, id)
  })

async function lastVersion(tx: Tx, workspaceId: string, id: string): Promise<number> {
  const { rows } = await sql<{ version: number }>`select coalesce(max(version), 0) as version from training_quiz
    where workspace_id = ${workspaceId} and training_id = ${id}`.execute(tx)
  return rows[0]!.version
}

const trimmed = (question: Question): Question => ({
  id: question.id,
  kind: question.kind,
  text: question.text.trim(),
  explanation: question.explanation.trim(),
  options: question.options.map(({ id, text, isRight }) => ({ id, text: text.trim(), isRight })),
})
/** jsonb gives keys back in its own order. */
const same = (a: readonly Question[], b: readonly Question[]) =>
  JSON.stringify(a.map(trimmed)) === JSON.stringify(b.map(trimmed))
