import ExcelJS from 'exceljs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '#contract/index.ts'
import type { Route } from '#contract/kit.ts'
import { exportLists } from '#contract/platform.ts'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'
import { sampleContacts } from '#test/sample-rows.ts'
import { exportSource } from './sources.ts'

let house: Harness
beforeAll(async () => void (house = await startHarness()))
afterAll(() => house.close())

async function exported(home: TestWorkspace, body: object) {
  const asked = await home.send('POST /exports', { body })
  expect(asked.status).toBe(202)
  await house.drain()
  const { body: done } = await home.send(`GET /exports/${asked.body.id}`)
  const file = await house.app.inject({ url: done.fileUrl, headers: { authorization: `Bearer ${home.apiKey}` } })
  return { done, file, text: file.body }
}
const linesOf = (text: string) => text.replace('\uFEFF', '').trimEnd().split('\r\n')

test('5,000 contacts with filters, localised titles and free fields; no cell runs as a formula', async () => {
  const home = await house.workspace()
  const people = Array.from({ length: 5000 }, (_, n) => ({
    fullName: `Persona ${n}`,
    email: `p${n}@example.com`,
    temperature: n % 10 === 0 ? 'hot' : 'cold',
  }))
  await sampleContacts(house.services.db, home.workspaceId, house.clock.now(), [
    ...people,
    {
      fullName: '=HYPERLINK("http://evil")',
      email: '+mal@example.com',
      temperature: 'hot',
      customFields: { Sector: '@SUM(1)', Lista: ['a', 'b'] },
    },
  ])
  const all = await exported(home, { list: 'contacts', format: 'csv' })
  expect(all.done).toMatchObject({ state: 'finished', rowsWritten: 5001 })
  expect(all.file.headers['content-disposition']).toContain('.csv')
  const lines = linesOf(all.text)
  expect(lines).toHaveLength(5002)
  expect(lines[0]).toContain('Correo;Teléfono;Nombre completo')
  expect(lines[0]!.endsWith('Lista;Sector')).toBe(true)
  const wicked = lines.find((line) => line.includes('evil'))!
  expect(wicked).toContain(`"'=HYPERLINK(""http://evil"")"`)
  expect(wicked).toContain("'+mal@example.com")
  expect(wicked).toContain(`"a, b";'@SUM(1)`)
  expect(wicked).toContain('Caliente')

  const hot = await exported(home, {
    list: 'contacts',
    format: 'csv',
    query: { temperature: ['hot'], q: 'persona' },
    columns: ['email', 'temperature'],
  })
  expect(linesOf(hot.text)).toHaveLength(501)
  expect(linesOf(hot.text)[0]).toBe('Correo;Temperatura')
  expect((await home.send('GET /notifications')).body.items[0]).toMatchObject({
    kind: 'export_finished',
    params: { list: 'contacts', rows: 500 },
  })
})

test('a workbook holds the same rows as text', async () => {
  const home = await house.workspace()
  await sampleContacts(house.services.db, home.workspaceId, house.clock.now(), [
    { fullName: '=1+1' },
    { fullName: 'Óscar Núñez' },
  ])
  const { file } = await exported(home, { list: 'contacts', format: 'xlsx' })
  const book = new ExcelJS.Workbook()
  await book.xlsx.load(file.rawPayload as never)
  const sheet = book.worksheets[0]!
  const column = (sheet.getRow(1).values as string[]).indexOf('Nombre completo')
  expect([2, 3].map((row) => sheet.getRow(row).getCell(column).value).sort()).toEqual(['=1+1', 'Óscar Núñez'])
  expect(sheet.getRow(2).getCell(column).type).toBe(ExcelJS.ValueType.String)
})

test('orders and returns go out as the list finds them, with what was bought and why it came back', async () => {
  const home = await house.workspace()
  const { body: product } = await home.send('POST /products', { body: { sku: 'WATCH-2', name: 'Reloj' } })
  const order = async (email: string, quantity: number) =>
    (
      await home.send('POST /orders', {
        body: {
          buyer: { email, fullName: email },
          lines: [{ productId: product.id, quantity, unitPriceCents: 14_900 }],
        },
      })
    ).body
  const { id, lines } = await order('rosa@example.com', 2)
  await order('pau@example.com', 1)
  const line = { orderLineId: lines[0].id, quantity: 1, reason: 'not_as_described' }
  expect((await home.send('POST /returns', { body: { orderId: id, lines: [line] } })).status).toBe(201)
  const query = { q: 'rosa', returned: true, totalMin: 200, productId: product.id }
  const { text } = await exported(home, { list: 'orders', format: 'csv', query, columns: ['email', 'lines', 'amount'] })
  expect(linesOf(text)).toEqual(['Correo;Líneas;Importe', 'rosa@example.com;2 × WATCH-2;298'])
  const back = { list: 'returns', format: 'csv', query: { reason: ['not_as_described'] }, columns: ['lines'] }
  expect(linesOf((await exported(home, back)).text)[1]).toBe('1 × WATCH-2 · not_as_described')
  const timeline = (await home.send(`GET /orders/${id}/timeline`)).body.items
  expect(timeline.map(({ name }: { name: string }) => name)).toEqual(['return.recorded', 'order.recorded'])
})

test('every list can be exported', async () => {
  const home = await house.workspace()
  for (const list of exportLists) {
    const { done, text } = await exported(home, { list, format: 'csv' })
    expect([list, done.state, linesOf(text).length]).toEqual([list, 'finished', 1])
  }
})

test('chosen records only, and nobody else gets at the file', async () => {
  const home = await house.workspace()
  const other = await house.workspace()
  const [id] = await sampleContacts(house.services.db, home.workspaceId, house.clock.now(), [{}, {}])
  const [foreign] = await sampleContacts(house.services.db, other.workspaceId, house.clock.now(), [{}])
  const { done, text } = await exported(home, { list: 'contacts', format: 'csv', ids: [id, foreign] })
  expect(linesOf(text)).toHaveLength(2)
  expect((await other.send(`GET /exports/${done.id}`)).status).toBe(404)
  expect((await other.send(done.fileUrl.replace('/api/v1', 'GET ').replace('GET /', 'GET /'))).status).toBe(404)
  house.clock.advance(8 * 86_400_000)
  expect((await home.send(`GET /exports/${done.id}`)).body.fileUrl).toBeNull()
  expect((await home.send(`GET ${done.fileUrl.slice('/api/v1'.length)}`)).status).toBe(404)
})

test('wrong lists, filters and columns are named and nothing is queued', async () => {
  const home = await house.workspace()
  const wrong = async (body: object) => (await home.send('POST /exports', { body })).body.errors
  expect(await wrong({ list: 'secrets', format: 'csv' })).toEqual([{ pointer: '/list', rule: 'enum' }])
  expect(await wrong({ list: 'contacts', format: 'csv', query: { colour: 'red' } })).toEqual([
    { pointer: '/query/colour', rule: 'unknown_field' },
  ])
  expect(await wrong({ list: 'contacts', format: 'csv', query: { ownerId: 'me; drop table contact' } })).toEqual([
    { pointer: '/query/ownerId', rule: 'type' },
  ])
  expect(await wrong({ list: 'contacts', format: 'csv', query: { createdFrom: '2026-02-30' } })).toEqual([
    { pointer: '/query/createdFrom', rule: 'type' },
  ])
  expect(await wrong({ list: 'contacts', format: 'csv', columns: ['password'] })).toEqual([
    { pointer: '/columns', rule: 'enum' },
  ])
  expect((await home.send('GET /exports')).body.items).toEqual([])
})

test('a cancelled export leaves no file', async () => {
  const home = await house.workspace()
  const asked = await home.send('POST /exports', { body: { list: 'deals', format: 'csv' } })
  expect((await home.send(`POST /exports/${asked.body.id}/cancellation`)).body.state).toBe('cancelled')
  await house.drain()
  expect((await home.send(`GET /exports/${asked.body.id}`)).body).toMatchObject({ state: 'cancelled', fileUrl: null })
  expect((await home.send(`POST /exports/${asked.body.id}/cancellation`)).body.code).toBe('invalid_transition')
})

test('what the lists can filter, the export can', () => {
  const lists = {
    contacts: 'GET /contacts',
    companies: 'GET /companies',
    deals: 'GET /deals',
    tasks: 'GET /tasks',
    handovers: 'GET /handovers',
    products: 'GET /products',
    orders: 'GET /orders',
    returns: 'GET /returns',
    campaigns: 'GET /campaigns',
  }
  const paging = ['after', 'limit', 'sort']
  for (const [list, key] of Object.entries(lists)) {
    const route: Route | undefined = (contract as Record<string, Route>)[key]
    const source = exportSource(list)!
    const known = [...Object.keys(source.filters), ...(source.alive ? ['deleted'] : []), ...paging]
    expect(Object.keys(route?.query?.properties ?? {}).filter((name) => !known.includes(name))).toEqual([])
  }
})
