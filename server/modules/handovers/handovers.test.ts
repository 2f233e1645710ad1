// Long: the whole story of a lead at one table, with what it shares to tell it.
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { systemActor } from '#kernel/events.ts'
import { rescore } from '#modules/scoring/public.ts'
import { addMember, addVisits, capture, type TestMember } from '#test/builders/leads.ts'
import { type Answer, type Harness, monday, startHarness, type TestWorkspace } from '#test/harness.ts'
import { qualify } from './public.ts'
import { wake } from './wake.ts'
import { watch } from './watch.ts'

let house: Harness
let workspace: TestWorkspace
let marta: TestMember
beforeAll(async () => void (house = await startHarness()))
afterAll(() => house.close())
/** The owner is not in sales here, so that who sells is what each test says. */
beforeEach(async () => {
  house.clock.set(monday)
  workspace = await house.workspace()
  await sql`delete from member_department where workspace_id = ${workspace.workspaceId} and member_id = ${workspace.ownerId}
    and department_id = ${workspace.departmentIds.sales}`.execute(house.services.db)
  marta = await addMember(house, workspace, { name: 'Marta' })
})

const pendingOf = async (contactId: string) => {
  const { body } = await workspace.send(`GET /handovers?state=pending&contactId=${contactId}`)
  return body.items[0]
}
const raise = async (lead: Parameters<typeof capture>[2][number] = {}) => {
  const [contactId] = await capture(house, workspace, [{ handRaise: true, fullName: 'Ana Sol', ...lead }])
  const handover = await pendingOf(contactId!)
  return { contactId: contactId!, id: handover?.id as string, handover }
}
const stageOf = async (contactId: string) => {
  const { rows } = await sql<{
    lifecycleStage: string
    ownerId: string | null
    wakeOn: string | null
    recycles: number
  }>`
    select lifecycle_stage, owner_id, wake_on, recycles from contact where subject_id = ${contactId}`.execute(
    house.services.db,
  )
  return rows[0]!
}
const notices = async (kind: string) => {
  const { rows } = await sql<{ memberId: string }>`select member_id from notification
    where workspace_id = ${workspace.workspaceId} and kind = ${kind} order by id`.execute(house.services.db)
  return rows.map((row) => row.memberId)
}
const run = async (job: typeof watch) => {
  await job.run({}, house.services, { signal: new AbortController().signal, attempt: 1, lastAttempt: true })
  await house.drain()
}
const minutes = (count: number) => house.clock.advance(count * 60_000)

test('who asks to be contacted is hot and waits in the inbox of a seller, within the transaction that captured them', async () => {
  const { contactId, handover } = await raise({ fields: { message: 'Necesito 40 termostatos' } })
  expect(handover).toMatchObject({
    contactId,
    contactName: 'Ana Sol',
    temperature: 'hot',
    handRaise: true,
    assigneeId: marta.id,
    requestedAt: monday.toISOString(),
    dueAt: '2026-11-23T13:00:00.000Z',
    touchDueAt: '2026-11-23T10:00:00.000Z',
    clockAt: '2026-11-23T10:00:00.000Z',
    answers: [{ key: 'message', label: 'message', value: 'Necesito 40 termostatos' }],
  })
  expect(handover.reasons[0]).toMatch(/^Pidió que le contactáramos \(23 nov/)
  expect(handover.routedBecause).toBe('Le toca por turno: era quien más hueco tenía (0 de 50).')
  expect((await stageOf(contactId)).lifecycleStage).toBe('mql')
  expect(await notices('handover_hand_raise')).toEqual([marta.id])
  const detail = await workspace.send(`GET /handovers/${handover.id}`)
  expect(detail.body.contributions.reduce((sum: number, line: { points: number }) => sum + line.points, 0)).toBe(
    detail.body.score,
  )

  // The same request does not come back by being scored again; a new one while it waits opens no second handover.
  await capture(house, workspace, [{ email: handover.contactEmail, handRaise: true }])
  expect((await workspace.send(`GET /handovers?contactId=${contactId}`)).body.items).toHaveLength(1)

  await expect(
    house.services.db.transaction().execute(async (tx) => {
      const actor = systemActor(workspace.workspaceId)
      await qualify(tx, actor, monday, await rescore(tx, actor, monday, [contactId]))
      throw new Error('rolled back')
    }),
  ).rejects.toThrow('rolled back')
})

test('a score alone hands over only with a lawful basis', async () => {
  const visitorId = 'v-1'
  await addVisits(
    house,
    workspace,
    Array.from({ length: 4 }, (_, day) => ({
      visitorId,
      path: '/precios',
      at: new Date(monday.getTime() - day * 86_400_000),
    })),
  )
  const known = { fullName: 'Luis', jobTitle: 'Director de compras', country: 'ES', city: 'Valencia', visitorId }
  const [without] = await capture(house, workspace, [{ ...known, email: 'luis@hotel.example' }])
  expect((await workspace.send(`GET /contacts/${without}/score`)).body).toMatchObject({
    temperature: 'hot',
    handRaised: false,
  })
  expect(await pendingOf(without!)).toBeUndefined()
  expect((await stageOf(without!)).lifecycleStage).toBe('lead')
  await capture(house, workspace, [{ ...known, email: 'luis@hotel.example', consents: true }])
  expect(await pendingOf(without!)).toMatchObject({
    handRaise: false,
    assigneeId: marta.id,
    touchDueAt: '2026-11-24T09:00:00.000Z',
  })
  expect((await stageOf(without!)).lifecycleStage).toBe('mql')
})

test('accepting makes a sales-accepted lead of who accepts, opens the deal, and is done once', async () => {
  const { contactId, id } = await raise()
  const leo = await addMember(house, workspace, { name: 'Leo', departments: ['marketing'] })
  expect((await leo.send(`POST /handovers/${id}/acceptance`, { body: {} })).body.code).toBe('only_sales_decides')
  const answer = await marta.send(`POST /handovers/${id}/acceptance`, {
    body: { createDeal: true, amountCents: 160_000 },
  })
  expect(answer.status).toBe(200)
  expect(answer.body).toMatchObject({ state: 'accepted', decidedById: marta.id, dealId: expect.any(String) })
  expect(await stageOf(contactId)).toMatchObject({ lifecycleStage: 'opportunity', ownerId: marta.id })
  const transitions = await workspace.send(`GET /lifecycle?contactId=${contactId}`)
  expect(transitions.body.items.map((row: { to: string }) => row.to)).toEqual(['opportunity', 'sal', 'mql', 'lead'])
  for (const [path, body] of [
    ['acceptance', {}],
    ['rejection', { reason: 'no_fit' }],
  ] as const) {
    const again = await marta.send(`POST /handovers/${id}/${path}`, { body })
    expect([again.status, again.body.code]).toEqual([409, 'handover_already_decided'])
  }
})

test('of two people who decide at once, one wins', async () => {
  const pau = await addMember(house, workspace, { name: 'Pau' })
  for (let round = 0; round < 5; round++) {
    const { id } = await raise()
    const answers = await Promise.all([
      marta.send(`POST /handovers/${id}/acceptance`, { body: {} }),
      pau.send(`POST /handovers/${id}/rejection`, { body: { reason: 'no_fit' } }),
      pau.send(`POST /handovers/${id}/acceptance`, { body: {} }),
    ])
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409, 409])
    const { body: ledger } = await workspace.send(
      `GET /handovers?contactId=${(await workspace.send(`GET /handovers/${id}`)).body.contactId}`,
    )
    expect(ledger.items).toHaveLength(1)
  }
})

test('each reason of a rejection has its consequence', async () => {
  const reject = async (body: object) => {
    const lead = await raise()
    return { ...lead, answer: await marta.send(`POST /handovers/${lead.id}/rejection`, { body }) }
  }
  const tasks = async (contactId: string) => {
    const { rows } = await sql<{
      kind: string
      departmentId: string
    }>`select kind, department_id from task where subject_id = ${contactId}`.execute(house.services.db)
    return rows
  }
  const later = await reject({ reason: 'no_timing', wakeOn: '2027-01-15', note: 'Obra en enero' })
  expect(later.answer.body).toMatchObject({
    state: 'rejected',
    rejectionReason: 'no_timing',
    wakeOn: '2027-01-15',
    note: 'Obra en enero',
  })
  expect(await stageOf(later.contactId)).toMatchObject({
    lifecycleStage: 'recycled',
    wakeOn: '2027-01-15',
    recycles: 1,
  })

  const unfit = await reject({ reason: 'no_fit' })
  expect(await stageOf(unfit.contactId)).toMatchObject({ lifecycleStage: 'disqualified' })

  const wrong = await reject({ reason: 'bad_data', note: 'El teléfono no existe' })
  expect(await stageOf(wrong.contactId)).toMatchObject({ lifecycleStage: 'mql' })
  expect(await tasks(wrong.contactId)).toEqual([{ kind: 'fix_data', departmentId: workspace.departmentIds.marketing }])

  const double = await reject({ reason: 'duplicate', duplicateOfId: unfit.contactId })
  expect(double.answer.body).toMatchObject({ duplicateOfId: unfit.contactId })
  expect(await tasks(double.contactId)).toEqual([
    { kind: 'review_duplicate', departmentId: workspace.departmentIds.marketing },
  ])

  const report = await workspace.send('GET /reports/rejections')
  expect(report.body).toMatchObject({ handedOver: 4, rejected: 4, precision: 0.75 })
  expect(report.body.reasons).toContainEqual({ reason: 'bad_data', count: 1, handoverIds: [wrong.id] })

  for (const [body, pointer, rule] of [
    [{ reason: 'no_timing', wakeOn: '2026-11-23' }, '/wakeOn', 'date_in_past'],
    [{ reason: 'duplicate' }, '/duplicateOfId', 'required'],
    [{ reason: 'duplicate', duplicateOfId: workspace.ownerId }, '/duplicateOfId', 'unknown_contact'],
  ] as const) {
    const { answer, contactId } = await reject(body)
    expect([answer.status, answer.body.errors]).toEqual([400, [{ pointer, rule }]])
    expect(await pendingOf(contactId)).toMatchObject({ state: 'pending' })
  }
})

test('nobody is unreachable before six logged attempts; the first of them stops the clock', async () => {
  const { contactId, id } = await raise()
  const attempt = () =>
    marta.send('POST /activities', {
      body: { kind: 'call', contactId, direction: 'outbound', outcome: 'not_reached', body: '' },
    })
  minutes(12)
  expect((await attempt()).status).toBe(201)
  await house.drain()
  expect(await pendingOf(contactId)).toMatchObject({
    firstTouchAt: '2026-11-23T09:12:00.000Z',
    clockAt: '2026-11-23T13:00:00.000Z',
  })
  await marta.send(`POST /handovers/${id}/acceptance`, { body: {} })
  const give = () => marta.send(`POST /handovers/${id}/return`, { body: { reason: 'unreachable' } })
  const refused = await give()
  expect([refused.status, refused.body.code, refused.body.params]).toEqual([
    409,
    'too_few_attempts',
    { needed: 6, logged: 1 },
  ])
  for (let count = 0; count < 5; count++) await attempt()
  expect((await give()).body).toMatchObject({ state: 'rejected', wakeOn: '2027-02-21' })
  expect(await stageOf(contactId)).toMatchObject({ lifecycleStage: 'recycled' })
  const speed = await workspace.send('GET /reports/speed-to-lead')
  expect(speed.body).toMatchObject({
    human: { count: 1, waiting: 0, median: 12 },
    neverContactedShare: 0,
    sla: { met: 1 },
  })
})

test('a lead may be recycled three times and wakes on its date; the fourth time it is disqualified', async () => {
  const email = 'eva@hotel.example'
  let contactId = ''
  for (let round = 1; round <= 4; round++) {
    const lead = await raise({ email })
    contactId = lead.contactId
    await marta.send(`POST /handovers/${lead.id}/rejection`, { body: { reason: 'no_timing' } })
    expect((await stageOf(contactId)).lifecycleStage).toBe(round < 4 ? 'recycled' : 'disqualified')
    minutes(1)
    if (round !== 1) continue
    house.clock.advance(89 * 86_400_000)
    await run(wake)
    expect((await stageOf(contactId)).lifecycleStage).toBe('recycled')
    house.clock.advance(86_400_000)
    await run(wake)
    await run(wake)
    expect(await stageOf(contactId)).toMatchObject({ lifecycleStage: 'lead', wakeOn: null })
    const { rows } =
      await sql`select 1 from event where name = 'contact.woken' and subjects @> array[${contactId}]::uuid[]`.execute(
        house.services.db,
      )
    expect(rows).toHaveLength(1)
  }
})

test('routing asks the owner, then the rules in order, then takes turns; never somebody absent', async () => {
  const pau = await addMember(house, workspace, { name: 'Pau', capacity: 10 })
  const rosa = await addMember(house, workspace, { name: 'Rosa', absences: [['2026-11-23', '2026-11-30']] })
  const rule = { name: 'Francia', condition: { field: 'country', op: 'eq', value: 'FR' }, memberIds: [rosa.id, pau.id] }
  expect((await workspace.send('POST /routing-rules', { body: rule })).status).toBe(201)
  const refused = await workspace.send('POST /routing-rules', {
    body: { ...rule, condition: { field: 'country', op: 'is' }, memberIds: [workspace.ownerId] },
  })
  expect(refused.body.errors).toEqual([{ pointer: '/condition/op', rule: 'operator' }])

  expect((await raise({ country: 'FR' })).handover).toMatchObject({
    assigneeId: pau.id,
    routedBecause: 'Le toca por la regla «Francia».',
  })
  expect((await raise({ country: 'FR', ownerId: marta.id })).handover.assigneeId).toBe(marta.id)
  expect((await raise({ country: 'FR', ownerId: rosa.id })).handover.assigneeId).toBe(pau.id)
  // 48 free places against 8: a batch goes to Marta until both have the same room.
  const batch = await capture(
    house,
    workspace,
    Array.from({ length: 43 }, () => ({ handRaise: true })),
  )
  const { rows } = await sql<{ assigneeId: string; count: number }>`select assignee_id, count(*) from handover
    where subject_id = any(${batch}::uuid[]) group by 1 order by 2`.execute(house.services.db)
  expect(rows).toEqual([
    { assigneeId: pau.id, count: 1 },
    { assigneeId: marta.id, count: 42 },
  ])
  house.clock.set('2026-12-01T09:00:00Z')
  expect((await raise({ country: 'FR' })).handover.assigneeId).toBe(rosa.id)
})

test('without anybody available a lead waits unassigned, the manager hears of it, and it goes to who comes back', async () => {
  await sql`update member set absences = '[["2026-11-20", "2026-11-24"]]' where id = ${marta.id}`.execute(
    house.services.db,
  )
  const { id, handover } = await raise()
  expect(handover).toMatchObject({ assigneeId: null, assignedAt: null })
  expect(await notices('handover_unassigned')).toEqual([workspace.ownerId])
  house.clock.set('2026-11-25T09:00:00Z')
  await run(watch)
  expect((await workspace.send(`GET /handovers/${id}`)).body).toMatchObject({
    assigneeId: marta.id,
    dueAt: '2026-11-25T13:00:00.000Z',
  })
})

test('a reminder, an escalation and another seller, in business hours across a weekend and a holiday', async () => {
  const chief = await addMember(house, workspace, {
    name: 'Carla',
    role: 'manager',
    departments: ['sales'],
    isManager: true,
    absences: [['2026-01-01', '2026-12-31']],
  })
  // Friday 17:00 in Madrid; Monday 12 October is a holiday: an hour on Friday, three on Tuesday.
  house.clock.set('2026-10-09T15:00:00Z')
  const { id, contactId, handover } = await raise()
  expect(handover).toMatchObject({
    assigneeId: marta.id,
    dueAt: '2026-10-13T10:00:00.000Z',
    touchDueAt: '2026-10-09T16:00:00.000Z',
  })
  for (const [at, kind, told] of [
    ['2026-10-13T08:59:00Z', 'handover_reminder', []],
    ['2026-10-13T09:00:00Z', 'handover_reminder', [marta.id]],
    ['2026-10-13T09:59:00Z', 'handover_escalated', []],
    ['2026-10-13T10:00:00Z', 'handover_escalated', [chief.id]],
    ['2026-10-14T11:00:00Z', 'handover_escalated', [chief.id]],
  ] as const) {
    house.clock.set(at)
    await run(watch)
    expect([at, await notices(kind)]).toEqual([at, told])
  }
  const { rows } = await sql<{
    toEmail: string
  }>`select to_email from mail_message where workspace_id = ${workspace.workspaceId} and to_email = ${`${chief.id}@example.com`}`.execute(
    house.services.db,
  )
  expect(rows).toHaveLength(1)

  // Three times four hours: 12 business hours after Friday 17:00 is Wednesday 11:00 in Madrid. Alone, Marta keeps it.
  expect((await workspace.send(`GET /handovers/${id}`)).body.state).toBe('pending')
  const pau = await addMember(house, workspace, { name: 'Pau' })
  house.clock.set('2026-10-15T11:00:00Z')
  await run(watch)
  expect((await workspace.send(`GET /handovers/${id}`)).body.state).toBe('expired')
  expect(await pendingOf(contactId)).toMatchObject({
    assigneeId: pau.id,
    requestedAt: '2026-10-09T15:00:00.000Z',
    assignedAt: '2026-10-15T11:00:00.000Z',
  })
  house.clock.set('2026-11-15T11:00:00Z')
  await run(watch)
  expect(await pendingOf(contactId)).toMatchObject({ assigneeId: pau.id })
  const speed = await workspace.send('GET /reports/speed-to-lead?from=2026-10-01')
  expect(speed.body).toMatchObject({
    human: { count: 1, waiting: 1, median: null },
    neverContactedShare: 1,
    sla: { breached: 1 },
  })
})

test('marketing hands over by hand, sales passes it on, and the clock goes on', async () => {
  const [contactId] = await capture(house, workspace, [{ fullName: 'Nil' }])
  const answer = await workspace.send('POST /handovers', { body: { contactId, note: 'Lo conocimos en la feria' } })
  expect(answer.status).toBe(201)
  expect(answer.body).toMatchObject({
    assigneeId: marta.id,
    note: 'Lo conocimos en la feria',
    reasons: [
      'Olga Owner lo traspasa a ventas.',
      expect.any(String),
      expect.any(String),
      expect.any(String),
      expect.any(String),
    ],
  })
  expect((await workspace.send('POST /handovers', { body: { contactId } })).body.code).toBe('handover_already_pending')
  const pau = await addMember(house, workspace, { name: 'Pau' })
  minutes(30)
  const passed = await marta.send(`POST /handovers/${answer.body.id}/assignment`, { body: { memberId: pau.id } })
  expect(passed.body).toMatchObject({
    assigneeId: pau.id,
    dueAt: answer.body.dueAt,
    assignedAt: answer.body.assignedAt,
  })
  const stranger = await marta.send(`POST /handovers/${answer.body.id}/assignment`, {
    body: { memberId: workspace.ownerId },
  })
  expect(stranger.body.errors).toEqual([{ pointer: '/memberId', rule: 'not_in_sales' }])
  expect(
    (await pau.send('GET /handovers?state=pending&mine=true')).body.items.map((row: { id: string }) => row.id),
  ).toEqual([answer.body.id])
  expect((await marta.send('GET /handovers/counts')).body).toEqual({ pending: 1, mine: 0, overdue: 0 })
})

test('moving by hand keeps to the rules', async () => {
  const [contactId] = await capture(house, workspace, [{ fullName: 'Nil' }])
  const move = (to: string) => marta.send('POST /lifecycle', { body: { contactId, to, reason: 'feria' } })
  expect((await move('sal')).body).toMatchObject({ code: 'invalid_transition', params: { from: 'lead', to: 'sal' } })
  expect((await move('mql')).body).toEqual({ contactId, from: 'lead', to: 'mql' })
  expect((await workspace.send('POST /lifecycle', { body: { contactId, to: 'sal', reason: 'x' } })).body.code).toBe(
    'only_sales_decides',
  )
  expect((await move('recycled')).status).toBe(201)
  expect(await stageOf(contactId!)).toMatchObject({ wakeOn: '2027-02-21' })
})

test('pages of the inbox follow the running clock and miss nobody', async () => {
  await capture(
    house,
    workspace,
    Array.from({ length: 3 }, () => ({ handRaise: true })),
  )
  minutes(20)
  await capture(
    house,
    workspace,
    Array.from({ length: 4 }, () => ({ handRaise: true })),
  )
  for (const sort of ['dueAt', 'clockAt'] as const) {
    const seen: { id: string; at: string }[] = []
    let next: string | null = ''
    while (next !== null) {
      const { body }: Answer = await workspace.send(
        `GET /handovers?state=pending&sort=${sort}&limit=2${next && `&after=${next}`}`,
      )
      seen.push(...body.items.map((row: Record<string, string>) => ({ id: row.id!, at: row[sort]! })))
      next = body.next
    }
    expect(new Set(seen.map((row) => row.id)).size).toBe(7)
    expect(seen.map((row) => row.at)).toEqual(seen.map((row) => row.at).toSorted())
  }
})

test('another workspace sees and decides nothing here', async () => {
  const { id, contactId } = await raise()
  const { body: rule } = await workspace.send('POST /routing-rules', {
    body: { name: 'x', condition: { all: [] }, memberIds: [marta.id] },
  })
  const other = await house.workspace('Otra')
  for (const [key, body] of [
    [`GET /handovers/${id}`],
    [`POST /handovers/${id}/acceptance`, {}],
    [`POST /handovers/${id}/rejection`, { reason: 'no_fit' }],
    [`POST /handovers/${id}/assignment`, { memberId: other.ownerId }],
    ['POST /handovers', { contactId }],
    [`PATCH /routing-rules/${rule.id}`, { name: 'y' }],
    [`DELETE /routing-rules/${rule.id}`],
    [`GET /lifecycle?contactId=${contactId}`],
    ['POST /lifecycle', { contactId, to: 'mql', reason: 'x' }],
    [`GET /contacts/${contactId}/score`],
  ] as const) {
    expect([key, (await other.send(key, body && { body })).status]).toEqual([key, 404])
  }
  expect((await other.send('GET /handovers')).body.items).toEqual([])
  expect((await other.send('GET /routing-rules')).body.items).toEqual([])
  expect(await pendingOf(contactId)).toMatchObject({ id, state: 'pending' })
})

test('a new policy starts new clocks and leaves running ones alone', async () => {
  const { handover } = await raise()
  expect((await workspace.send('PATCH /sla-policy', { body: { acceptBusinessMinutes: 60 } })).body).toMatchObject({
    version: 2,
    acceptBusinessMinutes: 60,
  })
  expect((await pendingOf(handover.contactId)).dueAt).toBe(handover.dueAt)
  expect((await raise()).handover.dueAt).toBe('2026-11-23T10:00:00.000Z')
  expect((await workspace.send('PATCH /sla-policy', { body: { warnAfterPercent: 100 } })).body.errors).toEqual([
    { pointer: '/warnAfterPercent', rule: 'below_escalation' },
  ])
})
