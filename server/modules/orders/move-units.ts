import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'
import { moveStock } from '#modules/stock/public.ts'

type Unit = { productId: string; quantity: number; lineId: string }

/** What was sold leaves the shelf, once for each line. Throws what stock says when there is not enough. */
export async function takeFromStock(tx: Tx, actor: Actor, at: Date, orderId: string): Promise<void> {
  const { workspaceId } = actor
  const { rows } = await sql<Unit>`select l.product_id, l.quantity, l.id as line_id from order_line l
    join stock s on s.workspace_id = l.workspace_id and s.product_id = l.product_id
    join sales_order o on o.workspace_id = l.workspace_id and o.id = l.order_id and o.state <> 'cancelled'
    where l.workspace_id = ${workspaceId} and s.workspace_id = ${workspaceId} and o.workspace_id = ${workspaceId} and l.order_id = ${orderId}
    order by l.product_id`.execute(tx)
  await moveStock(
    tx,
    actor,
    at,
    rows.map(({ productId, quantity, lineId }) => ({
      ...{ productId, delta: -quantity, reason: 'sale', reference: `order ${orderId} ${lineId}` },
    })),
  )
  await sql`update order_line set taken = quantity where workspace_id = ${workspaceId} and order_id = ${orderId}
    and id = any (${rows.map(({ lineId }) => lineId)}::uuid[])`.execute(tx)
}

/**
 * The order is off: what it took goes back onto the shelf, without what its returns have brought already. An order that never
 * moved stock gives nothing, and none gives twice.
 */
export async function giveBack(tx: Tx, actor: Actor, at: Date, orderId: string): Promise<void> {
  const { workspaceId } = actor
  const { rows } = await sql<Unit>`select l.product_id, l.id as line_id, l.taken - coalesce((
      select sum(rl.quantity)::integer from return_line rl
      join order_return r on r.workspace_id = rl.workspace_id and r.id = rl.return_id
      where rl.workspace_id = ${workspaceId} and r.workspace_id = ${workspaceId} and rl.order_id = l.order_id and rl.order_line_id = l.id
        and (r.deleted_at is null or exists (select 1 from stock_movement m where m.workspace_id = ${workspaceId}
          and m.product_id = l.product_id and m.reason = 'return' and m.reference = 'return ' || rl.return_id || ' ' || rl.id))), 0) as quantity
    from order_line l
    join product p on p.workspace_id = l.workspace_id and p.id = l.product_id and p.deleted_at is null
    where l.workspace_id = ${workspaceId} and p.workspace_id = ${workspaceId} and l.order_id = ${orderId} and l.taken > 0
    order by l.product_id`.execute(tx)
  const units = rows.filter(({ quantity }) => quantity > 0)
  await moveStock(
    tx,
    actor,
    at,
    units.map(({ productId, quantity, lineId }) => ({
      ...{ productId, delta: quantity, reason: 'cancellation', reference: againOf(orderId, lineId, at) },
    })),
  )
  await sql`update order_line l set taken = l.taken - u.quantity, released = l.released + u.quantity
    from unnest(${units.map(({ lineId }) => lineId)}::uuid[], ${units.map(({ quantity }) => quantity)}::integer[]) as u (id, quantity)
    where l.workspace_id = ${workspaceId} and l.order_id = ${orderId} and l.id = u.id`.execute(tx)
}

/** It is on again: what it gave back is taken once more. Throws what stock says when there is not enough. */
export async function takeAgain(tx: Tx, actor: Actor, at: Date, orderId: string): Promise<void> {
  const { workspaceId } = actor
  const { rows } = await sql<Unit>`select l.product_id, l.id as line_id, l.released as quantity from order_line l
    join product p on p.workspace_id = l.workspace_id and p.id = l.product_id and p.deleted_at is null
    where l.workspace_id = ${workspaceId} and p.workspace_id = ${workspaceId} and l.order_id = ${orderId} and l.released > 0
    order by l.product_id`.execute(tx)
  await moveStock(
    tx,
    actor,
    at,
    rows.map(({ productId, quantity, lineId }) => ({
      ...{ productId, delta: -quantity, reason: 'sale', reference: againOf(orderId, lineId, at) },
    })),
  )
  await sql`update order_line set taken = taken + released, released = 0
    where workspace_id = ${workspaceId} and order_id = ${orderId} and id = any (${rows.map(({ lineId }) => lineId)}::uuid[])`.execute(
    tx,
  )
}

/** An order can be cancelled, put back and cancelled again: each time is a movement of its own. */
const againOf = (orderId: string, lineId: string, at: Date) => `order ${orderId} ${lineId} ${at.toISOString()}`

/** What came back goes onto the shelf again, once for each line; not what went back already because its order was cancelled. */
export async function putIntoStock(tx: Tx, actor: Actor, at: Date, returnId: string): Promise<void> {
  const { rows } = await sql<Unit>`select l.product_id, l.quantity, l.id as line_id from return_line l
    join stock s on s.workspace_id = l.workspace_id and s.product_id = l.product_id
    join order_line o on o.workspace_id = l.workspace_id and o.order_id = l.order_id and o.id = l.order_line_id and o.released = 0
    where l.workspace_id = ${actor.workspaceId} and s.workspace_id = ${actor.workspaceId} and o.workspace_id = ${actor.workspaceId}
      and l.return_id = ${returnId}
    order by l.product_id`.execute(tx)
  await moveStock(
    tx,
    actor,
    at,
    rows.map(({ productId, quantity, lineId }) => ({
      ...{ productId, delta: quantity, reason: 'return', reference: `return ${returnId} ${lineId}` },
    })),
  )
}
