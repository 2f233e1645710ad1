import icalendar from 'ical.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#kernel/id.ts'
import { ok } from '#test/builders/campaigns.ts'
import { addMember, type TestMember } from '#test/builders/leads.ts'
import {
  draftTraining,
  openTraining,
  quiz,
  readAll,
  rightAnswers,
  take,
  withoutOwner,
} from '#test/builders/trainings.ts'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'
import { remind } from './remind.ts'

let house: Harness
let lumbre: TestWorkspace
let sara: TestMember
let teo: TestMember
let noa: TestMember
beforeAll(async () => {
  house = await startHarness()
  lumbre = await house.workspace()
  await withoutOwner(house, lumbre)
  sara = await addMember(house, lumbre, { name: 'Sara' })
  teo = await addMember(house, lumbre, { name: 'Teo' })
  noa = await addMember(house, lumbre, { name: 'Noa', departments: ['marketing'] })
})
afterAll(() => house.close())

const send = (key: string, body?: unknown, headers?: Record<string, string>) =>
  lumbre.send(key, { ...(body !== undefined && { body }), ...(headers && { headers }) })
test('a title is enough for a draft: one’s own department teaches the others', async () => {
  const made = await ok(noa.send('POST /trainings', { body: { title: 'Cómo nace un lead' } }))
  const { marketing, sales, service } = lumbre.departmentIds
  expect(made).toMatchObject({ topic: 'Cómo nace un lead', departmentId: marketing, ownerId: noa.id })
  expect(made.departmentIds.toSorted()).toEqual([sales, service].toSorted())
  const lobo = await addMember(house, lumbre, { name: 'Lobo', departments: [] })
  const refused = await lobo.send('POST /trainings', { body: { title: 'De nadie' } })
  expect([refused.status, refused.body.errors]).toEqual([400, [{ pointer: '/departmentId', rule: 'required' }]])
})

const myState = async (member: TestMember, id: string) => (await ok(member.send(`GET /trainings/${id}`))).my.state
const missing = async (id: string) =>
  (await ok(send(`GET /trainings/missing?trainingId=${id}`))).items.map((one: { fullName: string; reason: string }) => [
    one.fullName,
    one.reason,
  ])
const days = (count: number) => count * 86_400_000
const runRemind = () =>
  remind.run({}, house.services, { signal: new AbortController().signal, attempt: 1, lastAttempt: true })

test('marks outside 1–100, unknown departments and empty titles are refused whole', async () => {
  const { marketing, sales } = lumbre.departmentIds
  const plan = { title: 'X', topic: 'T', departmentId: marketing, departmentIds: [sales] }
  for (const passMark of [0, 101]) expect((await send('POST /trainings', { ...plan, passMark })).status).toBe(400)
  expect((await send('POST /trainings', { ...plan, title: ' ' })).body.errors[0].pointer).toBe('/title')
  const strange = { ...plan, departmentIds: [newId()], projectId: null, ownerId: newId(), roleIds: [newId()] }
  expect((await send('POST /trainings', strange)).body.errors.map((one: { pointer: string }) => one.pointer)).toEqual([
    ...['/departmentIds/0', '/roleIds/0', '/ownerId'],
  ])
  expect((await send('POST /trainings', { ...plan, projectId: newId() })).body.errors[0].pointer).toBe('/projectId')
  expect((await send('GET /trainings?q=X')).body.items).toEqual([])
})

test('members draft; asking it of others, and running what is not theirs, takes whoever leads', async () => {
  const { marketing, sales } = lumbre.departmentIds
  const plan = { title: 'De Noa', topic: 'Tono', departmentId: marketing, departmentIds: [sales] }
  expect((await noa.send('POST /trainings', { body: { ...plan, required: true } })).status).toBe(403)
  const training = await ok(noa.send('POST /trainings', { body: plan }))
  expect(training).toMatchObject({ ownerId: noa.id, validityMonths: 12, passMark: 80, state: 'draft', mayRun: true })
  expect((await noa.send(`PATCH /trainings/${training.id}`, { body: { required: true } })).status).toBe(403)
  expect((await sara.send(`PATCH /trainings/${training.id}`, { body: { title: 'De Sara' } })).status).toBe(403)
  const asked = await ok(send(`PATCH /trainings/${training.id}`, { required: true, requiredFrom: '2026-12-01' }))
  expect(asked).toMatchObject({ required: true, requiredBy: lumbre.ownerId, version: 2 })
  expect((await send(`PATCH /trainings/${training.id}`, { title: 'Z' }, { 'if-match': '"1"' })).status).toBe(412)
  expect((await noa.send(`POST /trainings/${training.id}/publication`)).body.code).toBe('training_empty')
})

test('reading and a passed quiz complete it; the answers stay on the server until it is handed in', async () => {
  const training = await openTraining(lumbre)
  const { id } = training
  expect(await myState(sara, id)).toBe('owed')
  expect((await ok(sara.send('GET /trainings?mine=owed'))).items.map((one: { id: string }) => one.id)).toContain(id)
  expect(await myState(noa, id)).toBe('open')
  expect((await sara.send(`GET /trainings/${id}/quiz`)).status).toBe(403)
  const attempt = await sara.send(`POST /trainings/${id}/attempts`)
  expect(attempt.text).not.toMatch(/isRight|ficha v3|IP68|rightIds/)
  expect(attempt.body).toMatchObject({ results: null, score: null, attemptsLeft: null })
  expect((await ok(sara.send(`POST /trainings/${id}/attempts`))).id).toBe(attempt.body.id)
  expect((await teo.send(`GET /trainings/${id}/attempts/${attempt.body.id}`)).status).toBe(404)
  const path = `POST /trainings/${id}/attempts/${attempt.body.id}/submission`
  const failed = await ok(sara.send(path, { body: { answers: [rightAnswers[1]] } }))
  expect(failed).toMatchObject({ score: 50, passed: false, completed: false })
  expect(failed.results.find((one: { questionId: string }) => one.questionId === 'battery')).toEqual({
    ...{ questionId: 'battery', isRight: false, givenIds: [], rightIds: ['five'] },
    explanation: 'La ficha v3 dice 5 días.',
  })
  expect((await sara.send(path, { body: { answers: rightAnswers } })).body.code).toBe('attempt_already_submitted')
  house.clock.advance(60_000)
  expect(await take(sara.send, id)).toMatchObject({ score: 100, passed: true, completed: false })
  expect((await ok(sara.send(`GET /trainings/${id}`))).progress).toEqual({ attended: false, read: false, passed: true })
  await readAll(sara.send, training)
  expect(await myState(sara, id)).toBe('valid')
  const { items } = await ok(send(`GET /trainings/${id}/completions`))
  expect(items).toMatchObject([{ fullName: 'Sara', way: 'material', score: 100, quizVersion: 1, isValid: true }])
  expect(items[0].expiresAt.slice(0, 10)).toBe('2027-11-23')
  expect(await missing(id)).toEqual([['Teo', 'never']])
  await house.drain()
  expect((await ok(teo.send('GET /notifications'))).items.map((one: { link: string }) => one.link)).toContain(
    `/trainings/${id}`,
  )
})

test('a quiz with no right answer is refused; a new version asks again only when told to', async () => {
  const training = await openTraining(lumbre)
  const { id } = training
  const wrong = quiz.map((one) => ({ ...one, options: one.options.map((option) => ({ ...option, isRight: false })) }))
  expect((await send(`PUT /trainings/${id}/quiz`, { questions: wrong })).body.errors).toEqual([
    { pointer: '/questions/0/options', rule: 'right_answer_required' },
    { pointer: '/questions/1/options', rule: 'right_answer_required' },
  ])
  await readAll(sara.send, training)
  await take(sara.send, id)
  expect(await myState(sara, id)).toBe('valid')
  expect((await ok(send(`PUT /trainings/${id}/quiz`, { questions: quiz }))).quizVersion).toBe(1)
  const opened = await ok(teo.send(`POST /trainings/${id}/attempts`))
  expect((await ok(send(`PUT /trainings/${id}/quiz`, { questions: quiz.slice(0, 1) }))).quizVersion).toBe(2)
  expect(await myState(sara, id)).toBe('valid')
  await ok(send(`PUT /trainings/${id}/quiz`, { questions: quiz.slice(0, 1), askAgain: true }))
  expect(await myState(sara, id)).toBe('owed')
  expect(await missing(id)).toEqual([
    ['Sara', 'asked_again'],
    ['Teo', 'never'],
  ])
  const late = await teo.send(`POST /trainings/${id}/attempts/${opened.id}/submission`, { body: { answers: [] } })
  expect(late.body.code).toBe('quiz_changed')
  const strange = await ok(teo.send(`POST /trainings/${id}/attempts`))
  expect(strange.id).not.toBe(opened.id)
  const path = `POST /trainings/${id}/attempts/${strange.id}/submission`
  const unknown = await teo.send(path, { body: { answers: [{ questionId: 'water', optionIds: ['true'] }] } })
  expect(unknown.body.errors).toEqual([{ pointer: '/answers/0/questionId', rule: 'unknown_record' }])
  house.clock.advance(60_000)
  expect(await take(sara.send, id, [rightAnswers[0]!])).toMatchObject({ quizVersion: 3, completed: true })
  expect(await myState(sara, id)).toBe('valid')
})

test('attempts are limited and have to be apart', async () => {
  const { id } = await openTraining(lumbre, { attemptsLimit: 2, cooldownMinutes: 30 })
  expect((await take(sara.send, id, [])).attemptsLeft).toBe(1)
  house.clock.advance(10 * 60_000)
  const soon = await sara.send(`POST /trainings/${id}/attempts`)
  expect(soon.body).toMatchObject({ code: 'attempt_too_soon', params: { minutes: 20 } })
  house.clock.advance(20 * 60_000)
  expect((await take(sara.send, id, [])).attemptsLeft).toBe(0)
  house.clock.advance(days(1))
  expect((await sara.send(`POST /trainings/${id}/attempts`)).body.code).toBe('no_attempts_left')
  expect((await ok(sara.send(`GET /trainings/${id}/attempts`))).items).toHaveLength(2)
})

test('two enrol for the last seat at once: one has it, the other waits and moves up', async () => {
  const training = await openTraining(lumbre, { questions: null })
  const { id } = training
  const at = house.clock.now()
  const past = { startsAt: new Date(at.getTime() - 1).toISOString(), durationMinutes: 60 }
  expect((await send(`POST /trainings/${id}/sessions`, past)).body.errors).toEqual([
    { pointer: '/startsAt', rule: 'date_in_past' },
  ])
  const startsAt = new Date(at.getTime() + days(2)).toISOString()
  const given = { startsAt, durationMinutes: 60, capacity: 1, place: 'Sala 2', trainerIds: [noa.id] }
  const planned = await ok(send(`POST /trainings/${id}/sessions`, given))
  const path = `/trainings/${id}/sessions/${planned.sessions[0].id}`
  await Promise.all([sara, teo].map((one) => ok(one.send(`POST ${path}/seats`, { body: {} }))))
  const seats = async () => (await ok(send(`GET ${path}/seats`))).items
  const [first, second] = await seats()
  expect([first.state, second.state]).toEqual(['enrolled', 'waiting'])
  expect((await ok(send(`GET /trainings/${id}`))).sessions[0]).toMatchObject({ enrolled: 1, waiting: 1, capacity: 1 })
  const [holder, waiter] = first.memberId === sara.id ? [sara, teo] : [teo, sara]
  expect((await waiter.send(`DELETE ${path}/seats/${holder.id}`)).status).toBe(403)
  expect((await waiter.send(`POST ${path}/seats`, { body: { memberId: noa.id } })).status).toBe(403)
  await ok(holder.send(`DELETE ${path}/seats/${holder.id}`))
  expect((await ok(waiter.send(`GET /trainings/${id}`))).sessions[0].mySeat).toBe('enrolled')
  expect((await ok(waiter.send('GET /notifications'))).items[0]).toMatchObject({ kind: 'training_seat_free' })
  await ok(holder.send(`POST ${path}/seats`, { body: {} }))
  await ok(send(`PATCH ${path}`, { capacity: 2 }))
  expect((await seats()).map((one: { state: string }) => one.state)).toEqual(['enrolled', 'enrolled'])
  const ics = await send(`GET ${path}/calendar`)
  const event = new icalendar.Event(
    new icalendar.Component(icalendar.parse(ics.text)).getFirstSubcomponent('vevent') ?? undefined,
  )
  expect([event.summary, event.location, event.sequence]).toEqual(['WATCH-2', 'Sala 2', 1])
  expect(event.startDate.toJSDate().toISOString()).toBe(startsAt)
  const people = [
    { memberId: waiter.id, attended: true },
    { memberId: holder.id, attended: false },
  ]
  expect((await noa.send(`PUT ${path}/attendance`, { body: { people } })).body.code).toBe('session_not_begun')
  house.clock.advance(days(2))
  expect((await sara.send(`PUT ${path}/attendance`, { body: { people } })).status).toBe(403)
  await ok(noa.send(`PUT ${path}/attendance`, { body: { people } }))
  expect([await myState(waiter, id), await myState(holder, id)]).toEqual(['valid', 'owed'])
  expect((await send(`DELETE ${path}`)).body.code).toBe('session_over')
  await ok(noa.send(`PUT ${path}/attendance`, { body: { people } }))
  expect((await ok(send(`GET /trainings/${id}/completions`))).items).toHaveLength(1)
})

test('a session called off is told; the calendar shows what begins between two days', async () => {
  const { id } = await openTraining(lumbre, { title: 'Cancelada' })
  const startsAt = new Date(house.clock.now().getTime() + days(3)).toISOString()
  const { sessions } = await ok(send(`POST /trainings/${id}/sessions`, { startsAt, durationMinutes: 45 }))
  const path = `/trainings/${id}/sessions/${sessions[0].id}`
  await ok(sara.send(`POST ${path}/seats`, { body: {} }))
  const on = startsAt.slice(0, 10)
  const { items } = await ok(send(`GET /trainings/calendar?from=${on}&to=${on}`))
  expect(items).toMatchObject([{ title: 'Cancelada', enrolled: 1, mySeat: null }])
  expect((await send('GET /trainings/calendar?from=2026-12-02&to=2026-12-01')).status).toBe(400)
  await ok(send(`DELETE ${path}`))
  expect((await ok(sara.send('GET /notifications'))).items[0].kind).toBe('training_session_cancelled')
  expect((await sara.send(`POST ${path}/seats`, { body: {} })).body.code).toBe('session_over')
})

test('by hand only by whoever runs it, with a reason, not in the future; taken back, the gap opens again', async () => {
  const { id } = await openTraining(lumbre)
  const body = { memberId: teo.id, reason: 'Lo enseñó él mismo' }
  expect((await sara.send(`POST /trainings/${id}/completions`, { body })).status).toBe(403)
  expect((await send(`POST /trainings/${id}/completions`, { ...body, reason: ' ' })).status).toBe(400)
  const future = { ...body, completedOn: '2030-01-01' }
  expect((await send(`POST /trainings/${id}/completions`, future)).body.errors[0].rule).toBe('in_future')
  const unknown = { ...body, memberId: newId() }
  expect((await send(`POST /trainings/${id}/completions`, unknown)).body.errors[0].pointer).toBe('/memberId')
  const done = await ok(send(`POST /trainings/${id}/completions`, { ...body, completedOn: '2026-06-15' }))
  expect(done).toMatchObject({ way: 'manual', reason: 'Lo enseñó él mismo', isValid: true })
  expect(done.expiresAt).toBe('2027-06-14T22:00:00.000Z')
  expect((await ok(send(`GET /trainings/${id}`))).coverage).toEqual({ required: 2, covered: 1 })
  const revoke = `POST /trainings/${id}/completions/${done.id}/revocation`
  expect((await sara.send(revoke, { body: { reason: 'no' } })).status).toBe(403)
  expect((await send(revoke, { reason: 'Error' })).status).toBe(204)
  expect(await myState(teo, id)).toBe('owed')
})

test('thirty days before it ends: a task and a notice, once; renewed, the task is done; ended, the gap is open', async () => {
  const space = await house.workspace('Caducidad')
  await withoutOwner(house, space)
  const ana = await addMember(house, space, { name: 'Ana' })
  const eva = await addMember(house, space, { name: 'Eva' })
  const start = house.clock.now()
  const training = await openTraining(space)
  for (const one of [ana, eva]) {
    await readAll(one.send, training)
    await take(one.send, training.id)
  }
  const matrix = async () => (await ok(space.send('GET /trainings/matrix'))).total
  expect(await matrix()).toEqual({ required: 2, covered: 2, coverage: 1 })
  house.clock.advance(days(300))
  await runRemind()
  expect((await ok(ana.send('GET /tasks?mine=true'))).items).toEqual([])
  house.clock.advance(days(40))
  await runRemind()
  await runRemind()
  const [task] = (await ok(ana.send('GET /tasks?mine=true'))).items
  expect(task).toMatchObject({ title: 'Renovar la formación «WATCH-2»', state: 'open' })
  expect((await ok(ana.send('GET /trainings?mine=expiring'))).items).toHaveLength(1)
  expect(await take(ana.send, training.id)).toMatchObject({ completed: true })
  expect((await ok(ana.send(`GET /tasks/${task.id}`))).state).toBe('done')
  house.clock.advance(days(40))
  expect(await matrix()).toEqual({ required: 2, covered: 1, coverage: 0.5 })
  const { items } = await ok(space.send(`GET /trainings/missing?topic=pulso&departmentId=${space.departmentIds.sales}`))
  expect(items).toMatchObject([{ fullName: 'Eva', reason: 'expired', trainingTitle: 'WATCH-2' }])
  house.clock.set(start)
})

test('newcomers owe what is asked of their department; roles narrow it; nobody there is no gap', async () => {
  const space = await house.workspace('Altas')
  await withoutOwner(house, space)
  const { service } = space.departmentIds
  await addMember(house, space, { name: 'Ana' })
  const cells = async () =>
    (await ok(space.send('GET /trainings/matrix'))).cells.map((one: Record<string, unknown>) => [
      one.topic,
      one.required,
      one.coverage,
    ])
  const training = await openTraining(space)
  expect(await cells()).toEqual([['pulso', 1, 0]])
  const eva = await addMember(house, space, { name: 'Eva', role: 'manager', departments: ['sales'] })
  expect(await cells()).toEqual([['pulso', 2, 0]])
  expect(await myState(eva, training.id)).toBe('owed')
  await ok(space.send(`PATCH /trainings/${training.id}`, { body: { roleIds: [space.roleIds.manager] } }))
  expect(await cells()).toEqual([['pulso', 1, 0]])
  await openTraining(space, { topic: 'Atención', departmentIds: [service] })
  expect(await cells()).toEqual([
    ['atencion', 0, null],
    ['pulso', 1, 0],
  ])
  await ok(space.send(`PATCH /trainings/${training.id}`, { body: { requiredFrom: '2027-01-01' } }))
  expect(await cells()).toEqual([['atencion', 0, null]])
  expect((await ok(space.send('GET /trainings/matrix'))).total.coverage).toBeNull()
})

test('links lead to the web only; a draft teaches nobody; what is read twice is read once', async () => {
  const draft = await draftTraining(lumbre)
  const path = `/trainings/${draft.id}/materials`
  expect((await send(`POST ${path}`, { title: 'X', url: 'javascript:alert(1)' })).body.errors[0].rule).toBe(
    'web_address',
  )
  expect((await send(`POST ${path}`, { title: 'X' })).body.errors).toEqual([{ pointer: '/body', rule: 'required' }])
  const added = await ok(send(`POST ${path}`, { title: 'Vídeo', url: 'https://video.example/w2' }))
  const [text, link] = added.materials
  expect((await sara.send(`POST ${path}/${text.id}/reading`)).body.code).toBe('training_not_open')
  expect((await sara.send(`POST /trainings/${draft.id}/attempts`)).body.code).toBe('training_not_open')
  const moved = await ok(send(`PATCH ${path}/${link.id}`, { position: 0, title: 'Vídeo corto' }))
  expect(moved.materials.map((one: { title: string }) => one.title)).toEqual(['Vídeo corto', 'Ficha v3'])
  expect((await ok(send(`DELETE ${path}/${text.id}`))).materials).toHaveLength(1)
})

test('files come back as they were sent; pages and empty ones are refused', async () => {
  const { id } = await draftTraining(lumbre)
  const post = (content: string, type: string) => {
    const part = `--x\r\ncontent-disposition: form-data; name="file"; filename="guía.pdf"\r\ncontent-type: ${type}\r\n\r\n${content}\r\n--x--\r\n`
    return send(`POST /trainings/${id}/files`, Buffer.from(part), { 'content-type': 'multipart/form-data; boundary=x' })
  }
  expect((await post('<script>', 'text/html')).status).toBe(415)
  expect((await post('', 'application/pdf')).body.errors[0].rule).toBe('file_empty')
  const { materials } = await ok(post('%PDF-1.7', 'application/pdf'))
  expect(materials[1]).toMatchObject({ kind: 'file', title: 'guía.pdf', bytes: 8 })
  const file = await send(materials[1].url.replace('/api/v1', 'GET '))
  expect([file.text, file.headers['content-disposition']]).toEqual([
    '%PDF-1.7',
    `attachment; filename="guia.pdf"; filename*=UTF-8''gu%C3%ADa.pdf`,
  ])
  const other = await house.workspace('Otra')
  expect((await other.send(materials[1].url.replace('/api/v1', 'GET '))).status).toBe(404)
})

test('retired, deleted and brought back; another workspace sees nothing', async () => {
  const { id } = await openTraining(lumbre, { title: 'Fuera' })
  const other = await house.workspace('Ajena')
  expect((await other.send(`GET /trainings/${id}`)).status).toBe(404)
  expect(
    (await other.send(`POST /trainings/${id}/completions`, { body: { memberId: other.ownerId, reason: 'x' } })).status,
  ).toBe(404)
  await ok(send(`POST /trainings/${id}/retirement`))
  expect(await myState(sara, id)).toBe('open')
  expect((await ok(send('GET /trainings?q=Fuera'))).items).toEqual([])
  await ok(send(`POST /trainings/${id}/publication`))
  expect((await send(`DELETE /trainings/${id}`)).status).toBe(204)
  expect((await send(`GET /trainings/${id}`)).status).toBe(404)
  expect((await ok(send(`POST /trainings/${id}/restoration`))).title).toBe('Fuera')
  const { items } = await ok(send(`GET /trainings/${id}/timeline`))
  expect(items[0].name).toBe('training.restored')
})
