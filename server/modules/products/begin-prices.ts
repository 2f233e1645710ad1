import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { type Actor, recordMany } from '#kernel/events.ts'
import { followPrices } from './after-change.ts'
import { priceData } from './price-data.ts'

type Due = {
  productId: string
  sku: string
  name: string
  listKey: string
  amountCents: number
  currency: string
  fromAt: Date
  untilAt: Date | null
}

/** Tells of prices whose day has come, and of offers whose time is over: from then on another price is in force. */
export async function beginPrices(tx: Tx, actor: Actor, at: Date): Promise<void> {
  const { workspaceId } = actor
  const begun = await sql<Due>`update price x set begun_at = ${at}
    from product p
    where x.workspace_id = ${workspaceId} and p.workspace_id = x.workspace_id and p.id = x.product_id
      and x.begun_at is null and x.from_at <= ${at}
    returning x.product_id, p.sku, p.name, x.list_key, x.amount_cents, x.currency, x.from_at, x.until_at`.execute(tx)
  const ended = await sql<{ productId: string }>`update price set ended_at = ${at}
    where workspace_id = ${workspaceId} and until_at <= ${at} and ended_at is null and begun_at is not null returning product_id`.execute(
    tx,
  )
  await recordMany(
    tx,
    actor,
    at,
    begun.rows.map((row) => ({
      name: 'price.changed' as const,
      data: priceData({ id: row.productId, sku: row.sku, name: row.name }, row, null),
      subjects: [row.productId],
    })),
  )
  const productIds = new Set([...begun.rows, ...ended.rows].map((row) => row.productId))
  await followPrices(tx, actor, at, [...productIds])
}
