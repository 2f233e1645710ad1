import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { type Actor, recordMany } from '#kernel/events.ts'
import { type TaskFacts, taskSubjects } from './task-facts.ts'

/** Calls tasks off whose reason has gone; those that are not open stay as they are. Set-based. */
export async function cancelTasks(tx: Tx, actor: Actor, at: Date, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const { rows } = await sql<TaskFacts>`update task set state = 'cancelled', updated_at = ${at}, version = version + 1
    where workspace_id = ${actor.workspaceId} and id = any(${ids}::uuid[]) and state = 'open' and deleted_at is null
    returning id, title, kind, assignee_id, subject_id, company_id, deal_id`.execute(tx)
  await recordMany(
    tx,
    actor,
    at,
    rows.map((task) => ({
      name: 'task.updated' as const,
      data: { taskId: task.id, title: task.title, changes: { state: ['open', 'cancelled'] } },
      subjects: taskSubjects(task),
    })),
  )
}
