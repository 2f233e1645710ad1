import { productFacts } from './product-facts.ts'

type Period = { listKey: string; amountCents: number; currency: string; fromAt: Date; untilAt: Date | null }

/** What events about a price say. `previousCents`: what was in force before, where that is known. */
export const priceData = (
  product: { id: string; sku: string; name: string },
  { listKey, amountCents, currency, fromAt, untilAt }: Period,
  previousCents: number | null,
) => ({
  ...productFacts(product),
  ...{ listKey, amountCents, currency, previousCents },
  from: fromAt.toISOString(),
  until: untilAt?.toISOString() ?? null,
})
