import type { Client } from '../net/client.ts'
import { cents, get, list, text } from '../net/json.ts'
import type { One, ShopIssue, Shopkeeper, ShopProduct } from './connector.ts'
import { plain } from './plain.ts'
import { askPresta } from './prestashop-api.ts'
import { unitsOf } from './units.ts'

/** Quantities as written, by product and combination: `12/0` is the product itself. */
type Counted = ReadonlyMap<string, string>

/** Products with their levels; one with combinations as each combination that has a reference of its own. */
export async function prestaProducts(
  client: Client,
  shop: Shopkeeper,
  rows: readonly unknown[],
  currency: string | null,
): Promise<One<ShopProduct>> {
  const ids = rows.flatMap((row) => text(row, 'id') ?? [])
  if (ids.length === 0) return { items: [], issues: [] }
  const stock = await levelsOf(client, shop, ids)
  const combined = rows.filter((row) => list(row, 'associations', 'combinations').length > 0)
  const combinations = await combinationsOf(
    client,
    shop,
    combined.flatMap((row) => text(row, 'id') ?? []),
  )
  const items: ShopProduct[] = []
  const issues: ShopIssue[] = []
  const take = (product: Uncounted, key: string) => {
    const quantity = stock.get(key)
    const level = quantity === undefined ? { onHand: null, issues: [] } : unitsOf(product.externalId, quantity)
    items.push({ ...product, onHand: level.onHand })
    issues.push(...level.issues)
  }
  for (const row of rows) {
    const id = text(row, 'id') ?? ''
    const own = (combinations.get(id) ?? []).filter((one) => text(one, 'reference') !== null)
    for (const one of own) take(readCombination(row, one, currency), `${id}/${text(one, 'id')}`)
    const sku = text(row, 'reference')
    if (own.length > 0) continue
    if (sku === null) issues.push({ part: 'products', externalId: id, rule: 'sku_missing', detail: nameOf(row) ?? '' })
    else take(readProduct(row, id, sku, currency), `${id}/0`)
  }
  return { items, issues }
}

async function levelsOf(client: Client, shop: Shopkeeper, ids: readonly string[]): Promise<Counted> {
  const { json } = await askPresta(client, shop, 'stock_availables', {
    display: 'full',
    'filter[id_product]': `[${ids.join('|')}]`,
  })
  return new Map(
    list(json, 'stock_availables').flatMap((row) => {
      const quantity = text(row, 'quantity')
      return quantity === null
        ? []
        : [[`${text(row, 'id_product')}/${text(row, 'id_product_attribute') ?? '0'}`, quantity] as const]
    }),
  )
}

async function combinationsOf(
  client: Client,
  shop: Shopkeeper,
  ids: readonly string[],
): Promise<Map<string, unknown[]>> {
  if (ids.length === 0) return new Map()
  const { json } = await askPresta(client, shop, 'combinations', {
    display: 'full',
    'filter[id_product]': `[${ids.join('|')}]`,
  })
  return Map.groupBy(list(json, 'combinations'), (row) => text(row, 'id_product') ?? '')
}

/** Translated fields are text when one language is asked for, else a list of translations. */
const nameOf = (row: unknown) => text(row, 'name') ?? text(row, 'name', 0, 'value')
const describe = (row: unknown) =>
  plain(text(row, 'description_short') ?? text(row, 'description_short', 0, 'value') ?? text(row, 'description'))

type Uncounted = Omit<ShopProduct, 'onHand'>

const readProduct = (row: unknown, id: string, sku: string, currency: string | null): Uncounted => ({
  externalId: id,
  sku,
  name: nameOf(row) ?? sku,
  description: describe(row),
  url: null,
  priceCents: cents(row, 'td_price') ?? cents(row, 'price'),
  currency,
})

function readCombination(row: unknown, one: unknown, currency: string | null): Uncounted {
  const id = text(row, 'id') ?? ''
  const combination = text(one, 'id') ?? ''
  const sku = text(one, 'reference') ?? ''
  const impact = get(one, 'price')
  return {
    externalId: `${id}/${combination}`,
    sku,
    name: `${nameOf(row) ?? sku} · ${sku}`,
    description: describe(row),
    url: null,
    // The combination's own price is a difference before taxes: only a product without differences has one to tell.
    priceCents: cents(impact) === 0 ? (cents(row, 'td_price') ?? cents(row, 'price')) : null,
    currency,
  }
}
