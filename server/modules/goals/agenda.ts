import { sql } from 'kysely'
import { localDate } from '#kernel/calendar/zone.ts'
import { calendarOf } from '#modules/accounts/public.ts'
import type { AgendaCandidate, AgendaSource } from '#modules/meetings/public.ts'
import { type Row, selectGoals } from './select-goals.ts'

/** Goals off their pace, the longest first; each month every running one. */
export const goalsAgenda: AgendaSource = async (db, workspaceId, at, { cadence, departmentIds, projectId, limit }) => {
  const today = localDate((await calendarOf(db, workspaceId)).timeZone, at)
  const ofThem =
    departmentIds.length > 0
      ? sql`and exists (select 1 from goal_owner o where o.workspace_id = ${workspaceId} and o.goal_id = g.id
          and o.department_id = any(${[...departmentIds]}::uuid[]))`
      : sql``
  const { rows } = await selectGoals(
    workspaceId,
    sql`g.deleted_at is null and g.from_on <= ${today} and g.to_on >= ${today}
      ${cadence === 'monthly' ? sql`` : sql`and g.off_since is not null`}
      ${projectId ? sql`and g.project_id = ${projectId}::uuid` : sql``} ${ofThem}
      order by g.off_since nulls last, g.pace nulls last, g.id limit ${limit}`,
  ).execute(db)
  return rows.map((row) => toCandidate(row, at))
}

function toCandidate(row: Row, at: Date): AgendaCandidate {
  const percent = (share: number | null) => Math.round((share ?? 0) * 100)
  const isFar = row.pace !== null && row.pace < 0.5
  const missing = row.targetValue - row.startValue
  return {
    key: `goal:${row.id}`,
    kind: row.offSince ? 'goal_off_pace' : 'goal_month',
    title: row.name,
    params: { progress: percent(row.progress), pace: percent(row.pace) },
    severity: row.offSince ? (isFar ? 'critical' : 'major') : 'minor',
    since: row.offSince ?? at,
    // What is missing of what should be there by now.
    amountCents:
      row.unit === 'money' && row.offSince
        ? Math.max(0, Math.round((row.expected - (row.progress ?? 0)) * Math.abs(missing)))
        : null,
    url: `/goals/${row.id}`,
    departmentIds: row.owners.map((one) => one.departmentId),
    ownerId: row.owners[0]?.ownerId ?? null,
  }
}
