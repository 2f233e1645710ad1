import { type RawBuilder, sql } from 'kysely'
import type { Task } from '#contract/activities.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { Problem } from '#kernel/problem.ts'

export type TaskRow = {
  id: string
  title: string
  body: string
  kind: Task['kind']
  state: Task['state']
  priority: Task['priority']
  dueAt: Date | null
  assigneeId: string | null
  departmentId: string | null
  subjectId: string | null
  contactName: string | null
  companyId: string | null
  companyName: string | null
  dealId: string | null
  dealName: string | null
  createdById: string
  doneById: string | null
  doneAt: Date | null
  version: number
  createdAt: Date
}

export const selectTasks = (workspaceId: string, where: RawBuilder<unknown>) =>
  sql<TaskRow>`select t.id, t.title, t.body, t.kind, t.state, t.priority, t.due_at, t.assignee_id, t.department_id, t.subject_id,
      coalesce(nullif(c.full_name, ''), c.email) as contact_name, t.company_id, o.name as company_name, t.deal_id, d.name as deal_name,
      t.created_by as created_by_id, t.done_by as done_by_id, t.done_at, t.version, t.created_at
    from task t
    left join contact c on c.workspace_id = t.workspace_id and c.workspace_id = ${workspaceId} and c.subject_id = t.subject_id
    left join company o on o.workspace_id = t.workspace_id and o.workspace_id = ${workspaceId} and o.id = t.company_id
    left join deal d on d.workspace_id = t.workspace_id and d.workspace_id = ${workspaceId} and d.id = t.deal_id
    where t.workspace_id = ${workspaceId} and ${where}`

/** Throws 404 on a task that is not there, deleted, or another workspace's. */
export async function readTaskRow(db: Db | Tx, workspaceId: string, id: string): Promise<TaskRow> {
  const { rows } = await selectTasks(workspaceId, sql`t.id = ${id} and t.deleted_at is null`).execute(db)
  if (!rows[0]) throw new Problem('not_found')
  return rows[0]
}
export const readTask = async (db: Db | Tx, workspaceId: string, id: string): Promise<Task> =>
  toTask(await readTaskRow(db, workspaceId, id))

/** Locked until the transaction ends: two ticks of one task follow one another. */
export async function lockTask(tx: Tx, workspaceId: string, id: string): Promise<TaskRow> {
  await sql`select 1 from task where workspace_id = ${workspaceId} and id = ${id} for update`.execute(tx)
  return readTaskRow(tx, workspaceId, id)
}

export const toTask = ({ subjectId, ...row }: TaskRow): Task => ({
  ...row,
  contactId: subjectId,
  dueAt: row.dueAt?.toISOString() ?? null,
  doneAt: row.doneAt?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
})
