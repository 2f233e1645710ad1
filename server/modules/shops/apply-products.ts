import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'
import { upsertProducts } from '#modules/products/public.ts'
import { setStockLevels } from '#modules/stock/public.ts'
import type { One, ShopIssue, ShopProduct } from './connectors/connector.ts'
import { type Counts, noCounts } from './counts.ts'
import type { ShopRow } from './select-shops.ts'

export type Applied = { counts: Counts; issues: ShopIssue[] }
const longest = { sku: 100, name: 300, description: 20_000, url: 2000 }
const mostUnits = 2_000_000_000

/** Products, prices and levels of one page, as far as this connection takes them. */
export async function applyProducts(
  tx: Tx,
  actor: Actor,
  at: Date,
  { takes, priceListKey }: Pick<ShopRow, 'takes' | 'priceListKey'>,
  { items, issues }: One<ShopProduct>,
  /** When the page was asked for: what is known of a later moment stays. */
  asOf: Date,
): Promise<Applied> {
  const fit = items.filter(({ sku }) => sku.length <= longest.sku)
  const tooLong = items
    .filter(({ sku }) => sku.length > longest.sku)
    .map(({ externalId, sku }): ShopIssue => ({ part: 'products', externalId, rule: 'sku_too_long', detail: sku }))
  const untaken = issues.filter(({ part }) => part === 'products')
  const uncounted = takes.stock ? issues.filter(({ part }) => part === 'stock') : []
  const counts: Counts = {}
  const listCurrency = takes.prices ? await currencyOf(tx, actor.workspaceId, priceListKey) : null
  const otherCurrency = (one: ShopProduct) =>
    takes.prices && one.priceCents !== null && listCurrency !== null && one.currency !== listCurrency
  const unpriced = fit.find(otherCurrency)
  if (takes.products || takes.prices) {
    const upserted = await upsertProducts(
      tx,
      actor,
      at,
      fit.map(({ sku, name, description, url, priceCents, currency }, index) => ({
        sku,
        ...(takes.products && {
          name: name.slice(0, longest.name),
          description: description?.slice(0, longest.description) ?? null,
          url: url && url.length <= longest.url ? url : null,
        }),
        price:
          takes.prices && priceCents !== null && priceCents >= 0 && currency && !otherCurrency(fit[index]!)
            ? { amountCents: priceCents, currency, listKey: priceListKey }
            : null,
        // The shop says what is sold and for how much; the words of the catalogue are kept by people.
        overwrite: false,
      })),
    )
    counts.products = {
      read: items.length + untaken.length,
      created: upserted.filter(({ created }) => created).length,
      updated: upserted.filter(({ created, changed }) => changed && !created).length,
      skipped: untaken.length + tooLong.length,
    }
  }
  if (takes.stock) {
    const levels = fit.flatMap(({ sku, onHand }) =>
      onHand === null ? [] : [{ sku, onHand: Math.min(onHand, mostUnits) }],
    )
    const set = await setStockLevels(tx, actor, at, levels, { reason: 'shop', asOf })
    counts.stock = {
      ...noCounts(),
      read: levels.length + uncounted.length,
      updated: set.changed,
      skipped: uncounted.length + set.unknown.length + set.outdated,
    }
  }
  // Said once a page: it is the same for all of them.
  const mixed: ShopIssue[] = unpriced
    ? [
        {
          part: 'prices',
          externalId: priceListKey,
          rule: 'currency_differs',
          detail: `${unpriced.currency} / ${listCurrency}`,
        },
      ]
    : []
  return { counts, issues: [...untaken, ...uncounted, ...tooLong, ...mixed] }
}

/** A price list is kept in one currency; null while there is none of this key. */
async function currencyOf(tx: Tx, workspaceId: string, key: string): Promise<string | null> {
  const { rows } = await sql<{ currency: string }>`select currency from price_list
    where workspace_id = ${workspaceId} and key = ${key}`.execute(tx)
  return rows[0]?.currency ?? null
}
