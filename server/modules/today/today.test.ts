import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#kernel/id.ts'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'
import { sampleContacts } from '#test/sample-rows.ts'

let house: Harness
// Wednesday 15 July 2026, 12:00 in Madrid.
beforeAll(async () => void (house = await startHarness({ at: new Date('2026-07-15T10:00:00Z') })))
afterAll(() => house.close())

async function wonDeals(
  { workspaceId }: TestWorkspace,
  deals: readonly (readonly [closedAt: string, amountCents: number, currency?: string])[],
) {
  const pipelineId = newId()
  const stageId = newId()
  const at = house.clock.now()
  const { db } = house.services
  await sql`insert into pipeline (workspace_id, id, name, created_at) values (${workspaceId}, ${pipelineId}, 'Otro', ${at})`.execute(
    db,
  )
  await sql`insert into pipeline_stage (workspace_id, id, pipeline_id, position, key, name, probability)
    values (${workspaceId}, ${stageId}, ${pipelineId}, 1, 'new', 'Nueva', 10)`.execute(db)
  for (const [closedAt, amountCents, currency = 'EUR'] of deals) {
    await sql`insert into deal (workspace_id, id, name, pipeline_id, stage_id, state, amount_cents, currency, closed_at, opened_at, stage_since, search, created_at, updated_at)
      values (${workspaceId}, ${newId()}, ${`Venta ${closedAt}`}, ${pipelineId}, ${stageId}, 'won', ${amountCents}, ${currency}, ${closedAt}, ${closedAt}, ${closedAt}, '', ${closedAt}, ${closedAt})`.execute(
      db,
    )
  }
}

test('an empty workspace says so, and its first steps tick themselves until put away', async () => {
  const { workspaceId, send } = await house.workspace()
  const before = (await send('GET /today')).body
  expect(before.isEmpty).toBe(true)
  expect(before.checklist.filter((step: { done: boolean }) => step.done)).toEqual([])
  await sampleContacts(house.services.db, workspaceId, house.clock.now(), [{}])
  const after = (await send('GET /today')).body
  expect(after.isEmpty).toBe(false)
  expect(after.checklist.filter((step: { done: boolean }) => step.done)).toEqual([{ step: 'contacts', done: true }])
  expect((await send('POST /today/checklist-dismissal')).status).toBe(204)
  expect((await send('GET /today')).body.checklist).toBeNull()
})

test('the shared number compares with the same point of last month, to the cent', async () => {
  const home = await house.workspace()
  await wonDeals(home, [
    ['2026-06-30T22:00:00Z', 100_01], // 1 July, 00:00 in Madrid
    ['2026-07-15T09:59:59Z', 50_00],
    ['2026-06-15T10:00:00Z', 7_00], // exactly the same point of June: not before it
    ['2026-06-15T09:59:59Z', 20_00],
    ['2026-05-31T22:00:00Z', 3_00],
    ['2026-05-31T21:59:59Z', 999_00],
    ['2026-07-02T10:00:00Z', 80_00, 'USD'],
  ])
  expect((await home.send('GET /today')).body.revenue).toEqual({
    won: { amountCents: 150_01, currency: 'EUR' },
    deals: 2,
    monthFrom: '2026-07-01',
    today: '2026-07-15',
    lastMonth: {
      from: '2026-06-01',
      to: '2026-06-30',
      untilSameDay: { amountCents: 23_00, currency: 'EUR' },
      whole: { amountCents: 30_00, currency: 'EUR' },
    },
    otherCurrencies: 1,
  })
  const behind = (await home.send('GET /reports/won/deals?from=2026-07-01&to=2026-07-15')).body.items
  expect(behind.map((deal: { amount: { amountCents: number } }) => deal.amount.amountCents)).toEqual([50_00, 100_01])
  const { months } = (await home.send('GET /reports/won?months=3')).body
  expect(months).toEqual([
    { from: '2026-05-01', to: '2026-05-31', deals: 1, amountCents: 999_00 },
    { from: '2026-06-01', to: '2026-06-30', deals: 3, amountCents: 30_00 },
    { from: '2026-07-01', to: '2026-07-31', deals: 2, amountCents: 150_01 },
  ])
})

test('leads and tasks that wait for me, and what became of what marketing brought', async () => {
  const home = await house.workspace()
  const { db } = house.services
  const now = house.clock.now()
  const subjects = await sampleContacts(db, home.workspaceId, now, [
    { fullName: 'Eva', temperature: 'hot' },
    { fullName: 'Luis' },
    { fullName: 'Sol' },
  ])
  const hours = (n: number) => new Date(now.getTime() + n * 3_600_000)
  const handover = (
    subject: string,
    state: string,
    assignee: string | null,
    dueAt: Date,
    reason: string | null = null,
  ) =>
    db
      .insertInto('handover')
      .values({
        workspaceId: home.workspaceId,
        subjectId: subject,
        id: newId(),
        state,
        handRaise: true,
        reasons: '[]',
        temperature: 'hot',
        score: 90,
        assigneeId: assignee,
        requestedAt: hours(-2),
        dueAt,
        touchDueAt: dueAt,
        rejectionReason: reason,
        clockAt: dueAt,
        remindAt: dueAt,
        escalateAt: dueAt,
        expireAt: dueAt,
      })
      .execute()
  await handover(subjects[0]!, 'pending', home.ownerId, hours(-1))
  await handover(subjects[1]!, 'pending', null, hours(3))
  await handover(subjects[2]!, 'rejected', home.ownerId, hours(3), 'no_fit')
  const task = (title: string, dueAt: Date) =>
    sql`insert into task (workspace_id, id, title, due_at, assignee_id, created_by, created_at, updated_at)
      values (${home.workspaceId}, ${newId()}, ${title}, ${dueAt}, ${home.ownerId}, ${home.ownerId}, ${now}, ${now})`.execute(
      db,
    )
  await task('Ayer', hours(-24))
  await task('Esta noche', new Date('2026-07-15T21:59:00Z'))
  await task('Mañana', new Date('2026-07-15T22:00:00Z'))
  const { leads, tasks, marketing } = (await home.send('GET /today')).body
  expect(leads).toMatchObject({
    mine: 1,
    overdue: 1,
    unassigned: 1,
    items: [{ contactName: 'Eva' }, { contactName: 'Luis' }],
  })
  expect(tasks).toMatchObject({ overdue: 1, today: 1, items: [{ title: 'Ayer' }, { title: 'Esta noche' }] })
  expect(marketing).toMatchObject({ handedOver: 3, rejected: 1, waiting: 2, reasons: [{ reason: 'no_fit', count: 1 }] })
  const other = await house.workspace()
  expect((await other.send('GET /today')).body.leads).toEqual({ mine: 0, overdue: 0, unassigned: 0, items: [] })
})

test('every number of the reports opens exactly the records it counts', async () => {
  const home = await house.workspace()
  const { db } = house.services
  const at = (day: string) => new Date(`2026-${day}T08:00:00Z`)
  const subjects = await sampleContacts(db, home.workspaceId, house.clock.now(), [
    { source: 'fair', stage: 'customer', createdAt: at('07-02') },
    { source: 'fair', stage: 'mql', createdAt: at('07-03') },
    { source: null, stage: 'lead', createdAt: at('07-04') },
    { source: 'fair', stage: 'lead', createdAt: at('06-30') },
  ])
  const moves = [
    [0, 'mql', '07-03'],
    [0, 'mql', '07-05'],
    [0, 'customer', '07-06'],
    [1, 'mql', '07-08'],
    [1, 'mql', '06-01'],
  ] as const
  for (const [who, stage, day] of moves)
    await sql`insert into lifecycle_transition (workspace_id, subject_id, id, to_stage, at, actor_kind, actor_id)
      values (${home.workspaceId}, ${subjects[who]!}, ${newId()}, ${stage}, ${at(day)}, 'system', ${newId()})`.execute(
      db,
    )
  const period = 'from=2026-07-01&to=2026-07-31'
  const { stages } = (await home.send(`GET /reports/funnel?${period}`)).body
  for (const { stage, reached } of stages) {
    const behind = (await home.send(`GET /reports/funnel/contacts?${period}&stage=${stage}`)).body.items
    expect([stage, behind.length]).toEqual([stage, reached])
  }
  expect(stages.find((one: { stage: string }) => one.stage === 'mql')).toEqual({ stage: 'mql', reached: 2, now: 1 })
  const { items } = (await home.send(`GET /reports/sources?${period}`)).body
  expect(items).toEqual([
    { source: 'fair', contacts: 2, customers: 1 },
    { source: null, contacts: 1, customers: 0 },
  ])
  for (const { source, contacts } of items)
    expect((await home.send(`GET /reports/sources/contacts?${period}&source=${source ?? ''}`)).body.items).toHaveLength(
      contacts,
    )
  expect(
    (await home.send(`GET /reports/sources/contacts?${period}&source=fair&customers=true`)).body.items,
  ).toHaveLength(1)
  const first = (await home.send(`GET /reports/sources/contacts?${period}&source=fair&limit=1`)).body
  expect(
    (await home.send(`GET /reports/sources/contacts?${period}&source=fair&limit=1&after=${first.next}`)).body,
  ).toMatchObject({ items: [{ id: subjects[0] }], next: null })
  const other = await house.workspace()
  expect(
    (await other.send(`GET /reports/funnel?${period}`)).body.stages.every(
      (one: { reached: number; now: number }) => one.reached + one.now === 0,
    ),
  ).toBe(true)
  expect((await home.send('GET /reports/funnel?from=2026-07-02&to=2026-07-01')).body.errors).toEqual([
    { pointer: '/to', rule: 'period_order' },
  ])
})
