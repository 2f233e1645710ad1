import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '#kernel/events.ts'
import { newId } from '#kernel/id.ts'
import { addProduct, ok } from '#test/builders/campaigns.ts'
import { addMember } from '#test/builders/leads.ts'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'
import { escalate } from './escalate.ts'
import { dependantsOf, mendImpacts, type Node, openImpact, setEdges, setEdgesOfMany } from './public.ts'

let house: Harness
let lumbre: TestWorkspace
beforeAll(async () => {
  house = await startHarness()
  lumbre = await house.workspace()
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
  expect(tasks[0]!.title).toContain('Batería: de 168 h a 5 días')

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

test('a delivery that slips and a stock-out touch what sells the product; goods on the shelf mend it', async () => {
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
  await ok(send(`PATCH /products/${productId}/inbound/${inbound.id}`, { expectedOn: '2026-12-05' }))
  await house.drain()
  const list = async () => (await ok(send('GET /impacts'))).items
  expect((await list()).map((one: { eventName: string; change: object[] }) => [one.eventName, one.change])).toEqual([
    ['inbound.changed', [{ key: 'expectedOn', label: '', before: '2026-12-01', after: '2026-12-05' }]],
  ])
  await ok(send(`POST /products/${productId}/stock/movements`, { delta: -360, reason: 'sale' }))
  await house.drain()
  const [out] = await list()
  expect(out).toMatchObject({ eventName: 'stock.changed', severity: 'critical', state: 'open' })
  await ok(send(`POST /products/${productId}/stock/movements`, { delta: -1, reason: 'sale' }))
  await house.drain()
  expect(await list()).toHaveLength(2)
  await ok(send(`POST /products/${productId}/stock/movements`, { delta: 500, reason: 'purchase' }))
  await house.drain()
  expect(await ok(send(`GET /impacts/${out.id}`))).toMatchObject({ state: 'mended' })
})

test('whatever the graph, dependants are those of a naive walk, each once, as of any time', async () => {
  const { db } = house.services
  const edge = fc.record({ from: fc.nat(7), to: fc.nat(7) })
  await fc.assert(
    fc.asyncProperty(fc.array(edge, { maxLength: 25 }), fc.array(edge, { maxLength: 10 }), async (first, second) => {
      const ids = Array.from({ length: 8 }, () => newId())
      const node = (index: number): Node => ({ type: 'message', id: ids[index]! })
      const draw = (at: Date, edges: readonly { from: number; to: number }[]) =>
        db.transaction().execute((tx) =>
          setEdgesOfMany(
            tx,
            at,
            lumbre.workspaceId,
            ids.map((_, to) => ({
              to: node(to),
              from: edges.filter((one) => one.to === to).map((one) => node(one.from)),
            })),
            'test',
          ),
        )
      const [before, after] = [new Date('2026-01-01'), new Date('2026-02-01')]
      await draw(before, first)
      await draw(after, second)
      for (const [edges, asOf] of [
        [second, undefined],
        [first, new Date('2026-01-15')],
        [[], new Date('2025-12-31')],
      ] as const) {
        const found = await dependantsOf(db, lumbre.workspaceId, node(0), 100, asOf)
        expect(new Map(found.map((one) => [ids.indexOf(one.node.id), one.depth]))).toEqual(naive(edges))
        expect(found).toHaveLength(naive(edges).size)
      }
    }),
    { numRuns: 25 },
  )
})

function naive(edges: readonly { from: number; to: number }[]): Map<number, number> {
  const depth = new Map([[0, 0]])
  for (let round = 1; round <= 8; round++)
    for (const { from, to } of edges) if (depth.get(from) === round - 1 && !depth.has(to)) depth.set(to, round)
  depth.delete(0)
  return depth
}

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

test('the journey map shows its gaps, keeps its order and draws its edges', async () => {
  const space = await house.workspace()
  const send = senderOf(space)
  const first = await ok(send('POST /journey-stages', { name: 'Descubre' }))
  const second = await ok(
    send('POST /journey-stages', {
      name: 'Compra',
      owners: [{ departmentId: space.departmentIds.sales, memberId: space.ownerId }],
    }),
  )
  const asset = await ok(send('POST /assets', { type: 'landing', name: 'Página' }))
  const touchpoint = await ok(
    send('POST /touchpoints', { stageId: first.id, name: 'Web', links: [{ type: 'asset', id: asset.id }] }),
  )
  expect(first.gaps).toEqual(['no_owner', 'no_touchpoint'])
  expect(touchpoint).toMatchObject({
    gaps: ['no_owner', 'no_promise', 'no_metric'],
    links: [{ name: 'Página', isAlive: true }],
  })
  await ok(send('PUT /journey-stages/order', { ids: [second.id, first.id] }))
  expect((await send('PUT /journey-stages/order', { ids: [second.id] })).body.errors[0].rule).toBe('every_stage')
  const moved = await ok(
    send(`PATCH /touchpoints/${touchpoint.id}`, {
      stageId: second.id,
      ownerId: space.ownerId,
      promise: 'En 48 h',
      metric: 'Conversión',
    }),
  )
  expect(moved.gaps).toEqual([])
  const map = await ok(send('GET /journey-map'))
  expect(
    map.stages.map((stage: { name: string; touchpoints: object[] }) => [stage.name, stage.touchpoints.length]),
  ).toEqual([
    ['Compra', 1],
    ['Descubre', 0],
  ])
  expect(map.gaps).toBe(1)
  const { items } = await ok(send(`GET /impacts/dependants?type=asset&id=${asset.id}`))
  expect(items).toMatchObject([{ type: 'touchpoint', id: touchpoint.id, ownerId: space.ownerId }])
  await ok(send(`DELETE /journey-stages/${second.id}`))
  expect((await ok(send('GET /journey-map'))).stages).toHaveLength(1)
  expect((await ok(send(`POST /journey-stages/${second.id}/restoration`))).touchpoints).toHaveLength(1)
  expect((await send('POST /touchpoints', { stageId: newId(), name: 'X' })).body.errors[0]).toEqual({
    pointer: '/stageId',
    rule: 'unknown_record',
  })
})

test('edges said again change nothing; edges of another kind stay', async () => {
  const { db } = house.services
  const to: Node = { type: 'page', id: newId() }
  const from = [1, 2].map((): Node => ({ type: 'term', id: newId() }))
  const at = house.clock.now()
  await db.transaction().execute(async (tx) => {
    for (let time = 0; time < 2; time++) await setEdges(tx, at, lumbre.workspaceId, to, from, 'a')
    await setEdges(tx, at, lumbre.workspaceId, to, [from[0]!], 'b')
    await setEdges(tx, at, lumbre.workspaceId, to, [], 'a')
  })
  expect(await dependantsOf(db, lumbre.workspaceId, from[0]!)).toMatchObject([{ node: to, depth: 1 }])
  expect(await dependantsOf(db, lumbre.workspaceId, from[1]!)).toEqual([])
})

test('a part that only declares its edges has impacts: without an owner marketing is told, and what is mended ends it', async () => {
  const space = await house.workspace()
  const { db } = house.services
  const { workspaceId } = space
  const [term, page]: [Node, Node] = [
    { type: 'term', id: newId() },
    { type: 'page', id: newId() },
  ]
  const at = house.clock.now()
  const actor = systemActor(workspaceId)
  const change = { key: 'term', label: 'Plazo', before: '15 días', after: '30 días' }
  const opened = await db.transaction().execute(async (tx) => {
    expect(
      await openImpact(tx, actor, at, { cause: term, change, severity: 'minor', eventName: 'term.changed' }),
    ).toBeNull()
    await setEdges(tx, at, workspaceId, page, [term], 'uses')
    const made = await openImpact(tx, actor, at, { cause: term, change, severity: 'minor', eventName: 'term.changed' })
    expect(
      await openImpact(tx, actor, at, { cause: term, change, severity: 'minor', eventName: 'term.changed' }),
    ).toBeNull()
    return made
  })
  const read = () => ok(space.send(`GET /impacts/${opened?.id}`))
  expect(await read()).toMatchObject({
    toMend: 1,
    tasks: [{ departmentId: space.departmentIds.marketing, ownerId: null }],
  })
  await db.transaction().execute((tx) => mendImpacts(tx, actor, at, [page]))
  expect(await read()).toMatchObject({ state: 'mended', toMend: 0 })
})
