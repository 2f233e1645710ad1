import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db.ts'
import { lowestPrice, type PricePeriod, priceAt } from './rules/prices.ts'

export type PriceFact = { amountCents: number; currency: string; listKey: string; from: Date }
type Row = PricePeriod & PriceFact & { id: string; productId: string }

/** The price in force at that moment, for each product that has one. Without `listKey`: of the default list. */
export async function pricesInForce(
  db: Db | Tx,
  workspaceId: string,
  productIds: readonly string[],
  at: Date,
  listKey?: string,
): Promise<Map<string, PriceFact>> {
  const facts = new Map<string, PriceFact>()
  for (const [productId, periods] of await periodsOf(db, workspaceId, productIds, listKey)) {
    const price = priceAt(periods, at)
    if (!price) continue
    const { amountCents, currency, from } = price
    facts.set(productId, { amountCents, currency, listKey: price.listKey, from })
  }
  return facts
}

/** Lowest price in cents in force at any moment of the `days` before, for each product that had one. */
export async function lowestPrices(
  db: Db | Tx,
  workspaceId: string,
  productIds: readonly string[],
  before: Date,
  days = 30,
  listKey?: string,
): Promise<Map<string, number>> {
  const from = new Date(before.getTime() - days * 86_400_000)
  const lowest = new Map<string, number>()
  for (const [productId, periods] of await periodsOf(db, workspaceId, productIds, listKey)) {
    const amount = lowestPrice(periods, from, before)
    if (amount !== null) lowest.set(productId, amount)
  }
  return lowest
}

/** Both at one reading: the price in force at `at`, and the lowest of the `days` before `before`. */
export async function pricesWithLowest(
  db: Db | Tx,
  workspaceId: string,
  productIds: readonly string[],
  { at, before, days = 30, listKey }: { at: Date; before: Date; days?: number; listKey?: string | undefined },
): Promise<Map<string, { price: PriceFact | null; lowestCents: number | null }>> {
  const from = new Date(before.getTime() - days * 86_400_000)
  return new Map(
    [...(await periodsOf(db, workspaceId, productIds, listKey))].map(([productId, periods]) => [
      productId,
      { price: priceAt(periods, at) ?? null, lowestCents: lowestPrice(periods, from, before) },
    ]),
  )
}

async function periodsOf(
  db: Db | Tx,
  workspaceId: string,
  productIds: readonly string[],
  listKey: string | undefined,
): Promise<Map<string, Row[]>> {
  if (productIds.length === 0) return new Map()
  const { rows } =
    await sql<Row>`select p.id, p.product_id, p.list_key, p.amount_cents, p.currency, p.from_at as "from", p.until_at as "until"
    from price p
    join price_list l on l.workspace_id = p.workspace_id and l.workspace_id = ${workspaceId} and l.key = p.list_key
    where p.workspace_id = ${workspaceId} and p.product_id = any (${[...new Set(productIds)]}::uuid[])
      and ${listKey === undefined ? sql`l.is_default` : sql`l.key = ${listKey}`}`.execute(db)
  return Map.groupBy(rows, (row) => row.productId)
}
