import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { type Actor, recordMany } from '#kernel/events.ts'
import { type TaskFacts, taskFacts, taskSubjects } from './task-facts.ts'

/**
 * Ticks off tasks whose purpose has been met elsewhere; those that are not open stay as they are. Set-based.
 * @param note why, for whoever opens the task later
 */
export async function completeTasks(
  tx: Tx,
  actor: Actor,
  at: Date,
  ids: readonly string[],
  { note = '' } = {},
): Promise<void> {
  if (ids.length === 0) return
  const { rows } = await sql<TaskFacts>`with closing as materialized (
      select id from task where workspace_id = ${actor.workspaceId} and id = any(${ids}::uuid[]) and state = 'open' and deleted_at is null
      order by id for update)
    update task set state = 'done', body = body || ${note && `\n\n${note}`}, done_at = ${at}, done_by = ${actor.id}::uuid, updated_at = ${at}, version = version + 1
    where workspace_id = ${actor.workspaceId} and id in (select id from closing)
    returning id, title, kind, assignee_id, subject_id, company_id, deal_id`.execute(tx)
  await recordMany(
    tx,
    actor,
    at,
    rows.map((task) => ({ name: 'task.completed' as const, data: taskFacts(task), subjects: taskSubjects(task) })),
  )
}
