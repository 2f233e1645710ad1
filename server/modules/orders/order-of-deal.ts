import { sql } from 'kysely'
import type { OrderRecord, ordersRoutes } from '#contract/orders.ts'
import type { Tx } from '#kernel/db.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'
import { readLines, timeOf } from './create-order.ts'
import { takeFromStock } from './move-units.ts'
import type { OrderInput } from './order-types.ts'
import { recordOrders } from './record-orders.ts'
import { readOrder } from './select-orders.ts'

type Given = Parameters<Handlers<typeof ordersRoutes>['POST /deals/:id/order']>[1]['body']
type Deal = {
  id: string
  name: string
  state: string
  subjectId: string | null
  companyId: string | null
  amountCents: number | null
  currency: string
  productName: string | null
  closedAt: Date | null
}

/** What a won deal sold, as an order; a deal has one at most. */
export const orderOfDeal = (ctx: Ctx, id: string, given: Given): Promise<OrderRecord> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const deal = await lockDeal(tx, workspaceId, id)
    if (deal.state !== 'won') throw new Problem('deal_not_won')
    const there = await ordersOf(tx, workspaceId, id)
    if (there) throw new Problem('deal_has_order', { orderId: there.id, number: there.number })
    const input: OrderInput = {
      source: 'deal',
      number: given.number ?? null,
      state: 'placed',
      orderedAt: given.orderedAt ? timeOf(at, given.orderedAt, '/orderedAt') : (deal.closedAt ?? at),
      currency: deal.currency,
      subjectId: deal.subjectId,
      companyId: deal.companyId,
      dealId: id,
      lines: given.lines ? await readLines(tx, workspaceId, given.lines) : [await lineOf(tx, workspaceId, deal)],
    }
    const [recorded] = await recordOrders(tx, actor, at, [input])
    if (given.moveStock && recorded!.created) await takeFromStock(tx, actor, at, recorded!.orderId)
    return readOrder(tx, workspaceId, recorded!.orderId)
  })

async function lockDeal(tx: Tx, workspaceId: string, id: string): Promise<Deal> {
  const { rows } =
    await sql<Deal>`select id, name, state, subject_id, company_id, amount_cents, currency, product_name, closed_at from deal
    where workspace_id = ${workspaceId} and id = ${id} and deleted_at is null for update`.execute(tx)
  if (!rows[0]) throw new Problem('not_found')
  return rows[0]
}

async function ordersOf(tx: Tx, workspaceId: string, dealId: string) {
  const { rows } = await sql<{ id: string; number: string }>`select id, number from sales_order
    where workspace_id = ${workspaceId} and deal_id = ${dealId} and deleted_at is null limit 1`.execute(tx)
  return rows[0]
}

/** One line for the whole amount, of the product that goes by the name or SKU that the deal says. */
async function lineOf(tx: Tx, workspaceId: string, deal: Deal): Promise<OrderInput['lines'][number]> {
  const said = deal.productName ?? ''
  const { rows } = await sql<{ id: string; sku: string; name: string }>`select id, sku, name from product
    where workspace_id = ${workspaceId} and deleted_at is null and (sku_key = lower(${said}) or lower(name) = lower(${said}))
    order by sku_key = lower(${said}) desc, id limit 1`.execute(tx)
  const product = rows[0]
  return {
    productId: product?.id ?? null,
    sku: product?.sku ?? null,
    name: product?.name ?? (said || deal.name),
    quantity: 1,
    unitPriceCents: deal.amountCents ?? 0,
  }
}
