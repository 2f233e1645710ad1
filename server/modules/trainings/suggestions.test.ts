import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#kernel/id.ts'
import { ok } from '#test/builders/campaigns.ts'
import { addMember } from '#test/builders/leads.ts'
import { openTraining, withoutOwner } from '#test/builders/trainings.ts'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'
import { trainingsAgenda } from './public.ts'

let house: Harness
let lumbre: TestWorkspace
beforeAll(async () => {
  house = await startHarness()
  lumbre = await house.workspace()
})
afterAll(() => house.close())

/** Leads that sales gave back, at the clock's time. */
async function reject(count: number, reason = 'bad_data') {
  const at = house.clock.now()
  for (let index = 0; index < count; index++)
    await sql`insert into handover (workspace_id, subject_id, id, state, hand_raise, reasons, temperature, score, requested_at, due_at,
        touch_due_at, clock_at, remind_at, escalate_at, expire_at, decided_at, rejection_reason)
      values (${lumbre.workspaceId}, ${newId()}, ${newId()}, 'rejected', false, '[]', 'warm', 50, ${at}, ${at}, ${at}, ${at}, ${at}, ${at},
        ${at}, ${at}, ${reason})`.execute(house.services.db)
}
const gaps = async () => (await ok(lumbre.send('GET /trainings/suggestions'))).items
const decide = (act: string, body: object) => lumbre.send(`POST /trainings/suggestions/${act}`, { body })

test('rejected leads suggest a training; put aside, it returns only when it has grown', async () => {
  await reject(4)
  await reject(3, 'no_timing')
  expect(await gaps()).toEqual([])
  await reject(2, 'no_fit')
  const { marketing, sales } = lumbre.departmentIds
  expect(await gaps()).toEqual([
    {
      ...{
        key: 'rejections',
        kind: 'rejections',
        about: '',
        count: 6,
        departmentId: sales,
        departmentIds: [marketing],
      },
      evidence: [
        { label: 'bad_data', count: 4, url: '/leads?state=rejected' },
        { label: 'no_fit', count: 2, url: '/leads?state=rejected' },
      ],
    },
  ])
  expect((await decide('dismissal', { key: 'rejections', reason: 'Campaña de prueba' })).status).toBe(204)
  expect(await gaps()).toEqual([])
  expect((await decide('acceptance', { key: 'rejections' })).body.code).toBe('nothing_suggested')
  await reject(1)
  expect((await gaps())[0].count).toBe(7)
})

test('accepted twice at once it makes one draft, and stays away while that is a draft', async () => {
  const both = await Promise.all([1, 2].map(() => decide('acceptance', { key: 'rejections' })))
  expect(both.map((one) => one.status).toSorted()).toEqual([201, 409])
  const draft = both.find((one) => one.status === 201)!.body
  expect(draft).toMatchObject({ state: 'draft', title: 'Cuándo un lead está listo para ventas', topic: 'Calificación' })
  await reject(2)
  expect(await gaps()).toEqual([])
  await ok(lumbre.send(`DELETE /trainings/${draft.id}`))
  expect((await gaps())[0].count).toBe(9)
  house.clock.advance(31 * 86_400_000)
  expect(await gaps()).toEqual([])
})

test('drifted claims and returns not as described suggest one for the family of the product', async () => {
  const space = await house.workspace('Deriva')
  const { marketing } = space.departmentIds
  const family = await ok(space.send('POST /product-families', { body: { name: 'Pulso', attributes: [] } }))
  const product = await ok(space.send('POST /products', { body: { sku: 'W2', name: 'WATCH-2', familyId: family.id } }))
  const publish = async (value: string) => {
    const attributes = [{ key: 'battery', label: 'Batería', value, unit: 'd', severity: 'critical' }]
    const { version } = await ok(space.send(`POST /products/${product.id}/specs`, { body: { attributes } }))
    await ok(space.send(`POST /products/${product.id}/specs/${version}/publication`, { body: {} }))
  }
  await publish('7')
  for (const name of ['Anuncio', 'Correo', 'Guion']) {
    const asset = await ok(
      space.send('POST /assets', { body: { type: 'ad', name, body: 'x', departmentId: marketing } }),
    )
    const claim = {
      assetType: 'ad',
      assetId: asset.id,
      productId: product.id,
      attributeKey: 'battery',
      statedValue: '7',
    }
    await ok(space.send('POST /claims', { body: { ...claim, unit: 'd' } }))
  }
  expect((await ok(space.send('GET /trainings/suggestions'))).items).toEqual([])
  await publish('5')
  const order = await ok(
    space.send('POST /orders', { body: { lines: [{ productId: product.id, quantity: 4, unitPriceCents: 100 }] } }),
  )
  const line = { orderLineId: order.lines[0].id, quantity: 4, reason: 'not_as_described', attributeKey: 'battery' }
  await ok(space.send('POST /returns', { body: { orderId: order.id, lines: [line] } }))
  const { items } = await ok(space.send('GET /trainings/suggestions'))
  expect(items).toMatchObject([
    { key: `returns:${family.id}`, about: 'Pulso', count: 4, evidence: [{ label: 'WATCH-2', count: 4 }] },
    { key: `drift:${family.id}`, about: 'Pulso', count: 3, departmentIds: [marketing] },
  ])
  const other = await house.workspace('Vacía')
  expect((await ok(other.send('GET /trainings/suggestions'))).items).toEqual([])
})

test('the monthly agenda brings gaps, most people first; the weekly one does not', async () => {
  const space = await house.workspace('Agenda')
  await withoutOwner(house, space)
  await addMember(house, space, { name: 'Ana' })
  await addMember(house, space, { name: 'Eva' })
  const training = await openTraining(space)
  await openTraining(space, { title: 'Otra', departmentIds: [space.departmentIds.service] })
  const at = house.clock.now()
  const scope = { departmentIds: [space.departmentIds.sales], projectId: null, startsAt: at, limit: 20 }
  const agenda = (cadence: 'weekly' | 'monthly') =>
    trainingsAgenda(house.services.db, space.workspaceId, at, { ...scope, cadence })
  expect(await agenda('weekly')).toEqual([])
  expect(await agenda('monthly')).toMatchObject([
    {
      ...{ key: `training_gap:${training.id}`, kind: 'training_gap', title: 'WATCH-2', severity: 'major' },
      ...{ params: { missing: 2, required: 2 }, url: `/trainings/${training.id}?part=people` },
    },
  ])
})
