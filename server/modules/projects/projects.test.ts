import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#kernel/id.ts'
import { ok } from '#test/builders/campaigns.ts'
import { addMember } from '#test/builders/leads.ts'
import { openTraining, readAll, withoutOwner } from '#test/builders/trainings.ts'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'
import { findProject, requireProject } from './public.ts'

let house: Harness
let lumbre: TestWorkspace
beforeAll(async () => {
  house = await startHarness()
  lumbre = await house.workspace()
  await withoutOwner(house, lumbre)
})
afterAll(() => house.close())

const runningOn = (part: string) => ({ meetings: false, checklist: false, training: false, [part]: true })
const send = (key: string, body?: unknown, headers?: Record<string, string>) =>
  lumbre.send(key, { ...(body !== undefined && { body }), ...(headers && { headers }) })
const begin = (given: object = {}) =>
  ok(
    send('POST /projects', {
      ...{ name: 'Lanzamiento', departmentIds: [lumbre.departmentIds.marketing, lumbre.departmentIds.sales] },
      ...{ runsOn: runningOn('training'), ...given },
    }),
  )

test('a project may run on training alone; what it does not run on is not asked for', async () => {
  const project = await begin()
  const { id: seller } = await addMember(house, lumbre, { name: 'Sara' })
  expect(await ok(send(`GET /projects/${project.id}/standing`))).toEqual({
    ...{ meetings: null, checklist: null, goals: 0, ideas: 0, conflicts: 0 },
    training: { trainings: 0, upcomingSessions: 0, coverage: null },
  })
  const training = await openTraining(lumbre, { projectId: project.id, questions: null })
  expect((await ok(send(`GET /projects/${project.id}/standing`))).training.coverage).toBe(0)
  await ok(send(`POST /trainings/${training.id}/completions`, { memberId: seller, reason: 'La conoce' }))
  expect((await ok(send(`GET /projects/${project.id}/standing`))).training).toEqual({
    ...{ trainings: 1, upcomingSessions: 0, coverage: 1 },
  })
  expect((await ok(send(`GET /trainings?projectId=${project.id}`))).items).toHaveLength(1)
  await readAll(lumbre.send, training)
})

test('parts are switched on and off later; at least one stays', async () => {
  const { id } = await begin({ runsOn: runningOn('checklist') })
  const both = await ok(send(`PATCH /projects/${id}`, { runsOn: { ...runningOn('checklist'), meetings: true } }))
  expect(both).toMatchObject({ runsOn: { meetings: true, checklist: true, training: false }, version: 2 })
  expect((await ok(send(`GET /projects/${id}/standing`))).meetings).toMatchObject({ series: 0, nextAt: null })
  const nothing = await send(`PATCH /projects/${id}`, { runsOn: { ...runningOn('checklist'), checklist: false } })
  expect(nothing.body.errors).toEqual([{ pointer: '/runsOn', rule: 'runs_on_nothing' }])
  expect((await ok(send(`PATCH /projects/${id}`, { runsOn: both.runsOn }))).version).toBe(2)
  expect((await ok(send('GET /projects?runsOn=checklist'))).items.map((one: { id: string }) => one.id)).toEqual([id])
})

test('departments, owners and days that make no sense are refused whole', async () => {
  const { marketing, sales } = lumbre.departmentIds
  const plan = { name: 'X', departmentIds: [marketing], runsOn: runningOn('training') }
  expect((await send('POST /projects', { ...plan, departmentIds: [] })).status).toBe(400)
  expect((await send('POST /projects', { ...plan, name: ' ' })).body.errors[0].pointer).toBe('/name')
  const late = { startsOn: '2026-12-02', endsOn: '2026-12-01' }
  expect((await send('POST /projects', { ...plan, ...late })).body.errors[0].rule).toBe('period_order')
  const owners = [{ departmentId: sales, memberId: newId() }]
  expect((await send('POST /projects', { ...plan, owners })).body.errors).toEqual([
    { pointer: '/owners/0/memberId', rule: 'unknown_member' },
    { pointer: '/owners/0/departmentId', rule: 'owner_without_seat' },
  ])
  expect((await send('GET /projects?q=X')).body.items).toEqual([])
})

test('owners stay with their department; an old version of the record is refused', async () => {
  const { marketing, sales } = lumbre.departmentIds
  const owner = (departmentId: string) => ({ departmentId, memberId: lumbre.ownerId })
  const project = await begin({ owners: [owner(marketing), owner(sales)] })
  const fewer = await ok(send(`PATCH /projects/${project.id}`, { departmentIds: [sales] }))
  expect(fewer).toMatchObject({ departmentIds: [sales], owners: [owner(sales)] })
  const stale = await send(`PATCH /projects/${project.id}`, { name: 'Y' }, { 'if-match': '"1"' })
  expect(stale.status).toBe(412)
  expect((await ok(send(`GET /projects?ownerId=${lumbre.ownerId}&q=lanza`))).items).toHaveLength(1)
})

test('closed, opened again, deleted, brought back; other workspaces see nothing of it', async () => {
  const { id } = await begin({ name: 'Cierre' })
  expect(await ok(send(`POST /projects/${id}/closure`))).toMatchObject({ state: 'closed', version: 2 })
  expect((await ok(send(`POST /projects/${id}/closure`))).version).toBe(2)
  expect((await ok(send(`DELETE /projects/${id}/closure`))).closedAt).toBeNull()
  const other = await house.workspace('Otra')
  expect((await other.send(`GET /projects/${id}`)).status).toBe(404)
  const { db } = house.services
  expect(await findProject(db, other.workspaceId, id)).toBeNull()
  await expect(requireProject(db, other.workspaceId, id)).rejects.toMatchObject({ code: 'unprocessable' })
  await requireProject(db, lumbre.workspaceId, id)
  await requireProject(db, lumbre.workspaceId, null)
  expect((await send(`DELETE /projects/${id}`)).status).toBe(204)
  expect(await findProject(db, lumbre.workspaceId, id)).toBeNull()
  expect((await ok(send(`POST /projects/${id}/restoration`))).name).toBe('Cierre')
})

test('a name is enough: both departments, and it runs on everything', async () => {
  const project = await ok(send('POST /projects', { name: 'Mínimo' }))
  expect(project.runsOn).toEqual({ meetings: true, checklist: true, training: true })
  expect(project.departmentIds).toContain(lumbre.departmentIds.sales)
})
