import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#kernel/id.ts'
import { queueMail } from '#kernel/mail.ts'
import { type Harness, startHarness } from '#test/harness.ts'
import { housekeeping } from './housekeeping.ts'
import { kindOfError } from './jobs.ts'
import { saveFile } from './public.ts'

let house: Harness
beforeAll(async () => void (house = await startHarness()))
afterAll(() => house.close())

const signal = new AbortController().signal
const sweep = () => housekeeping.run({}, house.services, { signal, attempt: 1, lastAttempt: true })

test('the ledger answers by name, person, record and time, page by page', async () => {
  const { workspaceId, ownerId, send } = await house.workspace()
  const other = await house.workspace()
  for (const name of ['uno', 'dos', 'tres']) await send('POST /views', { body: { list: 'contacts', name, state: {} } })
  const first = (await send('GET /events?name=view.saved&limit=2')).body
  expect(first.items.map((item: { data: { name: string } }) => item.data.name)).toEqual(['tres', 'dos'])
  const rest = (await send(`GET /events?name=view.saved&limit=2&after=${first.next}`)).body
  expect(rest).toMatchObject({
    items: [{ data: { name: 'uno' }, actor: { id: ownerId, name: 'Olga Owner' } }],
    next: null,
  })
  expect((await send(`GET /events?subjectId=${first.items[0].data.viewId}`)).body.items).toHaveLength(1)
  expect((await other.send(`GET /events?subjectId=${first.items[0].data.viewId}`)).body.items).toEqual([])
  expect((await send(`GET /events?actorId=${newId()}`)).body.items).toEqual([])
  expect((await send('GET /events?to=2020-01-01T00:00:00Z')).body.items).toEqual([])
  expect((await send(`GET /events?subjectId=${workspaceId}&name=workspace.created`)).body.items).toHaveLength(1)
  expect((await send('GET /events/names')).body.items).toEqual(['api_key.created', 'view.saved', 'workspace.created'])
  expect((await send('GET /events?from=yesterday')).body.errors).toEqual([
    { pointer: '/from', rule: 'format_date_time' },
  ])
})

test('exhausted jobs are seen without their data, tried again or given up', async () => {
  const { workspaceId, send } = await house.workspace()
  const other = await house.workspace()
  const { rows } = await sql<{ id: string }>`select id::text from graphile_worker.add_job('mail.deliver',
    ${JSON.stringify({ workspaceId, messageId: newId(), secret: 'ana@example.com' })}::json, max_attempts => 2)`.execute(
    house.services.db,
  )
  const id = rows[0]!.id
  await sql`update graphile_worker._private_jobs set attempts = 2, last_error = 'connect ECONNREFUSED ana@example.com'
    where id = ${id}::bigint`.execute(house.services.db)
  const listed = await send('GET /jobs?state=exhausted')
  expect(listed.body.items).toMatchObject([
    { id, name: 'mail.deliver', state: 'exhausted', attempts: 2, maxAttempts: 2, lastError: 'ECONNREFUSED' },
  ])
  expect(listed.text).not.toContain('ana@example.com')
  expect((await send('GET /jobs?state=waiting')).body.items).toEqual([])
  expect((await other.send('GET /jobs')).body.items).toEqual([])
  expect((await other.send(`POST /jobs/${id}/retry`)).status).toBe(404)
  expect((await send(`POST /jobs/${id}/retry`)).body).toMatchObject({ state: 'waiting', attempts: 0 })
  expect((await send(`DELETE /jobs/${id}`)).status).toBe(204)
  expect((await send(`DELETE /jobs/${id}`)).status).toBe(404)
  expect((await send('POST /jobs/abc/retry')).status).toBe(400)
})

test('the kind of a failure never carries its text', () => {
  expect(
    [
      'conflict',
      'getaddrinfo ENOTFOUND mail.example.com',
      'duplicate key value violates …',
      'mail to ana@example.com refused',
    ].map(kindOfError),
  ).toEqual(['conflict', 'ENOTFOUND', 'database', 'unexpected'])
})

test('the mailbox shows what was written and sends a failed message again', async () => {
  const { workspaceId, send } = await house.workspace()
  const other = await house.workspace()
  const mail = {
    kind: 'test',
    to: { email: 'marta@example.com', name: 'Marta' },
    subject: 'Hola 100%',
    heading: 'Hola',
    paragraphs: [],
    footer: 'Pie',
  }
  const id = await house.services.db.transaction().execute((tx) => queueMail(tx, workspaceId, house.clock.now(), mail))
  await house.drain()
  expect((await send('GET /mailbox/status')).body).toEqual({ smtp: false, host: null })
  expect((await send('GET /mailbox?q=100%25')).body.items).toMatchObject([
    { id, state: 'stored', to: { email: 'marta@example.com' } },
  ])
  expect((await send('GET /mailbox?q=200%25')).body.items).toEqual([])
  expect((await send(`POST /mailbox/${id}/resend`)).body.code).toBe('invalid_transition')
  await house.services.db
    .updateTable('mailMessage')
    .set({ state: 'uncertain' })
    .where('workspaceId', '=', workspaceId)
    .execute()
  expect((await send(`POST /mailbox/${id}/resend`)).body.state).toBe('queued')
  await house.drain()
  expect((await send(`GET /mailbox/${id}`)).body.state).toBe('stored')
  expect((await other.send(`GET /mailbox/${id}`)).status).toBe(404)
})

test('files come with their name, to their maker only, until they expire; housekeeping removes them', async () => {
  const { workspaceId, ownerId, send } = await house.workspace()
  const other = await house.workspace()
  const save = (createdBy: string, expiresAt: Date | null) =>
    house.services.db.transaction().execute((tx) =>
      saveFile(house.services, tx, {
        workspaceId,
        name: "año (nº 1)'.csv",
        mediaType: 'text/csv',
        purpose: 'report',
        createdBy,
        content: Readable.from(['hola']),
        expiresAt,
      }),
    )
  const mine = await save(ownerId, new Date(house.clock.now().getTime() + 1000))
  const kept = await save(ownerId, null)
  const theirs = await save(newId(), null)
  const answer = await send(`GET /files/${mine.id}`)
  expect(answer).toMatchObject({ status: 200, text: 'hola' })
  expect(answer.headers['content-disposition']).toContain("filename*=UTF-8''a%C3%B1o%20%28n%C2%BA%201%29%27.csv")
  expect((await send(`GET /files/${theirs.id}`)).status).toBe(404)
  expect((await other.send(`GET /files/${mine.id}`)).status).toBe(404)
  const { storageKey } = await house.services.db
    .selectFrom('file')
    .select('storageKey')
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', mine.id)
    .executeTakeFirstOrThrow()
  house.clock.advance(2000)
  await sweep()
  expect((await send(`GET /files/${mine.id}`)).status).toBe(404)
  expect((await send(`GET /files/${kept.id}`)).status).toBe(200)
  await expect(house.services.files.open(storageKey).toArray()).rejects.toThrow('ENOENT')
})

test('housekeeping forgets kept answers after three days and cleared notifications after ninety', async () => {
  const { workspaceId, ownerId, send } = await house.workspace()
  await send('POST /views', { body: { list: 'deals', name: 'Mía', state: {} }, headers: { 'idempotency-key': 'one' } })
  const old = new Date(house.clock.now().getTime() - 91 * 86_400_000)
  await sql`insert into notification (workspace_id, id, member_id, kind, params, link, dedupe_key, created_at, done_at)
    values (${workspaceId}, ${newId()}, ${ownerId}, 'task_due', '{"title":"x"}', '/', 'old', ${old}, ${old}),
      (${workspaceId}, ${newId()}, ${ownerId}, 'task_due', '{"title":"x"}', '/', 'new', ${old}, ${house.clock.now()})`.execute(
    house.services.db,
  )
  house.clock.advance(4 * 86_400_000)
  await sweep()
  expect((await send('GET /notifications?state=done')).body.items).toHaveLength(1)
  const keys = await house.services.db
    .selectFrom('idempotencyKey')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .execute()
  expect(keys).toEqual([])
})
