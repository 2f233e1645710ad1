import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db.ts'
import { type FieldError, Problem } from '#kernel/problem.ts'
import { requireProject } from '#modules/projects/public.ts'

export type Terms = {
  requestedByDepartmentId: string
  providedByDepartmentId: string
  ownerId: string
  projectId: string | null
  campaignId: string | null
  meetingSeriesId: string | null
}
type Found = { departmentIds: string[]; isMember: boolean; hasCampaign: boolean; hasSeries: boolean }

/**
 * Throws 422 naming each department, owner, project, campaign or series that is not there, and an owner who is not of the
 * providing department. A department may ask itself: what it keeps in order for its own work.
 */
export async function requireTerms(tx: Tx, workspaceId: string, terms: Terms): Promise<void> {
  const { requestedByDepartmentId, providedByDepartmentId, ownerId, projectId, campaignId, meetingSeriesId } = terms
  const { rows } = await sql<Found>`select
      array(select id from department where workspace_id = ${workspaceId} and deleted_at is null
        and id in (${requestedByDepartmentId}::uuid, ${providedByDepartmentId}::uuid)) as department_ids,
      exists (select 1 from member where workspace_id = ${workspaceId} and id = ${ownerId}::uuid and removed_at is null) as is_member,
      ${campaignId ? sql`exists (select 1 from campaign where workspace_id = ${workspaceId} and id = ${campaignId}::uuid and deleted_at is null)` : sql`true`} as has_campaign,
      ${meetingSeriesId ? sql`exists (select 1 from meeting_series where workspace_id = ${workspaceId} and id = ${meetingSeriesId}::uuid and deleted_at is null)` : sql`true`} as has_series`.execute(
    tx,
  )
  const found = rows[0]!
  const wrong: FieldError[] = []
  const refuse = (field: keyof Terms, rule: string) => wrong.push({ pointer: `/${field}`, rule })
  if (!found.departmentIds.includes(requestedByDepartmentId)) refuse('requestedByDepartmentId', 'unknown_record')
  if (!found.departmentIds.includes(providedByDepartmentId)) refuse('providedByDepartmentId', 'unknown_record')
  else if (!found.isMember) refuse('ownerId', 'unknown_member')
  else if (!(await answersFor(tx, workspaceId, [providedByDepartmentId], ownerId)).has(providedByDepartmentId))
    refuse('ownerId', 'not_in_department')
  if (!found.hasCampaign) refuse('campaignId', 'unknown_record')
  if (!found.hasSeries) refuse('meetingSeriesId', 'unknown_record')
  if (campaignId && meetingSeriesId) refuse('meetingSeriesId', 'one_binding')
  if (wrong.length > 0) throw new Problem('unprocessable', {}, wrong)
  await requireProject(tx, workspaceId, projectId)
}

/**
 * Of the departments, those for which the member may answer: their own; customer service for whoever is in sales, inside
 * which it sits; and one that has nobody, for anybody.
 */
export async function answersFor(
  db: Db | Tx,
  workspaceId: string,
  departmentIds: readonly string[],
  memberId: string,
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`select d.id from department d
    where d.workspace_id = ${workspaceId} and d.id = any(${[...new Set(departmentIds)]}::uuid[]) and (
      exists (select 1 from member_department md join department own on own.workspace_id = md.workspace_id and own.id = md.department_id
        where md.workspace_id = ${workspaceId} and md.member_id = ${memberId} and (own.id = d.id or (own.key = 'sales' and d.key = 'service')))
      or not exists (select 1 from member_department md join member m on m.workspace_id = md.workspace_id and m.id = md.member_id
        where md.workspace_id = ${workspaceId} and md.department_id = d.id and m.removed_at is null))`.execute(db)
  return new Set(rows.map((row) => row.id))
}
