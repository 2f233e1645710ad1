import { sql } from 'kysely'
import type { ProjectStanding } from '#contract/projects.ts'
import { timeZoneOf } from '#kernel/calendar/time-zone.ts'
import { localDate } from '#kernel/calendar/zone.ts'
import type { Db } from '#kernel/db.ts'
import type { Ctx } from '#kernel/http.ts'
import { coverageOf } from './coverage-reader.ts'
import { readRow } from './select-projects.ts'

type Row = {
  series: number
  upcoming: number
  nextAt: Date | null
  held: number
  openActions: number
  items: number
  stale: number
  mandatoryStale: number
  trainings: number
  upcomingSessions: number
  goals: number
  ideas: number
  conflicts: number
}

/** What a project runs on and how each part stands. A part it does not run on is null: it is not asked for. */
export async function readStanding({ db, actor, clock }: Ctx, id: string): Promise<ProjectStanding> {
  const { workspaceId } = actor
  const at = clock.now()
  const { runsOnMeetings, runsOnChecklist, runsOnTraining } = await readRow(db, workspaceId, id)
  const row = await count(db, workspaceId, id, at)
  const { series, upcoming, held, openActions, items, stale, mandatoryStale, trainings, upcomingSessions } = row
  const coverage = runsOnTraining ? await coverageOf(db, workspaceId, at, id) : null
  return {
    meetings: runsOnMeetings
      ? { series, upcoming, nextAt: row.nextAt?.toISOString() ?? null, held, openActions }
      : null,
    checklist: runsOnChecklist ? { items, stale, mandatoryStale } : null,
    training: runsOnTraining ? { trainings, upcomingSessions, coverage } : null,
    goals: row.goals,
    ideas: row.ideas,
    conflicts: row.conflicts,
  }
}

/** Every figure in one statement over the tables of the others. */
async function count(db: Db, workspaceId: string, id: string, at: Date): Promise<Row> {
  const today = localDate(await timeZoneOf(db, workspaceId), at)
  const { rows } = await sql<Row>`with
    met as materialized (select state, starts_at from meeting m
      where m.workspace_id = ${workspaceId} and m.project_id = ${id} and m.deleted_at is null),
    known as materialized (select i.mandatory, i.stale_on <= ${today}::date as is_stale from information_item i
      where i.workspace_id = ${workspaceId} and i.project_id = ${id} and i.closed_at is null and i.deleted_at is null)
    select
      (select count(*)::int from meeting_series s
        where s.workspace_id = ${workspaceId} and s.project_id = ${id} and s.deleted_at is null) as series,
      (select count(*)::int from met where state = 'planned' and starts_at > ${at}) as upcoming,
      (select min(starts_at) from met where state = 'planned' and starts_at > ${at}) as next_at,
      (select count(*)::int from met where state = 'closed') as held,
      (select count(*)::int from meeting_action a
        join meeting m on m.workspace_id = a.workspace_id and m.workspace_id = ${workspaceId} and m.id = a.meeting_id
        join task t on t.workspace_id = a.workspace_id and t.workspace_id = ${workspaceId} and t.id = a.task_id
        where a.workspace_id = ${workspaceId} and m.project_id = ${id} and a.removed_at is null and t.state = 'open'
          and t.deleted_at is null) as open_actions,
      (select count(*)::int from known) as items,
      (select count(*)::int from known where is_stale) as stale,
      (select count(*)::int from known where is_stale and mandatory) as mandatory_stale,
      (select count(*)::int from training t where t.workspace_id = ${workspaceId} and t.project_id = ${id} and t.state <> 'retired'
        and t.deleted_at is null) as trainings,
      (select count(*)::int from training_session s
        join training t on t.workspace_id = s.workspace_id and t.workspace_id = ${workspaceId} and t.id = s.training_id
        where s.workspace_id = ${workspaceId} and t.project_id = ${id} and t.deleted_at is null and s.cancelled_at is null
          and s.starts_at > ${at}) as upcoming_sessions,
      (select count(*)::int from goal g where g.workspace_id = ${workspaceId} and g.project_id = ${id} and g.deleted_at is null) as goals,
      (select count(*)::int from idea i where i.workspace_id = ${workspaceId} and i.project_id = ${id} and i.deleted_at is null) as ideas,
      (select count(*)::int from conflict c
        where c.workspace_id = ${workspaceId} and c.project_id = ${id} and c.deleted_at is null) as conflicts`.execute(
    db,
  )
  return rows[0]!
}
