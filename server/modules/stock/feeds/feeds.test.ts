import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#kernel/id.ts'
import { addMember } from '#test/builders/leads.ts'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'
import { startDueFeeds } from './run-feed.ts'

let house: Harness
let home: TestWorkspace
let server: Server
let answer = { status: 200, text: '' }
const ids = new Map<string, string>()

beforeAll(async () => {
  house = await startHarness()
  home = await house.workspace()
  server = createServer((_request, response) => void response.writeHead(answer.status).end(answer.text))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  for (let index = 1; index <= 10; index++) {
    const sku = `S-${index}`
    ids.set(sku, (await send('POST /products', { sku, name: sku })).body.id)
  }
})
afterAll(async () => {
  await new Promise((done) => server.close(done))
  await house.close()
})

const send = (key: string, body?: unknown) => home.send(key, body === undefined ? {} : { body })
const onHand = async (sku: string) => (await send(`GET /products/${ids.get(sku)}/stock`)).body.onHand
const csv = (units: (index: number) => number, rows = 10) =>
  `sku;stock\n${Array.from({ length: rows }, (_, index) => `s-${index + 1};${units(index + 1)}\n`).join('')}`
const feedUrl = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/stock.csv`

test('a feed brings levels on its schedule; what is strange waits for a person', async () => {
  const feed = (await send('POST /stock-feeds', { kind: 'url', name: 'ERP', url: feedUrl(), everyMinutes: 15 })).body
  const run = () => send(`POST /stock-feeds/${feed.id}/run`)
  answer = { status: 200, text: `${csv((index) => index)}S-99;4\n` }
  expect((await run()).body).toMatchObject({ state: 'applied', rows: 11, changed: 10, unknown: 1 })
  expect(await onHand('S-7')).toBe(7)

  answer.text = csv(() => 0, 11)
  expect((await run()).body).toMatchObject({ state: 'held', reason: 'all_zero', params: { zeroed: 10 } })
  answer.text = csv((index) => index + 1, 5)
  expect((await run()).body).toMatchObject({ state: 'held', reason: 'truncated', params: { rows: 5, before: 11 } })
  expect(await onHand('S-1')).toBe(1)
  await house.drain()
  expect((await send('GET /notifications')).body.items[0]).toMatchObject({ kind: 'stock_feed_held' })
  expect((await send(`POST /stock-feeds/${feed.id}/confirmation`)).body).toMatchObject({
    state: 'confirmed',
    changed: 5,
  })
  expect(await onHand('S-1')).toBe(2)
  expect((await send(`POST /stock-feeds/${feed.id}/confirmation`)).body.code).toBe('feed_not_held')

  answer.text = csv(() => 0, 5)
  await run()
  expect((await send(`DELETE /stock-feeds/${feed.id}/confirmation`)).status).toBe(204)
  expect(await onHand('S-1')).toBe(2)
  answer = { status: 500, text: '' }
  expect((await run()).body).toMatchObject({ state: 'failed', reason: 'status', params: { status: 500 } })
  answer = { status: 200, text: 'a,b\n1,2\n' }
  expect((await run()).body).toMatchObject({ state: 'failed', reason: 'columns_missing' })

  answer.text = csv(() => 30, 5)
  const nothing = { signal: new AbortController().signal, attempt: 1, lastAttempt: true }
  house.clock.advance(16 * 60_000)
  await startDueFeeds.run({}, house.services, nothing)
  await house.drain()
  expect(await onHand('S-3')).toBe(30)
  const runs = (await send(`GET /stock-feeds/${feed.id}/runs`)).body.items
  expect(runs.map((one: { state: string }) => one.state)).toEqual([
    'applied',
    'failed',
    'failed',
    'discarded',
    'confirmed',
    'discarded',
    'applied',
  ])
})

test('a webhook believes neither old nor repeated messages, and its address is a secret that can be replaced', async () => {
  const feed = (await send('POST /stock-feeds', { kind: 'webhook', name: 'Almacén' })).body
  const path = new URL(feed.hookUrl).pathname
  const post = (body: object, at = path) => house.visit(`POST ${at}`, { body })
  const level = (id: string, at: string, units: number) => ({ id, at, items: [{ sku: 'S-9', onHand: units }] })
  expect((await post(level('m2', '2026-11-23T08:59:00Z', 50))).body).toMatchObject({ changed: 1 })
  expect((await post(level('m1', '2026-11-23T08:00:00Z', 20))).body).toMatchObject({ changed: 0, outdated: 1 })
  expect((await post(level('m2', '2026-11-23T08:59:00Z', 50))).body).toMatchObject({ repeated: true })
  expect(await onHand('S-9')).toBe(50)
  const moved = {
    id: 'm3',
    at: '2026-11-23T08:30:00Z',
    items: [
      { sku: 'S-9', delta: -5 },
      { sku: 'S-77', delta: 1 },
    ],
  }
  const answers = await Promise.all([post(moved), post(moved), post(moved)])
  expect(answers.filter(({ body }) => body.repeated)).toHaveLength(2)
  expect(answers.find(({ body }) => !body.repeated)!.body).toMatchObject({ changed: 1, unknown: ['S-77'] })
  expect(await onHand('S-9')).toBe(45)
  expect((await post({ ...moved, id: 'm4', items: [{ sku: 'S-9', delta: -500 }] })).body.code).toBe(
    'insufficient_stock',
  )
  expect((await post({ ...moved, id: 'm5', items: [{ sku: 'S-9' }] })).body.errors[0].rule).toBe('level_or_movement')
  expect((await post(level('m6', '2030-01-01T00:00:00Z', 1))).body.errors[0].rule).toBe('in_future')
  expect((await post(level('m7', '2026-11-23T09:00:00Z', -1))).status).toBe(400)

  const guest = await addMember(house, home, { name: 'Gema', role: 'guest' })
  const seen = (await guest.send('GET /stock-feeds')).body.items.find((one: { id: string }) => one.id === feed.id)
  expect(seen.hookUrl).toBeNull()
  const renewed = (await send(`PATCH /stock-feeds/${feed.id}`, { newSecret: true })).body
  expect((await post(level('m8', '2026-11-23T09:00:00Z', 1))).status).toBe(404)
  expect((await post(level('m8', '2026-11-23T09:00:00Z', 1), new URL(renewed.hookUrl).pathname)).status).toBe(200)
  expect((await post(level('m9', '2026-11-23T09:00:00Z', 1), `${path.slice(0, -3)}abc`)).status).toBe(404)
})

test('many levels at once: by SKU or id, unknown ones named, older ones left', async () => {
  const items = [
    { sku: 's-1', onHand: 11 },
    { productId: ids.get('S-2')!, onHand: 12, reserved: 2 },
    { sku: 'nope', onHand: 1 },
    { productId: newId(), onHand: 1 },
  ]
  const set = await send('PUT /stock/levels', { items, at: '2026-11-23T08:00:00Z' })
  expect(set.body).toMatchObject({ changed: 2, unchanged: 0, outdated: 0, unknown: ['nope', items[3]!.productId] })
  expect(
    (await send('PUT /stock/levels', { items: items.slice(0, 2), at: '2026-11-23T07:00:00Z' })).body,
  ).toMatchObject({ outdated: 2 })
  expect((await send('PUT /stock/levels', { items: items.slice(0, 2) })).body).toMatchObject({
    changed: 0,
    unchanged: 2,
  })
  const wrong = async (item: object) => (await send('PUT /stock/levels', { items: [item] })).body.errors[0].rule
  expect(await wrong({ onHand: 1 })).toBe('sku_or_id')
  expect(await wrong({ sku: 's-1', onHand: 1, reserved: 2 })).toBe('more_than_on_hand')
  expect((await send('PUT /stock/levels', { items: [{ sku: 's-1', onHand: -1 }] })).status).toBe(400)
  expect((await send('PUT /stock/levels', { items: [items[0], items[0]] })).body.errors[0].rule).toBe('duplicate_value')
})
