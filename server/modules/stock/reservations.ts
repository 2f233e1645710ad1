import { sql } from 'kysely'
import Type from 'typebox'
import type { Reservation, stockRoutes } from '#contract/stock.ts'
import { workspacesAt } from '#kernel/clock.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { type Actor, recordMany, systemActor } from '#kernel/events.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { defineJob } from '#kernel/jobs.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { invalid, Problem } from '#kernel/problem.ts'
import { followStock } from './after-change.ts'
import { type LockedStock, lockStock } from './lock-stock.ts'
import { requireProduct } from './require-product.ts'
import { announceLater } from './serve-waitlist.ts'
import { changedEvent } from './stock-event.ts'

type Routes = Handlers<typeof stockRoutes>
type Body = Parameters<Routes['POST /products/:id/stock/reservations']>[1]['body']
type Row = Omit<Reservation, 'expiresAt' | 'createdAt' | 'endedAt'> & {
  expiresAt: Date | null
  createdAt: Date
  endedAt: Date | null
}

/** Reserves what is there and free, decided under the lock of the stock's row. The same reference reserves once. */
export const reserve = (ctx: Ctx, productId: string, { quantity, reference = null, expiresAt = null }: Body) =>
  ctx.transact(async (tx): Promise<Reservation> => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const expires = expiresAt === null ? null : new Date(expiresAt)
    if (expires && expires <= at) throw invalid('/expiresAt', 'date_in_past')
    const stock = await lockStock(tx, workspaceId, productId, { make: at })
    const before = reference === null ? undefined : await activeOf(tx, workspaceId, productId, reference)
    if (before && before.quantity !== quantity) throw new Problem('reference_reused')
    if (before) return toReservation(before)
    if (stock.productState === 'discontinued' && stock.onHand === 0) throw new Problem('product_discontinued')
    const { rows } =
      await sql`update stock set reserved = reserved + ${quantity}, version = version + 1, updated_at = ${at}
      where workspace_id = ${workspaceId} and product_id = ${productId} and on_hand - reserved >= ${quantity} returning 1`.execute(
        tx,
      )
    if (rows.length === 0)
      throw new Problem('insufficient_stock', {
        available: Math.max(0, stock.onHand - stock.reserved),
        wanted: quantity,
      })
    const id = newId()
    await sql`insert into stock_reservation (workspace_id, id, product_id, quantity, reference, expires_at, created_by, created_at)
      values (${workspaceId}, ${id}, ${productId}, ${quantity}, ${reference}, ${expires}, ${actor.id}, ${at})`.execute(
      tx,
    )
    await tell(tx, actor, at, { ...stock, reserved: stock.reserved + quantity }, 0)
    return toReservation(await reservationOf(tx, workspaceId, productId, id))
  })

export const release = (ctx: Ctx, productId: string, id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    await end(tx, ctx.actor, ctx.clock.now(), productId, id, 'released')
  })

/** The units leave: out of the reservation and out of stock in one step. */
export const fulfil = (ctx: Ctx, productId: string, id: string): Promise<Reservation> =>
  ctx.transact((tx) => end(tx, ctx.actor, ctx.clock.now(), productId, id, 'fulfilled'))

/** Reservations whose time is over give their units back. */
export const expireReservations = defineJob({
  name: 'stock.expire_reservations',
  payload: Type.Object({}),
  retry: { limit: 1 },
  pool: 'bulk',
  async run(_payload, { db, clock }) {
    for (const { workspaceId, at } of await workspacesAt(db, clock.now())) {
      const { rows } = await sql<{ id: string; productId: string }>`select id, product_id from stock_reservation
        where workspace_id = ${workspaceId} and state = 'active' and expires_at <= ${at} order by expires_at limit 1000`.execute(
        db,
      )
      for (const { id, productId } of rows)
        await db.transaction().execute(async (tx) => {
          const stock = await lockStock(tx, workspaceId, productId, { make: at })
          const { state } = await reservationOf(tx, workspaceId, productId, id)
          if (state === 'active') await close(tx, systemActor(workspaceId), at, stock, id, 'expired')
        })
    }
  },
})

export async function listReservations(
  { db, actor }: Ctx,
  productId: string,
  { after, limit = 50, state }: { after?: string; limit?: number; state?: string },
) {
  const { workspaceId } = actor
  await requireProduct(db, workspaceId, productId)
  const cursor = decodeCursor(after, 2)
  const { rows } = await select(
    db,
    workspaceId,
    productId,
    sql`${state ? sql`and r.state = ${state}` : sql``}
      ${cursor ? sql`and (r.created_at, r.id) < (${cursor[0]}::timestamptz, ${cursor[1]}::uuid)` : sql``}
      order by r.created_at desc, r.id desc limit ${limit + 1}`,
  )
  return toPage(rows, limit, toReservation, (row) => [row.createdAt.toISOString(), row.id])
}

type Ended = 'released' | 'expired' | 'fulfilled'

async function end(tx: Tx, actor: Actor, at: Date, productId: string, id: string, state: Ended): Promise<Reservation> {
  const { workspaceId } = actor
  await reservationOf(tx, workspaceId, productId, id)
  const stock = await lockStock(tx, workspaceId, productId, { make: at })
  const reservation = await reservationOf(tx, workspaceId, productId, id)
  if (reservation.state !== 'active') throw new Problem('reservation_ended')
  await close(tx, actor, at, stock, id, state)
  return toReservation(await reservationOf(tx, workspaceId, productId, id))
}

/** Under the lock of the stock's row. */
async function close(tx: Tx, actor: Actor, at: Date, stock: LockedStock, id: string, state: Ended) {
  const { workspaceId } = actor
  const { productId } = stock
  const { quantity } = await reservationOf(tx, workspaceId, productId, id)
  const delta = state === 'fulfilled' ? -quantity : 0
  if (stock.onHand + delta < 0) throw new Problem('insufficient_stock', { available: stock.onHand, wanted: quantity })
  await sql`update stock_reservation set state = ${state}, ended_at = ${at} where workspace_id = ${workspaceId} and id = ${id}`.execute(
    tx,
  )
  await sql`update stock set reserved = reserved - ${quantity}, on_hand = on_hand + ${delta}::integer, version = version + 1, updated_at = ${at},
      to_announce = least(to_announce + ${delta === 0 ? quantity : 0}::integer, on_hand + ${delta}::integer)
    where workspace_id = ${workspaceId} and product_id = ${productId}`.execute(tx)
  if (delta !== 0)
    await sql`insert into stock_movement (workspace_id, id, product_id, delta, on_hand_after, reason, reference, actor_kind, actor_id, at)
      values (${workspaceId}, ${newId()}, ${productId}, ${delta}, ${stock.onHand + delta}, 'reservation', ${id}, ${actor.kind}, ${actor.id}, ${at})`.execute(
      tx,
    )
  await tell(tx, actor, at, { ...stock, reserved: stock.reserved - quantity, onHand: stock.onHand + delta }, delta)
  if (delta === 0) await announceLater(tx, workspaceId, [productId])
}

async function tell(tx: Tx, actor: Actor, at: Date, stock: LockedStock, delta: number) {
  const { productId, sku, name, onHand, reserved, leadTimeDays } = stock
  const demandStdDev = stock.demandStdDev ?? stock.estimatedStdDev
  await recordMany(tx, actor, at, [
    changedEvent({ productId, sku, name, onHand, reserved, demandStdDev, leadTimeDays, delta, reason: 'reservation' }),
  ])
  await followStock(tx, actor, at, [productId])
}

const select = (db: Db | Tx, workspaceId: string, productId: string, more: ReturnType<typeof sql>) =>
  sql<Row>`select r.id, r.product_id, r.quantity, r.state, r.reference, r.expires_at, m.full_name as created_by_name, r.created_at, r.ended_at
    from stock_reservation r
    left join member m on m.workspace_id = r.workspace_id and m.workspace_id = ${workspaceId} and m.id = r.created_by
    where r.workspace_id = ${workspaceId} and r.product_id = ${productId} ${more}`.execute(db)

async function reservationOf(tx: Tx, workspaceId: string, productId: string, id: string): Promise<Row> {
  const { rows } = await select(tx, workspaceId, productId, sql`and r.id = ${id}`)
  if (!rows[0]) throw new Problem('not_found')
  return rows[0]
}

const activeOf = async (tx: Tx, workspaceId: string, productId: string, reference: string): Promise<Row | undefined> =>
  (await select(tx, workspaceId, productId, sql`and r.reference = ${reference} and r.state = 'active'`)).rows[0]

const toReservation = (row: Row): Reservation => ({
  ...row,
  expiresAt: row.expiresAt?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
  endedAt: row.endedAt?.toISOString() ?? null,
})
