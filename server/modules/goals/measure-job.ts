import { sql } from 'kysely'
import Type from 'typebox'
import { timeZoneOf } from '#kernel/calendar/time-zone.ts'
import { localDate } from '#kernel/calendar/zone.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { defineJob } from '#kernel/jobs.ts'
import { measureGoal } from './measure-goals.ts'
import { deepestFirst } from './rules/tree.ts'

const hourMs = 3_600_000

/** Every half hour, over the running goals that have not been measured for an hour: children before those that add them up. */
export const measure = defineJob({
  name: 'goals.measure',
  payload: Type.Object({}),
  retry: { limit: 3 },
  pool: 'bulk',
  async run(_, { db, clock }, { signal }) {
    const at = clock.now()
    const { rows } = await sql<{ id: string; timeZone: string }>`select w.id, w.time_zone from workspace w
      where exists (select 1 from goal g where g.workspace_id = w.id and g.deleted_at is null) order by w.id`.execute(
      db,
    )
    for (const { id, timeZone } of rows) {
      for (const goalId of await dueGoals(db, id, timeZone, at)) {
        if (signal.aborted) return
        await db.transaction().execute((tx) => measureGoal(tx, id, goalId, at))
      }
    }
  },
})

/** Every running goal of a workspace up to `at`: for stories that live in another time than the server. */
export async function measureGoals(tx: Tx, workspaceId: string, at: Date): Promise<void> {
  const timeZone = await timeZoneOf(tx, workspaceId)
  for (const id of await dueGoals(tx, workspaceId, timeZone, at)) await measureGoal(tx, workspaceId, id, at)
}

/** Running ones; and those that have ended, until their last day has been measured to its end. */
async function dueGoals(db: Db | Tx, workspaceId: string, timeZone: string, at: Date): Promise<string[]> {
  const today = localDate(timeZone, at)
  const { rows } = await sql<{ id: string; parentId: string | null }>`select id, parent_id from goal
    where workspace_id = ${workspaceId} and deleted_at is null and from_on <= ${today}
      and (measured_at is null or (measured_at <= ${new Date(at.getTime() - hourMs)}
        and (to_on >= ${today} or (measured_at at time zone ${timeZone}::text)::date <= to_on)))`.execute(db)
  return deepestFirst(rows).map(({ id }) => id)
}
