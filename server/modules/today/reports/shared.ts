import type { Reply } from '#contract/kit.ts'
import type { todayRoutes } from '#contract/today.ts'
import { timeZoneOf } from '#kernel/calendar/time-zone.ts'
import type { Ctx } from '#kernel/http.ts'
import { toPage } from '#kernel/page.ts'
import { invalid } from '#kernel/problem.ts'
import { periodOf } from '../months.ts'

export type ReportContactPage = Reply<(typeof todayRoutes)['GET /reports/funnel/contacts']>
type ReportContact = ReportContactPage['items'][number]
export type ReportContactRow = Omit<ReportContact, 'at'> & { at: Date }

/** Days of the workspace's zone. */
export async function reportPeriod(
  { db, actor, clock }: Ctx,
  given: { from?: string | undefined; to?: string | undefined },
) {
  const timeZone = await timeZoneOf(db, actor.workspaceId)
  const period = periodOf(timeZone, clock.now(), given)
  if (period.from > period.to) throw invalid('/to', 'period_order')
  return period
}

export const contactPage = (rows: readonly ReportContactRow[], limit: number): ReportContactPage =>
  toPage(
    rows,
    limit,
    (row) => ({ ...row, at: row.at.toISOString() }),
    (row) => [row.at.toISOString(), row.id],
  )
