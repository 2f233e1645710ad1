import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Shops, startShops } from '#test/builders/shops.ts'
import { prestaState } from '#test/shops/prestashop.ts'
import { shopifyState } from '#test/shops/shopify.ts'
import { simple, variable, wooKeys, wooState } from '#test/shops/woocommerce.ts'

let shops: Shops
beforeAll(async () => void (shops = await startShops()))
afterEach(() => shops.closeShops())
afterAll(() => shops.close())

const notWhole = (externalId: string, detail = '2.5') => ({
  ...{ part: 'stock', externalId, rule: 'quantity_not_whole', detail },
})

test('WooCommerce says sold out without counting, shares units of a parent, and half a unit is no level', async () => {
  const uncounted = { manage_stock: false, stock_quantity: null }
  const one = (id: number, sku: string, more: object) => ({ ...simple, id, sku, ...more })
  const state = {
    ...wooState(),
    products: [
      one(1, 'GONE', { ...uncounted, stock_status: 'outofstock' }),
      one(2, 'THERE', uncounted),
      one(3, 'LATER', { ...uncounted, stock_status: 'onbackorder' }),
      one(4, 'HALF', { stock_quantity: 2.5 }),
      one(5, 'OWED', { stock_quantity: -3 }),
      { ...variable, id: 6, manage_stock: true, stock_quantity: 8 },
    ],
    variations: [
      one(61, 'SHARED', { manage_stock: 'parent', stock_quantity: null }),
      one(62, 'SAID', { manage_stock: 'parent', stock_quantity: 6 }),
      one(63, 'NONE', { ...uncounted, stock_status: 'outofstock' }),
    ],
    perPage: 100,
  }
  const connected = await shops.woo(state)
  const run = await shops.sync(connected)
  const levels = async () => (await shops.stock(connected)).map(([sku, onHand]) => [sku, onHand])
  expect(await levels()).toEqual([
    ['GONE', 0],
    ['HALF', null],
    ['LATER', null],
    ['NONE', 0],
    ['OWED', 0],
    ['SAID', 6],
    ['SHARED', 8],
    ['THERE', null],
  ])
  expect(run).toMatchObject({
    counts: { products: { read: 8, created: 8, skipped: 0 }, stock: { updated: 5, skipped: 1 } },
    issues: [notWhole('4')],
  })
  state.products.push(one(7, 'GONE-2', { stock_quantity: 7 }))
  await shops.sync(connected)
  state.products[6] = one(7, 'GONE-2', { stock_quantity: 0.5 })
  expect((await shops.sync(connected)).issues).toEqual([notWhole('4'), notWhole('7', '0.5')])
  expect(await levels()).toContainEqual(['GONE-2', 7])
})

test('PrestaShop and Shopify: what is no whole number leaves the level, and is said', async () => {
  const presta = prestaState()
  Object.assign(presta.lists.stock_availables![0]!, { quantity: '2.5' })
  const first = await shops.presta(presta)
  expect((await shops.sync(first)).issues).toContainEqual(notWhole('1'))
  expect(await shops.stock(first)).toContainEqual(['demo_1', null, 2892])

  const state = shopifyState()
  Object.assign(state.variants[0]![0]!, { inventoryQuantity: 2.5 })
  const second = await shops.shopify(state)
  expect((await shops.sync(second)).issues).toContainEqual(notWhole('808950810'))
  expect(await shops.stock(second)).toContainEqual(['SOUND', null, 19_900])
})

test('prices go to the default list of the workspace, unless the connection names another', async () => {
  const connected = await shops.woo()
  const { send } = connected.home
  expect((await send(`GET /shops/${connected.id}`)).body.priceListKey).toBe('general')
  await send('POST /price-lists', { body: { key: 'web', name: 'Web', currency: 'EUR' } })
  const body = { kind: 'woocommerce', name: 'Otra', url: connected.shop.url, credentials: wooKeys }
  const other = { ...connected, id: (await send('POST /shops', { body })).body.id }
  await shops.sync(other)
  const { items } = (await send('GET /products?q=WATCH-2')).body
  expect(items).toMatchObject([{ price: { amountCents: 19_990, currency: 'EUR' } }])
  expect((await send('GET /price-lists')).body.items).toMatchObject([{ key: 'web', isDefault: true }])
  const named = await send('POST /shops', { body: { ...body, priceListKey: 'tienda' } })
  expect(named.body.priceListKey).toBe('tienda')
})
