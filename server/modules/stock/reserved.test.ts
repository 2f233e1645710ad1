import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#kernel/id.ts'
import { type Answer, type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'

let house: Harness
let lumbre: TestWorkspace
beforeAll(async () => {
  house = await startHarness()
  lumbre = await house.workspace()
})
afterAll(() => house.close())

const send = (key: string, body?: unknown) => lumbre.send(key, body === undefined ? {} : { body })
async function product(onHand: number, reserved = 0): Promise<{ id: string; sku: string }> {
  const { body } = await send('POST /products', { sku: `R-${newId()}`, name: 'Auriculares' })
  await send(`PUT /products/${body.id}/stock`, { onHand })
  if (reserved) await reserve(body.id, reserved)
  return body
}
const reserve = (id: string, quantity: number) => send(`POST /products/${id}/stock/reservations`, { quantity })
const move = (id: string, delta: number, reason = 'sale'): Promise<Answer> =>
  send(`POST /products/${id}/stock/movements`, { delta, reason })
const stockOf = async (id: string) => (await send(`GET /products/${id}/stock`)).body

test('movements leave what is reserved; what is fulfilled still leaves', async () => {
  const { id, sku } = await product(100, 60)
  expect((await move(id, -50)).body).toMatchObject({
    code: 'insufficient_stock',
    params: { available: 40, wanted: 50 },
  })
  expect((await move(id, -40)).body).toMatchObject({ onHand: 60, uncovered: 0 })
  const both = await Promise.all([move(id, 5), move(id, -6), move(id, -5)])
  expect(both.map(({ status }) => status).sort()).toEqual([201, 201, 409])
  const { body: feed } = await send('POST /stock-feeds', { kind: 'webhook', name: 'Almacén' })
  const post = await house.visit(`POST ${new URL(feed.hookUrl).pathname}`, {
    body: { id: 'w1', at: house.clock.now().toISOString(), items: [{ sku, delta: -1 }] },
  })
  expect(post.body.code).toBe('insufficient_stock')
  const [held] = (await send(`GET /products/${id}/stock/reservations`)).body.items
  expect((await send(`POST /products/${id}/stock/reservations/${held.id}/fulfilment`)).status).toBe(200)
  expect(await stockOf(id)).toMatchObject({ onHand: 0, reserved: 0 })
})

test('what an inventory says is reserved keeps nothing back; what was reserved here is still kept', async () => {
  const { id } = await product(420)
  await send(`PUT /products/${id}/stock`, { onHand: 420, reserved: 60 })
  expect((await move(id, -400)).body).toMatchObject({ onHand: 20, uncovered: 40 })
  await send(`PUT /products/${id}/stock`, { onHand: 420, reserved: 60 })
  expect((await reserve(id, 10)).status).toBe(201)
  expect((await move(id, -415)).body).toMatchObject({
    code: 'insufficient_stock',
    params: { available: 410, wanted: 415 },
  })
  expect((await move(id, -410)).body).toMatchObject({ onHand: 10, uncovered: 60 })
})

test('sixteen writers that reserve and move never leave less than is reserved, and every unit is accounted for', async () => {
  const { id } = await product(200)
  const writer = async (index: number) => {
    const answers: Answer[] = []
    for (let round = 0; round < 12; round++)
      answers.push(await ((index + round) % 2 === 0 ? reserve(id, 1) : move(id, -2)))
    return answers
  }
  const answers = (await Promise.all(Array.from({ length: 16 }, (_, index) => writer(index)))).flat()
  const moved = answers.filter(({ status, body }) => status === 201 && 'delta' in body)
  const reserved = answers.filter(({ status, body }) => status === 201 && 'quantity' in body)
  for (const { status, body } of answers) if (status !== 201) expect(body.code).toBe('insufficient_stock')
  const level = await stockOf(id)
  expect(level).toMatchObject({ onHand: 200 - 2 * moved.length, reserved: reserved.length, uncovered: 0 })
  expect(level.onHand).toBeGreaterThanOrEqual(level.reserved)
})

test('what was counted is the truth: who is responsible hears once how many reserved units are missing', async () => {
  const { id, sku } = await product(100, 60)
  expect((await move(id, -45, 'loss')).body).toMatchObject({ onHand: 55, uncovered: 5 })
  expect((await send(`PUT /products/${id}/stock`, { onHand: 50 })).body).toMatchObject({ onHand: 50, uncovered: 10 })
  expect((await send('PUT /stock/levels', { items: [{ sku, onHand: 40 }] })).body).toMatchObject({ uncovered: 20 })
  await house.drain()
  const { items } = (await send('GET /notifications')).body
  const told = items.filter(
    ({ kind, link }: { kind: string; link: string }) => kind === 'stock_uncovered' && link.includes(id),
  )
  expect(told).toHaveLength(1)
  const timeline = (await send(`GET /products/${id}/timeline?limit=50`)).body.items
  expect(
    timeline
      .filter(({ name }: { name: string }) => name === 'stock.uncovered')
      .map(({ data }: { data: { uncovered: number } }) => data.uncovered),
  ).toEqual([20, 10, 5])
  expect((await move(id, -1)).body).toMatchObject({ code: 'insufficient_stock', params: { available: 0 } })
  expect((await move(id, 3)).body).toMatchObject({ onHand: 43, uncovered: 17 })
})
