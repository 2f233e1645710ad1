import { type RawBuilder, sql } from 'kysely'
import { startOfLocalDay } from '#kernel/calendar/zone.ts'
import type { Db, Tx } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'
import { driftOf } from '#modules/claims/public.ts'
import { pricesWithLowest, type SpecPublication } from '#modules/products/public.ts'
import { type OfferRow, selectOffers } from '../offers/select-offers.ts'
import { judgePrice } from '../rules/price.ts'
import { switchOffers, type Turn } from './switch-offers.ts'

/** After a sheet came into force: offers whose texts now state something critical that is not true stop being advertised. */
export const followSpecs = (tx: Tx, actor: Actor, at: Date, changes: readonly SpecPublication[]): Promise<void> =>
  judgeDrift(tx, actor, at, ofProducts(changes.map((change) => change.productId)))

/** After prices changed: claims about them may have drifted, and a price "before" may not hold any more. */
export async function followPrices(tx: Tx, actor: Actor, at: Date, productIds: readonly string[]): Promise<void> {
  await judgeDrift(tx, actor, at, ofProducts(productIds))
  await judgePrices(tx, actor, at, ofProducts(productIds))
}

export const ofProducts = (ids: readonly string[]) => sql`o.product_id = any(${[...new Set(ids)]}::uuid[])`

/** @param which condition on campaign_offer `o` */
export async function judgeDrift(tx: Tx, actor: Actor, at: Date, which: RawBuilder<unknown>): Promise<void> {
  const { workspaceId } = actor
  const { rows: offers } = await selectOffers(workspaceId, sql`o.is_guarded and ${which}`).execute(tx)
  if (offers.length === 0) return
  const drifted = await criticalDrift(tx, workspaceId, [...new Set(offers.map((offer) => offer.campaignId))])
  const turns = offers.flatMap(({ id, campaignId, productId, driftTrippedAt }): Turn[] => {
    const what = drifted.get(`${campaignId} ${productId}`) ?? null
    if ((what !== null) === (driftTrippedAt !== null)) return []
    return [{ offerId: id, to: what === null ? 'clear' : 'trip', available: null, daysOfCover: null, what }]
  })
  await switchOffers(tx, actor, at, 'drift', turns)
}

/** `campaign product` → the attribute that a text of the campaign gets wrong, where that is critical. */
async function criticalDrift(db: Db | Tx, workspaceId: string, campaignIds: readonly string[]) {
  const { rows: assets } = await sql<{
    campaignId: string
    type: string
    id: string
  }>`select campaign_id, type, id from asset
    where workspace_id = ${workspaceId} and campaign_id = any(${[...campaignIds]}::uuid[]) and state <> 'retired'`.execute(
    db,
  )
  const texts = [...assets, ...campaignIds.map((id) => ({ campaignId: id, type: 'brief', id }))]
  const campaignOf = new Map(texts.map((text) => [`${text.type} ${text.id}`, text.campaignId]))
  const drifts = await driftOf(
    db,
    workspaceId,
    texts.map(({ type, id }) => ({ type, id })),
  )
  return new Map(
    drifts
      .filter((drift) => drift.severity === 'critical')
      .map((drift) => [
        `${campaignOf.get(`${drift.assetType} ${drift.assetId}`)} ${drift.productId}`,
        drift.attributeKey,
      ]),
  )
}

/** @param which condition on campaign_offer `o` */
export async function judgePrices(tx: Tx, actor: Actor, at: Date, which: RawBuilder<unknown>): Promise<void> {
  const { workspaceId } = actor
  const { rows: offers } = await selectOffers(workspaceId, sql`o.is_guarded and ${which}`).execute(tx)
  if (offers.length === 0) return
  const verdicts = await judgeOfferPrices(tx, workspaceId, at, offers)
  const turns = offers.flatMap(({ id, priceTrippedAt }): Turn[] => {
    const verdict = verdicts.get(id)!
    const isWrong = verdict.state === 'block'
    if (isWrong === (priceTrippedAt !== null)) return []
    const what = isWrong ? verdict.reason : null
    return [{ offerId: id, to: isWrong ? 'trip' : 'clear', available: null, daysOfCover: null, what }]
  })
  await switchOffers(tx, actor, at, 'price', turns)
}

/** The price rule for each offer, by offer id; the 30 days are those before its campaign's first day. */
export async function judgeOfferPrices(db: Db | Tx, workspaceId: string, at: Date, offers: readonly OfferRow[]) {
  const facts = new Map<string, { priceCents: number | null; lowestCents: number | null }>()
  const sameAsk = (offer: OfferRow) => `${offer.timeZone} ${offer.startsOn} ${offer.priceListKey ?? ''}`
  for (const own of Map.groupBy(offers, sameAsk).values()) {
    const { timeZone, startsOn, priceListKey } = own[0]!
    const ids = own.map((offer) => offer.productId)
    const ask = { at, before: startOfLocalDay(timeZone, startsOn), listKey: priceListKey ?? undefined }
    const found = await pricesWithLowest(db, workspaceId, ids, ask)
    for (const { id, productId } of own) {
      const { price = null, lowestCents = null } = found.get(productId) ?? {}
      facts.set(id, { priceCents: price?.amountCents ?? null, lowestCents })
    }
  }
  return new Map(
    offers.map(({ id, beforeCents, discountPercent }) => {
      const fact = facts.get(id)!
      return [id, { ...judgePrice({ ...fact, beforeCents, discountPercent }), ...fact }] as const
    }),
  )
}
