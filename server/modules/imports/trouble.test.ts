import { readdir } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contactOf, countOf, imported, postFile } from '#test/builders/upload.ts'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'
import { workbook, zip } from './reading/test-files.ts'

let house: Harness
let home: TestWorkspace
beforeAll(async () => void (house = await startHarness()))
afterAll(() => house.close())
const fresh = async () => void (home = await house.workspace())

const count = (table: string) => countOf(house, home, table)
const contact = (email: string) => contactOf(home, email)

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
    ['half a workbook', workbook({ sheets: { A: '' } }).subarray(0, 900), 'file_damaged'],
    ['a torn workbook', workbook({ sheets: { A: '<row><c>' } }), 'file_damaged'],
  ])('%s is refused and leaves nothing', async (_, content, rule) => {
    const files = await leftovers()
    const answer = await postFile(house, home, content, { kind: 'contacts' })
    expect([answer.status, answer.body.code]).toEqual([422, 'file_unreadable'])
    expect(answer.body.errors).toEqual([{ pointer: '/file', rule }])
    // A hint such as `pdf`, never a sentence of a library.
    expect(answer.body.params.detail ?? '').toMatch(/^\w*$/)
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
