import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#kernel/id.ts'
import { addProduct, ok } from '#test/builders/campaigns.ts'
import { addMember } from '#test/builders/leads.ts'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'
import { escalate } from './escalate.ts'

let house: Harness
beforeAll(async () => {
  house = await startHarness()
})
afterAll(() => house.close())

const hour = 3_600_000
const run = { signal: new AbortController().signal, attempt: 1, lastAttempt: true }
const senderOf =
  (space: TestWorkspace) =>
  (key: string, body?: unknown, by: { send: TestWorkspace['send'] } = space) =>
    by.send(key, { ...(body !== undefined && { body }) })

/** A watch of seven days, two ads and a mail that say so, one of them Leo's. */
async function story() {
  const space = await house.workspace()
  const send = senderOf(space)
  const boss = await addMember(house, space, { name: 'Marta Manager', departments: ['marketing'], isManager: true })
  const leo = await addMember(house, space, { name: 'Leo Lara', departments: ['marketing'] })
  const { id: productId } = await ok(send('POST /products', { sku: 'WATCH-2', name: 'Reloj' }))
  const publish = async (value: string, unit = 'días') => {
    const attributes = [{ key: 'battery', label: 'Batería', value, unit, severity: 'critical' }]
    const { version } = await ok(send(`POST /products/${productId}/specs`, { attributes }))
    await ok(send(`POST /products/${productId}/specs/${version}/publication`, {}))
    await house.drain()
  }
  await publish('7')
  const claims: string[] = []
  const assets: string[] = []
  for (const [name, ownerId] of [
    ['Anuncio', space.ownerId],
    ['Correo', leo.id],
    ['Folleto', leo.id],
  ] as const) {
    const asset = await ok(send('POST /assets', { type: 'ad', name, ownerId }))
    const claim = { assetType: 'ad', assetId: asset.id, productId, attributeKey: 'battery', statedValue: '7' }
    claims.push((await ok(send('POST /claims', claim))).id)
    assets.push(asset.id)
  }
  const impacts = async () => (await ok(send('GET /impacts'))).items as { id: string; [key: string]: unknown }[]
  return { space, send, boss, leo, productId, publish, claims, assets, impacts }
}

test('a new sheet opens one impact with one task for each owner; acknowledging and mending close it', async () => {
  const { send, space, leo, publish, claims, impacts, productId } = await story()
  await publish('168', 'h')
  expect(await impacts()).toEqual([])
  await publish('5')
  const [impact] = await impacts()
  expect(impact).toMatchObject({
    ...{
      severity: 'critical',
      state: 'open',
      productId,
      dependants: 6,
      toMend: 6,
      owners: 2,
      acknowledged: 0,
      awaitsMe: true,
    },
    change: [{ key: 'battery', label: 'Batería', before: '168 h', after: '5 días' }],
    acknowledgeBy: new Date(house.clock.now().getTime() + 4 * hour).toISOString(),
  })
  const tasks = (await ok(send('GET /tasks?state=open'))).items as { assigneeId: string; title: string; id: string }[]
  expect(tasks.map((task) => task.assigneeId).sort()).toEqual([space.ownerId, leo.id].sort())
  expect(tasks[0]!.title).toMatch(/^Reloj · Batería: de 168 h a 5 días\. Revisa/)

  house.clock.advance(hour)
  const seen = await ok(send(`POST /impacts/${impact!.id}/acknowledgements`, undefined, leo))
  expect(seen).toMatchObject({ acknowledged: 1, awaitsMe: false, toMend: 6 })
  expect((await ok(send(`POST /impacts/${impact!.id}/acknowledgements`, undefined, leo))).acknowledged).toBe(1)
  house.clock.advance(hour)
  for (const id of claims) await ok(send(`POST /claims/${id}/mending`, {}))
  await house.drain()
  const closed = await ok(send(`GET /impacts/${impact!.id}`))
  expect(closed).toMatchObject({
    state: 'mended',
    toMend: 0,
    acknowledged: 2,
    mendedAt: house.clock.now().toISOString(),
  })
  expect((await ok(send('GET /tasks?state=open'))).items).toEqual([])
  const report = await ok(send('GET /reports/reaction'))
  expect(report).toMatchObject({
    ...{ impacts: 1, open: 0, escalated: 0, inTime: 1, coverage: 1 },
    reaction: { count: 1, p50: 120, p90: 120 },
    acknowledgement: { count: 2, p50: 90 },
  })
})

test('whoever does not acknowledge in time is told on, once; the manager can acknowledge instead', async () => {
  const { send, space, boss, leo, publish, impacts } = await story()
  await publish('5')
  const [impact] = await impacts()
  const stranger = await addMember(house, space, { name: 'Ana', departments: ['sales'] })
  expect((await send(`POST /impacts/${impact!.id}/acknowledgements`, undefined, stranger)).body.code).toBe(
    'nothing_to_acknowledge',
  )
  expect((await send(`POST /impacts/${impact!.id}/acknowledgements`, undefined, boss)).status).toBe(409)
  await ok(send(`POST /impacts/${impact!.id}/acknowledgements`))
  house.clock.advance(4 * hour)
  for (let time = 0; time < 2; time++) await escalate.run({}, house.services, run)
  await house.drain()
  house.clock.advance(60_000)
  const told = (await ok(send('GET /notifications', undefined, boss))).items as { kind: string; link: string }[]
  expect(told.filter((one) => one.kind === 'impact_escalated')).toMatchObject([{ link: `/impacts/${impact!.id}` }])
  const { tasks } = await ok(send(`GET /impacts/${impact!.id}`))
  expect(
    tasks.map((task: { ownerId: string; escalatedAt: string | null }) => [task.ownerId, task.escalatedAt !== null]),
  ).toEqual(
    expect.arrayContaining([
      [leo.id, true],
      [space.ownerId, false],
    ]),
  )
  expect((await ok(send(`POST /impacts/${impact!.id}/acknowledgements`, undefined, boss))).acknowledged).toBe(2)
  expect(await ok(send('GET /reports/reaction'))).toMatchObject({ inTime: 0.5, escalated: 1, coverage: 1 })
})

test('ticking off the task is seeing it; a retired text needs no mending; the same change never opens two', async () => {
  const { send, leo, publish, claims, assets, impacts } = await story()
  await publish('5')
  const [impact] = await impacts()
  const mine = (await ok(send('GET /tasks?state=open', undefined, leo))).items.find(
    (task: { assigneeId: string }) => task.assigneeId === leo.id,
  )
  await ok(send(`POST /tasks/${mine.id}/completion`, undefined, leo))
  await house.drain()
  expect(await ok(send(`GET /impacts/${impact!.id}`))).toMatchObject({ acknowledged: 1 })
  await ok(send(`POST /assets/${assets[1]}/retirement`))
  expect(await ok(send(`GET /impacts/${impact!.id}`))).toMatchObject({ toMend: 4 })
  await publish('7')
  expect(await ok(send(`GET /impacts/${impact!.id}`))).toMatchObject({ state: 'mended' })
  expect(await impacts()).toHaveLength(1)
  expect((await ok(send(`GET /claims/${claims[0]}`))).state).toBe('holds')
})

/** Four hundred on their way to a product that a campaign offers. */
async function delivery() {
  const space = await house.workspace()
  const send = senderOf(space)
  const productId = await addProduct(space)
  const { marketing, sales } = space.departmentIds
  const campaign = await ok(
    send('POST /campaigns', {
      name: 'BUDS',
      startsOn: '2026-12-01',
      endsOn: '2026-12-06',
      departmentIds: [marketing, sales],
      ownerIds: [space.ownerId],
    }),
  )
  await ok(send(`POST /campaigns/${campaign.id}/offers`, { productId, uplift: 1 }))
  const inbound = await ok(
    send(`POST /products/${productId}/inbound`, { quantity: 400, expectedOn: '2026-12-01', confirmed: true }),
  )
  await house.drain()
  const change = (changes: object) => ok(send(`PATCH /products/${productId}/inbound/${inbound.id}`, changes))
  return {
    send,
    productId,
    inboundId: inbound.id as string,
    change,
    list: async () => (await ok(send('GET /impacts'))).items,
  }
}

test('a delivery that slips and a stock-out touch what sells the product; goods on the shelf mend it', async () => {
  const { send, productId, change, list } = await delivery()
  await change({ expectedOn: '2026-12-05' })
  await house.drain()
  expect((await list()).map((one: { eventName: string; change: object[] }) => [one.eventName, one.change])).toEqual([
    ['inbound.changed', [{ key: 'expectedOn', label: '', before: '2026-12-01', after: '2026-12-05' }]],
  ])
  await ok(send(`POST /products/${productId}/stock/movements`, { delta: -360, reason: 'sale' }))
  await house.drain()
  const [out] = await list()
  expect(out).toMatchObject({
    ...{ eventName: 'stock.changed', severity: 'critical', state: 'open' },
    change: [{ key: 'stock', before: '308', after: '-52' }],
  })
  await ok(send(`POST /products/${productId}/stock/movements`, { delta: -1, reason: 'sale' }))
  await house.drain()
  expect(await list()).toHaveLength(2)
  await ok(send(`POST /products/${productId}/stock/movements`, { delta: 500, reason: 'purchase' }))
  await house.drain()
  expect(await ok(send(`GET /impacts/${out.id}`))).toMatchObject({ state: 'mended' })
})

test('a delivery that is again as good as it was mends what its change touched; the same change again opens another', async () => {
  const { send, change, list } = await delivery()
  const after = async (...changes: object[]) => {
    for (const one of changes) await change(one)
    await house.drain()
    return (await list()).map((one: { state: string }) => one.state)
  }
  expect(await after({ expectedOn: '2026-12-05' })).toEqual(['open'])
  expect(await after({ expectedOn: '2026-12-08', quantity: 300 })).toEqual(['open', 'open'])
  expect(await after({ expectedOn: '2026-12-05' })).toEqual(['open', 'open'])
  expect(await after({ quantity: 400 })).toEqual(['mended', 'open'])
  expect(await after({ expectedOn: '2026-11-30' })).toEqual(['mended', 'mended'])
  expect((await ok(send('GET /tasks?state=open'))).items).toEqual([])
  expect(await ok(send('GET /reports/reaction'))).toMatchObject({ impacts: 2, open: 0 })
  expect(await after({ expectedOn: '2026-12-08' })).toEqual(['open', 'mended', 'mended'])
  expect(await after({ confirmed: false, expectedOn: '2026-11-30' })).toEqual(['open', 'open', 'mended', 'mended'])
  const mended = ['mended', 'mended', 'mended', 'mended']
  expect(await after({ confirmed: true })).toEqual(mended)
  expect(await after({ expectedOn: '2026-12-08' }, { expectedOn: '2026-11-30' })).toEqual(mended)
})

test('a delivery that comes late mends what its delay touched once it is there in full', async () => {
  for (const [quantity, state] of [
    [399, 'open'],
    [400, 'mended'],
  ] as const) {
    const { send, productId, inboundId, change, list } = await delivery()
    await change({ expectedOn: '2026-12-05', confirmed: false })
    await house.drain()
    await ok(send(`POST /products/${productId}/inbound/${inboundId}/receipt`, { quantity }))
    await house.drain()
    expect((await list()).map((one: { state: string }) => one.state)).toEqual([state])
  }
})

test('what depends on this is told with names and ways; unknown things answer 404', async () => {
  const { send, productId, assets } = await story()
  const found = await ok(send(`GET /impacts/dependants?type=attribute&id=${productId}/battery`))
  expect(found.node.name).toBe('Reloj · Batería')
  expect(
    found.items
      .filter((one: { depth: number }) => one.depth === 2)
      .map((one: { id: string }) => one.id)
      .sort(),
  ).toEqual(assets.toSorted())
  expect(found.items[3]).toMatchObject({
    type: 'asset',
    via: { type: 'claim' },
    url: expect.stringContaining('/texts/'),
  })
  expect((await ok(send(`GET /impacts/dependants?type=product&id=${productId}`))).items).toHaveLength(7)
  expect((await send(`GET /impacts/dependants?type=product&id=${newId()}`)).status).toBe(404)
})
