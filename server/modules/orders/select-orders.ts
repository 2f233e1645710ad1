import { type RawBuilder, sql } from 'kysely'
import type { Order, OrderRecord } from '#contract/orders.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { Problem } from '#kernel/problem.ts'
import type { OrderSource, OrderState } from './order-types.ts'
import { returnsOfOrder } from './select-returns.ts'

export type OrderRow = {
  id: string
  number: string
  source: OrderSource
  shopId: string | null
  shopName: string | null
  externalId: string | null
  subjectId: string | null
  contactName: string | null
  companyId: string | null
  companyName: string | null
  dealId: string | null
  dealName: string | null
  state: OrderState
  orderedAt: Date
  totalCents: number
  currency: string
  refundedCents: number
  units: number
  campaignId: string | null
  linkCode: string | null
  note: string | null
  version: number
  createdAt: Date
}

/** Orders as they are answered; the caller adds its own `where`, on `o`. */
export const selectOrders = (workspaceId: string, where: RawBuilder<unknown>) =>
  sql<OrderRow>`select o.id, o.number, o.source, o.shop_id, sh.name as shop_name, o.external_id, o.subject_id,
      coalesce(nullif(c.full_name, ''), c.email) as contact_name, o.company_id, co.name as company_name, o.deal_id, d.name as deal_name, o.state,
      o.ordered_at, o.total_cents, o.currency, o.campaign_id, o.link_code, o.note, o.version, o.created_at,
      (select coalesce(sum(r.refund_cents), 0)::bigint from order_return r
        where r.workspace_id = ${workspaceId} and r.order_id = o.id and r.deleted_at is null) as refunded_cents,
      (select coalesce(sum(l.quantity), 0)::integer from order_line l where l.workspace_id = ${workspaceId} and l.order_id = o.id) as units
    from sales_order o
    left join contact c on c.workspace_id = o.workspace_id and c.workspace_id = ${workspaceId} and c.subject_id = o.subject_id
    left join company co on co.workspace_id = o.workspace_id and co.workspace_id = ${workspaceId} and co.id = o.company_id
    left join deal d on d.workspace_id = o.workspace_id and d.workspace_id = ${workspaceId} and d.id = o.deal_id
    left join shop_connection sh on sh.workspace_id = o.workspace_id and sh.workspace_id = ${workspaceId} and sh.id = o.shop_id
    where o.workspace_id = ${workspaceId} and ${where}`

export function toOrder(row: OrderRow): Order {
  const { subjectId, totalCents, currency, refundedCents, orderedAt, createdAt, ...rest } = row
  return {
    ...rest,
    contactId: subjectId,
    total: { amountCents: totalCents, currency },
    refunded: { amountCents: refundedCents, currency },
    orderedAt: orderedAt.toISOString(),
    createdAt: createdAt.toISOString(),
  }
}

/** An order with its lines and returns. Throws 404 on one that is not there, deleted, or another workspace's. */
export async function readOrder(db: Db | Tx, workspaceId: string, id: string): Promise<OrderRecord> {
  const { rows } = await selectOrders(workspaceId, sql`o.id = ${id} and o.deleted_at is null`).execute(db)
  const row = rows[0]
  if (!row) throw new Problem('not_found')
  const returns = await returnsOfOrder(db, workspaceId, id)
  return { ...toOrder(row), lines: await linesOfOrder(db, workspaceId, id, row.currency), returns }
}

type LineRow = {
  id: string
  productId: string | null
  sku: string
  name: string
  quantity: number
  returned: number
  unitPriceCents: number
  totalCents: number
}

async function linesOfOrder(
  db: Db | Tx,
  workspaceId: string,
  orderId: string,
  currency: string,
): Promise<OrderRecord['lines']> {
  const { rows } =
    await sql<LineRow>`select l.id, l.product_id, l.sku, coalesce(nullif(l.name, ''), p.name, l.sku) as name, l.quantity, l.unit_price_cents, l.total_cents,
      (select coalesce(sum(rl.quantity), 0)::integer from return_line rl
        join order_return r on r.workspace_id = rl.workspace_id and r.id = rl.return_id and r.deleted_at is null
        where rl.workspace_id = ${workspaceId} and rl.order_id = l.order_id and rl.order_line_id = l.id) as returned
    from order_line l
    left join product p on p.workspace_id = l.workspace_id and p.workspace_id = ${workspaceId} and p.id = l.product_id
    where l.workspace_id = ${workspaceId} and l.order_id = ${orderId} order by l.position, l.id`.execute(db)
  return rows.map(({ unitPriceCents, totalCents, ...line }) => ({
    ...line,
    unitPrice: { amountCents: unitPriceCents, currency },
    total: { amountCents: totalCents, currency },
  }))
}

/** 404 unless the order is there and not deleted. */
export async function requireOrder(db: Db, workspaceId: string, id: string): Promise<void> {
  const { rows } = await sql`select 1 from sales_order
    where workspace_id = ${workspaceId} and id = ${id} and deleted_at is null`.execute(db)
  if (rows.length === 0) throw new Problem('not_found')
}

/** Locked until the transaction ends. Throws 404. */
export async function lockOrder(tx: Tx, workspaceId: string, id: string, { deleted = false } = {}) {
  const { rows } = await sql<{
    id: string
    number: string
    subjectId: string | null
    companyId: string | null
    dealId: string | null
    campaignId: string | null
    linkCode: string | null
    note: string | null
    state: OrderState
    version: number
    deletedAt: Date | null
  }>`select id, number, subject_id, company_id, deal_id, campaign_id, link_code, note, state, version, deleted_at from sales_order
    where workspace_id = ${workspaceId} and id = ${id} for update`.execute(tx)
  const row = rows[0]
  if (!row || (row.deletedAt && !deleted)) throw new Problem('not_found')
  return row
}
