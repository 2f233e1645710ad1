import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Shops, startShops } from '#test/builders/shops.ts'
import type { Told } from '#test/shops/fake-shop.ts'
import { prestaKey, prestaShop, prestaState } from '#test/shops/prestashop.ts'
import { shopifyShop, shopifyState, shopifyToken } from '#test/shops/shopify.ts'
import { wooKeys, wooShop, wooState } from '#test/shops/woocommerce.ts'
import { publicFetcher } from './net/fetch.ts'

let shops: Shops
beforeAll(async () => void (shops = await startShops()))
afterEach(() => shops.closeShops())
afterAll(() => shops.close())

describe('a connection test says exactly what is wrong', () => {
  const wrongKeys = { consumerKey: 'ck_x', consumerSecret: 'cs_x' }
  const html: Told = { text: '<html><body>Hola</body></html>' }
  type Case = [string, string, () => Promise<string>, object, string, string, RegExp]
  const cases: Case[] = [
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
      async () => (await shops.fake(() => html)).url.replace('http:', 'https:'),
      wooKeys,
      'tls_failed',
      'connection',
      /127/,
    ],
    [
      'wrong path',
      'woocommerce',
      async () => `${(await shops.fake(wooShop(wooState()))).url}/blog`,
      wooKeys,
      'not_found',
      'shop',
      /404/,
    ],
    [
      'not a shop',
      'woocommerce',
      async () => (await shops.fake(() => html)).url,
      wooKeys,
      'not_a_shop',
      'shop',
      /wc\/v3/,
    ],
    [
      'WordPress without WooCommerce',
      'woocommerce',
      async () => (await shops.fake(() => ({ status: 404, json: { code: 'rest_no_route', message: 'No route' } }))).url,
      wooKeys,
      'not_a_shop',
      'shop',
      /No route/,
    ],
    [
      'moved',
      'woocommerce',
      async () =>
        (await shops.fake(() => ({ status: 301, headers: { location: 'https://www.tienda.es/' }, text: '' }))).url,
      wooKeys,
      'redirects',
      'shop',
      /www\.tienda\.es/,
    ],
    [
      'wrong key',
      'woocommerce',
      async () => (await shops.fake(wooShop(wooState()))).url,
      wrongKeys,
      'key_wrong',
      'key',
      /clave/,
    ],
    [
      'no right to see orders',
      'woocommerce',
      async () => (await shops.fake(wooShop({ ...wooState(), denied: 'orders' }))).url,
      wooKeys,
      'scope_missing',
      'scopes',
      /^orders$/,
    ],
    [
      'a firewall before it',
      'woocommerce',
      async () =>
        (await shops.fake(() => ({ status: 403, text: '<html><title>Access denied</title><body>x</body></html>' })))
          .url,
      wooKeys,
      'blocked',
      'shop',
      /^403 · Access denied$/,
    ],
    [
      'a plug-in that hides the API',
      'woocommerce',
      async () =>
        (await shops.fake(() => ({ status: 401, json: { code: 'rest_cannot_access', message: 'Only members' } }))).url,
      wooKeys,
      'blocked',
      'shop',
      /Only members/,
    ],
    [
      'a server that drops the key',
      'woocommerce',
      async () => (await shops.fake(wooShop({ ...wooState(), dropsKey: true }))).url,
      wooKeys,
      'key_not_received',
      'key',
      /cannot list/,
    ],
    ...(
      [
        ['woocommerce', wooKeys],
        ['prestashop', { webserviceKey: prestaKey }],
        ['shopify', { accessToken: shopifyToken }],
      ] as const
    ).map(
      ([kind, keys]): Case => [
        'an answer that is cut off',
        kind,
        async () => (await shops.fake(() => ({ text: '{"namespace":"wc/v3","routes":{"/wc' }))).url,
        keys,
        'answer_unreadable',
        'shop',
        /^\/.+/,
      ],
    ),
    [
      'a firewall before it',
      'prestashop',
      async () => (await shops.fake(() => ({ status: 403, text: '<!DOCTYPE html><body>Forbidden</body>' }))).url,
      { webserviceKey: prestaKey },
      'blocked',
      'shop',
      /^403/,
    ],
    [
      'wrong key',
      'prestashop',
      async () => `${(await shops.fake(prestaShop(prestaState()))).url}/tienda/api/`,
      { webserviceKey: 'X' },
      'key_wrong',
      'key',
      /does not exist/,
    ],
    [
      'missing permissions',
      'prestashop',
      async () => `${(await shops.fake(prestaShop({ ...prestaState(), denied: ['orders', 'customers'] }))).url}/tienda`,
      { webserviceKey: prestaKey },
      'scope_missing',
      'scopes',
      /^orders, customers$/,
    ],
    [
      'wrong token',
      'shopify',
      async () => (await shops.fake(shopifyShop(shopifyState()))).url,
      { accessToken: 'shpat_x' },
      'key_wrong',
      'key',
      /Invalid API key/,
    ],
    [
      'missing scopes',
      'shopify',
      async () => (await shops.fake(shopifyShop({ ...shopifyState(), scopes: ['read_products'] }))).url,
      { accessToken: shopifyToken },
      'scope_missing',
      'scopes',
      /^read_inventory, read_orders$/,
    ],
  ]
  test.each(cases)('%s (%s)', async (_name, kind, url, credentials, code, check, detail) => {
    const home = await shops.house.workspace()
    const { status, body } = await home.send('POST /shops/tests', { body: { kind, url: await url(), credentials } })
    expect(status).toBe(200)
    expect(body).toMatchObject({ ok: false, problem: { code, detail: expect.stringMatching(detail) } })
    expect(body.checks.find((one: { state: string }) => one.state === 'fail')).toEqual({ check, state: 'fail' })
  })

  test('and what is right', async () => {
    const connected = await shops.shopify()
    expect((await connected.home.send(`POST /shops/${connected.id}/test`)).body).toMatchObject({
      ok: true,
      problem: null,
      about: { shopName: 'Lumbre', currency: 'EUR' },
    })
  })

  test('inside addresses are not reached, by number, name or redirect', async () => {
    const inside = await shops.fake(() => html)
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
  const connected = await shops.woo()
  const shown = await connected.home.send(`GET /shops/${connected.id}`)
  expect(shown.text).not.toContain(wooKeys.consumerSecret)
  expect(shown.body).toMatchObject({
    keyHints: { consumerKey: '…cdef', consumerSecret: '…3210' },
    hasWebhookSecret: true,
  })
  const { rows } = await sql<{
    row: string
  }>`select c::text as row from shop_connection c where workspace_id = ${connected.home.workspaceId}`.execute(
    shops.house.services.db,
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
  const home = await shops.house.workspace()
  const answer = await home.send('POST /shops', { body: { name: 'T', url: 'https://tienda.es', ...body } })
  expect([answer.status, answer.body.errors]).toEqual([422, [{ pointer, rule }]])
  expect((await home.send('GET /shops')).body.items).toEqual([])
})
