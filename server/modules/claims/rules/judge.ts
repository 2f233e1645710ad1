import type { claimStates, driftReasons } from '#contract/claims.ts'
import { sameQuantity } from '#modules/products/public.ts'
import { centsOf, currencyOf } from './numbers.ts'

export type Severity = 'critical' | 'major' | 'minor'
export type Stated = { attributeKey: string; statedValue: string; unit: string | null; severity: Severity }
export type Truth = {
  /** The sheet in force; null: nothing is published. */
  spec: {
    version: number
    attributes: readonly { key: string; label: string; value: string; unit: string | null; severity: Severity }[]
  } | null
  /** In force, of the default list. */
  price: { amountCents: number; currency: string } | null
  /** What a "before" price may say at most (mechanisms §9); null: it cost nothing before. */
  lowestCents: number | null
}
export type Verdict = {
  state: (typeof claimStates)[number]
  reason: (typeof driftReasons)[number] | null
  currentValue: string | null
  currentUnit: string | null
  currentVersion: number | null
  severity: Severity
}

export const isPriceKey = (key: string): boolean => key === 'price' || key === 'before_price'

/**
 * Whether what is stated is true (mechanisms §9): after conversion of units it must equal the value in force; a price must be the
 * price in force; a "before" price must not exceed the lowest of the 30 days before the offer. While no sheet is published there
 * is nothing to contradict.
 */
export function judge(stated: Stated, truth: Truth): Verdict {
  if (isPriceKey(stated.attributeKey)) return judgePrice(stated, truth)
  const { spec } = truth
  const attribute = spec?.attributes.find((one) => one.key === stated.attributeKey)
  const verdict = {
    currentValue: attribute?.value ?? null,
    currentUnit: attribute?.unit ?? null,
    currentVersion: spec?.version ?? null,
    severity: attribute?.severity ?? stated.severity,
  }
  if (!spec) return { ...verdict, state: 'holds', reason: null }
  if (!attribute) return { ...verdict, state: 'drifted', reason: 'gone' }
  const same = sameQuantity({ value: stated.statedValue, unit: stated.unit }, attribute)
  return same ? { ...verdict, state: 'holds', reason: null } : { ...verdict, state: 'drifted', reason: 'changed' }
}

function judgePrice({ attributeKey, statedValue, unit }: Stated, { price, lowestCents }: Truth): Verdict {
  const limit = attributeKey === 'price' ? (price?.amountCents ?? null) : lowestCents
  const verdict = {
    currentValue: limit === null ? null : (limit / 100).toFixed(2),
    currentUnit: price?.currency ?? null,
    currentVersion: null,
    severity: 'critical' as const,
  }
  if (limit === null || !price) return { ...verdict, state: 'drifted', reason: 'no_price' }
  const cents = centsOf(statedValue)
  const otherCurrency = unit !== null && (currencyOf(unit) ?? unit.toUpperCase()) !== price.currency
  if (attributeKey === 'price') {
    const same = cents === limit && !otherCurrency
    return same ? { ...verdict, state: 'holds', reason: null } : { ...verdict, state: 'drifted', reason: 'changed' }
  }
  const fair = cents !== null && cents <= limit && !otherCurrency
  return fair ? { ...verdict, state: 'holds', reason: null } : { ...verdict, state: 'drifted', reason: 'above_lowest' }
}

const weights: Record<Severity, number> = { critical: 5, major: 3, minor: 1 }
/** What is true of what is stated, in percent, weighted 5/3/1; null when nothing is stated. One decimal. */
export function consistencyOf(counts: readonly { severity: Severity; state: string; count: number }[]): number | null {
  const weigh = (rows: typeof counts) => rows.reduce((sum, row) => sum + weights[row.severity] * row.count, 0)
  const all = weigh(counts)
  return all === 0 ? null : Math.round((weigh(counts.filter((row) => row.state === 'holds')) / all) * 1000) / 10
}
