import { sql } from 'kysely'
import type { Meeting, meetingsRoutes } from '#contract/meetings.ts'
import { timeZoneOf } from '#kernel/calendar/time-zone.ts'
import { isTimeZone } from '#kernel/calendar/zone.ts'
import type { Tx } from '#kernel/db.ts'
import { type Actor, record } from '#kernel/events.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { filled, invalid, Problem } from '#kernel/problem.ts'
import { requireProject } from '#modules/projects/public.ts'
import { inviteToMeeting } from './calendar/invite.ts'
import { readMeeting } from './read-meeting.ts'
import { requireChairs, requireMembers, writeMeetingSeats } from './seats.ts'
import { factsOf, requireMeeting, subjectsOf } from './select-meetings.ts'

export type NewMeeting = Parameters<Handlers<typeof meetingsRoutes>['POST /meetings']>[1]['body']

const usualMinutes = 60
const furthestMs = 3 * 366 * 86_400_000

export const createMeeting = (ctx: Ctx, given: NewMeeting): Promise<Meeting> =>
  ctx.transact(async (tx) => {
    const { id } = await openMeeting(tx, ctx.actor, ctx.clock.now(), given)
    return readMeeting(tx, ctx, id)
  })

/** Calls a single meeting in the caller's transaction and invites its people. Throws 400 and 422 like the route. */
export async function openMeeting(tx: Tx, actor: Actor, at: Date, given: NewMeeting): Promise<{ id: string }> {
  const { workspaceId } = actor
  const name = filled(given.name, '/name')
  const startsAt = new Date(given.startsAt)
  requireNear(startsAt, at)
  const leaderId = given.leaderId ?? actor.id
  const kind = given.kind ?? (given.campaignId ? 'kickoff' : 'other')
  const chairs = await requireChairs(tx, workspaceId, given.departmentIds, given.optionalDepartmentIds ?? [])
  await requireMembers(tx, workspaceId, [leaderId], () => '/leaderId')
  await requireProject(tx, workspaceId, given.projectId)
  await requireCampaign(tx, workspaceId, given.campaignId ?? null)
  const timeZone = given.timeZone ?? (await timeZoneOf(tx, workspaceId))
  if (!isTimeZone(timeZone)) throw invalid('/timeZone', 'time_zone')
  const minutes = given.durationMinutes ?? usualMinutes
  const id = newId()
  await sql`insert into meeting (workspace_id, id, name, kind, starts_at, ends_at, duration_minutes, time_zone, planned_leader_id, location, url,
      project_id, campaign_id, created_by, created_at, updated_at)
    values (${workspaceId}, ${id}, ${name}, ${kind}, ${startsAt}, ${new Date(startsAt.getTime() + minutes * 60_000)}, ${minutes}, ${timeZone}, ${leaderId},
      ${given.location || null}, ${given.url ?? null}, ${given.projectId ?? null}, ${given.campaignId ?? null}, ${actor.id}, ${at}, ${at})`.execute(
    tx,
  )
  await writeMeetingSeats(tx, workspaceId, [id], chairs)
  const row = await requireMeeting(tx, workspaceId, id)
  await record(tx, actor, at, 'meeting.created', factsOf(row), subjectsOf(row))
  await inviteToMeeting(tx, workspaceId, id, 'REQUEST')
  return { id }
}

/** A day back at most (a meeting is often written down afterwards), three years ahead. */
export function requireNear(startsAt: Date, at: Date): void {
  const distance = startsAt.getTime() - at.getTime()
  if (distance < -86_400_000) throw invalid('/startsAt', 'date_in_past')
  if (distance > furthestMs) throw invalid('/startsAt', 'start_too_far')
}

async function requireCampaign(tx: Tx, workspaceId: string, id: string | null): Promise<void> {
  if (id === null) return
  const { rows } =
    await sql`select 1 from campaign where workspace_id = ${workspaceId} and id = ${id} and deleted_at is null`.execute(
      tx,
    )
  if (rows.length === 0) throw new Problem('unprocessable', {}, [{ pointer: '/campaignId', rule: 'unknown_record' }])
}
