import { afterAll, beforeAll, expect, test } from 'vitest'
import { addProduct, follow, makeReady, ok, planCampaign } from '#test/builders/campaigns.ts'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'

let house: Harness
let lumbre: TestWorkspace
beforeAll(async () => {
  house = await startHarness()
  lumbre = await house.workspace()
})
afterAll(() => house.close())

const send = (key: string, body?: unknown) => lumbre.send(key, body === undefined ? {} : { body })
let made = 0
async function live(product: object = {}) {
  const productId = await addProduct(lumbre, { sku: `WAY-${++made}`, stock: { onHand: 10_000 }, ...product })
  const { id } = await planCampaign(lumbre, { name: `Camino ${made}` })
  await ok(send(`POST /campaigns/${id}/offers`, { productId }))
  await makeReady(lumbre, id)
  await ok(send(`POST /campaigns/${id}/launch`))
  return { id, productId }
}
/** What people are told of the offer and its link, and where the link really leads. */
async function told(id: string) {
  const { offers } = await ok(send(`GET /campaigns/${id}`))
  const [link] = (await ok(send(`GET /campaigns/${id}/links`))).items
  const led = (await follow(house, link.code)).replace(/^\/w\/.*/, 'waitlist').replace(/^https.*/, 'shop')
  return [offers[0].callToAction, link.leadsTo, led]
}

test('what is said of an offer and its link is what the link does', async () => {
  const sold = await live()
  expect(await told(sold.id)).toEqual(['shop', 'target', 'shop'])
  await ok(send(`POST /products/${sold.productId}/discontinuation`, {}))
  expect(await told(sold.id)).toEqual(['none', 'notice', '200'])

  const deleted = await live()
  await ok(send(`DELETE /products/${deleted.productId}`))
  expect(await told(deleted.id)).toEqual(['none', 'notice', '200'])

  const pageless = await live({ url: null })
  expect(await told(pageless.id), 'open, but for its link').toEqual(['shop', 'notice', '200'])

  const ended = await live()
  await ok(send(`POST /campaigns/${ended.id}/finish`))
  expect(await told(ended.id)).toEqual(['shop', 'target', 'shop'])
  await ok(send(`PUT /products/${ended.productId}/stock`, { onHand: 0, reserved: 0 }))
  expect(await told(ended.id)).toEqual(['waitlist', 'waitlist', 'waitlist'])
  await ok(send(`POST /campaigns/${ended.id}/archival`))
  expect(await told(ended.id)).toEqual(['none', 'notice', '200'])

  const paused = await live()
  await ok(send(`POST /campaigns/${paused.id}/pause`, {}))
  expect(await told(paused.id)).toEqual(['none', 'notice', '200'])
})
