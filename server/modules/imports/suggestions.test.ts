import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { imported, postFile } from '#test/builders/upload.ts'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'
import { workbook } from './reading/test-files.ts'

/** What an import makes of a file when nobody tells it anything. */
let house: Harness
let home: TestWorkspace
beforeAll(async () => {
  house = await startHarness()
  home = await house.workspace()
})
afterAll(() => house.close())

describe('a workbook of several sheets', () => {
  const sheet = (...rows: string[]) =>
    rows
      .map((row, index) => {
        const cells = row.split('|').map((cell) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`)
        return `<row r="${index + 1}">${cells.join('')}</row>`
      })
      .join('')
  const people = (name: string) => sheet('Correo|Nombre', `${name}@example.com|${name}`)

  test.each([
    ['one line of text', sheet('Listado de contactos')],
    ['some lines of text', sheet('Listado de contactos', 'Feria de Vigo', 'No difundir')],
    ['words and their values', sheet('Autora|Ana Ruiz', 'Versión|Definitiva', 'Para|Ventas')],
    ['nothing', ''],
  ])('is read behind a cover with %s', async (what, cover) => {
    const name = what.split(' ').join('')
    const book = workbook({ sheets: { Portada: cover, Datos: people(name), Ventas: people('otra') } })
    const done = await imported(house, home, book, { kind: 'contacts' }, 'libro.xlsx')
    expect(done).toMatchObject({ state: 'finished', sheet: 'Datos', rowsCreated: 1, rowsRejected: 0 })
    expect((await home.send(`GET /contacts?email=${name}@example.com`)).body.items).toHaveLength(1)
  })

  test('is read where it is told to, if it has such a sheet', async () => {
    const book = workbook({ sheets: { Uno: people('uno'), 'Dos ': people('dos') } })
    const done = await imported(house, home, book, { kind: 'contacts', sheet: 'Dos ' }, 'libro.xlsx')
    expect(done).toMatchObject({ sheet: 'Dos ', rowsCreated: 1 })
    expect((await home.send('GET /contacts?email=uno@example.com')).body.items).toEqual([])
    for (const file of [book, 'correo,nombre\na@example.com,Ana\n']) {
      const refused = await postFile(house, home, file, { kind: 'contacts', sheet: 'Tres' })
      expect([refused.status, refused.body.errors]).toEqual([422, [{ pointer: '/sheet', rule: 'sheet_not_found' }]])
    }
  })

  test('without any row is refused', async () => {
    const bare = await postFile(house, home, workbook({ sheets: { A: sheet('Portada'), B: sheet('Correo|Nombre') } }), {
      kind: 'contacts',
    })
    expect(bare.body.errors).toEqual([{ pointer: '/file', rule: 'file_without_rows' }])
    const empty = await postFile(house, home, workbook({ sheets: { A: '', B: '' } }), { kind: 'contacts' })
    expect(empty.body.errors).toEqual([{ pointer: '/file', rule: 'file_empty' }])
  })
})

describe('an export of ours', () => {
  const csvOf = async (list: string, who = home.send) => {
    const { body } = await who('POST /exports', { body: { list, format: 'csv' } })
    await house.drain()
    const { fileUrl } = (await who(`GET /exports/${body.id}`)).body
    return (await who(`GET ${fileUrl.replace('/api/v1', '')}`)).text
  }
  const suggested = (done: any) =>
    new Map<string, string | null>(done.columns.map((column: any) => [column.name, column.suggestion.field]))

  test.each([
    ['es', '612000888', ['Temperatura', 'Puntuación', 'Responsable', 'Entrada', 'Creado', 'Última actividad']],
    ['en', '612000889', ['Temperature', 'Score', 'Owner', 'Came in by', 'Created', 'Last activity']],
  ])('in %s comes back without what only an export has', async (locale, phone, only) => {
    expect((await home.send('PATCH /me', { body: { locale } })).status).toBe(200)
    const email = `vuelve-${locale}@example.com`
    const customFields = { talla: 'M' }
    const ownerId = home.ownerId
    await home.send('POST /contacts', { body: { email, firstName: 'Eva', phone, ownerId, customFields } })
    const csv = await csvOf('contacts')
    const done = await imported(house, home, csv, { kind: 'contacts' })
    expect(done).toMatchObject({ state: 'finished', rowsCreated: 0, rowsRejected: 0 })
    const fields = suggested(done)
    expect(only.map((title) => fields.get(title))).toEqual(only.map(() => null))
    const { items } = (await home.send(`GET /contacts?email=${email}`)).body
    expect((await home.send(`GET /contacts/${items[0].id}`)).body).toMatchObject({ firstName: 'Eva', customFields })
  })

  test('of products as well; in files of others the same words are fields of their own', async () => {
    await home.send('PATCH /me', { body: { locale: 'es' } })
    await home.send('POST /products', { body: { sku: 'P-1', name: 'Reloj' } })
    const done = await imported(house, home, await csvOf('products'), { kind: 'products' })
    expect(done).toMatchObject({ rowsCreated: 0, rowsRejected: 0 })
    const fields = suggested(done)
    expect(['ID', 'Estado', 'Responsable', 'Reservado', 'Creado'].map((title) => fields.get(title))).toEqual(
      Array(5).fill(null),
    )
    expect([fields.get('Página'), fields.get('SKU')]).toEqual(['url', 'sku'])
    const foreign = 'Correo;Temperatura;Creado\najena@example.com;37 grados;Por Ana\n'
    expect([...suggested(await imported(house, home, foreign, { kind: 'contacts' })).values()]).toEqual([
      'email',
      'customFields.temperatura',
      'customFields.creado',
    ])
  })
})

describe('products without codes', () => {
  const catalogue = 'product,series,sales_price\nGTX Basic,GTX,550\nGTX Pro,GTX,4821\nMG Special,MG,55\n'

  test('go by their names', async () => {
    const done = await imported(house, home, catalogue, { kind: 'products' })
    expect(done).toMatchObject({ state: 'finished', missing: null, rowsCreated: 3, rowsRejected: 0 })
    expect(done.mapping.map((one: any) => [one.column, one.field])).toEqual([
      [0, 'name'],
      [0, 'sku'],
      [1, 'family'],
      [2, 'price'],
    ])
    const { items } = (await home.send('GET /products?q=special')).body
    expect(items).toMatchObject([{ sku: 'MG Special', name: 'MG Special' }])
    expect(await imported(house, home, catalogue, { kind: 'products' })).toMatchObject({
      rowsCreated: 0,
      rowsUnchanged: 3,
    })
  })

  test.each([
    ['two columns could be the name', 'product,nombre\nGTX,Tarjeta\n'],
    ['names repeat', 'product,series\nGTX,A\nGTX,B\n'],
  ])('are asked for where %s', async (_, csv) => {
    const refused = await postFile(house, home, csv, { kind: 'products' })
    expect([refused.status, refused.body.errors]).toEqual([422, [{ pointer: '/mapping', rule: 'sku_column_missing' }]])
  })
})
