import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { campaignPartsRoutes, TrackedLink } from '#contract/campaign-parts.ts'
import type { Tx } from '#kernel/db.ts'
import { type Actor, record } from '#kernel/events.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { Problem } from '#kernel/problem.ts'
import { foldText } from '#kernel/text.ts'
import { setEdges } from '#modules/impacts/public.ts'
import { factsOf, lockCampaign, type Row, requireCampaign, requireOpen } from '../select-campaigns.ts'
import { presentLinks, selectLinks } from './select-links.ts'

type Given = Parameters<Handlers<typeof campaignPartsRoutes>['POST /campaigns/:id/links']>[1]['body']

export const addLink = (ctx: Ctx, campaignId: string, given: Given): Promise<TrackedLink> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const campaign = await lockCampaign(tx, workspaceId, campaignId)
    requireOpen(campaign)
    if (!given.offerId && !given.formId && !given.url)
      throw new Problem('unprocessable', {}, [{ pointer: '/url', rule: 'target_required' }])
    const known = await requireTargets(tx, workspaceId, campaignId, given)
    const name = given.name?.trim() || known.name || new URL(given.url!).hostname
    const id = await makeLink(tx, actor, at, campaign, { ...given, name })
    return readLink(ctx, tx, campaignId, id)
  })

/** Takes a link back: whoever follows it reads that it is over. */
export const removeLink = (ctx: Ctx, campaignId: string, linkId: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    await requireCampaign(tx, actor.workspaceId, campaignId)
    const campaign = await lockCampaign(tx, actor.workspaceId, campaignId)
    const { rows } = await sql<{ code: string; name: string }>`update tracked_link set removed_at = ${at}
      where workspace_id = ${actor.workspaceId} and campaign_id = ${campaignId} and id = ${linkId} and removed_at is null
      returning code, name`.execute(tx)
    const link = rows[0]
    if (!link) throw new Problem('not_found')
    await setEdges(tx, at, actor.workspaceId, { type: 'link', id: linkId }, [], 'leads_to')
    const data = { ...factsOf(campaign), linkId, code: link.code, linkName: link.name }
    await record(tx, actor, at, 'campaign.link_removed', data, [campaignId, linkId])
  })

type NewLink = Pick<Given, 'offerId' | 'formId' | 'url' | 'utm'> & { name: string }

/** Writes a link; without UTM words of its own it says campaign and channel by itself. Targets are checked by the caller. */
export async function makeLink(tx: Tx, actor: Actor, at: Date, campaign: Row, link: NewLink): Promise<string> {
  const { workspaceId } = actor
  const id = newId()
  const code = newCode()
  const {
    source = slug(campaign.channels[0] ?? 'tandem'),
    medium = 'link',
    campaign: word = slug(campaign.name),
  } = link.utm ?? {}
  await sql`insert into tracked_link (workspace_id, id, campaign_id, code, name, offer_id, form_id, url, utm_source, utm_medium,
      utm_campaign, utm_term, utm_content, created_by, created_at)
    values (${workspaceId}, ${id}, ${campaign.id}, ${code}, ${link.name.slice(0, 200)}, ${link.offerId ?? null}, ${link.formId ?? null},
      ${link.url ?? null}, ${source}, ${medium}, ${word}, ${link.utm?.term || null}, ${link.utm?.content || null}, ${actor.id}, ${at})`.execute(
    tx,
  )
  const from = [
    ...(link.offerId ? [{ type: 'offer' as const, id: link.offerId }] : []),
    ...(link.formId ? [{ type: 'form' as const, id: link.formId }] : []),
  ]
  await setEdges(tx, at, workspaceId, { type: 'link', id }, from, 'leads_to')
  const data = { ...factsOf(campaign), linkId: id, code, linkName: link.name }
  await record(tx, actor, at, 'campaign.link_made', data, [campaign.id, id])
  return id
}

async function readLink(ctx: Ctx, tx: Tx, campaignId: string, id: string): Promise<TrackedLink> {
  const { rows } = await selectLinks(
    ctx.actor.workspaceId,
    sql`l.campaign_id = ${campaignId} and l.id = ${id}`,
  ).execute(tx)
  return (await presentLinks(tx, ctx.actor.workspaceId, rows, ctx.publicUrl))[0]!
}

async function requireTargets(tx: Tx, workspaceId: string, campaignId: string, { offerId, formId }: Given) {
  const { rows } = await sql<{ offer: string | null; form: string | null }>`select
    (select p.name from campaign_offer o join product p on p.workspace_id = o.workspace_id and p.workspace_id = ${workspaceId} and p.id = o.product_id
      where o.workspace_id = ${workspaceId} and o.campaign_id = ${campaignId} and o.id = ${offerId ?? null}::uuid and o.removed_at is null) as offer,
    (select name from form where workspace_id = ${workspaceId} and id = ${formId ?? null}::uuid and deleted_at is null) as form`.execute(
    tx,
  )
  const { offer, form } = rows[0]!
  const errors = [
    ...(offerId && offer === null ? [{ pointer: '/offerId', rule: 'unknown_record' }] : []),
    ...(formId && form === null ? [{ pointer: '/formId', rule: 'unknown_record' }] : []),
  ]
  if (errors.length > 0) throw new Problem('unprocessable', {}, errors)
  return { name: offer ?? form }
}

const letters = '23456789abcdefghjkmnpqrstuvwxyz'
/** Ten signs that nobody mistakes for one another, about 50 bits: not to be guessed, short enough for a poster. */
const newCode = () => [...randomBytes(10)].map((byte) => letters[byte % letters.length]).join('')

/** A word for an address: `Black Friday 2026` → `black-friday-2026`. */
export const slug = (text: string): string =>
  foldText(text)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 100) || 'tandem'
