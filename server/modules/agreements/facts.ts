import { sql } from 'kysely'
import type { MarketingTerms, SalesTerms } from '#contract/agreement-parts.ts'
import type { BusinessCalendar } from '#kernel/calendar/business-hours.ts'
import { addDays, startOfLocalDay } from '#kernel/calendar/zone.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { isAttempt } from '#modules/handovers/public.ts'
import { type Delivery, monthOf } from './rules/marketing.ts'
import { type SlaLead, windowStart } from './rules/sales.ts'
import type { SourceHistory } from './rules/values.ts'

export type Lead = SlaLead & {
  id: string
  subjectId: string
  name: string
  assigneeId: string | null
}
type LeadRow = Omit<Lead, 'touches'> & { touches: { at: string; reached: boolean }[] }

/** The newest of the window; more would not change a share that anybody acts on. */
const mostLeads = 20_000

/**
 * Leads handed over in the windows of the days given, each once: of a chain of expired handovers the last, measured from the
 * first assignment. Those whom nobody could get yet have no clock and are left out, as in the report.
 */
export async function leadsOf(
  db: Db | Tx,
  workspaceId: string,
  terms: Pick<SalesTerms, 'windowDays'>,
  { timeZone }: BusinessCalendar,
  days: readonly string[],
): Promise<Lead[]> {
  const since = startOfLocalDay(timeZone, windowStart(days[0]!, terms))
  const until = startOfLocalDay(timeZone, addDays(days.at(-1)!, 1))
  const { rows } =
    await sql<LeadRow>`select h.id, h.subject_id, h.assignee_id, h.hand_raise as is_hand_raise, h.requested_at,
      coalesce(h.first_assigned_at, h.assigned_at) as assigned_at, h.accepted_at,
      case when h.state in ('rejected', 'expired') then h.decided_at end as rejected_at,
      coalesce(nullif(c.full_name, ''), c.email, c.phone, '') as name,
      coalesce((select jsonb_agg(jsonb_build_object('at', t.happened_at, 'reached', t.reached)) from (
        select a.happened_at, coalesce(a.outcome = 'reached', false) as reached from activity a
        where a.workspace_id = ${workspaceId} and a.subject_id = h.subject_id and a.happened_at >= h.requested_at and ${isAttempt}
        order by a.happened_at limit 100) t), '[]'::jsonb) as touches
    from handover h
    left join contact c on c.workspace_id = ${workspaceId} and c.subject_id = h.subject_id
    where h.workspace_id = ${workspaceId} and h.requested_at >= ${since} and h.requested_at < ${until}
      and coalesce(h.first_assigned_at, h.assigned_at) is not null
      and not exists (select 1 from handover n where n.workspace_id = ${workspaceId} and n.subject_id = h.subject_id
        and n.requested_at = h.requested_at and n.id > h.id)
    order by h.requested_at desc, h.id desc limit ${mostLeads}`.execute(db)
  return rows.map((row) => ({
    ...row,
    touches: row.touches.map(({ at, reached }) => ({ at: new Date(at), isHuman: true, reached })),
  }))
}

/** People who got there in the months of the days given, by source and local day; each once a month, on the first day. */
export async function deliveriesOf(
  db: Db | Tx,
  workspaceId: string,
  { unit }: Pick<MarketingTerms, 'unit'>,
  { timeZone }: BusinessCalendar,
  days: readonly string[],
): Promise<Delivery[]> {
  const since = startOfLocalDay(timeZone, monthOf(days[0]!))
  const until = startOfLocalDay(timeZone, addDays(days.at(-1)!, 1))
  const { rows } = await sql<Delivery>`with reached as (
      select t.subject_id, min(t.at) as at from lifecycle_transition t
      where t.workspace_id = ${workspaceId} and t.to_stage = ${unit} and t.at >= ${since} and t.at < ${until}
      group by t.subject_id, date_trunc('month', t.at at time zone ${timeZone}::text))
    select coalesce(c.source, '') as source, to_char(r.at at time zone ${timeZone}::text, 'YYYY-MM-DD') as day, count(*) as count
    from reached r
    join contact c on c.workspace_id = ${workspaceId} and c.subject_id = r.subject_id and c.deleted_at is null
    group by 1, 2`.execute(db)
  return rows
}

/** What became, before the month began, of the people who got there in the window before it. */
export async function historyOf(
  db: Db | Tx,
  workspaceId: string,
  { unit, windowDays }: Pick<MarketingTerms, 'unit' | 'windowDays'>,
  { timeZone }: BusinessCalendar,
  month: string,
): Promise<SourceHistory[]> {
  const until = startOfLocalDay(timeZone, month)
  const since = startOfLocalDay(timeZone, addDays(month, -windowDays))
  const { rows } = await sql<SourceHistory>`with people as (
      select distinct t.subject_id from lifecycle_transition t
      where t.workspace_id = ${workspaceId} and t.to_stage = ${unit} and t.at >= ${since} and t.at < ${until}),
    customers as (
      select distinct t.subject_id from lifecycle_transition t
      where t.workspace_id = ${workspaceId} and t.to_stage = 'customer' and t.at >= ${since} and t.at < ${until}),
    paid as (
      select d.subject_id, sum(d.amount_cents)::bigint as cents from deal d join workspace w on w.id = ${workspaceId}
      where d.workspace_id = ${workspaceId} and d.state = 'won' and d.deleted_at is null and d.subject_id is not null
        and d.amount_cents > 0 and d.currency = w.currency and d.closed_at >= ${since} and d.closed_at < ${until}
      group by d.subject_id)
    select coalesce(c.source, '') as source, count(*) as people, count(u.subject_id) as customers, count(b.subject_id) as buyers,
      coalesce(sum(b.cents), 0)::bigint as revenue_cents
    from people p
    join contact c on c.workspace_id = ${workspaceId} and c.subject_id = p.subject_id and c.deleted_at is null
    left join customers u on u.subject_id = p.subject_id
    left join paid b on b.subject_id = p.subject_id
    group by 1`.execute(db)
  return rows
}
