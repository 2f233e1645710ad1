import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { addProduct, checksOf, makeReady, ok, planCampaign } from '#test/builders/campaigns.ts'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'

let house: Harness
let lumbre: TestWorkspace
beforeAll(async () => void (house = await startHarness()))
beforeEach(async () => void (lumbre = await house.workspace()))
afterAll(() => house.close())

const send = (key: string, body?: unknown) => lumbre.send(key, body === undefined ? {} : { body })
const stockCheck = async (id: string) => (await checksOf(lumbre.send, id)).stock_covers_demand
const launch = async (id: string) => {
  const { status, body } = await send(`POST /campaigns/${id}/launch`)
  return [status, ...(body.errors ?? []).map((error: { rule: string }) => error.rule)]
}
/** A campaign ready but for its offers: one of each product, whose stock is what is given. */
async function offering(...stocks: (object | null)[]) {
  const { id } = await planCampaign(lumbre)
  await makeReady(lumbre, id)
  const productIds: string[] = []
  for (const [index, stock] of stocks.entries()) {
    const productId = await addProduct(lumbre, { sku: `OVW-${index + 1}`, stock: null })
    if (stock) await ok(send(`PUT /products/${productId}/stock`, stock))
    await ok(send(`POST /campaigns/${id}/offers`, { productId, uplift: 5 }))
    productIds.push(productId)
  }
  return { id, productIds }
}

test('nothing on the first day blocks whether demand is known or not; units whose demand nobody knows warn', async () => {
  for (const stock of [{ onHand: 0 }, { onHand: 0, dailyDemand: 0 }, { onHand: 5, reserved: 5 }]) {
    const { id } = await offering(stock)
    const check = await stockCheck(id)
    expect(check).toMatchObject({ state: 'block', detail: { products: [{ verdict: 'block', needed: 0 }] } })
    expect(check.message).toMatch(/^De OVW-1 no hay unidades disponibles el primer día/)
    expect(await launch(id)).toEqual([409, 'stock_covers_demand'])
    lumbre = await house.workspace()
  }
  const { id, productIds } = await offering({ onHand: 10 })
  expect(await stockCheck(id)).toMatchObject({
    state: 'warn',
    message: expect.stringMatching(/nadie sabe cuánto se vende/),
    detail: { products: [{ verdict: 'warn', isDemandKnown: false }] },
  })
  const forecast = await ok(send(`GET /products/${productIds[0]}/availability?from=2026-11-23&to=2026-11-30`))
  expect(forecast).toMatchObject({ verdict: 'pass', isDemandKnown: false })
  await ok(send(`PUT /products/${productIds[0]}/stock`, { onHand: 10, dailyDemand: 0.1 }))
  expect((await stockCheck(id)).state).toBe('pass')
  expect(await launch(id)).toEqual([200])
})

test('what is missing is named to the last part; of many names the first are said and the rest counted', async () => {
  const { id } = await planCampaign(lumbre)
  for (const name of ['A', 'B', 'C', 'D', 'E', 'F', 'G'])
    await ok(send('POST /forms', { name, campaignId: id, fields: [{ key: 'email', type: 'email', label: 'E' }] }))
  const { brief_complete, consent_text_present } = await checksOf(lumbre.send, id)
  expect(brief_complete.message).toBe(
    'Al brief le falta: Objetivo, Necesidad del cliente, Expectativa del cliente y Cómo contribuimos.',
  )
  expect(consent_text_present.message).toMatch(/A, B, C y 4 más/)
  const inEnglish = await ok(send(`GET /campaigns/${id}/checks?locale=en`))
  expect(inEnglish.items[7].message).toMatch(/A, B, C,? and 4 more/)
})

test('an override stands for what was found: a new or worse finding has to be signed again', async () => {
  const { id, productIds } = await offering({ onHand: 308, dailyDemand: 8.4 })
  const first = productIds[0]!
  const sign = () =>
    ok(send(`POST /campaigns/${id}/overrides`, { check: 'stock_covers_demand', reason: 'Llega por avión' }))
  expect(await launch(id)).toEqual([409, 'stock_covers_demand'])
  expect(await sign()).toMatchObject({ inForce: true, signatures: [{ stands: true }] })
  expect((await stockCheck(id)).state).toBe('overridden')
  await ok(send(`PUT /products/${first}/stock`, { onHand: 350 }))
  expect((await stockCheck(id)).state).toBe('overridden')

  const { id: second } = await ok(send('POST /products', { sku: 'OVW-9', name: 'OVW-9' }))
  await ok(send(`PUT /products/${second}/stock`, { onHand: 0 }))
  const offer = await ok(send(`POST /campaigns/${id}/offers`, { productId: second, uplift: 1 }))
  expect(await stockCheck(id)).toMatchObject({
    state: 'block',
    detail: { override: { signatures: [{ stands: false }] } },
  })
  expect((await ok(send(`GET /campaigns/${id}/overrides`))).items).toMatchObject([{ inForce: false }])
  expect(await launch(id)).toEqual([409, 'stock_covers_demand'])
  await ok(send(`DELETE /campaigns/${id}/offers/${offer.id}`))
  expect((await stockCheck(id)).state).toBe('overridden')

  await ok(send(`PUT /products/${first}/stock`, { onHand: 8 }))
  expect(await launch(id)).toEqual([409, 'stock_covers_demand'])
  expect(await sign()).toMatchObject({ inForce: true, signatures: [{ stands: true }] })
  await sql`update campaign_override set signed_for = null where workspace_id = ${lumbre.workspaceId}`.execute(
    house.services.db,
  )
  await ok(send(`PUT /products/${first}/stock`, { onHand: 7 }))
  expect((await stockCheck(id)).state).toBe('overridden')
  expect(await launch(id)).toEqual([200])
})
