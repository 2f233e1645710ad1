import { afterAll, beforeAll, expect, test } from 'vitest'
import { addProduct, ok, planCampaign } from '#test/builders/campaigns.ts'
import { addMember } from '#test/builders/leads.ts'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'

let house: Harness
beforeAll(async () => void (house = await startHarness()))
afterAll(() => house.close())

const senderOf =
  (space: TestWorkspace) =>
  (key: string, body?: unknown, by: Pick<TestWorkspace, 'send'> = space) =>
    by.send(key, body === undefined ? {} : { body })

test('what a campaign is made of depends on it, with what follows from there, and as it was', async () => {
  const space = await house.workspace()
  const send = senderOf(space)
  const productId = await addProduct(space)
  const campaign = await planCampaign(space)
  const offer = await ok(send(`POST /campaigns/${campaign.id}/offers`, { productId, uplift: 1 }))
  const offerId = offer.offers?.[0]?.id ?? offer.id
  const text = await ok(send('POST /assets', { type: 'ad', name: 'Anuncio', campaignId: campaign.id }))
  const form = await ok(
    send('POST /forms', {
      name: 'Alta',
      campaignId: campaign.id,
      fields: [{ key: 'email', type: 'email', label: 'Correo', required: true }],
    }),
  )
  const before = house.clock.now().toISOString()
  house.clock.advance(60_000)
  const link = await ok(
    send(`POST /campaigns/${campaign.id}/links`, { name: 'Tienda', url: 'https://tienda.example/' }),
  )
  const stage = await ok(send('POST /journey-stages', { name: 'Descubre' }))
  const links = [{ type: 'form', id: form.id }]
  const touchpoint = await ok(send('POST /touchpoints', { stageId: stage.id, name: 'Web', links }))
  const found = async (more = '') =>
    (await ok(send(`GET /impacts/dependants?type=campaign&id=${campaign.id}${more}`))).items.map(
      ({ type, id, depth }: { type: string; id: string; depth: number }) => `${depth} ${type} ${id}`,
    )
  const first = [`1 brief ${campaign.id}`, `1 offer ${offerId}`, `1 asset ${text.id}`, `1 form ${form.id}`]
  const now = await found()
  expect(now).toEqual(expect.arrayContaining([...first, `1 link ${link.id}`, `2 touchpoint ${touchpoint.id}`]))
  expect(now.filter((one: string) => one.includes(' campaign '))).toEqual([])
  const then = await found(`&asOf=${before}`)
  expect(then).toEqual(expect.arrayContaining(first))
  expect(then).not.toContain(`1 link ${link.id}`)
})

test('each owner of a campaign has a task of a change, and what they share is seen when the last has seen it', async () => {
  const space = await house.workspace()
  const send = senderOf(space)
  const ivan = await addMember(house, space, { name: 'Iván Mercado', departments: ['marketing'] })
  const marta = await addMember(house, space, { name: 'Marta Ventas', departments: ['sales'] })
  const productId = await addProduct(space)
  const campaign = await planCampaign(space, { ownerIds: [ivan.id, marta.id] })
  await ok(send(`POST /campaigns/${campaign.id}/offers`, { productId, uplift: 1 }))
  const price = (amountCents: number) =>
    ok(send(`PUT /products/${productId}/prices`, { listKey: 'web', amountCents, currency: 'EUR' }))
  await price(10_000)
  house.clock.advance(60_000)
  await price(9000)
  await house.drain()
  const [impact] = (await ok(send('GET /impacts'))).items
  const read = () => ok(send(`GET /impacts/${impact.id}`))
  const { tasks, owners, toMend } = await read()
  expect(owners).toBe(2)
  expect(tasks.map(({ ownerId }: { ownerId: string }) => ownerId).sort()).toEqual([ivan.id, marta.id].sort())
  expect(tasks.every(({ taskId }: { taskId: string | null }) => taskId)).toBe(true)
  await ok(send(`POST /impacts/${impact.id}/acknowledgements`, undefined, ivan))
  expect(await read()).toMatchObject({ state: 'open', acknowledged: 1, toMend })
  await ok(send(`POST /impacts/${impact.id}/acknowledgements`, undefined, marta))
  expect(await read()).toMatchObject({ state: 'mended', acknowledged: 2, toMend: 0 })
})
