import { sql } from 'kysely'
import Type from 'typebox'
import type { Tx } from '#kernel/db.ts'
import { record, systemActor } from '#kernel/events.ts'
import { defineJob } from '#kernel/jobs.ts'
import { notify } from '#modules/platform/public.ts'
import { presentEvidence } from './present-evidence.ts'
import { factsOf, readRow } from './select-conflicts.ts'

type Decided = { workspaceId: string; id: string }

/**
 * Every hour over what has been decided or settled: does the data say that it recurs? A hint, not a verdict: people reopen.
 * Safe to run twice; one worsening after one decision is told once.
 */
export const watch = defineJob({
  name: 'conflicts.watch',
  payload: Type.Object({}),
  retry: { limit: 2 },
  pool: 'bulk',
  async run(_, { db, clock }, { signal }) {
    const at = clock.now()
    const { rows } =
      await sql<Decided>`select c.workspace_id, c.id from workspace w join conflict c on c.workspace_id = w.id
      where c.state <> 'open' and c.deleted_at is null order by c.workspace_id, c.id`.execute(db)
    for (const { workspaceId, id } of rows) {
      if (signal.aborted) return
      await db.transaction().execute((tx) => judge(tx, workspaceId, id, at))
    }
  },
})

async function judge(tx: Tx, workspaceId: string, id: string, at: Date) {
  const { rows } = await sql`select 1 from conflict
    where workspace_id = ${workspaceId} and id = ${id} and state <> 'open' and deleted_at is null for update`.execute(
    tx,
  )
  if (rows.length === 0) return
  const conflict = await readRow(tx, workspaceId, id)
  const isWorse = (await presentEvidence(tx, workspaceId, id, at)).some((piece) => piece.worsened)
  if (isWorse === (conflict.worsenedSince !== null)) return
  await sql`update conflict set worsened_since = ${isWorse ? at : null} where workspace_id = ${workspaceId} and id = ${id}`.execute(
    tx,
  )
  const actor = systemActor(workspaceId)
  await record(tx, actor, at, isWorse ? 'conflict.worsened' : 'conflict.eased', factsOf(conflict), [id])
  if (!isWorse) return
  const { rows: decisions } = await sql<{ id: string }>`select id from conflict_decision
    where workspace_id = ${workspaceId} and conflict_id = ${id} order by decided_at desc, id desc limit 1`.execute(tx)
  await notify(tx, at, workspaceId, [
    {
      memberIds: conflict.ownerIds,
      kind: 'conflict_worsened',
      params: { conflict: conflict.title },
      link: `/conflicts/${id}`,
      dedupeKey: `conflict_worsened:${decisions[0]?.id ?? id}`,
      mail: true,
    },
  ])
}
