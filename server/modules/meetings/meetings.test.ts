import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { newId } from '#kernel/id.ts'
import { addProduct, makeReady, ok, planCampaign } from '#test/builders/campaigns.ts'
import { addMember } from '#test/builders/leads.ts'
import { brief, meetingTeam, type Team } from '#test/builders/meetings.ts'
import { type Harness, monday, startHarness } from '#test/harness.ts'
import { remindOfMeetings } from './remind.ts'

let house: Harness
let team: Team
beforeAll(async () => {
  house = await startHarness()
  team = await meetingTeam(house)
})
beforeEach(() => house.clock.set(monday))
afterAll(() => house.close())

test('cancelled and held after all, answers to invitations, two editors, times that make no sense', async () => {
  const { lumbre, marta, rosa, send, call } = team
  const { id } = await call({ startsAt: '2026-11-25T10:00:00Z' })
  const etag = String((await send(`GET /meetings/${id}`)).headers.etag)
  await ok(send(`PATCH /meetings/${id}`, { location: 'Sala 1' }))
  expect((await send(`PATCH /meetings/${id}`, { location: 'Sala 2' }, { 'if-match': etag })).status).toBe(412)
  expect(await ok(rosa.send(`PUT /meetings/${id}/rsvp`, { body: { answer: 'accepted' } }))).toMatchObject({
    myRsvp: 'accepted',
  })
  await ok(send(`POST /meetings/${id}/cancellation`, { reason: 'Feria' }))
  expect((await rosa.send(`PUT /meetings/${id}/rsvp`, { body: { answer: 'declined' } })).body.code).toBe('meeting_over')
  expect(await ok(send(`DELETE /meetings/${id}/cancellation`))).toMatchObject({ state: 'planned', cancelReason: null })
  expect(brief(await send(`PATCH /meetings/${id}`, { startsAt: '2026-01-01T10:00:00Z' }))).toMatchObject({
    errors: ['/startsAt date_in_past'],
  })
  const { service } = lumbre.departmentIds
  const small = await call({ departmentIds: [service], leaderId: rosa.id })
  expect(brief(await marta.send(`PUT /meetings/${small.id}/rsvp`, { body: { answer: 'accepted' } }))).toMatchObject({
    status: 422,
  })
  await ok(send(`POST /meetings/${small.id}/start`))
  expect((await send(`POST /meetings/${small.id}/cancellation`, {})).body.code).toBe('invalid_transition')
  const bad = (given: object) =>
    send('POST /meetings', { name: 'X', startsAt: '2026-11-24T10:00:00Z', departmentIds: [service], ...given })
  expect(brief(await bad({ timeZone: 'Luna/Norte' }))).toMatchObject({ errors: ['/timeZone time_zone'] })
  expect(brief(await bad({ campaignId: newId() }))).toMatchObject({
    status: 422,
    errors: ['/campaignId unknown_record'],
  })
  expect(brief(await bad({ departmentIds: [service], optionalDepartmentIds: [service] }))).toMatchObject({
    errors: ['/optionalDepartmentIds seat_needed'],
  })
  expect(brief(await bad({ startsAt: '2036-11-24T10:00:00Z' }))).toMatchObject({ errors: ['/startsAt start_too_far'] })
})

test('the next meeting says what it lacks, the day before everybody is told, once', async () => {
  const space = await house.workspace('Mañana')
  const noa = await addMember(house, space, { name: 'Noa', departments: ['marketing'] })
  const { marketing, sales } = space.departmentIds
  expect(await ok(noa.send('GET /meetings/next'))).toEqual({ meeting: null, readiness: null })
  const given = { name: 'Martes', startsAt: '2026-11-24T08:30:00Z', departmentIds: [marketing, sales] }
  const { id } = await ok(space.send('POST /meetings', { body: given }))
  await ok(noa.send(`PUT /meetings/${id}/rsvp`, { body: { answer: 'accepted' } }))
  expect(await ok(noa.send('GET /meetings/next'))).toMatchObject({
    meeting: { id, name: 'Martes' },
    readiness: { ready: false, missingSeats: [{ departmentId: sales }], locks: [], openActions: 0 },
  })
  await ok(space.send(`PUT /meetings/${id}/rsvp`, { body: { answer: 'accepted' } }))
  expect((await ok(noa.send('GET /meetings/next'))).readiness.ready).toBe(true)
  const remind = () =>
    remindOfMeetings.run({}, house.services, { signal: new AbortController().signal, attempt: 1, lastAttempt: true })
  await remind()
  await remind()
  const told = (await ok(noa.send('GET /notifications'))).items.filter(
    (one: { kind: string }) => one.kind === 'meeting_tomorrow',
  )
  expect(told).toMatchObject([{ params: { name: 'Martes', seats: 0 }, link: `/meetings/${id}` }])
})

test('a meeting with quorum is a kick-off: who sat there signs, unless others are named', async () => {
  const { lumbre, ivan, marta, rosa, send, sit, call, seated } = team
  const { marketing, sales } = lumbre.departmentIds
  const campaign = await planCampaign(lumbre)
  const hold = (given: object) => send(`POST /campaigns/${campaign.id}/kickoff`, given)
  const { id } = await call({
    name: 'Kick-off',
    campaignId: campaign.id,
    kind: 'kickoff',
    departmentIds: [marketing, sales],
  })
  expect(brief(await hold({ meetingId: newId() }))).toMatchObject({
    status: 422,
    errors: ['/meetingId unknown_record'],
  })
  expect(brief(await hold({}))).toMatchObject({ status: 400, errors: ['/attendance required'] })
  expect(brief(await hold({ meetingId: id }))).toMatchObject({ errors: ['/meetingId meeting_not_held'] })
  const other = await seated({ campaignId: (await planCampaign(lumbre, { name: 'Otra' })).id })
  expect(brief(await hold({ meetingId: other }))).toMatchObject({ errors: ['/meetingId meeting_of_another'] })
  await ok(send(`POST /meetings/${id}/start`))
  await ok(sit(id, ivan.id, marketing))
  expect(brief(await hold({ meetingId: id }))).toMatchObject({ errors: ['/meetingId meeting_no_quorum'] })
  await ok(sit(id, rosa.id, sales, 'delegate'))
  const taken = await ok(hold({ meetingId: id, attendance: [{ departmentId: marketing, memberId: ivan.id }] }))
  expect(taken).toMatchObject({ state: 'kickoff', kickoffMeetingId: id, kickoffHeldAt: null })
  expect(taken.seats.map((seat: any) => seat.attendeeIds)).toEqual([[ivan.id], [rosa.id]])
  const signed = await ok(
    hold({
      meetingId: id,
      attendance: [
        { departmentId: marketing, memberId: ivan.id, signedOff: true },
        { departmentId: sales, memberId: rosa.id, signedOff: true },
      ],
    }),
  )
  expect(signed).toMatchObject({ state: 'ready', kickoffHeldAt: monday.toISOString() })
  // The weekly meeting does as well, and alone is enough.
  const weekly = await planCampaign(lumbre, { name: 'En la semanal' })
  const held = await ok(send(`POST /campaigns/${weekly.id}/kickoff`, { meetingId: await seated() }))
  expect(held).toMatchObject({ state: 'ready', kickoffHeldAt: monday.toISOString() })
  expect(held.seats.map((seat: any) => seat.signedBy)).toEqual([ivan.id, marta.id])
  // Without a meeting as before.
  const plain = await planCampaign(lumbre, { name: 'Sin reunión' })
  await addProduct(lumbre, { sku: 'KICK' })
  await makeReady(lumbre, plain.id)
  expect(await ok(send(`GET /campaigns/${plain.id}`))).toMatchObject({ state: 'ready', kickoffMeetingId: null })
})
