import type { Task } from '#contract/activities.ts'
import { api, type InputOf } from '../../kernel/api.ts'
import { clockNow } from '../../kernel/clock.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { type Postponement, postponed } from './groups.ts'

export type TaskQuery = NonNullable<InputOf<'GET /tasks'>['query']>
export type About = { contactId?: string; companyId?: string; dealId?: string }
const touched = ['/tasks', '/deals/:id/timeline', '/contacts/:id/timeline']

/** One list of tasks and what can be done with them; each act shows at once and can be taken back. */
export function useTasks(query: TaskQuery) {
  const t = useT()
  const { timeZone } = useFormat()
  const input = { query }
  const list = useApi('GET /tasks', input, { keepPrevious: true })
  const items: Task[] = list.data?.items ?? []

  const completion = useAct('POST /tasks/:id/completion', {
    invalidates: touched,
    done: (task) => t('tasks.completed', { task: task.title }),
    undo: (task) => api('DELETE /tasks/:id/completion', { params: { id: task.id } }),
    optimistic: ({ params }, patch) =>
      patch('GET /tasks', input, (old) => ({ ...old, items: old.items.filter((task) => task.id !== params.id) })),
  })
  const reopening = useAct('DELETE /tasks/:id/completion', { invalidates: touched })
  const postponement = useAct('POST /tasks/postponements', {
    invalidates: touched,
    done: (reply) => t('tasks.postpone.done', { count: reply.changed }),
    undo: (_, { body }) =>
      api('POST /tasks/postponements', { body: { tasks: body.tasks.map(({ id }) => ({ id, dueAt: dueBefore(id) })) } }),
    optimistic: ({ body }, patch) => {
      for (const { id } of body.tasks) remembered.set(id, items.find((task) => task.id === id)?.dueAt ?? null)
      const next = new Map(body.tasks.map(({ id, dueAt }) => [id, dueAt]))
      patch('GET /tasks', input, (old) => ({
        ...old,
        items: old.items
          .map((task) => (next.has(task.id) ? { ...task, dueAt: next.get(task.id) ?? null } : task))
          .sort(byDue),
      }))
    },
  })
  return {
    items,
    loading: list.isPending,
    hasMore: list.data?.next != null,
    error: list.error,
    refetch: list.refetch,
    complete: (task: Task) => completion.mutate({ params: { id: task.id } }),
    reopen: (task: Task) => reopening.mutate({ params: { id: task.id } }),
    postpone: (tasks: readonly Task[], by: Postponement) =>
      postponement.mutate({
        body: {
          tasks: tasks
            .slice(0, 200)
            .map(({ id, dueAt }) => ({ id, dueAt: postponed(dueAt, by, clockNow(), timeZone) })),
        },
      }),
  }
}

/** What tasks were due before they were last postponed, so that it can be taken back. */
const remembered = new Map<string, string | null>()
const dueBefore = (id: string) => remembered.get(id) ?? null

const byDue = (a: Task, b: Task) => (a.dueAt ?? '9').localeCompare(b.dueAt ?? '9') || a.id.localeCompare(b.id)
