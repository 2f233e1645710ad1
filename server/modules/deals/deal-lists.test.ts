import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'

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
