import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '#kernel/events.ts'
import { newId } from '#kernel/id.ts'
import { ok } from '#test/builders/campaigns.ts'
import { addMember } from '#test/builders/leads.ts'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'
import { createDocument, lockDocument, readMarkdown, registerDocumentKind } from './public.ts'

let house: Harness
let lumbre: TestWorkspace
const closedParent = newId()
beforeAll(async () => {
  house = await startHarness()
  lumbre = await house.workspace()
  registerDocumentKind('information', {
    canWrite: async (_db, _actor, parentId) => parentId !== closedParent,
    describe: async (_db, _workspaceId, ids) =>
      new Map(ids.map((id) => [id, { name: `Ficha ${id.slice(-4)}`, url: `/information/${id}` }])),
  })
})
afterAll(() => house.close())

const send = (key: string, body?: unknown, headers?: Record<string, string>) =>
  lumbre.send(key, { ...(body !== undefined && { body }), ...(headers && { headers }) })
const note = (markdown = '', title = 'Nota') => ok(send('POST /documents', { title, markdown }))

test('a note is begun, found by its words, renamed, deleted and brought back', async () => {
  const { id, version } = await note(
    '# Feria\n\nEl **argumentario** para [Berlín](https://b.example)',
    'Feria de otoño',
  )
  expect((await ok(send('GET /documents?q=ARGUMENTARIO+otono'))).items).toMatchObject([
    { id, kind: 'note', parent: null, excerpt: 'Feria El argumentario para Berlín', isLocked: false, openComments: 0 },
  ])
  expect((await send(`PATCH /documents/${id}`, { title: ' ' })).status).toBe(400)
  const renamed = await ok(send(`PATCH /documents/${id}`, { title: 'Feria de Berlín' }, { 'if-match': `"${version}"` }))
  expect(renamed).toMatchObject({ title: 'Feria de Berlín', canWrite: true })
  expect((await send(`PATCH /documents/${id}`, { title: 'X' }, { 'if-match': `"${version}"` })).body.code).toBe(
    'precondition_failed',
  )
  await ok(send(`DELETE /documents/${id}`))
  expect((await send(`GET /documents/${id}`)).status).toBe(404)
  expect((await ok(send(`POST /documents/${id}/restoration`))).markdown).toContain('**argumentario**')
})

test('one kind and parent have one document, whoever opens it first', async () => {
  const parentId = newId()
  const both = await Promise.all([1, 2].map(() => ok(send('POST /documents', { kind: 'information', parentId }))))
  expect(both[0]!.id).toBe(both[1]!.id)
  expect(both[0]).toMatchObject({ title: `Ficha ${parentId.slice(-4)}`, parent: { url: `/information/${parentId}` } })
  expect((await send('POST /documents', { kind: 'information', parentId: closedParent })).body.code).toBe('forbidden')
  expect((await send('POST /documents', { kind: 'minutes', parentId: newId() })).status).toBe(404)
  expect((await send('POST /documents', { kind: 'note', parentId })).body.errors[0].rule).toBe('note_has_no_parent')
})

test('other modules write, read and close documents in transactions of their own', async () => {
  const at = house.clock.now()
  const actor = systemActor(lumbre.workspaceId)
  const given = { kind: 'note' as const, parentId: newId(), title: 'Acta', markdown: '- [ ] Enviar precios' }
  const run = <T>(work: Parameters<ReturnType<typeof house.services.db.transaction>['execute']>[0]) =>
    house.services.db.transaction().execute(work) as Promise<T>
  const { id } = await run<{ id: string }>((tx) => createDocument(tx, actor, at, given))
  expect(await run((tx) => createDocument(tx, actor, at, given))).toEqual({ id })
  expect(await readMarkdown(house.services.db, lumbre.workspaceId, id)).toBe('- [ ] Enviar precios')
  expect(await readMarkdown(house.services.db, newId(), id)).toBeNull()
  await run((tx) => lockDocument(tx, actor, at, id))
  await run((tx) => lockDocument(tx, actor, at, id))
  expect(await ok(send(`GET /documents/${id}`))).toMatchObject({ isLocked: true, canWrite: false })
  for (const [key, body] of [
    [`PATCH /documents/${id}`, { title: 'X' }],
    [`PUT /documents/${id}/text`, { markdown: 'X' }],
    [`DELETE /documents/${id}`, undefined],
    [`POST /documents/${id}/versions`, { name: 'X' }],
    [`POST /documents/${id}/comments`, { body: 'X' }],
  ] as const)
    expect((await send(key, body)).body.code).toBe('document_locked')
  expect((await ok(send(`GET /documents/${id}/versions`))).items).toMatchObject([{ origin: 'lock' }])
})

test('versions are named, compared and restored, and nothing is lost', async () => {
  const { id } = await note('Uno\n\nDos')
  const first = await ok(send(`POST /documents/${id}/versions`, { name: 'Antes' }))
  house.clock.advance(1000)
  await ok(send(`PUT /documents/${id}/text`, { markdown: 'Uno\n\nDos y medio' }))
  const compared = await ok(send(`GET /documents/${id}/versions/${first.id}`))
  expect(compared.diff.filter((part: { change: string }) => part.change !== 'same')).toEqual([
    { change: 'removed', text: 'Dos' },
    { change: 'added', text: 'Dos y medio' },
  ])
  house.clock.advance(1000)
  const restored = await ok(send(`POST /documents/${id}/versions/${first.id}/restoration`))
  expect((await ok(send(`GET /documents/${id}`))).markdown).toBe('Uno\n\nDos')
  const { items } = await ok(send(`GET /documents/${id}/versions`))
  expect(items.map((one: { origin: string }) => one.origin)).toEqual(['restoration', 'automatic', 'named'])
  expect(items[0].id).toBe(restored.id)
  const between = await ok(send(`GET /documents/${id}/versions/${items[1].id}?against=${first.id}`))
  expect(between).toMatchObject({ markdown: 'Uno\n\nDos y medio', comparedWith: first.id })
  expect((await send(`GET /documents/${id}/versions/${newId()}`)).status).toBe(404)
})

test('comments hang on words, are answered, settled, reopened and taken back; who is mentioned is told once', async () => {
  const noa = await addMember(house, lumbre, { name: 'Noa Gil', departments: ['marketing'] })
  const { id } = await note('La batería dura siete días.')
  const comment = await ok(
    send(`POST /documents/${id}/comments`, { quote: 'siete días', body: '¿Seguro?', mentionIds: [noa.id] }),
  )
  expect(comment).toMatchObject({ state: 'open', quote: 'siete días', anchor: { from: expect.any(String) } })
  await ok(send(`PUT /documents/${id}/text`, { markdown: 'Ojo: la batería dura siete días.' }))
  const reply = { replyTo: comment.id, body: 'Sí: ficha v3' }
  expect((await ok(noa.send(`POST /documents/${id}/comments`, { body: reply }))).replies).toMatchObject([
    { body: 'Sí: ficha v3', authorId: noa.id },
  ])
  await house.drain()
  expect((await ok(noa.send('GET /notifications'))).items.map((one: { kind: string }) => one.kind)).toEqual([
    'document_comment_mention',
  ])
  expect((await ok(send('GET /notifications'))).items.map((one: { kind: string }) => one.kind)).toContain(
    'document_comment_reply',
  )
  await ok(send(`POST /documents/${id}/comments/${comment.id}/resolution`))
  expect((await ok(send(`GET /documents/${id}/comments?state=open`))).items).toEqual([])
  expect((await ok(send(`DELETE /documents/${id}/comments/${comment.id}/resolution`))).state).toBe('open')
  expect((await noa.send(`DELETE /documents/${id}/comments/${comment.id}`)).status).toBe(403)
  await ok(send(`DELETE /documents/${id}/comments/${comment.id}`))
  expect((await ok(send(`GET /documents/${id}/comments`))).items).toEqual([])
  const refusedBodies = [
    [{}, 'required'],
    [{ body: 'x', quote: 'no está' }, 'words_not_found'],
    [{ body: 'x', anchor: { from: 'AAAA', to: 'AAAA' } }, 'place_unknown'],
    [{ body: 'x', mentionIds: [newId()] }, 'unknown_member'],
    [{ proposedText: 'x' }, 'required'],
    [{ quote: 'siete', proposedText: 'siete' }, 'same_text'],
  ] as const
  for (const [body, rule] of refusedBodies)
    expect((await send(`POST /documents/${id}/comments`, body)).body.errors[0].rule).toBe(rule)
})

test('a suggestion is put into the text once, unless its words have changed meanwhile', async () => {
  const { id } = await note('La batería dura **siete** días y pesa poco.')
  const suggest = (quote: string, proposedText: string) =>
    ok(send(`POST /documents/${id}/comments`, { quote, proposedText }))
  const [five, light] = [await suggest('siete', 'cinco'), await suggest('pesa poco', 'pesa 30 g')]
  const both = await Promise.all([1, 2].map(() => send(`POST /documents/${id}/comments/${five.id}/acceptance`)))
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
  expect(both.find(({ status }) => status === 409)!.body.code).toBe('suggestion_already_decided')
  expect((await ok(send(`GET /documents/${id}`))).markdown).toBe('La batería dura **cinco** días y pesa poco.')
  await ok(send(`PUT /documents/${id}/text`, { markdown: 'La batería dura cinco días y pesa muy poco.' }))
  expect((await send(`POST /documents/${id}/comments/${light.id}/acceptance`)).body.code).toBe(
    'suggestion_out_of_place',
  )
  expect((await send(`POST /documents/${id}/comments/${light.id}/resolution`)).body.code).toBe('invalid_transition')
  expect((await ok(send(`POST /documents/${id}/comments/${light.id}/rejection`))).state).toBe('declined')
})

test('whoever is mentioned in the text is told once', async () => {
  const leo = await addMember(house, lumbre, { name: 'Leo Mas', departments: ['marketing'] })
  const { id } = await note('', 'Anuncios')
  for (const words of ['mira', 'mira esto'])
    await ok(send(`PUT /documents/${id}/text`, { markdown: `[@Leo Mas](member:${leo.id}) ${words}` }))
  await house.drain()
  expect((await ok(leo.send('GET /notifications'))).items).toMatchObject([
    { kind: 'document_mention', link: `/documents/${id}`, params: { author: 'Olga Owner', document: 'Anuncios' } },
  ])
})

test('exports hold the text: Markdown as it is, PDF with title, words and page numbers', async () => {
  const { id } = await note(`# Uno\n\n${'Línea **fuerte** con 50 €.\n\n'.repeat(80)}- uno\n- dos`, 'Año nuevo / “ñ”')
  const markdown = await send(`GET /documents/${id}/export?format=markdown`)
  expect(markdown.headers['content-type']).toContain('text/markdown')
  expect(markdown.headers['content-disposition']).toContain("filename*=UTF-8''A%C3%B1o%20nuevo%20%2F")
  expect(markdown.text).toMatch(/^# Año nuevo \/ “ñ”\n\n# Uno\n\nLínea \*\*fuerte\*\* con 50 €\./)
  const pdf = await send(`GET /documents/${id}/export?format=pdf`)
  expect(pdf.headers['content-type']).toBe('application/pdf')
  expect(pdf.text.startsWith('%PDF-1.')).toBe(true)
  expect(pdf.text.match(/\/Type \/Page\b(?!s)/g)!.length).toBeGreaterThan(1)
  expect(pdf.text).toContain('Helvetica-Bold')
})

test('a guest reads and exports but writes nothing; another workspace sees nothing', async () => {
  const guest = await addMember(house, lumbre, { name: 'Gala', role: 'guest' })
  const other = await house.workspace('Otra')
  const { id } = await note('Secreto')
  expect((await ok(guest.send(`GET /documents/${id}`))).canWrite).toBe(false)
  expect((await guest.send(`PUT /documents/${id}/text`, { body: { markdown: 'x' } })).status).toBe(403)
  expect((await ok(guest.send(`POST /documents/${id}/tickets`))).canWrite).toBe(false)
  for (const key of [
    `GET /documents/${id}`,
    `POST /documents/${id}/tickets`,
    `GET /documents/${id}/export?format=pdf`,
    `GET /documents/${id}/comments`,
  ])
    expect((await other.send(key)).status).toBe(404)
  const { rows } =
    await sql`select 1 from event where workspace_id = ${other.workspaceId} and name like 'document.%'`.execute(
      house.services.db,
    )
  expect(rows).toEqual([])
})
