import { sql } from 'kysely'
import type { Reply } from '#contract/kit.ts'
import type { todayRoutes } from '#contract/today.ts'
import type { Db } from '#kernel/db.ts'
import type { paceOf } from './months.ts'

type Revenue = Reply<(typeof todayRoutes)['GET /today']>['revenue']

/** Won deals by the instant they were closed, in the workspace's currency; amounts never mix. */
export async function readRevenue(
  db: Db,
  workspaceId: string,
  currency: string,
  pace: ReturnType<typeof paceOf>,
  now: Date,
): Promise<Revenue> {
  const { rows } = await sql<{ won: number; deals: number; same: number; whole: number; others: number }>`select
      coalesce(sum(amount_cents) filter (where closed_at >= ${pace.start} and currency = ${currency}), 0)::bigint as won,
      count(*) filter (where closed_at >= ${pace.start} and currency = ${currency}) as deals,
      coalesce(sum(amount_cents) filter (where closed_at < ${pace.lastUntil} and currency = ${currency}), 0)::bigint as same,
      coalesce(sum(amount_cents) filter (where closed_at < ${pace.start} and currency = ${currency}), 0)::bigint as whole,
      count(*) filter (where closed_at >= ${pace.start} and currency <> ${currency}) as others
    from deal
    where workspace_id = ${workspaceId} and state = 'won' and deleted_at is null and closed_at >= ${pace.lastStart} and closed_at <= ${now}`.execute(
    db,
  )
  const { won, deals, same, whole, others } = rows[0]!
  const money = (amountCents: number) => ({ amountCents, currency })
  return {
    won: money(won),
    deals,
    monthFrom: pace.from,
    today: pace.today,
    lastMonth: { from: pace.lastFrom, to: pace.lastTo, untilSameDay: money(same), whole: money(whole) },
    otherCurrencies: others,
  }
}
