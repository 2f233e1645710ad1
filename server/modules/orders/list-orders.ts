import { type RawBuilder, sql } from 'kysely'
import type { Input } from '#contract/kit.ts'
import type { ordersRoutes } from '#contract/orders.ts'
import type { Db } from '#kernel/db.ts'
import type { Ctx } from '#kernel/http.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { daysIn, joined, wordsOf } from './filters.ts'
import { type OrderRow, selectOrders, toOrder } from './select-orders.ts'

type Query = Input<(typeof ordersRoutes)['GET /orders']>['query']
const countedAtMost = 10_000

/** `GET /orders`: newest first unless sorted otherwise. */
export async function listOrders({ db, actor }: Ctx, query: Query) {
  const { workspaceId } = actor
  const { after, limit = 50, sort = '-orderedAt' } = query
  const where = await predicate(db, workspaceId, query)
  const cursor = decodeCursor(after, 2)
  const byTotal = sort.endsWith('total')
  const [column, type] = byTotal ? [sql`o.total_cents`, sql`bigint`] : [sql`o.ordered_at`, sql`timestamptz`]
  const [direction, beyond] = sort.startsWith('-') ? [sql`desc`, sql`<`] : [sql`asc`, sql`>`]
  const [{ rows }, approximateTotal] = await Promise.all([
    selectOrders(
      workspaceId,
      sql`${where} ${cursor ? sql`and (${column}, o.id) ${beyond} (${cursor[0]}::${type}, ${cursor[1]}::uuid)` : sql``}
        order by ${column} ${direction}, o.id ${direction} limit ${limit + 1}`,
    ).execute(db),
    cursor ? undefined : count(db, workspaceId, where),
  ])
  const page = toPage(rows, limit, toOrder, (row: OrderRow) => [
    byTotal ? row.totalCents : row.orderedAt.toISOString(),
    row.id,
  ])
  return { ...page, ...(approximateTotal !== undefined && { approximateTotal }) }
}

async function count(db: Db, workspaceId: string, where: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from (select 1 from sales_order o
    where o.workspace_id = ${workspaceId} and ${where} limit ${countedAtMost + 1}) as counted`.execute(db)
  return rows[0]!.count
}

async function predicate(db: Db, workspaceId: string, query: Query): Promise<RawBuilder<unknown>> {
  const { state, source, contactId, companyId, dealId, productId, campaignId, shopId, externalId } = query
  const { returned, totalMin, totalMax } = query
  const days = await daysIn(db, workspaceId, sql`o.ordered_at`, query.orderedFrom, query.orderedTo)
  const comesBack = sql`exists (select 1 from order_return r where r.workspace_id = ${workspaceId} and r.order_id = o.id and r.deleted_at is null)`
  return joined([
    sql`o.deleted_at is null`,
    ...wordsOf(query.q).map(
      (word) => sql`(o.search like ${word} or o.subject_id in (select c.subject_id from contact c
        where c.workspace_id = ${workspaceId} and c.search like ${word}))`,
    ),
    state?.length && sql`o.state = any (${state}::text[])`,
    source?.length && sql`o.source = any (${source}::text[])`,
    contactId && sql`o.subject_id = ${contactId}`,
    companyId && sql`o.company_id = ${companyId}`,
    dealId && sql`o.deal_id = ${dealId}`,
    campaignId && sql`o.campaign_id = ${campaignId}`,
    shopId && sql`o.shop_id = ${shopId}`,
    externalId && sql`o.external_id = ${externalId}`,
    productId &&
      sql`o.id in (select l.order_id from order_line l where l.workspace_id = ${workspaceId} and l.product_id = ${productId})`,
    returned !== undefined && (returned ? comesBack : sql`not ${comesBack}`),
    totalMin !== undefined && sql`o.total_cents >= ${Math.round(totalMin * 100)}`,
    totalMax !== undefined && sql`o.total_cents <= ${Math.round(totalMax * 100)}`,
    ...days,
  ])
}
