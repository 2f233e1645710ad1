import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { permissionsOf } from '#contract/permissions.ts'
import { newId } from '#kernel/id.ts'
import { newToken, sha256 } from '#kernel/secrets.ts'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'

let house: Harness
beforeAll(async () => void (house = await startHarness()))
afterAll(() => house.close())

/** A second person of the workspace with the role `member`, by key. */
async function colleague({ workspaceId, roleIds, send }: TestWorkspace) {
  const id = newId()
  const key = `tdm_${newToken(24)}`
  await sql`insert into member (workspace_id, id, user_id, email, full_name, role_id, locale, time_zone, created_at)
    values (${workspaceId}, ${id}, ${newId()}, ${`${id}@example.com`}, 'Noa', ${roleIds.member}, 'es', 'Europe/Madrid', ${house.clock.now()})`.execute(
    house.services.db,
  )
  await sql`insert into api_key (workspace_id, id, name, prefix, key_hash, scopes, member_id, created_at)
    values (${workspaceId}, ${newId()}, 'Noa', 'tdm_', ${sha256(key)}, ${permissionsOf('member')}, ${id}, ${house.clock.now()})`.execute(
    house.services.db,
  )
  return (line: string, body?: unknown) => send(line, { apiKey: key, ...(body !== undefined && { body }) })
}
const view = (name: string, more: object = {}) => ({
  list: 'contacts',
  name,
  state: { temperature: ['hot'], sort: '-score' },
  ...more,
})

test('private views stay private, shared ones are for all, and only who may share keeps them', async () => {
  const home = await house.workspace()
  const noa = await colleague(home)
  const mine = (await home.send('POST /views', { body: view('Calientes') })).body
  const shared = (await home.send('POST /views', { body: view('Equipo', { shared: true }) })).body
  expect((await home.send('GET /views?list=contacts')).body.items).toHaveLength(2)
  expect((await noa('GET /views?list=contacts')).body.items).toMatchObject([
    { id: shared.id, mine: false, state: { temperature: ['hot'], sort: '-score' } },
  ])
  expect((await noa(`PATCH /views/${shared.id}`, { name: 'Mío' })).body.code).toBe('forbidden')
  expect((await noa(`DELETE /views/${mine.id}`)).status).toBe(404)
  expect((await noa('POST /views', view('Otra', { shared: true }))).body.code).toBe('forbidden')
  expect((await home.send(`DELETE /views/${shared.id}`)).status).toBe(204)
  const stranger = await house.workspace()
  expect((await stranger.send(`PATCH /views/${mine.id}`, { body: { name: 'x' } })).status).toBe(404)
})

test('one view opens the list: my own before the team’s', async () => {
  const home = await house.workspace()
  const noa = await colleague(home)
  const team = (await home.send('POST /views', { body: view('Equipo', { shared: true, isDefault: true }) })).body
  const a = (await noa('POST /views', view('A', { isDefault: true }))).body
  const b = (await noa('POST /views', view('B', { isDefault: true }))).body
  const defaults = async (send: typeof noa) =>
    (await send('GET /views?list=contacts')).body.items
      .filter((item: { isDefault: boolean }) => item.isDefault)
      .map((item: { id: string }) => item.id)
  expect(await defaults(noa)).toEqual([b.id])
  await noa(`PATCH /views/${b.id}`, { isDefault: false })
  expect(await defaults(noa)).toEqual([team.id])
  expect(a.isDefault).toBe(true)
})

test('wrong views are refused whole', async () => {
  const { send } = await house.workspace()
  const answer = await send('POST /views', { body: { list: 'contacts', name: '', state: { a: 1 }, colour: 'red' } })
  expect(answer.body.errors.map((error: { pointer: string }) => error.pointer).sort()).toEqual([
    '/colour',
    '/name',
    '/state/a',
  ])
  expect((await send('GET /views?list=contacts')).body.items).toEqual([])
})

test('favourites keep their order, stand once, and lead only inside', async () => {
  const { send } = await house.workspace()
  const items = [
    { link: '/contacts?temperature=hot', label: 'Calientes' },
    { link: '/deals', label: 'Oportunidades' },
    { link: '/contacts?temperature=hot', label: 'Otra vez' },
  ]
  expect((await send('PUT /favourites', { body: { items } })).body.items).toEqual(items.slice(0, 2))
  expect((await send('GET /favourites')).body.items).toEqual(items.slice(0, 2))
  for (const link of ['https://evil.example', '//evil.example', '/\\evil.example']) {
    expect((await send('PUT /favourites', { body: { items: [{ link, label: 'x' }] } })).status).toBe(400)
  }
  const many = Array.from({ length: 51 }, (_, n) => ({ link: `/contacts/${n}`, label: `${n}` }))
  expect((await send('PUT /favourites', { body: { items: many } })).body.errors).toEqual([
    { pointer: '/items', rule: 'max_items', params: { limit: 50 } },
  ])
  expect((await send('GET /favourites')).body.items).toHaveLength(2)
})
