import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#kernel/id.ts'
import { ok, planCampaign } from '#test/builders/campaigns.ts'
import { addMember, capture } from '#test/builders/leads.ts'
import { type Harness, monday, startHarness, type TestWorkspace } from '#test/harness.ts'

let house: Harness
let lumbre: TestWorkspace
beforeAll(async () => {
  house = await startHarness()
  lumbre = await house.workspace()
})
afterAll(() => house.close())

type Item = {
  id: string | null
  key: string
  kind: string
  origin: string
  title: string
  state: string
  minutes: number
  score: number
  pinned: boolean
}
const over = (space: TestWorkspace) => (key: string, body?: unknown) =>
  space.send(key, body === undefined ? {} : { body })
const table = ({ departmentIds, ownerId }: TestWorkspace) => ({
  departmentIds: [departmentIds.marketing, departmentIds.sales],
  leaderId: ownerId,
  durationMinutes: 60,
})
const weekly = (space: TestWorkspace, given: object = {}) =>
  ok(
    over(space)('POST /meeting-series', {
      name: 'Semanal',
      rrule: 'FREQ=WEEKLY;BYDAY=MO',
      timeZone: 'Europe/Madrid',
      ...table(space),
      ...given,
    }),
  )
const meetingsOf = async (space: TestWorkspace, id: string): Promise<{ id: string }[]> =>
  (await ok(space.send(`GET /meetings?seriesId=${id}&limit=3`))).items

/** Urgent tasks that are late: plain open matters. */
const addTasks = (space: TestWorkspace, count: number) =>
  sql`insert into task (workspace_id, id, title, kind, priority, due_at, created_by, created_at, updated_at)
    select ${space.workspaceId}, gen_random_uuid(), 'Tarea ' || n, 'to_do', 'high', ${monday}::timestamptz - n * interval '1 hour', ${space.ownerId}, ${monday}, ${monday}
    from generate_series(1, ${count}::int) n`.execute(house.services.db)

test('500 candidates: the worst that fit the time box, and how many did not; another workspace shows none', async () => {
  const space = await house.workspace('Muchos')
  await addTasks(space, 500)
  const [meeting] = await meetingsOf(space, (await weekly(space)).id)
  const agenda = await ok(space.send(`GET /meetings/${meeting!.id}/agenda`))
  expect(agenda).toMatchObject({ timeBoxMinutes: 60, usedMinutes: 60, leftOutCount: 88, fixedAt: null })
  expect(agenda.items).toHaveLength(12)
  expect(agenda.leftOut).toHaveLength(50)
  expect(agenda.items[0]).toMatchObject({ kind: 'task_overdue', title: 'Tarea 500', origin: 'data', severity: 'major' })
  const scores = agenda.items.map((item: Item) => item.score)
  expect(scores).toEqual([...scores].sort((a, b) => b - a))
  const [other] = await meetingsOf(lumbre, (await weekly(lumbre)).id)
  expect((await ok(lumbre.send(`GET /meetings/${other!.id}/agenda`))).items).toEqual([])
  expect((await lumbre.send(`GET /meetings/${meeting!.id}/agenda`)).status).toBe(404)
})

test('late leads, drifted statements, campaigns without kick-off and recurring rejections come up by themselves', async () => {
  const space = await house.workspace('Vivo')
  const post = over(space)
  const rep = await addMember(house, space, { name: 'Leo', departments: ['sales'] })
  const leads = await capture(
    house,
    space,
    Array.from({ length: 6 }, (_, n) => ({ fullName: `Persona ${n}`, handRaise: true })),
  )
  const pending = (await ok(space.send('GET /handovers?state=pending&limit=50'))).items
  expect(pending).toHaveLength(leads.length)
  for (const { id } of pending.slice(0, 5))
    await ok(rep.send(`POST /handovers/${id}/rejection`, { body: { reason: 'no_fit' } }))
  await planCampaign(space, { name: 'Otoño', startsOn: '2026-11-26', endsOn: '2026-12-10' })
  const product = await ok(post('POST /products', { sku: 'WATCH-2', name: 'Watch' }))
  const sheet = async (value: string) => {
    const attributes = [{ key: 'battery', label: 'Batería', value, unit: 'days', severity: 'critical' }]
    const { version } = await ok(post(`POST /products/${product.id}/specs`, { attributes }))
    await ok(post(`POST /products/${product.id}/specs/${version}/publication`, {}))
  }
  await sheet('7')
  const asset = await ok(post('POST /assets', { type: 'landing', name: 'Página del reloj', body: 'Siete días' }))
  await ok(
    post('POST /claims', {
      assetType: 'landing',
      assetId: asset.id,
      productId: product.id,
      attributeKey: 'battery',
      statedValue: '7',
      unit: 'days',
    }),
  )
  await ok(post(`POST /assets/${asset.id}/publication`, {}))
  await sheet('5')
  await house.drain()
  house.clock.set('2026-11-24T11:00:00Z')
  const { id } = await ok(post('POST /meetings', { name: 'Martes', startsAt: '2026-11-24T12:00:00Z', ...table(space) }))
  const { items } = await ok(space.send(`GET /meetings/${id}/agenda`))
  expect(items.map((item: Item) => item.kind).sort()).toEqual(
    expect.arrayContaining([
      'campaign_without_kickoff',
      'claim_drifted',
      'handover_overdue',
      'impact_unacknowledged',
      'rejections',
    ]),
  )
  const of = (kind: string) => items.find((item: Item) => item.kind === kind)
  expect(of('rejections')).toMatchObject({
    key: 'rejections:no_fit',
    params: { count: 5, percent: 83 },
    severity: 'critical',
  })
  expect(of('claim_drifted')).toMatchObject({
    title: 'Página del reloj',
    params: { stated: '7', current: '5' },
    url: `/texts/${asset.id}`,
  })
  expect(of('campaign_without_kickoff')).toMatchObject({ title: 'Otoño', params: { days: 2 }, severity: 'critical' })
  house.clock.set(monday)
})

test('by hand: proposed by a seat, put first, given time, dismissed with a reason, postponed, brought back', async () => {
  const space = await house.workspace('A mano')
  const send = over(space)
  await addTasks(space, 20)
  const { id: seriesId } = await weekly(space)
  const [first, second] = await meetingsOf(space, seriesId)
  const at = `/meetings/${first!.id}/agenda`
  const added = await ok(
    send(`POST ${at}`, { title: 'Leads malos', departmentId: space.departmentIds.sales, minutes: 20 }),
  )
  expect(added.items[0]).toMatchObject({
    origin: 'manual',
    title: 'Leads malos',
    proposedByDepartmentId: space.departmentIds.sales,
  })
  expect(
    (await send(`POST ${at}`, { title: 'X', departmentId: space.departmentIds.service })).body.errors[0].rule,
  ).toBe('not_at_the_table')
  const [manual, a, b] = added.items.map((item: Item) => item.key)
  const far = added.leftOut.at(-1).key
  const ordered = await ok(send(`PUT ${at}/order`, { keys: [far, b] }))
  expect(ordered.items.slice(0, 3).map((item: Item) => [item.key, item.pinned])).toEqual([
    [far, true],
    [b, true],
    [manual, false],
  ])
  expect((await send(`PUT ${at}/order`, { keys: [far, 'task_overdue:none'] })).body.errors).toEqual([
    { pointer: '/keys/1', rule: 'unknown_record' },
  ])
  expect((await send(`PUT ${at}/order`, { keys: [far, far] })).body.errors[0].rule).toBe('duplicate_value')
  const key = (name: string) => `${at}/${encodeURIComponent(name)}`
  expect((await send(`PATCH ${key(a)}`, { state: 'dismissed' })).body.errors).toEqual([
    { pointer: '/reason', rule: 'required' },
  ])
  const dismissed = await ok(send(`PATCH ${key(a)}`, { state: 'dismissed', reason: 'Ya se habló' }))
  expect(dismissed.setAside).toMatchObject([{ key: a, state: 'dismissed', reason: 'Ya se habló' }])
  const longer = await ok(send(`PATCH ${key(manual)}`, { minutes: 45 }))
  expect(longer.usedMinutes).toBeLessThanOrEqual(60)
  expect((await send(`PATCH ${key('task_overdue:none')}`, { minutes: 5 })).status).toBe(404)
  expect((await send(`DELETE ${key(a)}`)).body.errors[0].rule).toBe('not_by_hand')
  expect((await ok(send(`PATCH ${key(a)}`, { state: 'planned' }))).setAside).toEqual([])
  const started = await ok(send(`POST /meetings/${first!.id}/start`))
  expect(started.state).toBe('live')
  const fixed = await ok(send(`GET ${at}`))
  expect(fixed.fixedAt).toBe(monday.toISOString())
  expect(fixed.items.every((item: Item) => item.id !== null)).toBe(true)
  await addTasks(space, 21)
  const same = await ok(send(`GET ${at}`))
  expect(same.items.length + same.leftOutCount).toBe(fixed.items.length + fixed.leftOutCount)
  const fresh = await ok(send(`POST ${at}/refresh`))
  expect(fresh.items.length + fresh.leftOutCount).toBeGreaterThan(fixed.items.length + fixed.leftOutCount)
  await ok(send(`PATCH ${key(a)}`, { state: 'dismissed', reason: 'No toca' }))
  await ok(send(`PATCH ${key(manual)}`, { state: 'postponed', reason: 'Sin tiempo' }))
  const { id: taskOwner } = await addMember(house, space, { name: 'Pau', departments: ['sales'] })
  await ok(
    send(`POST /meetings/${first!.id}/actions`, {
      text: 'Revisar la landing',
      ownerId: taskOwner,
      dueOn: '2026-11-25',
    }),
  )
  for (const seat of ['marketing', 'sales'] as const)
    await ok(send(`POST /meetings/${first!.id}/inputs`, { departmentId: space.departmentIds[seat], text: 'Bien' }))
  await ok(send(`POST /meetings/${first!.id}/close`))
  expect((await send(`POST ${at}`, { title: 'Tarde' })).body.code).toBe('meeting_over')
  house.clock.set('2026-12-01T09:00:00Z')
  const next = await ok(send(`GET /meetings/${second!.id}/agenda`))
  const keys = [...next.items, ...next.leftOut].map((item: Item) => item.key)
  expect(next.items[0]).toMatchObject({
    origin: 'carried',
    kind: 'open_action',
    title: 'Revisar la landing',
    severity: 'major',
    params: { owner: 'Pau', late: 'yes' },
  })
  expect(keys).toContain(manual)
  expect(keys).not.toContain(a)
  house.clock.set(monday)
})

test('monthly meetings always speak of goals, agreements, results, training and pulse; results are what was won', async () => {
  const space = await house.workspace('Mes')
  const send = over(space)
  const contact = await ok(send('POST /contacts', { email: 'hotel@example.com', fullName: 'Hotel' }))
  const deal = await ok(
    send('POST /deals', {
      name: 'Termostatos',
      contactId: contact.id,
      amount: { amountCents: 640_000, currency: 'EUR' },
    }),
  )
  await ok(send(`POST /deals/${deal.id}/won`, {}))
  const series = await weekly(space, { rrule: 'FREQ=MONTHLY;BYDAY=-1MO', agendaMinutes: { standing_goals: 12 } })
  const [meeting] = await meetingsOf(space, series.id)
  const { items } = await ok(send(`GET /meetings/${meeting!.id}/agenda`))
  const standing = items.filter((item: Item) => item.origin === 'standing')
  expect(standing.map((item: Item) => item.kind).sort()).toEqual([
    'standing_goals',
    'standing_pulse',
    'standing_roi',
    'standing_sla',
    'standing_training',
  ])
  expect(standing.find((item: Item) => item.kind === 'standing_roi')).toMatchObject({
    params: { deals: 1, revenue: 6400 },
  })
  expect(standing.find((item: Item) => item.kind === 'standing_goals')).toMatchObject({ minutes: 12 })
})

test('a matter of a department that is not at the table is not spoken of', async () => {
  const space = await house.workspace('Servicio')
  await addMember(house, space, { name: 'Rosa', departments: ['service'] })
  await capture(house, space, [{ fullName: 'Lead tardío', handRaise: true }])
  house.clock.set('2026-11-25T09:00:00Z')
  const only = async (department: 'service' | 'sales') => {
    const body = { name: 'Uno', startsAt: '2026-11-25T12:00:00Z', departmentIds: [space.departmentIds[department]] }
    const { id } = await ok(space.send('POST /meetings', { body }))
    return (await ok(space.send(`GET /meetings/${id}/agenda`))).items.map((item: Item) => item.kind)
  }
  expect(await only('service')).not.toContain('handover_overdue')
  expect(await only('sales')).toContain('handover_overdue')
  expect((await space.send(`GET /meetings/${newId()}/agenda`)).status).toBe(404)
  house.clock.set(monday)
})
