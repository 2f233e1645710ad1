import { sql } from 'kysely'
import type { Readiness } from '#contract/meetings.ts'
import { localDate } from '#kernel/calendar/zone.ts'
import type { Db, Tx } from '#kernel/db.ts'
import type { Ctx } from '#kernel/http.ts'
import { composed, mattersOf } from './agenda/read-agenda.ts'
import { isInvited } from './list-meetings.ts'
import { locksOf } from './locks-of.ts'
import { type Row, selectMeetings, toSummary } from './select-meetings.ts'

const dayMs = 86_400_000

/** The reader's next meeting, or the one that runs, and what it still lacks. */
export async function readNext({ db, actor, clock }: Ctx, { projectId }: { projectId?: string }) {
  const { workspaceId, id: memberId } = actor
  const at = clock.now()
  const { rows } = await selectMeetings(
    workspaceId,
    sql`m.deleted_at is null and m.starts_at > ${new Date(at.getTime() - dayMs)} and (m.state = 'live' or (m.state = 'planned' and m.ends_at > ${at}))
      and ${isInvited(workspaceId, memberId)} ${projectId ? sql`and m.project_id = ${projectId}` : sql``}
      order by (m.state = 'live') desc, m.starts_at, m.id limit 1`,
  ).execute(db)
  const row = rows[0]
  if (!row) return { meeting: null, readiness: null }
  return { meeting: toSummary(row), readiness: await readinessOf(db, workspaceId, at, row) }
}

/** Ready: somebody of every required seat has accepted, nothing would lock decisions, and no action of before is late. */
export async function readinessOf(db: Db | Tx, workspaceId: string, at: Date, row: Row): Promise<Readiness> {
  const { rows: missingSeats } = await sql<
    Readiness['missingSeats'][number]
  >`select s.department_id, d.name as department_name from meeting_seat s
    join department d on d.workspace_id = s.workspace_id and d.id = s.department_id
    where s.workspace_id = ${workspaceId} and s.meeting_id = ${row.id} and s.required and not exists (select 1 from meeting_answer a
      join member_department md on md.workspace_id = a.workspace_id and md.member_id = a.member_id and md.department_id = s.department_id
      where a.workspace_id = ${workspaceId} and a.meeting_id = ${row.id} and a.answer = 'accepted')
    order by s.position`.execute(db)
  const locks = (await locksOf(db, workspaceId, at, row)).map(({ code, items }) => ({ code, items: [...items] }))
  const agenda = await composed(db, workspaceId, row, await mattersOf(db, workspaceId, at, row), at)
  const { openActions, overdueActions } = await openActionsOf(db, workspaceId, at, row)
  return {
    ready: missingSeats.length === 0 && locks.length === 0 && overdueActions === 0,
    missingSeats,
    locks,
    agendaCount: agenda.items.length,
    openActions,
    overdueActions,
  }
}

async function openActionsOf(db: Db | Tx, workspaceId: string, at: Date, { id, seriesId, timeZone }: Row) {
  if (!seriesId) return { openActions: 0, overdueActions: 0 }
  const today = localDate(timeZone, at)
  const { rows } = await sql<{ openActions: number; overdueActions: number }>`select count(*)::int as open_actions,
      count(*) filter (where (t.due_at at time zone ${timeZone})::date < ${today}::date)::int as overdue_actions
    from meeting_action a join task t on t.workspace_id = a.workspace_id and t.id = a.task_id and t.state = 'open' and t.deleted_at is null
    where a.workspace_id = ${workspaceId} and a.series_id = ${seriesId} and a.meeting_id <> ${id} and a.removed_at is null`.execute(
    db,
  )
  return rows[0]!
}
