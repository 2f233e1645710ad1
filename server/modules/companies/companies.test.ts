import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { systemActor } from '#kernel/events.ts'
import { newId } from '#kernel/id.ts'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'
import { companyNameKey, normaliseDomain, resolveCompanies } from './public.ts'

let house: Harness
let lumbre: TestWorkspace
beforeAll(async () => void (house = await startHarness()))
beforeEach(async () => void (lumbre = await house.workspace()))
afterAll(() => house.close())

const create = (body: object) => lumbre.send('POST /companies', { body })
const namesOf = async (query: string) =>
  (await lumbre.send(`GET /companies?${query}`)).body.items.map((item: { name: string }) => item.name)

test('a company is one by its name and by its domain', async () => {
  const { status, body } = await create({
    name: 'Lumbre Electrónica, S.L.',
    domain: 'https://www.Lumbre.es/tienda',
    employees: 84,
  })
  expect(status).toBe(201)
  expect(body).toMatchObject({
    name: 'Lumbre Electrónica, S.L.',
    domain: 'lumbre.es',
    employees: 84,
    contacts: 0,
    openDeals: 0,
    version: 1,
  })
  const refused = async (given: object) => (await create(given)).body
  expect(await refused({ name: 'LUMBRE electronica' })).toMatchObject({
    code: 'name_taken',
    params: { companyId: body.id },
    errors: [{ pointer: '/name', rule: 'taken' }],
  })
  expect(await refused({ name: 'Otra', domain: 'lumbre.es' })).toMatchObject({
    code: 'name_taken',
    errors: [{ pointer: '/domain' }],
  })
  expect((await refused({ name: '…' })).errors).toEqual([{ pointer: '/name', rule: 'company_name' }])
  expect((await refused({ name: 'Otra', domain: 'no es' })).errors).toEqual([{ pointer: '/domain', rule: 'domain' }])
  expect(await namesOf('')).toEqual(['Lumbre Electrónica, S.L.'])
})

test('a company’s phone is read as it is dialled in its country', async () => {
  expect((await create({ name: 'Rota', phone: 'abc' })).body.errors).toEqual([{ pointer: '/phone', rule: 'phone' }])
  expect(await namesOf('')).toEqual([])
  const { body } = await create({ name: 'Tejo', phone: '211 234 567', country: 'Portugal' })
  expect(body.phone).toBe('+351211234567')
  const patch = async (given: object) => (await lumbre.send(`PATCH /companies/${body.id}`, { body: given })).body
  expect((await patch({ phone: '12' })).errors).toEqual([{ pointer: '/phone', rule: 'phone' }])
  expect(await patch({ phone: '(91) 123 45 67', country: 'ES' })).toMatchObject({ phone: '+34911234567', version: 2 })
  expect(await patch({ phone: ' ' })).toMatchObject({ phone: null, version: 3 })
})

test('facts are edited with a version, and a company is never above itself', async () => {
  const [a, b] = [(await create({ name: 'A' })).body.id, (await create({ name: 'B' })).body.id]
  const patch = (id: string, body: object, etag?: string) =>
    lumbre.send(`PATCH /companies/${id}`, { body, headers: etag ? { 'if-match': etag } : {} })
  expect((await patch(b, { parentId: a, tags: ['hotel'] }, '"1"')).body).toMatchObject({
    parentName: 'A',
    tags: ['hotel'],
    version: 2,
  })
  expect((await patch(b, { name: 'C' }, '"1"')).status).toBe(412)
  expect((await patch(a, { parentId: b })).body.errors).toEqual([{ pointer: '/parentId', rule: 'own_parent' }])
  expect((await patch(a, { parentId: newId() })).body.errors).toEqual([
    { pointer: '/parentId', rule: 'unknown_company' },
  ])
  expect((await patch(a, { name: 'b' })).body.code).toBe('name_taken')
  expect((await patch(a, { name: 'Z' })).body.name).toBe('Z')
  expect((await create({ name: 'A' })).status).toBe(201)
  expect(
    (await lumbre.send(`GET /companies/${b}/timeline`)).body.items.map((item: { name: string }) => item.name),
  ).toEqual(['company.updated', 'company.created'])
})

test('the list is searched, filtered and sorted; its people are counted', async () => {
  const big = (await create({ name: 'Ábaco Hoteles', country: 'ES', employees: 500, industry: 'Turismo' })).body.id
  await create({ name: 'zafiro', country: 'FR', employees: 5 })
  await lumbre.send('POST /contacts', { body: { fullName: 'Ana', companyName: 'abaco hoteles SA' } })
  expect(await namesOf('sort=name')).toEqual(['Ábaco Hoteles', 'zafiro'])
  expect(await namesOf('sort=-name&limit=1')).toEqual(['zafiro'])
  expect(await namesOf('q=abacco hotel')).toEqual(['Ábaco Hoteles'])
  expect(await namesOf('employeesMin=10&country=ES&country=FR')).toEqual(['Ábaco Hoteles'])
  expect((await lumbre.send(`GET /companies/${big}`)).body.contacts).toBe(1)
  expect((await lumbre.send(`GET /companies/${big}/contacts`)).body.items).toMatchObject([
    { fullName: 'Ana', companyName: 'Ábaco Hoteles' },
  ])
  expect((await lumbre.send(`GET /companies/${big}/deals`)).body).toEqual({ items: [], next: null })
})

test('the bin frees the name and gives it back only while it is free; another workspace sees nothing', async () => {
  const { id } = (await create({ name: 'Sol', domain: 'sol.es' })).body
  const other = await house.workspace('Otra')
  for (const call of [`GET /companies/${id}`, `DELETE /companies/${id}`, `GET /companies/${id}/contacts`])
    expect((await other.send(call)).status).toBe(404)
  expect((await lumbre.send(`DELETE /companies/${id}`)).status).toBe(204)
  expect([await namesOf(''), await namesOf('deleted=true')]).toEqual([[], ['Sol']])
  expect((await lumbre.send(`POST /companies/${id}/restoration`)).body).toMatchObject({
    deletedAt: null,
    domain: 'sol.es',
  })
  await lumbre.send(`DELETE /companies/${id}`)
  await create({ name: 'Sol' })
  expect((await lumbre.send(`POST /companies/${id}/restoration`)).body.code).toBe('name_taken')
})

test('names met at the same time become one company each', async () => {
  const at = house.clock.now()
  const meet = (...names: string[]) =>
    house.services.db.transaction().execute((tx) => resolveCompanies(tx, systemActor(lumbre.workspaceId), at, names))
  const answers = await Promise.all([meet('Sol', 'Mar', '…'), meet('MAR, S.A.', 'Sol'), meet('Sól S. L.', 'Cielo')])
  expect(answers[0]!.get('Sol')).toBe(answers[1]!.get('Sol'))
  expect(answers[0]!.get('Sol')).toBe(answers[2]!.get('Sól S. L.'))
  expect(answers[0]!.get('Mar')).toBe(answers[1]!.get('MAR, S.A.'))
  expect(answers[0]!.has('…')).toBe(false)
  expect((await lumbre.send('GET /companies')).body.items).toHaveLength(3)
})

test('names and domains have one spelling', () => {
  for (const name of ['Lumbre', 'LUMBRE, S.L.', 'Lumbre S.L.U.', 'lumbre  sl', 'Lúmbre S. L.', 'Lumbre Ltd.'])
    expect(companyNameKey(name), name).toBe('lumbre')
  expect([companyNameKey('S.L.'), companyNameKey('  '), companyNameKey('AT&T Corp')]).toEqual(['s l', null, 'at&t'])
  for (const text of ['lumbre.es', 'HTTP://www.lumbre.es:8080/x?y', 'lumbre.es.'])
    expect(normaliseDomain(text), text).toBe('lumbre.es')
  expect([normaliseDomain('camión.es'), normaliseDomain('nada'), normaliseDomain('a b.es')]).toEqual([
    'xn--camin-3ta.es',
    null,
    null,
  ])
})
