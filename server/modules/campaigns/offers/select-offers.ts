import { type RawBuilder, sql } from 'kysely'
import type { guardCauses, Offer } from '#contract/campaign-parts.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { pricesInForce } from '#modules/products/public.ts'
import { availableNow } from '#modules/stock/public.ts'
import { discounted } from '../rules/discount.ts'
import { isHeldFor, wayOf } from '../rules/way.ts'
import { type Row as CampaignRow, moneyOf } from '../select-campaigns.ts'

export type OfferRow = {
  id: string
  campaignId: string
  /** Of its campaign. */
  startsOn: string
  timeZone: string
  productId: string
  /** Somebody keeps stock of the product here. */
  hasStock: boolean
  sku: string
  productName: string
  productUrl: string | null
  /** Deleted or no longer sold. */
  isGone: boolean
  uplift: number
  discountPercent: number | null
  priceListKey: string | null
  beforeCents: number | null
  beforeCurrency: string | null
  stockTrippedAt: Date | null
  driftTrippedAt: Date | null
  priceTrippedAt: Date | null
  createdAt: Date
}

/** Offers that stand, in the order in which they were made; the caller adds its own `where`, on `o`. */
export const selectOffers = (workspaceId: string, where: RawBuilder<unknown>) =>
  sql<OfferRow>`select o.id, o.campaign_id, c.starts_on, w.time_zone, o.product_id,
      exists (select 1 from stock s where s.workspace_id = ${workspaceId} and s.product_id = o.product_id) as has_stock, p.sku, p.name as product_name, p.url as product_url,
      p.deleted_at is not null or p.state = 'discontinued' as is_gone, o.uplift, o.discount_percent, o.price_list_key, o.before_cents,
      o.before_currency, o.stock_tripped_at, o.drift_tripped_at, o.price_tripped_at, o.created_at
    from campaign_offer o
    join product p on p.workspace_id = o.workspace_id and p.workspace_id = ${workspaceId} and p.id = o.product_id
    join campaign c on c.workspace_id = o.workspace_id and c.workspace_id = ${workspaceId} and c.id = o.campaign_id
    join workspace w on w.id = o.workspace_id
    where o.workspace_id = ${workspaceId} and o.removed_at is null and ${where} order by o.created_at, o.id`

export const offersOf = async (db: Db | Tx, workspaceId: string, campaignId: string): Promise<OfferRow[]> =>
  (await selectOffers(workspaceId, sql`o.campaign_id = ${campaignId}`).execute(db)).rows

type PriceNow = { amountCents: number; currency: string }

/** Price in force of each offer, by its price list. By offer id. */
export async function pricesOf(
  db: Db | Tx,
  workspaceId: string,
  offers: readonly OfferRow[],
  at: Date,
): Promise<Map<string, PriceNow>> {
  const prices = new Map<string, PriceNow>()
  for (const [listKey, own] of Map.groupBy(offers, (offer) => offer.priceListKey)) {
    const ids = own.map((offer) => offer.productId)
    const found = await pricesInForce(db, workspaceId, ids, at, listKey ?? undefined)
    for (const { id, productId } of own) {
      const price = found.get(productId)
      if (price) prices.set(id, { amountCents: price.amountCents, currency: price.currency })
    }
  }
  return prices
}

/** Offers as they are answered: price, stock and where they lead, all as of now. */
export async function presentOffers(
  db: Db | Tx,
  workspaceId: string,
  at: Date,
  campaign: Pick<CampaignRow, 'state' | 'guardOn'>,
  rows: readonly OfferRow[],
): Promise<Offer[]> {
  if (rows.length === 0) return []
  const prices = await pricesOf(db, workspaceId, rows, at)
  const stocks = await availableNow(db, workspaceId, [...new Set(rows.map((row) => row.productId))])
  return rows.map((row) => {
    const price = prices.get(row.id) ?? null
    const available = stocks.get(row.productId)?.available ?? null
    const isHeld = isHeldFor(campaign, row.stockTrippedAt !== null, available)
    // An offer stands open without a page of its product too: its links say so, and adverts and mails lead elsewhere.
    const way = wayOf({ state: campaign.state, isGone: row.isGone, isHeld, hasTarget: true })
    return {
      id: row.id,
      productId: row.productId,
      sku: row.sku,
      productName: row.productName,
      productUrl: row.productUrl,
      uplift: row.uplift,
      discountPercent: row.discountPercent,
      priceListKey: row.priceListKey,
      beforePrice: moneyOf(row.beforeCents, row.beforeCurrency ?? price?.currency ?? 'EUR'),
      price,
      offerPrice: price && { ...price, amountCents: discounted(price.amountCents, row.discountPercent) },
      available,
      callToAction: way === 'target' ? 'shop' : way === 'waitlist' ? 'waitlist' : 'none',
      guard: guardOf(row),
      createdAt: row.createdAt.toISOString(),
    }
  })
}

const guardOf = (row: OfferRow) =>
  (
    [
      ['stock', row.stockTrippedAt],
      ['drift', row.driftTrippedAt],
      ['price', row.priceTrippedAt],
    ] as [(typeof guardCauses)[number], Date | null][]
  ).flatMap(([cause, since]) => (since ? [{ cause, since: since.toISOString() }] : []))
