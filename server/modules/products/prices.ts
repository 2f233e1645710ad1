import { sql } from 'kysely'
import type { Price, productPartsRoutes } from '#contract/product-parts.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { enqueue } from '#kernel/jobs.ts'
import { invalid, Problem } from '#kernel/problem.ts'
import { followPrices } from './after-change.ts'
import { applyDue } from './apply-due.ts'
import { momentOf } from './moment.ts'
import { priceData } from './price-data.ts'
import { ensureLists } from './price-lists.ts'
import { clashOf, lowestPrice, type PricePeriod, priceAt } from './rules/prices.ts'
import { type LockedProduct, lockProduct, requireProduct } from './select-products.ts'

type Body = Parameters<Handlers<typeof productPartsRoutes>['PUT /products/:id/prices']>[1]['body']
type Row = PricePeriod & {
  id: string
  listKey: string
  listName: string
  currency: string
  note: string | null
  createdBy: string | null
  createdAt: Date
}
const windowMs = 30 * 86_400_000

export async function listPrices({ db, actor, clock }: Ctx, productId: string) {
  await requireProduct(db, actor.workspaceId, productId)
  const now = clock.now()
  const rows = await selectPrices(db, actor.workspaceId, productId)
  const byList = Map.groupBy(rows, (row) => row.listKey)
  return {
    items: rows.map((row) => toPrice(row, byList.get(row.listKey)!, now)),
    lowest30Days: [...byList].flatMap(([listKey, periods]) => {
      const amountCents = lowestPrice(periods, new Date(now.getTime() - windowMs), now)
      return amountCents === null ? [] : [{ listKey, amountCents, currency: periods[0]!.currency }]
    }),
  }
}

/**
 * Says what a product costs from a moment on. The same again is answered as it is; a price that contradicts another of the
 * same list is 409 `price_period_overlaps`.
 */
export const putPrice = (ctx: Ctx, productId: string, body: Body): Promise<Price> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const product = await lockProduct(tx, workspaceId, productId)
    const from = body.from === undefined ? at : await momentOf(tx, workspaceId, body.from)
    const until = body.until ? await momentOf(tx, workspaceId, body.until) : null
    if (until && until <= from) throw invalid('/until', 'date_order')
    if (until && until <= at) throw invalid('/until', 'date_in_past')
    const { amountCents, currency, listKey, note = null } = body
    await ensureLists(tx, actor, at, [{ listKey, currency }])
    const periods = (await selectPrices(tx, workspaceId, productId)).filter((row) => row.listKey === listKey)
    const same = periods.find(
      (row) =>
        row.from.getTime() === from.getTime() &&
        row.until?.getTime() === until?.getTime() &&
        row.amountCents === amountCents,
    )
    if (same) return toPrice(same, periods, at)
    const clash = clashOf(periods, { amountCents, from, until }, at)
    if (clash) throw new Problem('price_period_overlaps', {}, [{ pointer: '/from', rule: `price_${clash}` }])
    const id = newId()
    const hasBegun = from <= at
    await sql`insert into price (workspace_id, product_id, id, list_key, amount_cents, currency, from_at, until_at, note, begun_at, created_by, created_at)
      values (${workspaceId}, ${productId}, ${id}, ${listKey}, ${amountCents}, ${currency}, ${from}, ${until}, ${note}, ${hasBegun ? at : null},
        ${actor.id}, ${at})`.execute(tx)
    const before = priceAt(periods, at)?.amountCents ?? null
    const data = priceData(product, { listKey, amountCents, currency, fromAt: from, untilAt: until }, before)
    await record(tx, actor, at, hasBegun ? 'price.changed' : 'price.planned', data, [productId])
    for (const moment of [hasBegun ? null : from, until]) {
      if (!moment) continue
      const key = `products.apply_due ${workspaceId} ${moment.toISOString()}`
      await enqueue(tx, applyDue, { workspaceId }, { runAt: moment, key })
    }
    if (hasBegun) await followPrices(tx, actor, at, [productId])
    const now = (await selectPrices(tx, workspaceId, productId)).filter((row) => row.listKey === listKey)
    return toPrice(now.find((row) => row.id === id)!, now, at)
  })

/** A planned price is taken back, a running offer ends now; what was charged stays in the history. */
export const withdrawPrice = (ctx: Ctx, productId: string, priceId: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const product = await lockProduct(tx, workspaceId, productId)
    const price = (await selectPrices(tx, workspaceId, productId)).find((row) => row.id === priceId)
    if (!price) throw new Problem('not_found')
    if (price.from > at) await removePlanned(tx, workspaceId, product, priceId)
    else if (price.until && price.until > at && price.from < at) await endOffer(tx, workspaceId, product, priceId, at)
    else throw new Problem('price_already_begun')
    const { listKey, amountCents, currency, from, until } = price
    const data = priceData(product, { listKey, amountCents, currency, fromAt: from, untilAt: until }, null)
    await record(tx, actor, at, 'price.withdrawn', data, [productId])
    await followPrices(tx, actor, at, [productId])
  })

const removePlanned = (tx: Tx, workspaceId: string, { id }: LockedProduct, priceId: string) =>
  sql`delete from price where workspace_id = ${workspaceId} and product_id = ${id} and id = ${priceId}`.execute(tx)
const endOffer = (tx: Tx, workspaceId: string, { id }: LockedProduct, priceId: string, at: Date) =>
  sql`update price set until_at = ${at}, ended_at = ${at}
    where workspace_id = ${workspaceId} and product_id = ${id} and id = ${priceId}`.execute(tx)

async function selectPrices(db: Db | Tx, workspaceId: string, productId: string): Promise<Row[]> {
  const { rows } =
    await sql<Row>`select x.id, x.list_key, l.name as list_name, x.amount_cents, x.currency, x.from_at as "from", x.until_at as "until",
      x.note, m.full_name as created_by, x.created_at
    from price x
    join price_list l on l.workspace_id = x.workspace_id and l.workspace_id = ${workspaceId} and l.key = x.list_key
    left join member m on m.workspace_id = x.workspace_id and m.workspace_id = ${workspaceId} and m.id = x.created_by
    where x.workspace_id = ${workspaceId} and x.product_id = ${productId}
    order by l.is_default desc, x.list_key, x.from_at desc, x.id desc limit 5000`.execute(db)
  return rows
}

function toPrice(row: Row, ofList: readonly Row[], now: Date): Price {
  const { id, listKey, listName, amountCents, currency, from, until, note, createdBy, createdAt } = row
  const isCurrent = priceAt(ofList, now)?.id === id
  return {
    ...{ id, listKey, listName, amountCents, currency, note, createdBy },
    from: from.toISOString(),
    until: until?.toISOString() ?? null,
    state: from > now ? 'planned' : isCurrent ? 'current' : 'past',
    createdAt: createdAt.toISOString(),
  }
}
