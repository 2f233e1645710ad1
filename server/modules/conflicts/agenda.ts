import { type RawBuilder, sql } from 'kysely'
import { localDate, startOfLocalDay } from '#kernel/calendar/zone.ts'
import { calendarOf } from '#modules/accounts/public.ts'
import type { AgendaCandidate, AgendaSource } from '#modules/meetings/public.ts'
import { type Row, selectConflicts } from './select-conflicts.ts'

type Kind = 'conflict_worsened' | 'conflict_review_due' | 'conflict_open'

/** What has come back by its data, decisions whose day of review has come, and what nobody has decided. */
export const conflictsAgenda: AgendaSource = async (db, workspaceId, _at, scope) => {
  const { timeZone } = await calendarOf(db, workspaceId)
  const meetingDay = localDate(timeZone, scope.startsAt)
  const ofScope = sql`c.deleted_at is null ${scope.projectId ? sql`and c.project_id = ${scope.projectId}` : sql``}
    ${
      scope.departmentIds.length > 0
        ? sql`and exists (select 1 from conflict_side s where s.workspace_id = ${workspaceId} and s.conflict_id = c.id
            and s.department_id = any(${[...scope.departmentIds]}::uuid[]))`
        : sql``
    }`
  const read = async (where: RawBuilder<unknown>, order: RawBuilder<unknown>) =>
    (
      await selectConflicts(
        workspaceId,
        sql`${ofScope} and ${where} order by ${order}, c.id limit ${scope.limit}`,
      ).execute(db)
    ).rows
  const [worse, due, open] = await Promise.all([
    read(sql`c.worsened_since is not null`, sql`c.worsened_since`),
    read(sql`c.state = 'decided' and c.worsened_since is null and c.review_on <= ${meetingDay}`, sql`c.review_on`),
    read(sql`c.state = 'open'`, sql`c.opened_at`),
  ])
  return [
    ...worse.map((row) => candidateOf('conflict_worsened', row, row.worsenedSince ?? row.openedAt)),
    ...open.filter((row) => row.recurrences > 0).map((row) => candidateOf('conflict_open', row, row.openedAt)),
    ...due.map((row) => candidateOf('conflict_review_due', row, startOfLocalDay(timeZone, row.reviewOn ?? meetingDay))),
    ...open.filter((row) => row.recurrences === 0).map((row) => candidateOf('conflict_open', row, row.openedAt)),
  ].slice(0, scope.limit)
}

const candidateOf = (kind: Kind, row: Row, since: Date): AgendaCandidate => ({
  key: `${kind}:${row.id}`,
  kind,
  title: row.title,
  params: { recurrences: row.recurrences },
  severity: kind === 'conflict_worsened' || row.recurrences > 0 ? 'critical' : 'major',
  since,
  amountCents: null,
  url: `/conflicts/${row.id}`,
  departmentIds: row.departmentIds,
  ownerId: row.ownerIds[0] ?? null,
})
