import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contactOf, countOf, imported } from '#test/builders/upload.ts'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'

let house: Harness
let home: TestWorkspace
beforeAll(async () => void (house = await startHarness()))
afterAll(() => house.close())
const fresh = async () => void (home = await house.workspace())

const count = (table: string) => countOf(house, home, table)
const contact = (email: string) => contactOf(home, email)

describe('contacts', () => {
  beforeAll(fresh)

  test('a script posts a Spanish Excel export and polls until it is done', async () => {
    const csv = Buffer.from(
      'Correo;Nombre;Apellidos;Teléfono;Empresa;Alta;Importe\r\nana@example.com;Ana;Núñez;600 11 22 33;Lumbre, S.L.;25/12/2025;"1.234,50"\r\nluis@example.com;Luis;Peña;;Lumbre;13/01/2026;12,00\r\n',
      'latin1',
    )
    const done = await imported(house, home, csv, { kind: 'contacts', options: { tags: ['feria'], source: 'fair' } })
    expect(done).toMatchObject({
      state: 'finished',
      rowsRead: 2,
      rowsCreated: 2,
      rowsUpdated: 0,
      rowsRejected: 0,
      errorFileUrl: null,
      needs: [],
    })
    expect(await contact('ana@example.com')).toMatchObject({
      fullName: 'Ana Núñez',
      phone: '+34600112233',
      companyName: 'Lumbre, S.L.',
      origin: 'import',
      source: 'fair',
      tags: ['feria'],
      firstSeenAt: '2025-12-24T23:00:00.000Z',
      customFields: { importe: 1234.5 },
    })
    expect((await contact('luis@example.com')).companyId).toBe((await contact('ana@example.com')).companyId)
    const { body: inbox } = await home.send('GET /notifications')
    expect(inbox.items[0]).toMatchObject({
      kind: 'import_finished',
      link: `/imports/${done.id}`,
      params: { created: 2, rejected: 0 },
    })
  })

  test('again: nothing changes; a changed row updates, or only fills what is empty', async () => {
    const row = (city: string) => `email,city\nana@example.com,${city}\n`
    expect(await imported(house, home, row('Vigo'), { kind: 'contacts' })).toMatchObject({
      rowsCreated: 0,
      rowsUpdated: 1,
    })
    expect(await imported(house, home, row('Vigo'), { kind: 'contacts' })).toMatchObject({
      rowsCreated: 0,
      rowsUpdated: 0,
      rowsUnchanged: 1,
    })
    expect(await imported(house, home, row('Lugo'), { kind: 'contacts', options: { overwrite: false } })).toMatchObject(
      { rowsUnchanged: 1 },
    )
    expect((await contact('ana@example.com')).city).toBe('Vigo')
  })

  test('bad rows stand aside with their reasons, in a file that comes back mended', async () => {
    const csv =
      'email,phone,name,score\n' +
      'bien@example.com,600112244,Bien,1\nmal@@example,600112255,Mal,2\n,,Nadie,3\ncorta,1\nnulo@example.com,\u0000600112266,Nulo,4\notro@example.com,12,Otro,5\nbien@example.com,600112244,Bien Otra Vez,6\n'
    const done = await imported(house, home, csv, { kind: 'contacts' }, 'C:\\datos\\feria.csv')
    expect(done).toMatchObject({
      fileName: 'feria.csv',
      rowsRead: 7,
      rowsCreated: 1,
      rowsUpdated: 1,
      rowsRejected: 5,
      errorFileUrl: `/api/v1/imports/${done.id}/error-file`,
    })
    const { body: rejected } = await home.send(`GET /imports/${done.id}/rejections?limit=3`)
    expect(rejected.items.map((row: any) => [row.rowNumber, row.column, row.rule])).toEqual([
      [3, 'email', 'email_invalid'],
      [4, null, 'identity_missing'],
      [5, null, 'ragged_row'],
    ])
    const { body: more } = await home.send(`GET /imports/${done.id}/rejections?after=${rejected.next}`)
    expect(more.items.map((row: any) => row.rule)).toEqual(['nul_byte', 'phone_invalid'])

    const file = await house.app.inject({ url: done.errorFileUrl, headers: { authorization: `Bearer ${home.apiKey}` } })
    expect(file.headers['content-disposition']).toContain('feria errores.csv')
    expect(file.body).toContain(
      '\uFEFFFila;Columna;Motivo;email;phone;name;score\r\n3;email;El correo no es válido.;mal@@example;600112255;Mal;2',
    )
    const mended = file.body.split('\r\n').slice(0, 2).join('\r\n').replace('mal@@example', 'mal@example.com')
    const again = await imported(house, home, `${mended}\r\n`, { kind: 'contacts' })
    expect(again).toMatchObject({ rowsRead: 1, rowsCreated: 1, rowsRejected: 0 })
    expect(again.columns.slice(0, 3).map((column: any) => column.suggestion.field)).toEqual([null, null, null])
    expect((await contact('mal@example.com')).customFields).toEqual({ score: 2 })
  })

  test('consent is kept with its words once; who withdrew stays withdrawn', async () => {
    const csv = 'email\nsi@example.com\nbaja@example.com\n'
    const options = { consent: { purpose: 'newsletter', text: 'Acepto recibir el boletín' } }
    await imported(house, home, csv, { kind: 'contacts', options })
    const baja = await contact('baja@example.com')
    await home.send(`POST /contacts/${baja.id}/consents`, { body: { purpose: 'newsletter', state: 'withdrawn' } })
    await imported(house, home, csv, { kind: 'contacts', options })
    const consents = async (id: string) =>
      (await home.send(`GET /contacts/${id}/consents`)).body.items.map((row: any) => row.state)
    expect(await consents(baja.id)).toEqual(['withdrawn', 'granted'])
    const si = await contact('si@example.com')
    expect((await home.send(`GET /contacts/${si.id}/consents`)).body.items).toMatchObject([
      { state: 'granted', method: 'import', text: 'Acepto recibir el boletín' },
    ])
  })

  test('stages in words of other programs; known people move only where the lifecycle lets them', async () => {
    const csv = (stage: string) => `email,lifecycle stage\nfase@example.com,${stage}\n`
    await imported(house, home, csv('Suscriptor'), { kind: 'contacts' })
    expect((await contact('fase@example.com')).lifecycleStage).toBe('subscriber')
    await imported(house, home, csv('Cliente'), { kind: 'contacts' })
    expect((await contact('fase@example.com')).lifecycleStage).toBe('customer')
    await imported(house, home, csv('Lead'), { kind: 'contacts' })
    expect((await contact('fase@example.com')).lifecycleStage).toBe('customer')
  })

  test('a qualified import does not fill the sales inbox unless asked', async () => {
    await imported(house, home, 'email,cargo\njefa@acme.com,CEO\n', {
      kind: 'contacts',
      options: { consent: { purpose: 'marketing_email', text: 'Sí' } },
    })
    expect(await count('handover')).toBe(0)
  })
})

describe('review', () => {
  beforeAll(fresh)
  const ambiguous = 'email,alta\nuno@example.com,03/04/2025\ndos@example.com,05/06/2025\n'

  test('an ambiguous date waits for an answer', async () => {
    const asked = await imported(house, home, ambiguous, { kind: 'contacts' })
    expect(asked).toMatchObject({
      state: 'uploaded',
      needs: [{ column: 'alta', question: 'date_order', examples: ['03/04/2025', '05/06/2025'] }],
    })
    const early = await home.send(`POST /imports/${asked.id}/start`, { body: {} })
    expect([early.status, early.body.code]).toEqual([409, 'import_not_ready'])
    const columns = [
      { column: 'email', field: 'email' },
      { column: 1, field: 'firstSeenAt', dateOrder: 'month_first' },
    ]
    const preview = await home.send(`POST /imports/${asked.id}/preview`, { body: { columns } })
    expect(preview.body).toMatchObject({
      fields: ['email', 'firstSeenAt'],
      needs: [],
      rows: [{ values: ['uno@example.com', '2025-03-03T23:00:00.000Z'] }, {}],
    })
    expect((await home.send(`PUT /imports/${asked.id}/mapping`, { body: { columns } })).body.needs).toEqual([])
    expect((await home.send(`POST /imports/${asked.id}/start`, { body: {} })).status).toBe(202)
    await house.drain()
    expect((await contact('uno@example.com')).firstSeenAt).toBe('2025-03-03T23:00:00.000Z')
  })

  test('a mapping given with the file answers in advance, also in its simple form', async () => {
    const columns = [
      { column: 'email', field: 'email' },
      { column: 'alta', field: 'firstSeenAt', dateOrder: 'day_first' },
    ]
    expect(
      await imported(house, home, ambiguous, { kind: 'contacts', mapping: { columns, options: { tags: ['x'] } } }),
    ).toMatchObject({ state: 'finished', rowsUpdated: 2 })
    expect((await contact('uno@example.com')).tags).toEqual(['x'])
    const simple = await imported(house, home, 'a,b\ntres@example.com,Tres\n', {
      kind: 'contacts',
      mapping: { a: 'email', b: 'fullName' },
    })
    expect(simple).toMatchObject({ state: 'finished', rowsCreated: 1 })
    expect((await contact('tres@example.com')).fullName).toBe('Tres')
  })

  test('a trial run counts everything, leaves nothing, and then runs for real', async () => {
    const rows = Array.from({ length: 2300 }, (_, n) => `p${n % 2200}@example.com,Persona ${n}`)
    const csv = `email,name\n${rows.join('\n')}\nmal,Mal\n`
    const tables = ['contact', 'identity', 'event', 'lifecycle_transition', 'company']
    const before = await Promise.all(tables.map(count))
    const tried = await imported(house, home, csv, { kind: 'contacts', dryRun: 'true' })
    expect(tried).toMatchObject({
      state: 'finished',
      dryRun: true,
      rowsRead: 2301,
      rowsCreated: 2200,
      rowsUpdated: 100,
      rowsRejected: 1,
    })
    expect(tried.errorFileUrl).not.toBeNull()
    const after = await Promise.all(tables.map(count))
    // The ledger says that it was tried; nothing else is left.
    expect(after.map((n, index) => n - before[index]!)).toEqual([0, 0, 4, 0, 0])

    await home.send(`POST /imports/${tried.id}/start`, { body: { dryRun: false } })
    await house.drain()
    const { body: done } = await home.send(`GET /imports/${tried.id}`)
    expect(done).toMatchObject({ state: 'finished', dryRun: false, rowsRead: 2301, rowsCreated: 2200, rowsRejected: 1 })
    expect((await home.send(`POST /imports/${tried.id}/start`, { body: { dryRun: false } })).body.code).toBe(
      'invalid_transition',
    )
    expect((await home.send(`PUT /imports/${tried.id}/mapping`, { body: { columns: [] } })).body.code).toBe(
      'invalid_transition',
    )
  })
})
