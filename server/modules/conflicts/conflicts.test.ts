import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { ok } from '#test/builders/campaigns.ts'
import { addMember, capture, type TestMember } from '#test/builders/leads.ts'
import { type Harness, monday, startHarness, type TestWorkspace } from '../../../test/harness.ts'
import { conflictsAgenda } from './public.ts'
import { watch } from './watch.ts'

let house: Harness
let lumbre: TestWorkspace
let marta: TestMember
let ivan: TestMember
beforeAll(async () => void (house = await startHarness()))
afterAll(() => house.close())
beforeEach(async () => {
  house.clock.set(monday)
  lumbre = await house.workspace()
  marta = await addMember(house, lumbre, { name: 'Marta', role: 'manager', departments: ['sales'] })
  ivan = await addMember(house, lumbre, { name: 'Iván', role: 'manager', departments: ['marketing'] })
})

const badLeads = () => ({
  title: 'Leads malos',
  text: 'Ventas dice que los leads no valen; Marketing, que no los llaman.',
  sides: [
    { departmentId: lumbre.departmentIds.sales, ownerId: marta.id },
    { departmentId: lumbre.departmentIds.marketing, ownerId: ivan.id },
  ],
  evidence: [{ kind: 'live', metric: 'rejections', days: 30 }],
})
const open = (more: object = {}) => ok(marta.send('POST /conflicts', { body: { ...badLeads(), ...more } }))
const decision = { text: 'Pedimos el número de habitaciones en el formulario.', reviewOn: '2026-12-21' }

/** As many leads that ask for a call, each handed over and rejected. */
async function reject(count: number, reason: string) {
  for (let n = 0; n < count; n++) {
    const [subjectId] = await capture(house, lumbre, [
      { email: `${reason}-${n}-${house.clock.now().getTime()}@hotel.example`, handRaise: true },
    ])
    const { items } = await ok(lumbre.send(`GET /handovers?contactId=${subjectId}`))
    await ok(marta.send(`POST /handovers/${items[0].id}/rejection`, { body: { reason } }))
  }
}
test('a title is enough: Marketing and Sales, each with its manager or who puts it on the table', async () => {
  const made = await ok(marta.send('POST /conflicts', { body: { title: 'Precios' } }))
  expect(made.sides.map((side: any) => side.departmentKey)).toEqual(['marketing', 'sales'])
  expect(made.sides[1].ownerId).toBe(marta.id)
})

const runWatch = () =>
  watch.run({}, house.services, { signal: new AbortController().signal, attempt: 1, lastAttempt: true })

test('“leads malos” is settled on rejection data: both views, a number, a decision, and its review', async () => {
  await reject(3, 'no_fit')
  await reject(1, 'bad_data')
  const made = await open()
  expect(made.evidence).toMatchObject([
    {
      metric: 'rejections',
      value: 4,
      parts: [
        { key: 'no_fit', value: 3 },
        { key: 'bad_data', value: 1 },
      ],
      atDecision: null,
      worsened: false,
    },
  ])
  const [{ url }] = made.evidence
  expect(url).toBe('/results/records?report=handovers&from=2026-10-25&state=rejected')
  const path = `/conflicts/${made.id}`

  // Each side speaks for itself.
  const { sales, marketing } = lumbre.departmentIds
  await ok(marta.send(`PUT ${path}/sides/${sales}`, { body: { view: 'Tres de cuatro no son hoteles.' } }))
  expect((await marta.send(`PUT ${path}/sides/${marketing}`, { body: { view: 'x' } })).body.code).toBe('only_own_side')
  await ok(ivan.send(`PUT ${path}/sides/${marketing}`, { body: { view: 'El formulario no pregunta el sector.' } }))
  const kinds = (await ok(ivan.send('GET /notifications'))).items.map((one: { kind: string }) => one.kind)
  expect(kinds).toContain('conflict_side')

  const decided = await ok(marta.send(`POST ${path}/decisions`, { body: decision }))
  expect(decided).toMatchObject({
    state: 'decided',
    reviewOn: '2026-12-21',
    evidence: [{ value: 4, atDecision: 4, worsened: false }],
  })
  for (const { id } of [marta, ivan])
    expect((await ok(lumbre.send(`GET /tasks?assigneeId=${id}`))).items).toMatchObject([
      { title: 'Revisar si la decisión ha funcionado: Leads malos', dueAt: '2026-12-21T11:00:00.000Z' },
    ])

  const settled = await ok(ivan.send(`POST ${path}/reviews`, { body: { outcome: 'settled', note: 'De 4 a 0.' } }))
  expect(settled).toMatchObject({
    state: 'settled',
    recurrences: 0,
    decisions: [{ outcome: 'settled', note: 'De 4 a 0.', reviewedBy: ivan.id }],
  })
})

test('what gets worse after the decision is told to both owners once, and reopens as the same conflict, counted', async () => {
  await reject(1, 'no_fit')
  const { id } = await open()
  await ok(marta.send(`POST /conflicts/${id}/decisions`, { body: decision }))
  await runWatch()
  expect((await ok(lumbre.send(`GET /conflicts/${id}`))).worsenedSince).toBeNull()
  house.clock.advance(86_400_000)
  await reject(2, 'no_fit')
  await runWatch()
  await runWatch()
  expect(await ok(lumbre.send(`GET /conflicts/${id}`))).toMatchObject({
    worsenedSince: '2026-11-24T09:00:00.000Z',
    evidence: [{ value: 3, atDecision: 1, worsened: true }],
  })
  const told = (await ok(ivan.send('GET /notifications'))).items.filter(
    (one: { kind: string }) => one.kind === 'conflict_worsened',
  )
  expect(told).toHaveLength(1)
  expect((await ok(lumbre.send('GET /conflicts?worsened=true'))).items).toHaveLength(1)
  const reopened = await ok(
    marta.send(`POST /conflicts/${id}/reviews`, { body: { outcome: 'recurs', note: 'Sigue igual.' } }),
  )
  expect(reopened).toMatchObject({ state: 'open', recurrences: 1, reviewOn: null, worsenedSince: null })
  const again = await ok(marta.send(`POST /conflicts/${id}/decisions`, { body: { ...decision, text: 'Otra cosa.' } }))
  expect(again.decisions.map((one: { outcome: string | null }) => one.outcome)).toEqual([null, 'recurs'])
  expect(again.evidence).toMatchObject([{ atDecision: 3, worsened: false }])
})

test('nobody decides without data, into the past, twice, or at a meeting that is not there', async () => {
  const { id } = await open({ evidence: [] })
  const decide = (body: object) => marta.send(`POST /conflicts/${id}/decisions`, { body })
  expect((await decide(decision)).body.code).toBe('conflict_without_data')
  await ok(
    marta.send(`POST /conflicts/${id}/evidence`, {
      body: { kind: 'number', label: 'Quejas', value: 12, url: 'https://encuesta.example/12' },
    }),
  )
  expect((await decide({ ...decision, reviewOn: '2026-11-23', meetingId: lumbre.ownerId })).body.errors).toEqual([
    { pointer: '/reviewOn', rule: 'date_in_past' },
    { pointer: '/meetingId', rule: 'unknown_record' },
  ])
  const both = await Promise.all([decide(decision), decide(decision)])
  expect(both.map((answer) => answer.status).sort()).toEqual([201, 409])
  expect((await ok(lumbre.send(`GET /conflicts/${id}`))).decisions).toHaveLength(1)
})

test('a number by hand is brought up to date beside what it was', async () => {
  const { id, evidence } = await open({ evidence: [{ kind: 'number', label: 'Quejas', value: 12 }] })
  await ok(marta.send(`POST /conflicts/${id}/decisions`, { body: decision }))
  const changed = await ok(ivan.send(`PATCH /conflicts/${id}/evidence/${evidence[0].id}`, { body: { value: 15 } }))
  expect(changed.evidence).toMatchObject([{ value: 15, atDecision: 12, worsened: true }])
})

test('evidence that does not fit is refused, and so is a conflict with one department', async () => {
  const { id } = await open()
  const add = async (body: object) => (await marta.send(`POST /conflicts/${id}/evidence`, { body })).body.errors
  expect(await add({ kind: 'link', label: 'Informe', url: 'javascript:alert(1)' })).toEqual([
    { pointer: '/url', rule: 'web_address' },
  ])
  expect(await add({ kind: 'live', metric: 'rejections', reason: 'late' })).toEqual([
    { pointer: '/reason', rule: 'enum' },
  ])
  expect(await add({ kind: 'live' })).toEqual([{ pointer: '/metric', rule: 'required' }])
  const [side] = badLeads().sides
  const twice = await marta.send('POST /conflicts', { body: { ...badLeads(), sides: [side, side] } })
  expect(twice.body.errors).toEqual([{ pointer: '/sides/1/departmentId', rule: 'duplicate_value' }])
  expect((await marta.send('POST /conflicts', { body: { ...badLeads(), sides: [side] } })).status).toBe(400)
  for (const metric of ['rejection_share', 'sla_failures', 'drifted_claims', 'returns'])
    await ok(marta.send(`POST /conflicts/${id}/evidence`, { body: { kind: 'live', metric } }))
  const { evidence } = await ok(lumbre.send(`GET /conflicts/${id}`))
  expect(evidence.map((one: { value: number }) => one.value)).toEqual([0, 0, 0, 0, 0])
})

test('a meeting is offered what came back before what waits, and the review on its day', async () => {
  const { id } = await open({ evidence: [{ kind: 'number', label: 'Quejas', value: 1 }] })
  const scope = {
    departmentIds: [lumbre.departmentIds.sales],
    projectId: null,
    cadence: 'weekly' as const,
    startsAt: monday,
    limit: 10,
  }
  const agenda = async (more: object = {}) =>
    (await conflictsAgenda(house.services.db, lumbre.workspaceId, house.clock.now(), { ...scope, ...more })).map(
      ({ kind, severity }) => `${kind} ${severity}`,
    )
  expect(await agenda()).toEqual(['conflict_open major'])
  expect(await agenda({ departmentIds: [lumbre.departmentIds.service] })).toEqual([])
  await ok(marta.send(`POST /conflicts/${id}/decisions`, { body: decision }))
  expect(await agenda()).toEqual([])
  expect(await agenda({ startsAt: new Date('2026-12-21T08:00:00Z') })).toEqual(['conflict_review_due major'])
  await ok(marta.send(`POST /conflicts/${id}/reviews`, { body: { outcome: 'recurs' } }))
  expect(await agenda()).toEqual(['conflict_open critical'])
})
