import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#kernel/id.ts'
import { addProduct, ok, planCampaign } from '#test/builders/campaigns.ts'
import { addMember, type TestMember } from '#test/builders/leads.ts'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'
import { noticesAgenda } from './public.ts'
import { remind } from './remind.ts'

let house: Harness
let lumbre: TestWorkspace
let vera: TestMember
let marta: TestMember
let ivan: TestMember
let jefa: TestMember
beforeAll(async () => {
  house = await startHarness()
  lumbre = await house.workspace()
  vera = await addMember(house, lumbre, { name: 'Vera', departments: ['sales'] })
  ivan = await addMember(house, lumbre, { name: 'Iván', departments: ['sales'] })
  jefa = await addMember(house, lumbre, { name: 'Jefa', role: 'manager', departments: ['marketing'], isManager: true })
  marta = await addMember(house, lumbre, { name: 'Marta', departments: ['marketing'] })
})
afterAll(() => house.close())

const monday = '2026-11-23T09:00:00Z'
const write = (given: object = {}, who = vera) =>
  ok(who.send('POST /notices', { body: { title: 'Nueva plantilla de oferta', body: 'Usad la **B**.', ...given } }))
const toMarketing = () => ({ audience: { kind: 'departments', departmentIds: [lumbre.departmentIds.marketing] } })
const publish = (given: object = {}) => write({ ...toMarketing(), publish: true, ...given })
const confirm = (who: TestMember, id: string, body: object = {}) =>
  who.send(`POST /notices/${id}/acknowledgements`, { body })
const inboxOf = async (who: TestMember) =>
  ((await who.send('GET /notifications?limit=200')).body.items as { kind: string; link: string }[]).map(
    ({ kind, link }) => `${kind} ${link.replace('?read=1', '')}`,
  )
const sweep = () =>
  remind.run({}, house.services, { signal: new AbortController().signal, attempt: 1, lastAttempt: true })
const names = async (id: string, state = '') =>
  (await ok(vera.send(`GET /notices/${id}/recipients${state && `?state=${state}`}`))).items.map(
    (one: { fullName: string }) => one.fullName,
  )

test('a process change reaches whom it concerns, who read it, understand it and are done once', async () => {
  const draft = await write(toMarketing())
  expect(draft).toMatchObject({
    state: 'draft',
    acknowledgement: true,
    kind: 'process_change',
    revision: 1,
    mine: null,
  })
  expect((await ok(marta.send('GET /notices?box=for_me'))).items).toEqual([])
  expect((await ok(vera.send('GET /notices?box=mine'))).items.map((one: { id: string }) => one.id)).toContain(draft.id)
  expect((await confirm(marta, draft.id)).body.code).toBe('notice_not_open')
  const sent = await ok(vera.send(`POST /notices/${draft.id}/publication`))
  expect(sent).toMatchObject({ state: 'published', progress: { recipients: 3, read: 0, acknowledged: 0, overdue: 0 } })
  expect(sent.dueAt).toBe('2026-11-26T09:00:00.000Z')
  expect(await names(draft.id)).toEqual(['Jefa', 'Marta', 'Olga Owner'])
  const mine = (await ok(marta.send('GET /notices?box=for_me&awaitsMe=true'))).items[0]
  expect(mine).toMatchObject({
    id: draft.id,
    mine: { reasons: [{ kind: 'department', name: 'Marketing' }], readAt: null },
  })
  expect(await inboxOf(marta)).toContain(`notice_published /notices/${draft.id}`)
  expect((await marta.send(`POST /notices/${draft.id}/readings`)).status).toBe(204)
  expect(await names(draft.id, 'read')).toEqual(['Marta'])
  const both = await Promise.all([confirm(marta, draft.id, { revision: 1 }), confirm(marta, draft.id)])
  expect(both.map((one) => [one.status, one.body.acknowledged])).toEqual([
    [201, true],
    [201, true],
  ])
  const { items } = await ok(lumbre.send(`GET /events?subjectId=${draft.id}`))
  expect(items.filter((one: { name: string }) => one.name === 'notice.acknowledged')).toHaveLength(1)
  expect((await ok(vera.send(`GET /notices/${draft.id}`))).progress).toMatchObject({ read: 1, acknowledged: 1 })
  expect((await confirm(ivan, draft.id)).body.code).toBe('notice_not_for_you')
  expect((await vera.send(`POST /notices/${draft.id}/publication`)).body.code).toBe('notice_published')
  expect((await vera.send(`DELETE /notices/${draft.id}`)).body.code).toBe('notice_published')
})

test('a wrong answer is explained, counted and asked again; the right one stays hidden until then', async () => {
  const question = { text: '¿Qué plantilla?', options: ['A', 'B'], answer: 1, explanation: 'La A se retira.' }
  const notice = await publish({ question, acknowledgement: false, kind: 'news' })
  expect(notice).toMatchObject({ acknowledgement: true, question: { answer: 1 } })
  expect((await ok(marta.send(`GET /notices/${notice.id}`))).question).toMatchObject({
    answer: null,
    explanation: null,
  })
  expect((await confirm(marta, notice.id)).body.errors).toEqual([{ pointer: '/answer', rule: 'required' }])
  expect((await confirm(marta, notice.id, { answer: 4 })).status).toBe(400)
  const wrong = await ok(confirm(marta, notice.id, { answer: 0 }))
  expect(wrong).toEqual({ acknowledged: false, acknowledgedAt: null, attempts: 1, explanation: 'La A se retira.' })
  const right = await ok(confirm(marta, notice.id, { answer: 1 }))
  expect(right).toMatchObject({ acknowledged: true, attempts: 1, explanation: null })
  expect((await ok(marta.send(`GET /notices/${notice.id}`))).question.answer).toBe(1)
  const bad = await vera.send('POST /notices', {
    body: { title: 'x', body: 'y', question: { text: 'q', options: ['a', 'b'], answer: 3 } },
  })
  expect(bad.body.errors).toEqual([{ pointer: '/question/answer', rule: 'right_answer' }])
})

test('recipients computed from impact are shown with their reasons before anybody is told', async () => {
  const space = await house.workspace('Impacto')
  const ana = await addMember(house, space, { name: 'Ana', departments: ['marketing'] })
  const leo = await addMember(house, space, { name: 'Leo', departments: ['sales'] })
  await addMember(house, space, { name: 'Nadie', departments: ['service'] })
  const productId = await addProduct(space, { sku: 'IMP' })
  const { marketing, sales } = space.departmentIds
  const campaign = await planCampaign(space, {
    name: 'Otoño',
    departmentIds: [marketing, sales],
    ownerIds: [ana.id, leo.id],
  })
  await ok(space.send(`POST /campaigns/${campaign.id}/offers`, { body: { productId, uplift: 0 } }))
  const asked = { audience: { kind: 'impact' }, about: { type: 'product', id: productId } }
  const preview = await ok(leo.send('POST /notices/preview', { body: asked }))
  const byName = new Map(preview.items.map((one: { fullName: string }) => [one.fullName, one]))
  expect([...byName.keys()]).toContain('Ana')
  expect([...byName.keys()]).not.toContain('Nadie')
  expect(byName.get('Ana')).toMatchObject({ reasons: expect.arrayContaining([{ kind: 'owner', name: 'Otoño' }]) })
  const sent = await ok(leo.send('POST /notices', { body: { title: 'T', body: 'B', publish: true, ...asked } }))
  expect(sent.progress.recipients).toBe(preview.total)
  expect(sent.about).toMatchObject({ type: 'product', url: `/products/${productId}` })
  const { items } = await ok(space.send(`GET /impacts/dependants?type=product&id=${productId}`))
  expect(items.map((one: { type: string }) => one.type)).toContain('notice')
  const nothing = await leo.send('POST /notices/preview', { body: { audience: { kind: 'impact' } } })
  expect(nothing.body.errors).toEqual([{ pointer: '/about', rule: 'required' }])
  const gone = await leo.send('POST /notices/preview', { body: { ...asked, about: { type: 'product', id: newId() } } })
  expect(gone.body.errors).toEqual([{ pointer: '/about/id', rule: 'unknown_record' }])
  expect((await lumbre.send(`GET /notices/${sent.id}`)).status).toBe(404)
})

test('a notice to nobody is refused whole, and so are people and departments that are not there', async () => {
  const { id } = await ok(lumbre.send('POST /departments', { body: { name: 'Vacío' } }))
  const empty = { title: 'A nadie', body: 'x', audience: { kind: 'departments', departmentIds: [id] } }
  const refused = await vera.send('POST /notices', { body: { ...empty, publish: true } })
  expect([refused.status, refused.body.code]).toEqual([409, 'notice_for_nobody'])
  expect((await ok(vera.send('GET /notices?box=mine&q=A%20nadie'))).items).toEqual([])
  const strange = { ...empty, audience: { kind: 'members', memberIds: [newId()] } }
  expect((await vera.send('POST /notices', { body: strange })).body.errors).toEqual([
    { pointer: '/audience/memberIds/0', rule: 'unknown_record' },
  ])
  const past = { ...empty, audience: { kind: 'everyone' }, dueOn: '2026-11-22' }
  expect((await vera.send('POST /notices', { body: past })).body.errors).toEqual([
    { pointer: '/dueOn', rule: 'date_in_past' },
  ])
})

test('reminders at half time and at the end, once; then the managers are told and the agenda speaks of it', async () => {
  house.clock.set(monday)
  const notice = await publish({ title: 'Con plazo', severity: 'critical' })
  expect(notice.dueAt).toBe('2026-11-24T09:00:00.000Z')
  await ok(confirm(jefa, notice.id))
  const link = `/notices/${notice.id}`
  await sweep()
  expect(await inboxOf(marta)).not.toContain(`notice_half ${link}`)
  house.clock.set('2026-11-23T13:30:00Z')
  await sweep()
  await sweep()
  expect((await inboxOf(marta)).filter((one) => one === `notice_half ${link}`)).toHaveLength(1)
  expect(await inboxOf(jefa)).not.toContain(`notice_half ${link}`)
  house.clock.set('2026-11-24T09:00:00Z')
  await sweep()
  await sweep()
  expect(await inboxOf(marta)).toContain(`notice_due ${link}`)
  const told = (await jefa.send('GET /notifications?limit=200')).body.items.filter(
    (one: { kind: string; link: string }) => one.kind === 'notice_escalated' && one.link === link,
  )
  expect(told).toHaveLength(1)
  expect(told[0].params).toMatchObject({ title: 'Con plazo', count: 2 })
  expect(await names(notice.id, 'overdue')).toEqual(['Marta', 'Olga Owner'])
  const scope = {
    departmentIds: [],
    projectId: null,
    cadence: 'weekly' as const,
    startsAt: house.clock.now(),
    limit: 50,
  }
  const candidates = await noticesAgenda(house.services.db, lumbre.workspaceId, house.clock.now(), scope)
  expect(candidates.find((one) => one.key === `notice_overdue:${notice.id}`)).toMatchObject({
    params: { waiting: 2 },
    severity: 'critical',
  })
  const retired = await ok(vera.send(`POST /notices/${notice.id}/retirement`))
  expect(retired.state).toBe('retired')
  const after = await noticesAgenda(house.services.db, lumbre.workspaceId, house.clock.now(), scope)
  expect(after.map((one) => one.key)).not.toContain(`notice_overdue:${notice.id}`)
  expect((await confirm(marta, notice.id)).body.code).toBe('notice_not_open')
  house.clock.set(monday)
})

test('reminding by hand: those who have not confirmed, once a day', async () => {
  const notice = await publish({ title: 'Recuerda' })
  await ok(confirm(jefa, notice.id))
  const nudge = (body: object = {}) => vera.send(`POST /notices/${notice.id}/nudges`, { body })
  expect((await ok(nudge({ memberIds: [marta.id, jefa.id] }))).nudged).toBe(1)
  expect((await ok(nudge())).nudged).toBe(1)
  expect((await ok(nudge())).nudged).toBe(0)
  expect(await inboxOf(marta)).toContain(`notice_nudged /notices/${notice.id}`)
  house.clock.advance(86_400_000)
  expect((await ok(nudge())).nudged).toBe(2)
  house.clock.set(monday)
})

test('a revised notice asks everybody again and keeps the old words; confirming the old ones is refused', async () => {
  const notice = await publish({ title: 'Precio A', body: 'Diez euros' })
  await ok(confirm(marta, notice.id, { revision: 1 }))
  const revised = await ok(vera.send(`POST /notices/${notice.id}/revisions`, { body: { body: 'Once euros' } }))
  expect(revised).toMatchObject({
    revision: 2,
    progress: { acknowledged: 0 },
    history: [{ revision: 1, body: 'Diez euros', recipients: 3, acknowledged: 1 }],
  })
  expect(await inboxOf(marta)).toContain(`notice_revised /notices/${notice.id}`)
  const late = await confirm(marta, notice.id, { revision: 1 })
  expect([late.status, late.body.code, late.body.params]).toEqual([409, 'notice_revised', { current: 2 }])
  expect((await ok(confirm(marta, notice.id, { revision: 2 }))).acknowledged).toBe(true)
})

test('whoever joins a department later gets what is still open there, with time of their own', async () => {
  const notice = await publish({ title: 'Para quien llegue' })
  const over = await publish({ title: 'Ya no' })
  await ok(vera.send(`POST /notices/${over.id}/retirement`))
  house.clock.set('2026-11-25T09:00:00Z')
  const nora = await addMember(house, lumbre, { name: 'Nora', departments: ['service'] })
  const departments = [{ id: lumbre.departmentIds.marketing, isManager: false }]
  await ok(lumbre.send(`PATCH /members/${nora.id}`, { body: { departments } }))
  await house.drain()
  await ok(lumbre.send(`PATCH /members/${nora.id}`, { body: { jobTitle: 'Diseño' } }))
  await house.drain()
  const { items } = await ok(nora.send('GET /notices?box=for_me&limit=100'))
  const mine = items.find((one: { id: string }) => one.id === notice.id)
  expect(mine.mine.dueAt).toBe('2026-11-30T09:00:00.000Z')
  expect(items.map((one: { title: string }) => one.title)).not.toContain('Ya no')
  expect((await inboxOf(nora)).filter((one) => one === `notice_published /notices/${notice.id}`)).toHaveLength(1)
  house.clock.set(monday)
})

test('the author knows what it says; drafts are changed, published ones are not; guests only read', async () => {
  const own = await write({ audience: { kind: 'everyone' }, publish: true })
  expect(own.mine.acknowledgedAt).not.toBeNull()
  expect(await inboxOf(vera)).not.toContain(`notice_published /notices/${own.id}`)
  expect((await vera.send(`PATCH /notices/${own.id}`, { body: { title: 'No' } })).body.code).toBe('notice_published')
  const draft = await write()
  const etag = (await vera.send(`GET /notices/${draft.id}`)).headers.etag as string
  const changed = await ok(ivan.send(`PATCH /notices/${draft.id}`, { body: { title: 'Mejor', kind: 'news' } }))
  expect(changed).toMatchObject({ title: 'Mejor', kind: 'news', acknowledgement: true })
  const stale = await vera.send(`PATCH /notices/${draft.id}`, {
    body: { title: 'Peor' },
    headers: { 'if-match': etag },
  })
  expect(stale.status).toBe(412)
  const guest = await addMember(house, lumbre, { name: 'Gus', role: 'guest', departments: [] })
  expect((await guest.send(`GET /notices/${draft.id}`)).status).toBe(404)
  expect((await guest.send('POST /notices', { body: { title: 'a', body: 'b' } })).status).toBe(403)
  expect((await guest.send(`GET /notices/${own.id}`)).status).toBe(200)
  await ok(vera.send(`DELETE /notices/${draft.id}`))
  expect((await ok(vera.send(`POST /notices/${draft.id}/restoration`))).title).toBe('Mejor')
})

test('two thousand recipients are told, counted and reminded in set-based steps', async () => {
  const space = await house.workspace('Grande')
  await sql`insert into member (workspace_id, id, user_id, email, full_name, role_id, locale, time_zone, absences, created_at)
    select ${space.workspaceId}::uuid, gen_random_uuid(), gen_random_uuid(), 'p' || i || '@example.com', 'Persona ' || i, ${space.roleIds.guest}::uuid,
      'es', 'Europe/Madrid', '[]'::jsonb, ${house.clock.now()} from generate_series(1, 2000) i`.execute(
    house.services.db,
  )
  const body = { title: 'Para todos', body: 'x', severity: 'critical', publish: true }
  const began = performance.now()
  const notice = await ok(space.send('POST /notices', { body }))
  expect(notice.progress.recipients).toBe(2001)
  expect(performance.now() - began).toBeLessThan(8000)
  const page = await ok(space.send(`GET /notices/${notice.id}/recipients?limit=200&state=waiting`))
  expect(page.items).toHaveLength(200)
  house.clock.set('2026-11-24T09:00:00Z')
  await sweep()
  const { rows } = await sql<{ reminded: number }>`select count(due_reminded_at)::int as reminded from notice_recipient
    where workspace_id = ${space.workspaceId}`.execute(house.services.db)
  expect(rows[0]!.reminded).toBe(2000)
  house.clock.set(monday)
})
