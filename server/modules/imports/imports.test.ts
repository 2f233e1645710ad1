import { readdir } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { imported, postFile } from '#test/builders/upload.ts'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'
import { zip } from './reading/test-files.ts'

let house: Harness
let home: TestWorkspace
beforeAll(async () => void (house = await startHarness()))
afterAll(() => house.close())
const fresh = async () => void (home = await house.workspace())

const count = async (table: string) => {
  const { rows } = await house.services.pool.query<{ n: number }>(
    `select count(*)::int as n from ${table} where workspace_id = $1`,
    [home.workspaceId],
  )
  return rows[0]!.n
}
const contact = async (email: string) => {
  const { body } = await home.send(`GET /contacts?email=${encodeURIComponent(email)}`)
  return body.items[0] && (await home.send(`GET /contacts/${body.items[0].id}`)).body
}

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

describe('while it runs', () => {
  beforeAll(fresh)
  const many = (n: number) =>
    `email,name\n${Array.from({ length: n }, (_, i) => `c${i}@example.com,Persona ${i}`).join('\n')}\n`

  /** Runs the import's job until `batches` have been committed; then the process dies. */
  async function runUntil(id: string, batches: number) {
    const { runImport } = await import('./run/run-import.ts')
    let begun = 0
    const db = new Proxy(house.services.db, {
      get(target, name) {
        if (name === 'transaction' && begun++ === batches) throw new Error('killed')
        const value: unknown = Reflect.get(target, name, target)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
    const dies = { ...house.services, db }
    const helpers = { signal: new AbortController().signal, attempt: 1, lastAttempt: false }
    await expect(runImport.run({ workspaceId: home.workspaceId, importId: id }, dies, helpers)).rejects.toThrow(
      'killed',
    )
  }

  test('after a crash it goes on behind the last committed batch, and nothing is there twice', async () => {
    const { body } = await postFile(house, home, many(3500).replace('c3100@example.com', 'mal'), { kind: 'contacts' })
    await runUntil(body.id, 2)
    const { body: halfway } = await home.send(`GET /imports/${body.id}`)
    expect(halfway).toMatchObject({ state: 'running', rowsRead: 2000, rowsCreated: 2000 })
    await house.drain()
    const { body: done } = await home.send(`GET /imports/${body.id}`)
    expect(done).toMatchObject({ state: 'finished', rowsRead: 3500, rowsCreated: 3499, rowsRejected: 1 })
    expect(await count('contact')).toBe(3499)
  })

  test('an import that another process runs is left to it', async () => {
    const { body } = await postFile(house, home, many(3000), { kind: 'contacts' })
    await house.services.pool.query(`update import set state = 'running', cursor_row = 1 where id = $1`, [body.id])
    const { readTask } = await import('./run/task.ts')
    const { runBatch, Superseded } = await import('./run/batch.ts')
    const row = await house.services.db
      .selectFrom('import')
      .selectAll()
      .where('workspaceId', '=', home.workspaceId)
      .where('id', '=', body.id)
      .executeTakeFirstOrThrow()
    const task = await readTask(house.services.db, home.workspaceId, body.id, { ...row, cursorRow: 0 } as never)
    const batch = {
      rows: [{ rowNumber: 2, cells: ['nueva@example.com', 'Nueva'] }],
      read: () => ({ rowNumber: 2, cells: [], values: { email: 'nueva@example.com' }, customFields: {} }),
      isRepeated: null,
      tell: false,
    }
    await expect(runBatch(house.services, task, batch)).rejects.toThrow(Superseded)
    expect(await contact('nueva@example.com')).toBeUndefined()
    await house.services.pool.query(`update import set state = 'cancelled' where id = $1`, [body.id])
  })

  test('two starts at once: one runs, the other is told', async () => {
    const { body } = await postFile(house, home, many(3), { kind: 'contacts', start: 'false' })
    expect(body.state).toBe('uploaded')
    const both = await Promise.all([1, 2].map(() => home.send(`POST /imports/${body.id}/start`, { body: {} })))
    expect(both.map((answer) => answer.status).sort()).toEqual([202, 409])
    await house.drain()
  })

  test('cancelled while it waits; cancelled between batches; not twice', async () => {
    const { body: waiting } = await postFile(house, home, many(3), { kind: 'contacts' })
    expect((await home.send(`POST /imports/${waiting.id}/cancel`)).body.state).toBe('cancelled')
    const twice = await home.send(`POST /imports/${waiting.id}/cancel`)
    expect([twice.status, twice.body.code]).toEqual([409, 'invalid_transition'])
    await house.drain()
    expect((await home.send(`GET /imports/${waiting.id}`)).body).toMatchObject({ state: 'cancelled', rowsRead: 0 })

    const { body: running } = await postFile(house, home, many(3000), { kind: 'contacts' })
    await runUntil(running.id, 1)
    expect((await home.send(`POST /imports/${running.id}/cancel`)).body).toMatchObject({
      state: 'running',
      cancelling: true,
    })
    await house.drain()
    expect((await home.send(`GET /imports/${running.id}`)).body).toMatchObject({ state: 'cancelled', rowsRead: 2000 })
  })

  test('a file that vanished from the disk fails clearly, and can go on when it is back', async () => {
    const { body } = await postFile(house, home, many(10), { kind: 'contacts' })
    const { rows } = await house.services.pool.query(
      `select f.storage_key from import i join file f on f.id = i.file_id where i.id = $1`,
      [body.id],
    )
    await house.services.files.remove(rows[0].storage_key)
    await house.drain()
    expect((await home.send(`GET /imports/${body.id}`)).body).toMatchObject({
      state: 'failed',
      problem: { code: 'file_gone' },
    })
    const { body: inbox } = await home.send('GET /notifications')
    expect(inbox.items[0].kind).toBe('import_failed')
  })
})

describe('bad input', () => {
  beforeAll(fresh)
  const leftovers = async () => {
    const root = house.services.files.path('00000000-0000-7000-8000-000000000000').split('/').slice(0, -2).join('/')
    return (await readdir(root, { recursive: true, withFileTypes: true }).catch(() => [])).filter((entry) =>
      entry.isFile(),
    ).length
  }

  test.each([
    ['an empty file', '', 'file_empty'],
    ['a header alone', 'email,name\n', 'file_without_rows'],
    ['a PDF', '%PDF-1.7\n%âãÏÓ\n1 0 obj', 'file_format_unsupported'],
    ['an old workbook', Buffer.from('d0cf11e0a1b11ae1'.padEnd(1200, '0'), 'hex'), 'file_format_unsupported'],
    [
      'a workbook under a password',
      Buffer.concat([
        Buffer.from('d0cf11e0a1b11ae1', 'hex'),
        Buffer.alloc(600),
        Buffer.from('EncryptedPackage', 'utf16le'),
      ]),
      'file_encrypted',
    ],
    ['an archive that is no workbook', zip({ 'a.txt': 'hola' }), 'file_format_unsupported'],
  ])('%s is refused and leaves nothing', async (_, content, rule) => {
    const files = await leftovers()
    const answer = await postFile(house, home, content, { kind: 'contacts' })
    expect([answer.status, answer.body.code]).toEqual([422, 'file_unreadable'])
    expect(answer.body.errors).toEqual([{ pointer: '/file', rule }])
    expect(await leftovers()).toBe(files)
    expect(await count('import')).toBe(0)
  })

  test('other kinds do not exist', async () => {
    expect((await postFile(house, home, 'a,b\n1,2\n', { kind: 'cats' })).status).toBe(400)
    expect((await postFile(house, home, 'a,b\n1,2\n', {})).body.errors).toEqual([
      { pointer: '/kind', rule: 'required' },
    ])
  })

  test.each([
    [{ mapping: '{' }, 400, 'malformed'],
    [{ mapping: { correo: 'email', nada: 'fullName' } }, 422, 'unknown_column'],
    [{ mapping: { correo: 'nonsense' } }, 422, 'unknown_field'],
    [
      {
        mapping: {
          columns: [
            { column: 0, field: 'email' },
            { column: 1, field: 'email' },
          ],
        },
      },
      422,
      'field_twice',
    ],
    [{ mapping: { nombre: 'fullName' } }, 422, 'identity_column_missing'],
    [{ mapping: { columns: [], extra: 1 } }, 400, 'unknown_field'],
    [{ options: { ownerId: '0190b1f0-0000-7000-8000-000000000000' } }, 422, 'unknown_record'],
    [{ dryRun: 'maybe' }, 400, 'type'],
    [{ surprise: '1' }, 400, 'unknown_field'],
  ])('%j is told apart', async (fields, status, rule) => {
    const answer = await postFile(house, home, 'correo,nombre\na@example.com,Ana\n', { kind: 'contacts', ...fields })
    expect([answer.status, answer.body.errors?.[0]?.rule]).toEqual([status, rule])
    expect(await count('import')).toBe(0)
  })

  test('JSON where a file belongs, and a form without a file', async () => {
    expect((await home.send('POST /imports', { body: { kind: 'contacts' } })).status).toBe(415)
    const boundary = 'x'
    const bare = await house.app.inject({
      method: 'POST',
      url: '/api/v1/imports',
      headers: { authorization: `Bearer ${home.apiKey}`, 'content-type': `multipart/form-data; boundary=${boundary}` },
      payload: `--x\r\ncontent-disposition: form-data; name="kind"\r\n\r\ncontacts\r\n--x--\r\n`,
    })
    expect([bare.statusCode, bare.json().errors[0].pointer]).toEqual([400, '/file'])
  })

  test('the same Idempotency-Key brings the same import and keeps no second file', async () => {
    const csv = 'email\nuna@example.com\n'
    const first = await postFile(house, home, csv, { kind: 'contacts' }, { headers: { 'idempotency-key': 'k1' } })
    const files = await leftovers()
    const second = await postFile(house, home, csv, { kind: 'contacts' }, { headers: { 'idempotency-key': 'k1' } })
    expect([second.status, second.body.id]).toEqual([202, first.body.id])
    expect(await leftovers()).toBe(files)
    await house.drain()
  })

  test('an import of another workspace is not there', async () => {
    const { body } = await postFile(house, home, 'email,x\nmal,1\n', { kind: 'contacts', start: 'false' })
    const stranger = await house.workspace('Otra')
    for (const key of [
      `GET /imports/${body.id}`,
      `POST /imports/${body.id}/cancel`,
      `GET /imports/${body.id}/rejections`,
      `GET /imports/${body.id}/error-file`,
    ]) {
      expect((await stranger.send(key)).status, key).toBe(404)
    }
    expect((await stranger.send(`POST /imports/${body.id}/start`, { body: {} })).status).toBe(404)
    expect((await stranger.send(`PUT /imports/${body.id}/mapping`, { body: { columns: [] } })).status).toBe(404)
    expect((await stranger.send(`POST /imports/${body.id}/preview`, { body: { columns: [] } })).status).toBe(404)
    expect((await stranger.send('GET /imports')).body.items).toEqual([])
    expect((await home.send('GET /imports')).body.items[0].id).toBe(body.id)
  })

  test('lone quotes, ragged rows and halves of characters do not stop the rest', async () => {
    const csv = Buffer.concat([
      Buffer.from(
        'email,name,note\n"rota@example.com,Rota,\nbien1@example.com,"Ana ""la"" Buena","dos\nlíneas"\nde,mas,celdas,aqui\nbien2@example.com,5" tubo,x\n',
      ),
      Buffer.from([0x62, 0x33, 0x40, 0x65, 0x2e, 0x65, 0x73, 0x2c, 0xff, 0xfe, 0x2c, 0x78, 0x0a]),
    ])
    const done = await imported(house, home, csv, { kind: 'contacts' })
    expect(done).toMatchObject({ state: 'finished', rowsCreated: 3, rowsRejected: 2 })
    expect((await contact('bien1@example.com')).customFields).toEqual({ note: 'dos\nlíneas' })
  })
})
