import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#kernel/id.ts'
import { ok } from '#test/builders/campaigns.ts'
import { addMember } from '#test/builders/leads.ts'
import { type Harness, monday, startHarness, type TestWorkspace } from '#test/harness.ts'
import { layOutAhead } from './lay-out.ts'

let house: Harness
let lumbre: TestWorkspace
beforeAll(async () => {
  house = await startHarness()
  lumbre = await house.workspace()
})
afterAll(() => house.close())

const send = (key: string, body?: unknown, headers?: Record<string, string>) =>
  lumbre.send(key, { ...(body !== undefined && { body }), ...(headers && { headers }) })
const weekly = (given: object = {}) => ({
  name: 'Semanal',
  rrule: 'FREQ=WEEKLY;BYDAY=MO',
  timeZone: 'Europe/Madrid',
  departmentIds: [lumbre.departmentIds.marketing, lumbre.departmentIds.sales],
  leaderId: lumbre.ownerId,
  durationMinutes: 60,
  ...given,
})
const start = async (given: object = {}) => ok(send('POST /meeting-series', weekly(given)))
type Listed = {
  id: string
  startsAt: string
  recurrenceId: string
  state: string
  name: string
  leaderId: string | null
}
const meetingsOf = async (id: string, more = ''): Promise<Listed[]> =>
  (await ok(send(`GET /meetings?seriesId=${id}&limit=200${more}`))).items
const madridTime = (at: string) =>
  new Intl.DateTimeFormat('es', { timeZone: 'Europe/Madrid', timeStyle: 'short' }).format(new Date(at))
const errorsOf = async (asked: ReturnType<typeof send>) => {
  const { status, body } = await asked
  return [status, ...(body.errors ?? []).map((one: { pointer: string; rule: string }) => `${one.pointer} ${one.rule}`)]
}

test('a series is laid out for half a year, and on: nine on Monday on both sides of the clock change', async () => {
  const series = await start()
  expect(series).toMatchObject({
    kind: 'weekly',
    state: 'active',
    time: '09:00',
    startsOn: '2026-11-30',
    leaderLeft: false,
  })
  const first = await meetingsOf(series.id)
  expect(first).toHaveLength(26)
  expect(first.find((one) => one.recurrenceId.startsWith('2027-03-29'))?.startsAt).toBe('2027-03-29T07:00:00.000Z')
  expect(first[0]).toMatchObject({
    startsAt: '2026-11-30T08:00:00.000Z',
    recurrenceId: '2026-11-30T09:00',
    state: 'planned',
  })
  house.clock.set('2027-02-10T09:00:00Z')
  await layOutAhead.run({}, house.services, { signal: new AbortController().signal, attempt: 1, lastAttempt: true })
  const later = await meetingsOf(series.id)
  expect(later.length).toBeGreaterThan(33)
  expect(new Set(later.map((one) => one.recurrenceId)).size).toBe(later.length)
  expect(later.find((one) => one.recurrenceId.startsWith('2027-07-05'))?.startsAt).toBe('2027-07-05T07:00:00.000Z')
  house.clock.set(monday)
  const far = await start({ name: 'Lejana', rrule: 'DTSTART:20271018T090000\nRRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=4' })
  expect((await meetingsOf(far.id)).map((one) => one.startsAt)).toEqual([
    '2027-10-18T07:00:00.000Z',
    '2027-10-25T07:00:00.000Z',
    '2027-11-01T08:00:00.000Z',
    '2027-11-08T08:00:00.000Z',
  ])
  expect(far.nextMeeting.startsAt).toBe('2027-10-18T07:00:00.000Z')
})

test('rules, zones, people and departments that make no sense are refused whole', async () => {
  const post = (given: object) => errorsOf(send('POST /meeting-series', weekly({ name: 'Mal', ...given })))
  expect(await post({ rrule: 'FREQ=WEEKLY;INTERVAL=0' })).toEqual([400, '/rrule rrule_interval'])
  expect(await post({ rrule: 'cada lunes' })).toEqual([400, '/rrule rrule'])
  expect(await post({ rrule: 'FREQ=MINUTELY' })).toEqual([400, '/rrule rrule_too_often'])
  expect(await post({ timeZone: 'Europa/Valencia' })).toEqual([400, '/timeZone time_zone'])
  expect(await post({ departmentIds: [lumbre.departmentIds.service] })).toEqual([
    422,
    '/departmentIds/0 department_without_members',
  ])
  expect(await post({ departmentIds: [newId()] })).toEqual([422, '/departmentIds/0 unknown_record'])
  expect(await post({ leaderId: newId() })).toEqual([422, '/leaderId unknown_member'])
  expect(await post({ projectId: newId() })).toEqual([422, '/projectId unknown_record'])
  expect(await post({ optionalDepartmentIds: [lumbre.departmentIds.service] })).toEqual([
    422,
    '/optionalDepartmentIds/0 not_at_the_table',
  ])
  expect(await post({ durationMinutes: 0 })).toEqual([400, '/durationMinutes minimum'])
  expect(
    (await ok(send('GET /meeting-series?limit=200'))).items.map((one: { name: string }) => one.name),
  ).not.toContain('Mal')
  const preview = await ok(
    send('POST /meeting-series/preview', { rrule: 'FREQ=MONTHLY;BYDAY=-1FR', timeZone: 'Europe/Madrid' }),
  )
  expect(preview).toMatchObject({ kind: 'monthly' })
  expect(preview.times.slice(0, 2)).toEqual(['2026-11-27T08:00:00.000Z', '2026-12-25T08:00:00.000Z'])
  expect(preview.times).toHaveLength(12)
})

test('a moved and a cancelled meeting keep their identity when the series changes from a day on; the past stays', async () => {
  const series = await start({ name: 'Cambios' })
  const [first, second, third, fourth, ...rest] = await meetingsOf(series.id)
  const moved = await ok(send(`PATCH /meetings/${third!.id}`, { startsAt: '2026-12-15T10:00:00Z' }))
  expect(moved).toMatchObject({ isEdited: true, recurrenceId: '2026-12-14T09:00' })
  await ok(send(`POST /meetings/${fourth!.id}/cancellation`, { reason: 'Navidad' }))
  const changed = await ok(
    send(`PATCH /meeting-series/${series.id}`, { time: '10:30', name: 'Cambios II', from: '2026-12-07' }),
  )
  expect(changed).toMatchObject({ time: '10:30', name: 'Cambios II' })
  const after = await meetingsOf(series.id)
  const by = new Map(after.map((one) => [one.id, one]))
  expect(by.get(first!.id)).toMatchObject({ startsAt: '2026-11-30T08:00:00.000Z', name: 'Cambios' })
  expect(by.get(second!.id)).toMatchObject({ startsAt: '2026-12-07T09:30:00.000Z', name: 'Cambios II' })
  expect(by.get(third!.id)).toMatchObject({ startsAt: '2026-12-15T10:00:00.000Z', recurrenceId: '2026-12-14T10:30' })
  expect(by.get(fourth!.id)).toMatchObject({ state: 'cancelled', recurrenceId: '2026-12-21T10:30' })
  for (const { id } of rest) expect(madridTime(by.get(id)!.startsAt)).toBe('10:30')
  expect(after).toHaveLength(26)
})

test('from Mondays to Wednesdays every two weeks: meetings of the same week move, the others go', async () => {
  const series = await start({ name: 'Miércoles' })
  const before = await meetingsOf(series.id)
  await ok(send(`PATCH /meeting-series/${series.id}`, { rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=WE', from: '2026-12-14' }))
  const after = await meetingsOf(series.id)
  expect(after.slice(0, 4).map((one) => one.recurrenceId)).toEqual([
    '2026-11-30T09:00',
    '2026-12-07T09:00',
    '2026-12-16T09:00',
    '2026-12-30T09:00',
  ])
  expect(after[2]!.id).toBe(before[2]!.id)
  expect(after[3]!.id).toBe(before[4]!.id)
})

test('a change keeps what is left of COUNT; an edited meeting without a counterpart stands for itself', async () => {
  const series = await start({ name: 'Cinco', rrule: 'FREQ=WEEKLY;BYDAY=MO;COUNT=5' })
  const [, , , , last] = await meetingsOf(series.id)
  await ok(send(`PATCH /meetings/${last!.id}`, { name: 'Cierre' }))
  const shorter = await ok(send(`PATCH /meeting-series/${series.id}`, { durationMinutes: 30, from: '2026-12-14' }))
  expect(shorter.rrule).toContain('COUNT=3')
  expect(await meetingsOf(series.id)).toHaveLength(5)
  await ok(send(`PATCH /meeting-series/${series.id}`, { rrule: 'FREQ=WEEKLY;BYDAY=MO;COUNT=1', from: '2026-12-14' }))
  const after = await meetingsOf(series.id)
  expect(after.map((one) => one.name)).toEqual(['Cinco', 'Cinco', 'Cinco', 'Cierre'])
})

test('two people at once, days gone by, and series that are over', async () => {
  const read = await send(`GET /meeting-series/${(await start({ name: 'Versión' })).id}`)
  const { id } = read.body
  await ok(send(`PATCH /meeting-series/${id}`, { location: 'Sala 2' }))
  const stale = await send(
    `PATCH /meeting-series/${id}`,
    { location: 'Sala 3' },
    { 'if-match': String(read.headers.etag) },
  )
  expect(stale.status).toBe(412)
  expect(await errorsOf(send(`PATCH /meeting-series/${id}`, { location: 'Sala 3', from: '2026-11-01' }))).toEqual([
    400,
    '/from date_in_past',
  ])
  const ended = await ok(send(`POST /meeting-series/${id}/ending`, { endsOn: '2026-12-10' }))
  expect(ended).toMatchObject({ endsOn: '2026-12-10', state: 'active' })
  expect((await meetingsOf(id, '&state=planned')).map((one) => one.recurrenceId)).toEqual([
    '2026-11-30T09:00',
    '2026-12-07T09:00',
  ])
  house.clock.set('2026-12-11T09:00:00Z')
  expect((await send(`PATCH /meeting-series/${id}`, { location: 'Sala 4' })).body.code).toBe('series_ended')
  const active = (await ok(send('GET /meeting-series?state=active&limit=200'))).items
  expect(active.map((one: { id: string }) => one.id)).not.toContain(id)
  house.clock.set(monday)
})

test('a deleted series takes its meetings to come along and brings them back', async () => {
  const { id } = await start({ name: 'Borrada' })
  const before = await meetingsOf(id)
  expect((await send(`DELETE /meeting-series/${id}`)).status).toBe(204)
  expect((await send(`GET /meeting-series/${id}`)).status).toBe(404)
  expect((await send(`GET /meetings/${before[0]!.id}`)).status).toBe(404)
  await ok(send(`POST /meeting-series/${id}/restoration`))
  expect((await meetingsOf(id)).map((one) => one.id)).toEqual(before.map((one) => one.id))
})

test('who takes turns leads in turn; one who left is passed over, a fixed leader who left is told to the managers', async () => {
  const space = await house.workspace('Turnos')
  const { marketing, sales } = space.departmentIds
  const ivan = await addMember(house, space, { name: 'Iván', departments: ['marketing'], isManager: true })
  const marta = await addMember(house, space, { name: 'Marta', departments: ['sales'], isManager: true })
  const body = { ...weekly(), departmentIds: [marketing, sales], leaderId: ivan.id }
  const turns = await ok(
    space.send('POST /meeting-series', {
      body: { ...body, leaderRotation: 'rotating', rotationIds: [ivan.id, marta.id, space.ownerId] },
    }),
  )
  const leaders = async (id: string) =>
    (await ok(space.send(`GET /meetings?seriesId=${id}&limit=6`))).items.map((one: Listed) => one.leaderId)
  expect(await leaders(turns.id)).toEqual([ivan.id, marta.id, space.ownerId, ivan.id, marta.id, space.ownerId])
  const fixed = await ok(space.send('POST /meeting-series', { body }))
  await ok(space.send(`DELETE /members/${ivan.id}`))
  await house.drain()
  expect(await leaders(turns.id)).toEqual([marta.id, space.ownerId, marta.id, space.ownerId, marta.id, space.ownerId])
  expect(await ok(space.send(`GET /meeting-series/${fixed.id}`))).toMatchObject({ leaderLeft: true, leaderId: null })
  const [orphan] = (await ok(space.send(`GET /meetings?seriesId=${fixed.id}&limit=1`))).items
  expect((await space.send(`POST /meetings/${orphan.id}/start`)).body.code).toBe('meeting_without_leader')
  const told = (await ok(marta.send('GET /notifications'))).items.map((one: { kind: string }) => one.kind)
  expect(told).toContain('meeting_leader_left')
  await ok(space.send(`PUT /meetings/${orphan.id}/leader`, { body: { memberId: marta.id } }))
  expect(await ok(space.send(`POST /meetings/${orphan.id}/start`))).toMatchObject({ state: 'live', leaderId: marta.id })
})
