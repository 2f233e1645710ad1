import { sql } from 'kysely'
import Type from 'typebox'
import { Id } from '#contract/kit.ts'
import { systemActor } from '#kernel/events.ts'
import { defineJob } from '#kernel/jobs.ts'
import { acknowledgeTasks } from './acknowledge.ts'

/** Whoever ticks off the task of an impact has seen the change. */
export const followTask = defineJob({
  name: 'impacts.follow-task',
  payload: Type.Object({ workspaceId: Id, taskId: Id }, { additionalProperties: true }),
  retry: { limit: 5 },
  pool: 'interactive',
  async run({ workspaceId, taskId }, { db, clock }) {
    await db.transaction().execute(async (tx) => {
      const { rows } = await sql<{ impactId: string; taskKey: string; doneBy: string | null }>`
        select i.impact_id, i.task_key, t.done_by from impact_task i
        join task t on t.workspace_id = i.workspace_id and t.id = i.task_id
        where i.workspace_id = ${workspaceId} and t.workspace_id = ${workspaceId} and i.task_id = ${taskId} and i.acknowledged_at is null
          and t.state = 'done'`.execute(tx)
      for (const { impactId, taskKey, doneBy } of rows)
        if (doneBy) await acknowledgeTasks(tx, systemActor(workspaceId), clock.now(), impactId, [taskKey], doneBy)
    })
  },
})
