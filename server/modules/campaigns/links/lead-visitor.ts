import { isbot } from 'isbot'
import { sql } from 'kysely'
import type { publicCampaignsRoutes } from '#contract/campaign-parts.ts'
import type { Input } from '#contract/kit.ts'
import { localDate } from '#kernel/calendar/zone.ts'
import type { Db } from '#kernel/db.ts'
import { escapeHtml as e } from '#kernel/html.ts'
import type { Ctx } from '#kernel/http.ts'
import { asLocale, type Locale, negotiateLocale, translate } from '#kernel/i18n.ts'
import { type Facing, renderPage, sendPage } from '#modules/forms/public.ts'
import { availableNow } from '#modules/stock/public.ts'
import { asksForStock, isHeldFor, type Way, wayOf } from '../rules/way.ts'
import type { State } from '../select-campaigns.ts'

type Live = {
  workspaceId: string
  id: string
  campaignId: string
  state: State
  guardOn: boolean
  locale: string
  timeZone: string
  url: string | null
  productUrl: string | null
  productId: string | null
  productName: string | null
  isGone: boolean
  isSwitched: boolean
  formId: string | null
  utmSource: string
  utmMedium: string
  utmCampaign: string
  utmTerm: string | null
  utmContent: string | null
}
type Notice = 'unknown' | Exclude<Way, 'target' | 'waitlist'>
type Lead = { to: 'target' | 'waitlist'; url: string } | { to: Notice }

/**
 * Follows a tracked link: counts the click, then leads to the shop with UTM, or to the waitlist while the guard holds the
 * offer. Read afresh at every click: the switch was made in the transaction of the stock-out, so no click can miss it.
 */
export async function leadVisitor(ctx: Ctx, { params }: Input<(typeof publicCampaignsRoutes)['GET /o/:code']>) {
  const link = await findLink(ctx.db, params.code.toLowerCase())
  const locale = negotiateLocale(ctx.request.headers['accept-language'], asLocale(link?.locale))
  const way: Lead = link ? await leadOf(ctx, link) : { to: 'unknown' }
  if (link && !isbot(ctx.request.headers['user-agent'])) await count(ctx, link, way.to === 'waitlist')
  if ('url' in way) {
    ctx.reply
      .header('cache-control', 'no-store')
      .header('referrer-policy', 'no-referrer-when-downgrade')
      .redirect(way.url, 302)
    return
  }
  sendPage(
    ctx.reply,
    facingOf(locale),
    way.to === 'unknown' || way.to === 'not_started' ? 404 : 200,
    noticeOf(locale, way.to, link),
  )
}

/** By code alone: a public address names no workspace. */
async function findLink(db: Db, code: string): Promise<Live | null> {
  const { rows } =
    await sql<Live>`select l.workspace_id, l.id, l.campaign_id, case when l.removed_at is null and c.deleted_at is null then c.state else 'archived' end as state,
      c.guard_on, w.locale, w.time_zone, l.url, p.url as product_url, o.product_id, p.name as product_name,
      coalesce(p.deleted_at is not null or p.state = 'discontinued', false) as is_gone,
      coalesce(o.stock_tripped_at is not null, false) as is_switched, f.id as form_id,
      l.utm_source, l.utm_medium, l.utm_campaign, l.utm_term, l.utm_content
    from tracked_link l
    join workspace w on w.id = l.workspace_id
    join campaign c on c.workspace_id = l.workspace_id and c.id = l.campaign_id
    left join campaign_offer o on o.workspace_id = l.workspace_id and o.id = l.offer_id
    left join product p on p.workspace_id = o.workspace_id and p.id = o.product_id
    left join form f on f.workspace_id = l.workspace_id and f.id = l.form_id and f.deleted_at is null and f.state = 'published'
    where l.code = ${code}`.execute(db)
  return rows[0] ?? null
}

async function leadOf(ctx: Ctx, link: Live): Promise<Lead> {
  const { productId, isGone, isSwitched } = link
  const target = link.url ?? link.productUrl ?? (link.formId ? `${ctx.publicUrl}/f/${link.formId}` : null)
  const isHeld = productId !== null && isHeldFor(link, isSwitched, await availableOf(ctx, link))
  const to = wayOf({ state: link.state, isGone, isHeld, hasTarget: target !== null })
  if (to === 'waitlist') return { to, url: `/w/${productId}?${new URLSearchParams({ campaignId: link.campaignId })}` }
  return to === 'target' ? { to, url: withUtm(target!, link) } : { to }
}

async function availableOf({ db }: Ctx, link: Live): Promise<number | null> {
  const { workspaceId, productId } = link
  if (!productId || !asksForStock(link)) return null
  return (await availableNow(db, workspaceId, [productId])).get(productId)?.available ?? null
}

/** The target's own query stays; ours goes before UTM words that it had. */
function withUtm(target: string, link: Live): string {
  const url = new URL(target)
  const words = {
    utm_source: link.utmSource,
    utm_medium: link.utmMedium,
    utm_campaign: link.utmCampaign,
    utm_term: link.utmTerm,
    utm_content: link.utmContent,
  }
  for (const [name, word] of Object.entries(words)) if (word) url.searchParams.set(name, word)
  return url.href
}

async function count({ db, clock }: Ctx, { workspaceId, id, timeZone }: Live, isWaitlist: boolean) {
  await sql`insert into tracked_link_day as d (workspace_id, link_id, day, clicks, waitlisted)
    values (${workspaceId}, ${id}, ${localDate(timeZone, clock.now())}, 1, ${isWaitlist ? 1 : 0})
    on conflict (workspace_id, link_id, day) do update
      set clicks = d.clicks + excluded.clicks, waitlisted = d.waitlisted + excluded.waitlisted`.execute(db)
}

const facingOf = (locale: Locale): Facing => ({
  locale,
  formId: '',
  isEmbedded: false,
  theme: 'auto',
  accent: null,
  logoUrl: null,
  redirectUrl: null,
})

/** One calm page for a visitor whom a link cannot lead on. */
function noticeOf(locale: Locale, notice: Notice, link: Live | null): string {
  const words = (part: string) =>
    translate(locale, `campaigns.public.${notice}.${part}`, { product: link?.productName ?? '' })
  return renderPage(facingOf(locale), {
    title: words('title'),
    body: `<div class="thanks"><h1>${e(words('title'))}</h1><p>${e(words('text'))}</p></div>`,
  })
}
