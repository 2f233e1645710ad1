import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays } from '#kernel/calendar/zone.ts'
import { addProduct, follow, makeReady, ok, planCampaign } from '#test/builders/campaigns.ts'
import { type Harness, monday, startHarness } from '#test/harness.ts'

let house: Harness
beforeAll(async () => void (house = await startHarness()))
afterAll(() => house.close())

const days = 14
const today = '2026-11-23'

/**
 * Two weeks of a shop: three products with random stock, deliveries that slip or come short, random demand, and customers
 * who follow the tracked links at every hour. Answers how often a link or a button offered what could not be sold.
 */
async function play(seed: number, guardOn: boolean) {
  house.clock.set(monday)
  const next = randomOf(seed)
  const space = await house.workspace(`Semilla ${seed}`)
  const { id } = await planCampaign(space, { guardOn })
  const offers: { productId: string; inboundId: string }[] = []
  for (let index = 0; index < 3; index++) {
    const stock = {
      onHand: 300 + next(200),
      reserved: next(40),
      dailyDemand: 8 + next(8),
      demandStdDev: 4 + next(4),
      leadTimeDays: 4,
    }
    const productId = await addProduct(space, { sku: `S${index}`, stock })
    const inbound = await ok(
      space.send(`POST /products/${productId}/inbound`, {
        body: { quantity: 2000, expectedOn: addDays(today, 1), confirmed: true },
      }),
    )
    offers.push({
      inboundId: inbound.id as string,
      ...(await ok(space.send(`POST /campaigns/${id}/offers`, { body: { productId, uplift: 3 } }))),
    })
  }
  await makeReady(space, id)
  await ok(space.send(`POST /campaigns/${id}/launch`))
  const codes: string[] = (await ok(space.send(`GET /campaigns/${id}/links`))).items.map(
    (link: { code: string }) => link.code,
  )
  let wrongLinks = 0
  let wrongButtons = 0
  let waitlisted = 0
  for (let day = 0; day < days; day++) {
    for (const { productId, inboundId } of offers) {
      const demand = 20 + next(60)
      await space.send(`POST /products/${productId}/stock/movements`, { body: { delta: -demand, reason: 'sale' } })
      // One delivery in five comes in at last, not always whole.
      if (next(5) === 0)
        await ok(
          space.send(`POST /products/${productId}/stock/movements`, {
            body: { delta: 40 + next(200), reason: 'purchase' },
          }),
        )
      // The big one was promised for tomorrow, and is again.
      if (next(2) === 0)
        await ok(
          space.send(`PATCH /products/${productId}/inbound/${inboundId}`, {
            body: { expectedOn: addDays(today, day + 2 + next(4)) },
          }),
        )
      await look()
    }
    house.clock.advance(86_400_000)
  }
  return { wrongLinks, wrongButtons, waitlisted }

  async function look() {
    const { offers: seen } = await ok(space.send(`GET /campaigns/${id}`))
    for (const [index, { productId }] of offers.entries()) {
      const { available, callToAction } = seen.find((one: { productId: string }) => one.productId === productId)
      const way = await follow(house, codes[index]!)
      if (way.startsWith('/w/')) waitlisted++
      if (available <= 0 && way.startsWith('https:')) wrongLinks++
      if (available <= 0 && callToAction === 'shop') wrongButtons++
    }
  }
}

test('fourteen days in which nothing that is not there is offered while the guard is on; with it off, it is', async () => {
  const guarded = await play(2026, true)
  expect(guarded).toMatchObject({ wrongLinks: 0, wrongButtons: 0 })
  expect(guarded.waitlisted).toBeGreaterThan(0)
  const unguarded = await play(2026, false)
  expect(unguarded.wrongLinks).toBeGreaterThan(0)
  expect(unguarded.wrongButtons).toBeGreaterThan(0)
  expect(unguarded.waitlisted).toBe(0)
}, 60_000)

/** Whole numbers from 0 to below `limit`, the same for the same seed (mulberry32). */
function randomOf(seed: number): (limit: number) => number {
  let state = seed
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * limit)
  }
}
