import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#kernel/id.ts'
import { checksOf, ok, planCampaign } from '#test/builders/campaigns.ts'
import { addMember, capture } from '#test/builders/leads.ts'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'
import { measure } from './measure-job.ts'
import { agreementsAgenda, attainment } from './public.ts'

let house: Harness
beforeAll(async () => void (house = await startHarness()))
afterAll(() => house.close())

const runMeasure = () =>
  measure.run({}, house.services, { signal: new AbortController().signal, attempt: 1, lastAttempt: true })
const at = (text: string) => house.clock.set(text)

async function twoSides(name: string) {
  at('2026-11-23T09:00:00Z')
  const space = await house.workspace(name)
  const mara = await addMember(house, space, { name: 'Mara', role: 'manager', departments: ['marketing'] })
  const saul = await addMember(house, space, { name: 'Saúl', role: 'manager', departments: ['sales'] })
  return { space, mara, saul }
}

async function signed(space: TestWorkspace, body: object, signers: { send: TestWorkspace['send'] }[]) {
  const { id } = await ok(space.send('POST /agreements', { body }))
  await ok(space.send(`POST /agreements/${id}/proposal`))
  for (const { send } of signers) await ok(send(`POST /agreements/${id}/signatures`, { body: { number: 1 } }))
  return id as string
}

test('a version is in force when both departments have signed exactly it', async () => {
  const { space, mara, saul } = await twoSides('Firmas')
  const made = await ok(space.send('POST /agreements', { body: { direction: 'sales_to_marketing' } }))
  expect(made).toMatchObject({
    name: 'Lo que ventas debe a marketing',
    inForce: null,
    open: { number: 1, state: 'draft' },
  })
  expect(made.open.sales).toMatchObject({ acceptBusinessMinutes: 240, firstTouchHandRaiseMinutes: 60, attempts: 5 })
  const again = await space.send('POST /agreements', { body: { direction: 'sales_to_marketing' } })
  expect(again.body.code).toBe('agreement_exists')
  const sign = (who: { send: TestWorkspace['send'] }, number: number) =>
    who.send(`POST /agreements/${made.id}/signatures`, { body: { number } })

  expect((await sign(mara, 1)).body.code).toBe('agreement_not_open')
  await ok(space.send(`POST /agreements/${made.id}/proposal`))
  expect((await mara.send('GET /notifications')).body.items[0]).toMatchObject({ kind: 'agreement_to_sign' })
  expect((await ok(sign(mara, 1))).open.missingDepartmentIds).toEqual([space.departmentIds.sales])

  const terms = { ...made.open.sales, acceptBusinessMinutes: 120 }
  const changed = await ok(space.send(`PUT /agreements/${made.id}/draft`, { body: { sales: terms } }))
  expect(changed.open).toMatchObject({ number: 2, state: 'draft', signatures: [] })
  await ok(space.send(`POST /agreements/${made.id}/proposal`))
  const outdated = await sign(saul, 1)
  expect([outdated.status, outdated.body.code, outdated.body.params?.current ?? outdated.body.current]).toEqual([
    409,
    'agreement_outdated',
    2,
  ])

  const both = await Promise.all([sign(mara, 2), sign(saul, 2), sign(saul, 2)])
  expect(both.map(({ status }) => status)).toEqual([200, 200, 200])
  const after = await ok(space.send(`GET /agreements/${made.id}`))
  expect(after).toMatchObject({ open: null, inForce: { number: 2, state: 'signed', from: '2026-11-23' } })
  expect(after.inForce.signatures).toHaveLength(2)

  const ana = await addMember(house, space, { name: 'Ana', role: 'manager', departments: ['service'] })
  await ok(space.send(`PUT /agreements/${made.id}/draft`, { body: { from: '2026-12-01', note: 'Más ágil' } }))
  await ok(space.send(`POST /agreements/${made.id}/proposal`))
  expect((await sign(ana, 3)).body.code).toBe('not_in_department')
  expect((await sign({ send: space.send }, 3)).body.errors).toEqual([
    { pointer: '/departmentId', rule: 'which_department' },
  ])
  const { items } = await ok(space.send(`GET /agreements/${made.id}/versions`))
  expect(items.map((one: any) => [one.number, one.state])).toEqual([
    [3, 'proposed'],
    [2, 'signed'],
    [1, 'withdrawn'],
  ])
  await ok(space.send(`DELETE /agreements/${made.id}/draft`))
  expect((await space.send(`DELETE /agreements/${made.id}/draft`)).body.code).toBe('agreement_not_open')
})

test('what sales has signed is the policy of the clocks, until the agreement goes', async () => {
  const { space, mara, saul } = await twoSides('Una verdad')
  const made = await ok(space.send('POST /agreements', { body: { direction: 'sales_to_marketing' } }))
  const terms = { ...made.open.sales, acceptBusinessMinutes: 120, attempts: 3 }
  await ok(space.send(`PUT /agreements/${made.id}/draft`, { body: { sales: terms, from: '2026-11-25' } }))
  await ok(space.send(`POST /agreements/${made.id}/proposal`))
  for (const { send } of [mara, saul]) await ok(send(`POST /agreements/${made.id}/signatures`, { body: { number: 1 } }))
  expect(await ok(space.send('GET /sla-policy'))).toMatchObject({ acceptBusinessMinutes: 240, agreement: null })
  expect(await ok(space.send(`GET /agreements/${made.id}`))).toMatchObject({ inForce: null, upcoming: { number: 1 } })

  at('2026-11-25T00:10:00Z')
  await runMeasure()
  expect(await ok(space.send('GET /sla-policy'))).toMatchObject({
    ...{ acceptBusinessMinutes: 120, attempts: 3, agreement: { id: made.id, number: 1 } },
  })
  const refused = await space.send('PATCH /sla-policy', { body: { acceptBusinessMinutes: 60 } })
  expect([refused.status, refused.body.code]).toEqual([409, 'sla_policy_agreed'])
  await ok(space.send('PATCH /sla-policy', { body: { acceptBusinessMinutes: 120, warnAfterPercent: 50 } }))
  expect((await space.send(`DELETE /agreements/${made.id}`)).status).toBe(204)
  await ok(space.send('PATCH /sla-policy', { body: { acceptBusinessMinutes: 60 } }))
  await ok(space.send(`POST /agreements/${made.id}/restoration`))
  expect(await ok(space.send('GET /sla-policy'))).toMatchObject({ acceptBusinessMinutes: 120, warnAfterPercent: 50 })
})

test('failed leads say which clause; those whose time runs are pending; days keep what was true then', async () => {
  const { space, mara, saul } = await twoSides('Contacto')
  const id = await signed(space, { direction: 'sales_to_marketing' }, [mara, saul])
  const [good, late] = await capture(house, space, [
    { fullName: 'Buena Lead', handRaise: true, ownerId: saul.id },
    { fullName: 'Lenta Lead', handRaise: true, ownerId: saul.id },
  ])
  const { items } = await ok(space.send('GET /handovers?state=pending'))
  const handover = (subject: string) => items.find((one: any) => one.contactId === subject)
  house.clock.advance(30 * 60_000)
  await ok(saul.send(`POST /handovers/${handover(good!).id}/acceptance`, { body: {} }))
  await ok(
    saul.send('POST /activities', { body: { kind: 'call', body: 'Hablamos', contactId: good, outcome: 'reached' } }),
  )
  await house.drain()
  const read = () => ok(space.send(`GET /agreements/${id}/attainment?from=2026-11-20`))
  expect((await read()).now).toMatchObject({ attainment: 1, sales: { leads: { met: 1, breached: 0, running: 1 } } })

  house.clock.advance(60 * 60_000)
  const { now, days } = await read()
  expect(days).toEqual([])
  expect(now).toMatchObject({
    ...{ attainment: 0.5, number: 1, target: 0.9 },
    sales: {
      leads: { met: 1, breached: 1, running: 0 },
      clauses: { accept: { running: 1 }, firstTouch: { breached: 1 } },
    },
  })
  const failed = await ok(space.send(`GET /agreements/${id}/leads?state=breached`))
  expect(failed.items).toEqual([
    expect.objectContaining({
      ...{ contactId: late, contactName: 'Lenta Lead', assigneeId: saul.id, state: 'breached' },
      clauses: expect.objectContaining({ firstTouch: expect.objectContaining({ state: 'breached', at: null }) }),
    }),
  ])
  expect((await ok(space.send(`GET /agreements/${id}/leads?clause=accept&state=running`))).items).toHaveLength(1)
  expect((await ok(space.send(`GET /agreements/${id}/leads?limit=1`))).next).not.toBeNull()
  await ok(saul.send(`POST /handovers/${handover(late!).id}/acceptance`, { body: {} }))

  at('2026-11-26T01:00:00Z')
  await runMeasure()
  await runMeasure()
  const later = await read()
  expect(later.days.map((one: any) => [one.day, one.attainment, one.number])).toEqual([
    ['2026-11-23', 0.5, 1],
    ['2026-11-24', 0.5, 1],
    ['2026-11-25', 0.5, 1],
  ])
  expect(await attainment(house.services.db, space.workspaceId, house.clock.now(), 'sales_to_marketing')).toBe(0.5)
  // A call logged now for then counts from then.
  at('2026-11-26T10:00:00Z')
  const call = { kind: 'call', body: 'Ayer', contactId: late, outcome: 'reached', happenedAt: '2026-11-23T09:20:00Z' }
  await ok(saul.send('POST /activities', { body: call }))
  at('2026-11-27T01:00:00Z')
  await runMeasure()
  expect((await read()).days.map((one: any) => one.attainment)).toEqual([1, 1, 1, 1])
})

test('both owners hear once that it is behind and once that it recovers; the agenda has it', async () => {
  const { space, mara, saul } = await twoSides('Avisos')
  const marketing = {
    ...{ unit: 'lead', targetCents: 600_000, sources: [{ source: 'fair', closeRate: 0.01, revenueCents: 16_000_000 }] },
    ...{ windowDays: 365, minimumSample: 30, otherwise: { closeRate: 0, revenueCents: 0 } },
    alert: { attainmentBelow: null, paceBelow: 0.8, businessDays: 2 },
  }
  const owners = { marketingOwnerId: mara.id, salesOwnerId: saul.id }
  const id = await signed(space, { direction: 'marketing_to_sales', marketing, ...owners }, [mara, saul])
  const wrong = await space.send(`PATCH /agreements/${id}`, { body: { salesOwnerId: mara.id } })
  expect(wrong.body.errors).toEqual([{ pointer: '/salesOwnerId', rule: 'not_in_department' }])
  at('2026-11-25T06:00:00Z')
  await runMeasure()
  at('2026-11-26T06:00:00Z')
  await runMeasure()
  const kinds = async (who: typeof mara) => (await ok(who.send('GET /notifications'))).items.map((one: any) => one.kind)
  expect(await kinds(mara)).toEqual(['agreement_behind', 'agreement_to_sign'])
  expect(await kinds(saul)).toEqual(['agreement_behind', 'agreement_to_sign'])
  const scope = {
    departmentIds: [],
    projectId: null,
    cadence: 'weekly' as const,
    startsAt: house.clock.now(),
    limit: 10,
  }
  const agenda = await agreementsAgenda(house.services.db, space.workspaceId, house.clock.now(), scope)
  expect(agenda).toEqual([
    expect.objectContaining({
      key: `agreement:${id}`,
      kind: 'agreement_behind',
      severity: 'critical',
      amountCents: 600_000,
      ownerId: mara.id,
    }),
  ])

  const people = [1, 2, 3, 4].map((n) => ({ email: `p${n}@example.com`, fullName: `Persona ${n}`, source: 'fair' }))
  for (const body of people) await ok(space.send('POST /contacts', { body }))
  const { now, currency } = await ok(space.send(`GET /agreements/${id}/attainment`))
  expect(currency).toBe('EUR')
  expect(now.marketing).toMatchObject({
    deliveredCents: 640_000,
    sources: [{ source: 'fair', count: 4, valueCents: 160_000 }],
  })
  expect(now.attainment).toBeCloseTo(640 / 600, 10)
  expect((await ok(space.send(`GET /agreements/${id}/deliveries?source=fair`))).items).toHaveLength(4)
  at('2026-11-27T06:00:00Z')
  await runMeasure()
  await runMeasure()
  expect(await kinds(mara)).toEqual(['agreement_recovered', 'agreement_behind', 'agreement_to_sign'])
  expect(await ok(space.send(`GET /agreements/${id}`))).toMatchObject({ behindSince: null })
  const pace = await attainment(house.services.db, space.workspaceId, house.clock.now(), 'marketing_to_sales')
  expect(pace).toBeGreaterThan(1)
})

test('bad input is told whole; a preview keeps nothing; other companies see nothing', async () => {
  const { space } = await twoSides('Mal')
  const other = await house.workspace('Ajena')
  const post = (body: object) => space.send('POST /agreements', { body })
  const { body: usual } = await post({ direction: 'marketing_to_sales' })
  const { marketing } = usual.open
  expect((await post({ direction: 'sales_to_marketing', marketing })).body.errors).toEqual([
    { pointer: '/marketing', rule: 'other_direction' },
  ])
  const source = { source: 'x', closeRate: 2, revenueCents: null }
  const put = (terms: object) =>
    space.send(`PUT /agreements/${usual.id}/draft`, { body: { marketing: { ...marketing, ...terms } } })
  expect((await put({ sources: [source] })).status).toBe(400)
  const twice = { ...source, closeRate: 0.1 }
  expect((await put({ sources: [twice, twice] })).body.errors[0].rule).toBe('duplicate_value')
  expect((await put({ targetCents: 0 })).status).toBe(400)
  const shown = await ok(
    space.send('POST /agreements/preview', { body: { direction: 'marketing_to_sales', marketing } }),
  )
  expect(shown.days).toHaveLength(30)
  expect(shown).toMatchObject({ agreementId: null, now: { number: null, attainment: 0 } })
  const stale = await space.send(`PATCH /agreements/${usual.id}`, {
    body: { name: 'Otro' },
    headers: { 'if-match': '"99"' },
  })
  expect(stale.status).toBe(412)
  expect((await space.send(`GET /agreements/${usual.id}/attainment?from=2026-12-01&to=2026-11-01`)).status).toBe(400)
  expect((await other.send(`GET /agreements/${usual.id}`)).status).toBe(404)
  expect((await other.send(`POST /agreements/${usual.id}/signatures`, { body: { number: 1 } })).status).toBe(404)
  expect((await other.send('GET /agreements')).body.items).toEqual([])
  expect((await space.send(`GET /agreements/${newId()}`)).status).toBe(404)
})

test('a campaign is told which of the two promises nobody has signed by its first day', async () => {
  const { space, mara, saul } = await twoSides('Lanzar con acuerdo')
  const { id } = await planCampaign(space, { startsOn: '2026-11-30' })
  const check = async () => (await checksOf(space.send, id)).agreement_and_capacity
  expect(await check()).toMatchObject({
    state: 'warn',
    message: 'Faltan los acuerdos firmados entre marketing y ventas; sitio hay para 100 leads más.',
    fixUrl: '/agreements',
    detail: { unsigned: ['marketing_to_sales', 'sales_to_marketing'] },
  })
  await signed(space, { direction: 'sales_to_marketing' }, [mara, saul])
  const { id: ours, open } = await ok(space.send('POST /agreements', { body: { direction: 'marketing_to_sales' } }))
  await ok(space.send(`POST /agreements/${ours}/proposal`))
  await ok(mara.send(`POST /agreements/${ours}/signatures`, { body: { number: open.number } }))
  expect((await check()).detail.items).toEqual([
    { text: 'Firmad lo que marketing promete a ventas', fixUrl: '/agreements' },
  ])
  await ok(saul.send(`POST /agreements/${ours}/signatures`, { body: { number: open.number } }))
  expect(await check()).toMatchObject({ state: 'pass', fixUrl: '/members', detail: { unsigned: [] } })
})
