import { sql } from 'kysely'
import type { Campaign, campaignsRoutes } from '#contract/campaigns.ts'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { invalid, Problem } from '#kernel/problem.ts'
import { meetingAttendance } from '#modules/meetings/public.ts'
import { readCampaign } from './read-campaign.ts'
import { isSigned, readSeats, type SeatRow, stateByKickoff } from './seats.ts'
import { factsOf, isRunning, lockCampaign, requireOpen } from './select-campaigns.ts'

type Given = Parameters<Handlers<typeof campaignsRoutes>['POST /campaigns/:id/kickoff']>[1]['body']
type Attendance = NonNullable<Given['attendance']>

/**
 * Adds who came and who signed. Departments may sign one after the other; the kick-off is held when every one has.
 * For a department sits who belongs to it or answers for it in this campaign: anybody else is refused with 422.
 * A meeting alone is both attendance and sign-off: whoever sat there for a department signs for it.
 */
export const holdKickoff = (ctx: Ctx, id: string, given: Given): Promise<Campaign> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const campaign = await lockCampaign(tx, workspaceId, id)
    requireOpen(campaign)
    if (isRunning(campaign)) throw new Problem('campaign_running')
    const before = await readSeats(tx, workspaceId, id)
    const isMeetingAlone = !given.attendance
    const meeting = given.meetingId
      ? await fromMeeting(tx, workspaceId, id, given.meetingId, before, isMeetingAlone)
      : null
    const heldAt = given.heldAt ? new Date(given.heldAt) : (meeting?.startedAt ?? at)
    if (heldAt > at) throw invalid('/heldAt', 'in_future')
    const told = given.attendance ?? []
    if (!meeting && told.length === 0) throw invalid('/attendance', 'required')
    // Who sat in the meeting has been judged there, delegates too.
    await requireSeated(tx, workspaceId, before, told, meeting?.attendance ?? [])
    await writeAttendance(tx, workspaceId, id, heldAt, [...(meeting?.attendance ?? []), ...told])
    const seats = await readSeats(tx, workspaceId, id)
    const state = stateByKickoff(seats)
    const held = state === 'ready'
    await sql`update campaign set state = ${state}, kickoff_held_at = ${held ? (campaign.kickoffHeldAt ?? heldAt) : null},
        kickoff_meeting_id = ${given.meetingId ?? campaign.kickoffMeetingId},
        updated_at = ${at}, version = version + 1
      where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
    const attendeeIds = [...new Set(seats.flatMap((seat) => seat.attendeeIds))]
    const signedDepartmentIds = seats.filter(isSigned).map((seat) => seat.departmentId)
    const data = { ...factsOf(campaign), attendeeIds, signedDepartmentIds, held }
    await record(tx, actor, at, 'campaign.kickoff_recorded', data, [id])
    return readCampaign(tx, ctx, id)
  })

/**
 * Who sat for each department of the campaign in a meeting, the first of each signing if `signs`. Throws 422 on a meeting that is
 * not there, is of another campaign, was cancelled, where nobody has come yet, or without quorum.
 */
async function fromMeeting(
  tx: Tx,
  workspaceId: string,
  campaignId: string,
  meetingId: string,
  seats: readonly SeatRow[],
  signs: boolean,
): Promise<{ startedAt: Date | null; attendance: Attendance }> {
  const refuse = (rule: string) => new Problem('unprocessable', {}, [{ pointer: '/meetingId', rule }])
  const meeting = await meetingAttendance(tx, workspaceId, meetingId)
  if (!meeting) throw refuse('unknown_record')
  if (meeting.campaignId !== null && meeting.campaignId !== campaignId) throw refuse('meeting_of_another')
  // A quorum before anybody pressed start is a meeting that has begun, as it is for its decisions.
  if (meeting.state === 'cancelled' || (meeting.state === 'planned' && !meeting.hasQuorum))
    throw refuse('meeting_not_held')
  if (!meeting.hasQuorum) throw refuse('meeting_no_quorum')
  const involved = new Set(seats.map((seat) => seat.departmentId))
  const attendance = meeting.seats
    .filter((seat) => involved.has(seat.departmentId))
    .flatMap(({ departmentId, attendeeIds }) =>
      attendeeIds.map((memberId, index) => ({ departmentId, memberId, signedOff: signs && index === 0 })),
    )
  return { startedAt: meeting.startedAt, attendance }
}

async function requireSeated(
  tx: Tx,
  workspaceId: string,
  seats: readonly SeatRow[],
  attendance: Attendance,
  sat: Attendance,
): Promise<void> {
  const memberIds = attendance.map((one) => one.memberId)
  const { rows } = await sql<{ memberId: string; departmentIds: string[] }>`select m.id as member_id,
      array(select md.department_id from member_department md where md.workspace_id = ${workspaceId} and md.member_id = m.id) as department_ids
    from member m where m.workspace_id = ${workspaceId} and m.removed_at is null and m.id = any(${memberIds}::uuid[])`.execute(
    tx,
  )
  const known = new Map(rows.map((row) => [row.memberId, row.departmentIds]))
  const errors = attendance.flatMap(({ departmentId, memberId }, index) => {
    const seat = seats.find((one) => one.departmentId === departmentId)
    const theirs = known.get(memberId)
    if (!seat) return [{ pointer: `/attendance/${index}/departmentId`, rule: 'department_not_involved' }]
    if (!theirs) return [{ pointer: `/attendance/${index}/memberId`, rule: 'unknown_member' }]
    if (sat.some((one) => one.departmentId === departmentId && one.memberId === memberId)) return []
    return theirs.includes(departmentId) || seat.ownerId === memberId
      ? []
      : [{ pointer: `/attendance/${index}/memberId`, rule: 'not_in_department' }]
  })
  if (errors.length > 0) throw new Problem('unprocessable', {}, errors)
}

async function writeAttendance(tx: Tx, workspaceId: string, id: string, at: Date, attendance: Attendance) {
  const rows = [...Map.groupBy(attendance, (one) => one.departmentId)].map(([departmentId, people]) => ({
    departmentId,
    attendeeIds: people.map((one) => one.memberId),
    signedBy: people.find((one) => one.signedOff)?.memberId ?? null,
  }))
  await sql`with given as materialized (
      select g."departmentId", g."signedBy", array(select distinct unnest(s.attendee_ids || g."attendeeIds")) as attendee_ids
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as g("departmentId" uuid, "attendeeIds" uuid[], "signedBy" uuid)
      join campaign_seat s on s.workspace_id = ${workspaceId} and s.campaign_id = ${id} and s.department_id = g."departmentId")
    update campaign_seat s set attendee_ids = g.attendee_ids, signed_by = coalesce(s.signed_by, g."signedBy"),
      signed_at = case when s.signed_by is not null then s.signed_at when g."signedBy" is not null then ${at}::timestamptz end
    from given g where s.workspace_id = ${workspaceId} and s.campaign_id = ${id} and s.department_id = g."departmentId"`.execute(
    tx,
  )
}
