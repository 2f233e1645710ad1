import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'

let house: Harness
let ws: TestWorkspace
let formId: string
beforeAll(async () => {
  house = await startHarness()
  ws = await house.workspace()
  const body = { name: 'Contacto', fields: [{ key: 'email', type: 'email', label: 'Correo' }] }
  formId = (await ws.send('POST /forms', { body })).body.id
})
afterAll(() => house.close())

const submit = (email: string, key: string) =>
  house.visit(`POST /f/${formId}`, { body: { fields: { email } }, headers: { 'idempotency-key': key } })
const found = async (email: string) => (await ws.send(`GET /contacts?email=${email}`)).body.items.length

test('a key that comes again with something else is refused, and the first one still answered', async () => {
  const first = await submit('ana@x.es', 'k1')
  const other = await submit('eva@x.es', 'k1')
  expect([first.status, other.status, other.body.code]).toEqual([201, 422, 'idempotency_key_reused'])
  expect(await found('eva@x.es')).toBe(0)
  expect((await submit('ana@x.es', 'k1')).body).toEqual(first.body)
  expect((await submit('eva@x.es', 'k2')).status).toBe(201)
})

test('of two that come at once with one key and different answers one is written and the other told', async () => {
  const answers = await Promise.all([submit('uno@x.es', 'k3'), submit('dos@x.es', 'k3'), submit('tres@x.es', 'k4')])
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 422])
  expect((await found('uno@x.es')) + (await found('dos@x.es'))).toBe(1)
  expect(await found('tres@x.es')).toBe(1)
})

test('a key of before it was kept what came with it answers as it did', async () => {
  const first = await submit('leo@x.es', 'k5')
  await house.services.db
    .updateTable('formSubmissionKey')
    .set({ requestHash: null })
    .where('workspaceId', '=', ws.workspaceId)
    .where('key', '=', 'key k5')
    .execute()
  expect((await submit('leo@x.es', 'k5')).body).toEqual(first.body)
})
