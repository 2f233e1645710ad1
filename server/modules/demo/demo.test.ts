import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#kernel/id.ts'
import { type Harness, startHarness } from '#test/harness.ts'
import { loadDemo } from './load-demo.ts'

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
        join pipeline_stage s on s.workspace_id = d.workspace_id and s.id = d.stage_id where d.workspace_id = ${workspaceId} group by 1) t) as deals`.execute(
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

  expect((await house.visit('POST /api/v1/demo', { body: { locale: 'es' } })).body.code).toBe('already_set_up')
})

test('the story is the same each time', { timeout: 60_000 }, async () => {
  const tell = (locale: 'es' | 'en') =>
    house.services.db
      .transaction()
      .execute((tx) =>
        loadDemo(house.services, tx, { userId: newId(), email: 'a@lumbre.example', name: 'A' }, locale, 120),
      )
  expect(await numbers((await tell('es')).workspaceId)).toEqual(await numbers((await tell('en')).workspaceId))
})
