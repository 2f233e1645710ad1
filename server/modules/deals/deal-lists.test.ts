import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '#kernel/events.ts'
import { type Harness, monday, startHarness, type TestWorkspace } from '#test/harness.ts'
import { upsertDeals } from './public.ts'

let house: Harness
let lumbre: TestWorkspace
beforeAll(async () => {
  house = await startHarness()
  lumbre = await house.workspace()
})
afterAll(() => house.close())

const send = (key: string, body?: unknown) => lumbre.send(key, { ...(body !== undefined && { body }) })

test('a won deal is certain and a lost one is over; the stage speaks for those that are open', async () => {
  const { body: pipelines } = await send('GET /pipelines')
  const { id: stageId } = pipelines.items[0].stages[2]
  const [won, lost, open] = await Promise.all(
    ['Ganada', 'Perdida', 'Abierta'].map(async (name) => {
      const amount = { amountCents: 10_000, currency: 'EUR' }
      return (await send('POST /deals', { name, stageId, amount })).body
    }),
  )
  expect(open.probability).toBe(50)
  expect((await send(`POST /deals/${won.id}/won`, {})).body.probability).toBe(100)
  expect((await send(`POST /deals/${lost.id}/lost`, { reason: 'price' })).body.probability).toBe(0)
  const listed = (await send('GET /deals?sort=name')).body.items
  expect(listed.map((deal: { name: string; probability: number }) => [deal.name, deal.probability])).toEqual([
    ['Abierta', 50],
    ['Ganada', 100],
    ['Perdida', 0],
  ])
  expect((await send(`GET /deals/${won.id}`)).body.probability).toBe(100)
  expect((await send('GET /deals/board')).body.stages[2]).toMatchObject({
    ...{ count: 1, probability: 50 },
    weighted: { amountCents: 5_000 },
  })
  expect((await send(`POST /deals/${won.id}/reopening`)).body.probability).toBe(50)
})

test('deals are found by the days on which they were opened and closed, in the zone of the workspace', async () => {
  const seville = await house.workspace('Sevilla')
  const imported: [string, string, string | null][] = [
    ['A', '2016-10-20T12:00:00Z', '2017-03-01T10:00:00Z'],
    // Midnight in Seville comes an hour before midnight UTC.
    ['B', '2016-12-31T23:30:00Z', '2017-03-01T23:30:00Z'],
    ['C', '2017-01-02T12:00:00Z', '2017-02-28T22:59:59Z'],
    ['D', '2017-01-03T12:00:00Z', null],
  ]
  await house.services.db.transaction().execute((tx) =>
    upsertDeals(
      tx,
      systemActor(seville.workspaceId),
      monday,
      imported.map(([name, openedAt, closedAt]) => ({
        ...{ externalId: `${name}-1C1I7A6R`, name, state: closedAt ? ('won' as const) : ('open' as const) },
        ...{ openedAt: new Date(openedAt), closedAt: closedAt ? new Date(closedAt) : null, overwrite: true },
      })),
    ),
  )
  const names = async (query: string) => {
    const { items } = (await seville.send(`GET /deals?${query}`)).body
    return items.map((deal: { name: string }) => deal.name).join('')
  }
  expect(await names('sort=openedAt')).toBe('ABCD')
  expect(await names('sort=-openedAt')).toBe('DCBA')
  expect(await names('sort=closedAt')).toBe('DCAB')
  expect(await names('sort=-closedAt')).toBe('BACD')
  expect(await names('openedFrom=2017-01-01&sort=openedAt')).toBe('BCD')
  expect(await names('openedTo=2016-12-31')).toBe('A')
  expect(await names('closedFrom=2017-03-01&closedTo=2017-03-01')).toBe('A')
  expect(await names('closedTo=2017-03-01&sort=-closedAt')).toBe('AC')
  expect(await names('closedFrom=2017-03-02')).toBe('B')
  expect(await names('closedFrom=2017-01-01&state=open')).toBe('')
  for (const sort of ['closedAt', '-closedAt', 'openedAt']) {
    const first = (await seville.send(`GET /deals?sort=${sort}&limit=3`)).body
    const rest = (await seville.send(`GET /deals?sort=${sort}&limit=3&after=${first.next}`)).body
    const paged = [...first.items, ...rest.items].map((deal) => deal.name).join('')
    expect([sort, paged]).toEqual([sort, await names(`sort=${sort}`)])
  }
  expect((await seville.send('GET /deals?closedFrom=2017-02-30')).status).toBe(400)
  const { stages } = (await seville.send('GET /deals/board?openedFrom=2017-01-03&openedTo=2017-01-03')).body
  expect(stages[0].items.map((deal: { name: string }) => deal.name)).toEqual(['D'])
})
