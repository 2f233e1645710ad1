import type { MarketingResult, MarketingTerms } from '#contract/agreement-parts.ts'
import { type BusinessCalendar, countBusinessDays, isBusinessDay } from '#kernel/calendar/business-hours.ts'
import { addDays } from '#kernel/calendar/zone.ts'
import { marketingValue, pace } from '#modules/handovers/public.ts'
import { figuresOf, type SourceHistory } from './values.ts'

/** People of one source who got there on one local day. */
export type Delivery = { readonly source: string; readonly day: string; readonly count: number }
export type DayResult = {
  day: string
  attainment: number | null
  pace: number | null
  target: number
  done: number
  owed: number
  isBusinessDay: boolean
}

export const monthOf = (day: string) => `${day.slice(0, 7)}-01`
export const endOfMonth = (day: string) => addDays(monthOf(addDays(monthOf(day), 31)), -1)

/**
 * How far marketing is on a local day (mechanisms §2): what was delivered since the first of the month, each person at the
 * value of the source, against the month's target; pace divides by the elapsed share of the month's business days, that day
 * included. `history` is what was known when the month began, so a value never moves within a month.
 */
export function marketingOn(
  day: string,
  terms: MarketingTerms,
  calendar: BusinessCalendar,
  deliveries: readonly Delivery[],
  history: readonly SourceHistory[],
): { day: DayResult; result: MarketingResult } {
  const month = monthOf(day)
  const to = endOfMonth(day)
  const counts = new Map<string, number>()
  for (const { source, day: on, count } of deliveries)
    if (on >= month && on <= day) counts.set(source, (counts.get(source) ?? 0) + count)
  for (const { source } of terms.sources) if (!counts.has(source)) counts.set(source, 0)
  const sources = [...counts]
    .map(([source, count]) => {
      const { closeRate, revenue } = figuresOf(source, terms, history)
      const valueCents = marketingValue({ closeRate: closeRate.value, revenuePerCustomerCents: revenue.cents })
      return { source, count, closeRate, revenue, valueCents, deliveredCents: count * valueCents }
    })
    .sort((a, b) => b.deliveredCents - a.deliveredCents || b.count - a.count || (a.source < b.source ? -1 : 1))
  const deliveredCents = sources.reduce((sum, source) => sum + source.deliveredCents, 0)
  const attainment = deliveredCents / terms.targetCents
  const businessDays = countBusinessDays(calendar, month, to)
  const elapsedBusinessDays = countBusinessDays(calendar, month, day)
  const dueCents = businessDays === 0 ? 0 : Math.round((terms.targetCents * elapsedBusinessDays) / businessDays)
  return {
    day: {
      day,
      attainment,
      pace: pace(attainment, calendar, { from: month, to, today: day }),
      target: 1,
      done: deliveredCents,
      owed: terms.targetCents,
      isBusinessDay: isBusinessDay(calendar, day),
    },
    result: {
      unit: terms.unit,
      month,
      targetCents: terms.targetCents,
      deliveredCents,
      dueCents,
      businessDays,
      elapsedBusinessDays,
      sources,
    },
  }
}
