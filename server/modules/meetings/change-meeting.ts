import { sql } from 'kysely'
import type { Meeting, meetingsRoutes } from '#contract/meetings.ts'
import { changesOf } from '#kernel/changes.ts'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import { type Ctx, type Handlers, requireVersion } from '#kernel/http.ts'
import { filled, Problem } from '#kernel/problem.ts'
import { inviteToMeeting } from './calendar/invite.ts'
import { requireNear } from './create-meeting.ts'
import { readMeeting } from './read-meeting.ts'
import { readChairs, requireChairs, requireMembers, writeMeetingSeats } from './seats.ts'
import {
  factsOf,
  lockMeeting,
  type Row,
  requireMeeting,
  requireOpen,
  subjectsOf,
  toSummary,
} from './select-meetings.ts'

type Body = Parameters<Handlers<typeof meetingsRoutes>['PATCH /meetings/:id']>[1]['body']

/** Changes one meeting. One of a series keeps its identity and is left alone by the series from now on. */
export const changeMeeting = (ctx: Ctx, id: string, given: Body): Promise<Meeting> =>
  ctx.transact(async (tx) => {
    const { workspaceId } = ctx.actor
    const at = ctx.clock.now()
    const row = await lockMeeting(tx, workspaceId, id)
    requireVersion(ctx, row.version)
    requireOpen(row)
    const changes = changesOf({ ...toSummary(row), optionalDepartmentIds: null }, sameInstant(given))
    if (Object.keys(changes).length === 0) return readMeeting(tx, ctx, id)
    await write(tx, workspaceId, at, row, given)
    await reseat(tx, workspaceId, row, given)
    const after = await requireMeeting(tx, workspaceId, id)
    await record(tx, ctx.actor, at, 'meeting.updated', { ...factsOf(after), changes }, subjectsOf(after))
    await inviteToMeeting(tx, workspaceId, id, 'REQUEST')
    return readMeeting(tx, ctx, id)
  })

const sameInstant = (given: Body): Body =>
  given.startsAt === undefined ? given : { ...given, startsAt: new Date(given.startsAt).toISOString() }

async function write(tx: Tx, workspaceId: string, at: Date, row: Row, given: Body): Promise<void> {
  const name = given.name === undefined ? row.name : filled(given.name, '/name')
  const startsAt = given.startsAt === undefined ? row.startsAt : new Date(given.startsAt)
  const isMoved = startsAt.getTime() !== row.startsAt.getTime()
  if (isMoved && row.state === 'live')
    throw new Problem('unprocessable', {}, [{ pointer: '/startsAt', rule: 'meeting_running' }])
  if (isMoved) requireNear(startsAt, at)
  if (given.leaderId !== undefined) await requireMembers(tx, workspaceId, [given.leaderId], () => '/leaderId')
  const minutes = given.durationMinutes ?? row.durationMinutes
  await sql`update meeting set name = ${name}, starts_at = ${startsAt}, ends_at = ${new Date(startsAt.getTime() + minutes * 60_000)},
      duration_minutes = ${minutes}, planned_leader_id = ${given.leaderId ?? row.plannedLeaderId},
      location = ${given.location === undefined ? row.location : given.location || null}, url = ${given.url === undefined ? row.url : given.url},
      is_edited = ${row.seriesId !== null}, sequence = sequence + 1, updated_at = ${at}, version = version + 1
    where workspace_id = ${workspaceId} and id = ${row.id}`.execute(tx)
}

async function reseat(tx: Tx, workspaceId: string, row: Row, given: Body): Promise<void> {
  if (given.departmentIds === undefined && given.optionalDepartmentIds === undefined) return
  const before = await readChairs(tx, workspaceId, row.id)
  const departmentIds = given.departmentIds ?? before.map((chair) => chair.departmentId)
  const optional =
    given.optionalDepartmentIds ??
    before
      .filter((chair) => !chair.required && departmentIds.includes(chair.departmentId))
      .map((chair) => chair.departmentId)
  await writeMeetingSeats(tx, workspaceId, [row.id], await requireChairs(tx, workspaceId, departmentIds, optional))
}

export const cancelMeeting = (ctx: Ctx, id: string, reason: string | null): Promise<Meeting> =>
  ctx.transact(async (tx) => {
    const at = ctx.clock.now()
    const row = await lockMeeting(tx, ctx.actor.workspaceId, id)
    requireVersion(ctx, row.version)
    requireOpen(row)
    if (row.state === 'live') throw new Problem('invalid_transition')
    await setState(tx, ctx, row, 'cancelled', at, reason)
    await record(tx, ctx.actor, at, 'meeting.cancelled', { ...factsOf(row), reason }, subjectsOf(row))
    await inviteToMeeting(tx, ctx.actor.workspaceId, id, 'CANCEL')
    return readMeeting(tx, ctx, id)
  })

/** One that lies in the past is not brought back: nobody can come. */
export const uncancelMeeting = (ctx: Ctx, id: string): Promise<Meeting> =>
  ctx.transact(async (tx) => {
    const at = ctx.clock.now()
    const row = await lockMeeting(tx, ctx.actor.workspaceId, id)
    requireVersion(ctx, row.version)
    if (row.state !== 'cancelled' || row.endsAt < at) throw new Problem('invalid_transition')
    await setState(tx, ctx, row, 'planned', at, null)
    await record(tx, ctx.actor, at, 'meeting.uncancelled', factsOf(row), subjectsOf(row))
    await inviteToMeeting(tx, ctx.actor.workspaceId, id, 'REQUEST')
    return readMeeting(tx, ctx, id)
  })

async function setState(
  tx: Tx,
  { actor }: Ctx,
  { id }: Row,
  state: 'planned' | 'cancelled',
  at: Date,
  reason: string | null,
): Promise<void> {
  await sql`update meeting set state = ${state}, cancelled_at = ${state === 'cancelled' ? at : null}, cancel_reason = ${reason?.trim() || null},
      sequence = sequence + 1, updated_at = ${at}, version = version + 1
    where workspace_id = ${actor.workspaceId} and id = ${id}`.execute(tx)
}
