import { createHmac } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'
import { type FakeShop, startFakeShop, type Told } from '#test/shops/fake-shop.ts'
import { prestaKey, prestaOrder, prestaShop, prestaState } from '#test/shops/prestashop.ts'
import { shopifyOrder, shopifyShop, shopifyState, shopifyToken } from '#test/shops/shopify.ts'
import { order, wooKeys, wooShop, wooState } from '#test/shops/woocommerce.ts'
import { publicFetcher } from './net/fetch.ts'
import { setTransport } from './net/transport.ts'

let house: Harness
const waits: number[] = []
const open: FakeShop[] = []
beforeAll(async () => {
  house = await startHarness()
  setTransport({
    fetch: publicFetcher({ isAllowed: () => true }),
    sleep: async (milliseconds) => void waits.push(milliseconds),
    allowsHttp: true,
  })
})
afterEach(async () => {
  waits.length = 0
  for (const shop of open.splice(0)) await shop.close()
})
afterAll(async () => {
  setTransport(null)
  await house.close()
})

const fake = async (answer: Parameters<typeof startFakeShop>[0]) => {
  const shop = await startFakeShop(answer)
  open.push(shop)
  return shop
}
type Connected = { home: TestWorkspace; shop: FakeShop; id: string; webhookUrl: string }
async function connect(kind: string, shop: FakeShop, credentials: object, path = ''): Promise<Connected> {
  const home = await house.workspace()
  const answer = await home.send('POST /shops', {
    body: { kind, name: 'Tienda', url: `${shop.url}${path}`, credentials: { ...credentials, webhookSecret: 'whsec' } },
  })
  if (answer.status !== 201) throw new Error(answer.text)
  return { home, shop, id: answer.body.id, webhookUrl: answer.body.webhookUrl }
}
const woo = async (state = wooState()) => connect('woocommerce', await fake(wooShop(state)), wooKeys)
const presta = async (state = prestaState()) =>
  connect('prestashop', await fake(prestaShop(state)), { webserviceKey: prestaKey }, '/tienda')
const shopify = async (state = shopifyState()) =>
  connect('shopify', await fake(shopifyShop(state)), { accessToken: shopifyToken })

async function sync({ home, id }: Connected, body: object = {}) {
  const started = await home.send(`POST /shops/${id}/sync`, { body })
  if (started.status !== 202) throw new Error(started.text)
  await house.drain()
  return (await home.send(`GET /shops/${id}/runs`)).body.items[0]
}
const orders = async ({ home }: Connected) => (await home.send('GET /orders?sort=orderedAt')).body.items
const stock = async ({ home }: Connected) => {
  const { rows } = await sql<{ sku: string; onHand: number | null; cents: number | null }>`select p.sku, s.on_hand,
      (select amount_cents from price x where x.workspace_id = p.workspace_id and x.product_id = p.id limit 1) as cents
    from product p left join stock s on s.workspace_id = p.workspace_id and s.product_id = p.id
    where p.workspace_id = ${home.workspaceId} order by p.sku`.execute(house.services.db)
  return rows.map(({ sku, onHand, cents }) => [sku, onHand, cents])
}

describe('WooCommerce', () => {
  test('products with variations, prices, stock, orders and refunds come in, page by page', async () => {
    const state = wooState()
    const connected = await woo(state)
    const run = await sync(connected)
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
    expect(await stock(connected)).toEqual([
      ['STRAP-BLACK', 5, 2900],
      ['STRAP-RED', 0, 3150],
      ['WATCH-2', 42, 19990],
    ])
    const [first] = await orders(connected)
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
    const again = await sync(connected)
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
    const connected = await woo(state)
    connected.shop.first.push({ status: 429, headers: { 'retry-after': '7' }, json: {} }, { status: 503, text: 'x' })
    expect(await sync(connected)).toMatchObject({ state: 'finished' })
    expect(waits.slice(0, 2)).toEqual([7000, 2000])

    state.orders.push(order(726))
    const ok = connected.shop.asked.length
    let fails = true
    const broken = await fake((asked) =>
      fails && asked.path.endsWith('/orders') && asked.query.get('page') === '2'
        ? { status: 500, json: { message: 'Error establishing a database connection' } }
        : wooShop(state)(asked),
    )
    await connected.home.send(`PATCH /shops/${connected.id}`, { body: { url: broken.url } })
    expect(await sync(connected)).toMatchObject({
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
    await sync(connected)
    const pages = broken.asked
      .slice(before)
      .filter(({ path, query }) => path.endsWith('/orders') && query.get('per_page') === '100')
    expect(pages.map(({ query }) => query.get('page'))).toEqual(['2'])
    expect(ok).toBeGreaterThan(0)
  })
})

test('an order is known by the link that led its buyer to the shop', async () => {
  const connected = await woo()
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
  await sync(connected)
  const { items } = (await send(`GET /orders?campaignId=${campaign.body.id}`)).body
  expect(items.map((one: { linkCode: string }) => one.linkCode)).toEqual([newsletter, newsletter, newsletter])
})

test('prices in another currency than the list’s are said, not mixed', async () => {
  const connected = await shopify()
  await connected.home.send('POST /price-lists', { body: { key: 'general', name: 'General', currency: 'USD' } })
  const run = await sync(connected)
  expect(run).toMatchObject({ state: 'finished', counts: { products: { created: 3 } } })
  expect(run.issues).toContainEqual({
    part: 'prices',
    externalId: 'general',
    rule: 'currency_differs',
    detail: 'EUR / USD',
  })
  expect((await stock(connected)).map(([, , cents]) => cents)).toEqual([null, null, null])
})

describe('PrestaShop', () => {
  test('products with combinations, stock, orders with their customers and states, and slips come in', async () => {
    const state = prestaState()
    for (let id = 100; id < 150; id++)
      state.lists.orders!.push(prestaOrder(id, { current_state: '12', id_customer: '3' }))
    const connected = await presta(state)
    const run = await sync(connected)
    expect(run).toMatchObject({
      state: 'finished',
      counts: { products: { created: 3, skipped: 1 }, orders: { created: 53 }, returns: { created: 1 } },
    })
    expect(await stock(connected)).toEqual([
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
    expect((await sync(connected)).counts.orders).toMatchObject({ created: 0, updated: 0 })
  })
})

describe('Shopify', () => {
  test('variants, orders and refunds come in within both leaky buckets', async () => {
    const state = { ...shopifyState(), bucket: '39/40', throttleOnce: true }
    const connected = await shopify(state)
    const run = await sync(connected)
    expect(run).toMatchObject({
      state: 'finished',
      counts: { products: { created: 3, skipped: 1 }, orders: { created: 2 }, returns: { created: 1 } },
    })
    // (302 − 2) points at 100 a second; 39 + 4 − 40 requests at 2 a second.
    expect(waits).toEqual([3000, 1500])
    expect(await stock(connected)).toEqual([
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
  const deliver = ({ webhookUrl }: Connected, body: string, headers: Record<string, string>) =>
    house.visit(`POST ${new URL(webhookUrl).pathname}`, {
      body,
      headers: { 'content-type': 'application/json', ...headers },
    })
  const wooHook = (connected: Connected, row: unknown, delivery: string, secret?: string) => {
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
    const connected = await woo(state)
    const stale = order(900, { status: 'pending', date_modified_gmt: '2026-11-20T09:00:00' })
    expect((await wooHook(connected, state.orders[0], 'd-2')).body).toEqual({ taken: true })
    expect((await wooHook(connected, stale, 'd-1')).body).toEqual({ taken: true })
    expect((await wooHook(connected, stale, 'd-1')).body).toEqual({ taken: false })
    await house.drain()
    expect(await orders(connected)).toMatchObject([{ number: '900', state: 'delivered', version: 1 }])
  })

  test('what the shop did not sign is refused and leaves nothing', async () => {
    const connected = await woo()
    expect((await wooHook(connected, order(1), 'd', 'guess')).body.code).toBe('signature_wrong')
    expect((await deliver(connected, '{"id":1}', {})).status).toBe(401)
    const other = connected.webhookUrl.replace(/[^/]+$/, '00000000-0000-7000-8000-000000000000')
    expect((await wooHook({ ...connected, webhookUrl: other }, order(1), 'd')).status).toBe(401)
    const ping = await deliver(connected, 'webhook_id=7', { 'content-type': 'application/x-www-form-urlencoded' })
    expect([ping.status, ping.body]).toEqual([202, { taken: false }])
    expect(await orders(connected)).toEqual([])
  })

  test('Shopify’s refunds lead to their order', async () => {
    const state = shopifyState()
    state.orders = [[shopifyOrder(450_000_009)]]
    const connected = await shopify(state)
    const body = JSON.stringify({ id: 509562969, order_id: 450_000_009, note: 'Llegó rota' })
    const headers = {
      ...{ 'x-shopify-topic': 'refunds/create', 'x-shopify-webhook-id': 'b54557e4' },
      'x-shopify-hmac-sha256': sign(body),
    }
    expect((await deliver(connected, body, headers)).body).toEqual({ taken: true })
    await house.drain()
    expect((await connected.home.send('GET /returns')).body.items).toMatchObject([
      { orderNumber: '#1009', refund: { amountCents: 19_748 }, note: 'Llegó rota' },
    ])
  })
})

describe('a connection test says exactly what is wrong', () => {
  const wrongKeys = { consumerKey: 'ck_x', consumerSecret: 'cs_x' }
  const html: Told = { text: '<html><body>Hola</body></html>' }
  const cases: [string, string, () => Promise<string>, object, string, string, RegExp][] = [
    [
      'unknown host',
      'woocommerce',
      async () => 'https://tienda.invalid',
      wooKeys,
      'host_unknown',
      'host',
      /tienda\.invalid/,
    ],
    [
      'closed port',
      'woocommerce',
      async () => 'http://127.0.0.1:9',
      wooKeys,
      'connection_refused',
      'connection',
      /127\.0\.0\.1/,
    ],
    [
      'no TLS there',
      'woocommerce',
      async () => (await fake(() => html)).url.replace('http:', 'https:'),
      wooKeys,
      'tls_failed',
      'connection',
      /127/,
    ],
    [
      'wrong path',
      'woocommerce',
      async () => `${(await fake(wooShop(wooState()))).url}/blog`,
      wooKeys,
      'not_found',
      'shop',
      /404/,
    ],
    ['not a shop', 'woocommerce', async () => (await fake(() => html)).url, wooKeys, 'not_a_shop', 'shop', /wc\/v3/],
    [
      'WordPress without WooCommerce',
      'woocommerce',
      async () => (await fake(() => ({ status: 404, json: { code: 'rest_no_route', message: 'No route' } }))).url,
      wooKeys,
      'not_a_shop',
      'shop',
      /No route/,
    ],
    [
      'moved',
      'woocommerce',
      async () => (await fake(() => ({ status: 301, headers: { location: 'https://www.tienda.es/' }, text: '' }))).url,
      wooKeys,
      'redirects',
      'shop',
      /www\.tienda\.es/,
    ],
    [
      'wrong key',
      'woocommerce',
      async () => (await fake(wooShop(wooState()))).url,
      wrongKeys,
      'key_wrong',
      'key',
      /clave/,
    ],
    [
      'no right to see orders',
      'woocommerce',
      async () => (await fake(wooShop({ ...wooState(), denied: 'orders' }))).url,
      wooKeys,
      'scope_missing',
      'scopes',
      /cannot list/,
    ],
    [
      'wrong key',
      'prestashop',
      async () => `${(await fake(prestaShop(prestaState()))).url}/tienda/api/`,
      { webserviceKey: 'X' },
      'key_wrong',
      'key',
      /does not exist/,
    ],
    [
      'missing permissions',
      'prestashop',
      async () => `${(await fake(prestaShop({ ...prestaState(), denied: ['orders', 'customers'] }))).url}/tienda`,
      { webserviceKey: prestaKey },
      'scope_missing',
      'scopes',
      /^orders, customers$/,
    ],
    [
      'wrong token',
      'shopify',
      async () => (await fake(shopifyShop(shopifyState()))).url,
      { accessToken: 'shpat_x' },
      'key_wrong',
      'key',
      /Invalid API key/,
    ],
    [
      'missing scopes',
      'shopify',
      async () => (await fake(shopifyShop({ ...shopifyState(), scopes: ['read_products'] }))).url,
      { accessToken: shopifyToken },
      'scope_missing',
      'scopes',
      /^read_inventory, read_orders$/,
    ],
  ]
  test.each(cases)('%s (%s)', async (_name, kind, url, credentials, code, check, detail) => {
    const home = await house.workspace()
    const { status, body } = await home.send('POST /shops/tests', { body: { kind, url: await url(), credentials } })
    expect(status).toBe(200)
    expect(body).toMatchObject({ ok: false, problem: { code, detail: expect.stringMatching(detail) } })
    expect(body.checks.find((one: { state: string }) => one.state === 'fail')).toEqual({ check, state: 'fail' })
  })

  test('and what is right', async () => {
    const connected = await shopify()
    expect((await connected.home.send(`POST /shops/${connected.id}/test`)).body).toMatchObject({
      ok: true,
      problem: null,
      about: { shopName: 'Lumbre', currency: 'EUR' },
    })
  })

  test('inside addresses are not reached, by number, name or redirect', async () => {
    const inside = await fake(() => html)
    const fetch = publicFetcher()
    const port = new URL(inside.url).port
    for (const host of [
      '127.0.0.1',
      'localhost',
      '[::1]',
      '[::ffff:127.0.0.1]',
      '169.254.169.254',
      '10.0.0.1',
      '0x7f.1',
    ])
      await expect(fetch({ method: 'GET', url: `http://${host}:${port}/`, headers: {} })).rejects.toMatchObject({
        code: 'host_not_public',
      })
    expect(inside.asked).toEqual([])
  })
})

test('keys are kept encrypted, hinted at and never told', async () => {
  const connected = await woo()
  const shown = await connected.home.send(`GET /shops/${connected.id}`)
  expect(shown.text).not.toContain(wooKeys.consumerSecret)
  expect(shown.body).toMatchObject({
    keyHints: { consumerKey: '…cdef', consumerSecret: '…3210' },
    hasWebhookSecret: true,
  })
  const { rows } = await sql<{
    row: string
  }>`select c::text as row from shop_connection c where workspace_id = ${connected.home.workspaceId}`.execute(
    house.services.db,
  )
  expect(rows[0]!.row).not.toContain('cs_fed')
  const patched = await connected.home.send(`PATCH /shops/${connected.id}`, {
    body: { name: 'Otra', credentials: { consumerKey: 'ck_new1' } },
  })
  expect(patched.body).toMatchObject({
    name: 'Otra',
    version: 2,
    keyHints: { consumerKey: '…new1', consumerSecret: '…3210' },
  })
  const event = (await connected.home.send('GET /events')).text
  expect(event).not.toContain('ck_new1')
})

test.each([
  [{ kind: 'woocommerce', credentials: { consumerKey: 'ck' } }, '/credentials/consumerSecret', 'required'],
  [{ kind: 'shopify', credentials: { accessToken: 'shp at' } }, '/credentials/accessToken', 'pattern'],
  [{ kind: 'prestashop', credentials: { webserviceKey: 'K' }, url: 'ftp://tienda.es' }, '/url', 'web_address'],
])('%j cannot be connected', async (body, pointer, rule) => {
  const home = await house.workspace()
  const answer = await home.send('POST /shops', { body: { name: 'T', url: 'https://tienda.es', ...body } })
  expect([answer.status, answer.body.errors]).toEqual([422, [{ pointer, rule }]])
  expect((await home.send('GET /shops')).body.items).toEqual([])
})

test('the schedule runs each shop in its time, one run at once', async () => {
  const connected = await woo()
  const { home, id } = connected
  await home.send(`PATCH /shops/${id}`, { body: { everyMinutes: 60 } })
  const tick = async () => {
    await sql`select graphile_worker.add_job('shops.schedule', '{}'::json)`.execute(house.services.db)
    await house.drain()
  }
  const runs = async () => (await home.send(`GET /shops/${id}/runs`)).body.items
  await tick()
  expect(await runs()).toMatchObject([{ trigger: 'schedule', state: 'finished' }])
  await tick()
  expect(await runs()).toHaveLength(1)
  house.clock.advance(61 * 60_000)
  await tick()
  expect(await runs()).toHaveLength(2)
  await home.send(`POST /shops/${id}/sync`, { body: {} })
  expect((await home.send(`POST /shops/${id}/sync`, { body: {} })).body.code).toBe('shop_run_open')
  expect((await home.send(`DELETE /shops/${id}`)).status).toBe(204)
  await house.drain()
  expect((await home.send(`POST /shops/${id}/restoration`)).body.lastRun.state).toBe('failed')
})
