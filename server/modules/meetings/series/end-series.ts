import { sql } from 'kysely'
import type { MeetingSeries } from '#contract/meeting-series.ts'
import { localDate } from '#kernel/calendar/zone.ts'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import { type Ctx, requireVersion } from '#kernel/http.ts'
import { invalid, Problem } from '#kernel/problem.ts'
import { inviteToSeries } from '../calendar/invite.ts'
import { layOut } from './lay-out.ts'
import { hasEnded, lockSeries, requireSeries, seriesFacts, toSeries } from './select-series.ts'

/** Meetings after the last day are cancelled; what was held stays. */
export const endSeries = (ctx: Ctx, id: string, given: { endsOn?: string }): Promise<MeetingSeries> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const row = await lockSeries(tx, workspaceId, id, at)
    requireVersion(ctx, row.version)
    if (hasEnded(row, at)) throw new Problem('series_ended')
    const today = localDate(row.timeZone, at)
    const endsOn = given.endsOn ?? today
    if (endsOn < today) throw invalid('/endsOn', 'date_in_past')
    await sql`update meeting_series_rule set last_on = ${endsOn}, sequence = sequence + 1
      where workspace_id = ${workspaceId} and series_id = ${id} and segment = ${row.segment}`.execute(tx)
    await sql`update meeting_series set updated_at = ${at}, version = version + 1 where workspace_id = ${workspaceId} and id = ${id}`.execute(
      tx,
    )
    await sql`update meeting set state = 'cancelled', cancelled_at = ${at}, updated_at = ${at}, version = version + 1
      where workspace_id = ${workspaceId} and series_id = ${id} and state = 'planned' and starts_at > ${at}
        and left(recurrence_id, 10) > ${endsOn} and deleted_at is null`.execute(tx)
    // A later end than before: the days between come back.
    const after = await requireSeries(tx, workspaceId, id, at)
    await layOut(tx, workspaceId, at, after)
    await record(tx, actor, at, 'meeting_series.ended', { ...seriesFacts(row), endsOn }, [id])
    await inviteToSeries(tx, workspaceId, id, row.segment, 'REQUEST')
    return toSeries(await requireSeries(tx, workspaceId, id, at), at)
  })

export const deleteSeries = (ctx: Ctx, id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const { workspaceId } = ctx.actor
    const at = ctx.clock.now()
    const row = await lockSeries(tx, workspaceId, id, at)
    requireVersion(ctx, row.version)
    await sql`update meeting_series set deleted_at = ${at}, version = version + 1 where workspace_id = ${workspaceId} and id = ${id}`.execute(
      tx,
    )
    await sql`update meeting set deleted_at = ${at}, version = version + 1
      where workspace_id = ${workspaceId} and series_id = ${id} and state in ('planned', 'cancelled') and starts_at > ${at} and deleted_at is null`.execute(
      tx,
    )
    await bumpRule(tx, workspaceId, id, row.segment)
    await record(tx, ctx.actor, at, 'meeting_series.deleted', seriesFacts(row), [id])
    await inviteToSeries(tx, workspaceId, id, row.segment, 'CANCEL')
  })

/** Brings back what went with it; a series that is there is answered as it is. */
export const restoreSeries = (ctx: Ctx, id: string): Promise<MeetingSeries> =>
  ctx.transact(async (tx) => {
    const { workspaceId } = ctx.actor
    const at = ctx.clock.now()
    const { rows } = await sql<{ deletedAt: Date }>`select deleted_at from meeting_series
      where workspace_id = ${workspaceId} and id = ${id} and deleted_at is not null for update`.execute(tx)
    const deletedAt = rows[0]?.deletedAt
    if (!deletedAt) return toSeries(await requireSeries(tx, workspaceId, id, at), at)
    await sql`update meeting_series set deleted_at = null, updated_at = ${at}, version = version + 1
      where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
    await sql`update meeting set deleted_at = null, version = version + 1
      where workspace_id = ${workspaceId} and series_id = ${id} and deleted_at = ${deletedAt} and starts_at > ${at}`.execute(
      tx,
    )
    const row = await requireSeries(tx, workspaceId, id, at)
    await layOut(tx, workspaceId, at, row)
    await bumpRule(tx, workspaceId, id, row.segment)
    await record(tx, ctx.actor, at, 'meeting_series.restored', seriesFacts(row), [id])
    await inviteToSeries(tx, workspaceId, id, row.segment, 'REQUEST')
    return toSeries(await requireSeries(tx, workspaceId, id, at), at)
  })

async function bumpRule(tx: Tx, workspaceId: string, id: string, segment: number): Promise<void> {
  await sql`update meeting_series_rule set sequence = sequence + 1
    where workspace_id = ${workspaceId} and series_id = ${id} and segment = ${segment}`.execute(tx)
}
