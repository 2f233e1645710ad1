import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#kernel/id.ts'
import { ok } from '#test/builders/campaigns.ts'
import { addMember } from '#test/builders/leads.ts'
import {
  type Crew,
  days,
  myState,
  openTraining,
  readAll,
  take,
  trainingCrew,
  withoutOwner,
} from '#test/builders/trainings.ts'
import { type Harness, startHarness } from '#test/harness.ts'
import { remind } from './remind.ts'

let house: Harness
let crew: Crew
beforeAll(async () => {
  house = await startHarness()
  crew = await trainingCrew(house)
})
afterAll(() => house.close())

const runRemind = () =>
  remind.run({}, house.services, { signal: new AbortController().signal, attempt: 1, lastAttempt: true })

test('a title is enough for a draft: one’s own department teaches the others', async () => {
  const { lumbre, noa } = crew
  const made = await ok(noa.send('POST /trainings', { body: { title: 'Cómo nace un lead' } }))
  const { marketing, sales, service } = lumbre.departmentIds
  expect(made).toMatchObject({ topic: 'Cómo nace un lead', departmentId: marketing, ownerId: noa.id })
  expect(made.departmentIds.toSorted()).toEqual([sales, service].toSorted())
  const lobo = await addMember(house, lumbre, { name: 'Lobo', departments: [] })
  const refused = await lobo.send('POST /trainings', { body: { title: 'De nadie' } })
  expect([refused.status, refused.body.errors]).toEqual([400, [{ pointer: '/departmentId', rule: 'required' }]])
})

test('marks outside 1–100, unknown departments and empty titles are refused whole', async () => {
  const { lumbre, send } = crew
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
  const { lumbre, sara, noa, send } = crew
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

test('by hand only by whoever runs it, with a reason, not in the future; taken back, the gap opens again', async () => {
  const { lumbre, sara, teo, send } = crew
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

test('retired, deleted and brought back; another workspace sees nothing', async () => {
  const { lumbre, sara, send } = crew
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
