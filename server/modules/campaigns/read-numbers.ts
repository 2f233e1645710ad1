import { sql } from 'kysely'
import type { Ctx } from '#kernel/http.ts'
import { moneyOf, readRow } from './select-campaigns.ts'

type Sums = {
  clicks: number
  waitlisted: number
  leads: number
  accepted: number
  sales: number
  revenueCents: number
  plannedCents: number
  actualCents: number
}

/**
 * What a campaign brought and cost so far. Leads are people, not submissions; sales are deals of theirs won after they came
 * and orders that came through it, in the campaign's currency.
 */
export async function readNumbers(ctx: Ctx, id: string) {
  const { workspaceId } = ctx.actor
  const campaign = await readRow(ctx.db, workspaceId, id)
  const { rows } = await sql<Sums>`with came as materialized (
      select s.subject_id, min(s.at) as at from form_submission s
      where s.workspace_id = ${workspaceId} and s.form_id in (
        select f.id from form f where f.workspace_id = ${workspaceId} and f.campaign_id = ${id}
        union select l.form_id from tracked_link l where l.workspace_id = ${workspaceId} and l.campaign_id = ${id} and l.form_id is not null)
      group by s.subject_id),
    won as materialized (
      select d.amount_cents from deal d join came on came.subject_id = d.subject_id
      where d.workspace_id = ${workspaceId} and d.state = 'won' and d.deleted_at is null and d.closed_at >= came.at
        and d.currency = ${campaign.currency}
      union all
      -- What a won deal became is counted with its deal.
      select o.total_cents from sales_order o where o.workspace_id = ${workspaceId} and o.campaign_id = ${id} and o.deal_id is null
        and o.state <> 'cancelled' and o.deleted_at is null and o.currency = ${campaign.currency}),
    clicked as materialized (
      select sum(d.clicks) as clicks, sum(d.waitlisted) as waitlisted from tracked_link l
      join tracked_link_day d on d.workspace_id = l.workspace_id and d.link_id = l.id
      where l.workspace_id = ${workspaceId} and l.campaign_id = ${id})
    select coalesce((select clicks from clicked), 0)::integer as clicks, coalesce((select waitlisted from clicked), 0)::integer as waitlisted,
      (select count(*) from came)::integer as leads,
      (select count(distinct h.subject_id) from handover h join came on came.subject_id = h.subject_id
        where h.workspace_id = ${workspaceId} and h.state = 'accepted' and h.requested_at >= came.at)::integer as accepted,
      (select count(*) from won)::integer as sales,
      coalesce((select sum(amount_cents) from won), 0)::bigint as revenue_cents,
      coalesce((select sum(planned_cents) from campaign_cost where workspace_id = ${workspaceId} and campaign_id = ${id}), 0)::bigint as planned_cents,
      coalesce((select sum(actual_cents) from campaign_cost where workspace_id = ${workspaceId} and campaign_id = ${id}), 0)::bigint as actual_cents`.execute(
    ctx.db,
  )
  const { revenueCents, plannedCents, actualCents, ...counts } = rows[0]!
  const { currency } = campaign
  return {
    ...counts,
    revenue: { amountCents: revenueCents, currency },
    budget: moneyOf(campaign.budgetCents, currency),
    planned: { amountCents: plannedCents, currency },
    actual: { amountCents: actualCents, currency },
    costPerLead: counts.leads > 0 ? { amountCents: Math.round(actualCents / counts.leads), currency } : null,
    targetLeads: campaign.targetLeads,
    targetSales: moneyOf(campaign.targetSalesCents, currency),
  }
}
