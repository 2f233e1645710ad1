import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#kernel/id.ts'
import { searchText } from '#kernel/text.ts'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'
import { sampleContacts } from '#test/sample-rows.ts'

let house: Harness
let home: TestWorkspace
beforeAll(async () => {
  house = await startHarness()
  home = await house.workspace()
  const at = house.clock.now()
  await sampleContacts(house.services.db, home.workspaceId, at, [
    { fullName: 'José Ángel García Peña', email: 'jose.garcia@hotelmar.es', phone: '+34600123456' },
    { fullName: 'Garcés Gómez', email: 'g@example.com' },
    { fullName: 'Marta Iglesias', email: 'marta@example.com', phone: '+34911222333' },
    ...Array.from({ length: 12 }, (_, n) => ({ fullName: `Repetida ${n}` })),
  ])
  for (const name of ['Hotel Mar Azul', 'Suministros Vázquez'])
    await sql`insert into company (workspace_id, id, name, city, search, created_at, updated_at)
      values (${home.workspaceId}, ${newId()}, ${name}, 'Valencia', ${searchText(name, 'Valencia')}, ${at}, ${at})`.execute(
      house.services.db,
    )
  await sql`insert into form (workspace_id, id, name, state, created_at, updated_at)
    values (${home.workspaceId}, ${newId()}, 'Petición de información', 'published', ${at}, ${at})`.execute(
    house.services.db,
  )
})
afterAll(() => house.close())

const titles = async (q: string, types = '') =>
  (await home.send(`GET /search?q=${encodeURIComponent(q)}${types}`)).body.items.map(
    (hit: { title: string }) => hit.title,
  )

test('accents, case and the order of words do not matter', async () => {
  expect(await titles('garcia jose')).toEqual(['José Ángel García Peña'])
  expect(await titles('VAZQUEZ')).toEqual(['Suministros Vázquez'])
  expect(await titles('peticion')).toEqual(['Petición de información'])
})

test('one wrong letter still finds, after what is right', async () => {
  expect((await titles('garsia'))[0]).toBe('José Ángel García Peña')
  expect(await titles('igelsias')).toContain('Marta Iglesias')
  expect(await titles('vasquez')).toContain('Suministros Vázquez')
  expect(await titles('qqqqqqq')).toEqual([])
})

test('an address or a number stands first, whole or begun', async () => {
  expect(await titles('jose.garcia@hotelmar.es')).toEqual(['José Ángel García Peña'])
  expect((await titles('jose.garcia@'))[0]).toBe('José Ángel García Peña')
  expect((await titles('600 12 34 56'))[0]).toBe('José Ángel García Peña')
  expect((await titles('+34 911 22'))[0]).toBe('Marta Iglesias')
})

test('two letters find beginnings; at most eight of a type; types can be chosen', async () => {
  expect(await titles('ga')).toContain('Garcés Gómez')
  expect(await titles('repetida')).toHaveLength(8)
  expect(await titles('mar', '&types=company')).toEqual(['Hotel Mar Azul'])
  expect(await titles('%')).toEqual([])
  expect(await titles(' ')).toEqual([])
})

test('products, campaigns, orders and texts are found as people are', async () => {
  const { body: product } = await home.send('POST /products', { body: { sku: 'BUDS-PRO', name: 'Auriculares Río' } })
  const departmentIds = [home.departmentIds.marketing, home.departmentIds.sales]
  const days = { startsOn: '2026-12-01', endsOn: '2026-12-14' }
  await home.send('POST /campaigns', { body: { name: 'Otoño sin cables', ...days, departmentIds } })
  await home.send('POST /assets', { body: { type: 'ad', name: 'Anuncio sin cables', body: 'x' } })
  const lines = [{ productId: product.id, quantity: 1, unitPriceCents: 100 }]
  await home.send('POST /orders', { body: { number: 'PED-2044', lines } })
  const found = async (q: string) =>
    (await home.send(`GET /search?q=${encodeURIComponent(q)}`)).body.items.map(
      ({ kind, title, url }: { kind: string; title: string; url: string }) => `${kind} ${title} ${url.split('/')[1]}`,
    )
  // An order is also found by what was bought.
  for (const words of ['rio', 'buds-pro', 'auricualres'])
    expect(await found(words)).toEqual(['product Auriculares Río products', 'order PED-2044 orders'])
  expect(await found('sin cables')).toEqual(['campaign Otoño sin cables campaigns', 'asset Anuncio sin cables assets'])
  expect(await found('ped-2044')).toEqual(['order PED-2044 orders'])
})

test('a deal is told by its stage while it is open, and by how it ended afterwards', async () => {
  const amount = { amountCents: 100_000, currency: 'EUR' }
  const { body: deal } = await home.send('POST /deals', { body: { name: 'Reforma del salón', amount } })
  const hit = async () => (await home.send('GET /search?q=reforma')).body.items[0]
  expect(await hit()).toMatchObject({ subtitle: deal.stageName, outcome: null })
  await home.send(`POST /deals/${deal.id}/won`, { body: {} })
  expect(await hit()).toMatchObject({ subtitle: null, outcome: 'won' })
})

test('an identifier from elsewhere finds its record, in lists too, and no part of it does', async () => {
  const { db } = house.services
  const { workspaceId } = home
  const [marta] = (await home.send('GET /contacts?q=iglesias')).body.items
  const inFile = 'dac32acd4db4c29c230538b72f8dd87d'
  await sql`insert into identity (workspace_id, kind, value, subject_id, created_at) values (${workspaceId}, 'external', ${inFile}, ${marta.id}, ${house.clock.now()})`.execute(
    db,
  )
  const { body: deal } = await home.send('POST /deals', { body: { name: 'GTX Plus Basic' } })
  await sql`update deal set external_id = '1C1I7A6R' where workspace_id = ${workspaceId} and id = ${deal.id}`.execute(
    db,
  )
  const ids = async (path: string) => (await home.send(`GET ${path}`)).body.items.map((item: { id: string }) => item.id)

  for (const [list, id, typed] of [
    ['contacts', marta.id, inFile],
    ['deals', deal.id, '1C1I7A6R'],
  ]) {
    for (const path of [`/search?q=${typed}`, `/search?q=%20${typed}`, `/${list}?q=${typed}`])
      expect([path, await ids(path)]).toEqual([path, [id]])
    for (const path of [`/search?q=${typed.slice(0, -1)}`, `/${list}?q=${typed.slice(0, -1)}`])
      expect([path, await ids(path)]).toEqual([path, []])
  }
  expect((await home.send('GET /deals?q=1C1I7A6R')).body.approximateTotal).toBe(1)
  expect((await home.send('GET /contacts?q=garcia')).body.items).toHaveLength(1)
  const other = await house.workspace('Ajena')
  expect((await other.send(`GET /search?q=${inFile}`)).body.items).toEqual([])
  expect((await other.send(`GET /contacts?q=${inFile}`)).body.items).toEqual([])
})

test('another workspace finds nothing, and odd input is no error', async () => {
  const other = await house.workspace()
  expect((await other.send('GET /search?q=garcia')).body.items).toEqual([])
  for (const q of ["'; drop table contact --", '\\', '_____', '((((', 'a'.repeat(200)])
    expect((await home.send(`GET /search?q=${encodeURIComponent(q)}`)).status).toBe(200)
  expect((await home.send(`GET /search?q=${'a'.repeat(201)}`)).status).toBe(400)
})
