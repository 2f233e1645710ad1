import { type RawBuilder, sql } from 'kysely'
import type { MeetingSeries } from '#contract/meeting-series.ts'
import { localDate } from '#kernel/calendar/zone.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { Problem } from '#kernel/problem.ts'
import type { Rule } from '../rules/recurrence.ts'
import type { Chair } from '../seats.ts'

export type SeriesRow = {
  id: string
  name: string
  kind: 'weekly' | 'monthly' | 'other'
  segment: number
  rrule: string
  startsOn: string
  localTime: string
  timeZone: string
  durationMinutes: number
  lastOn: string | null
  sequence: number
  leaderId: string | null
  leaderLeft: boolean
  leaderRotation: 'fixed' | 'rotating'
  rotationIds: string[]
  agendaMinutes: Record<string, number>
  location: string | null
  url: string | null
  projectId: string | null
  laidOutTo: Date
  chairs: Chair[]
  nextMeeting: { id: string; startsAt: string } | null
  createdBy: string
  createdAt: Date
  updatedAt: Date
  version: number
}

export const ruleOf = ({ rrule, startsOn, localTime, timeZone, lastOn }: SeriesRow): Rule => ({
  rrule,
  startsOn,
  time: localTime,
  timeZone,
  lastOn,
})

/** Series with the rule in force, their seats and their next meeting after `at`; `tail` is condition, order and limit over `s`. */
export const selectSeries = (workspaceId: string, at: Date, tail: RawBuilder<unknown>) =>
  sql<SeriesRow>`select s.id, s.name, s.kind, s.segment, r.rrule, r.starts_on, r.local_time, r.time_zone, r.duration_minutes, r.last_on, r.sequence,
      s.leader_id, coalesce(l.removed_at is not null, false) as leader_left, s.leader_rotation, s.rotation_ids, s.agenda_minutes, s.location, s.url, s.project_id,
      s.laid_out_to, s.created_by, s.created_at, s.updated_at, s.version,
      coalesce((select jsonb_agg(jsonb_build_object('departmentId', c.department_id, 'required', c.required) order by c.position, c.department_id)
        from meeting_series_seat c where c.workspace_id = ${workspaceId} and c.series_id = s.id), '[]'::jsonb) as chairs,
      (select jsonb_build_object('id', m.id, 'startsAt', to_char(m.starts_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) from meeting m
        where m.workspace_id = ${workspaceId} and m.series_id = s.id and m.deleted_at is null and m.state in ('planned', 'live')
          and m.ends_at > ${at} order by m.starts_at limit 1) as next_meeting
    from meeting_series s
    join meeting_series_rule r on r.workspace_id = s.workspace_id and r.series_id = s.id and r.segment = s.segment
    left join member l on l.workspace_id = ${workspaceId} and l.id = s.leader_id
    where s.workspace_id = ${workspaceId} and ${tail}`

export async function requireSeries(db: Db | Tx, workspaceId: string, id: string, at: Date): Promise<SeriesRow> {
  const { rows } = await selectSeries(workspaceId, at, sql`s.id = ${id} and s.deleted_at is null`).execute(db)
  if (!rows[0]) throw new Problem('not_found')
  return rows[0]
}

export async function lockSeries(tx: Tx, workspaceId: string, id: string, at: Date): Promise<SeriesRow> {
  await sql`select id from meeting_series where workspace_id = ${workspaceId} and id = ${id} and deleted_at is null for update`.execute(
    tx,
  )
  return requireSeries(tx, workspaceId, id, at)
}

export const hasEnded = ({ lastOn, timeZone }: Pick<SeriesRow, 'lastOn' | 'timeZone'>, at: Date): boolean =>
  lastOn !== null && lastOn < localDate(timeZone, at)
export const seriesFacts = ({ id, name }: Pick<SeriesRow, 'id' | 'name'>) => ({ seriesId: id, seriesName: name })

export const toSeries = (row: SeriesRow, at: Date): MeetingSeries => ({
  id: row.id,
  name: row.name,
  kind: row.kind,
  state: hasEnded(row, at) ? 'ended' : 'active',
  rrule: row.rrule,
  startsOn: row.startsOn,
  time: row.localTime,
  timeZone: row.timeZone,
  durationMinutes: row.durationMinutes,
  endsOn: row.lastOn,
  departmentIds: row.chairs.map((chair) => chair.departmentId),
  optionalDepartmentIds: row.chairs.filter((chair) => !chair.required).map((chair) => chair.departmentId),
  leaderId: row.leaderLeft ? null : row.leaderId,
  leaderRotation: row.leaderRotation,
  rotationIds: row.rotationIds,
  leaderLeft: row.leaderLeft,
  agendaMinutes: row.agendaMinutes,
  location: row.location,
  url: row.url,
  projectId: row.projectId,
  nextMeeting: row.nextMeeting,
  version: row.version,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
})
