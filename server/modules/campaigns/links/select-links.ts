import { type RawBuilder, sql } from 'kysely'
import type { TrackedLink } from '#contract/campaign-parts.ts'
import type { Db, Tx } from '#kernel/db.ts'
import type { Ctx } from '#kernel/http.ts'
import { availableNow } from '#modules/stock/public.ts'
import { asksForStock, isHeldFor, wayOf } from '../rules/way.ts'
import { requireCampaign, type State } from '../select-campaigns.ts'

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
  campaignState: State
  guardOn: boolean
  productId: string | null
  isGone: boolean
  /** Its offer is switched to the waitlist. */
  isSwitched: boolean
  /** Own address, product page or open form: somewhere to go. */
  hasTarget: boolean
  createdAt: Date
}

/** Links that stand, in the order in which they were made; the caller adds its own `where`, on `l`. */
export const selectLinks = (workspaceId: string, where: RawBuilder<unknown>) =>
  sql<LinkRow>`select l.id, l.code, l.name, l.offer_id, l.form_id, l.url, l.utm_source, l.utm_medium, l.utm_campaign, l.utm_term,
      l.utm_content, l.created_at, c.state as campaign_state, c.guard_on, o.product_id,
      coalesce(p.deleted_at is not null or p.state = 'discontinued', false) as is_gone, coalesce(o.stock_tripped_at is not null, false) as is_switched,
      coalesce(l.url, p.url) is not null or f.id is not null as has_target,
      coalesce((select sum(d.clicks) from tracked_link_day d where d.workspace_id = ${workspaceId} and d.link_id = l.id), 0)::integer as clicks,
      coalesce((select sum(d.waitlisted) from tracked_link_day d where d.workspace_id = ${workspaceId} and d.link_id = l.id), 0)::integer as waitlisted
    from tracked_link l
    join campaign c on c.workspace_id = l.workspace_id and c.workspace_id = ${workspaceId} and c.id = l.campaign_id
    left join campaign_offer o on o.workspace_id = l.workspace_id and o.workspace_id = ${workspaceId} and o.id = l.offer_id
    left join product p on p.workspace_id = l.workspace_id and p.workspace_id = ${workspaceId} and p.id = o.product_id
    left join form f on f.workspace_id = l.workspace_id and f.workspace_id = ${workspaceId} and f.id = l.form_id
      and f.deleted_at is null and f.state = 'published'
    where l.workspace_id = ${workspaceId} and l.removed_at is null and ${where} order by l.created_at, l.id limit 500`

export async function listLinks(ctx: Ctx, campaignId: string) {
  const { workspaceId } = ctx.actor
  await requireCampaign(ctx.db, workspaceId, campaignId)
  const { rows } = await selectLinks(workspaceId, sql`l.campaign_id = ${campaignId}`).execute(ctx.db)
  return { items: await presentLinks(ctx.db, workspaceId, rows, ctx.publicUrl), next: null }
}

export async function presentLinks(
  db: Db | Tx,
  workspaceId: string,
  rows: readonly LinkRow[],
  publicUrl: string,
): Promise<TrackedLink[]> {
  const asked = rows.flatMap(({ campaignState: state, guardOn, productId }) =>
    productId && asksForStock({ state, guardOn }) ? [productId] : [],
  )
  const levels = await availableNow(db, workspaceId, asked)
  return rows.map((row) => ({
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
    leadsTo: leadsTo(row, levels.get(row.productId ?? '')?.available ?? null),
    clicks: row.clicks,
    waitlisted: row.waitlisted,
    createdAt: row.createdAt.toISOString(),
  }))
}

function leadsTo(row: LinkRow, available: number | null): TrackedLink['leadsTo'] {
  const { campaignState: state, guardOn, isGone, isSwitched, hasTarget } = row
  const way = wayOf({ state, isGone, isHeld: isHeldFor({ state, guardOn }, isSwitched, available), hasTarget })
  return way === 'target' || way === 'waitlist' ? way : 'notice'
}
