import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'
import { judgeLevels } from './follow-stock.ts'
import { judgeDrift, judgePrices } from './follow-truth.ts'

/**
 * Holds the stock of a campaign's products still until the transaction ends, before its offers are touched: a stock-out at
 * the same moment then either comes before, and is seen, or after, and sees the offers.
 */
export async function lockStockOf(tx: Tx, workspaceId: string, campaignId: string): Promise<void> {
  const { rows } = await sql<{ productId: string }>`select product_id from campaign_offer
    where workspace_id = ${workspaceId} and campaign_id = ${campaignId} and removed_at is null`.execute(tx)
  await lockStock(
    tx,
    workspaceId,
    rows.map((row) => row.productId),
  )
}

export const lockStock = (tx: Tx, workspaceId: string, productIds: readonly string[]) =>
  sql`select 1 from stock where workspace_id = ${workspaceId} and product_id = any(${[...productIds]}::uuid[])
    order by product_id for share`.execute(tx)

/** From now on, or no longer, changes of stock, specs and prices switch the offers. Unguarded offers run whatever happens. */
export async function setGuarded(tx: Tx, workspaceId: string, campaignId: string, isGuarded: boolean): Promise<void> {
  if (isGuarded)
    await sql`update campaign_offer set is_guarded = true
      where workspace_id = ${workspaceId} and campaign_id = ${campaignId} and removed_at is null`.execute(tx)
  else
    await sql`update campaign_offer set is_guarded = false, stock_tripped_at = null, drift_tripped_at = null, price_tripped_at = null
      where workspace_id = ${workspaceId} and campaign_id = ${campaignId}`.execute(tx)
}

/** Judges all offers of a campaign anew: on its launch, and when it or its terms change. */
export async function guardCampaign(tx: Tx, actor: Actor, at: Date, campaignId: string): Promise<void> {
  await judgeLevels(tx, actor, at, sql`campaign_id = ${campaignId}`)
  await judgeDrift(tx, actor, at, sql`o.campaign_id = ${campaignId}`)
  await judgePrices(tx, actor, at, sql`o.campaign_id = ${campaignId}`)
}
