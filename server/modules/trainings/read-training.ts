import { sql } from 'kysely'
import type { Training } from '#contract/trainings.ts'
import type { Db, Tx } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'
import { mayRun } from './access.ts'
import { loadFacts } from './completions/load-facts.ts'
import { countOf } from './coverage/count-asked.ts'
import { materialsOf } from './materials/select-materials.ts'
import { progressOf } from './rules/completion.ts'
import { readerOf, readRow, toSummary } from './select-trainings.ts'
import { sessionsOf } from './sessions/select-sessions.ts'

/** A training with everything that is one with it, as this reader sees it. Throws 404. */
export async function readTraining(db: Db | Tx, actor: Actor, at: Date, id: string): Promise<Training> {
  const { workspaceId } = actor
  const row = await readRow(db, await readerOf(db, actor, at), id)
  const materials = await materialsOf(db, workspaceId, id, actor.id)
  const sessions = await sessionsOf(db, workspaceId, actor.id, sql`s.training_id = ${id}`)
  const [mine] = await loadFacts(db, workspaceId, row, [actor.id], at)
  const { rows } = await sql<{ count: number }>`select jsonb_array_length(questions) as count from training_quiz
    where workspace_id = ${workspaceId} and training_id = ${id} and version = ${row.quizVersion}`.execute(db)
  return {
    ...toSummary(row, at),
    purpose: row.purpose,
    materials,
    sessions,
    attemptsLimit: row.attemptsLimit,
    cooldownMinutes: row.cooldownMinutes,
    minQuizVersion: row.minQuizVersion,
    questionCount: rows[0]?.count ?? 0,
    coverage: await countOf(db, workspaceId, at, id),
    mayRun: await mayRun(db, actor, row),
    progress: mine ? progressOf(mine, at) : { attended: false, read: false, passed: false },
    updatedAt: row.updatedAt.toISOString(),
  }
}
