import icalendar, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator'
import { sql } from 'kysely'
import { timeZoneOf } from '#kernel/calendar/time-zone.ts'
import { addDays, startOfLocalDay } from '#kernel/calendar/zone.ts'
import type { Ctx } from '#kernel/http.ts'
import { invalid } from '#kernel/problem.ts'
import { readerOf, readRow } from '../select-trainings.ts'
import { readSession, selectSessions, toSession } from './select-sessions.ts'

const longestDays = 400

/** Sessions that begin between two days of the workspace, in order; at most 500. Throws 400 on a wrong period. */
export async function readCalendar(
  { db, actor }: Ctx,
  { from, to, projectId }: { from: string; to: string; projectId?: string },
) {
  const { workspaceId } = actor
  if (to < from) throw invalid('/to', 'period_order')
  if (to > addDays(from, longestDays)) throw invalid('/to', 'period_too_long')
  const zone = await timeZoneOf(db, workspaceId)
  const rows = await selectSessions(
    db,
    workspaceId,
    actor.id,
    sql`s.starts_at >= ${startOfLocalDay(zone, from)} and s.starts_at < ${startOfLocalDay(zone, addDays(to, 1))} and exists (
      select 1 from training t where t.workspace_id = ${workspaceId} and t.id = s.training_id and t.deleted_at is null
        ${projectId ? sql`and t.project_id = ${projectId}` : sql``})`,
  )
  const { rows: trainings } = await sql<{
    id: string
    title: string
    topic: string
  }>`select id, title, topic from training
    where workspace_id = ${workspaceId} and id = any(${[...new Set(rows.map((row) => row.trainingId))]}::uuid[])`.execute(
    db,
  )
  const named = new Map(trainings.map(({ id, ...names }) => [id, names]))
  return {
    items: rows.map((row) => ({ ...toSession(row), ...(named.get(row.trainingId) ?? { title: '', topic: '' }) })),
    next: null,
  }
}

/** RFC 5545: the same UID with a growing SEQUENCE, so that calendars replace what they had. */
export async function sendCalendar(ctx: Ctx, id: string, sessionId: string): Promise<void> {
  const { db, actor, clock, publicUrl, reply } = ctx
  const training = await readRow(db, await readerOf(db, actor, clock.now()), id)
  const session = await readSession(db, actor.workspaceId, actor.id, id, sessionId)
  const calendar = icalendar({ prodId: { company: 'Tandem', product: 'Training' }, method: ICalCalendarMethod.PUBLISH })
  calendar.createEvent({
    id: `training-session-${session.id}@${new URL(publicUrl).hostname}`,
    sequence: session.sequence,
    start: session.startsAt,
    end: session.endsAt,
    stamp: clock.now(),
    summary: training.title,
    description: training.purpose,
    location: session.place || session.url || null,
    url: session.url ?? `${publicUrl}/trainings/${id}?part=sessions`,
    status: session.cancelledAt ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  })
  reply
    .code(200)
    .header('content-type', 'text/calendar; charset=utf-8')
    .header('content-disposition', `attachment; filename="training-${session.startsAt.toISOString().slice(0, 10)}.ics"`)
    .send(calendar.toString())
}
