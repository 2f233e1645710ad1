import { sql } from 'kysely'
import { askTimeZone } from '#kernel/calendar/time-zone.ts'
import { localDate } from '#kernel/calendar/zone.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { ask } from '#kernel/prepared.ts'
import {
  type AvailabilityAsk as Ask,
  type Availability,
  forecast,
  type Position,
  safetyStock,
} from './rules/availability.ts'

export type { Availability } from './rules/availability.ts'
export type AvailabilityAsk = Ask & { productId: string }

/**
 * The forecast of each ask, in their order, in a constant number of statements. Day 1 is `from`: for a campaign that runs
 * already, ask from today on, because what was sold until now is gone from stock. A product without stock has nothing.
 */
export async function availability(
  db: Db | Tx,
  workspaceId: string,
  at: Date,
  asks: readonly AvailabilityAsk[],
): Promise<Availability[]> {
  if (asks.length === 0) return []
  const productIds = [...new Set(asks.map((ask) => ask.productId))]
  const [positions, zone] = await Promise.all([
    readPositions(db, workspaceId, productIds),
    askTimeZone(db, workspaceId),
  ])
  const today = localDate(await zone(), at)
  return asks.map((ask) => forecast(positions.get(ask.productId) ?? nothing, ask, today))
}

const nothing: Position = {
  onHand: 0,
  reserved: 0,
  dailyDemand: null,
  demandStdDev: null,
  leadTimeDays: null,
  inbound: [],
}

/** On hand − reserved − safety stock and how many days of demand that covers. Products whose stock nobody keeps are absent. */
export async function availableNow(
  db: Db | Tx,
  workspaceId: string,
  productIds: readonly string[],
): Promise<Map<string, { available: number; daysOfCover: number | null }>> {
  if (productIds.length === 0) return new Map()
  const rows = await (await askLevels(db, workspaceId, productIds))()
  return new Map(
    rows.map((row) => {
      const available = row.onHand - row.reserved - safetyStock(row.demandStdDev, row.leadTimeDays)
      return [row.productId, { available, daysOfCover: coverOf(available, row.dailyDemand) }]
    }),
  )
}

/** Days that `available` units last; null when nothing is sold. */
export const coverOf = (available: number, dailyDemand: number | null): number | null =>
  dailyDemand ? Math.max(0, Math.floor((available / dailyDemand) * 10) / 10) : null

type Level = {
  productId: string
  onHand: number
  reserved: number
  dailyDemand: number | null
  demandStdDev: number | null
  leadTimeDays: number | null
}

/** What was said of demand goes before what was counted. */
const askLevels = (db: Db | Tx, workspaceId: string, productIds: readonly string[]) =>
  ask<Level>(
    db,
    sql`select product_id, on_hand, reserved, lead_time_days,
      coalesce(daily_demand, estimated_daily_demand) as daily_demand, coalesce(demand_std_dev, estimated_std_dev) as demand_std_dev
    from stock where workspace_id = ${workspaceId} and product_id = any (${[...new Set(productIds)]}::uuid[])`,
  )

type Coming = { productId: string; expectedOn: string; quantity: number; confirmed: boolean }

async function readPositions(db: Db | Tx, workspaceId: string, productIds: readonly string[]) {
  const [levels, coming] = await Promise.all([
    askLevels(db, workspaceId, productIds),
    ask<Coming>(
      db,
      sql`select product_id, expected_on, quantity, confirmed from inbound
        where workspace_id = ${workspaceId} and product_id = any (${productIds}::uuid[]) and state = 'expected'`,
    ),
  ])
  const byProduct = Map.groupBy(await coming(), (row) => row.productId)
  const positions = new Map(
    (await levels()).map(({ productId, ...level }): [string, Position] => [
      productId,
      { ...level, inbound: byProduct.get(productId) ?? [] },
    ]),
  )
  for (const [productId, inbound] of byProduct)
    if (!positions.has(productId)) positions.set(productId, { ...nothing, inbound })
  return positions
}
