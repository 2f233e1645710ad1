import { afterAll, beforeAll, expect, test } from 'vitest'
import { addProduct, ok } from '#test/builders/campaigns.ts'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'

let house: Harness
let lumbre: TestWorkspace
beforeAll(async () => {
  house = await startHarness()
  lumbre = await house.workspace()
})
afterAll(() => house.close())

const send = (key: string, body?: unknown) => lumbre.send(key, body === undefined ? {} : { body })

test('a return is blamed on a claim of the product that came back, not of another', async () => {
  const [watch, lamp] = [await addProduct(lumbre, { sku: 'W' }), await addProduct(lumbre, { sku: 'L' })]
  const claimOf = async (productId: string) => {
    const attributes = [{ key: 'battery', label: 'Batería', value: '7', unit: 'd', severity: 'critical' }]
    await ok(send(`POST /products/${productId}/specs`, { attributes }))
    await ok(send(`POST /products/${productId}/specs/1/publication`, {}))
    const asset = await ok(send('POST /assets', { type: 'landing', name: 'Página' }))
    const stated = { productId, attributeKey: 'battery', statedValue: '7', unit: 'd', specVersion: 1 }
    return (await ok(send('POST /claims', { assetType: 'landing', assetId: asset.id, ...stated }))).id as string
  }
  const [own, other] = [await claimOf(watch), await claimOf(lamp)]
  const order = await ok(send('POST /orders', { lines: [{ productId: watch, quantity: 3, unitPriceCents: 100 }] }))
  const give = (claimId: string) =>
    send('POST /returns', {
      orderId: order.id,
      lines: [{ orderLineId: order.lines[0].id, quantity: 1, reason: 'not_as_described', claimId }],
    })
  const refused = [{ pointer: '/lines/0/claimId', rule: 'claim_of_other_product' }]
  expect((await give(other)).body.errors).toEqual(refused)
  const made = await ok(give(own))
  expect(made.lines[0].claimId).toBe(own)
  const changed = await send(`PATCH /returns/${made.id}`, { lines: [{ id: made.lines[0].id, claimId: other }] })
  expect([changed.status, changed.body.errors]).toEqual([422, refused])
})
