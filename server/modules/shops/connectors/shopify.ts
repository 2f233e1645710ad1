import type { Client } from '../net/client.ts'
import type { Answer } from '../net/fetch.ts'
import { cents, get, integer, list, text } from '../net/json.ts'
import { ShopError } from '../net/shop-error.ts'
import { shopAddress } from './address.ts'
import type { Connector, One, PageAt, ShopIssue, Shopkeeper, ShopProduct } from './connector.ts'
import { digestOf, isSignedBy } from './hmac.ts'
import { readShopifyOrder } from './shopify-orders.ts'
import { unitsOf } from './units.ts'

/**
 * Shopify Admin API (https://shopify.dev/docs/api/admin): variants by GraphQL, where REST no longer has them, orders with their
 * refunds by REST. Two leaky buckets: 40 requests leaking 2 a second (REST), points by the cost of a query (GraphQL).
 */
const version = '2026-01'
const perPage = 100
const scopes = ['read_products', 'read_inventory', 'read_orders']
const leakPerSecond = 2
/** Requests left in the bucket for others of the shop's apps. */
const spare = 4

export const shopify: Connector = {
  kind: 'shopify',
  needs: ['accessToken'],
  hasWebhooks: true,
  addressOf: (given, allowsHttp) => shopAddress(given, allowsHttp, /\/.*$/),

  explain({ status, headers }, json) {
    const words = saidBy(json) ?? String(status)
    if (status === 401) return new ShopError('key_wrong', words)
    if (status === 403) return new ShopError('scope_missing', words)
    if (status === 404) return new ShopError('not_found', words)
    if (status === 429) return new ShopError('rate_limited', headers['retry-after'] ?? '')
    // 402: the shop is frozen, 423: it is locked.
    return new ShopError(
      status >= 500 || status === 402 || status === 423 ? 'shop_failing' : 'answer_unreadable',
      words,
    )
  },

  before: (last) => Math.max(restWaitMs(last), graphWaitMs(last)),

  async look(client, shop) {
    const { json } = await rest(client, shop, 'shop.json', {})
    if (get(json, 'shop') === undefined) throw new ShopError('not_a_shop', `admin/api/${version}/shop.json`)
    const granted = await client.send({
      method: 'GET',
      url: `${shop.url}/admin/oauth/access_scopes.json`,
      headers: keyOf(shop),
    })
    const held = new Set(list(granted.json, 'access_scopes').flatMap((scope) => text(scope, 'handle') ?? []))
    const missing = scopes.filter((scope) => !held.has(scope) && !held.has(scope.replace('read_', 'write_')))
    if (missing.length > 0) throw new ShopError('scope_missing', missing.join(', '))
    return { shopName: text(json, 'shop', 'name'), currency: text(json, 'shop', 'currency'), version }
  },

  async products(client, shop, { since, page }, about) {
    const variables = { first: perPage, after: page, query: since ? `updated_at:>='${since.toISOString()}'` : null }
    const data = await graph(client, shop, variantsQuery, variables)
    const { hasNextPage, endCursor } = {
      hasNextPage: get(data, 'productVariants', 'pageInfo', 'hasNextPage') === true,
      endCursor: text(data, 'productVariants', 'pageInfo', 'endCursor'),
    }
    return {
      ...variantsOf(list(data, 'productVariants', 'nodes'), about.currency),
      next: hasNextPage ? endCursor : null,
    }
  },

  async product(client, shop, externalId, about) {
    const variables = { first: perPage, after: null, query: `product_id:${externalId}` }
    const data = await graph(client, shop, variantsQuery, variables)
    return variantsOf(list(data, 'productVariants', 'nodes'), about.currency)
  },

  async orders(client, shop, at) {
    const { rows, next } = await ordersPage(client, shop, at)
    return { ...ordersOf(rows), next }
  },

  async order(client, shop, externalId) {
    try {
      const { json } = await rest(client, shop, `orders/${encodeURIComponent(externalId)}.json`, {})
      return ordersOf([get(json, 'order')])
    } catch (error) {
      if (error instanceof ShopError && error.code === 'not_found') return { items: [], issues: [] }
      throw error
    }
  },

  webhook({ headers, raw, body }, secret) {
    if (!isSignedBy(secret, raw, headers['x-shopify-hmac-sha256'])) return null
    const topic = headers['x-shopify-topic'] ?? ''
    const [resource] = topic.split('/')
    const delivery = headers['x-shopify-webhook-id'] ?? digestOf(raw)
    if (resource === 'refunds') return { delivery, topic, part: 'orders', externalId: text(body, 'order_id') }
    const part = resource === 'orders' ? 'orders' : resource === 'products' ? 'products' : null
    return { delivery, topic, part, externalId: part && text(body, 'id') }
  },
}

const keyOf = ({ credentials }: Shopkeeper) => ({ 'x-shopify-access-token': credentials.accessToken ?? '' })

const rest = (client: Client, shop: Shopkeeper, path: string, query: Record<string, string>) => {
  const search = new URLSearchParams(query).toString()
  return client.send({
    method: 'GET',
    url: `${shop.url}/admin/api/${version}/${path}${search && `?${search}`}`,
    headers: keyOf(shop),
  })
}

/** "errors" is a sentence, a list of sentences or of objects, or sentences by field. */
function saidBy(json: unknown): string | null {
  const errors = get(json, 'errors')
  const first = Array.isArray(errors) ? (errors as unknown[])[0] : errors
  return text(first) ?? text(first, 'message') ?? (first === undefined ? null : JSON.stringify(first))
}

/** "32/40": how long until there is room for what is held back. */
function restWaitMs({ headers }: Answer): number {
  const match = headers['x-shopify-shop-api-call-limit']?.match(/^(\d+)\/(\d+)$/)
  if (!match) return 0
  const over = Number(match[1]) + spare - Number(match[2])
  return over > 0 ? Math.ceil((over / leakPerSecond) * 1000) : 0
}

/** Points: how long until the same query can be paid again. */
function graphWaitMs({ text: body }: Answer): number {
  if (!body.includes('throttleStatus')) return 0
  const cost: unknown = get(JSON.parse(body), 'extensions', 'cost')
  const asked = integer(cost, 'requestedQueryCost') ?? 0
  const left = Number(text(cost, 'throttleStatus', 'currentlyAvailable') ?? asked)
  const rate = Number(text(cost, 'throttleStatus', 'restoreRate') ?? 50)
  return left < asked && rate > 0 ? Math.ceil(((asked - left) / rate) * 1000) : 0
}

const variantsQuery = `query Variants($first: Int!, $after: String, $query: String) {
  productVariants(first: $first, after: $after, query: $query, sortKey: ID) {
    pageInfo { hasNextPage endCursor }
    nodes {
      id sku title price inventoryQuantity
      inventoryItem { tracked }
      product { id title description onlineStoreUrl status }
    }
  }
}`
const throttled = 6

/** GraphQL answers 200 also when it refuses: a throttled query is asked again when it can be paid. */
async function graph(client: Client, shop: Shopkeeper, query: string, variables: object): Promise<unknown> {
  for (let attempt = 1; ; attempt++) {
    const { json } = await client.send({
      method: 'POST',
      url: `${shop.url}/admin/api/${version}/graphql.json`,
      headers: { ...keyOf(shop), 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    })
    const code = text(json, 'errors', 0, 'extensions', 'code')
    if (code === 'THROTTLED' && attempt < throttled) continue
    if (code === 'THROTTLED') throw new ShopError('rate_limited', '')
    if (code === 'ACCESS_DENIED') throw new ShopError('scope_missing', saidBy(json) ?? '')
    if (get(json, 'data') === undefined || get(json, 'data') === null)
      throw new ShopError(json === undefined ? 'not_a_shop' : 'answer_unreadable', saidBy(json) ?? 'graphql.json')
    return get(json, 'data')
  }
}

function variantsOf(nodes: readonly unknown[], currency: string | null): One<ShopProduct> {
  const items: ShopProduct[] = []
  const issues: ShopIssue[] = []
  for (const node of nodes) {
    const externalId = (text(node, 'id') ?? '').replace(/^gid:\/\/shopify\/\w+\//, '')
    const sku = text(node, 'sku')
    const base = text(node, 'product', 'title') ?? sku ?? ''
    if (sku === null) {
      issues.push({ part: 'products', externalId, rule: 'sku_missing', detail: base })
      continue
    }
    const title = text(node, 'title')
    const isTracked = get(node, 'inventoryItem', 'tracked') === true
    const level = isTracked ? unitsOf(externalId, get(node, 'inventoryQuantity')) : { onHand: null, issues: [] }
    items.push({
      externalId,
      sku,
      name: title && title !== 'Default Title' ? `${base} · ${title}` : base,
      description: text(node, 'product', 'description'),
      url: text(node, 'product', 'onlineStoreUrl'),
      priceCents: cents(node, 'price'),
      currency,
      onHand: level.onHand,
    })
    issues.push(...level.issues)
  }
  return { items, issues }
}

/** The next page is an address in the Link header; it carries its own filters. */
async function ordersPage(client: Client, shop: Shopkeeper, { since, page }: PageAt) {
  const query: Record<string, string> = page
    ? { limit: String(perPage), page_info: page }
    : {
        limit: String(perPage),
        status: 'any',
        order: 'updated_at asc',
        ...(since && { updated_at_min: since.toISOString() }),
      }
  const { json, headers } = await rest(client, shop, 'orders.json', query)
  if (!Array.isArray(get(json, 'orders'))) throw new ShopError('answer_unreadable', 'orders.json')
  return { rows: list(json, 'orders'), next: nextOf(headers.link) }
}

function nextOf(link: string | undefined): string | null {
  const href = link
    ?.split(',')
    .find((part) => /rel="?next"?/.test(part))
    ?.match(/<([^>]+)>/)?.[1]
  return href && URL.canParse(href) ? new URL(href).searchParams.get('page_info') : null
}

function ordersOf(rows: readonly unknown[]) {
  const read = rows.map(readShopifyOrder)
  return {
    items: read.flatMap((result) => ('order' in result ? result.order : [])),
    issues: read.flatMap((result) => ('order' in result ? result.issues : result)),
  }
}
