import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { enqueue } from '#kernel/jobs.ts'
import { type ContactList, contactList } from '#test/builders/contacts.ts'
import { type Harness, startHarness } from '#test/harness.ts'
import { destroyErased } from './destroy.ts'

let house: Harness
let lumbre: ContactList['lumbre']
let create: ContactList['create']
let namesOf: ContactList['namesOf']
beforeAll(async () => void (house = await startHarness()))
beforeEach(async () => void ({ lumbre, create, namesOf } = await contactList(house)))
afterAll(() => house.close())

test('the bin gives back what it took, and gives an address up to whoever asks for it', async () => {
  const id = await create({ email: 'ana@x.es', fullName: 'Ana' })
  expect((await lumbre.send(`DELETE /contacts/${id}`)).status).toBe(204)
  expect([await namesOf(''), await namesOf('deleted=true')]).toEqual([[], ['Ana']])
  expect((await lumbre.send(`PATCH /contacts/${id}`, { body: { city: 'Vigo' } })).status).toBe(404)
  expect((await lumbre.send(`POST /contacts/${id}/restoration`)).body).toMatchObject({
    deletedAt: null,
    emails: ['ana@x.es'],
  })
  await lumbre.send(`DELETE /contacts/${id}`)
  const next = await create({ email: 'ana@x.es' })
  expect((await lumbre.send(`POST /contacts/${id}/restoration`)).body.emails).toEqual([])
  expect((await lumbre.send('GET /contacts?email=ana@x.es')).body.items).toMatchObject([{ id: next }])
})

test('an erased person is gone at once, unreadable everywhere, and destroyed after the limitation period', async () => {
  const id = await create({ email: 'ana@secret.es', phone: '600112233', fullName: 'Ana Secreta', city: 'Vigo' })
  await lumbre.send(`PATCH /contacts/${id}`, { body: { fullName: 'Ana Secretísima' } })
  await lumbre.send(`POST /contacts/${id}/consents`, {
    body: { purpose: 'marketing_email', state: 'granted', text: 'Quiero recibir novedades.' },
  })
  const exported = await lumbre.send(`GET /contacts/${id}/export`)
  expect(exported.body).toMatchObject({
    contact: [{ email: 'ana@secret.es' }],
    consent: [{ purpose: 'marketing_email' }],
  })
  expect((await lumbre.send(`POST /contacts/${id}/erasure`, { body: {} })).status).toBe(200)
  for (const path of ['', '/timeline', '/consents', '/export'])
    expect((await lumbre.send(`GET /contacts/${id}${path}`)).body.code).toBe('contact_erased')
  expect((await lumbre.send(`POST /contacts/${id}/restoration`)).status).toBe(410)
  expect([await namesOf(''), await namesOf('deleted=true'), await namesOf('email=ana@secret.es')]).toEqual([[], [], []])
  const traces = await sql<{
    found: number
  }>`select (select count(*) from contact c where workspace_id = ${lumbre.workspaceId} and c::text ~* 'secret')
    + (select count(*) from event e where workspace_id = ${lumbre.workspaceId} and e::text ~* 'secret')
    + (select count(*) from identity where workspace_id = ${lumbre.workspaceId}) as found`.execute(house.services.db)
  expect(traces.rows[0]!.found).toBe(0)
  const left = async () =>
    (
      await sql<{ n: number }>`select count(*) as n from consent where workspace_id = ${lumbre.workspaceId}`.execute(
        house.services.db,
      )
    ).rows[0]!.n
  const destroy = async () => {
    await enqueue(house.services.db, destroyErased, {})
    await house.drain()
  }
  await destroy()
  expect(await left()).toBe(1)
  house.clock.advance(3.1 * 365 * 86_400_000)
  await destroy()
  expect(await left()).toBe(0)
})
