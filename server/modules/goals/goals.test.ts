import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#kernel/id.ts'
import { ok } from '#test/builders/campaigns.ts'
import { addMember, type TestMember } from '#test/builders/leads.ts'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'
import { measure } from './measure-job.ts'
import { goalPace, goalsAgenda } from './public.ts'
import { remind } from './remind.ts'

let house: Harness
beforeAll(async () => void (house = await startHarness()))
afterAll(() => house.close())

const helpers = { signal: new AbortController().signal, attempt: 1, lastAttempt: true }
const at = (text: string) => house.clock.set(text)

type Company = {
  space: TestWorkspace
  mara: TestMember
  saul: TestMember
  owners: object[]
  set: (more?: object) => Promise<any>
}
async function company(name: string): Promise<Company> {
  at('2026-11-23T09:00:00Z')
  const space = await house.workspace(name)
  const mara = await addMember(house, space, { name: 'Mara', departments: ['marketing'] })
  const saul = await addMember(house, space, { name: 'Saúl', departments: ['sales'] })
  const owners = [
    { departmentId: space.departmentIds.marketing, ownerId: mara.id },
    { departmentId: space.departmentIds.sales, ownerId: saul.id },
  ]
  const usual = { name: 'Leads de noviembre', from: '2026-11-16', to: '2026-11-27', owners, targetValue: 4 }
  const set = (more = {}) =>
    ok(space.send('POST /goals', { body: { ...usual, measure: { kind: 'live', metric: 'leads' }, ...more } }))
  return { space, mara, saul, owners, set }
}
test('a name and a target are enough: kept by hand, three months, an owner in each department', async () => {
  const { space, mara, saul } = await company('Mínimo')
  const goal = await ok(mara.send('POST /goals', { body: { name: 'Cien clientes', targetValue: 100 } }))
  expect(goal).toMatchObject({ from: '2026-11-23', to: '2027-02-21', measure: { kind: 'manual' } })
  const owner = { [space.departmentIds.marketing]: mara.id, [space.departmentIds.sales]: expect.any(String) }
  expect(Object.fromEntries(goal.owners.map((one: any) => [one.departmentId, one.ownerId]))).toEqual(owner)
  const owned = (await ok(saul.send('POST /goals', { body: { name: 'Otra', targetValue: 1 } }))).owners
  expect(owned.map((one: any) => one.ownerId)).toContain(saul.id)
})

const rules = (answer: { body: any }) => answer.body.errors?.map((one: any) => [one.pointer, one.rule])

test('a live goal follows the records day by day, with pace and where it will end', async () => {
  const { space, set } = await company('Vivas')
  for (const n of [1, 2]) {
    const body = { email: `p${n}@example.com`, fullName: `P ${n}`, source: n === 1 ? 'fair' : 'web' }
    await ok(space.send('POST /contacts', { body }))
  }
  const goal = await set()
  // Ten business days, six of them by Monday the 23rd.
  expect(goal).toMatchObject({
    unit: 'count',
    value: 2,
    progress: 0.5,
    expected: 0.6,
    health: 'at_risk',
    confidenceGap: null,
  })
  expect(goal.pace).toBeCloseTo(5 / 6, 10)
  expect(goal.projected).toBeCloseTo(4 * (5 / 6), 10)
  const { items } = await ok(space.send(`GET /goals/${goal.id}/days`))
  expect(items).toHaveLength(8)
  expect(items.at(-1)).toMatchObject({ day: '2026-11-23', value: 2 })
  expect(items[0]).toMatchObject({ day: '2026-11-16', value: 0, expected: 0.1, health: 'off' })
  const { movers } = await ok(space.send(`GET /goals/${goal.id}/contributions`))
  expect(movers).toEqual([
    { kind: 'source', name: 'fair', value: 1, share: 0.5, url: '/contacts?source=fair' },
    { kind: 'source', name: 'web', value: 1, share: 0.5, url: '/contacts?source=web' },
  ])
  expect(await goalPace(house.services.db, space.workspaceId, house.clock.now())).toBeCloseTo(5 / 6, 10)

  at('2026-11-26T10:00:00Z')
  await measure.run({}, house.services, helpers)
  await measure.run({}, house.services, helpers)
  expect(await ok(space.send(`GET /goals/${goal.id}`))).toMatchObject({ health: 'off', version: goal.version })
  expect((await ok(space.send(`GET /goals/${goal.id}/days`))).items).toHaveLength(11)
  const scope = {
    departmentIds: [],
    projectId: null,
    cadence: 'weekly' as const,
    startsAt: house.clock.now(),
    limit: 10,
  }
  const agenda = () => goalsAgenda(house.services.db, space.workspaceId, house.clock.now(), scope)
  expect(await agenda()).toEqual([
    expect.objectContaining({
      key: `goal:${goal.id}`,
      kind: 'goal_off_pace',
      severity: 'major',
      params: { progress: 50, pace: 56 },
    }),
  ])
  const narrowed = await ok(
    space.send(`PATCH /goals/${goal.id}`, {
      body: { measure: { kind: 'live', metric: 'leads', source: 'fair' }, targetValue: 1 },
    }),
  )
  expect(narrowed).toMatchObject({ value: 1, health: 'achieved', version: goal.version + 1 })
  expect(await agenda()).toEqual([])
  at('2026-12-01T10:00:00Z')
  await measure.run({}, house.services, helpers)
  expect((await ok(space.send('GET /goals?period=past'))).items).toEqual([
    expect.objectContaining({ health: 'achieved' }),
  ])
  expect((await ok(space.send('GET /goals?period=active'))).items).toEqual([])
})

test('numbers by hand, and a goal above that adds them up', async () => {
  const { space, set } = await company('A mano')
  const above = await set({
    name: 'Ferias',
    measure: { kind: 'children' },
    targetValue: 30,
    unit: 'number',
    unitLabel: 'citas',
  })
  const hand = { measure: { kind: 'manual' }, unit: 'number', parentId: above.id, targetValue: 20, startValue: 10 }
  const madrid = await set({ ...hand, name: 'Madrid' })
  const lisbon = await set({ ...hand, name: 'Lisboa' })
  expect(madrid).toMatchObject({ value: 10, progress: 0, ancestors: [{ id: above.id, name: 'Ferias' }] })
  const note = (id: string, body: object) => space.send(`POST /goals/${id}/checkins`, { body })
  expect(await ok(note(madrid.id, { value: 16, note: 'Dos stands' }))).toMatchObject({ value: 16, progress: 0.6 })
  expect(await ok(note(madrid.id, { value: 12, on: '2026-11-17' }))).toMatchObject({ value: 16 })
  const { items: days } = await ok(space.send(`GET /goals/${madrid.id}/days`))
  expect(days.map((one: any) => one.value)).toEqual([10, 12, 12, 12, 12, 12, 12, 16])
  expect(await ok(space.send(`GET /goals/${above.id}`))).toMatchObject({
    value: 26,
    children: [{ id: lisbon.id }, { id: madrid.id }],
  })
  expect((await ok(space.send(`GET /goals/${madrid.id}/checkins`))).items.map((one: any) => one.on)).toEqual([
    '2026-11-23',
    '2026-11-17',
  ])
  expect(rules(await note(madrid.id, { value: 1, on: '2026-11-24' }))).toEqual([['/on', 'in_future']])
  expect(rules(await note(madrid.id, { value: 1, on: '2026-11-01' }))).toEqual([['/on', 'outside_period']])
  expect((await note(above.id, { value: 1 })).body.code).toBe('goal_measured_live')
  expect((await ok(space.send(`GET /goals/${above.id}/contributions`))).movers[0]).toMatchObject({
    kind: 'goal',
    name: 'Madrid',
    value: 16,
  })
  const mean = await set({ name: 'Media', measure: { kind: 'children', combine: 'mean' }, targetValue: 1 })
  await ok(space.send(`PATCH /goals/${madrid.id}`, { body: { parentId: mean.id } }))
  expect(await ok(space.send(`GET /goals/${mean.id}`))).toMatchObject({ unit: 'percent', value: 0.6 })
})

test('money, rates and returns come from deals, stages and orders', async () => {
  const { space, set } = await company('Medidas')
  const contact = await ok(
    space.send('POST /contacts', { body: { email: 'a@example.com', fullName: 'A', source: 'fair' } }),
  )
  await ok(space.send('POST /contacts', { body: { email: 'b@example.com', fullName: 'B', source: 'web' } }))
  const amount = { amountCents: 500_000, currency: 'EUR' }
  const deal = await ok(space.send('POST /deals', { body: { name: 'D', contactId: contact.id, amount } }))
  await ok(space.send(`POST /deals/${deal.id}/won`, { body: {} }))
  const live = (metric: string, more: object = {}) => ({ measure: { kind: 'live', metric, ...more } })
  expect(await set({ ...live('won_revenue'), targetValue: 1_000_000 })).toMatchObject({
    unit: 'money',
    value: 500_000,
    progress: 0.5,
  })
  expect(await set({ ...live('won_deals', { source: 'web' }), targetValue: 2 })).toMatchObject({ value: 0 })
  expect(await set({ ...live('lead_conversion'), startValue: 0.1, targetValue: 0.9 })).toMatchObject({
    unit: 'percent',
    value: 0.5,
  })
  const line = { sku: 'X', quantity: 4, unitPriceCents: 1000 }
  const order = await ok(space.send('POST /orders', { body: { lines: [line] } }))
  const back = { orderLineId: order.lines[0].id, quantity: 1, reason: 'late' }
  await ok(space.send('POST /returns', { body: { orderId: order.id, lines: [back] } }))
  const fewer = await set({ ...live('return_rate'), startValue: 0.3, targetValue: 0.2 })
  expect(fewer.value).toBe(0.25)
  expect(fewer.progress).toBeCloseTo(0.5, 10)
  expect(await set({ ...live('order_revenue'), targetValue: 10_000 })).toMatchObject({ value: 4000 })
})

test('how sure each department is, once a week and owner; the reminder goes with the last word', async () => {
  const { space, mara, saul, set } = await company('Confianza')
  const goal = await set()
  await remind.run({}, house.services, helpers)
  await remind.run({}, house.services, helpers)
  const tasks = async (who: TestMember) => (await ok(who.send(`GET /tasks?assigneeId=${who.id}&state=open`))).items
  expect((await tasks(mara)).map((one: any) => one.title)).toEqual(['Di cuánta confianza tienes en tu meta'])
  expect((await ok(mara.send('GET /goals/confidence-due'))).items).toEqual([
    expect.objectContaining({ goalId: goal.id, departmentId: space.departmentIds.marketing, others: [] }),
  ])
  const say = (who: { send: TestMember['send'] }, level: number) =>
    who.send(`PUT /goals/${goal.id}/confidence`, { body: { level, sentence: 'Vamos justos' } })
  await ok(say(mara, 4))
  expect(await tasks(mara)).toEqual([])
  expect(await tasks(saul)).toHaveLength(1)
  await ok(say(mara, 5))
  expect((await ok(saul.send('GET /goals/confidence-due'))).items[0].others).toEqual([
    { departmentName: 'Marketing', level: 5 },
  ])
  const both = await ok(say(saul, 2))
  expect(both.confidenceGap).toBe(3)
  expect(both.confidence.map((one: any) => [one.departmentName, one.level, one.week])).toEqual([
    ['Marketing', 5, '2026-11-23'],
    ['Ventas', 2, '2026-11-23'],
  ])
  expect((await say(space, 3)).body.code).toBe('only_owners_say')
  expect((await space.send(`PUT /goals/${goal.id}/confidence`, { body: { level: 6, sentence: 'x' } })).status).toBe(400)
  at('2026-12-01T09:00:00Z')
  expect(rules(await say(mara, 3))).toEqual([['/level', 'outside_period']])
})

test('no circle, not even by two people at once; bad plans are told whole', async () => {
  const { space, mara, owners, set } = await company('Árbol')
  const one = await set({ name: 'Uno' })
  const two = await set({ name: 'Dos' })
  const hang = (id: string, parentId: string | null) => space.send(`PATCH /goals/${id}`, { body: { parentId } })
  expect((await hang(one.id, one.id)).body.code).toBe('goal_circular')
  const race = await Promise.all([hang(one.id, two.id), hang(two.id, one.id)])
  expect(race.map(({ status }) => status).sort()).toEqual([200, 409])
  let last = await set({ name: 'Nivel 1' })
  for (const level of [2, 3, 4, 5]) last = await set({ name: `Nivel ${level}`, parentId: last.id })
  const body = {
    name: 'X',
    from: '2026-11-27',
    to: '2026-11-16',
    owners,
    targetValue: 0,
    measure: { kind: 'live', metric: 'leads' },
  }
  const post = (more: object) => space.send('POST /goals', { body: { ...body, ...more } })
  expect(rules(await post({}))).toEqual([
    ['/to', 'period_order'],
    ['/targetValue', 'target_is_start'],
  ])
  const good = { from: '2026-11-16', to: '2026-11-27', targetValue: 5 }
  expect(rules(await post({ ...good, parentId: last.id }))).toEqual([['/parentId', 'goal_too_deep']])
  expect(rules(await post({ ...good, parentId: newId() }))).toEqual([['/parentId', 'unknown_record']])
  expect(rules(await post({ ...good, startValue: 1 }))).toEqual([['/startValue', 'start_is_zero']])
  expect(rules(await post({ ...good, projectId: newId() }))?.[0]?.[0]).toBe('/projectId')
  expect(rules(await post({ ...good, measure: { kind: 'live', metric: 'leads', pipelineId: newId() } }))).toEqual([
    ['/measure/pipelineId', 'filter_not_possible'],
  ])
  const wrong = [{ departmentId: space.departmentIds.sales, ownerId: mara.id }]
  expect(rules(await post({ ...good, owners: wrong }))).toEqual([['/owners/0/ownerId', 'not_in_department']])
  expect((await post({ ...good, owners: [] })).status).toBe(400)
  const [parent] = (await ok(space.send('GET /goals/tree'))).items.filter((goal: any) => goal.name === 'Nivel 1')
  expect((await space.send(`DELETE /goals/${parent.id}`)).body.code).toBe('goal_has_children')
  expect((await space.send(`DELETE /goals/${last.id}`)).status).toBe(204)
  expect((await ok(space.send(`POST /goals/${last.id}/restoration`))).parentId).toBe(last.parentId)
  const stale = await space.send(`PATCH /goals/${last.id}`, { body: { name: 'Y' }, headers: { 'if-match': '"1"' } })
  expect(stale.status).toBe(412)
})

test('what contributes is named once; other companies see nothing; a thousand goals are one answer', async () => {
  const { space, mara, set } = await company('Mil')
  const other = await house.workspace('Ajena')
  const goal = await set()
  const deal = await ok(space.send('POST /deals', { body: { name: 'Hotel Sol' } }))
  const name = (body: object) => space.send(`POST /goals/${goal.id}/links`, { body })
  const link = await ok(name({ kind: 'deal', refId: deal.id }))
  expect(link).toMatchObject({ name: 'Hotel Sol', url: `/deals/${deal.id}` })
  expect((await ok(name({ kind: 'deal', refId: deal.id }))).id).toBe(link.id)
  expect(rules(await name({ kind: 'campaign', refId: deal.id }))).toEqual([['/refId', 'unknown_record']])
  expect((await space.send(`DELETE /goals/${goal.id}/links/${link.id}`)).status).toBe(204)
  expect((await space.send(`DELETE /goals/${goal.id}/links/${link.id}`)).status).toBe(404)
  for (const key of [`GET /goals/${goal.id}`, `GET /goals/${goal.id}/days`, `DELETE /goals/${goal.id}`])
    expect((await other.send(key)).status).toBe(404)
  expect((await other.send('GET /goals/tree')).body.items).toEqual([])

  await sql`insert into goal (workspace_id, id, name, from_on, to_on, measure, unit, start_value, target_value, search, created_by, created_at, updated_at)
    select ${space.workspaceId}::uuid, gen_random_uuid(), 'Meta ' || n, '2026-11-01', '2026-12-31', '{"kind":"manual"}', 'number', 0, 10, 'meta ' || n,
      ${mara.id}::uuid, ${house.clock.now()}::timestamptz, ${house.clock.now()}::timestamptz from generate_series(1, 1000) n`.execute(
    house.services.db,
  )
  const tree = await ok(space.send('GET /goals/tree'))
  expect([tree.items.length, tree.isCut]).toEqual([1001, false])
  const first = await ok(space.send('GET /goals?limit=200&q=meta'))
  const second = await ok(space.send(`GET /goals?limit=200&q=meta&after=${first.next}`))
  expect(new Set([...first.items, ...second.items].map((one: any) => one.id)).size).toBe(400)
})
