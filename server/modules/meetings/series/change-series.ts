import { sql } from 'kysely'
import type { MeetingSeries, meetingSeriesRoutes } from '#contract/meeting-series.ts'
import { localDate, startOfLocalDay } from '#kernel/calendar/zone.ts'
import { changesOf } from '#kernel/changes.ts'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import { type Ctx, type Handlers, requireVersion } from '#kernel/http.ts'
import { filled, invalid, Problem } from '#kernel/problem.ts'
import { requireProject } from '#modules/projects/public.ts'
import { inviteToSeries } from '../calendar/invite.ts'
import { continuedFrom, parseRule, type Rule } from '../rules/recurrence.ts'
import { type Chair, requireChairs, requireMembers, writeMeetingSeats } from '../seats.ts'
import { writeSeriesSeats } from './create-series.ts'
import { assignLeaders, defaultRotation } from './leaders.ts'
import { replaceRule } from './replace-rule.ts'
import { hasEnded, lockSeries, requireSeries, ruleOf, type SeriesRow, seriesFacts, toSeries } from './select-series.ts'

type Body = Parameters<Handlers<typeof meetingSeriesRoutes>['PATCH /meeting-series/:id']>[1]['body']

/**
 * Changes a series from a day on. What was held before, and meetings that somebody has changed by themselves, stay as they
 * are; the others keep their ids, agendas and answers and move with the series.
 */
export const changeSeries = (ctx: Ctx, id: string, given: Body): Promise<MeetingSeries> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const row = await lockSeries(tx, workspaceId, id, at)
    requireVersion(ctx, row.version)
    if (hasEnded(row, at)) throw new Problem('series_ended')
    const today = localDate(row.timeZone, at)
    const from = given.from ?? today
    if (from < today) throw invalid('/from', 'date_in_past')
    const boundary = new Date(Math.max(at.getTime(), startOfLocalDay(row.timeZone, from).getTime()))
    const facts = await factsAfter(tx, workspaceId, row, given)
    const rule = ruleAfter(row, given, from, at)
    const duration = given.durationMinutes ?? row.durationMinutes
    const { from: _, ...asked } = given
    const changes = changesOf(toSeries(row, at), asked)
    if (Object.keys(changes).length === 0 && !rule) return toSeries(row, at)
    await writeFacts(tx, workspaceId, at, row, facts)
    await passOn(tx, workspaceId, at, row, facts, boundary)
    if (rule || duration !== row.durationMinutes)
      await replaceRule(tx, workspaceId, at, {
        id,
        from,
        boundary,
        rule: rule ?? requireContinued(row, from),
        duration,
      })
    else {
      await assignLeaders(tx, workspaceId, at, id)
      await sql`update meeting_series_rule set sequence = sequence + 1
        where workspace_id = ${workspaceId} and series_id = ${id} and segment = ${row.segment}`.execute(tx)
      await inviteToSeries(tx, workspaceId, id, row.segment, 'REQUEST')
    }
    await record(tx, actor, at, 'meeting_series.updated', { ...seriesFacts({ id, name: facts.name }), changes, from }, [
      id,
    ])
    return toSeries(await requireSeries(tx, workspaceId, id, at), at)
  })

type Facts = Pick<
  SeriesRow,
  'name' | 'leaderId' | 'leaderRotation' | 'rotationIds' | 'agendaMinutes' | 'location' | 'url' | 'projectId'
> & {
  chairs: Chair[] | null
}

async function factsAfter(tx: Tx, workspaceId: string, row: SeriesRow, given: Body): Promise<Facts> {
  const name = given.name === undefined ? row.name : filled(given.name, '/name')
  const before = toDepartments(row)
  const departmentIds = given.departmentIds ?? before.departmentIds
  const reseated = given.departmentIds !== undefined || given.optionalDepartmentIds !== undefined
  const optional = given.optionalDepartmentIds ?? before.optionalIds.filter((one) => departmentIds.includes(one))
  const chairs = reseated ? await requireChairs(tx, workspaceId, departmentIds, optional) : null
  if (given.leaderId !== undefined) await requireMembers(tx, workspaceId, [given.leaderId], () => '/leaderId')
  if (given.rotationIds) await requireMembers(tx, workspaceId, given.rotationIds, (index) => `/rotationIds/${index}`)
  await requireProject(tx, workspaceId, given.projectId)
  const leaderId = given.leaderId ?? row.leaderId
  const leaderRotation = given.leaderRotation ?? row.leaderRotation
  const asked = given.rotationIds ?? row.rotationIds
  return {
    name,
    leaderId,
    leaderRotation,
    rotationIds:
      leaderRotation === 'rotating' && asked.length === 0 && leaderId
        ? await defaultRotation(tx, workspaceId, departmentIds, leaderId)
        : asked,
    agendaMinutes: given.agendaMinutes ?? row.agendaMinutes,
    location: given.location === undefined ? row.location : given.location || null,
    url: given.url === undefined ? row.url : given.url,
    projectId: given.projectId === undefined ? row.projectId : given.projectId,
    chairs,
  }
}

const toDepartments = ({ chairs }: SeriesRow) => ({
  departmentIds: chairs.map((chair) => chair.departmentId),
  optionalIds: chairs.filter((chair) => !chair.required).map((chair) => chair.departmentId),
})

/** The rule from that day on; null when it stays what it is. */
function ruleAfter(row: SeriesRow, given: Body, from: string, at: Date): Rule | null {
  const timeZone = given.timeZone ?? row.timeZone
  const time = given.time ?? (given.rrule && /BYHOUR/i.test(given.rrule) ? undefined : row.localTime)
  const wanted = parseRule({ rrule: given.rrule ?? row.rrule, timeZone, startsOn: from, ...(time && { time }) }, at)
  const isNew = given.rrule !== undefined && (wanted.rrule !== row.rrule || wanted.lastOn !== row.lastOn)
  if (isNew) return wanted
  if (wanted.time === row.localTime && wanted.timeZone === row.timeZone) return null
  return { ...requireContinued(row, from), time: wanted.time, timeZone: wanted.timeZone }
}

function requireContinued(row: SeriesRow, from: string): Rule {
  const rule = continuedFrom(ruleOf(row), from)
  if (!rule) throw new Problem('series_ended')
  return rule
}

async function writeFacts(tx: Tx, workspaceId: string, at: Date, row: SeriesRow, facts: Facts): Promise<void> {
  await sql`update meeting_series set name = ${facts.name}, leader_id = ${facts.leaderId}, leader_rotation = ${facts.leaderRotation},
      rotation_ids = ${facts.rotationIds}::uuid[], agenda_minutes = ${JSON.stringify(facts.agendaMinutes)}::jsonb, location = ${facts.location}, url = ${facts.url},
      project_id = ${facts.projectId}, updated_at = ${at}, version = version + 1
    where workspace_id = ${workspaceId} and id = ${row.id}`.execute(tx)
  if (facts.chairs) await writeSeriesSeats(tx, workspaceId, row.id, facts.chairs)
}

/** Meetings to come take over what changed. */
async function passOn(
  tx: Tx,
  workspaceId: string,
  at: Date,
  row: SeriesRow,
  facts: Facts,
  boundary: Date,
): Promise<void> {
  const { rows } = await sql<{
    id: string
  }>`update meeting set name = ${facts.name}, location = ${facts.location}, url = ${facts.url},
      project_id = ${facts.projectId}, updated_at = ${at}, version = version + 1
    where workspace_id = ${workspaceId} and series_id = ${row.id} and state = 'planned' and not is_edited and starts_at >= ${boundary} and deleted_at is null
    returning id`.execute(tx)
  if (facts.chairs)
    await writeMeetingSeats(
      tx,
      workspaceId,
      rows.map((one) => one.id),
      facts.chairs,
    )
}
