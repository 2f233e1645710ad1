import { request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { openDatabase } from '#kernel/db.ts'
import { silentLog } from '#kernel/log.ts'
import type { Services } from '#kernel/services.ts'
import { ok } from '#test/builders/campaigns.ts'
import { openEditor, type TestEditor, textOf } from '#test/builders/editor.ts'
import { addMember } from '#test/builders/leads.ts'
import { type Harness, type Send, startHarness, type TestWorkspace } from '#test/harness.ts'
import { buildApp } from '../../../app.ts'
import { modules } from '../../../modules.ts'
import { lockDocument } from '../public.ts'

let house: Harness
let lumbre: TestWorkspace
let address: string
const editors: TestEditor[] = []
beforeAll(async () => {
  house = await startHarness()
  lumbre = await house.workspace()
  address = await house.app.listen({ port: 0, host: '127.0.0.1' })
})
afterEach(() => {
  for (const editor of editors.splice(0)) editor.close()
})
afterAll(() => house.close())

const send = (key: string, body?: unknown) => lumbre.send(key, body === undefined ? {} : { body })
const note = async (markdown = '') => (await ok(send('POST /documents', { title: 'Nota', markdown }))).id as string
async function open(
  documentId: string,
  { by = lumbre.send, at = address, doc, token }: { by?: Send; at?: string; doc?: Y.Doc; token?: string } = {},
): Promise<TestEditor> {
  const editor = await openEditor(at, by, documentId, { ...(doc && { doc }), ...(token !== undefined && { token }) })
  editors.push(editor)
  return editor
}
const markdownOf = async (id: string): Promise<string> => (await ok(send(`GET /documents/${id}`))).markdown

/** A second process on the same database, as far as anybody outside can tell. */
async function secondProcess(): Promise<{ at: string; app: FastifyInstance; close(): Promise<void> }> {
  const { db, pool, close } = openDatabase(house.services.databaseUrl, { max: 4 })
  const services: Services = { ...house.services, db, pool, log: silentLog() }
  const app = await buildApp({ services, modules, requestsPerMinute: null })
  const at = await app.listen({ port: 0, host: '127.0.0.1' })
  return {
    at,
    app,
    close: async () => {
      await app.close()
      await close()
    },
  }
}

test('what one types the other sees, and the API reads it at once', async () => {
  const id = await note('Hola')
  const [ana, leo] = [await open(id), await open(id)]
  ana.type(' a todos')
  await leo.until(() => leo.text() === 'Hola a todos')
  await ana.saved()
  expect(await markdownOf(id)).toBe('Hola a todos')
  expect((await ok(send('GET /documents?sort=-updatedAt&limit=1'))).items[0].id).toBe(id)
})

test('ten people write at once, one has been offline for a day: all end with everything', async () => {
  const id = await note('Inicio.')
  const first = await open(id)
  const offline = new Y.Doc()
  Y.applyUpdate(offline, Y.encodeStateAsUpdate(first.doc))
  const asleep = await open(id, { doc: offline })
  asleep.provider.disconnect()
  asleep.type(' [sin conexión]')
  house.clock.advance(24 * 3600_000)
  const team = [first, ...(await Promise.all(Array.from({ length: 8 }, () => open(id))))]
  for (let round = 0; round < 5; round++)
    for (const [index, one] of team.entries()) one.type(`<${index}.${round}>`.replace(/[<>]/g, '|'))
  void asleep.provider.connect()
  const all = [...team, asleep]
  const words = ['[sin conexión]', ...team.flatMap((_, index) => [0, 1, 2, 3, 4].map((round) => `|${index}.${round}|`))]
  for (const one of all) await one.until(() => words.every((word) => one.text().includes(word)))
  await Promise.all(all.map((one) => one.saved()))
  for (const one of all) await one.until(() => one.text() === first.text())
  expect(await markdownOf(id)).toContain('sin conexión')
}, 20_000)

test('what is acknowledged is there after the process is gone without a word', async () => {
  const id = await note()
  const ana = await open(id)
  ana.type('Esto está guardado')
  await ana.saved()
  const { rows } =
    await sql`select 1 from document_update where workspace_id = ${lumbre.workspaceId} and document_id = ${id}`.execute(
      house.services.db,
    )
  expect(rows.length).toBeGreaterThan(0)
  const other = await secondProcess()
  const reader = await open(id, { at: other.at })
  expect(reader.text()).toBe('Esto está guardado')
  await other.close()
  ana.close()
  house.clock.advance(120_000)
  await house.services.db.transaction().execute(async (tx) => {
    await sql`select graphile_worker.add_job('documents.gather_left', '{}')`.execute(tx)
  })
  await house.drain()
  const left =
    await sql`select 1 from document_update where workspace_id = ${lumbre.workspaceId} and document_id = ${id}`.execute(
      house.services.db,
    )
  expect(left.rows).toEqual([])
  await expect
    .poll(async () => (await ok(send(`GET /documents/${id}/versions`))).items, { timeout: 8000 })
    .toMatchObject([{ origin: 'automatic' }])
})

test('two processes on one database show the same text and the same people', async () => {
  const id = await note('Uno')
  const other = await secondProcess()
  const [here, there] = [await open(id), await open(id, { at: other.at })]
  here.type(' dos')
  await there.until(() => there.text() === 'Uno dos')
  there.type(' tres')
  await here.until(() => here.text() === 'Uno dos tres')
  here.provider.awareness!.setLocalStateField('cursor', null)
  const seen = () => [...there.provider.awareness!.getStates().values()].map((state) => state.user?.name)
  await there.until(() => seen().includes('Olga Owner'))
  there.close()
  await other.close()
  await here.saved()
  expect(await markdownOf(id)).toBe('Uno dos tres')
})

test('acts over HTTP arrive in open editors like typing, and undo nobody', async () => {
  const id = await note('Dura siete días.')
  const ana = await open(id)
  ana.type(' Y pesa poco.')
  await ana.saved()
  const { id: commentId } = await ok(send(`POST /documents/${id}/comments`, { quote: 'siete', proposedText: 'cinco' }))
  await ok(send(`POST /documents/${id}/comments/${commentId}/acceptance`))
  await ana.until(() => ana.text() === 'Dura cinco días. Y pesa poco.')
  await ok(send(`PUT /documents/${id}/text`, { markdown: 'Nuevo' }))
  await ana.until(() => ana.text() === 'Nuevo')
})

test('who may only read cannot write, and who closes the document closes it for all', async () => {
  const guest = await addMember(house, lumbre, { name: 'Gala', role: 'guest' })
  const id = await note('Texto')
  const [reader, writer] = [await open(id, { by: guest.send }), await open(id)]
  expect(reader.provider.authorizedScope).toBe('readonly')
  reader.type(' pirata')
  writer.type(' bueno')
  await reader.until(() => reader.text().includes('bueno'))
  expect(writer.text()).toBe('Texto bueno')
  await writer.saved()
  const at = house.clock.now()
  const actor = {
    kind: 'member' as const,
    id: lumbre.ownerId,
    workspaceId: lumbre.workspaceId,
    permissions: new Set([]),
  }
  await house.services.db.transaction().execute((tx) => lockDocument(tx, actor, at, id))
  await writer.until(() => writer.notices.some(({ type, canWrite }) => type === 'access' && canWrite === false))
  writer.type(' tarde')
  expect(await markdownOf(id)).toBe('Texto bueno')
  expect((await open(id)).text()).toBe('Texto bueno')
})

test('tickets are for one document and one minute; other workspaces, forged and spoilt ones are refused', async () => {
  const [id, another] = [await note('Secreto'), await note('Otro')]
  const { ticket } = await ok(send(`POST /documents/${id}/tickets`))
  const stranger = await house.workspace('Otra')
  expect((await stranger.send(`POST /documents/${id}/tickets`)).status).toBe(404)
  for (const token of ['', 'x.y', `${ticket}x`, `${Buffer.from('{}').toString('base64url')}.${ticket.split('.')[1]}`])
    expect((await open(id, { token })).refusal()).toBe('permission-denied')
  expect((await open(another, { token: ticket })).refusal()).toBe('permission-denied')
  expect((await open(id, { token: ticket })).text()).toBe('Secreto')
})

test('whoever is removed or loses the key is cut off at once', async () => {
  const leo = await addMember(house, lumbre, { name: 'Leo' })
  const id = await note('Texto')
  const editor = await open(id, { by: leo.send })
  expect(editor.text()).toBe('Texto')
  let closed: string | undefined
  editor.provider.on('close', ({ event }: { event: { reason?: string } }) => void (closed ??= event.reason))
  await ok(send(`DELETE /members/${leo.id}`))
  await editor.until(() => closed !== undefined)
  expect(closed).toBe('access-ended')
})

test('presence carries the name of the sign-in, whatever a client claims', async () => {
  const id = await note('Texto')
  const [ana, leo] = [await open(id), await open(id)]
  ana.provider.awareness!.setLocalStateField('user', { name: 'La directora', memberId: 'x' })
  const seen = () => leo.provider.awareness!.getStates().get(ana.doc.clientID)?.user
  await leo.until(() => seen() !== undefined)
  expect(seen()).toMatchObject({ name: 'Olga Owner', memberId: lumbre.ownerId })
})

test('a huge paste is taken, one beyond the limit is refused and the rest stays', async () => {
  const id = await note('Texto ')
  const [ana, leo] = [await open(id), await open(id)]
  ana.type('á'.repeat(300_000))
  await ana.saved()
  await leo.until(() => leo.text().length > 300_000)
  ana.type('x'.repeat(5 * 1024 * 1024))
  await ana.until(() => ana.notices.some(({ code }) => code === 'document_too_large'))
  expect(leo.text().length).toBeLessThan(400_000)
  expect((await markdownOf(id)).length).toBeLessThan(400_000)
})

test('garbage ends the connection that sent it and nothing else', async () => {
  const id = await note('Texto')
  const ana = await open(id)
  const { ticket } = await ok(send(`POST /documents/${id}/tickets`))
  const socket = new WebSocket(`${address.replace('http', 'ws')}/api/v1/collab`)
  await new Promise((resolve) => socket.addEventListener('open', resolve))
  const name = Buffer.from(id)
  const token = Buffer.from(ticket)
  const framed = (...bytes: (number | Buffer)[]) =>
    Buffer.concat(bytes.map((part) => (typeof part === 'number' ? Buffer.from([part]) : part)))
  socket.send(framed(name.length, name, 2, 0, (token.length & 127) | 128, token.length >> 7, token))
  const ended = new Promise((resolve) => socket.addEventListener('close', resolve))
  socket.send(framed(name.length, name, 0, 2, 5, Buffer.from([255, 1, 200, 3, 9])))
  socket.send(Buffer.from([255, 255, 255, 255, 255, 255]))
  await ended
  ana.type(' sigue')
  await ana.saved()
  expect(await markdownOf(id)).toBe('Texto sigue')
  expect(textOf((await open(id)).doc)).toBe('Texto sigue')
})

test('pages of elsewhere and other addresses get no socket', async () => {
  const { port } = house.app.server.address() as AddressInfo
  const handshake = (path: string, origin?: string) =>
    new Promise<number>((resolve) => {
      const request = httpRequest({
        port,
        path,
        headers: {
          connection: 'Upgrade',
          upgrade: 'websocket',
          'sec-websocket-version': '13',
          'sec-websocket-key': Buffer.alloc(16).toString('base64'),
          ...(origin && { origin }),
        },
      })
      request.on('upgrade', (answer, socket) => {
        socket.destroy()
        resolve(answer.statusCode!)
      })
      request.on('response', (answer) => {
        answer.resume()
        resolve(answer.statusCode!)
      })
      request.end()
    })
  expect(await handshake('/api/v1/collab', 'https://evil.example')).toBe(403)
  expect(await handshake('/api/v1/collab', `http://localhost:${port}`)).toBe(101)
  expect(await handshake('/api/v1/setup')).toBe(200)
})

test('a version is kept every ten minutes of writing and when the last one leaves', async () => {
  const id = await note('')
  const ana = await open(id)
  ana.type('Uno')
  await ana.saved()
  ana.close()
  const versions = async () => (await ok(send(`GET /documents/${id}/versions`))).items
  await expect.poll(versions, { timeout: 8000 }).toHaveLength(1)
  const leo = await open(id)
  leo.type(' dos')
  await leo.saved()
  leo.close()
  await expect
    .poll(versions, { timeout: 8000 })
    .toMatchObject([{ origin: 'automatic', contributorIds: [lumbre.ownerId] }, { origin: 'automatic' }])
})
