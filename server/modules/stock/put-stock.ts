import { sql } from 'kysely'
import type { Stock, stockRoutes } from '#contract/stock.ts'
import type { Tx } from '#kernel/db.ts'
import { recordMany } from '#kernel/events.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { Problem } from '#kernel/problem.ts'
import { followStock } from './after-change.ts'
import { lockStock } from './lock-stock.ts'
import { readStock } from './read-stock.ts'
import { announceLater } from './serve-waitlist.ts'
import { changedEvent, uncoveredEvents } from './stock-event.ts'

type Body = Parameters<Handlers<typeof stockRoutes>['PUT /products/:id/stock']>[1]['body']

/** Sets what was counted and how it sells; what is left out stays. The difference is a movement like any other. */
export const putStock = (ctx: Ctx, productId: string, body: Body): Promise<Stock> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const old = await lockStock(tx, workspaceId, productId, { make: at })
    const reserved = body.reserved ?? old.reserved
    await requireReserved(tx, workspaceId, productId, body, reserved)
    const next = {
      dailyDemand: body.dailyDemand === undefined ? old.dailyDemand : body.dailyDemand,
      demandStdDev: body.demandStdDev === undefined ? old.demandStdDev : body.demandStdDev,
      leadTimeDays: body.leadTimeDays === undefined ? old.leadTimeDays : body.leadTimeDays,
    }
    const delta = body.onHand - old.onHand
    const freed = delta + old.reserved - reserved
    const isSame =
      delta === 0 && reserved === old.reserved && !old.isNew && JSON.stringify(next) === JSON.stringify(demandOf(old))
    if (isSame) return readStock(tx, workspaceId, productId)
    await sql`update stock set on_hand = ${body.onHand}, reserved = ${reserved}, daily_demand = ${next.dailyDemand},
        demand_std_dev = ${next.demandStdDev}, lead_time_days = ${next.leadTimeDays}, version = version + 1, updated_at = ${at},
        to_announce = greatest(0, least(to_announce + ${Math.max(0, freed)}::integer, ${body.onHand}::integer))
      where workspace_id = ${workspaceId} and product_id = ${productId}`.execute(tx)
    if (delta !== 0)
      await sql`insert into stock_movement (workspace_id, id, product_id, delta, on_hand_after, reason, actor_kind, actor_id, at)
        values (${workspaceId}, ${newId()}, ${productId}, ${delta}, ${body.onHand}, 'count', ${actor.kind}, ${actor.id}, ${at})`.execute(
        tx,
      )
    const { sku, name } = old
    const { demandStdDev, leadTimeDays } = next
    const changed = {
      ...{ productId, sku, name, reserved, delta, leadTimeDays },
      demandStdDev: demandStdDev ?? old.estimatedStdDev,
      onHand: body.onHand,
      reason: 'count',
    }
    await recordMany(tx, actor, at, [changedEvent(changed), ...uncoveredEvents(old, changed)])
    await followStock(tx, actor, at, [productId])
    await announceLater(tx, workspaceId, [productId])
    return readStock(tx, workspaceId, productId)
  })

const demandOf = ({ dailyDemand, demandStdDev, leadTimeDays }: Awaited<ReturnType<typeof lockStock>>) => ({
  dailyDemand,
  demandStdDev,
  leadTimeDays,
})

/** Nobody can have reserved more than is there, nor less than what is reserved here. */
async function requireReserved(
  tx: Tx,
  workspaceId: string,
  productId: string,
  { onHand, reserved: given }: Body,
  reserved: number,
) {
  if (given === undefined) return
  if (reserved > onHand)
    throw new Problem('unprocessable', {}, [
      { pointer: '/reserved', rule: 'more_than_on_hand', params: { limit: onHand } },
    ])
  const { rows } = await sql<{ own: number }>`select coalesce(sum(quantity), 0)::bigint as own from stock_reservation
    where workspace_id = ${workspaceId} and product_id = ${productId} and state = 'active'`.execute(tx)
  if (reserved < rows[0]!.own)
    throw new Problem('unprocessable', {}, [
      { pointer: '/reserved', rule: 'less_than_reservations', params: { limit: rows[0]!.own } },
    ])
}
