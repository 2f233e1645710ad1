import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { Problem } from '#kernel/problem.ts'

export type LockedStock = {
  productId: string
  sku: string
  name: string
  productState: 'active' | 'discontinued'
  onHand: number
  reserved: number
  dailyDemand: number | null
  demandStdDev: number | null
  leadTimeDays: number | null
  estimatedStdDev: number | null
  isNew: boolean
}

/** The stock of a product, locked until the transaction ends; made empty at `make` when there is none. Throws 404. */
export async function lockStock(
  tx: Tx,
  workspaceId: string,
  productId: string,
  { make }: { make: Date },
): Promise<LockedStock> {
  const made = await sql`insert into stock (workspace_id, product_id, on_hand, updated_at)
    select workspace_id, id, 0, ${make} from product
    where workspace_id = ${workspaceId} and id = ${productId} and deleted_at is null
    on conflict do nothing returning product_id`.execute(tx)
  await sql`select 1 from stock where workspace_id = ${workspaceId} and product_id = ${productId} for no key update`.execute(
    tx,
  )
  const { rows } = await sql<
    Omit<LockedStock, 'isNew'>
  >`select s.product_id, p.sku, p.name, p.state as product_state, s.on_hand, s.reserved,
      s.daily_demand, s.demand_std_dev, s.lead_time_days, s.estimated_std_dev
    from stock s
    join product p on p.workspace_id = s.workspace_id and p.workspace_id = ${workspaceId} and p.id = s.product_id
    where s.workspace_id = ${workspaceId} and s.product_id = ${productId} and p.deleted_at is null`.execute(tx)
  if (!rows[0]) throw new Problem('not_found')
  return { ...rows[0], isNew: made.rows.length > 0 }
}
