import type { Task } from '#contract/activities.ts'

/** As the contract has them; the web takes types from it, not values. */
export const taskKinds = [
  'to_do',
  'call',
  'email',
  'follow_up',
  'fix_data',
  'review_duplicate',
] as const satisfies readonly Task['kind'][]
export const taskPriorities = ['low', 'normal', 'high'] as const satisfies readonly Task['priority'][]

export type TaskValues = Pick<Task, 'title' | 'body' | 'kind' | 'priority' | 'dueAt' | 'assigneeId'>
