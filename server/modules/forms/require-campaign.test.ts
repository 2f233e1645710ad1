import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#kernel/id.ts'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'

let house: Harness
let ws: TestWorkspace
let other: TestWorkspace
beforeAll(async () => {
  house = await startHarness()
  ws = await house.workspace()
  other = await house.workspace('Otra')
})
afterAll(() => house.close())

const campaignOf = async ({ send }: TestWorkspace) => {
  const { body } = await send('GET /departments')
  const departmentIds = body.items.slice(0, 1).map(({ id }: { id: string }) => id)
  const made = await send('POST /campaigns', {
    body: { name: 'Otoño', startsOn: '2026-12-01', endsOn: '2026-12-31', departmentIds },
  })
  expect(made.status).toBe(201)
  return made.body.id as string
}
const form = { name: 'Contacto', fields: [{ key: 'email', type: 'email', label: 'Correo' }] }
const unknown = { status: 422, errors: [{ pointer: '/campaignId', rule: 'unknown_record' }] }

test('a form counts for a campaign of its own workspace only', async () => {
  const [mine, theirs] = [await campaignOf(ws), await campaignOf(other)]
  for (const campaignId of [theirs, newId()])
    expect((await ws.send('POST /forms', { body: { ...form, campaignId } })).body).toMatchObject(unknown)
  expect((await ws.send('GET /forms')).body.items).toEqual([])
  const made = await ws.send('POST /forms', { body: { ...form, campaignId: mine } })
  expect([made.status, made.body.campaignId]).toEqual([201, mine])
  const patch = (body: object) => ws.send(`PATCH /forms/${made.body.id}`, { body })
  for (const campaignId of [theirs, newId()]) expect((await patch({ campaignId })).body).toMatchObject(unknown)
  expect((await patch({ campaignId: null })).body.campaignId).toBeNull()
  expect((await patch({ campaignId: mine })).body.campaignId).toBe(mine)
})

test('a form of a campaign that was deleted meanwhile can still be changed', async () => {
  const campaignId = await campaignOf(ws)
  const { id } = (await ws.send('POST /forms', { body: { ...form, campaignId } })).body
  expect((await ws.send(`DELETE /campaigns/${campaignId}`)).status).toBe(204)
  const renamed = await ws.send(`PATCH /forms/${id}`, { body: { name: 'Renovado', campaignId } })
  expect([renamed.status, renamed.body.name]).toEqual([200, 'Renovado'])
  expect((await ws.send('POST /forms', { body: { ...form, campaignId } })).body).toMatchObject(unknown)
})
