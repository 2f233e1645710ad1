import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { addProduct, checksOf, follow, makeReady, ok, planCampaign } from '#test/builders/campaigns.ts'
import { addMember } from '#test/builders/leads.ts'
import { type Harness, monday, startHarness, type TestWorkspace } from '#test/harness.ts'

let house: Harness
let lumbre: TestWorkspace
let productId: string
beforeAll(async () => void (house = await startHarness()))
afterAll(() => house.close())
beforeEach(async () => {
  house.clock.set(monday)
  lumbre = await house.workspace()
  productId = await addProduct(lumbre)
})

const send = (key: string, body?: unknown) => lumbre.send(key, body === undefined ? {} : { body })
const linkOf = async (id: string) => (await ok(send(`GET /campaigns/${id}/links`))).items[0]
const timelineOf = async (id: string): Promise<{ name: string; data: any }[]> =>
  (await ok(send(`GET /campaigns/${id}/timeline?limit=200`))).items
const move = (delta: number) =>
  ok(send(`POST /products/${productId}/stock/movements`, { delta, reason: delta < 0 ? 'sale' : 'purchase' }))

test('BUDS-PRO −30 %: no kick-off, no launch; no stock, no launch; covered, live; slipped, guarded to the end', async () => {
  const { id } = await planCampaign(lumbre)
  await ok(send(`POST /campaigns/${id}/offers`, { productId, uplift: 3, discountPercent: 30 }))

  const early = await send(`POST /campaigns/${id}/launch`)
  expect([early.status, early.body.code]).toEqual([409, 'campaign_checks_failed'])
  expect(early.body.errors.map((error: { rule: string }) => error.rule)).toEqual([
    'brief_complete',
    'kickoff_held',
    'stock_covers_demand',
  ])

  await makeReady(lumbre, id)
  expect((await send(`GET /campaigns/${id}`)).body.state).toBe('ready')
  const blocked = await send(`POST /campaigns/${id}/launch`)
  expect(blocked.body.errors.map((error: { rule: string }) => error.rule)).toEqual(['stock_covers_demand'])
  const { stock_covers_demand: short } = await checksOf(lumbre.send, id)
  expect(short).toMatchObject({ state: 'block', fixUrl: `/products/${productId}` })
  expect(short.message).toBe('BUDS-PRO se agota el día 8 (30 nov): hacen falta 588 y hay 308; faltan 280.')
  expect(short.detail.products[0]).toMatchObject({ needed: 588, available: 308, runsOutOnDay: 8, safetyStock: 52 })
  const inEnglish = await ok(send(`GET /campaigns/${id}/checks?locale=en`))
  expect(inEnglish.items[2].message).toMatch(/^BUDS-PRO runs out on day 8/)

  const inbound = await ok(
    send(`POST /products/${productId}/inbound`, { quantity: 400, expectedOn: '2026-11-27', confirmed: true }),
  )
  expect((await checksOf(lumbre.send, id)).stock_covers_demand).toMatchObject({
    state: 'pass',
    detail: { products: [{ minimum: 120, minimumOn: '2026-12-06' }] },
  })
  await ok(send(`PATCH /products/${productId}/inbound/${inbound.id}`, { expectedOn: '2026-12-01' }))
  expect((await checksOf(lumbre.send, id)).stock_covers_demand).toMatchObject({
    state: 'block',
    detail: { products: [{ minimum: -28, minimumOn: '2026-11-30', runsOutOn: '2026-11-30' }] },
  })
  await ok(send(`PATCH /products/${productId}/inbound/${inbound.id}`, { expectedOn: '2026-11-27' }))

  const { code } = await linkOf(id)
  expect(await follow(house, code)).toBe('404')
  const launches = await Promise.all([1, 2, 3].map(() => send(`POST /campaigns/${id}/launch`)))
  expect(launches.map((answer) => answer.status).sort()).toEqual([200, 409, 409])
  const shop = new URL(await follow(house, code))
  expect(Object.fromEntries(shop.searchParams)).toMatchObject({
    color: 'negro',
    utm_campaign: 'buds-30',
    utm_medium: 'link',
  })

  await ok(send(`PATCH /products/${productId}/inbound/${inbound.id}`, { expectedOn: '2026-12-01' }))
  await move(-308)
  expect(await follow(house, code)).toBe(`/w/${productId}?campaignId=${id}`)
  expect((await send(`GET /campaigns/${id}`)).body.offers[0]).toMatchObject({
    callToAction: 'waitlist',
    available: 0,
    guard: [{ cause: 'stock' }],
  })
  await house.drain()
  expect(await guardTasks()).toEqual(['marketing', 'sales', 'service'])
  const { items: told } = await ok(send('GET /notifications'))
  expect(told.map((one: { kind: string }) => one.kind)).toContain('guard_tripped')

  await move(100)
  expect(await follow(house, code)).toMatch(/^\/w\//)
  await move(26)
  expect(await follow(house, code)).toMatch(/^https:\/\/tienda\.example/)
  await house.drain()
  const acts = (await timelineOf(id)).filter(({ name }) => name.startsWith('campaign.guard'))
  expect(acts.map(({ name, data }) => [name, data.cause, data.available])).toEqual([
    ['campaign.guard_cleared', 'stock', 126],
    ['campaign.guard_tripped', 'stock', 0],
  ])
  expect(await guardTasks()).toEqual(['marketing', 'sales', 'service'])
  expect(await linkOf(id)).toMatchObject({ clicks: 5, waitlisted: 2, leadsTo: 'target' })
})

/** Departments that the guard gave something to do. */
async function guardTasks(): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`select d.key from task t
    join department d on d.workspace_id = t.workspace_id and d.id = t.department_id
    where t.workspace_id = ${lumbre.workspaceId} and t.dedupe_key like 'guard:%' order by d.key`.execute(
    house.services.db,
  )
  return rows.map((row) => row.key)
}

test('a spec that makes the brief untrue holds what the guard watches, until the claim is mended', async () => {
  const battery = (value: string) => ({
    attributes: [{ key: 'battery', label: 'Batería', value, unit: 'd', severity: 'critical' }],
  })
  const publish = async (value: string) => {
    const { version } = await ok(send(`POST /products/${productId}/specs`, battery(value)))
    await ok(send(`POST /products/${productId}/specs/${version}/publication`, {}))
    return version
  }
  const version = await publish('7')
  const { id } = await planCampaign(lumbre)
  await ok(send(`POST /campaigns/${id}/offers`, { productId, uplift: 1 }))
  await makeReady(lumbre, id)
  const claim = await ok(
    send('POST /claims', {
      ...{ assetType: 'brief', assetId: id, productId, attributeKey: 'battery' },
      ...{ statedValue: '7', unit: 'd', specVersion: version },
    }),
  )
  await ok(send(`POST /campaigns/${id}/launch`))
  await publish('5')
  expect((await send(`GET /campaigns/${id}`)).body.offers[0]).toMatchObject({
    callToAction: 'shop',
    guard: [{ cause: 'drift' }],
  })
  expect((await checksOf(lumbre.send, id)).no_drift).toMatchObject({
    state: 'block',
    fixUrl: `/campaigns/${id}?part=brief`,
  })
  await ok(send(`DELETE /claims/${claim.id}`))
  await house.drain()
  expect((await send(`GET /campaigns/${id}`)).body.offers[0].guard).toEqual([])
})

test('two managers of one department do not set a check aside; one of each does, and it is remembered', async () => {
  await sql`delete from member_department where workspace_id = ${lumbre.workspaceId} and member_id = ${lumbre.ownerId}`.execute(
    house.services.db,
  )
  const manager = (name: string, department: 'marketing' | 'sales') =>
    addMember(house, lumbre, { name, role: 'manager', departments: [department], isManager: true })
  const [ivan, leo, marta] = [
    await manager('Iván', 'marketing'),
    await manager('Leo', 'marketing'),
    await manager('Marta', 'sales'),
  ]
  const { id } = await planCampaign(lumbre, { ownerIds: [ivan.id, marta.id] })
  await ok(send(`POST /campaigns/${id}/offers`, { productId, uplift: 3 }))
  await ok(
    send(`PUT /campaigns/${id}/brief`, {
      objective: 'o',
      customerNeed: 'n',
      customerExpectation: 'e',
      contribution: 'c',
    }),
  )
  const { marketing, sales } = lumbre.departmentIds
  const attendance = [
    { departmentId: marketing, memberId: ivan.id, signedOff: true },
    { departmentId: sales, memberId: marta.id, signedOff: true },
  ]
  const wrongSeat = await send(`POST /campaigns/${id}/kickoff`, {
    attendance: [{ departmentId: sales, memberId: leo.id, signedOff: true }],
  })
  expect(wrongSeat.body.errors).toEqual([{ pointer: '/attendance/0/memberId', rule: 'not_in_department' }])
  await ok(send(`POST /campaigns/${id}/kickoff`, { attendance }))

  const sign = (member: { send: typeof lumbre.send }, check = 'stock_covers_demand') =>
    member.send(`POST /campaigns/${id}/overrides`, { body: { check, reason: 'Llega por avión' } })
  expect((await sign(lumbre)).body.code).toBe('only_managers_override')
  expect((await sign(ivan, 'kickoff_held')).body.code).toBe('check_not_blocking')
  expect((await sign(ivan)).body).toMatchObject({ inForce: false, missingDepartmentIds: [sales] })
  expect((await sign(leo)).body.code).toBe('override_department_signed')
  expect((await checksOf(lumbre.send, id)).stock_covers_demand.state).toBe('block')
  expect((await sign(marta)).body).toMatchObject({ inForce: true, missingDepartmentIds: [] })
  expect((await checksOf(lumbre.send, id)).stock_covers_demand).toMatchObject({
    state: 'overridden',
    detail: { override: { signatures: [{ reason: 'Llega por avión' }, {}] } },
  })
  await ok(send(`POST /campaigns/${id}/launch`))
  await move(-308)
  expect(await follow(house, (await linkOf(id)).code)).toMatch(/^\/w\//)
})
