import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'

let house: Harness
let lumbre: TestWorkspace
let server: Server
let text = ''
let ids: Map<string, string>
let feedId: string
beforeAll(async () => {
  house = await startHarness()
  server = createServer((_request, response) => void response.end(text))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
})
beforeEach(async () => {
  lumbre = await house.workspace()
  ids = new Map()
  for (let index = 1; index <= 20; index++)
    ids.set(`F-${index}`, (await send('POST /products', { sku: `F-${index}`, name: `F-${index}` })).body.id)
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/stock.csv`
  feedId = (await send('POST /stock-feeds', { kind: 'url', name: 'ERP', url })).body.id
  expect(await run({})).toMatchObject({ state: 'applied', rows: 20, changed: 20, unread: 0 })
})
afterAll(async () => {
  await new Promise((done) => server.close(done))
  await house.close()
})

const send = (key: string, body?: unknown) => lumbre.send(key, body === undefined ? {} : { body })
const onHand = async (sku: string) => (await send(`GET /products/${ids.get(sku)}/stock`)).body.onHand
/** Reads a feed of twenty rows with 30 units each, but for what is given. */
async function run(units: Record<string, string | number>, end = '\n') {
  text = `sku,stock\n${[...ids.keys()].map((sku) => `${sku},${units[sku] ?? 30}`).join('\n')}${end}`
  return (await send(`POST /stock-feeds/${feedId}/run`)).body
}

test('what cannot be read is said with its SKU; words for none and oversold units are zero', async () => {
  for (const units of ['2.5', '', 'muchas']) {
    const read = await run({ 'F-3': units })
    expect(read).toMatchObject({ state: 'applied', rows: 19, unread: 1, unreadSkus: ['F-3'] })
    expect(await onHand('F-3')).toBe(30)
  }
  expect((await send('GET /stock-feeds')).body.items[0].lastRun).toMatchObject({ unread: 1, unreadSkus: ['F-3'] })
  for (const units of ['-3', 'Agotado', 'sin stock', 'Out of stock', '0 uds']) {
    expect(await run({ 'F-3': units })).toMatchObject({ state: 'applied', rows: 20, unread: 0 })
    expect(await onHand('F-3')).toBe(0)
    await run({})
  }
  const none = Object.fromEntries([...ids.keys()].map((sku) => [sku, 'x']))
  expect(await run(none)).toMatchObject({ state: 'held', reason: 'malformed', unread: 20, params: { malformed: 20 } })
})

test('a feed that ends in the middle of its last number is held, if it used to end with a line break', async () => {
  expect(await run({ 'F-20': 3 }, '')).toMatchObject({ state: 'held', reason: 'cut' })
  expect(await onHand('F-20')).toBe(30)
  await send(`POST /stock-feeds/${feedId}/confirmation`)
  expect(await onHand('F-20')).toBe(3)
})

test('a feed that empties most of its own products is held, whatever else the workspace has in stock', async () => {
  const others = Array.from({ length: 60 }, (_, index) => ({ sku: `O-${index}`, name: 'O' }))
  for (const other of others) {
    const { id } = (await send('POST /products', other)).body
    await send(`PUT /products/${id}/stock`, { onHand: 5 })
  }
  const zeros = Object.fromEntries([...ids.keys()].slice(1).map((sku) => [sku, 0]))
  expect(await run(zeros)).toMatchObject({ state: 'held', reason: 'mostly_zero', params: { zeroed: 19, inStock: 20 } })
  expect(await onHand('F-2')).toBe(30)
})
