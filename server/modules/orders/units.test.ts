import { afterAll, beforeAll, expect, test } from 'vitest'
import { ok } from '#test/builders/campaigns.ts'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'

let house: Harness
let lumbre: TestWorkspace
beforeAll(async () => {
  house = await startHarness()
  lumbre = await house.workspace()
})
afterAll(() => house.close())

const send = (key: string, body?: unknown) => lumbre.send(key, body === undefined ? {} : { body })
const patch = (id: string, state: string) => ok(send(`PATCH /orders/${id}`, { state }))
const onHand = async (id: string) => (await ok(send(`GET /products/${id}/stock`))).onHand
let skus = 0

/** A product of 97 units, and an order of ten of them. */
async function sold({ moveStock = true } = {}) {
  const { id: productId } = await ok(send('POST /products', { sku: `U-${++skus}`, name: 'Reloj' }))
  const level = { onHand: 97, reserved: 0, dailyDemand: 1, demandStdDev: 0, leadTimeDays: 1 }
  await ok(send(`PUT /products/${productId}/stock`, level))
  const order = await ok(send('POST /orders', { lines: [{ productId, quantity: 10, unitPriceCents: 100 }], moveStock }))
  const back = (quantity: number, restock: boolean) =>
    ok(
      send('POST /returns', {
        ...{ orderId: order.id, restock },
        lines: [{ orderLineId: order.lines[0].id, quantity, reason: 'changed_mind' }],
      }),
    )
  return { productId, orderId: order.id as string, back }
}

test('a cancelled order gives its units back once, and takes them again when it is placed again', async () => {
  const { productId, orderId } = await sold()
  expect(await onHand(productId)).toBe(87)
  await patch(orderId, 'cancelled')
  expect(await onHand(productId)).toBe(97)
  const [movement] = (await ok(send(`GET /products/${productId}/stock/movements`))).items
  expect(movement).toMatchObject({ delta: 10, reason: 'cancellation', onHandAfter: 97 })
  await ok(send(`DELETE /orders/${orderId}`))
  expect(await onHand(productId)).toBe(97)
  await ok(send(`POST /orders/${orderId}/restoration`))
  expect(await onHand(productId)).toBe(97)
  await patch(orderId, 'placed')
  expect(await onHand(productId)).toBe(87)
  house.clock.advance(1000)
  await patch(orderId, 'cancelled')
  expect(await onHand(productId)).toBe(97)
})

test('a deleted order gives its units back, and is restored only while they are there', async () => {
  const { productId, orderId } = await sold()
  await ok(send(`DELETE /orders/${orderId}`))
  expect(await onHand(productId)).toBe(97)
  await ok(send(`POST /products/${productId}/stock/movements`, { delta: -90, reason: 'sale' }))
  const refused = await send(`POST /orders/${orderId}/restoration`)
  expect([refused.status, refused.body.code]).toEqual([409, 'insufficient_stock'])
  expect((await send(`GET /orders/${orderId}`)).status).toBe(404)
  await ok(send(`POST /products/${productId}/stock/movements`, { delta: 10, reason: 'purchase' }))
  await ok(send(`POST /orders/${orderId}/restoration`))
  expect(await onHand(productId)).toBe(7)
})

test('returned units are not given back twice, whatever came first', async () => {
  const { productId, orderId, back } = await sold()
  await back(2, true)
  await back(1, false)
  expect(await onHand(productId)).toBe(89)
  await patch(orderId, 'cancelled')
  // One of the returned came back broken, and stays off the shelf.
  expect(await onHand(productId)).toBe(96)
  await back(3, true)
  expect(await onHand(productId)).toBe(96)
})

test('an order that moved nothing, or is told of as cancelled, moves nothing', async () => {
  const { productId, orderId } = await sold({ moveStock: false })
  await patch(orderId, 'cancelled')
  await patch(orderId, 'placed')
  await ok(send(`DELETE /orders/${orderId}`))
  const lines = [{ productId, quantity: 10, unitPriceCents: 100 }]
  await ok(send('POST /orders', { lines, state: 'cancelled', moveStock: true }))
  expect(await onHand(productId)).toBe(97)
})
