import type { Tx } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'
import { notify } from '#modules/platform/public.ts'
import type { TaskFacts } from './task-facts.ts'

/** Tells people of tasks that somebody else, or a rule, gave them. A task handed on and back is told each time. */
export const notifyAssignees = (tx: Tx, actor: Actor, at: Date, tasks: readonly TaskFacts[]): Promise<void> =>
  notify(
    tx,
    at,
    actor.workspaceId,
    tasks.flatMap((task) =>
      task.assigneeId && task.assigneeId !== actor.id
        ? [
            {
              memberIds: [task.assigneeId],
              kind: 'task_assigned',
              params: { title: task.title },
              link: linkOfTask(task),
              dedupeKey: `task_assigned:${task.id}:${at.toISOString()}`,
              mail: true,
            },
          ]
        : [],
    ),
  )

/** Where a task is done: at the record it is about, else in the list. */
export const linkOfTask = ({ dealId, subjectId, companyId }: TaskFacts): string =>
  dealId ? `/deals/${dealId}` : subjectId ? `/contacts/${subjectId}` : companyId ? `/companies/${companyId}` : '/tasks'
