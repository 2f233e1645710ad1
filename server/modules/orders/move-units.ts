import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'
import { moveStock } from '#modules/stock/public.ts'

type Unit = { productId: string; quantity: number; lineId: string }

/** What was sold leaves the shelf, once for each line. Throws what stock says when there is not enough. */
export async function takeFromStock(tx: Tx, actor: Actor, at: Date, orderId: string): Promise<void> {
  const { rows } = await sql<Unit>`select l.product_id, l.quantity, l.id as line_id from order_line l
    join stock s on s.workspace_id = l.workspace_id and s.product_id = l.product_id
    where l.workspace_id = ${actor.workspaceId} and s.workspace_id = ${actor.workspaceId} and l.order_id = ${orderId}
    order by l.product_id`.execute(tx)
  await moveStock(
    tx,
    actor,
    at,
    rows.map(({ productId, quantity, lineId }) => ({
      ...{ productId, delta: -quantity, reason: 'sale', reference: `order ${orderId} ${lineId}` },
    })),
  )
}

/** What came back goes onto the shelf again, once for each line. */
export async function putIntoStock(tx: Tx, actor: Actor, at: Date, returnId: string): Promise<void> {
  const { rows } = await sql<Unit>`select l.product_id, l.quantity, l.id as line_id from return_line l
    join stock s on s.workspace_id = l.workspace_id and s.product_id = l.product_id
    where l.workspace_id = ${actor.workspaceId} and s.workspace_id = ${actor.workspaceId} and l.return_id = ${returnId}
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
