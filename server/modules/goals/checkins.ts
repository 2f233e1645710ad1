import { sql } from 'kysely'
import type { Goal } from '#contract/goals.ts'
import { localDate } from '#kernel/calendar/zone.ts'
import { record } from '#kernel/events.ts'
import { type Ctx, requireVersion } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { Problem } from '#kernel/problem.ts'
import { calendarOf } from '#modules/accounts/public.ts'
import { measureUpwards } from './measure-goals.ts'
import { factsOf, lockGoal, readGoal, readRow } from './select-goals.ts'

type Given = { value: number; on?: string; note?: string | null }

/** Writes down the number of a goal kept by hand, for today or a day of its period that has been. */
export const checkIn = (ctx: Ctx, id: string, given: Given): Promise<Goal> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const goal = await lockGoal(tx, workspaceId, id)
    requireVersion(ctx, goal.version)
    if (goal.measure.kind !== 'manual') throw new Problem('goal_measured_live')
    const today = localDate((await calendarOf(tx, workspaceId)).timeZone, at)
    const on = given.on ?? (today < goal.toOn ? today : goal.toOn)
    if (on > today) throw new Problem('unprocessable', {}, [{ pointer: '/on', rule: 'in_future' }])
    if (on < goal.fromOn || on > goal.toOn)
      throw new Problem('unprocessable', {}, [{ pointer: '/on', rule: 'outside_period' }])
    await sql`insert into goal_checkin (workspace_id, goal_id, id, day, value, note, member_id, at)
      values (${workspaceId}, ${id}, ${newId()}, ${on}, ${given.value}, ${given.note?.trim() || null}, ${actor.id}, ${at})`.execute(
      tx,
    )
    // Earlier than the days that are measured anew: the whole line moves.
    await sql`update goal set measured_at = null, updated_at = ${at}, version = version + 1
      where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
    await record(tx, actor, at, 'goal.checked_in', { ...factsOf(goal), value: given.value, on }, [id])
    await measureUpwards(tx, workspaceId, id, at)
    return readGoal(tx, workspaceId, id, at)
  })

type Row = { id: string; on: string; value: number; note: string | null; memberId: string; at: Date }

export async function listCheckins(
  { db, actor }: Ctx,
  id: string,
  { after, limit = 50 }: { after?: string; limit?: number },
) {
  await readRow(db, actor.workspaceId, id)
  const cursor = decodeCursor(after, 3)
  const { rows } = await sql<Row>`select id, day as "on", value, note, member_id, at from goal_checkin
    where workspace_id = ${actor.workspaceId} and goal_id = ${id}
      ${cursor ? sql`and (day, at, id) < (${cursor[0]}::date, ${cursor[1]}::timestamptz, ${cursor[2]}::uuid)` : sql``}
    order by day desc, at desc, id desc limit ${limit + 1}`.execute(db)
  return toPage(
    rows,
    limit,
    (row) => ({ ...row, at: row.at.toISOString() }),
    (row) => [row.on, row.at.toISOString(), row.id],
  )
}
