import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#kernel/id.ts'
import { type Harness, startHarness } from '#test/harness.ts'
import { loadDemo } from './load-demo.ts'
import { tellDays } from './progress.ts'

let house: Harness
beforeAll(async () => void (house = await startHarness()))
afterAll(() => house.close())

const numbers = async (workspaceId: string) =>
  (
    await sql<Record<string, number | string>>`select
      (select count(*) from contact where workspace_id = ${workspaceId} and deleted_at is null) as contacts,
      (select string_agg(temperature || ' ' || count, ', ' order by temperature) from (select temperature, count(*) from contact where workspace_id = ${workspaceId} group by 1) t) as temperatures,
      (select string_agg(lifecycle_stage || ' ' || count, ', ' order by lifecycle_stage) from (select lifecycle_stage, count(*) from contact where workspace_id = ${workspaceId} group by 1) t) as stages,
      (select string_agg(state || ' ' || count, ', ' order by state) from (select state, count(*) from handover where workspace_id = ${workspaceId} group by 1) t) as handovers,
      (select string_agg(name || ' ' || count, ', ' order by name) from (select case when d.state = 'open' then s.key else d.state end as name, count(*) from deal d
        join pipeline_stage s on s.workspace_id = d.workspace_id and s.id = d.stage_id where d.workspace_id = ${workspaceId} group by 1) t) as deals,
      (select count(*)::int from meeting where workspace_id = ${workspaceId} and state = 'closed' and quorum_at is not null) as meetings_held,
      (select string_agg(name, ', ') from information_item where workspace_id = ${workspaceId} and mandatory and due_on < ${house.clock.now()}::date) as stale,
      (select string_agg(score::text, ' ' order by day) from alignment_day where workspace_id = ${workspaceId}) as alignment`.execute(
      house.services.db,
    )
  ).rows[0]!

test('the demo company has people, histories that explain them and deals in every stage', {
  timeout: 120_000,
}, async () => {
  const first = await house.visit('POST /api/v1/demo', { body: { locale: 'es' } })
  expect(first.status).toBe(201)
  expect(first.body.signIn.email).toBe('marta@lumbre.example')
  const once = await numbers(first.body.workspaceId)
  expect(once.contacts).toBe(2000)
  for (const stage of ['new', 'qualified', 'proposal', 'negotiation', 'won', 'lost'])
    expect(once.deals).toContain(stage)
  for (const state of ['pending', 'accepted', 'rejected']) expect(once.handovers).toContain(state)
  for (const stage of ['customer', 'opportunity', 'sal', 'recycled', 'disqualified', 'lead'])
    expect(once.stages).toContain(stage)
  for (const temperature of ['cold', 'warm', 'hot']) expect(once.temperatures).toContain(temperature)
  expect(once).toMatchObject({ meetingsHeld: 2, stale: 'Tarifa B2B' })
  expect(String(once.alignment).split(' ')).toHaveLength(31)

  expect((await house.visit('POST /api/v1/demo', { body: { locale: 'es' } })).body.code).toBe('already_set_up')
})

test('how many days are told is seen from outside before anything is committed', async () => {
  const [mine, another] = [newId(), newId()]
  const asked = async (load: string) => (await house.visit(`GET /api/v1/demo/progress?load=${load}`)).body
  await house.services.db.transaction().execute(async (tx) => {
    await tellDays(tx, mine, 37)
    expect(await asked(mine)).toEqual({ done: 37, total: 120 })
    expect(await asked(another)).toEqual({ done: 0, total: 120 })
  })
  expect(await asked(mine)).toEqual({ done: 0, total: 120 })
})

test('the story is the same each time', { timeout: 60_000 }, async () => {
  const tell = (locale: 'es' | 'en') =>
    house.services.db.transaction().execute((tx) =>
      loadDemo(house.services, tx, { userId: newId(), email: 'a@lumbre.example', name: 'A' }, locale, {
        people: 120,
      }),
    )
  const { stale: tarifa, ...spanish } = await numbers((await tell('es')).workspaceId)
  const { stale: prices, ...english } = await numbers((await tell('en')).workspaceId)
  expect(english).toEqual(spanish)
  expect([tarifa, prices]).toEqual(['Tarifa B2B', 'B2B price list'])
})

/** A small demo company, spoken to as its owner. */
async function openDemo() {
  const owner = { userId: newId(), email: 'marta@lumbre.example', name: 'Marta Soler' }
  const { apiKey } = await house.services.db
    .transaction()
    .execute((tx) => loadDemo(house.services, tx, owner, 'es', { people: 120 }))
  return async (key: string, body?: object) => {
    const [method, path] = key.split(' ') as ['GET', string]
    const answer = await house.app.inject({
      method,
      url: `/api/v1${path}`,
      headers: { authorization: `Bearer ${apiKey}` },
      ...(body && { payload: body }),
    })
    return { status: answer.statusCode, body: answer.body === '' ? null : answer.json() }
  }
}

test('the days of stories 2 and 3, played one by one', { timeout: 60_000 }, async () => {
  const send = await openDemo()
  const story = (await send('GET /demo/days')).body
  expect(story).toMatchObject({ day: 0, total: 16, told: [] })
  const { campaignId, budsId } = story
  const blocking = async () =>
    (await send(`GET /campaigns/${campaignId}/checks`)).body.items
      .filter(({ state }: { state: string }) => state === 'block')
      .map(({ check }: { check: string }) => check)
  const campaign = async () => (await send(`GET /campaigns/${campaignId}`)).body
  const play = async (day: number) => {
    const answer = await send('POST /demo/days', { day })
    expect(answer).toMatchObject({ status: 200, body: { day } })
    await house.drain()
  }

  expect(await blocking()).toEqual(['kickoff_held', 'stock_covers_demand'])
  await play(1)
  expect((await send('POST /demo/days', { day: 1 })).body.code).toBe('conflict')
  expect((await campaign()).state).toBe('draft')
  await play(2)
  expect(await blocking()).toEqual(['stock_covers_demand'])
  await play(3)
  expect(await campaign()).toMatchObject({ state: 'live', offers: [{ callToAction: 'shop' }] })
  const impacts = async () => (await send('GET /impacts')).body.items.map((one: { eventName: string }) => one.eventName)
  // The sheets of summer touched nothing that was written in autumn.
  expect(await impacts()).toEqual([])
  await play(4)
  expect(await impacts()).toEqual(['inbound.changed'])
  expect((await send('GET /claims?state=drifted')).body.items).toEqual([])
  await play(5)
  const drifted = (await send('GET /claims?state=drifted')).body.items
  expect(drifted.map(({ assetType }: { assetType: string }) => assetType).sort()).toEqual(
    ['ad', 'ad', 'ad', 'ad', 'brief', 'email', 'landing'].sort(),
  )
  for (let day = 6; day <= 9; day++) await play(day)
  expect((await campaign()).offers[0].callToAction).toBe('shop')
  await play(10)
  expect((await campaign()).offers[0]).toMatchObject({ callToAction: 'waitlist', available: -28 })
  await play(11)
  expect((await campaign()).offers[0].callToAction).toBe('shop')
  for (let day = 12; day <= 16; day++) await play(day)
  expect((await campaign()).state).toBe('finished')
  expect((await send(`GET /products/${budsId}/stock`)).body.onHand).toBe(820 - 14 * 42)
  expect((await send('POST /demo/days', { day: 17 })).body.code).toBe('conflict')
})

test('whoever changes the company goes another way, and the days go on', { timeout: 60_000 }, async () => {
  const send = await openDemo()
  const { campaignId, budsId } = (await send('GET /demo/days')).body
  expect((await send(`DELETE /campaigns/${campaignId}`)).status).toBe(204)
  await send(`PUT /products/${budsId}/stock`, { onHand: 9, reserved: 0 })
  for (let day = 1; day <= 5; day++) expect((await send('POST /demo/days', { day })).status).toBe(200)
  const { told } = (await send('GET /demo/days')).body
  expect(told.map(({ key }: { key: string }) => key)).toEqual([
    'sheet',
    'otherwise',
    'otherwise',
    'otherwise',
    'otherwise',
  ])
  // Nine pieces are one for each of seven buyers, once; nothing of the launch that was not stayed.
  expect((await send(`GET /products/${budsId}/stock`)).body.onHand).toBe(2)
  expect((await send(`GET /products/${budsId}/inbound`)).body.items).toEqual([])
})

test('what is told, owed and scheduled in the demo goes by its own clock', { timeout: 60_000 }, async () => {
  const send = await openDemo()
  const { budsId, campaignId } = (await send('GET /demo/days')).body
  const play = async (from: number, to: number) => {
    for (let day = from; day <= to; day++) {
      expect((await send('POST /demo/days', { day })).status).toBe(200)
      await house.drain()
    }
  }
  const dayOf = (days: number) => new Date(house.clock.now().getTime() + days * 86_400_000).toISOString()
  await play(1, 5)
  const { attributes } = (await send(`GET /products/${budsId}/specs`)).body.items[0]
  const { version } = (await send(`POST /products/${budsId}/specs`, { attributes })).body
  const publication = `/products/${budsId}/specs/${version}/publication`
  expect((await send(`POST ${publication}`, { effectiveFrom: dayOf(6).slice(0, 10) })).body.state).toBe('scheduled')
  await house.drain()

  // Nobody acknowledged what the new sheet of day five touches; a day later their managers know.
  const escalate = async () => {
    await sql`select graphile_worker.add_job('impacts.escalate', '{}'::json)`.execute(house.services.db)
    await house.drain()
  }
  const escalated = async () => (await send('GET /reports/reaction')).body.escalated
  await escalate()
  const before = await escalated()
  await play(6, 6)
  expect((await send(`GET /products/${budsId}`)).body.specVersion).toBe(version)
  await escalate()
  expect(await escalated()).toBeGreaterThan(before)

  await play(7, 10)
  expect((await send(`GET /campaigns/${campaignId}`)).body.offers[0].callToAction).toBe('waitlist')
  const tasks = (await send('GET /tasks?state=open&limit=100')).body.items as { title: string; dueAt: string }[]
  const dueAts = tasks.filter(({ title }) => title.startsWith('Agotado')).map(({ dueAt }) => dueAt > dayOf(10))
  expect(dueAts).toEqual([true, true, true])
})
