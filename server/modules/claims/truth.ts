import type { Db, Tx } from '#kernel/db.ts'
import { lowestPrices, type PriceFact, pricesInForce, specsInForce } from '#modules/products/public.ts'
import { isPriceKey, type Truth } from './rules/judge.ts'

type Of = { productId: string; attributeKey: string }

/** What holds at that moment of every product about which something is claimed; only what the claims ask for is looked up. */
export async function truthsAbout(
  db: Db | Tx,
  workspaceId: string,
  at: Date,
  claims: readonly Of[],
): Promise<Map<string, Truth>> {
  const idsOf = (test: (key: string) => boolean) => [
    ...new Set(claims.filter((claim) => test(claim.attributeKey)).map((claim) => claim.productId)),
  ]
  const specs = await specsInForce(
    db,
    workspaceId,
    idsOf((key) => !isPriceKey(key)),
    at,
  )
  const prices = await pricesInForce(db, workspaceId, idsOf(isPriceKey), at)
  const lowest = await limits(
    db,
    workspaceId,
    at,
    idsOf((key) => key === 'before_price'),
    prices,
  )
  return new Map(
    [...new Set(claims.map((claim) => claim.productId))].map((id) => [
      id,
      { spec: specs.get(id) ?? null, price: prices.get(id) ?? null, lowestCents: lowest.get(id) ?? null },
    ]),
  )
}

/**
 * What a "before" price may say at most. While an offer runs, that is a price below the lowest of the 30 days before it began, those
 * days count; without one, the last 30 days do.
 */
async function limits(
  db: Db | Tx,
  workspaceId: string,
  at: Date,
  productIds: readonly string[],
  prices: ReadonlyMap<string, PriceFact>,
): Promise<Map<string, number>> {
  const limit = await lowestPrices(db, workspaceId, productIds, new Date(at.getTime() + 1))
  const byBegin = Map.groupBy(
    productIds.filter((id) => prices.has(id)),
    (id) => prices.get(id)!.from.getTime(),
  )
  for (const [from, ids] of byBegin) {
    const before = await lowestPrices(db, workspaceId, ids, new Date(from))
    for (const [id, cents] of before) if (cents > prices.get(id)!.amountCents) limit.set(id, cents)
  }
  return limit
}
