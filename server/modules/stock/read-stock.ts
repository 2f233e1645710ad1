import { sql } from 'kysely'
import type { Stock } from '#contract/stock.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { Problem } from '#kernel/problem.ts'
import { coverOf } from './availability.ts'
import { safetyStock } from './rules/availability.ts'
import { uncoveredOf } from './stock-event.ts'

type Row = {
  onHand: number | null
  reserved: number | null
  dailyDemand: number | null
  demandStdDev: number | null
  leadTimeDays: number | null
  estimatedDailyDemand: number | null
  estimatedStdDev: number | null
  estimatedAt: Date | null
  levelledAt: Date | null
  updatedAt: Date | null
  version: number | null
  inboundConfirmed: number
  inboundUnconfirmed: number
  waiting: number
}

/** What is there of a product; all zero while nobody keeps stock of it. Throws 404. */
export async function readStock(db: Db | Tx, workspaceId: string, productId: string): Promise<Stock> {
  const { rows } =
    await sql<Row>`select s.on_hand, s.reserved, s.daily_demand, s.demand_std_dev, s.lead_time_days, s.estimated_daily_demand,
      s.estimated_std_dev, s.estimated_at, s.levelled_at, case when isfinite(s.updated_at) then s.updated_at end as updated_at, s.version,
      (select coalesce(sum(i.quantity) filter (where i.confirmed), 0)::bigint from inbound i
        where i.workspace_id = ${workspaceId} and i.product_id = p.id and i.state = 'expected') as inbound_confirmed,
      (select coalesce(sum(i.quantity) filter (where not i.confirmed), 0)::bigint from inbound i
        where i.workspace_id = ${workspaceId} and i.product_id = p.id and i.state = 'expected') as inbound_unconfirmed,
      (select count(*) from waitlist_entry w
        where w.workspace_id = ${workspaceId} and w.product_id = p.id and w.state = 'waiting') as waiting
    from product p
    left join stock s on s.workspace_id = p.workspace_id and s.workspace_id = ${workspaceId} and s.product_id = p.id
    where p.workspace_id = ${workspaceId} and p.id = ${productId} and p.deleted_at is null`.execute(db)
  const row = rows[0]
  if (!row) throw new Problem('not_found')
  const { onHand, reserved, dailyDemand, demandStdDev, leadTimeDays, estimatedDailyDemand, estimatedStdDev } = row
  const safety = safetyStock(demandStdDev ?? estimatedStdDev, leadTimeDays)
  const available = (onHand ?? 0) - (reserved ?? 0) - safety
  return {
    productId,
    isKept: onHand !== null,
    onHand: onHand ?? 0,
    reserved: reserved ?? 0,
    uncovered: uncoveredOf({ onHand: onHand ?? 0, reserved: reserved ?? 0 }),
    safetyStock: safety,
    available,
    daysOfCover: coverOf(available, dailyDemand ?? estimatedDailyDemand),
    ...{ dailyDemand, demandStdDev, leadTimeDays, estimatedDailyDemand, estimatedStdDev },
    demandSource: dailyDemand !== null ? 'given' : estimatedDailyDemand !== null ? 'estimated' : null,
    estimatedAt: row.estimatedAt?.toISOString() ?? null,
    inboundConfirmed: row.inboundConfirmed,
    inboundUnconfirmed: row.inboundUnconfirmed,
    waiting: row.waiting,
    levelledAt: row.levelledAt?.toISOString() ?? null,
    updatedAt: row.updatedAt?.toISOString() ?? null,
    version: row.version ?? 0,
  }
}
