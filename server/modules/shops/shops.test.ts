import { createHmac } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type ConnectedShop, type Shops, startShops } from '#test/builders/shops.ts'
import { prestaOrder, prestaState } from '#test/shops/prestashop.ts'
import { shopifyOrder, shopifyState } from '#test/shops/shopify.ts'
import { order, wooShop, wooState } from '#test/shops/woocommerce.ts'

let shops: Shops
beforeAll(async () => void (shops = await startShops()))
afterEach(() => shops.closeShops())
afterAll(() => shops.close())

describe('WooCommerce', () => {
  test('products with variations, prices, stock, orders and refunds come in, page by page', async () => {
    const state = wooState()
    const connected = await shops.woo(state)
    const run = await shops.sync(connected)
    expect(run).toMatchObject({
      state: 'finished',
      counts: {
        products: { read: 4, created: 3, skipped: 1 },
        stock: { read: 3, updated: 3 },
        orders: { read: 3, created: 3 },
        returns: { read: 1, created: 1 },
      },
      issues: [{ part: 'products', externalId: '801', rule: 'sku_missing', detail: 'Sin referencia' }],
    })
    expect(await shops.stock(connected)).toEqual([
      ['STRAP-BLACK', 5, 2900],
      ['STRAP-RED', 0, 3150],
      ['WATCH-2', 42, 19990],
    ])
    const [first] = await shops.orders(connected)
    const record = (await connected.home.send(`GET /orders/${first.id}`)).body
    expect(record).toMatchObject({
      ...{ number: '723', source: 'woocommerce', state: 'delivered', contactName: 'Ana Ruiz', companyName: 'Acme' },
      total: { amountCents: 43_475, currency: 'EUR' },
      refunded: { amountCents: 19_490 },
      lines: [
        {
          sku: 'WATCH-2',
          quantity: 2,
          returned: 1,
          total: { amountCents: 38_980 },
          unitPrice: { amountCents: 19_490 },
        },
        { sku: 'STRAP-BLACK', total: { amountCents: 2900 } },
      ],
      returns: [{ note: 'La batería dura menos', lines: [{ reason: 'other', amount: { amountCents: 19_490 } }] }],
    })
    expect(record.lines.every((line: { productId: string | null }) => line.productId)).toBe(true)
    expect((await connected.home.send(`GET /contacts/${first.contactId}`)).body).toMatchObject({
      lifecycleStage: 'customer',
    })
    const again = await shops.sync(connected)
    expect(again.counts).toMatchObject({
      products: { created: 0, updated: 0 },
      stock: { updated: 0 },
      orders: { created: 0, updated: 0 },
    })
    const asked = connected.shop.asked.filter(({ path }) => path.endsWith('/orders')).at(-1)!
    expect(asked.query.get('modified_after')).toBe('2026-11-23T08:50:00')
  })

  test('a failing shop is asked again as it wishes, and keeps its place when it gives up', async () => {
    const state = wooState()
    const connected = await shops.woo(state)
    connected.shop.first.push({ status: 429, headers: { 'retry-after': '7' }, json: {} }, { status: 503, text: 'x' })
    expect(await shops.sync(connected)).toMatchObject({ state: 'finished' })
    expect(shops.waits.slice(0, 2)).toEqual([7000, 2000])

    state.orders.push(order(726))
    const ok = connected.shop.asked.length
    let fails = true
    const broken = await shops.fake((asked) =>
      fails && asked.path.endsWith('/orders') && asked.query.get('page') === '2'
        ? { status: 500, json: { message: 'Error establishing a database connection' } }
        : wooShop(state)(asked),
    )
    await connected.home.send(`PATCH /shops/${connected.id}`, { body: { url: broken.url } })
    expect(await shops.sync(connected)).toMatchObject({
      state: 'failed',
      problem: { code: 'shop_failing', detail: 'Error establishing a database connection' },
    })
    expect((await connected.home.send(`GET /shops/${connected.id}`)).body.problem).toMatchObject({
      code: 'shop_failing',
    })
    const [told] = (await connected.home.send('GET /notifications')).body.items
    expect(told).toMatchObject({ kind: 'shop_sync_failed', link: '/settings/shops' })
    fails = false
    const before = broken.asked.length
    await shops.sync(connected)
    const pages = broken.asked
      .slice(before)
      .filter(({ path, query }) => path.endsWith('/orders') && query.get('per_page') === '100')
    expect(pages.map(({ query }) => query.get('page'))).toEqual(['2'])
    expect(ok).toBeGreaterThan(0)
  })
})

test('an order is known by the link that led its buyer to the shop', async () => {
  const connected = await shops.woo()
  const { send, departmentIds } = connected.home
  const { marketing, sales } = departmentIds
  const campaign = await send('POST /campaigns', {
    body: { name: 'Navidad', startsOn: '2026-12-01', endsOn: '2026-12-20', departmentIds: [marketing, sales] },
  })
  const link = async (source: string) => {
    const utm = { source, medium: 'email', campaign: 'navidad' }
    const body = { name: source, url: 'https://tienda.example/', utm }
    return (await send(`POST /campaigns/${campaign.body.id}/links`, { body })).body.code
  }
  const [newsletter] = [await link('newsletter'), await link('google')]
  await shops.sync(connected)
  const { items } = (await send(`GET /orders?campaignId=${campaign.body.id}`)).body
  expect(items.map((one: { linkCode: string }) => one.linkCode)).toEqual([newsletter, newsletter, newsletter])
})

test('prices in another currency than the list’s are said, not mixed', async () => {
  const connected = await shops.shopify()
  await connected.home.send('POST /price-lists', { body: { key: 'general', name: 'General', currency: 'USD' } })
  const run = await shops.sync(connected)
  expect(run).toMatchObject({ state: 'finished', counts: { products: { created: 3 } } })
  expect(run.issues).toContainEqual({
    part: 'prices',
    externalId: 'general',
    rule: 'currency_differs',
    detail: 'EUR / USD',
  })
  expect((await shops.stock(connected)).map(([, , cents]) => cents)).toEqual([null, null, null])
})

describe('PrestaShop', () => {
  test('products with combinations, stock, orders with their customers and states, and slips come in', async () => {
    const state = prestaState()
    for (let id = 100; id < 150; id++)
      state.lists.orders!.push(prestaOrder(id, { current_state: '12', id_customer: '3' }))
    const connected = await shops.presta(state)
    const run = await shops.sync(connected)
    expect(run).toMatchObject({
      state: 'finished',
      counts: { products: { created: 3, skipped: 1 }, orders: { created: 53 }, returns: { created: 1 } },
    })
    expect(await shops.stock(connected)).toEqual([
      ['demo_1', 300, 2892],
      ['demo_2_L', 0, null],
      ['demo_2_S', 7, 2892],
    ])
    const found = (await connected.home.send('GET /orders?q=XKBKN5&returned=true')).body.items
    expect(found).toMatchObject([
      {
        ...{ number: 'XKBKN5', state: 'shipped', contactName: 'John Doe', orderedAt: '2026-11-20T17:28:02.000Z' },
        ...{ total: { amountCents: 6180 }, refunded: { amountCents: 2892 }, units: 2 },
      },
    ])
    expect((await connected.home.send('GET /orders?state=cancelled')).body.items).toHaveLength(1)
    expect((await shops.sync(connected)).counts.orders).toMatchObject({ created: 0, updated: 0 })
  })
})

describe('Shopify', () => {
  test('variants, orders and refunds come in within both leaky buckets', async () => {
    const state = { ...shopifyState(), bucket: '39/40', throttleOnce: true }
    const connected = await shops.shopify(state)
    const run = await shops.sync(connected)
    expect(run).toMatchObject({
      state: 'finished',
      counts: { products: { created: 3, skipped: 1 }, orders: { created: 2 }, returns: { created: 1 } },
    })
    // (302 − 2) points at 100 a second; 39 + 4 − 40 requests at 2 a second.
    expect(shops.waits).toEqual([3000, 1500])
    expect(await shops.stock(connected)).toEqual([
      ['GIFT', null, 19900],
      ['SOUND', 12, 19900],
      ['SOUND-XL', 0, 19900],
    ])
    const found = (await connected.home.send('GET /orders?returned=true')).body.items
    expect(found).toMatchObject([
      {
        number: '#1001',
        state: 'paid',
        contactName: 'Bob Norman',
        companyName: 'Norman SL',
        refunded: { amountCents: 19_748 },
      },
    ])
    expect((await connected.home.send(`GET /orders/${found[0].id}`)).body.lines[0]).toMatchObject({
      returned: 1,
      total: { amountCents: 39_495 },
    })
  })
})

describe('webhooks', () => {
  const sign = (body: string, secret = 'whsec') => createHmac('sha256', secret).update(body).digest('base64')
  const deliver = ({ webhookUrl }: ConnectedShop, body: string, headers: Record<string, string>) =>
    shops.house.visit(`POST ${new URL(webhookUrl).pathname}`, {
      body,
      headers: { 'content-type': 'application/json', ...headers },
    })
  const wooHook = (connected: ConnectedShop, row: unknown, delivery: string, secret?: string) => {
    const body = JSON.stringify(row)
    return deliver(connected, body, {
      ...{
        'x-wc-webhook-topic': 'order.updated',
        'x-wc-webhook-resource': 'order',
        'x-wc-webhook-delivery-id': delivery,
      },
      'x-wc-webhook-signature': sign(body, secret),
    })
  }

  test('twice, late and in the wrong order: the shop’s present word counts', async () => {
    const state = wooState()
    state.orders = [order(900, { status: 'completed', date_modified_gmt: '2026-11-21T10:00:00' })]
    const connected = await shops.woo(state)
    const stale = order(900, { status: 'pending', date_modified_gmt: '2026-11-20T09:00:00' })
    expect((await wooHook(connected, state.orders[0], 'd-2')).body).toEqual({ taken: true })
    expect((await wooHook(connected, stale, 'd-1')).body).toEqual({ taken: true })
    expect((await wooHook(connected, stale, 'd-1')).body).toEqual({ taken: false })
    await shops.house.drain()
    expect(await shops.orders(connected)).toMatchObject([{ number: '900', state: 'delivered', version: 1 }])
  })

  test('what the shop did not sign is refused and leaves nothing', async () => {
    const connected = await shops.woo()
    expect((await wooHook(connected, order(1), 'd', 'guess')).body.code).toBe('signature_wrong')
    expect((await deliver(connected, '{"id":1}', {})).status).toBe(401)
    const other = connected.webhookUrl.replace(/[^/]+$/, '00000000-0000-7000-8000-000000000000')
    expect((await wooHook({ ...connected, webhookUrl: other }, order(1), 'd')).status).toBe(401)
    const ping = await deliver(connected, 'webhook_id=7', { 'content-type': 'application/x-www-form-urlencoded' })
    expect([ping.status, ping.body]).toEqual([202, { taken: false }])
    expect(await shops.orders(connected)).toEqual([])
  })

  test('Shopify’s refunds lead to their order', async () => {
    const state = shopifyState()
    state.orders = [[shopifyOrder(450_000_009)]]
    const connected = await shops.shopify(state)
    const body = JSON.stringify({ id: 509562969, order_id: 450_000_009, note: 'Llegó rota' })
    const headers = {
      ...{ 'x-shopify-topic': 'refunds/create', 'x-shopify-webhook-id': 'b54557e4' },
      'x-shopify-hmac-sha256': sign(body),
    }
    expect((await deliver(connected, body, headers)).body).toEqual({ taken: true })
    await shops.house.drain()
    expect((await connected.home.send('GET /returns')).body.items).toMatchObject([
      { orderNumber: '#1009', refund: { amountCents: 19_748 }, note: 'Llegó rota' },
    ])
  })
})

test('the schedule runs each shop in its time, one run at once', async () => {
  const connected = await shops.woo()
  const { home, id } = connected
  await home.send(`PATCH /shops/${id}`, { body: { everyMinutes: 60 } })
  const tick = async () => {
    await sql`select graphile_worker.add_job('shops.schedule', '{}'::json)`.execute(shops.house.services.db)
    await shops.house.drain()
  }
  const runs = async () => (await home.send(`GET /shops/${id}/runs`)).body.items
  await tick()
  expect(await runs()).toMatchObject([{ trigger: 'schedule', state: 'finished' }])
  await tick()
  expect(await runs()).toHaveLength(1)
  shops.house.clock.advance(61 * 60_000)
  await tick()
  expect(await runs()).toHaveLength(2)
  await home.send(`POST /shops/${id}/sync`, { body: {} })
  expect((await home.send(`POST /shops/${id}/sync`, { body: {} })).body.code).toBe('shop_run_open')
  expect((await home.send(`DELETE /shops/${id}`)).status).toBe(204)
  await shops.house.drain()
  expect((await home.send(`POST /shops/${id}/restoration`)).body.lastRun.state).toBe('failed')
})
