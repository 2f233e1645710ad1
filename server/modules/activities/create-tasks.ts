import { sql } from 'kysely'
import type { taskKinds, taskPriorities } from '#contract/activities.ts'
import type { Tx } from '#kernel/db.ts'
import { type Actor, recordMany } from '#kernel/events.ts'
import { newId } from '#kernel/id.ts'
import type { DepartmentKey } from '#modules/accounts/public.ts'
import { notifyAssignees } from './notify-assignees.ts'
import { taskFacts, taskSubjects } from './task-facts.ts'

export type NewTask = {
  title: string
  body?: string | null
  kind: (typeof taskKinds)[number]
  dueAt?: Date | null
  assigneeId?: string | null
  /** For everybody of a department until somebody takes it. */
  departmentKey?: DepartmentKey | null
  departmentId?: string | null
  subjectId?: string | null
  companyId?: string | null
  dealId?: string | null
  priority?: (typeof taskPriorities)[number]
  /** What makes it: the same key makes it once, for ever. */
  dedupeKey?: string | null
}

/**
 * Creates tasks and tells the assignees whom somebody else chose. Answers the id of each, in the order given; null where
 * its `dedupeKey` had made one before. A constant number of statements. Titles longer than 300 characters are cut.
 */
export async function createTasks(
  tx: Tx,
  actor: Actor,
  at: Date,
  tasks: readonly NewTask[],
): Promise<(string | null)[]> {
  if (tasks.length === 0) return []
  const rows = tasks.map((task) => ({
    id: newId(),
    title: task.title.slice(0, 300),
    body: task.body ?? '',
    kind: task.kind,
    priority: task.priority ?? 'normal',
    due_at: task.dueAt ?? null,
    assignee_id: task.assigneeId ?? null,
    department_id: task.departmentId ?? null,
    department_key: task.departmentKey ?? null,
    subject_id: task.subjectId ?? null,
    company_id: task.companyId ?? null,
    deal_id: task.dealId ?? null,
    dedupe_key: task.dedupeKey ?? null,
  }))
  const { rows: made } = await sql<{ id: string }>`insert into task
      (workspace_id, id, title, body, kind, priority, due_at, assignee_id, department_id, subject_id, company_id, deal_id, dedupe_key,
       created_by, created_at, updated_at)
    select ${actor.workspaceId}::uuid, t.id, t.title, t.body, t.kind, t.priority, t.due_at, t.assignee_id, coalesce(t.department_id, d.id),
      t.subject_id, t.company_id, t.deal_id, t.dedupe_key, ${actor.id}::uuid, ${at}::timestamptz, ${at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(id uuid, title text, body text, kind text, priority text, due_at timestamptz,
      assignee_id uuid, department_id uuid, department_key text, subject_id uuid, company_id uuid, deal_id uuid, dedupe_key text)
    left join department d on d.workspace_id = ${actor.workspaceId}::uuid and d.key = t.department_key and d.deleted_at is null
    on conflict (workspace_id, dedupe_key) where dedupe_key is not null do nothing
    returning id`.execute(tx)
  const ids = new Set(made.map((row) => row.id))
  const created = rows
    .filter((row) => ids.has(row.id))
    .map((row) => ({
      ...row,
      subjectId: row.subject_id,
      companyId: row.company_id,
      dealId: row.deal_id,
      assigneeId: row.assignee_id,
    }))
  await recordMany(
    tx,
    actor,
    at,
    created.map((task) => ({ name: 'task.created' as const, data: taskFacts(task), subjects: taskSubjects(task) })),
  )
  await notifyAssignees(tx, actor, at, created)
  return rows.map((row) => (ids.has(row.id) ? row.id : null))
}
