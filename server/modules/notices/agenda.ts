import { sql } from 'kysely'
import type { AgendaCandidate, AgendaSource } from '#modules/meetings/public.ts'
import type { Severity } from './rules/deadline.ts'

type Row = {
  id: string
  title: string
  severity: Severity
  authorId: string
  dueAt: Date
  waiting: number
  departmentIds: string[]
}

/** Notices whose time is over and that somebody has not confirmed: the gravest first, then the oldest. */
export const noticesAgenda: AgendaSource = async (db, workspaceId, at, { departmentIds, projectId, limit }) => {
  const { rows } =
    await sql<Row>`select n.id, n.title, n.severity, n.created_by as author_id, n.due_at, late.waiting, late.department_ids
    from notice n cross join lateral (
      select count(distinct r.member_id)::int as waiting,
        coalesce(array_agg(distinct md.department_id) filter (where md.department_id is not null), '{}') as department_ids
      from notice_recipient r
      join member m on m.workspace_id = ${workspaceId} and m.id = r.member_id and m.removed_at is null
      left join member_department md on md.workspace_id = ${workspaceId} and md.member_id = r.member_id
      where r.workspace_id = ${workspaceId} and r.notice_id = n.id and r.acknowledged_at is null and r.due_at <= ${at}) late
    where n.workspace_id = ${workspaceId} and n.state = 'published' and n.acknowledgement and n.deleted_at is null and n.due_at <= ${at}
      and (${projectId}::uuid is null or n.project_id = ${projectId}::uuid) and late.waiting > 0
      ${departmentIds.length > 0 ? sql`and late.department_ids && ${[...departmentIds]}::uuid[]` : sql``}
    order by array_position(array['critical', 'major', 'minor'], n.severity), n.due_at, n.id limit ${limit}`.execute(db)
  return rows.map(
    ({ id, title, severity, authorId, dueAt, waiting, departmentIds: late }): AgendaCandidate => ({
      key: `notice_overdue:${id}`,
      kind: 'notice_overdue',
      title,
      params: { waiting },
      severity,
      since: dueAt,
      amountCents: null,
      url: `/notices/${id}`,
      departmentIds: late,
      ownerId: authorId,
    }),
  )
}
