import { type BusinessCalendar, countBusinessDays } from '#kernel/calendar/business-hours.ts'

/** What a lead of one source is worth: `closeRate` from 0 to 1, revenue in cents of the workspace's currency. */
export type SourceValue = { readonly closeRate: number; readonly revenuePerCustomerCents: number }

/**
 * What marketing owes is value, not numbers: the value of a lead is its source's close rate × revenue per customer
 * (mechanisms §2), in whole cents. 1 % × 160,000 € = 1,600 €.
 */
export function marketingValue({ closeRate, revenuePerCustomerCents }: SourceValue): number {
  return Math.round(closeRate * revenuePerCustomerCents)
}

export type Attainment = {
  readonly deliveredCents: number
  /** Delivered ÷ target; 1 is the target met. Null without a target. */
  readonly attainment: number | null
}

/** `Σ n_s·value_s ÷ target` over the sources (mechanisms §2). */
export function marketingAttainment(
  sources: readonly (SourceValue & { readonly leads: number })[],
  targetCents: number,
): Attainment {
  const deliveredCents = sources.reduce((sum, source) => sum + source.leads * marketingValue(source), 0)
  return { deliveredCents, attainment: targetCents > 0 ? deliveredCents / targetCents : null }
}

/**
 * Attainment ÷ the elapsed share of the period's business days, today included (mechanisms §2): 1 is on pace, 0.8 will end
 * a fifth short. Null before the first business day, or without attainment. Dates are local; after the end it is attainment.
 */
export function pace(
  attainment: number | null,
  calendar: BusinessCalendar,
  period: { readonly from: string; readonly to: string; readonly today: string },
): number | null {
  const total = countBusinessDays(calendar, period.from, period.to)
  const elapsed = countBusinessDays(calendar, period.from, period.today < period.to ? period.today : period.to)
  return attainment === null || elapsed === 0 ? null : attainment / (elapsed / total)
}
