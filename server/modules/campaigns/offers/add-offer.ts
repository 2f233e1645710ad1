import { sql } from 'kysely'
import type { campaignPartsRoutes, Offer } from '#contract/campaign-parts.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { Problem } from '#kernel/problem.ts'
import { setEdgesOfMany } from '#modules/impacts/public.ts'
import { guardCampaign, lockStock } from '../guard/arm.ts'
import { makeLink } from '../links/make-link.ts'
import { factsOf, isOver, lockCampaign, type Row, requireOpen } from '../select-campaigns.ts'
import { presentOffers, selectOffers } from './select-offers.ts'

type Given = Parameters<Handlers<typeof campaignPartsRoutes>['POST /campaigns/:id/offers']>[1]['body']
type Terms = Parameters<Handlers<typeof campaignPartsRoutes>['PATCH /campaigns/:id/offers/:offerId']>[1]['body']

/**
 * Adds an offer with its tracked link. Demand is what it is without a promotion unless `uplift` says otherwise.
 * Throws 422 on a product that is unknown, no longer sold, or offered in this campaign already.
 */
export const addOffer = (ctx: Ctx, campaignId: string, given: Given): Promise<Offer> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const campaign = await lockCampaign(tx, workspaceId, campaignId)
    requireOpen(campaign)
    const product = await requireSold(tx, workspaceId, campaignId, given.productId)
    await requirePriceList(tx, workspaceId, given.priceListKey)
    if (campaign.state === 'live') await lockStock(tx, workspaceId, [given.productId])
    const id = newId()
    const { uplift = 1 } = given
    await sql`insert into campaign_offer (workspace_id, id, campaign_id, product_id, uplift, discount_percent, price_list_key, before_cents,
        before_currency, is_guarded, created_at)
      values (${workspaceId}, ${id}, ${campaignId}, ${given.productId}, ${uplift}, ${given.discountPercent ?? null},
        ${given.priceListKey ?? null}, ${given.beforePrice?.amountCents ?? null}, ${given.beforePrice?.currency ?? null},
        ${campaign.state === 'live' && campaign.guardOn}, ${at})`.execute(tx)
    await touch(tx, workspaceId, campaignId, at)
    const data = { ...factsOf(campaign), offerId: id, productId: given.productId, productName: product.name, uplift }
    await record(tx, actor, at, 'campaign.offer_added', data, [campaignId, id, given.productId])
    await dependOn(tx, at, workspaceId, campaignId)
    await makeLink(tx, actor, at, campaign, { name: product.name, offerId: id })
    if (campaign.state === 'live' && campaign.guardOn) await guardCampaign(tx, actor, at, campaignId)
    return readOffer(tx, ctx, campaign, id)
  })

export const changeOffer = (ctx: Ctx, campaignId: string, offerId: string, given: Terms): Promise<Offer> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const campaign = await lockCampaign(tx, workspaceId, campaignId)
    const old = await readRowOf(tx, workspaceId, campaignId, offerId)
    requireOpen(campaign)
    await requirePriceList(tx, workspaceId, given.priceListKey)
    const before = { cents: old.beforeCents, currency: old.beforeCurrency }
    const after =
      given.beforePrice === undefined
        ? before
        : { cents: given.beforePrice?.amountCents ?? null, currency: given.beforePrice?.currency ?? null }
    const next = {
      uplift: given.uplift ?? old.uplift,
      discountPercent: given.discountPercent === undefined ? old.discountPercent : given.discountPercent,
      priceListKey: given.priceListKey === undefined ? old.priceListKey : given.priceListKey,
    }
    const changes = Object.fromEntries(
      [
        ...(['uplift', 'discountPercent', 'priceListKey'] as const).map(
          (field) => [field, old[field], next[field]] as const,
        ),
        ['beforePrice', before.cents, after.cents] as const,
      ]
        .filter(([, was, is]) => was !== is)
        .map(([field, was, is]) => [field, [was, is]]),
    )
    if (Object.keys(changes).length === 0) return readOffer(tx, ctx, campaign, offerId)
    if (campaign.state === 'live') await lockStock(tx, workspaceId, [old.productId])
    await sql`update campaign_offer set uplift = ${next.uplift}, discount_percent = ${next.discountPercent},
        price_list_key = ${next.priceListKey}, before_cents = ${after.cents}, before_currency = ${after.currency}
      where workspace_id = ${workspaceId} and id = ${offerId}`.execute(tx)
    await touch(tx, workspaceId, campaignId, at)
    const { productId, productName } = old
    const data = { ...factsOf(campaign), offerId, productId, productName, changes }
    await record(tx, actor, at, 'campaign.offer_changed', data, [campaignId, offerId, productId])
    if (campaign.state === 'live' && campaign.guardOn) await guardCampaign(tx, actor, at, campaignId)
    return readOffer(tx, ctx, campaign, offerId)
  })

/** The offer and its links go; its clicks stay counted. */
export const removeOffer = (ctx: Ctx, campaignId: string, offerId: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const campaign = await lockCampaign(tx, workspaceId, campaignId)
    const { productId, productName } = await readRowOf(tx, workspaceId, campaignId, offerId)
    if (isOver(campaign)) throw new Problem('campaign_over')
    await sql`update campaign_offer set removed_at = ${at}, is_guarded = false
      where workspace_id = ${workspaceId} and id = ${offerId}`.execute(tx)
    await sql`update tracked_link set removed_at = ${at}
      where workspace_id = ${workspaceId} and offer_id = ${offerId} and removed_at is null`.execute(tx)
    await touch(tx, workspaceId, campaignId, at)
    const data = { ...factsOf(campaign), offerId, productId, productName }
    await record(tx, actor, at, 'campaign.offer_removed', data, [campaignId, offerId, productId])
    await dependOn(tx, at, workspaceId, campaignId, [offerId])
  })

async function readOffer(tx: Tx, ctx: Ctx, campaign: Row, id: string): Promise<Offer> {
  const { rows } = await selectOffers(ctx.actor.workspaceId, sql`o.id = ${id}`).execute(tx)
  const [offer] = await presentOffers(tx, ctx.actor.workspaceId, ctx.clock.now(), campaign, rows)
  return offer!
}

async function readRowOf(db: Db | Tx, workspaceId: string, campaignId: string, offerId: string) {
  const { rows } = await selectOffers(workspaceId, sql`o.campaign_id = ${campaignId} and o.id = ${offerId}`).execute(db)
  if (!rows[0]) throw new Problem('not_found')
  return rows[0]
}

async function requireSold(tx: Tx, workspaceId: string, campaignId: string, productId: string) {
  const { rows } = await sql<{ name: string; state: string; isOffered: boolean }>`select p.name, p.state,
      exists (select 1 from campaign_offer o where o.workspace_id = ${workspaceId} and o.campaign_id = ${campaignId}
        and o.product_id = p.id and o.removed_at is null) as is_offered
    from product p where p.workspace_id = ${workspaceId} and p.id = ${productId} and p.deleted_at is null`.execute(tx)
  const product = rows[0]
  const rule = !product
    ? 'unknown_record'
    : product.state === 'discontinued'
      ? 'product_discontinued'
      : product.isOffered
        ? 'already_offered'
        : null
  if (!product || rule)
    throw new Problem('unprocessable', {}, [{ pointer: '/productId', rule: rule ?? 'unknown_record' }])
  return product
}

async function requirePriceList(tx: Tx, workspaceId: string, key: string | null | undefined) {
  if (!key) return
  const { rows } = await sql`select 1 from price_list where workspace_id = ${workspaceId} and key = ${key}`.execute(tx)
  if (rows.length === 0) throw new Problem('unprocessable', {}, [{ pointer: '/priceListKey', rule: 'unknown_record' }])
}

const touch = (tx: Tx, workspaceId: string, id: string, at: Date) =>
  sql`update campaign set updated_at = ${at}, version = version + 1
    where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)

/** What a campaign and its offers depend on, for the impact graph. `removed`: offers that depend on nothing any more. */
async function dependOn(tx: Tx, at: Date, workspaceId: string, campaignId: string, removed: readonly string[] = []) {
  const { rows } = await selectOffers(workspaceId, sql`o.campaign_id = ${campaignId}`).execute(tx)
  await setEdgesOfMany(
    tx,
    at,
    workspaceId,
    [
      ...rows.map(({ id, productId }) => ({
        to: { type: 'offer' as const, id },
        from: (['product', 'stock', 'price', 'spec'] as const).map((type) => ({ type, id: productId })),
      })),
      ...removed.map((id) => ({ to: { type: 'offer' as const, id }, from: [] })),
    ],
    'offers',
  )
  const parts = [{ type: 'brief' as const, id: campaignId }, ...rows.map(({ id }) => ({ type: 'offer' as const, id }))]
  await setEdgesOfMany(tx, at, workspaceId, [{ to: { type: 'campaign', id: campaignId }, from: parts }], 'contains')
}
