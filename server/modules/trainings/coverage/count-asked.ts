import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db.ts'
import { coverageOf } from '../rules/completion.ts'
import { addDaysTo, renewalDays } from '../rules/validity.ts'
import { hasRole, holds, inForce, todayOf } from '../select-trainings.ts'

export type Counted = { required: number; covered: number }
export type Cell = Counted & { departmentId: string; topicKey: string; topic: string; trainings: number }

/** A training in force in a department that receives it. */
export type Asked = Counted & {
  id: string
  title: string
  topicKey: string
  topic: string
  ownerId: string | null
  publishedAt: Date | null
  requiredFrom: string | null
  teachingId: string
  departmentId: string
  /** Of the covered ones, those that end within 30 days. */
  expiring: number
}

/**
 * Of how many people each training is asked in each department, and how many hold a valid completion (mechanisms §14).
 * Counted from both ends, never person by training: people of a department by role, and the completions that hold.
 */
export async function countAsked(
  db: Db | Tx,
  workspaceId: string,
  at: Date,
  projectId?: string | null,
): Promise<Asked[]> {
  const today = await todayOf(db, workspaceId, at)
  const asked = sql`from training t
    join training_requirement r on r.workspace_id = t.workspace_id and r.workspace_id = ${workspaceId} and r.training_id = t.id`
  const ofProject = projectId ? sql`and t.project_id = ${projectId}` : sql``
  const { rows } = await sql<Asked>`
    with people as materialized (
      select md.department_id, m.role_id, count(*) as members from member_department md
      join member m on m.workspace_id = md.workspace_id and m.workspace_id = ${workspaceId} and m.id = md.member_id and m.removed_at is null
      where md.workspace_id = ${workspaceId} group by md.department_id, m.role_id
    ), done as (
      select t.id, r.department_id, count(*)::int as covered,
        (count(*) filter (where c.expires_at <= ${addDaysTo(at, renewalDays)}))::int as expiring
      ${asked}
      join training_completion c on c.workspace_id = t.workspace_id and c.workspace_id = ${workspaceId} and c.training_id = t.id
        and ${holds(at)}
      join member_department md on md.workspace_id = c.workspace_id and md.workspace_id = ${workspaceId} and md.member_id = c.member_id
        and md.department_id = r.department_id
      join member m on m.workspace_id = c.workspace_id and m.workspace_id = ${workspaceId} and m.id = c.member_id
        and m.removed_at is null and ${hasRole}
      where t.workspace_id = ${workspaceId} and ${inForce(today)} ${ofProject} group by t.id, r.department_id
    )
    select t.id, t.title, t.topic_key, t.topic, t.owner_id, t.published_at, t.required_from, t.department_id as teaching_id, r.department_id,
      coalesce((select sum(p.members) from people p where p.department_id = r.department_id
        and (t.role_ids = '{}' or p.role_id = any(t.role_ids))), 0)::int as required,
      coalesce(done.covered, 0) as covered, coalesce(done.expiring, 0) as expiring
    ${asked}
    join department d on d.workspace_id = r.workspace_id and d.workspace_id = ${workspaceId} and d.id = r.department_id and d.deleted_at is null
    left join done on done.id = t.id and done.department_id = r.department_id
    where t.workspace_id = ${workspaceId} and ${inForce(today)} ${ofProject}
    order by t.topic_key, r.department_id, t.id`.execute(db)
  return rows
}

/** The same by department × topic. */
export async function countCells(
  db: Db | Tx,
  workspaceId: string,
  at: Date,
  projectId?: string | null,
): Promise<Cell[]> {
  const asked = await countAsked(db, workspaceId, at, projectId)
  return [...Map.groupBy(asked, (one) => `${one.topicKey} ${one.departmentId}`).values()].map((own) => {
    const { departmentId, topicKey, topic } = own[0]!
    return { departmentId, topicKey, topic, trainings: own.length, ...sumOf(own) }
  })
}

/** One training, also a voluntary one: how many people of its departments, and how many of them are up to date. */
export async function countOf(db: Db | Tx, workspaceId: string, at: Date, trainingId: string): Promise<Counted> {
  const { rows } = await sql<Counted>`select count(*)::int as required, count(*) filter (where exists (
      select 1 from training_completion c where c.workspace_id = ${workspaceId} and c.training_id = t.id and c.member_id = m.id
        and ${holds(at)}))::int as covered
    from training t
    join training_requirement r on r.workspace_id = t.workspace_id and r.workspace_id = ${workspaceId} and r.training_id = t.id
    join member_department md on md.workspace_id = r.workspace_id and md.workspace_id = ${workspaceId} and md.department_id = r.department_id
    join member m on m.workspace_id = md.workspace_id and m.workspace_id = ${workspaceId} and m.id = md.member_id
      and m.removed_at is null and ${hasRole}
    where t.workspace_id = ${workspaceId} and t.id = ${trainingId}`.execute(db)
  return rows[0]!
}

export const sumOf = (counts: readonly Counted[]): Counted => ({
  required: counts.reduce((sum, one) => sum + one.required, 0),
  covered: counts.reduce((sum, one) => sum + one.covered, 0),
})

/** Valid completions ÷ required over receiver department × topic, 0 to 1; null where nothing is required of anybody. */
export async function trainingCoverage(
  db: Db | Tx,
  workspaceId: string,
  at: Date,
  projectId?: string | null,
): Promise<number | null> {
  return coverageOf(sumOf(await countCells(db, workspaceId, at, projectId)))
}
