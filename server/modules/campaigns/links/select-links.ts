import { type RawBuilder, sql } from 'kysely'
import type { TrackedLink } from '#contract/campaign-parts.ts'
import type { Ctx } from '#kernel/http.ts'
import { requireCampaign } from '../select-campaigns.ts'

export type LinkRow = {
  id: string
  code: string
  name: string
  offerId: string | null
  formId: string | null
  url: string | null
  utmSource: string
  utmMedium: string
  utmCampaign: string
  utmTerm: string | null
  utmContent: string | null
  clicks: number
  waitlisted: number
  campaignState: string
  /** Its offer is switched to the waitlist. */
  isSwitched: boolean
  /** Own address, product page or form: somewhere to go. */
  hasTarget: boolean
  formState: string | null
  createdAt: Date
}

/** Links that stand, in the order in which they were made; the caller adds its own `where`, on `l`. */
export const selectLinks = (workspaceId: string, where: RawBuilder<unknown>) =>
  sql<LinkRow>`select l.id, l.code, l.name, l.offer_id, l.form_id, l.url, l.utm_source, l.utm_medium, l.utm_campaign, l.utm_term,
      l.utm_content, l.created_at, c.state as campaign_state, coalesce(o.stock_tripped_at is not null, false) as is_switched,
      coalesce(l.url, p.url) is not null or f.id is not null as has_target, f.state as form_state,
      coalesce((select sum(d.clicks) from tracked_link_day d where d.workspace_id = ${workspaceId} and d.link_id = l.id), 0)::integer as clicks,
      coalesce((select sum(d.waitlisted) from tracked_link_day d where d.workspace_id = ${workspaceId} and d.link_id = l.id), 0)::integer as waitlisted
    from tracked_link l
    join campaign c on c.workspace_id = l.workspace_id and c.workspace_id = ${workspaceId} and c.id = l.campaign_id
    left join campaign_offer o on o.workspace_id = l.workspace_id and o.workspace_id = ${workspaceId} and o.id = l.offer_id
    left join product p on p.workspace_id = l.workspace_id and p.workspace_id = ${workspaceId} and p.id = o.product_id
    left join form f on f.workspace_id = l.workspace_id and f.workspace_id = ${workspaceId} and f.id = l.form_id and f.deleted_at is null
    where l.workspace_id = ${workspaceId} and l.removed_at is null and ${where} order by l.created_at, l.id limit 500`

export async function listLinks(ctx: Ctx, campaignId: string) {
  const { workspaceId } = ctx.actor
  await requireCampaign(ctx.db, workspaceId, campaignId)
  const { rows } = await selectLinks(workspaceId, sql`l.campaign_id = ${campaignId}`).execute(ctx.db)
  return { items: presentLinks(rows, ctx.publicUrl), next: null }
}

export const presentLinks = (rows: readonly LinkRow[], publicUrl: string): TrackedLink[] =>
  rows.map((row) => ({
    id: row.id,
    code: row.code,
    publicUrl: `${publicUrl}/o/${row.code}`,
    name: row.name,
    offerId: row.offerId,
    formId: row.formId,
    url: row.url,
    utm: {
      source: row.utmSource,
      medium: row.utmMedium,
      campaign: row.utmCampaign,
      term: row.utmTerm,
      content: row.utmContent,
    },
    leadsTo:
      row.campaignState !== 'live' ? 'notice' : row.isSwitched ? 'waitlist' : row.hasTarget ? 'target' : 'notice',
    clicks: row.clicks,
    waitlisted: row.waitlisted,
    createdAt: row.createdAt.toISOString(),
  }))
