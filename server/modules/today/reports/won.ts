import { sql } from 'kysely'
import type { Input, Reply } from '#contract/kit.ts'
import type { todayRoutes } from '#contract/today.ts'
import { addDays, localDate, startOfLocalDay } from '#kernel/calendar/zone.ts'
import type { Ctx } from '#kernel/http.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { monthEnd, monthStart } from '../months.ts'
import { reportPeriod } from './shared.ts'

type Routes = typeof todayRoutes
type WonDeal = Reply<Routes['GET /reports/won/deals']>['items'][number]

/** Months of the workspace's zone, the present one last; months without a deal are there with zeros. */
export async function readWon(
  { db, actor, clock }: Ctx,
  { query }: Input<Routes['GET /reports/won']>,
): Promise<Reply<Routes['GET /reports/won']>> {
  const { workspaceId } = actor
  const { timeZone, currency } = await db
    .selectFrom('workspace')
    .select(['timeZone', 'currency'])
    .where('id', '=', workspaceId)
    .executeTakeFirstOrThrow()
  const today = localDate(timeZone, clock.now())
  const count = query.months ?? 12
  const starts = Array.from({ length: count }, (_, index) => monthStart(today, count - 1 - index))
  const bounds = starts.map((from) => ({
    from,
    to: monthEnd(from),
    start: startOfLocalDay(timeZone, from),
    end: startOfLocalDay(timeZone, addDays(monthEnd(from), 1)),
  }))
  const { rows } = await sql<{
    from: string
    deals: number
    amountCents: number
  }>`select m."from", count(d.id) as deals,
      coalesce(sum(d.amount_cents), 0)::bigint as "amountCents"
    from jsonb_to_recordset(${JSON.stringify(bounds)}::jsonb) as m("from" text, start timestamptz, "end" timestamptz)
    join deal d on d.workspace_id = ${workspaceId} and d.state = 'won' and d.deleted_at is null and d.currency = ${currency}
      and d.closed_at >= m.start and d.closed_at < m."end"
    group by 1`.execute(db)
  const found = new Map(rows.map((row) => [row.from, row]))
  return {
    currency,
    months: bounds.map(({ from, to }) => ({
      from,
      to,
      deals: found.get(from)?.deals ?? 0,
      amountCents: found.get(from)?.amountCents ?? 0,
    })),
  }
}

/** Exactly the deals that a number of the report counts, the latest first. */
export async function listWonDeals(
  ctx: Ctx,
  { query }: Input<Routes['GET /reports/won/deals']>,
): Promise<Reply<Routes['GET /reports/won/deals']>> {
  const { workspaceId } = ctx.actor
  const { start, end } = await reportPeriod(ctx, query)
  const limit = query.limit ?? 50
  const after = decodeCursor(query.after, 2)
  const { rows } = await sql<
    Omit<WonDeal, 'amount' | 'closedAt'> & { amountCents: number | null; currency: string; closedAt: Date }
  >`
    select d.id, d.name, c.full_name as contact_name, co.name as company_name, m.full_name as owner_name, d.amount_cents, d.currency, d.closed_at
    from deal d
    join workspace w on w.id = d.workspace_id and w.currency = d.currency
    left join contact c on c.workspace_id = ${workspaceId} and c.subject_id = d.subject_id
    left join company co on co.workspace_id = ${workspaceId} and co.id = d.company_id
    left join member m on m.workspace_id = ${workspaceId} and m.id = d.owner_id
    where d.workspace_id = ${workspaceId} and d.state = 'won' and d.deleted_at is null and d.closed_at >= ${start} and d.closed_at < ${end}
      ${after ? sql`and (d.closed_at, d.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
    order by d.closed_at desc, d.id desc limit ${limit + 1}`.execute(ctx.db)
  return toPage(
    rows,
    limit,
    ({ amountCents, currency, closedAt, ...row }) => ({
      ...row,
      amount: { amountCents: amountCents ?? 0, currency },
      closedAt: closedAt.toISOString(),
    }),
    (row) => [row.closedAt.toISOString(), row.id],
  )
}
