import { type RawBuilder, sql } from 'kysely'
import type { TermNumber, TermReport } from '#contract/glossary.ts'
import { addDays, localDate, startOfLocalDay } from '#kernel/calendar/zone.ts'
import type { Db, Tx } from '#kernel/db.ts'

type Now = {
  workspaceId: string
  timeZone: string
  currency: string
  today: string
  monthFrom: string
  monthStart: Date
}
type Report = { unit: TermNumber['unit']; url: (now: Now) => string; value: (now: Now) => RawBuilder<unknown> }
const returnDays = 90

/** The number of a report as it is now, counted as the report counts it. A share of nothing is 0. */
export async function reportNumber(db: Db | Tx, workspaceId: string, at: Date, name: TermReport): Promise<TermNumber> {
  const { timeZone, currency } = await db
    .selectFrom('workspace')
    .select(['timeZone', 'currency'])
    .where('id', '=', workspaceId)
    .executeTakeFirstOrThrow()
  const today = localDate(timeZone, at)
  const monthFrom = `${today.slice(0, 8)}01`
  const now = { workspaceId, timeZone, currency, today, monthFrom, monthStart: startOfLocalDay(timeZone, monthFrom) }
  const { unit, url, value } = reports[name]
  const { rows } = await sql<{ value: number | null }>`select (${value(now)})::double precision as value`.execute(db)
  return {
    value: rows[0]?.value ?? 0,
    unit,
    currency: unit === 'money' ? currency : null,
    atLeast: false,
    url: url(now),
  }
}

const reports: Record<TermReport, Report> = {
  leads_this_month: {
    unit: 'count',
    url: ({ monthFrom }) => `/contacts?createdFrom=${monthFrom}`,
    value: ({ workspaceId, monthStart }) => sql`select count(*) from contact
      where workspace_id = ${workspaceId} and deleted_at is null and created_at >= ${monthStart}`,
  },
  mqls_this_month: {
    unit: 'count',
    url: ({ monthFrom, today }) => `/results/records?report=funnel&stage=mql&from=${monthFrom}&to=${today}`,
    value: ({ workspaceId, monthStart }) => sql`select count(distinct t.subject_id) from lifecycle_transition t
      join contact c on c.workspace_id = ${workspaceId} and c.subject_id = t.subject_id and c.deleted_at is null
      where t.workspace_id = ${workspaceId} and t.to_stage = 'mql' and t.at >= ${monthStart}`,
  },
  handovers_waiting: {
    unit: 'count',
    url: () => '/inbox',
    value: ({ workspaceId }) =>
      sql`select count(*) from handover where workspace_id = ${workspaceId} and state = 'pending'`,
  },
  hot_leads: {
    unit: 'count',
    url: () => '/contacts?temperature=hot',
    value: ({ workspaceId }) => sql`select count(*) from contact
      where workspace_id = ${workspaceId} and deleted_at is null and temperature = 'hot'`,
  },
  open_deals: {
    unit: 'count',
    url: () => '/deals',
    value: ({ workspaceId }) => sql`select count(*) from deal
      where workspace_id = ${workspaceId} and state = 'open' and deleted_at is null`,
  },
  pipeline_value: {
    unit: 'money',
    url: () => '/deals',
    value: ({ workspaceId, currency }) => sql`select coalesce(sum(amount_cents), 0) from deal
      where workspace_id = ${workspaceId} and state = 'open' and deleted_at is null and currency = ${currency}`,
  },
  won_revenue_this_month: {
    unit: 'money',
    url: ({ monthFrom, today }) => `/results/records?report=won&from=${monthFrom}&to=${today}`,
    value: ({ workspaceId, currency, monthStart }) => sql`select coalesce(sum(amount_cents), 0) from deal
      where workspace_id = ${workspaceId} and state = 'won' and deleted_at is null and closed_at >= ${monthStart} and currency = ${currency}`,
  },
  // Units that came back, of the units sold in the same days.
  return_rate_90_days: {
    unit: 'share',
    url: () => '/returns',
    value: ({ workspaceId, timeZone, today }) => {
      const since = startOfLocalDay(timeZone, addDays(today, -returnDays))
      return sql`select (select coalesce(sum(l.quantity), 0) from return_line l
          join order_return r on r.workspace_id = ${workspaceId} and r.id = l.return_id and r.deleted_at is null
          where l.workspace_id = ${workspaceId} and r.returned_at >= ${since})::double precision
        / nullif((select coalesce(sum(l.quantity), 0) from order_line l
          join sales_order o on o.workspace_id = ${workspaceId} and o.id = l.order_id and o.deleted_at is null and o.state <> 'cancelled'
          where l.workspace_id = ${workspaceId} and o.ordered_at >= ${since}), 0)`
    },
  },
  live_campaigns: {
    unit: 'count',
    url: () => '/campaigns?state=live',
    value: ({ workspaceId }) => sql`select count(*) from campaign
      where workspace_id = ${workspaceId} and state = 'live' and deleted_at is null`,
  },
}
