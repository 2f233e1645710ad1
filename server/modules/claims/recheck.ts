import { sql } from 'kysely'
import Type from 'typebox'
import type { Tx } from '#kernel/db.ts'
import { systemActor } from '#kernel/events.ts'
import { defineJob } from '#kernel/jobs.ts'
import { judgeAgain } from './judge-again.ts'
import { living, selectClaims } from './select-claims.ts'

const batchSize = 500

/**
 * What is true also changes with time alone: 30 days pass, and a "before" price is no longer what it was. Every claim on a price is
 * held against the truth of the hour; whoever owns a text that has become wrong by it gets a task.
 */
export const recheck = defineJob({
  name: 'claims.recheck',
  payload: Type.Object({}),
  retry: { limit: 2 },
  pool: 'bulk',
  async run(_, { db, clock }, { signal }) {
    const at = clock.now()
    const { rows } = await sql<{ id: string }>`select w.id from workspace w where exists (
      select 1 from claim c where c.workspace_id = w.id and c.attribute_key = 'before_price' and ${living})`.execute(db)
    for (const { id: workspaceId } of rows) {
      let after: string | null = '00000000-0000-0000-0000-000000000000'
      while (after !== null && !signal.aborted) {
        const from: string = after
        after = await db.transaction().execute((tx) => recheckBatch(tx, workspaceId, at, from))
      }
    }
  },
})

async function recheckBatch(tx: Tx, workspaceId: string, at: Date, after: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`select c.id from claim c
    where c.workspace_id = ${workspaceId} and c.attribute_key = 'before_price' and ${living} and c.id > ${after}::uuid
    order by c.id limit ${batchSize}`.execute(tx)
  const ids = rows.map((row) => row.id)
  const claims = await selectClaims(tx, workspaceId, sql`c.id = any(${ids}::uuid[]) and ${living}`, { lock: true })
  await judgeAgain(tx, systemActor(workspaceId), at, claims, { announce: true })
  return rows.length === batchSize ? ids.at(-1)! : null
}
