export type PricePeriod = {
  amountCents: number
  from: Date
  /** Null: until the next period without an end begins. */
  until: Date | null
}

/**
 * The price in force at a moment: an offer (a period with an end) goes before the plain price, and of two plain prices the
 * one that began later holds. Null before the first begins.
 */
export function priceAt<P extends PricePeriod>(periods: readonly P[], at: Date): P | null {
  let found: P | null = null
  for (const period of periods) {
    if (period.from > at || (period.until && period.until <= at)) continue
    if (found === null || rank(period) > rank(found)) found = period
  }
  return found
}

const rank = ({ from, until }: PricePeriod) => from.getTime() + (until ? 1e15 : 0)

/** Lowest price in force at any moment of [from, to); null when none was. */
export function lowestPrice(periods: readonly PricePeriod[], from: Date, to: Date): number | null {
  // Prices change only where a period begins or ends, so those moments and the first one tell all.
  const moments = [from, ...periods.flatMap((period) => [period.from, ...(period.until ? [period.until] : [])])]
  const amounts = moments
    .filter((moment) => moment >= from && moment < to)
    .flatMap((moment) => priceAt(periods, moment)?.amountCents ?? [])
  return amounts.length === 0 ? null : Math.min(...amounts)
}

export type Clash = 'same_start' | 'offers_overlap' | 'rewrites_history'

/**
 * Why a new period cannot stand beside those of the same list; null when it can. Plain prices follow one another, so they
 * clash when they begin together or when one is put before another that has begun: what was charged cannot be rewritten.
 */
export function clashOf(periods: readonly PricePeriod[], added: PricePeriod, now: Date): Clash | null {
  for (const period of periods) {
    if (added.until && period.until) {
      if (added.from < period.until && period.from < added.until) return 'offers_overlap'
    } else if (!added.until && !period.until) {
      if (added.from.getTime() === period.from.getTime()) return 'same_start'
      if (added.from < period.from && period.from <= now) return 'rewrites_history'
    }
  }
  return null
}
