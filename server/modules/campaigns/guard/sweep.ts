import { sql } from 'kysely'
import Type from 'typebox'
import { Id } from '#contract/kit.ts'
import { localDate } from '#kernel/calendar/zone.ts'
import { workspacesAt } from '#kernel/clock.ts'
import type { Tx } from '#kernel/db.ts'
import { systemActor } from '#kernel/events.ts'
import { defineJob } from '#kernel/jobs.ts'
import { finish } from '../launch.ts'
import { readRow } from '../select-campaigns.ts'
import { guardCampaign, lockStockOf } from './arm.ts'
import { judgeDrift, ofProducts } from './follow-truth.ts'

type Live = { id: string; timeZone: string; endsOn: string }

/**
 * Every ten minutes over the live campaigns: ends those whose last day is over, and judges the others anew, for what no
 * change announces: a price whose day has come, a sheet in force from today on, a lead time that safety stock follows.
 */
export const sweep = defineJob({
  name: 'campaigns.sweep',
  payload: Type.Object({}),
  retry: { limit: 2 },
  pool: 'bulk',
  async run(_, { db, clock }, { signal }) {
    for (const { workspaceId, at } of await workspacesAt(db, clock.now())) {
      const { rows } = await sql<Live>`select c.id, w.time_zone, c.ends_on from campaign c
        join workspace w on w.id = c.workspace_id
        where c.workspace_id = ${workspaceId} and c.state in ('live', 'paused') and c.deleted_at is null order by c.id`.execute(
        db,
      )
      for (const live of rows) {
        if (signal.aborted) return
        await db.transaction().execute((tx) => judgeOne(tx, workspaceId, live, at))
      }
    }
  },
})

async function judgeOne(tx: Tx, workspaceId: string, { id, timeZone, endsOn }: Live, at: Date) {
  const actor = systemActor(workspaceId)
  const { rows } = await sql`select 1 from campaign where workspace_id = ${workspaceId} and id = ${id}
    and state in ('live', 'paused') for update`.execute(tx)
  if (rows.length === 0) return
  if (endsOn < localDate(timeZone, at)) return finish(tx, actor, at, await readRow(tx, workspaceId, id))
  await lockStockOf(tx, workspaceId, id)
  await guardCampaign(tx, actor, at, id)
}

/** A claim was put right, or turned out wrong: the offers of that product are judged anew. */
export const judgeAgain = defineJob({
  name: 'campaigns.judge_again',
  payload: Type.Object({ workspaceId: Id, productId: Id }, { additionalProperties: true }),
  retry: { limit: 5 },
  pool: 'interactive',
  async run({ workspaceId, productId }, { db, clock }) {
    await db
      .transaction()
      .execute((tx) => judgeDrift(tx, systemActor(workspaceId), clock.now(), ofProducts([productId])))
  },
})
