import { sql } from 'kysely'
import { dayNumberOf, localDate, startOfLocalDay } from '#kernel/calendar/zone.ts'
import type { AgendaSource } from '#modules/meetings/public.ts'
import { placeOf } from './day.ts'
import { staleOn } from './select-items.ts'

type Row = {
  id: string
  name: string
  ownerId: string
  ownerName: string
  mandatory: boolean
  verifiedOn: string | null
  dueOn: string
  createdAt: Date
  requestedByDepartmentId: string
  providedByDepartmentId: string
}

/** Stale information between the departments of the meeting: mandatory first, longest overdue first. */
export const informationAgenda: AgendaSource = async (db, workspaceId, at, scope) => {
  const { timeZone } = await placeOf(db, workspaceId)
  const today = localDate(timeZone, at)
  const { rows } =
    await sql<Row>`select i.id, i.name, i.owner_id, m.full_name as owner_name, i.mandatory, i.verified_on, i.due_on, i.created_at,
      i.requested_by_department_id, i.provided_by_department_id
    from information_item i
    join member m on m.workspace_id = i.workspace_id and m.workspace_id = ${workspaceId} and m.id = i.owner_id
    where i.workspace_id = ${workspaceId} and i.deleted_at is null and i.closed_at is null and ${staleOn(today)}
      and ${scope.projectId ? sql`i.project_id = ${scope.projectId}` : sql`i.campaign_id is null`}
      and (i.requested_by_department_id = any(${[...scope.departmentIds]}::uuid[])
        or i.provided_by_department_id = any(${[...scope.departmentIds]}::uuid[]))
    order by i.mandatory desc, i.stale_on, i.id limit ${scope.limit}`.execute(db)
  return rows.map((row) => ({
    key: `information_stale:${row.id}`,
    kind: 'information_stale',
    title: row.name,
    params: {
      owner: row.ownerName,
      days: Math.max(0, dayNumberOf(today) - dayNumberOf(row.dueOn)),
      never: row.verifiedOn === null ? 'true' : 'false',
    },
    severity: row.mandatory ? 'major' : 'minor',
    since: row.verifiedOn === null ? row.createdAt : startOfLocalDay(timeZone, row.dueOn),
    amountCents: null,
    url: `/information/${row.id}`,
    departmentIds: [row.requestedByDepartmentId, row.providedByDepartmentId],
    ownerId: row.ownerId,
  }))
}
