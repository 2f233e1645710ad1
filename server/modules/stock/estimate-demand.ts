import { sql } from 'kysely'
import Type from 'typebox'
import { timeZoneOf } from '#kernel/calendar/time-zone.ts'
import { addDays, dayNumberOf, localDate, startOfLocalDay } from '#kernel/calendar/zone.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { systemActor } from '#kernel/events.ts'
import { defineJob } from '#kernel/jobs.ts'
import { followStock } from './after-change.ts'
import { demandOf } from './rules/demand.ts'

const windowDays = 90
const chunk = 1000

/** Counts every night what was ordered of each product whose stock is kept. */
export const estimateDemands = defineJob({
  name: 'stock.estimate_demands',
  payload: Type.Object({}),
  retry: { limit: 2 },
  pool: 'bulk',
  async run(_payload, { db, clock }) {
    const { rows } = await sql<{ id: string }>`select id from workspace`.execute(db)
    for (const { id } of rows) {
      const kept = await sql<{
        productId: string
      }>`select product_id from stock where workspace_id = ${id} order by product_id`.execute(db)
      const ids = kept.rows.map((row) => row.productId)
      for (let start = 0; start < ids.length; start += chunk)
        await db.transaction().execute((tx) => estimateDemand(tx, id, clock.now(), ids.slice(start, start + chunk)))
    }
  },
})

/** Demand a day and its spread over the last 90 whole days, days without an order included; a product sold first within them from that day on. */
export async function estimateDemand(
  tx: Tx,
  workspaceId: string,
  at: Date,
  productIds: readonly string[],
): Promise<void> {
  if (productIds.length === 0) return
  const zone = await timeZoneOf(tx, workspaceId)
  const today = localDate(zone, at)
  const since = addDays(today, -windowDays)
  const sold = await readDailySales(tx, workspaceId, zone, { since, until: today }, productIds)
  const rows = productIds.flatMap((productId) => {
    const days = sold.get(productId)
    return days ? [{ productId, ...demandOf(days, dayNumberOf(today) - dayNumberOf(firstDay(days))) }] : []
  })
  const { rows: changed } = await sql<{ productId: string }>`update stock s
    set estimated_daily_demand = e.mean, estimated_std_dev = e.deviation, estimated_at = ${at}
    from unnest(${rows.map(({ productId }) => productId)}::uuid[], ${rows.map(({ mean }) => mean)}::double precision[],
      ${rows.map(({ deviation }) => deviation)}::double precision[]) as e (product_id, mean, deviation)
    where s.workspace_id = ${workspaceId} and s.product_id = e.product_id
      and (s.estimated_daily_demand is distinct from e.mean or s.estimated_std_dev is distinct from e.deviation)
    returning s.product_id`.execute(tx)
  await followStock(
    tx,
    systemActor(workspaceId),
    at,
    changed.map((row) => row.productId),
  )
}

const firstDay = (days: readonly { on: string }[]) =>
  days.reduce((first, { on }) => (on < first ? on : first), '9999-12-31')

/** Units ordered a local day, of orders that were not cancelled; `until` itself is left out, because it is not over. */
async function readDailySales(
  db: Db | Tx,
  workspaceId: string,
  zone: string,
  { since, until }: { since: string; until: string },
  productIds: readonly string[],
): Promise<Map<string, { on: string; quantity: number }[]>> {
  const { rows } = await sql<{ productId: string; on: string; quantity: number }>`
    select l.product_id, (o.ordered_at at time zone ${zone})::date::text as "on", sum(l.quantity)::bigint as quantity
    from order_line l
    join sales_order o on o.workspace_id = l.workspace_id and o.workspace_id = ${workspaceId} and o.id = l.order_id
    where l.workspace_id = ${workspaceId} and l.product_id = any (${productIds}::uuid[]) and o.deleted_at is null and o.state <> 'cancelled'
      and l.ordered_at >= ${startOfLocalDay(zone, since)} and l.ordered_at < ${startOfLocalDay(zone, until)}
      and o.ordered_at >= ${startOfLocalDay(zone, since)} and o.ordered_at < ${startOfLocalDay(zone, until)}
    group by 1, 2`.execute(db)
  return Map.groupBy(rows, (row) => row.productId)
}
