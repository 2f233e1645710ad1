import { type Asked, basic, type Told } from './fake-shop.ts'

/** Shapes of the WooCommerce REST API v3 as https://developer.woocommerce.com/docs/apis/rest-api/v3/ shows them. */
export const wooKeys = { consumerKey: 'ck_0123456789abcdef', consumerSecret: 'cs_fedcba9876543210' }

export const simple = {
  ...{ id: 794, name: 'Lumbre Watch 2', type: 'simple', status: 'publish', sku: 'WATCH-2' },
  permalink: 'https://tienda.example/producto/watch-2/',
  ...{ short_description: '<p>Reloj con <b>GPS</b> &amp; pulso</p>', description: '<p>Largo</p>' },
  ...{ price: '199.9', regular_price: '219.90', manage_stock: true, stock_quantity: 42, stock_status: 'instock' },
  ...{ date_modified_gmt: '2026-11-20T10:00:00', attributes: [], variations: [] },
}
export const variable = { ...simple, id: 799, name: 'Correa', type: 'variable', sku: '', variations: [732, 733] }
const variations = [variation(732, 'STRAP-BLACK', 'Negro', '29.00', 5), variation(733, 'STRAP-RED', 'Rojo', '31.50', 0)]
function variation(id: number, sku: string, colour: string, price: string, stock: number) {
  return {
    ...{ id, sku, price, regular_price: price, manage_stock: true, stock_quantity: stock },
    ...{ permalink: `https://tienda.example/producto/correa/?c=${id}`, description: '' },
    attributes: [{ id: 6, name: 'Color', option: colour }],
  }
}
export const withoutSku = {
  ...simple,
  id: 801,
  name: 'Sin referencia',
  sku: '',
  manage_stock: false,
  stock_quantity: null,
}

export const order = (id: number, more: object = {}) => ({
  ...{ id, parent_id: 0, number: String(id), status: 'processing', currency: 'EUR', prices_include_tax: true },
  ...{ date_created_gmt: '2026-11-20T17:28:02', date_modified_gmt: '2026-11-20T17:28:08' },
  ...{ discount_total: '10.00', shipping_total: '4.96', total: '434.75', total_tax: '75.45', customer_id: 26 },
  billing: {
    ...{ first_name: 'Ana', last_name: 'Ruiz', company: 'Acme', city: 'Valencia', state: 'V', country: 'ES' },
    ...{ email: `ana.${id}@example.com`, phone: '600 123 456' },
  },
  line_items: [
    {
      ...{ id: 315, name: 'Lumbre Watch 2', product_id: 794, variation_id: 0, quantity: 2, sku: 'WATCH-2' },
      ...{ subtotal: '330.41', total: '322.15', total_tax: '67.65', price: 161.075 },
    },
    {
      ...{ id: 316, name: 'Correa · Negro', product_id: 799, variation_id: 732, quantity: 1, sku: 'STRAP-BLACK' },
      ...{ subtotal: '23.97', total: '23.97', total_tax: '5.03', price: 23.97 },
    },
  ],
  shipping_lines: [{ id: 317, method_title: 'Envío', total: '4.96' }],
  meta_data: [
    { id: 1, key: '_wc_order_attribution_utm_campaign', value: 'navidad' },
    { id: 2, key: '_wc_order_attribution_utm_source', value: 'newsletter' },
  ],
  refunds: [],
  ...more,
})

export const refund = {
  ...{
    id: 726,
    parent_id: 723,
    date_created_gmt: '2026-11-21T20:07:11',
    amount: '194.90',
    reason: 'La batería dura menos',
  },
  line_items: [
    {
      ...{ id: 344, name: 'Lumbre Watch 2', product_id: 794, quantity: -1, sku: 'WATCH-2' },
      ...{ total: '-161.07', total_tax: '-33.83', meta_data: [{ id: 9, key: '_refunded_item_id', value: '315' }] },
    },
  ],
}

export type WooState = {
  products: unknown[]
  variations: unknown[]
  orders: unknown[]
  perPage: number
  denied: string | null
  /** A server that passes no Authorization header on. */
  dropsKey?: boolean
}
export const wooState = (): WooState => ({
  products: [simple, variable, withoutSku],
  variations,
  orders: [
    order(723, { status: 'completed', refunds: [{ id: 726, reason: '', total: '-194.90' }] }),
    order(724),
    order(725),
  ],
  perPage: 2,
  denied: null,
})

const base = '/wp-json/wc/v3'
const error = (status: number, code: string, message: string): Told => ({
  status,
  json: { code, message, data: { status } },
})

export function wooShop(state: WooState) {
  return ({ path, query, headers }: Asked): Told => {
    if (!path.startsWith('/wp-json/')) return { status: 404, text: '<html>Not found</html>' }
    if (path === base) return { json: { namespace: 'wc/v3', routes: {} } }
    if (state.dropsKey) return error(401, 'woocommerce_rest_cannot_view', 'Sorry, you cannot list resources.')
    if (headers.authorization !== basic(wooKeys.consumerKey, wooKeys.consumerSecret))
      return error(401, 'woocommerce_rest_authentication_error', 'La clave de consumidor no es válida.')
    const [, resource = '', id, sub] = path.slice(base.length).split('/')
    if (resource === state.denied)
      return error(403, 'woocommerce_rest_cannot_view', 'Sorry, you cannot list resources.')
    if (path.endsWith('/data/currencies/current')) return { json: { code: 'EUR', name: 'Euro', symbol: '€' } }
    if (sub === 'variations') return page(state.variations, query, 100)
    if (sub === 'refunds') return { json: [refund] }
    const rows = resource === 'products' ? state.products : resource === 'orders' ? state.orders : null
    if (!rows) return error(404, 'rest_no_route', 'No route was found matching the URL and request method.')
    if (!id) return page(rows, query, state.perPage)
    const found = rows.find((row) => String((row as { id: number }).id) === id)
    return found ? { json: found } : error(404, 'woocommerce_rest_shop_order_invalid_id', 'Invalid ID.')
  }
}

function page(rows: readonly unknown[], query: URLSearchParams, perPage: number): Told {
  const number = Number(query.get('page') ?? 1)
  return {
    json: rows.slice((number - 1) * perPage, number * perPage),
    headers: { 'x-wp-total': String(rows.length), 'x-wp-totalpages': String(Math.ceil(rows.length / perPage)) },
  }
}
