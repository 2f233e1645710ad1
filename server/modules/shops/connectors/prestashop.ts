import type { Client } from '../net/client.ts'
import { list, text } from '../net/json.ts'
import { ShopError } from '../net/shop-error.ts'
import { shopAddress } from './address.ts'
import type { Connector, PageAt, Shopkeeper } from './connector.ts'
import { askPresta, collections } from './prestashop-api.ts'
import { prestaOrders, prestaSlips } from './prestashop-orders.ts'
import { prestaProducts } from './prestashop-products.ts'

/**
 * PrestaShop webservice (https://devdocs.prestashop-project.org/9/webservice/), asked for JSON. Its times are the shop's own, and a
 * list without entries is `[]`. It has no webhooks: it is asked on a schedule.
 */
const perPage = 50
/** Its times have no zone: an hour more or less is read again rather than missed. */
const zoneSlackMs = 26 * 3_600_000
const resources = [
  'products',
  'combinations',
  'stock_availables',
  'orders',
  'order_slip',
  'customers',
  'currencies',
  'order_states',
]

export const prestashop: Connector = {
  kind: 'prestashop',
  needs: ['webserviceKey'],
  hasWebhooks: false,
  addressOf: (given, allowsHttp) => shopAddress(given, allowsHttp, /\/(api|admin[^/]*)(\/.*)?$/i),

  explain({ status, headers, text: body }, json) {
    const words = text(json, 'errors', 0, 'message') ?? plainMessage(body) ?? String(status)
    const code = text(json, 'errors', 0, 'code')
    const isDenied = code === '21' || code === '25' || code === '26' || /not allowed|no permission/i.test(words)
    if ((status === 401 || status === 403 || status === 405) && isDenied) return new ShopError('scope_missing', words)
    if (status === 401) return new ShopError('key_wrong', words)
    if (status === 403) return new ShopError('scope_missing', words)
    if (status === 404) return new ShopError('not_found', json === undefined ? String(status) : words)
    if (status === 429) return new ShopError('rate_limited', headers['retry-after'] ?? '')
    return new ShopError(status >= 500 ? 'shop_failing' : 'answer_unreadable', words)
  },

  async look(client, shop) {
    const missing: string[] = []
    let currency: string | null = null
    for (const resource of resources) {
      try {
        const { json } = await askPresta(client, shop, resource, { display: 'full', limit: '1' })
        if (resource === 'currencies') currency = text(json, 'currencies', 0, 'iso_code')
      } catch (error) {
        if (!(error instanceof ShopError) || error.code !== 'scope_missing') throw error
        missing.push(resource)
      }
    }
    if (missing.length > 0) throw new ShopError('scope_missing', missing.join(', '))
    return { shopName: null, currency, version: 'webservice' }
  },

  async products(client, shop, at, about) {
    const { rows, next } = await pageOf(client, shop, 'products', at, {
      'price[td_price][use_tax]': '1',
      language: '1',
    })
    return { ...(await prestaProducts(client, shop, rows, about.currency)), next }
  },

  async product(client, shop, externalId, about) {
    const { json } = await askPresta(client, shop, 'products', {
      display: 'full',
      'filter[id]': `[${externalId}]`,
      'price[td_price][use_tax]': '1',
      language: '1',
    })
    return prestaProducts(client, shop, list(json, 'products'), about.currency)
  },

  async orders(client, shop, at) {
    const { rows, next } = await pageOf(client, shop, 'orders', at)
    return { ...(await prestaOrders(client, shop, rows)), next }
  },

  async order(client, shop, externalId) {
    const { json } = await askPresta(client, shop, 'orders', { display: 'full', 'filter[id]': `[${externalId}]` })
    return prestaOrders(client, shop, list(json, 'orders'))
  },

  async refunds(client, shop, at) {
    const { rows, next } = await pageOf(client, shop, 'order_slip', at)
    return { ...prestaSlips(rows, client.zone), next }
  },
}

/** By id, so that what changes while it is read shifts nothing away: it comes again by its time. */
async function pageOf(
  client: Client,
  shop: Shopkeeper,
  resource: string,
  { since, page }: PageAt,
  more: Record<string, string> = {},
) {
  const from = Number(page ?? 0)
  const { json } = await askPresta(client, shop, resource, {
    display: 'full',
    sort: '[id_ASC]',
    limit: `${from},${perPage}`,
    ...(since && { 'filter[date_upd]': `>[${prestaTime(since)}]`, date: '1' }),
    ...more,
  })
  const rows = collections(resource).flatMap((name) => list(json, name))
  return { rows, next: rows.length === perPage ? String(from + perPage) : null }
}

const prestaTime = (since: Date) => new Date(since.getTime() - zoneSlackMs).toISOString().slice(0, 19).replace('T', ' ')

/** Errors come as XML where the key is refused before the format is looked at. */
const plainMessage = (body: string): string | null =>
  body.match(/<message>\s*(?:<!\[CDATA\[)?([^<\]]+)/)?.[1]?.trim() ?? null
