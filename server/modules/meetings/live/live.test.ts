import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { newId } from '#kernel/id.ts'
import { ok } from '#test/builders/campaigns.ts'
import { brief, meetingTeam, type Team } from '#test/builders/meetings.ts'
import { type Harness, monday, startHarness } from '#test/harness.ts'
import { meetingsHeld, registerLock } from '../public.ts'

let house: Harness
let team: Team
beforeAll(async () => {
  house = await startHarness()
  team = await meetingTeam(house)
})
beforeEach(() => house.clock.set(monday))
afterAll(() => house.close())

/** Workspaces whose decisions something else locks. */
const locked = new Map<string, { id: string; name: string; url: string }[]>()
registerLock(async (_db, workspaceId) => ({
  code: 'mandatory_information_stale',
  items: locked.get(workspaceId) ?? [],
}))

test('Rosa’s seat is empty: no decision; a delegate joins: a decision; the delegate goes: none again', async () => {
  const { lumbre, ivan, marta, rosa, pau, send, sit, call, decide } = team
  const { marketing, sales, service } = lumbre.departmentIds
  const { id } = await call()
  expect(brief(await decide(id))).toEqual({
    status: 409,
    code: 'meeting_without_quorum',
    errors: ['Marketing', 'Ventas', 'Atención al cliente', '/leader leader_absent'],
  })
  await ok(sit(id, ivan.id, marketing))
  await ok(sit(id, marta.id, sales))
  expect(brief(await decide(id))).toMatchObject({ code: 'meeting_without_quorum', errors: ['Atención al cliente'] })
  const { quorum, canDecide } = await ok(sit(id, pau.id, service, 'delegate'))
  expect({ quorum, canDecide }).toEqual({ quorum: { isMet: true, leaderPresent: true, missing: [] }, canDecide: true })
  expect((await decide(id, { dissent: [{ memberId: marta.id, reason: 'Perdemos margen' }] })).status).toBe(201)
  const read = await ok(send(`GET /meetings/${id}`))
  expect(read).toMatchObject({ state: 'live', decisions: 1, hadQuorum: true })
  expect(read.seats.find((seat: { departmentId: string }) => seat.departmentId === service)).toMatchObject({
    isTaken: true,
    attendance: [{ fullName: 'Pau', state: 'delegate' }],
  })
  await ok(sit(id, pau.id, service, 'absent'))
  expect(brief(await decide(id))).toMatchObject({ code: 'meeting_without_quorum', errors: ['Atención al cliente'] })
  await ok(sit(id, rosa.id, service))
  await ok(sit(id, ivan.id, marketing, 'absent'))
  expect((await decide(id)).body.code).toBe('meeting_without_quorum')
  // Somebody else takes the chair; Iván's department still needs a person.
  await ok(send(`PUT /meetings/${id}/leader`, { memberId: marta.id }))
  expect(brief(await decide(id))).toMatchObject({ errors: ['Marketing'] })
  await ok(sit(id, lumbre.ownerId, marketing))
  expect((await decide(id)).status).toBe(201)
})

test('nobody sits where they do not belong, or for two departments at once', async () => {
  const { lumbre, marta, sit, call } = team
  const { marketing, sales, service } = lumbre.departmentIds
  const { id } = await call({ departmentIds: [marketing, service] })
  const refused = async (asked: ReturnType<typeof sit>) => {
    const { status, errors } = brief(await asked)
    return [status, ...errors]
  }
  expect(await refused(sit(id, marta.id, sales))).toEqual([422, '/departmentId not_at_the_table'])
  expect(await refused(sit(id, marta.id, service))).toEqual([422, '/memberId not_in_department'])
  expect(await refused(sit(id, newId(), service))).toEqual([422, '/memberId unknown_member'])
  expect(await refused(sit(id, marta.id, null))).toEqual([422, '/departmentId only_leader_without_seat'])
  await ok(sit(id, marta.id, service, 'delegate'))
  expect(await refused(sit(id, marta.id, marketing, 'delegate'))).toEqual([422, '/memberId delegate_elsewhere'])
  const led = await call({ departmentIds: [service], leaderId: marta.id })
  expect(await ok(sit(led.id, marta.id, null))).toMatchObject({
    leaderAttendance: 'present',
    quorum: { leaderPresent: true, isMet: false },
  })
})

test('who sits at one seat brings in for that seat; who sits at several says for which', async () => {
  const { lumbre, marta, send, seated } = team
  const id = await seated()
  const mine = await ok(marta.send(`POST /meetings/${id}/inputs`, { body: { text: 'Tres hoteles esperan precio' } }))
  expect(mine.departmentId).toBe(lumbre.departmentIds.sales)
  expect(brief(await send(`POST /meetings/${id}/inputs`, { text: 'Yo' }))).toMatchObject({
    status: 400,
    errors: ['/departmentId required'],
  })
})

test('mandatory information that is stale locks decisions, and says where it is mended', async () => {
  const { lumbre, send, seated, decide } = team
  const id = await seated()
  locked.set(lumbre.workspaceId, [{ id: newId(), name: 'Precios de otoño', url: '/information/1' }])
  const refused = await decide(id)
  expect(brief(refused)).toEqual({ status: 409, code: 'mandatory_information_stale', errors: ['Precios de otoño'] })
  expect(refused.body.errors[0].params.url).toBe('/information/1')
  expect(await ok(send(`GET /meetings/${id}`))).toMatchObject({
    canDecide: false,
    locks: [{ code: 'mandatory_information_stale' }],
  })
  locked.clear()
  expect((await decide(id)).status).toBe(201)
})

test('closing waits for every seat; of two who close at once exactly one does; then all is told and locked', async () => {
  const { lumbre, ivan, marta, pau, send, sit, seated, decide } = team
  const id = await seated({ name: 'Cierre' })
  const { sales } = lumbre.departmentIds
  await ok(decide(id, { text: 'Congelamos la campaña de otoño', dissent: [{ memberId: marta.id, reason: 'Tarde' }] }))
  const action = await ok(
    send(`POST /meetings/${id}/actions`, { text: 'Llamar a los leads parados', ownerId: pau.id, dueOn: '2026-11-27' }),
  )
  expect(action).toMatchObject({ state: 'open', ownerId: pau.id, dueOn: '2026-11-27', isOverdue: false })
  for (const seat of ['marketing', 'service'] as const)
    await ok(send(`POST /meetings/${id}/inputs`, { departmentId: lumbre.departmentIds[seat], text: 'Todo en orden' }))
  expect(brief(await send(`POST /meetings/${id}/close`))).toEqual({
    status: 409,
    code: 'seat_without_input',
    errors: ['Ventas'],
  })
  await ok(send(`POST /meetings/${id}/inputs`, { departmentId: sales, text: 'Faltan números de la campaña de radio' }))
  const answers = await Promise.all([
    marta.send(`POST /meetings/${id}/close`),
    ivan.send(`POST /meetings/${id}/close`),
    send(`POST /meetings/${id}/close`),
  ])
  expect(answers.map((one) => one.status).sort()).toEqual([200, 409, 409])
  expect(answers.filter((one) => one.status === 409).map((one) => one.body.code)).toEqual([
    'meeting_over',
    'meeting_over',
  ])
  for (const late of [
    decide(id),
    sit(id, pau.id, sales),
    send(`POST /meetings/${id}/inputs`, { departmentId: sales, text: 'x' }),
  ])
    expect((await late).body.code).toBe('meeting_over')
  const closed = await ok(send(`GET /meetings/${id}`))
  expect(closed).toMatchObject({ state: 'closed', hadQuorum: true, minutesDocumentId: expect.any(String) })
  expect(await ok(send(`GET /documents/${closed.minutesDocumentId}`))).toMatchObject({
    isLocked: true,
    canWrite: false,
  })
  await house.drain()
  const mails = (await ok(send('GET /mailbox?limit=200'))).items.filter(
    (one: { kind: string }) => one.kind === 'meeting.minutes',
  )
  expect(mails).toHaveLength(5)
  const { text } = await ok(send(`GET /mailbox/${mails[0].id}`))
  for (const words of ['Congelamos la campaña de otoño', 'Marta: Tarde', 'Llamar a los leads parados (Pau'])
    expect(text).toContain(words)
  for (const [q, kind] of [
    ['campana otono', 'decision'],
    ['leads parados', 'action'],
    ['radio', 'input'],
    ['conjelamos', 'decision'],
  ])
    expect((await ok(send(`GET /meetings/search?q=${encodeURIComponent(q!)}`))).items).toEqual(
      expect.arrayContaining([expect.objectContaining({ kind, meetingName: 'Cierre', url: `/meetings/${id}` })]),
    )
  const held = await meetingsHeld(house.services.db, lumbre.workspaceId, new Date('2026-11-23'), new Date('2026-11-24'))
  expect(held).toEqual({ held: 1, withQuorum: 1 })
  expect(await ok(send(`POST /tasks/${action.taskId}/completion`, {}))).toMatchObject({ state: 'done' })
  expect((await ok(send(`GET /meetings/${id}/actions`))).items[0]).toMatchObject({ state: 'done' })
})

test('the timer is one for all; decisions and actions can be taken back while the meeting runs', async () => {
  const { lumbre, marta, pau, send, seated, decide } = team
  const id = await seated()
  expect((await send(`PUT /meetings/${id}/current`, { agendaItemId: null })).body.code).toBe('meeting_not_started')
  await ok(send(`POST /meetings/${id}/agenda`, { title: 'Precios', minutes: 10 }))
  expect(await ok(send(`POST /meetings/${id}/start`))).toMatchObject({ state: 'live' })
  expect(await ok(send(`POST /meetings/${id}/start`))).toMatchObject({ state: 'live' })
  const [item] = (await ok(send(`GET /meetings/${id}/agenda`))).items.filter(
    (one: { title: string }) => one.title === 'Precios',
  )
  await ok(send(`PUT /meetings/${id}/current`, { agendaItemId: item.id }))
  house.clock.advance(90_000)
  const again = await ok(marta.send(`PUT /meetings/${id}/current`, { body: { agendaItemId: item.id } }))
  expect(again.current).toEqual({ agendaItemId: item.id, since: monday.toISOString() })
  await ok(send(`PUT /meetings/${id}/current`, { agendaItemId: null }))
  expect(
    (await ok(send(`GET /meetings/${id}/agenda`))).items.find((one: { id: string }) => one.id === item.id).spentSeconds,
  ).toBe(90)
  const decision = await ok(decide(id, { agendaItemId: item.id }))
  expect(brief(await decide(id, { agendaItemId: newId() }))).toMatchObject({
    status: 422,
    errors: ['/agendaItemId unknown_record'],
  })
  expect(brief(await decide(id, { dissent: [{ memberId: newId(), reason: 'No' }] }))).toMatchObject({
    errors: ['/dissent/0/memberId unknown_member'],
  })
  expect((await send(`DELETE /meetings/${id}/decisions/${decision.id}`)).status).toBe(204)
  expect((await ok(send(`GET /meetings/${id}/decisions`))).items).toEqual([])
  const act = (given: object) =>
    send(`POST /meetings/${id}/actions`, { text: 'Hacer', ownerId: pau.id, dueOn: '2026-12-01', ...given })
  expect(brief(await act({ dueOn: '2026-11-01' }))).toMatchObject({ status: 400, errors: ['/dueOn date_in_past'] })
  expect(brief(await act({ ownerId: newId() }))).toMatchObject({ status: 422, errors: ['/ownerId unknown_member'] })
  const action = await ok(act({}))
  expect((await send(`DELETE /meetings/${id}/actions/${action.id}`)).status).toBe(204)
  expect(await ok(send(`GET /tasks/${action.taskId}`))).toMatchObject({ state: 'cancelled' })
  const input = await ok(
    marta.send(`POST /meetings/${id}/inputs`, { body: { departmentId: lumbre.departmentIds.sales, text: 'Va bien' } }),
  )
  expect((await send(`DELETE /meetings/${id}/inputs/${input.id}`)).status).toBe(403)
  expect((await marta.send(`DELETE /meetings/${id}/inputs/${input.id}`)).status).toBe(204)
})
