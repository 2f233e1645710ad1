import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Harness, startHarness } from '#test/harness.ts'

let house: Harness
beforeAll(async () => void (house = await startHarness()))
afterAll(() => house.close())

const firstRun = {
  workspace: { name: 'Lumbre', locale: 'es', timeZone: 'Europe/Madrid', currency: 'EUR' },
  owner: { name: 'Marta', email: 'Marta@Example.com', password: 'una-clave-larga' },
}

test('the first run answers a key that works, signs in, and is done only once', async () => {
  expect((await house.visit('GET /api/v1/setup')).body).toEqual({ needed: true })
  const [first, second] = await Promise.all([
    house.visit('POST /api/v1/setup', { body: firstRun }),
    house.visit('POST /api/v1/setup', { body: firstRun }),
  ])
  const [created, refused] = first.status === 201 ? [first, second] : [second, first]
  expect(created.status).toBe(201)
  expect(refused.status).toBe(409)
  expect(refused.body.code).toBe('already_set_up')
  expect(created.headers['set-cookie']).toEqual(
    expect.arrayContaining([expect.stringContaining('tandem.session_token=')]),
  )

  const byKey = await house.visit('GET /api/v1/me', { apiKey: created.body.apiKey })
  expect(byKey.body.member).toMatchObject({ fullName: 'Marta', email: 'marta@example.com', roleKey: 'owner' })
  const cookie = ([] as string[])
    .concat(created.headers['set-cookie'] as string[])
    .map((line) => line.split(';')[0])
    .join('; ')
  const byCookie = await house.visit('GET /api/v1/me', { headers: { cookie } })
  expect(byCookie.body.workspace).toMatchObject({ id: created.body.workspaceId, timeZone: 'Europe/Madrid' })
  expect((await house.visit('GET /api/v1/setup')).body).toEqual({ needed: false })
})

test('wrong input names its field and changes nothing', async () => {
  const answer = await house.visit('POST /api/v1/setup', {
    body: { ...firstRun, colour: 'red', owner: { ...firstRun.owner, password: 'short' } },
  })
  expect(answer.status).toBe(400)
  expect(answer.body.errors).toEqual(
    expect.arrayContaining([
      { pointer: '/colour', rule: 'unknown_field' },
      { pointer: '/owner/password', rule: 'min_length', params: { limit: 10 } },
    ]),
  )
  expect((await house.visit('GET /api/v1/me')).body.code).toBe('unauthenticated')
})
