import type { taskKinds } from '#contract/activities.ts'

export type TaskFacts = {
  id: string
  title: string
  kind: string
  assigneeId: string | null
  subjectId: string | null
  companyId: string | null
  dealId: string | null
}

/** What the ledger keeps of a task. */
export const taskFacts = (task: TaskFacts) => ({
  taskId: task.id,
  title: task.title,
  // The column's CHECK holds the same words.
  kind: task.kind as (typeof taskKinds)[number],
  ...(task.assigneeId && { assigneeId: task.assigneeId }),
  ...aboutOf(task),
})
export const taskSubjects = (task: TaskFacts): string[] => [task.id, ...subjectsOf(task)]

export type About = { subjectId: string | null; companyId: string | null; dealId: string | null }
/** Only what is there: events leave out what they do not concern. */
export const aboutOf = ({ subjectId, companyId, dealId }: About) => ({
  ...(subjectId && { subjectId }),
  ...(companyId && { companyId }),
  ...(dealId && { dealId }),
})
export const subjectsOf = ({ subjectId, companyId, dealId }: About): string[] =>
  [subjectId, companyId, dealId].filter((id) => id !== null)
