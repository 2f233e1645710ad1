import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { type Actor, recordMany } from '#kernel/events.ts'
import { newId } from '#kernel/id.ts'
import { followPrices } from './after-change.ts'
import { priceData } from './price-data.ts'
import { ensureLists } from './price-lists.ts'

export type PriceNow = { productId: string; amountCents: number; currency: string; listKey?: string }
type Current = { productId: string; listKey: string; amountCents: number | null; sku: string; name: string }

/**
 * Says what products cost from now on (imports, connectors), thousands in a constant number of statements; what costs that
 * already stays untouched. Answers the products whose price changed. Throws 422 when a list is kept in another currency.
 */
export async function setPricesNow(tx: Tx, actor: Actor, at: Date, given: readonly PriceNow[]): Promise<Set<string>> {
  if (given.length === 0) return new Set()
  const { workspaceId } = actor
  const kinds = new Map(given.map(({ listKey, currency }) => [`${listKey ?? ''} ${currency}`, { listKey, currency }]))
  const keys = await ensureLists(tx, actor, at, [...kinds.values()])
  const keyOf = new Map([...kinds.keys()].map((kind, index) => [kind, keys[index]!]))
  // The last word on a product counts.
  const wanted = new Map(
    given.map((price) => {
      const listKey = keyOf.get(`${price.listKey ?? ''} ${price.currency}`)!
      return [`${price.productId} ${listKey}`, { ...price, listKey }] as const
    }),
  )
  const current = await plainPrices(tx, workspaceId, at, [...wanted.values()])
  const changed = current
    .map((now) => ({ now, price: wanted.get(`${now.productId} ${now.listKey}`)! }))
    .filter(({ now, price }) => now.amountCents !== price.amountCents)
  if (changed.length === 0) return new Set()
  const rows = changed.map(({ price }) => ({ ...price, id: newId() }))
  await sql`insert into price (workspace_id, product_id, id, list_key, amount_cents, currency, from_at, begun_at, created_by, created_at)
    select ${workspaceId}::uuid, product_id, id, list_key, amount_cents, currency, ${at}::timestamptz, ${at}::timestamptz, ${actor.id}::uuid, ${at}::timestamptz
    from unnest(${rows.map((row) => row.productId)}::uuid[], ${rows.map((row) => row.id)}::uuid[], ${rows.map((row) => row.listKey)}::text[],
      ${rows.map((row) => row.amountCents)}::bigint[], ${rows.map((row) => row.currency)}::text[]) as r (product_id, id, list_key, amount_cents, currency)
    on conflict (workspace_id, product_id, list_key, from_at) where until_at is null do update set amount_cents = excluded.amount_cents`.execute(
    tx,
  )
  await recordMany(
    tx,
    actor,
    at,
    changed.map(({ now, price }) => ({
      name: 'price.changed' as const,
      data: priceData(
        { id: now.productId, sku: now.sku, name: now.name },
        { ...price, fromAt: at, untilAt: null },
        now.amountCents,
      ),
      subjects: [now.productId],
    })),
  )
  const productIds = new Set(changed.map(({ now }) => now.productId))
  await followPrices(tx, actor, at, [...productIds])
  return productIds
}

/** What each product costs now on its list, offers left aside. */
async function plainPrices(
  tx: Tx,
  workspaceId: string,
  at: Date,
  wanted: readonly { productId: string; listKey: string }[],
): Promise<Current[]> {
  const { rows } = await sql<Current>`select g.product_id, g.list_key, p.sku, p.name,
      (select x.amount_cents from price x where x.workspace_id = ${workspaceId} and x.product_id = g.product_id and x.list_key = g.list_key
        and x.until_at is null and x.from_at <= ${at} order by x.from_at desc limit 1) as amount_cents
    from unnest(${wanted.map(({ productId }) => productId)}::uuid[], ${wanted.map(({ listKey }) => listKey)}::text[]) as g (product_id, list_key)
    join product p on p.workspace_id = ${workspaceId} and p.id = g.product_id`.execute(tx)
  return rows
}
