import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '#kernel/events.ts'
import { newId } from '#kernel/id.ts'
import { ok } from '#test/builders/campaigns.ts'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'
import { dependantsOf, mendImpacts, type Node, openImpact, setEdges, setEdgesOfMany } from './public.ts'

let house: Harness
let lumbre: TestWorkspace
beforeAll(async () => {
  house = await startHarness()
  lumbre = await house.workspace()
})
afterAll(() => house.close())

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

test('the journey map shows its gaps, keeps its order and draws its edges', async () => {
  const space = await house.workspace()
  const send = (key: string, body?: unknown) => space.send(key, body === undefined ? {} : { body })
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
