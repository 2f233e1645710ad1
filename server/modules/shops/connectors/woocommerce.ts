import type { Client } from '../net/client.ts'
import { cents, get, list, text } from '../net/json.ts'
import { ShopError } from '../net/shop-error.ts'
import { shopAddress } from './address.ts'
import type { Connector, One, PageAt, ShopIssue, Shopkeeper, ShopProduct } from './connector.ts'
import { digestOf, isSignedBy } from './hmac.ts'
import { plain } from './plain.ts'
import { unitsOf } from './units.ts'
import { readWooOrder, wooRefunds } from './woocommerce-orders.ts'

/** WooCommerce REST API v3 (https://developer.woocommerce.com/docs/apis/rest-api/v3/): pages by number, times in GMT. */
const perPage = 100

export const woocommerce: Connector = {
  kind: 'woocommerce',
  needs: ['consumerKey', 'consumerSecret'],
  hasWebhooks: true,
  addressOf: (given, allowsHttp) => shopAddress(given, allowsHttp, /\/(wp-json|wp-admin|wp-login\.php)(\/.*)?$/i),

  explain({ status, headers }, json) {
    const words = text(json, 'message') ?? text(json, 'code') ?? String(status)
    // WordPress answers 403 to a key that may not, 401 to nobody: a key was sent, and has not arrived.
    if (status === 401 && /_cannot_/.test(text(json, 'code') ?? '')) return new ShopError('key_not_received', words)
    if (status === 401) return new ShopError(/permission/i.test(words) ? 'scope_missing' : 'key_wrong', words)
    if (status === 403) return new ShopError('scope_missing', words)
    if (status === 404) {
      if (text(json, 'code') === 'rest_no_route') return new ShopError('not_a_shop', words)
      return new ShopError('not_found', json === undefined ? String(status) : words)
    }
    if (status === 429) return new ShopError('rate_limited', headers['retry-after'] ?? '')
    return new ShopError(status >= 500 ? 'shop_failing' : 'answer_unreadable', words)
  },

  async look(client, shop) {
    const index = await indexOf(client, shop)
    if (get(index, 'namespace') !== 'wc/v3') throw new ShopError('not_a_shop', 'wp-json/wc/v3')
    const missing: string[] = []
    for (const part of ['products', 'orders'])
      try {
        await ask(client, shop, `/${part}`, { per_page: '1' })
      } catch (error) {
        if (!(error instanceof ShopError) || error.code !== 'scope_missing') throw error
        missing.push(part)
      }
    if (missing.length > 0) throw new ShopError('scope_missing', missing.join(', '))
    const currency = await ask(client, shop, '/data/currencies/current', {})
    return { shopName: null, currency: text(currency.json, 'code'), version: 'wc/v3' }
  },

  async products(client, shop, at, about) {
    const { rows, next } = await page(client, shop, '/products', at)
    const read = await productsOf(client, shop, rows, about.currency)
    return { ...read, next }
  },

  async product(client, shop, externalId, about) {
    const found = await one(client, shop, `/products/${encodeURIComponent(externalId)}`)
    return found === null ? none : productsOf(client, shop, [found], about.currency)
  },

  async orders(client, shop, at) {
    const { rows, next } = await page(client, shop, '/orders', at)
    return { ...(await ordersOf(client, shop, rows)), next }
  },

  async order(client, shop, externalId) {
    const found = await one(client, shop, `/orders/${encodeURIComponent(externalId)}`)
    return found === null ? none : ordersOf(client, shop, [found])
  },

  webhook({ headers, raw, body }, secret) {
    // The first call after a webhook was made: unsigned, and about nothing.
    if (!headers['x-wc-webhook-signature'] && /^webhook_id=\d+$/.test(raw.toString('utf8', 0, 60)))
      return { delivery: `ping ${digestOf(raw)}`, topic: 'ping', part: null, externalId: null }
    if (!isSignedBy(secret, raw, headers['x-wc-webhook-signature'])) return null
    const topic = headers['x-wc-webhook-topic'] ?? ''
    const resource = headers['x-wc-webhook-resource'] ?? topic.split('.')[0]
    const externalId = text(body, 'id')
    const part =
      externalId === null ? null : resource === 'order' ? 'orders' : resource === 'product' ? 'products' : null
    return { delivery: headers['x-wc-webhook-delivery-id'] ?? digestOf(raw), topic, part, externalId }
  },
}

const none = { items: [], issues: [] }

const ask = (
  client: Client,
  { url, credentials }: Shopkeeper,
  path: string,
  query: Record<string, string>,
  { withKey = true } = {},
) => {
  const key = Buffer.from(`${credentials.consumerKey}:${credentials.consumerSecret}`).toString('base64')
  const search = new URLSearchParams(query).toString()
  return client.send({
    method: 'GET',
    url: `${url}/wp-json/wc/v3${path}${search && `?${search}`}`,
    headers: withKey ? { authorization: `Basic ${key}` } : {},
  })
}

/** The index needs no key: who is refused here is refused by something before the shop, whatever the key. */
async function indexOf(client: Client, shop: Shopkeeper): Promise<unknown> {
  try {
    return (await ask(client, shop, '', {}, { withKey: false })).json
  } catch (error) {
    if (error instanceof ShopError && checkedKey.has(error.code)) throw new ShopError('blocked', error.detail)
    throw error
  }
}
const checkedKey = new Set(['key_wrong', 'key_not_received', 'scope_missing'])

/** By id, so that what changes while it is read shifts nothing away: it comes again by its time. */
async function page(client: Client, shop: Shopkeeper, path: string, { since, page: at }: PageAt) {
  const number = Number(at ?? 1)
  const { json, headers } = await ask(client, shop, path, {
    per_page: String(perPage),
    page: String(number),
    orderby: 'id',
    order: 'asc',
    ...(since && { modified_after: since.toISOString().slice(0, 19), dates_are_gmt: 'true' }),
  })
  if (!Array.isArray(json)) throw new ShopError('answer_unreadable', path)
  const pages = Number(headers['x-wp-totalpages'] ?? Number.NaN)
  const hasMore = Number.isNaN(pages) ? json.length === perPage : number < pages
  return { rows: json, next: hasMore ? String(number + 1) : null }
}

async function one(client: Client, shop: Shopkeeper, path: string): Promise<unknown> {
  try {
    return (await ask(client, shop, path, {})).json
  } catch (error) {
    if (error instanceof ShopError && error.code === 'not_found') return null
    throw error
  }
}

async function ordersOf(client: Client, shop: Shopkeeper, rows: readonly unknown[]) {
  const read = rows.flatMap((row) => readWooOrder(row) ?? [])
  const items = read.flatMap((result) => ('order' in result ? result.order : []))
  const issues = read.flatMap((result) => ('order' in result ? [] : result))
  for (const row of rows) {
    const order = items.find(({ externalId }) => externalId === text(row, 'id'))
    if (!order || list(row, 'refunds').length === 0) continue
    const path = `/orders/${order.externalId}/refunds`
    const { json } = await ask(client, shop, path, { per_page: String(perPage) })
    const refunds = wooRefunds(order.externalId, json)
    order.refunds = refunds.items
    issues.push(...refunds.issues)
  }
  return { items, issues }
}

/** A product as it is; one with variations as each of them. */
async function productsOf(
  client: Client,
  shop: Shopkeeper,
  rows: readonly unknown[],
  currency: string | null,
): Promise<One<ShopProduct>> {
  const items: ShopProduct[] = []
  const issues: ShopIssue[] = []
  const take = (row: unknown, parent: unknown) => {
    const id = text(row, 'id') ?? ''
    const sku = text(row, 'sku')
    if (parent && sku === text(parent, 'sku')) return
    if (sku === null)
      return void issues.push({
        part: 'products',
        externalId: id,
        rule: 'sku_missing',
        detail: text(row, 'name') ?? '',
      })
    const product = readProduct(row, parent, sku, currency)
    const level = levelOf(row, parent, product.externalId)
    items.push({ ...product, onHand: level.onHand })
    issues.push(...level.issues)
  }
  for (const row of rows) {
    if (get(row, 'type') !== 'variable') take(row, null)
    else {
      const before = items.length
      for (const variation of await variationsOf(client, shop, text(row, 'id') ?? '')) take(variation, row)
      // Variations without SKUs of their own are sold as the product that they are of.
      if (items.length === before) take(row, null)
    }
  }
  return { items, issues }
}

async function variationsOf(client: Client, shop: Shopkeeper, productId: string): Promise<unknown[]> {
  const found: unknown[] = []
  let at: string | null = '1'
  while (at !== null) {
    const read: Awaited<ReturnType<typeof page>> = await page(client, shop, `/products/${productId}/variations`, {
      since: null,
      page: at,
    })
    found.push(...read.rows)
    at = read.next
  }
  return found
}

/**
 * A variation may share its parent's units. What the shop does not count is known only where it is sold out; in stock, nobody
 * says how much.
 */
function levelOf(row: unknown, parent: unknown, externalId: string) {
  const counts = get(row, 'manage_stock')
  if (counts === true) return unitsOf(externalId, get(row, 'stock_quantity'))
  if (counts === 'parent') return unitsOf(externalId, get(row, 'stock_quantity') ?? get(parent, 'stock_quantity'))
  return { onHand: get(row, 'stock_status') === 'outofstock' ? 0 : null, issues: [] }
}

function readProduct(row: unknown, parent: unknown, sku: string, currency: string | null): Omit<ShopProduct, 'onHand'> {
  const options = list(row, 'attributes').flatMap((attribute) => text(attribute, 'option') ?? [])
  const base = text(parent, 'name') ?? text(row, 'name') ?? sku
  return {
    externalId: parent ? `${text(parent, 'id')}/${text(row, 'id')}` : (text(row, 'id') ?? ''),
    sku,
    name: parent && options.length > 0 ? `${base} · ${options.join(' · ')}` : base,
    description: plain(text(row, 'short_description') ?? text(row, 'description') ?? text(parent, 'short_description')),
    url: text(row, 'permalink') ?? text(parent, 'permalink'),
    priceCents: cents(row, 'price'),
    currency,
  }
}
