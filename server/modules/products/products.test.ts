import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#kernel/id.ts'
import { imported } from '#test/builders/upload.ts'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'
import { type SpecPublication, setAfterPriceChange, setAfterSpecPublished } from './public.ts'

let house: Harness
let lumbre: TestWorkspace
let other: TestWorkspace
const publications: SpecPublication[] = []
const repriced: string[] = []
beforeAll(async () => {
  house = await startHarness()
  lumbre = await house.workspace()
  other = await house.workspace('Otra')
  setAfterSpecPublished(async (_tx, _actor, _at, changes) => publications.push(...changes))
  setAfterPriceChange(async (_tx, _actor, _at, ids) => repriced.push(...ids))
})
afterAll(() => house.close())

const send = (key: string, body?: unknown, headers?: Record<string, string>) =>
  lumbre.send(key, { ...(body !== undefined && { body }), ...(headers && { headers }) })
const product = async (body: object = {}) =>
  (await send('POST /products', { sku: `SKU-${newId()}`, name: 'Reloj', ...body })).body as { id: string; sku: string }
const battery = (value: string | number, unit = 'días') => ({
  attributes: [
    { key: 'battery', label: 'Batería', value, unit, severity: 'critical' },
    { key: 'water', label: 'Agua', value: 'IP68', severity: 'minor' },
  ],
})
const names = async (id: string) =>
  (await send(`GET /products/${id}/timeline`)).body.items.map((item: { name: string }) => item.name)

test('a product has a SKU of its own, a family by name and an end', async () => {
  const watch = (await send('POST /products', { sku: 'WATCH-2', name: 'Reloj 2', family: 'Pulso' })).body
  expect(watch).toMatchObject({ state: 'active', family: 'Pulso', price: null, specVersion: null, version: 1 })
  expect((await send('POST /products', { sku: ' watch-2 ', name: 'Otro' })).body).toMatchObject({
    ...{ code: 'sku_taken', errors: [{ pointer: '/sku', rule: 'sku_taken' }] },
  })
  const twin = (await send('POST /products', { sku: 'WATCH-3', name: 'Reloj 3', family: 'PULSO' })).body
  expect(twin.familyId).toBe(watch.familyId)
  expect((await send('GET /products?q=reloj+2')).body.items.map((one: { sku: string }) => one.sku)).toEqual(['WATCH-2'])
  expect((await send('GET /products?sku=watch-2')).body.items).toHaveLength(1)
  const page = (await send('GET /products?limit=1&sort=sku')).body
  expect((await send(`GET /products?limit=1&sort=sku&after=${page.next}`)).body.items[0].sku).toBe('WATCH-3')

  const gone = await send(`POST /products/${watch.id}/discontinuation`, { replacedById: twin.id })
  expect(gone.body).toMatchObject({ state: 'discontinued', replacedBy: { sku: 'WATCH-3' }, version: 2 })
  expect((await send(`POST /products/${watch.id}/discontinuation`, {})).body.code).toBe('invalid_transition')
  expect((await send(`POST /products/${twin.id}/discontinuation`, { replacedById: watch.id })).status).toBe(422)
  expect((await send(`DELETE /products/${watch.id}/discontinuation`)).body.state).toBe('active')
  expect((await send(`PATCH /products/${watch.id}`, { name: 'X' }, { 'if-match': '"1"' })).status).toBe(412)
  expect((await send(`DELETE /products/${watch.id}`)).status).toBe(204)
  expect((await send(`GET /products/${watch.id}`)).status).toBe(404)
  await product({ sku: 'Watch-2' })
  expect((await send(`POST /products/${watch.id}/restoration`)).body.code).toBe('sku_taken')
})

test('a sheet is drafted, published once and in order, and tells what it changes', async () => {
  const { id } = await product()
  const drafted = await send(`POST /products/${id}/specs`, battery(7))
  expect([drafted.status, drafted.body]).toEqual([201, expect.objectContaining({ version: 1, state: 'draft' })])
  const published = await send(`POST /products/${id}/specs/1/publication`, {})
  expect(published.body).toMatchObject({ state: 'published', inForce: true, publishedBy: 'Olga Owner' })
  expect((await send(`POST /products/${id}/specs/1/publication`, {})).body.code).toBe('spec_already_published')
  expect((await send(`PUT /products/${id}/specs/1`, battery(9))).body.code).toBe('spec_already_published')

  await send(`POST /products/${id}/specs`, battery(168, 'h'))
  await send(`POST /products/${id}/specs`, { ...battery(5), note: 'Medida en laboratorio' })
  publications.length = 0
  expect((await send(`POST /products/${id}/specs/3/publication`, {})).status).toBe(200)
  expect((await send(`POST /products/${id}/specs/2/publication`, {})).body).toMatchObject({
    code: 'spec_out_of_order',
    params: { version: 2, published: 3 },
  })
  expect(publications).toEqual([
    {
      productId: id,
      version: 3,
      previous: 1,
      changed: [
        {
          key: 'battery',
          label: 'Batería',
          before: { value: '7', unit: 'días' },
          after: { value: '5', unit: 'días' },
          severity: 'critical',
        },
      ],
    },
  ])
  const { body } = await send(`GET /products/${id}/specs?compare=1,2`)
  expect(body.diff.changes).toMatchObject([{ key: 'battery', change: 'relabelled' }])
  expect(body.items.map((spec: { version: number }) => spec.version)).toEqual([3, 2, 1])
  expect((await send(`GET /products/${id}/specs?compare=1,9`)).status).toBe(404)
  expect((await send(`GET /products/${id}`)).body).toMatchObject({ specVersion: 3, draftVersion: null })
  expect(await names(id)).toEqual(expect.arrayContaining(['spec.drafted', 'spec.published']))
})

test('a sheet published for a day to come is in force from that day on, once', async () => {
  const { id } = await product()
  await send(`POST /products/${id}/specs`, battery(7))
  await send(`POST /products/${id}/specs/1/publication`, {})
  await send(`POST /products/${id}/specs`, battery(5))
  const scheduled = await send(`POST /products/${id}/specs/2/publication`, { effectiveFrom: '2026-12-01' })
  expect(scheduled.body).toMatchObject({
    state: 'scheduled',
    effectiveFrom: '2026-11-30T23:00:00.000Z',
    inForce: false,
  })
  await send(`POST /products/${id}/specs`, battery(6))
  expect((await send(`POST /products/${id}/specs/3/publication`, {})).body.code).toBe('spec_out_of_order')
  publications.length = 0
  await house.drain()
  expect(publications).toEqual([])
  const before = house.clock.now()
  house.clock.set('2026-12-01T08:00:00Z')
  await house.drain()
  await house.drain()
  expect(publications).toMatchObject([{ productId: id, version: 2, previous: 1 }])
  expect((await send(`GET /products/${id}`)).body.specVersion).toBe(2)
  house.clock.set(before)
})

test('what a sheet cannot say is told by attribute', async () => {
  const family = (
    await send('POST /product-families', {
      name: 'Altavoces',
      attributes: [
        { key: 'power', label: 'Potencia', type: 'number', unit: 'W', severity: 'major' },
        { key: 'color', label: 'Color', type: 'select', options: ['Negro', 'Blanco'], severity: 'minor' },
        { key: 'wifi', label: 'Wifi', type: 'boolean', severity: 'minor' },
      ],
    })
  ).body
  const { id } = await product({ familyId: family.id })
  const wrong = await send(`POST /products/${id}/specs`, {
    attributes: [
      { key: 'power', label: 'Potencia', value: '40', unit: 'kg', severity: 'major' },
      { key: 'color', label: 'Color', value: 'Verde', severity: 'minor' },
      { key: 'wifi', label: 'Wifi', value: 'quizá', severity: 'minor' },
      { key: 'wifi', label: 'Wifi', value: true, severity: 'minor' },
    ],
  })
  expect([wrong.status, wrong.body.errors]).toEqual([
    422,
    [
      { pointer: '/attributes/0/unit', rule: 'unit_does_not_convert', params: { from: 'kg', to: 'W' } },
      { pointer: '/attributes/1/value', rule: 'enum' },
      { pointer: '/attributes/2/value', rule: 'not_yes_or_no' },
      { pointer: '/attributes/3/key', rule: 'duplicate_key' },
    ],
  ])
  const right = { attributes: [{ key: 'power', label: 'Potencia', value: 0.04, unit: 'kW', severity: 'major' }] }
  expect((await send(`POST /products/${id}/specs`, right)).body.attributes).toEqual([
    { key: 'power', label: 'Potencia', type: 'number', value: '0.04', unit: 'kW', severity: 'major' },
  ])
  expect((await send('POST /product-families', { name: 'ALTAVOCES' })).body.code).toBe('name_taken')

  const { id: free } = await product()
  await send(`POST /products/${free}/specs`, battery(7))
  await send(`POST /products/${free}/specs/1/publication`, {})
  expect((await send(`POST /products/${free}/specs`, battery(7, 'kg'))).body.errors[0].rule).toBe(
    'unit_does_not_convert',
  )
  expect((await send(`POST /products/${free}/specs`, { ...battery(7, 'kg'), allowUnitChange: true })).status).toBe(201)
})

test('prices follow one another, offers go before them, and contradictions are refused', async () => {
  const { id } = await product()
  const put = (amountCents: number, more: object = {}) =>
    send(`PUT /products/${id}/prices`, { listKey: 'web', amountCents, currency: 'EUR', ...more })
  expect((await put(10_000, { from: '2026-10-01' })).body).toMatchObject({
    state: 'current',
    from: '2026-09-30T22:00:00.000Z',
  })
  expect((await put(9000, { from: '2026-11-10', until: '2026-11-01' })).body.errors[0].rule).toBe('date_order')
  expect((await put(9000, { from: '2026-09-01' })).body.errors[0].rule).toBe('price_rewrites_history')
  expect((await put(9000, { from: '2026-10-01' })).body.errors[0].rule).toBe('price_same_start')
  expect((await put(10_000, { from: '2026-10-01' })).status).toBe(200)
  expect((await put(12_000)).body.state).toBe('current')
  const offer = await put(7000, { from: '2026-11-27', until: '2026-12-01' })
  expect(offer.body.state).toBe('planned')
  expect((await put(6000, { from: '2026-11-30', until: '2026-12-05' })).body).toMatchObject({
    code: 'price_period_overlaps',
  })
  expect(
    (await send(`PUT /products/${id}/prices`, { listKey: 'web', amountCents: 1, currency: 'USD' })).body.errors[0],
  ).toEqual({
    pointer: '/currency',
    rule: 'currency_of_list',
    params: { currency: 'EUR' },
  })
  expect((await put(-1)).status).toBe(400)
  expect((await put(1.5)).status).toBe(400)
  const first = (await send(`GET /products/${id}/prices`)).body
  expect(first.items).toHaveLength(3)
  expect(first.lowest30Days).toEqual([{ listKey: 'web', amountCents: 10_000, currency: 'EUR' }])

  const before = house.clock.now()
  repriced.length = 0
  house.clock.set('2026-11-28T10:00:00Z')
  await house.drain()
  expect(repriced).toContain(id)
  expect((await send(`GET /products/${id}`)).body).toMatchObject({
    price: { amountCents: 7000 },
    lowestPrice30Days: 7000,
  })
  house.clock.set('2026-12-02T10:00:00Z')
  repriced.length = 0
  await house.drain()
  expect(repriced).toContain(id)
  expect((await send(`GET /products/${id}`)).body.price.amountCents).toBe(12_000)
  expect((await send(`DELETE /products/${id}/prices/${offer.body.id}`)).body.code).toBe('price_already_begun')
  house.clock.set(before)
})

test('the distribution plan keeps its versions', async () => {
  const { id } = await product()
  const routes = [{ channel: 'Tienda web', regions: ['Península'], leadTimeDays: 2 }]
  expect((await send(`PUT /products/${id}/distribution`, { routes })).body).toMatchObject({ version: 1 })
  expect((await send(`PUT /products/${id}/distribution`, { routes })).body).toMatchObject({ version: 1 })
  expect((await send(`PUT /products/${id}/distribution`, { routes: [...routes, ...routes] })).status).toBe(422)
  await send(`PUT /products/${id}/distribution`, {
    routes: [{ ...routes[0], leadTimeDays: 4 }],
    note: 'Nuevo transportista',
  })
  const { items } = (await send(`GET /products/${id}/distribution`)).body
  expect(items.map((plan: { version: number }) => plan.version)).toEqual([2, 1])
})

test('images and documents are kept with the product and served to those who may see it', async () => {
  const { id } = await product()
  const upload = (type: string, name: string) => {
    const part = `--b\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: ${type}\r\n\r\nxyz\r\n--b--\r\n`
    return send(`POST /products/${id}/files`, part, { 'content-type': 'multipart/form-data; boundary=b' })
  }
  const image = await upload('image/png', 'reloj.png')
  expect([image.status, image.body]).toEqual([
    201,
    expect.objectContaining({ kind: 'image', name: 'reloj.png', bytes: 3 }),
  ])
  expect((await upload('image/svg+xml', 'reloj.svg')).status).toBe(415)
  const served = await send(`GET /products/${id}/files/${image.body.id}`)
  expect([served.text, served.headers['content-type']]).toEqual(['xyz', 'image/png'])
  expect((await other.send(`GET /products/${id}/files/${image.body.id}`)).status).toBe(404)
  expect((await send(`GET /products/${id}`)).body.imageUrl).toContain(image.body.id)
  expect((await send(`DELETE /products/${id}/files/${image.body.id}`)).status).toBe(204)
  expect((await send(`GET /products/${id}/files`)).body.items).toEqual([])
})

test('a file of products brings families, prices and stock, and again changes nothing', async () => {
  const home = await house.workspace('Catálogo')
  const csv =
    'Referencia;Artículo;Familia;PVP;Existencias;Peso\nA-1;Altavoz;Sonido;49,90;12;2\nA-2;Barra;Sonido;199;0;4\n;Nada;;1;1;1\nA-3;Mal;;5;-4;1\n'
  const first = await imported(house, home, csv, { kind: 'products' })
  expect(first).toMatchObject({ state: 'finished', rowsCreated: 2, rowsRejected: 2 })
  const { items } = (await home.send('GET /products?sort=sku')).body
  expect(items).toMatchObject([
    { sku: 'A-1', family: 'Sonido', price: { amountCents: 4990, currency: 'EUR' }, stock: { onHand: 12 } },
    { sku: 'A-2', price: { amountCents: 19_900 }, stock: { onHand: 0 } },
  ])
  const again = await imported(house, home, csv, { kind: 'products' })
  expect(again).toMatchObject({ rowsCreated: 0, rowsUpdated: 0, rowsUnchanged: 2 })
})
