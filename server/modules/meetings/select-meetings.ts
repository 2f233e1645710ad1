import { type RawBuilder, sql } from 'kysely'
import type { MeetingRow, meetingKinds, meetingStates } from '#contract/meetings.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { Problem } from '#kernel/problem.ts'

export type Row = {
  id: string
  name: string
  kind: (typeof meetingKinds)[number]
  state: (typeof meetingStates)[number]
  seriesId: string | null
  segment: number | null
  recurrenceId: string | null
  isEdited: boolean
  startsAt: Date
  endsAt: Date
  durationMinutes: number
  timeZone: string
  plannedLeaderId: string | null
  actingLeaderId: string | null
  /** Whoever leads and still works here. */
  leaderId: string | null
  leaderLeft: boolean
  location: string | null
  url: string | null
  projectId: string | null
  campaignId: string | null
  sequence: number
  agendaFixedAt: Date | null
  currentItemId: string | null
  currentSince: Date | null
  minutesDocumentId: string | null
  startedAt: Date | null
  quorumAt: Date | null
  closedAt: Date | null
  closedBy: string | null
  cancelledAt: Date | null
  cancelReason: string | null
  createdBy: string
  createdAt: Date
  updatedAt: Date
  version: number
  departmentIds: string[]
  decisions: number
  actions: number
  openActions: number
}

/** Meetings with who leads them and how much was agreed; `tail` is the condition, order and limit over `m`. */
export const selectMeetings = (workspaceId: string, tail: RawBuilder<unknown>) =>
  sql<Row>`select m.id, m.name, m.kind, m.state, m.series_id, m.segment, m.recurrence_id, m.is_edited, m.starts_at, m.ends_at,
      m.duration_minutes, m.time_zone, m.planned_leader_id, m.acting_leader_id, coalesce(al.id, case when pl.removed_at is null then pl.id end) as leader_id,
      coalesce(pl.removed_at is not null, false) as leader_left, m.location, m.url, m.project_id, m.campaign_id, m.sequence, m.agenda_fixed_at,
      m.current_item_id, m.current_since, m.minutes_document_id, m.started_at, m.quorum_at, m.closed_at, m.closed_by, m.cancelled_at,
      m.cancel_reason, m.created_by, m.created_at, m.updated_at, m.version,
      array(select s.department_id from meeting_seat s where s.workspace_id = ${workspaceId} and s.meeting_id = m.id order by s.position) as department_ids,
      (select count(*)::int from meeting_decision d where d.workspace_id = ${workspaceId} and d.meeting_id = m.id and d.removed_at is null) as decisions,
      a.actions, a.open_actions
    from meeting m
    left join member pl on pl.workspace_id = ${workspaceId} and pl.id = m.planned_leader_id
    left join member al on al.workspace_id = ${workspaceId} and al.id = m.acting_leader_id and al.removed_at is null
    cross join lateral (select count(*)::int as actions,
        count(*) filter (where t.state = 'open' and t.deleted_at is null)::int as open_actions
      from meeting_action ma left join task t on t.workspace_id = ${workspaceId} and t.id = ma.task_id
      where ma.workspace_id = ${workspaceId} and ma.meeting_id = m.id and ma.removed_at is null) a
    where m.workspace_id = ${workspaceId} and ${tail}`

export async function findMeeting(db: Db | Tx, workspaceId: string, id: string): Promise<Row | null> {
  const { rows } = await selectMeetings(workspaceId, sql`m.id = ${id} and m.deleted_at is null`).execute(db)
  return rows[0] ?? null
}

export async function requireMeeting(db: Db | Tx, workspaceId: string, id: string): Promise<Row> {
  const row = await findMeeting(db, workspaceId, id)
  if (!row) throw new Problem('not_found')
  return row
}

/** Holds the meeting still: whoever comes second waits and then sees what the first one did. */
export async function lockMeeting(tx: Tx, workspaceId: string, id: string): Promise<Row> {
  await sql`select id from meeting where workspace_id = ${workspaceId} and id = ${id} and deleted_at is null for update`.execute(
    tx,
  )
  return requireMeeting(tx, workspaceId, id)
}

/** A meeting that is over takes nothing more: throws 409. */
export function requireOpen(row: Pick<Row, 'state'>): void {
  if (row.state === 'closed' || row.state === 'cancelled') throw new Problem('meeting_over', { state: row.state })
}

export const factsOf = ({ id, name, startsAt }: Pick<Row, 'id' | 'name' | 'startsAt'>) => ({
  meetingId: id,
  meetingName: name,
  startsAt: startsAt.toISOString(),
})
/** What a meeting's events concern: itself, its series, the campaign it kicks off. */
export const subjectsOf = ({ id, seriesId, campaignId }: Pick<Row, 'id' | 'seriesId' | 'campaignId'>): string[] => [
  id,
  ...(seriesId ? [seriesId] : []),
  ...(campaignId ? [campaignId] : []),
]

export const toSummary = (row: Row): MeetingRow => ({
  id: row.id,
  name: row.name,
  kind: row.kind,
  state: row.state,
  seriesId: row.seriesId,
  recurrenceId: row.recurrenceId,
  isEdited: row.isEdited,
  startsAt: row.startsAt.toISOString(),
  endsAt: row.endsAt.toISOString(),
  durationMinutes: row.durationMinutes,
  timeZone: row.timeZone,
  departmentIds: row.departmentIds,
  leaderId: row.leaderId,
  location: row.location,
  url: row.url,
  projectId: row.projectId,
  campaignId: row.campaignId,
  decisions: row.decisions,
  actions: row.actions,
  openActions: row.openActions,
  closedAt: row.closedAt?.toISOString() ?? null,
  version: row.version,
})
