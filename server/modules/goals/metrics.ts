import { type RawBuilder, sql } from 'kysely'
import type { GoalMetric, Measure } from '#contract/goal-parts.ts'
import { addDays, startOfLocalDay } from '#kernel/calendar/zone.ts'
import type { Db, Tx } from '#kernel/db.ts'
import type { Flow } from './rules/series.ts'

type Filter = 'source' | 'campaignId' | 'pipelineId' | 'familyId'
type Kind = {
  unit: 'count' | 'money' | 'percent'
  /** A share of something, which may fall again. */
  isRate: boolean
  filters: readonly Filter[]
}

/** What can be measured, in which unit, and by what it can be narrowed. */
export const metricKinds: Record<GoalMetric, Kind> = {
  leads: { unit: 'count', isRate: false, filters: ['source'] },
  mqls: { unit: 'count', isRate: false, filters: ['source'] },
  sals: { unit: 'count', isRate: false, filters: ['source'] },
  won_deals: { unit: 'count', isRate: false, filters: ['source', 'pipelineId'] },
  won_revenue: { unit: 'money', isRate: false, filters: ['source', 'pipelineId'] },
  order_revenue: { unit: 'money', isRate: false, filters: ['campaignId', 'familyId'] },
  lead_conversion: { unit: 'percent', isRate: true, filters: ['source'] },
  return_rate: { unit: 'percent', isRate: true, filters: ['familyId'] },
  training_coverage: { unit: 'percent', isRate: true, filters: [] },
}

/** A figure that only its own module knows, at an instant: it has no history but what the goal keeps of it. */
export type Gauge = (db: Db | Tx, workspaceId: string, at: Date, projectId?: string) => Promise<number | null>
const gauges = new Map<GoalMetric, Gauge>()
/** Called once at boot (`server/modules.ts`): goals know no module whose figures they read this way. */
export const registerGauge = (metric: GoalMetric, gauge: Gauge) => void gauges.set(metric, gauge)
export const gaugeOf = (metric: GoalMetric): Gauge | undefined => gauges.get(metric)

type Span = { workspaceId: string; timeZone: string; since: Date; until: Date }

/** What moved the figure between two local days, both included: a row a day. One statement. */
export async function flowsOf(
  db: Db | Tx,
  workspaceId: string,
  timeZone: string,
  measure: Measure,
  from: string,
  to: string,
): Promise<Flow[]> {
  const span = spanOf(workspaceId, timeZone, from, to)
  const rows = rowsOf(measure, span)
  if (!rows) return []
  const result = await sql<Flow>`with happened as (${rows})
    select to_char(h.at at time zone ${timeZone}::text, 'YYYY-MM-DD') as day, sum(h.amount)::double precision as amount,
      sum(h.base)::double precision as base
    from happened h where ${workspaceId}::uuid is not null group by 1`.execute(db)
  return result.rows
}

/** The same by what it came from, largest first. */
export async function moversOf(
  db: Db | Tx,
  workspaceId: string,
  timeZone: string,
  measure: Measure,
  from: string,
  to: string,
): Promise<{ origin: string | null; amount: number }[]> {
  const rows = rowsOf(measure, spanOf(workspaceId, timeZone, from, to))
  if (!rows) return []
  const result = await sql<{ origin: string | null; amount: number }>`with happened as (${rows})
    select nullif(h.origin, '') as origin, sum(h.amount)::double precision as amount
    from happened h where ${workspaceId}::uuid is not null group by 1 having sum(h.amount) > 0 order by 2 desc, 1 limit 6`.execute(
    db,
  )
  return result.rows
}

/** What the `origin` of a metric's rows names. */
export const originKind = (metric: GoalMetric): 'source' | 'campaign' | 'family' =>
  metric === 'order_revenue' ? 'campaign' : metric === 'return_rate' ? 'family' : 'source'

const spanOf = (workspaceId: string, timeZone: string, from: string, to: string): Span => ({
  workspaceId,
  timeZone,
  since: startOfLocalDay(timeZone, from),
  until: startOfLocalDay(timeZone, addDays(to, 1)),
})

/** Rows `(at, amount, base, origin)` of everything that counts. */
function rowsOf(measure: Measure, span: Span): RawBuilder<unknown> | null {
  switch (measure.metric) {
    case 'leads':
      return reached('lead', measure, span)
    case 'mqls':
      return reached('mql', measure, span)
    case 'sals':
      return reached('sal', measure, span)
    case 'lead_conversion':
      return converted(measure, span)
    case 'won_deals':
      return won(sql`1`, measure, span)
    case 'won_revenue':
      return won(sql`coalesce(d.amount_cents, 0)`, measure, span)
    case 'order_revenue':
      return sold(measure, span)
    case 'return_rate':
      return returned(measure, span)
    default:
      return null
  }
}

const bySource = (column: RawBuilder<unknown>, { source }: Measure) => (source ? sql`and ${column} = ${source}` : sql``)

/** People who reached a stage, each once, when they first did. */
const reached = (stage: string, measure: Measure, { workspaceId, since, until }: Span) => sql`
  select min(t.at) as at, 1 as amount, 0 as base, max(c.source) as origin from lifecycle_transition t
  join contact c on c.workspace_id = ${workspaceId} and c.subject_id = t.subject_id and c.deleted_at is null
  where t.workspace_id = ${workspaceId} and t.to_stage = ${stage} and t.at >= ${since} and t.at < ${until}
    ${bySource(sql`c.source`, measure)}
  group by t.subject_id`

/** Those who became leads in the period are the base; those of them who became customers in it, when they did, the amount. */
const converted = (measure: Measure, { workspaceId, since, until }: Span) => sql`
  select e.at, e.amount, e.base, e.origin from (
    select t.subject_id, max(c.source) as origin, min(t.at) filter (where t.to_stage = 'lead') as lead_at,
      min(t.at) filter (where t.to_stage = 'customer') as customer_at
    from lifecycle_transition t
    join contact c on c.workspace_id = ${workspaceId} and c.subject_id = t.subject_id and c.deleted_at is null
    where t.workspace_id = ${workspaceId} and t.to_stage in ('lead', 'customer') and t.at >= ${since} and t.at < ${until}
      ${bySource(sql`c.source`, measure)}
    group by t.subject_id) p
  cross join lateral (
    select p.lead_at as at, 0 as amount, 1 as base, p.origin
    union all select greatest(p.lead_at, p.customer_at), 1, 0, p.origin where p.customer_at is not null) e
  where p.lead_at is not null`

const won = (amount: RawBuilder<unknown>, measure: Measure, { workspaceId, since, until }: Span) => sql`
  select d.closed_at as at, ${amount} as amount, 0 as base, coalesce(c.source, d.source) as origin from deal d
  join workspace w on w.id = ${workspaceId}
  left join contact c on c.workspace_id = ${workspaceId} and c.subject_id = d.subject_id
  where d.workspace_id = ${workspaceId} and d.state = 'won' and d.deleted_at is null and d.currency = w.currency
    and d.closed_at >= ${since} and d.closed_at < ${until}
    ${bySource(sql`coalesce(c.source, d.source)`, measure)}
    ${measure.pipelineId ? sql`and d.pipeline_id = ${measure.pipelineId}::uuid` : sql``}`

const sold = (measure: Measure, { workspaceId, since, until }: Span) =>
  measure.familyId
    ? sql`select o.ordered_at as at, l.total_cents as amount, 0 as base, o.campaign_id::text as origin
      from sales_order o join workspace w on w.id = ${workspaceId}
      join order_line l on l.workspace_id = ${workspaceId} and l.order_id = o.id
      join product p on p.workspace_id = ${workspaceId} and p.id = l.product_id and p.family_id = ${measure.familyId}::uuid
      where ${placed(measure, workspaceId, since, until)}`
    : sql`select o.ordered_at as at, o.total_cents as amount, 0 as base, o.campaign_id::text as origin
      from sales_order o join workspace w on w.id = ${workspaceId}
      where ${placed(measure, workspaceId, since, until)}`

const placed = (measure: Measure, workspaceId: string, since: Date, until: Date) => sql`o.workspace_id = ${workspaceId}
  and o.deleted_at is null and o.state <> 'cancelled' and o.currency = w.currency and o.ordered_at >= ${since} and o.ordered_at < ${until}
  ${measure.campaignId ? sql`and o.campaign_id = ${measure.campaignId}::uuid` : sql``}`

/** Units that came back in the period, of the units sold in it. */
const returned = ({ familyId }: Measure, { workspaceId, since, until }: Span) => {
  const ofFamily = familyId ? sql`and p.family_id = ${familyId}::uuid` : sql``
  return sql`select r.returned_at as at, l.quantity as amount, 0 as base, p.family_id::text as origin
    from order_return r join return_line l on l.workspace_id = ${workspaceId} and l.return_id = r.id
    left join product p on p.workspace_id = ${workspaceId} and p.id = l.product_id
    where r.workspace_id = ${workspaceId} and r.deleted_at is null and r.returned_at >= ${since} and r.returned_at < ${until} ${ofFamily}
    union all
    select o.ordered_at, 0, l.quantity, p.family_id::text
    from sales_order o join order_line l on l.workspace_id = ${workspaceId} and l.order_id = o.id
    left join product p on p.workspace_id = ${workspaceId} and p.id = l.product_id
    where o.workspace_id = ${workspaceId} and o.deleted_at is null and o.state <> 'cancelled'
      and o.ordered_at >= ${since} and o.ordered_at < ${until} ${ofFamily}`
}
