import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { addProduct, makeReady, ok, planCampaign } from '#test/builders/campaigns.ts'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'

let house: Harness
let lumbre: TestWorkspace
let productId: string
let campaignId: string
beforeAll(async () => void (house = await startHarness()))
beforeEach(async () => {
  lumbre = await house.workspace()
  productId = await addProduct(lumbre, { stock: { onHand: 1000, reserved: 0, demandStdDev: 0 } })
  campaignId = (await planCampaign(lumbre)).id
  await ok(send(`POST /campaigns/${campaignId}/offers`, { productId, uplift: 1 }))
  await makeReady(lumbre, campaignId)
  await ok(send(`POST /campaigns/${campaignId}/launch`))
})
afterAll(() => house.close())

const send = (key: string, body?: unknown) => lumbre.send(key, body === undefined ? {} : { body })
/** Sets what is there at a moment of its own. */
async function count(onHand: number) {
  house.clock.advance(60_000)
  await ok(send(`PUT /products/${productId}/stock`, { onHand }))
}
async function tasks(state: 'open' | 'done') {
  const { rows } = await sql<{ body: string }>`select body from task
    where workspace_id = ${lumbre.workspaceId} and dedupe_key like 'guard:%' and state = ${state}`.execute(
    house.services.db,
  )
  return rows
}

test('what the guard gave people to do is done once the offer is covered again, however often it flaps', async () => {
  for (let round = 1; round <= 3; round++) {
    await count(0)
    await house.drain()
    expect(await tasks('open')).toHaveLength(3)
    await count(500)
    await house.drain()
    expect(await tasks('open')).toEqual([])
  }
  const done = await tasks('done')
  expect(done).toHaveLength(9)
  expect(done[0]!.body).toMatch(/Hecha por la guardia: ya no hay nada parado/)

  for (const onHand of [0, 500, 0, 500, 0]) await count(onHand)
  await house.drain()
  expect(await tasks('open')).toHaveLength(3)
})

test('a pause, and the end of an offer, leave nothing of it to do', async () => {
  await count(0)
  await house.drain()
  await ok(send(`POST /campaigns/${campaignId}/pause`, {}))
  await house.drain()
  expect(await tasks('open')).toEqual([])
  house.clock.advance(60_000)
  await ok(send(`POST /campaigns/${campaignId}/resume`, {}))
  await house.drain()
  expect(await tasks('open')).toHaveLength(3)
  const { offers } = await ok(send(`GET /campaigns/${campaignId}`))
  await ok(send(`DELETE /campaigns/${campaignId}/offers/${offers[0].id}`))
  await house.drain()
  expect(await tasks('open')).toEqual([])
})
