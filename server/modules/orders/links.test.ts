import { afterAll, beforeAll, expect, test } from 'vitest'
import { ok, planCampaign } from '#test/builders/campaigns.ts'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'

let house: Harness
let lumbre: TestWorkspace
beforeAll(async () => {
  house = await startHarness()
  lumbre = await house.workspace()
})
afterAll(() => house.close())

const send = (key: string, body?: unknown) => lumbre.send(key, body === undefined ? {} : { body })
const lines = [{ sku: 'X', quantity: 1, unitPriceCents: 5000 }]
const linkOf = async (campaignId: string) => {
  const utm = { source: 'newsletter', medium: 'email', campaign: 'navidad' }
  return ok(send(`POST /campaigns/${campaignId}/links`, { name: 'Correo', url: 'https://tienda.example/', utm }))
}

test('the code of a link brings an order to its campaign and its numbers', async () => {
  const campaign = await planCampaign(lumbre)
  const { code } = await linkOf(campaign.id)
  const order = await ok(send('POST /orders', { lines, linkCode: code }))
  expect(order).toMatchObject({ campaignId: campaign.id, linkCode: code })
  const numbers = await ok(send(`GET /campaigns/${campaign.id}/numbers`))
  expect(numbers).toMatchObject({ sales: 1, revenue: { amountCents: 5000 } })
  const plain = await ok(send('POST /orders', { lines }))
  expect((await ok(send(`PATCH /orders/${plain.id}`, { linkCode: code }))).campaignId).toBe(campaign.id)
  expect((await ok(send(`GET /campaigns/${campaign.id}/numbers`))).sales).toBe(2)
})

test('a code that no link has, or one of another campaign, is refused with its field', async () => {
  const [one, other] = [await planCampaign(lumbre), await planCampaign(lumbre)]
  const { code } = await linkOf(one.id)
  const refusal = async (key: string, body: object) => {
    const { status, body: answer } = await send(key, body)
    return [status, answer.errors]
  }
  const unknown = [422, [{ pointer: '/linkCode', rule: 'unknown_record' }]]
  const foreign = [422, [{ pointer: '/linkCode', rule: 'link_of_other_campaign' }]]
  expect(await refusal('POST /orders', { lines, linkCode: 'nobody' })).toEqual(unknown)
  expect(await refusal('POST /orders', { lines, linkCode: code, campaignId: other.id })).toEqual(foreign)
  const order = await ok(send('POST /orders', { lines }))
  expect(await refusal(`PATCH /orders/${order.id}`, { linkCode: 'nobody' })).toEqual(unknown)
  expect(await refusal(`PATCH /orders/${order.id}`, { linkCode: code, campaignId: other.id })).toEqual(foreign)
})
