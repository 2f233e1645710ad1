import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { nobody } from '#kernel/events.ts'
import { keyOf } from './stored-orders.ts'

export type OrderLineOfReturn = {
  orderId: string
  id: string
  key: string
  sku: string
  productId: string | null
  quantity: number
  totalCents: number
  /** Units that have come back already. */
  returned: number
}
export type OrderOfReturn = {
  id: string
  number: string
  subjectId: string | null
  currency: string
  lines: OrderLineOfReturn[]
}
type Wanted = {
  source: string
  shopId?: string | null
  externalId?: string | null
  orderId?: string | null
  orderExternalId?: string | null
}

/**
 * The orders of returns with their lines, locked: two returns of one order follow one another, and what is known already is
 * seen by whoever comes second.
 */
export async function lockOrders(
  tx: Tx,
  workspaceId: string,
  wanted: readonly Wanted[],
): Promise<(of: Wanted) => OrderOfReturn | undefined> {
  const keys = wanted.flatMap(({ orderId, source, shopId, orderExternalId }) =>
    orderId || !orderExternalId ? [] : { source, shopId: shopId ?? nobody, externalId: orderExternalId },
  )
  const ids = wanted.flatMap(({ orderId }) => orderId ?? [])
  const { rows } = await sql<
    Omit<OrderOfReturn, 'lines'> & { source: string; shopId: string | null; externalId: string | null }
  >`select o.id, o.number, o.subject_id, o.currency, o.source, o.shop_id, o.external_id from sales_order o
    where o.workspace_id = ${workspaceId} and o.deleted_at is null and (o.id = any (${ids}::uuid[]) or o.id in (
      select k.id from sales_order k join json_to_recordset(${JSON.stringify(keys)}::json) as w (source text, "shopId" uuid, "externalId" text)
        on k.source = w.source and coalesce(k.shop_id, ${nobody}::uuid) = w."shopId" and k.external_id = w."externalId"
      where k.workspace_id = ${workspaceId}))
    order by o.id for update`.execute(tx)
  const lines = await linesWithReturned(
    tx,
    workspaceId,
    rows.map(({ id }) => id),
  )
  const byId = new Map<string, OrderOfReturn>()
  const byKey = new Map<string, OrderOfReturn>()
  for (const { source, shopId, externalId, ...row } of rows) {
    const order = { ...row, lines: lines.get(row.id) ?? [] }
    byId.set(row.id, order)
    byKey.set(keyOf(source, shopId, externalId), order)
  }
  return ({ orderId, source, shopId, orderExternalId }) =>
    orderId ? byId.get(orderId) : byKey.get(keyOf(source, shopId, orderExternalId ?? null))
}

async function linesWithReturned(
  tx: Tx,
  workspaceId: string,
  orderIds: readonly string[],
): Promise<Map<string, OrderLineOfReturn[]>> {
  const { rows } =
    await sql<OrderLineOfReturn>`select l.order_id, l.id, l.key, l.sku, l.product_id, l.quantity, l.total_cents, coalesce(b.returned, 0)::integer as returned
    from order_line l left join (
      select rl.order_id, rl.order_line_id, sum(rl.quantity) as returned from return_line rl
      join order_return r on r.workspace_id = rl.workspace_id and r.id = rl.return_id and r.deleted_at is null
      where rl.workspace_id = ${workspaceId} and rl.order_id = any (${[...orderIds]}::uuid[]) group by rl.order_id, rl.order_line_id
    ) b on b.order_id = l.order_id and b.order_line_id = l.id
    where l.workspace_id = ${workspaceId} and l.order_id = any (${[...orderIds]}::uuid[]) order by l.position, l.id`.execute(
      tx,
    )
  return Map.groupBy(rows, ({ orderId }) => orderId)
}

/** Ids of returns that are there already, deleted ones too, by `keyOf`. */
export async function knownReturns(
  tx: Tx,
  workspaceId: string,
  wanted: readonly Wanted[],
): Promise<Map<string, string>> {
  const keys = wanted.flatMap(({ source, shopId, externalId }) =>
    externalId ? { source, shopId: shopId ?? nobody, externalId } : [],
  )
  if (keys.length === 0) return new Map()
  const { rows } = await sql<{
    id: string
    source: string
    shopId: string | null
    externalId: string
  }>`select r.id, r.source, r.shop_id, r.external_id
    from order_return r join json_to_recordset(${JSON.stringify(keys)}::json) as k (source text, "shopId" uuid, "externalId" text)
      on r.source = k.source and coalesce(r.shop_id, ${nobody}::uuid) = k."shopId" and r.external_id = k."externalId"
    where r.workspace_id = ${workspaceId}`.execute(tx)
  return new Map(rows.map(({ id, source, shopId, externalId }) => [keyOf(source, shopId, externalId), id]))
}
