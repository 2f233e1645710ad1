import { sql } from 'kysely'
import Type from 'typebox'
import { Id } from '#contract/kit.ts'
import type { Tx } from '#kernel/db.ts'
import { type Actor, systemActor } from '#kernel/events.ts'
import { defineJob, enqueueMany, queued } from '#kernel/jobs.ts'
import { ask } from '#kernel/prepared.ts'
import { availableNow } from '#modules/stock/public.ts'
import { mendCause } from './mend.ts'
import { openImpact } from './open-impact.ts'

type Standing = { productId: string; isOpen: boolean }

/**
 * Called in the transaction of every stock write, so it asks as little as possible: products on which nothing depends end here,
 * and a job is queued only when a stock-out begins or ends.
 */
export async function watchStock(tx: Tx, actor: Actor, _at: Date, productIds: readonly string[]) {
  const { workspaceId } = actor
  const standing = await askTurns(tx, workspaceId, productIds)
  return async () => {
    const { begins, ends } = await standing()
    await enqueueMany(
      tx,
      [...begins, ...ends].map((productId) =>
        queued(followStock, { workspaceId, productId }, { key: `impacts.follow-stock ${workspaceId} ${productId}` }),
      ),
    )
  }
}

/** Nothing left to sell touches what sells it; goods back on the shelf mend it. */
export const followStock = defineJob({
  name: 'impacts.follow-stock',
  payload: Type.Object({ workspaceId: Id, productId: Id }),
  retry: { limit: 10 },
  pool: 'interactive',
  async run({ workspaceId, productId }, { db, clock }) {
    const now = clock.now()
    const actor = systemActor(workspaceId)
    await db.transaction().execute(async (tx) => {
      const { begins, ends, available } = await (await askTurns(tx, workspaceId, [productId]))()
      if (ends.length > 0) await mendCause(tx, actor, now, { type: 'stock', id: productId })
      if (begins.length === 0) return
      await openImpact(tx, actor, now, {
        cause: { type: 'stock', id: productId },
        change: {
          ...{ key: 'stock', label: '', before: await lastAvailable(tx, workspaceId, productId) },
          after: String(available.get(productId)?.available ?? 0),
        },
        severity: 'critical',
        eventName: 'stock.changed',
        productId,
      })
    })
  },
})

/** What could still be sold before it ran out, as the ledger last told it; null when it never told of any. */
async function lastAvailable(tx: Tx, workspaceId: string, productId: string): Promise<string | null> {
  const { rows } = await sql<{ available: string }>`select data ->> 'available' as available from event
    where workspace_id = ${workspaceId} and subjects @> array[${productId}::uuid] and name = 'stock.changed'
      and (data ->> 'available')::integer > 0
    order by at desc, id desc limit 1`.execute(tx)
  return rows[0]?.available ?? null
}

/** Products that something depends on and whose stock-out begins, or ends, now. */
async function askTurns(tx: Tx, workspaceId: string, productIds: readonly string[]) {
  const asked = await ask(
    tx,
    sql<Standing>`select distinct e.from_id as product_id, exists (select 1 from impact p
      where p.workspace_id = ${workspaceId} and p.cause_type = 'stock' and p.cause_id = e.from_id and p.state = 'open'
        and p.event_name = 'stock.changed') as is_open
    from edge e where e.workspace_id = ${workspaceId} and e.from_type = 'stock' and e.from_id = any(${productIds}::text[])
      and e.closed_at is null`,
  )
  return async () => {
    const rows = await asked()
    if (rows.length === 0) return { begins: [], ends: [], available: new Map<string, { available: number }>() }
    const available = await availableNow(
      tx,
      workspaceId,
      rows.map((row) => row.productId),
    )
    const isOut = ({ productId }: Standing) => (available.get(productId)?.available ?? 1) <= 0
    return {
      begins: rows.filter((row) => !row.isOpen && isOut(row)).map((row) => row.productId),
      ends: rows.filter((row) => row.isOpen && !isOut(row)).map((row) => row.productId),
      available,
    }
  }
}
