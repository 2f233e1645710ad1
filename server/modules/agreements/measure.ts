import type { AgreementDirection, MarketingResult, SalesResult } from '#contract/agreement-parts.ts'
import type { BusinessCalendar } from '#kernel/calendar/business-hours.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { deliveriesOf, historyOf, leadsOf } from './facts.ts'
import { type DayResult, marketingOn, monthOf } from './rules/marketing.ts'
import { salesOn } from './rules/sales.ts'
import { marketingTerms, salesTerms, type Terms } from './terms.ts'

export type MeasuredDay = { day: DayResult; marketing: MarketingResult | null; sales: SalesResult | null }

/**
 * How far terms are kept on each of the days (ascending local dates), nothing after `at` looked at. The number of statements
 * depends on the months, not on days or leads.
 */
export async function measureDays(
  db: Db | Tx,
  workspaceId: string,
  calendar: BusinessCalendar,
  direction: AgreementDirection,
  terms: Terms,
  days: readonly string[],
  at: Date,
): Promise<MeasuredDay[]> {
  if (days.length === 0) return []
  if (direction === 'sales_to_marketing') {
    const owed = salesTerms(terms)
    const leads = await leadsOf(db, workspaceId, owed, calendar, days)
    return salesOn(days, owed, calendar, leads, at).map(({ day, result }) => ({ day, marketing: null, sales: result }))
  }
  const owed = marketingTerms(terms)
  const deliveries = await deliveriesOf(db, workspaceId, owed, calendar, days)
  const histories = new Map<string, Awaited<ReturnType<typeof historyOf>>>()
  for (const month of new Set(days.map(monthOf)))
    histories.set(month, await historyOf(db, workspaceId, owed, calendar, month))
  return days.map((on) => {
    const { day, result } = marketingOn(on, owed, calendar, deliveries, histories.get(monthOf(on))!)
    return { day, marketing: result, sales: null }
  })
}
