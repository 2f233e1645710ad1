import { sql } from 'kysely'
import type { MeetingSeries, meetingSeriesRoutes } from '#contract/meeting-series.ts'
import type { Tx } from '#kernel/db.ts'
import { type Actor, record } from '#kernel/events.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { filled } from '#kernel/problem.ts'
import { requireProject } from '#modules/projects/public.ts'
import { inviteToSeries } from '../calendar/invite.ts'
import { cadenceOf, parseRule, wallTimes } from '../rules/recurrence.ts'
import { instantOfWall } from '../rules/wall-time.ts'
import { type Chair, requireChairs, requireMembers } from '../seats.ts'
import { horizonOf, layOut } from './lay-out.ts'
import { defaultRotation } from './leaders.ts'
import { requireSeries, toSeries } from './select-series.ts'

type Body = Parameters<Handlers<typeof meetingSeriesRoutes>['POST /meeting-series']>[1]['body']
type Preview = Parameters<Handlers<typeof meetingSeriesRoutes>['POST /meeting-series/preview']>[1]['body']

export const createSeries = (ctx: Ctx, body: Body): Promise<MeetingSeries> =>
  ctx.transact(async (tx) => {
    const at = ctx.clock.now()
    const id = await openSeries(tx, ctx.actor, at, body)
    return toSeries(await requireSeries(tx, ctx.actor.workspaceId, id, at), at)
  })

/**
 * Starts a series in the caller's transaction: rule, seats, meetings up to the horizon, invitations. Throws 400 on a rule
 * that makes no sense, 422 on people, departments or projects that are not there.
 */
export async function openSeries(tx: Tx, actor: Actor, at: Date, given: Body): Promise<string> {
  const { workspaceId } = actor
  const name = filled(given.name, '/name')
  const rule = parseRule(given, at)
  const chairs = await requireChairs(tx, workspaceId, given.departmentIds, given.optionalDepartmentIds ?? [])
  await requireMembers(tx, workspaceId, [given.leaderId], () => '/leaderId')
  await requireMembers(tx, workspaceId, given.rotationIds ?? [], (index) => `/rotationIds/${index}`)
  await requireProject(tx, workspaceId, given.projectId)
  const rotation = given.leaderRotation ?? 'fixed'
  const rotationIds =
    rotation === 'fixed'
      ? []
      : (given.rotationIds ?? (await defaultRotation(tx, workspaceId, given.departmentIds, given.leaderId)))
  const id = newId()
  await sql`insert into meeting_series (workspace_id, id, name, kind, leader_id, leader_rotation, rotation_ids, agenda_minutes, location, url,
      project_id, laid_out_to, created_by, created_at, updated_at)
    values (${workspaceId}, ${id}, ${name}, ${cadenceOf(rule)}, ${given.leaderId}, ${rotation}, ${rotationIds}::uuid[],
      ${JSON.stringify(given.agendaMinutes ?? {})}::jsonb, ${given.location || null}, ${given.url ?? null}, ${given.projectId ?? null},
      ${horizonOf(at)}, ${actor.id}, ${at}, ${at})`.execute(tx)
  await sql`insert into meeting_series_rule (workspace_id, series_id, segment, uid, rrule, starts_on, local_time, time_zone, duration_minutes, last_on)
    values (${workspaceId}, ${id}, 0, ${id}, ${rule.rrule}, ${rule.startsOn}, ${rule.time}, ${rule.timeZone}, ${given.durationMinutes}, ${rule.lastOn})`.execute(
    tx,
  )
  await writeSeriesSeats(tx, workspaceId, id, chairs)
  await layOut(tx, workspaceId, at, await requireSeries(tx, workspaceId, id, at))
  await record(tx, actor, at, 'meeting_series.created', { seriesId: id, seriesName: name, rrule: rule.rrule }, [id])
  await inviteToSeries(tx, workspaceId, id, 0, 'REQUEST')
  return id
}

export async function writeSeriesSeats(
  tx: Tx,
  workspaceId: string,
  seriesId: string,
  chairs: readonly Chair[],
): Promise<void> {
  await sql`delete from meeting_series_seat where workspace_id = ${workspaceId} and series_id = ${seriesId}`.execute(tx)
  await sql`insert into meeting_series_seat (workspace_id, series_id, department_id, position, required)
    select ${workspaceId}::uuid, ${seriesId}::uuid, c."departmentId", c.position, c.required
    from jsonb_to_recordset(${JSON.stringify(chairs.map((chair, position) => ({ ...chair, position })))}::jsonb)
      as c("departmentId" uuid, position integer, required boolean)`.execute(tx)
}

const previewed = 12

export async function previewRule({ clock }: Ctx, body: Preview) {
  const rule = parseRule(body, clock.now())
  const times = wallTimes(rule, `${rule.startsOn}T00:00`, '9000-01-01T00:00', previewed)
  return { kind: cadenceOf(rule), times: times.map((wall) => instantOfWall(rule.timeZone, wall).toISOString()) }
}
