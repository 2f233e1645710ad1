import type { Asked, Told } from './fake-shop.ts'

/** Shapes of the Shopify Admin API (https://shopify.dev/docs/api/admin): variants by GraphQL, orders by REST. */
export const shopifyToken = 'shpat_0123456789abcdef'

const variant = (id: number, sku: string | null, more: object = {}) => ({
  ...{ id: `gid://shopify/ProductVariant/${id}`, sku, title: 'Default Title', price: '199.00', inventoryQuantity: 12 },
  inventoryItem: { tracked: true },
  product: {
    ...{ id: 'gid://shopify/Product/632910392', title: 'Lumbre Sound', description: 'Altavoz', status: 'ACTIVE' },
    onlineStoreUrl: 'https://lumbre.example/products/sound',
  },
  ...more,
})

export const shopifyOrder = (id: number, more: object = {}) => ({
  ...{ id, admin_graphql_api_id: `gid://shopify/Order/${id}`, name: `#${id - 449_999_000}`, order_number: 1001 },
  ...{
    created_at: '2026-11-20T16:15:47-05:00',
    processed_at: '2026-11-20T16:15:47-05:00',
    updated_at: '2026-11-20T16:20:00-05:00',
  },
  ...{ cancelled_at: null, financial_status: 'partially_refunded', fulfillment_status: null, currency: 'EUR' },
  ...{
    email: 'bob@example.com',
    phone: '+34600111222',
    total_price: '404.95',
    taxes_included: true,
    customer_locale: 'es-ES',
  },
  landing_site: '/products/sound?utm_source=newsletter&utm_medium=email&utm_campaign=navidad',
  billing_address: {
    name: 'Bob Norman',
    company: 'Norman SL',
    city: 'Bilbao',
    province: 'Bizkaia',
    country_code: 'ES',
  },
  customer: { id: 207119551, first_name: 'Bob', last_name: 'Norman', email: 'bob@example.com', phone: null },
  line_items: [
    {
      ...{ id: 466157049, sku: 'SOUND', title: 'Lumbre Sound', variant_title: null, quantity: 2, price: '199.00' },
      ...{
        total_discount: '0.00',
        discount_allocations: [{ amount: '3.05' }],
        tax_lines: [{ price: '68.54', rate: 0.21 }],
      },
    },
  ],
  refunds: [
    {
      ...{
        id: 509562969,
        order_id: id,
        created_at: '2026-11-21T12:00:00-05:00',
        processed_at: '2026-11-21T12:00:00-05:00',
      },
      note: 'Llegó rota',
      refund_line_items: [
        {
          ...{
            id: 104689539,
            line_item_id: 466157049,
            quantity: 1,
            subtotal: 197.48,
            total_tax: 34.27,
            restock_type: 'return',
          },
        },
      ],
      transactions: [{ id: 179259969, kind: 'refund', status: 'success', amount: '197.48', currency: 'EUR' }],
    },
  ],
  ...more,
})

export type ShopifyState = {
  scopes: string[]
  variants: object[][]
  orders: object[][]
  bucket: string
  throttleOnce: boolean
}
export const shopifyState = (): ShopifyState => ({
  scopes: ['read_products', 'read_inventory', 'write_orders'],
  variants: [
    [variant(808950810, 'SOUND'), variant(808950811, null)],
    [
      variant(808950812, 'SOUND-XL', { title: 'XL', inventoryQuantity: -2 }),
      variant(808950813, 'GIFT', { inventoryItem: { tracked: false } }),
    ],
  ],
  orders: [
    [shopifyOrder(450_000_001)],
    [shopifyOrder(450_000_002, { cancelled_at: '2026-11-21T10:00:00Z', refunds: [] })],
  ],
  bucket: '1/40',
  throttleOnce: false,
})

export function shopifyShop(state: ShopifyState) {
  return ({ path, query, headers, body }: Asked): Told => {
    const limit = { 'x-shopify-shop-api-call-limit': state.bucket }
    if (!path.startsWith('/admin/')) return { status: 404, text: '<html>404</html>' }
    if (headers['x-shopify-access-token'] !== shopifyToken)
      return {
        status: 401,
        json: { errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' },
      }
    if (path.endsWith('/oauth/access_scopes.json'))
      return { json: { access_scopes: state.scopes.map((handle) => ({ handle })) } }
    if (path.endsWith('/shop.json'))
      return { json: { shop: { id: 548380009, name: 'Lumbre', currency: 'EUR', domain: 'lumbre.example' } } }
    if (path.endsWith('/graphql.json')) return graph(state, body)
    const one = path.match(/\/orders\/(\d+)\.json$/)?.[1]
    if (one) {
      const order = state.orders.flat().find((row) => String((row as { id: number }).id) === one)
      return order ? { json: { order }, headers: limit } : { status: 404, json: { errors: 'Not Found' } }
    }
    const page = Number(query.get('page_info') ?? 0)
    const next = `<http://shop.test${path}?limit=100&page_info=${page + 1}>; rel="next"`
    const link: Record<string, string> = page + 1 < state.orders.length ? { link: next } : {}
    return { json: { orders: state.orders[page] ?? [] }, headers: { ...limit, ...link } }
  }
}

function graph(state: ShopifyState, body: string): Told {
  const cost = (left: number) => ({
    cost: {
      requestedQueryCost: 302,
      throttleStatus: { maximumAvailable: 2000, currentlyAvailable: left, restoreRate: 100 },
    },
  })
  if (state.throttleOnce) {
    state.throttleOnce = false
    return { json: { errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }], extensions: cost(2) } }
  }
  const { variables } = JSON.parse(body) as { variables: { after: string | null; query: string | null } }
  const page = Number(variables.after ?? 0)
  const pageInfo = { hasNextPage: page + 1 < state.variants.length, endCursor: String(page + 1) }
  return { json: { data: { productVariants: { pageInfo, nodes: state.variants[page] } }, extensions: cost(1000) } }
}
