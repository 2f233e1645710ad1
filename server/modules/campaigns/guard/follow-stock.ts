import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'
import { ask } from '#kernel/prepared.ts'
import { availableNow } from '#modules/stock/public.ts'
import { coverOf, judgeStock } from '../rules/guard.ts'
import { switchOffers, type Turn } from './switch-offers.ts'

type Guarded = { id: string; productId: string; uplift: number; isTripped: boolean }

/**
 * Judges every guarded offer of products whose stock has just changed, in the transaction of the change: whoever reads the
 * new level reads the offers that fit it. Two reads where nothing has to be switched; this is the hot path of stock writes.
 */
export const followStock = (tx: Tx, actor: Actor, at: Date, productIds: readonly string[]) =>
  askAndJudge(tx, actor, at, sql`product_id = any(${[...productIds]}::uuid[])`)

/** @param which condition on campaign_offer. Whoever calls holds the stock of these products, or is not in a hurry. */
export const judgeLevels = async (tx: Tx, actor: Actor, at: Date, which: RawBuilder<unknown>): Promise<void> =>
  (await askAndJudge(tx, actor, at, which))()

async function askAndJudge(tx: Tx, actor: Actor, at: Date, which: RawBuilder<unknown>): Promise<() => Promise<void>> {
  const { workspaceId } = actor
  const guarded = await ask(
    tx,
    sql<Guarded>`select id, product_id, uplift, stock_tripped_at is not null as is_tripped from campaign_offer
    where workspace_id = ${workspaceId} and is_guarded and ${which} order by id`,
  )
  return async () => {
    const rows = await guarded()
    if (rows.length === 0) return
    const levels = await availableNow(tx, workspaceId, [...new Set(rows.map((row) => row.productId))])
    const turns = rows.flatMap(({ id, productId, uplift, isTripped }): Turn[] => {
      const level = levels.get(productId) ?? null
      const to = judgeStock(level, { uplift, isTripped })
      if (to === 'stay' || level === null) return []
      const cover = coverOf(level, uplift)
      const daysOfCover = Number.isFinite(cover) ? Math.round(cover * 10) / 10 : null
      return [{ offerId: id, to, available: level.available, daysOfCover, what: null }]
    })
    await switchOffers(tx, actor, at, 'stock', turns)
  }
}
