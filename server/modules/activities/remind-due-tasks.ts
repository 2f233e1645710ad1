import { sql } from 'kysely'
import Type from 'typebox'
import { defineJob } from '#kernel/jobs.ts'
import { notify } from '#modules/platform/public.ts'
import { linkOfTask } from './notify-assignees.ts'
import type { TaskFacts } from './task-facts.ts'

const aheadMs = 10 * 60_000
const backMs = 24 * 3_600_000

/**
 * Tells assignees of tasks that fall due within ten minutes, or did in the last day (a server that was off). The
 * notification's key holds the due time: once for each date, however often this runs.
 */
export const remindDueTasks = defineJob({
  name: 'activities.remind_due_tasks',
  payload: Type.Object({}),
  retry: { limit: 3 },
  pool: 'interactive',
  async run(_payload, { db, clock }) {
    const now = clock.now()
    const workspaces = await db.selectFrom('workspace').select('id').execute()
    for (const { id: workspaceId } of workspaces) {
      await db.transaction().execute(async (tx) => {
        const { rows } = await sql<
          TaskFacts & { assigneeId: string; dueAt: Date }
        >`select id, title, kind, assignee_id, subject_id, company_id, deal_id, due_at
          from task where workspace_id = ${workspaceId} and state = 'open' and deleted_at is null and assignee_id is not null
            and due_at > ${new Date(now.getTime() - backMs)} and due_at <= ${new Date(now.getTime() + aheadMs)}
          order by due_at, id limit 1000`.execute(tx)
        await notify(
          tx,
          now,
          workspaceId,
          rows.map((task) => ({
            memberIds: [task.assigneeId],
            kind: 'task_due',
            params: { title: task.title },
            link: linkOfTask(task),
            dedupeKey: `task_due:${task.id}:${task.dueAt.toISOString()}`,
          })),
        )
      })
    }
  },
})
