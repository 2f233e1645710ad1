import icalendar from 'ical.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ok } from '#test/builders/campaigns.ts'
import {
  type Crew,
  days,
  draftTraining,
  myState,
  openTraining,
  quiz,
  readAll,
  rightAnswers,
  take,
  trainingCrew,
} from '#test/builders/trainings.ts'
import { type Harness, startHarness } from '#test/harness.ts'

let house: Harness
let crew: Crew
beforeAll(async () => {
  house = await startHarness()
  crew = await trainingCrew(house)
})
afterAll(() => house.close())

test('reading and a passed quiz complete it; the answers stay on the server until it is handed in', async () => {
  const { lumbre, sara, teo, noa, send, missing } = crew
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
  const { lumbre, sara, teo, send, missing } = crew
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
  const { lumbre, sara } = crew
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
  const { lumbre, sara, teo, noa, send } = crew
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
  const { lumbre, sara, send } = crew
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

test('links lead to the web only; a draft teaches nobody; what is read twice is read once', async () => {
  const { lumbre, sara, send } = crew
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
  const { lumbre, send } = crew
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
