import { discounted } from './discount.ts'

export type PriceFacts = {
  /** In force now, in cents. */
  priceCents: number | null
  /** Shown crossed out; null: the price in force is, when there is a discount. */
  beforeCents: number | null
  discountPercent: number | null
  /** Lowest in force during the 30 days before the offer; null: there was none. */
  lowestCents: number | null
}
export type PriceVerdict = {
  state: 'pass' | 'warn' | 'block'
  reason: 'in_order' | 'no_price' | 'no_history' | 'above_lowest' | 'not_lower'
  /** What the customer is told that it cost before. */
  beforeCents: number | null
}

/**
 * Whether an offer's prices may be shown: a price before may not exceed the lowest of the 30 days before the offer
 * (Directive 98/6/EC, article 6a), and must be above what is asked now. A price nobody entered is a warning: the shop may have it.
 */
export function judgePrice({ priceCents, beforeCents, discountPercent, lowestCents }: PriceFacts): PriceVerdict {
  const implied = beforeCents === null && (discountPercent ?? 0) > 0 ? priceCents : null
  const before = beforeCents ?? implied
  if (before === null)
    return {
      state: priceCents === null ? 'warn' : 'pass',
      reason: priceCents === null ? 'no_price' : 'in_order',
      beforeCents: null,
    }
  if (lowestCents !== null && before > lowestCents)
    return { state: 'block', reason: 'above_lowest', beforeCents: before }
  if (priceCents === null) return { state: 'warn', reason: 'no_price', beforeCents: before }
  if (beforeCents !== null && beforeCents <= discounted(priceCents, discountPercent))
    return { state: 'block', reason: 'not_lower', beforeCents: before }
  if (lowestCents === null && beforeCents !== null) return { state: 'warn', reason: 'no_history', beforeCents: before }
  return { state: 'pass', reason: 'in_order', beforeCents: before }
}
