import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { newId } from '#kernel/id.ts'
import { type Answer, type Harness, monday, startHarness, type TestWorkspace } from '#test/harness.ts'
import { setAfterStockChange } from './public.ts'

let house: Harness
let lumbre: TestWorkspace
const followed: string[] = []
beforeAll(async () => {
  house = await startHarness()
  lumbre = await house.workspace()
  setAfterStockChange(async (_tx, _actor, _at, ids) => async () => followed.push(...ids))
})
beforeEach(() => house.clock.set(monday))
afterAll(() => house.close())

const send = (key: string, body?: unknown, headers?: Record<string, string>) =>
  lumbre.send(key, { ...(body !== undefined && { body }), ...(headers && { headers }) })
const product = async (onHand?: number): Promise<{ id: string; sku: string }> => {
  const { body } = await send('POST /products', { sku: `SKU-${newId()}`, name: 'Auriculares' })
  if (onHand !== undefined) await send(`PUT /products/${body.id}/stock`, { onHand })
  return body
}
const move = (id: string, delta: number, more: object = {}, headers?: Record<string, string>): Promise<Answer> =>
  send(`POST /products/${id}/stock/movements`, { delta, reason: 'sale', ...more }, headers)
const stockOf = async (id: string) => (await send(`GET /products/${id}/stock`)).body

test('stock is counted, moved and explained', async () => {
  const { id } = await product()
  expect(await stockOf(id)).toMatchObject({ isKept: false, onHand: 0, available: 0, version: 0 })
  const put = await send(`PUT /products/${id}/stock`, {
    onHand: 420,
    reserved: 60,
    dailyDemand: 14,
    demandStdDev: 12,
    leadTimeDays: 7,
  })
  expect(put.body).toMatchObject({
    onHand: 420,
    reserved: 60,
    safetyStock: 52,
    available: 308,
    daysOfCover: 22,
    demandSource: 'given',
  })
  expect((await move(id, -20, { reference: 'A-1' })).body).toMatchObject({ onHand: 400, repeated: false })
  expect((await send(`GET /products/${id}/stock/movements`)).body.items).toMatchObject([
    { delta: -20, onHandAfter: 400, reason: 'sale', reference: 'A-1', actorName: 'Olga Owner' },
    { delta: 420, onHandAfter: 420, reason: 'count' },
  ])
  const [event] = (await send(`GET /products/${id}/timeline?limit=1`)).body.items
  expect(event).toMatchObject({
    name: 'stock.changed',
    data: { onHand: 400, delta: -20, available: 288, reason: 'sale' },
  })
  expect(followed).toContain(id)
})

test('what stock cannot be is refused', async () => {
  const { id } = await product(5)
  const put = (body: object) => send(`PUT /products/${id}/stock`, body)
  expect((await put({ onHand: -1 })).status).toBe(400)
  expect((await put({ onHand: 1.5 })).status).toBe(400)
  expect((await put({ onHand: 5, reserved: 6 })).body.errors[0].rule).toBe('more_than_on_hand')
  expect((await move(id, 0)).body.errors[0].rule).toBe('not_zero')
  expect((await move(id, 0.5)).status).toBe(400)
  expect((await move(id, -6)).body).toMatchObject({ code: 'insufficient_stock', params: { available: 5, wanted: 6 } })
  expect((await move(newId(), 1)).status).toBe(404)
  expect((await stockOf(id)).onHand).toBe(5)
})

test('movements of many writers add up exactly, and never below zero', async () => {
  const products = await Promise.all([product(50), product(50), product(50)])
  const deltas = Array.from({ length: 240 }, (_, index) => ({
    id: products[index % 3]!.id,
    delta: index % 5 === 0 ? 2 : -1,
  }))
  const answers = await Promise.all(deltas.map(({ id, delta }) => move(id, delta)))
  for (const { id } of products) {
    const done = deltas.filter((one, index) => one.id === id && answers[index]!.status === 201)
    const refused = answers.filter((answer, index) => deltas[index]!.id === id && answer.status !== 201)
    for (const answer of refused) expect(answer.body.code).toBe('insufficient_stock')
    const { onHand } = await stockOf(id)
    expect(onHand).toBe(50 + done.reduce((sum, { delta }) => sum + delta, 0))
    const { rows } = await sql<{
      sum: number
      least: number
    }>`select sum(delta)::int as sum, min(on_hand_after) as least from stock_movement
      where workspace_id = ${lumbre.workspaceId} and product_id = ${id}`.execute(house.services.db)
    expect(rows[0]!.sum).toBe(onHand)
    expect(rows[0]!.least).toBeGreaterThanOrEqual(0)
  }
})

test('the same key or reference moves once, however often and at once it comes', async () => {
  const { id } = await product(100)
  const keyed = await Promise.all(Array.from({ length: 8 }, () => move(id, -3, {}, { 'idempotency-key': 'k1' })))
  expect(new Set(keyed.map((answer) => answer.body.id)).size).toBe(1)
  const referred = await Promise.all(Array.from({ length: 8 }, () => move(id, -4, { reference: 'ORDER-7' })))
  expect(new Set(referred.map((answer) => answer.body.id)).size).toBe(1)
  expect((await stockOf(id)).onHand).toBe(93)
  expect((await move(id, -5, { reference: 'ORDER-7' })).body.code).toBe('reference_reused')
  expect((await move(id, -9, {}, { 'idempotency-key': 'k1' })).body.code).toBe('idempotency_key_reused')
  expect((await move(id, 4, { reason: 'return', reference: 'ORDER-7' })).body.onHand).toBe(97)
})

test('reservations never exceed what is there, end once and expire', async () => {
  const { id } = await product(10)
  const reserve = (quantity: number, more: object = {}) =>
    send(`POST /products/${id}/stock/reservations`, { quantity, ...more })
  const answers = await Promise.all(Array.from({ length: 12 }, () => reserve(3)))
  const held = answers.filter((answer) => answer.status === 201)
  expect(held).toHaveLength(3)
  expect(await stockOf(id)).toMatchObject({ onHand: 10, reserved: 9, available: 1 })
  expect((await send(`PUT /products/${id}/stock`, { onHand: 10, reserved: 2 })).body.errors[0].rule).toBe(
    'less_than_reservations',
  )
  const at = (answer: Answer) => `/products/${id}/stock/reservations/${answer.body.id}`
  expect((await send(`POST ${at(held[0]!)}/fulfilment`)).body.state).toBe('fulfilled')
  expect(await stockOf(id)).toMatchObject({ onHand: 7, reserved: 6 })
  expect((await send(`DELETE ${at(held[1]!)}`)).status).toBe(204)
  expect((await send(`DELETE ${at(held[1]!)}`)).body.code).toBe('reservation_ended')
  expect((await reserve(2, { reference: 'CART' })).body.id).toBe((await reserve(2, { reference: 'CART' })).body.id)
  expect((await reserve(1, { reference: 'CART' })).body.code).toBe('reference_reused')
  expect((await reserve(1, { expiresAt: '2020-01-01T00:00:00Z' })).status).toBe(400)
  const soon = await reserve(1, { expiresAt: '2026-11-23T10:00:00Z' })
  expect(await stockOf(id)).toMatchObject({ reserved: 6 })
  house.clock.set('2026-11-23T10:01:00Z')
  const { expireReservations } = await import('./reservations.ts')
  await expireReservations.run({}, house.services, {
    signal: new AbortController().signal,
    attempt: 1,
    lastAttempt: true,
  })
  expect(await stockOf(id)).toMatchObject({ reserved: 5 })
  const { items } = (await send(`GET /products/${id}/stock/reservations?state=expired`)).body
  expect(items).toMatchObject([{ id: soon.body.id }])
})

test('a delivery slips, is told with what it was, and comes in once', async () => {
  const { id } = await product()
  await send(`PUT /products/${id}/stock`, {
    onHand: 420,
    reserved: 60,
    dailyDemand: 14,
    demandStdDev: 12,
    leadTimeDays: 7,
  })
  const verdict = async () =>
    (await send(`GET /products/${id}/availability?from=2026-12-01&to=2026-12-14&uplift=3`)).body
  expect(await verdict()).toMatchObject({ needed: 588, available: 308, runsOutOn: '2026-12-08', verdict: 'block' })
  const inbound = (
    await send(`POST /products/${id}/inbound`, { quantity: 400, expectedOn: '2026-12-05', confirmed: true })
  ).body
  expect(await verdict()).toMatchObject({ verdict: 'pass', minimum: 120, minimumOn: '2026-12-14' })
  const at = `/products/${id}/inbound/${inbound.id}`
  const slipped = await send(`PATCH ${at}`, { expectedOn: '2026-12-09' }, { 'if-match': '"1"' })
  expect(slipped.body).toMatchObject({ expectedOn: '2026-12-09', promisedOn: '2026-12-05', version: 2 })
  expect(await verdict()).toMatchObject({ verdict: 'block', minimum: -28, minimumOn: '2026-12-08', missing: 28 })
  const [event] = (await send(`GET /products/${id}/timeline?limit=1`)).body.items
  expect(event).toMatchObject({
    name: 'inbound.changed',
    data: { change: 'slipped', before: { expectedOn: '2026-12-05', quantity: 400, confirmed: true } },
  })
  expect((await send(`POST /products/${id}/inbound`, { quantity: 0, expectedOn: '2026-12-05' })).status).toBe(400)
  const received = await Promise.all([1, 2, 3].map(() => send(`POST ${at}/receipt`, { quantity: 380 })))
  expect(received.map(({ status }) => status).sort()).toEqual([200, 409, 409])
  expect((await stockOf(id)).onHand).toBe(800)
  expect((await send(`DELETE ${at}`)).body.code).toBe('inbound_closed')
})

test('demand is estimated from orders where nobody gave it', async () => {
  const { id, sku } = await product(100)
  const order = (orderedAt: string, quantity: number) =>
    send('POST /orders', { orderedAt, lines: [{ sku, quantity, unitPriceCents: 100 }] })
  const placed = [await order('2026-11-13T10:00:00Z', 10), await order('2026-11-20T10:00:00Z', 20)]
  if (placed.some(({ status }) => status !== 201)) throw new Error(placed[0]!.text)
  expect((await send(`POST /products/${id}/stock/demand-estimate`)).body).toMatchObject({
    demandSource: 'estimated',
    estimatedDailyDemand: 3,
    estimatedStdDev: 6.4,
    dailyDemand: null,
  })
})

test('the waitlist is served in order, to no more people than units, looked at again each time', async () => {
  const { id } = await product(0)
  const join = (email: string) => house.visit(`POST /w/${id}`, { body: { email, consent: true, locale: 'en' } })
  for (const name of ['ana', 'ben', 'eva', 'leo']) {
    expect((await join(`${name}@example.com`)).status).toBe(201)
    house.clock.advance(1000)
  }
  expect((await join('ANA@example.com')).body.joined).toBe(false)
  expect((await join('nobody')).body.errors[0]).toEqual({ pointer: '/email', rule: 'email' })
  const list = async (state: string) =>
    (await send(`GET /products/${id}/waitlist?state=${state}`)).body.items.map(
      (entry: { email: string }) => entry.email.split('@')[0],
    )
  expect(await list('waiting')).toEqual(['ana', 'ben', 'eva', 'leo'])
  await move(id, 2, { reason: 'purchase' })
  await house.drain()
  expect(await list('notified')).toEqual(['ana', 'ben'])
  await move(id, -1)
  await move(id, 1, { reason: 'return' })
  await house.drain()
  expect(await list('notified')).toEqual(['ana', 'ben'])
  await move(id, 1, { reason: 'purchase' })
  await house.drain()
  expect(await list('notified')).toEqual(['ana', 'ben', 'eva'])
  const { rows } = await sql<{ toEmail: string; subject: string }>`select to_email, subject from mail_message
    where workspace_id = ${lumbre.workspaceId} and kind = 'waitlist' order by created_at, id`.execute(house.services.db)
  expect(rows.map(({ toEmail }) => toEmail.split('@')[0])).toEqual(['ana', 'ben', 'eva'])
  expect(rows[0]!.subject).toBe('Back in stock: Auriculares')
  const [leo] = (await send(`GET /products/${id}/waitlist?state=waiting`)).body.items
  expect(leo).toMatchObject({ position: 1, contactId: expect.any(String) })
  const { items } = (await send(`GET /contacts/${leo.contactId}/consents`)).body
  expect(items[0]).toMatchObject({
    purpose: 'back_in_stock',
    state: 'granted',
    text: expect.stringContaining('Lumbre'),
  })
})

test('the hosted page works without JavaScript and knows when the product is back', async () => {
  const { id } = await product(0)
  const page = await house.visit(`GET /w/${id}?_lang=es`)
  expect(page.status).toBe(200)
  expect(page.text).toContain('Te avisamos cuando vuelva Auriculares')
  const token = /name="_token" value="([^"]+)"/.exec(page.text)![1]!
  const post = (fields: Record<string, string>) =>
    house.visit(`POST /w/${id}?_lang=es`, {
      body: new URLSearchParams({ _token: token, ...fields }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
  house.clock.advance(10_000)
  expect((await post({ email: 'eva@example.com' })).status).toBe(422)
  const done = await post({ email: 'eva@example.com', consent: 'true' })
  expect([done.status, done.headers.location]).toEqual([303, `/w/${id}?done=1&_lang=es`])
  expect((await post({ email: 'bot@example.com', consent: 'true', _homepage: 'x' })).status).toBe(303)
  expect((await send(`GET /products/${id}/waitlist`)).body.items).toMatchObject([
    { email: 'eva@example.com', locale: 'es' },
  ])
  await move(id, 5)
  expect((await house.visit(`GET /w/${id}?_lang=en`)).text).toContain('Auriculares is back in stock')
  expect((await house.visit(`GET /w/${newId()}`)).status).toBe(404)
})
