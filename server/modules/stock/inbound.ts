import { sql } from 'kysely'
import type { Inbound, inboundChanges, stockRoutes } from '#contract/stock.ts'
import { timeZoneOf } from '#kernel/calendar/time-zone.ts'
import { localDate } from '#kernel/calendar/zone.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { type Actor, record } from '#kernel/events.ts'
import { type Ctx, type Handlers, requireVersion } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { Problem } from '#kernel/problem.ts'
import { followStock } from './after-change.ts'
import { moveStock } from './move-stock.ts'
import { requireProduct } from './require-product.ts'

type Routes = Handlers<typeof stockRoutes>
type New = Parameters<Routes['POST /products/:id/inbound']>[1]['body']
type Changes = Parameters<Routes['PATCH /products/:id/inbound/:inboundId']>[1]['body']
type Row = Omit<Inbound, 'isLate' | 'receivedAt' | 'createdAt'> & { receivedAt: Date | null; createdAt: Date }
type Change = (typeof inboundChanges)[number]

export async function listInbound(
  { db, actor, clock }: Ctx,
  productId: string,
  { after, limit = 50, state }: { after?: string; limit?: number; state?: string },
) {
  const { workspaceId } = actor
  await requireProduct(db, workspaceId, productId)
  const cursor = decodeCursor(after, 2)
  const today = localDate(await timeZoneOf(db, workspaceId), clock.now())
  const { rows } = await sql<Row>`select ${columns} from inbound i
    where i.workspace_id = ${workspaceId} and i.product_id = ${productId} ${state ? sql`and i.state = ${state}` : sql``}
      ${cursor ? sql`and (i.created_at, i.id) < (${cursor[0]}::timestamptz, ${cursor[1]}::uuid)` : sql``}
    order by i.created_at desc, i.id desc limit ${limit + 1}`.execute(db)
  return toPage(
    rows,
    limit,
    (row) => toInbound(row, today),
    (row) => [row.createdAt.toISOString(), row.id],
  )
}

export const expectInbound = (ctx: Ctx, productId: string, body: New): Promise<Inbound> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const product = await requireProduct(tx, workspaceId, productId)
    if (product.state === 'discontinued') throw new Problem('product_discontinued')
    const { quantity, expectedOn, confirmed = false, supplier = null, reference = null, note = null } = body
    const id = newId()
    await sql`insert into inbound (workspace_id, id, product_id, quantity, expected_on, promised_on, confirmed, supplier, reference, note, created_by,
        created_at, updated_at)
      values (${workspaceId}, ${id}, ${productId}, ${quantity}, ${expectedOn}, ${expectedOn}, ${confirmed}, ${supplier}, ${reference}, ${note},
        ${actor.id}, ${at}, ${at})`.execute(tx)
    const row = await inboundOf(tx, workspaceId, productId, id)
    await tell(tx, actor, at, row, 'added', null)
    return present(tx, workspaceId, row, at)
  })

export const changeInbound = (ctx: Ctx, productId: string, id: string, given: Changes): Promise<Inbound> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const old = await lockOpen(tx, workspaceId, productId, id)
    requireVersion(ctx, old.version)
    const { quantity, expectedOn, confirmed, supplier, reference, note } = { ...old, ...given }
    const next = { quantity, expectedOn, confirmed, supplier, reference, note }
    if (Object.entries(next).every(([field, value]) => old[field as keyof Row] === value))
      return present(tx, workspaceId, old, at)
    await sql`update inbound set quantity = ${quantity}, expected_on = ${expectedOn}, confirmed = ${confirmed}, supplier = ${supplier},
        reference = ${reference}, note = ${note}, version = version + 1, updated_at = ${at}
      where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
    const row = await inboundOf(tx, workspaceId, productId, id)
    await tell(tx, actor, at, row, changeOf(old, row), old)
    return present(tx, workspaceId, row, at)
  })

/** The delivery goes into stock, once; a smaller or larger quantity than expected is taken as it came. */
export const receiveInbound = (
  ctx: Ctx,
  productId: string,
  id: string,
  quantity: number | undefined,
): Promise<Inbound> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const old = await lockOpen(tx, workspaceId, productId, id)
    const received = quantity ?? old.quantity
    await sql`update inbound set state = 'received', received_quantity = ${received}, received_at = ${at}, version = version + 1, updated_at = ${at}
      where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
    await moveStock(tx, actor, at, [{ productId, delta: received, reason: 'inbound', reference: id }])
    const row = await inboundOf(tx, workspaceId, productId, id)
    await tell(tx, actor, at, row, 'received', old)
    return present(tx, workspaceId, row, at)
  })

export const cancelInbound = (ctx: Ctx, productId: string, id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const old = await lockOpen(tx, workspaceId, productId, id)
    await sql`update inbound set state = 'cancelled', version = version + 1, updated_at = ${at}
      where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
    await tell(tx, actor, at, await inboundOf(tx, workspaceId, productId, id), 'cancelled', old)
  })

/** The change that matters most for what depends on the delivery. */
function changeOf(before: Row, after: Row): Change {
  if (after.expectedOn > before.expectedOn) return 'slipped'
  if (before.confirmed && !after.confirmed) return 'unconfirmed'
  if (after.quantity !== before.quantity) return 'quantity'
  if (after.expectedOn < before.expectedOn) return 'advanced'
  return !before.confirmed && after.confirmed ? 'confirmed' : 'changed'
}

async function tell(tx: Tx, actor: Actor, at: Date, row: Row, change: Change, before: Row | null) {
  const { id: inboundId, version, productId, quantity, expectedOn, confirmed } = row
  const { sku, name } = await requireProduct(tx, actor.workspaceId, productId)
  await record(
    tx,
    actor,
    at,
    'inbound.changed',
    {
      ...{ productId, sku, name, inboundId, version, change, quantity, expectedOn, confirmed },
      before: before && { quantity: before.quantity, expectedOn: before.expectedOn, confirmed: before.confirmed },
    },
    [productId, inboundId],
  )
  await followStock(tx, actor, at, [productId])
}

const columns =
  sql.raw(`i.id, i.product_id, i.quantity, i.expected_on, i.promised_on, i.confirmed, i.state, i.supplier, i.reference, i.note,
  i.received_quantity, i.received_at, i.version, i.created_at`)

async function inboundOf(
  db: Db | Tx,
  workspaceId: string,
  productId: string,
  id: string,
  { lock = false } = {},
): Promise<Row> {
  const { rows } = await sql<Row>`select ${columns} from inbound i
    where i.workspace_id = ${workspaceId} and i.product_id = ${productId} and i.id = ${id} ${lock ? sql`for no key update` : sql``}`.execute(
    db,
  )
  if (!rows[0]) throw new Problem('not_found')
  return rows[0]
}

async function lockOpen(tx: Tx, workspaceId: string, productId: string, id: string): Promise<Row> {
  await requireProduct(tx, workspaceId, productId)
  const row = await inboundOf(tx, workspaceId, productId, id, { lock: true })
  if (row.state !== 'expected') throw new Problem('inbound_closed')
  return row
}

const present = async (db: Db | Tx, workspaceId: string, row: Row, at: Date) =>
  toInbound(row, localDate(await timeZoneOf(db, workspaceId), at))

const toInbound = (row: Row, today: string): Inbound => ({
  ...row,
  isLate: row.state === 'expected' && row.expectedOn < today,
  receivedAt: row.receivedAt?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
})
