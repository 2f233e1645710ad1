import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '#kernel/events.ts'
import { newId } from '#kernel/id.ts'
import { imported } from '#test/builders/upload.ts'
import { type Answer, type Harness, monday, startHarness, type TestWorkspace } from '#test/harness.ts'
import { type OrderInput, recordOrders, recordReturns } from './public.ts'

let house: Harness
let lumbre: TestWorkspace
beforeAll(async () => {
  house = await startHarness()
  lumbre = await house.workspace()
})
afterAll(() => house.close())

const send = (key: string, body?: unknown, headers?: Record<string, string>) =>
  lumbre.send(key, { ...(body !== undefined && { body }), ...(headers && { headers }) })
const made = async (key: string, body: object = {}): Promise<Answer['body']> => {
  const answer = await send(key, body)
  if (answer.status >= 300) throw new Error(answer.text)
  return answer.body
}
let skus = 0
const product = async (): Promise<{ id: string; sku: string }> =>
  made('POST /products', { sku: `SKU-${++skus}`, name: `Producto ${skus}` })
const actor = () => systemActor(lumbre.workspaceId)
const record = (orders: readonly OrderInput[]) =>
  house.services.db.transaction().execute((tx) => recordOrders(tx, actor(), house.clock.now(), orders))
const shopOrder = (more: Partial<OrderInput> = {}): OrderInput => ({
  ...{ source: 'woocommerce', shopId: newId(), externalId: '727', state: 'paid', orderedAt: monday, currency: 'EUR' },
  lines: [{ key: '1', sku: 'X', quantity: 1, unitPriceCents: 1000 }],
  ...more,
})

test('an order makes its buyer a customer and stands in their timeline, to the cent', async () => {
  const watch = await product()
  const order = await made('POST /orders', {
    buyer: { email: 'ana@example.com', fullName: 'Ana Ruiz', companyName: 'Acme' },
    lines: [
      { sku: watch.sku.toLowerCase(), quantity: 3, unitPriceCents: 3333, totalCents: 9998 },
      { name: 'Correa', quantity: 1, unitPriceCents: 1 },
    ],
    totalCents: 10_499,
  })
  expect(order).toMatchObject({
    number: 'P-00001',
    source: 'api',
    state: 'placed',
    contactName: 'Ana Ruiz',
    companyName: 'Acme',
    total: { amountCents: 10_499, currency: 'EUR' },
    units: 4,
    lines: [
      { productId: watch.id, quantity: 3, total: { amountCents: 9998 } },
      { productId: null, name: 'Correa' },
    ],
  })
  expect((await send(`GET /contacts/${order.contactId}`)).body.lifecycleStage).toBe('customer')
  const timeline = (await send(`GET /contacts/${order.contactId}/timeline`)).body.items
  expect(timeline.find((entry: { name: string }) => entry.name === 'order.recorded')).toMatchObject({
    kind: 'order',
    data: { number: 'P-00001', totalCents: 10_499 },
  })
})

test('the same external id is the same order, whoever is first', async () => {
  const input = shopOrder({ buyer: person('twice@example.com') })
  const all = await Promise.all(Array.from({ length: 4 }, () => record([input])))
  expect(new Set(all.map(([one]) => one!.orderId)).size).toBe(1)
  expect(all.filter(([one]) => one!.created)).toHaveLength(1)
  const other = await record([{ ...input, shopId: newId() }])
  expect(other[0]!.created).toBe(true)
})

test('older news of an order is left aside, newer news changes it and its lines', async () => {
  const shopId = newId()
  const at = (hour: number) => new Date(Date.UTC(2026, 10, 23, hour))
  const first = shopOrder({ shopId, sourceUpdatedAt: at(7), lines: [line('1', 2, 500), line('2', 1, 300)] })
  const [made] = await record([first])
  const [late] = await record([{ ...first, state: 'cancelled', sourceUpdatedAt: at(6) }])
  expect(late).toMatchObject({ changed: false })
  await record([{ ...first, state: 'shipped', sourceUpdatedAt: at(8), lines: [line('1', 1, 500), line('3', 1, 100)] }])
  const order = (await send(`GET /orders/${made!.orderId}`)).body
  expect([order.state, order.total.amountCents, order.version]).toEqual(['shipped', 600, 2])
  expect(order.lines.map(({ sku, quantity }: { sku: string; quantity: number }) => [sku, quantity])).toEqual([
    ['SKU-OF-1', 1],
    ['SKU-OF-3', 1],
  ])
  expect(
    await record([
      { ...first, state: 'shipped', sourceUpdatedAt: at(8), lines: [line('1', 1, 500), line('3', 1, 100)] },
    ]),
  ).toMatchObject([{ changed: false }])
})

test('a batch of orders costs a constant number of statements', async () => {
  const orders = (count: number, from: number) =>
    Array.from({ length: count }, (_, index) =>
      shopOrder({ externalId: String(from + index), buyer: person(`b${from + index}@example.com`) }),
    )
  const [few, many] = [
    await statements(() => record(orders(2, 10_000))),
    await statements(() => record(orders(300, 20_000))),
  ]
  expect(few).toBeGreaterThan(5)
  expect(many).toBe(few)
})

test('what comes back is never more than what was sold, and refunds add up', async () => {
  const order = await made('POST /orders', {
    lines: [{ sku: 'R', quantity: 3, unitPriceCents: 3333, totalCents: 10_000 }],
  })
  const [{ id: orderLineId }] = order.lines
  const back = (quantity: number) =>
    send('POST /returns', { orderId: order.id, lines: [{ orderLineId, quantity, reason: 'defective' }] })
  const answers = await Promise.all([back(1), back(1), back(1), back(1)])
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 422])
  expect(answers.find(({ status }) => status === 422)!.body.errors).toEqual([
    { pointer: '/lines/0/quantity', rule: 'more_than_ordered', params: { left: 0 } },
  ])
  const after = (await send(`GET /orders/${order.id}`)).body
  expect([after.refunded.amountCents, after.lines[0].returned]).toEqual([10_000, 3])
  const [first] = after.returns
  expect((await send(`DELETE /returns/${first.id}`)).status).toBe(204)
  expect((await back(1)).status).toBe(201)
  expect((await send(`POST /returns/${first.id}/restoration`)).status).toBe(422)
})

test('a return names the attribute that misled, and only one that the sheet has', async () => {
  const watch = await product()
  await made(`POST /products/${watch.id}/specs`, {
    attributes: [{ key: 'battery', label: 'Batería', value: '7', unit: 'd', severity: 'critical' }],
  })
  await made(`POST /products/${watch.id}/specs/1/publication`)
  const order = await made('POST /orders', { lines: [{ productId: watch.id, quantity: 2, unitPriceCents: 19_900 }] })
  const give = (attributeKey: string, reason = 'not_as_described') =>
    send('POST /returns', {
      orderId: order.id,
      lines: [{ orderLineId: order.lines[0].id, quantity: 1, reason, attributeKey }],
    })
  expect((await give('weight')).body.errors).toMatchObject([
    { pointer: '/lines/0/attributeKey', rule: 'unknown_attribute' },
  ])
  const returned = (await give('battery')).body
  expect(returned).toMatchObject({ reasons: ['not_as_described'], refund: { amountCents: 19_900 } })
  const mended = await send(`PATCH /returns/${returned.id}`, {
    lines: [{ id: returned.lines[0].id, reason: 'late', attributeKey: null }],
  })
  expect(mended.body.lines[0]).toMatchObject({ reason: 'late', attributeKey: null, quantity: 1 })
  expect((await send(`GET /returns?productId=${watch.id}&reason=late`)).body.items).toHaveLength(1)
  expect(
    (await send(`GET /returns?reason=not_as_described&attributeKey=battery&productId=${watch.id}`)).body.items,
  ).toEqual([])
})

test('a won deal becomes an order once', async () => {
  const deal = await made('POST /deals', { name: 'Tienda Sol', amount: { amountCents: 250_000, currency: 'EUR' } })
  expect((await send(`POST /deals/${deal.id}/order`, {})).body.code).toBe('deal_not_won')
  await send(`POST /deals/${deal.id}/won`, {})
  const both = await Promise.all([send(`POST /deals/${deal.id}/order`, {}), send(`POST /deals/${deal.id}/order`, {})])
  expect(both.map(({ status }) => status).sort()).toEqual([201, 409])
  const { body } = both.find(({ status }) => status === 201)!
  expect(body).toMatchObject({
    dealId: deal.id,
    source: 'deal',
    total: { amountCents: 250_000 },
    lines: [{ name: 'Tienda Sol' }],
  })
})

test('an order and its return move stock when asked to, once', async () => {
  const lamp = await product()
  await send(`PUT /products/${lamp.id}/stock`, {
    onHand: 10,
    reserved: 0,
    dailyDemand: 1,
    demandStdDev: 0,
    leadTimeDays: 1,
  })
  const onHand = async () => (await send(`GET /products/${lamp.id}/stock`)).body.onHand
  const body = { lines: [{ productId: lamp.id, quantity: 4, unitPriceCents: 100 }], moveStock: true }
  const order = (await send('POST /orders', body, { 'idempotency-key': 'once' })).body
  await send('POST /orders', body, { 'idempotency-key': 'once' })
  expect(await onHand()).toBe(6)
  await made('POST /returns', {
    orderId: order.id,
    lines: [{ orderLineId: order.lines[0].id, quantity: 1, reason: 'changed_mind' }],
    restock: true,
  })
  expect(await onHand()).toBe(7)
})

test('an order goes its way, is corrected, deleted and brought back', async () => {
  const order = await made('POST /orders', {
    externalId: 'A-1',
    lines: [{ sku: 'X', quantity: 1, unitPriceCents: 500 }],
  })
  const patch = (body: object, version?: number) =>
    send(`PATCH /orders/${order.id}`, body, version ? { 'if-match': `"${version}"` } : undefined)
  expect((await patch({ state: 'shipped' })).body).toMatchObject({ state: 'shipped', version: 2 })
  expect((await patch({ state: 'paid' })).body.code).toBe('invalid_transition')
  expect((await patch({ note: 'x' }, 1)).status).toBe(412)
  expect((await patch({ contactId: newId() })).body.errors).toEqual([{ pointer: '/contactId', rule: 'unknown_record' }])
  expect((await send(`DELETE /orders/${order.id}`)).status).toBe(204)
  expect((await send(`GET /orders/${order.id}`)).status).toBe(404)
  expect(
    (await send('POST /orders', { externalId: 'A-1', lines: [{ sku: 'X', quantity: 1, unitPriceCents: 1 }] })).status,
  ).toBe(409)
  expect((await send(`POST /orders/${order.id}/restoration`)).body.total.amountCents).toBe(500)
})

test.each([
  [{ lines: [] }, 400, '/lines'],
  [{ lines: [{ sku: 'X', quantity: 0, unitPriceCents: 1 }] }, 400, '/lines/0/quantity'],
  [{ lines: [{ sku: 'X', quantity: 1.5, unitPriceCents: 1 }] }, 400, '/lines/0/quantity'],
  [{ lines: [{ sku: 'X', quantity: 1, unitPriceCents: -1 }] }, 400, '/lines/0/unitPriceCents'],
  [{ lines: [{ quantity: 1, unitPriceCents: 1 }] }, 400, '/lines/0/sku'],
  [{ lines: [{ productId: newId(), quantity: 1, unitPriceCents: 1 }] }, 422, '/lines/0/productId'],
  [{ orderedAt: '2027-01-01T00:00:00Z', lines: [{ sku: 'X', quantity: 1, unitPriceCents: 1 }] }, 400, '/orderedAt'],
  [{ dealId: newId(), lines: [{ sku: 'X', quantity: 1, unitPriceCents: 1 }] }, 422, '/dealId'],
  [{ buyer: { fullName: 'Nadie' }, lines: [{ sku: 'X', quantity: 1, unitPriceCents: 1 }] }, 422, '/buyer/email'],
])('%j is refused and leaves nothing', async (body, status, pointer) => {
  const before = await counted()
  const answer = await send('POST /orders', body)
  expect([answer.status, answer.body.errors[0].pointer]).toEqual([status, pointer])
  expect(await counted()).toBe(before)
})

test('a list filters by what is asked and pages without gaps', async () => {
  const home = await house.workspace('Listas')
  const orders = await house.services.db.transaction().execute((tx) =>
    recordOrders(tx, systemActor(home.workspaceId), house.clock.now(), [
      ...[1, 2, 3, 4, 5].map((day) =>
        shopOrder({
          externalId: `E${day}`,
          orderedAt: new Date(Date.UTC(2026, 10, day, 12)),
          state: day > 3 ? 'shipped' : 'paid',
          buyer: person(`list${day}@example.com`),
          lines: [line('1', day, 1000)],
        }),
      ),
    ]),
  )
  await house.services.db.transaction().execute((tx) =>
    recordReturns(tx, systemActor(home.workspaceId), house.clock.now(), [
      {
        source: 'api',
        orderId: orders[1]!.orderId,
        returnedAt: monday,
        lines: [{ lineKey: '1', quantity: 1, reason: 'late' }],
      },
    ]),
  )
  const numbers = async (query: string): Promise<string[]> =>
    (await home.send(`GET /orders?${query}`)).body.items.map((one: { number: string }) => one.number)
  expect(await numbers('state=shipped')).toEqual(['E5', 'E4'])
  expect(await numbers('orderedFrom=2026-11-02&orderedTo=2026-11-03&sort=orderedAt')).toEqual(['E2', 'E3'])
  expect(await numbers('totalMin=40&sort=total')).toEqual(['E4', 'E5'])
  expect(await numbers('q=list3')).toEqual(['E3'])
  expect(await numbers('q=sku-of-1&returned=true')).toEqual(['E2'])
  const first = (await home.send('GET /orders?limit=3&sort=total')).body
  expect(first.items.map((one: { number: string }) => one.number)).toEqual(['E1', 'E2', 'E3'])
  expect(await numbers(`limit=3&sort=total&after=${first.next}`)).toEqual(['E4', 'E5'])
})

test('a file with a row for each line becomes orders; the same file again changes nothing', async () => {
  const home = await house.workspace('Archivos')
  const csv = [
    'Order ID;Email;SKU;Cantidad;Precio unitario;Total pedido;Fecha pedido;Estado',
    '1001;ana@example.com;W-1;2;19,99;45,98;2026-11-20;Enviado',
    '1001;;W-2;1;1,00;;;',
    '1002;luis@example.com;W-1;1;19,99;;2026-11-21;Pagado',
    '1003;eva@example.com;W-1;1,5;19,99;;2026-11-21;Pagado',
    '1004;eva@example.com;W-1;1;19,99;;2026-11-21;Hipotecado',
  ].join('\n')
  const result = await imported(house, home, csv, { kind: 'orders' })
  expect(result).toMatchObject({ state: 'finished', rowsRead: 5, rowsCreated: 2, rowsUpdated: 1, rowsRejected: 2 })
  const { items } = (await home.send('GET /orders?sort=orderedAt')).body
  expect(items.map((one: any) => [one.number, one.state, one.total.amountCents, one.units, one.source])).toEqual([
    ['1001', 'shipped', 4598, 3, 'import'],
    ['1002', 'paid', 1999, 1, 'import'],
  ])
  const rejections = (await home.send(`GET /imports/${result.id}/rejections`)).body.items
  expect(rejections.map(({ rule, column }: { rule: string; column: string }) => [rule, column])).toEqual([
    ['integer_invalid', 'Cantidad'],
    ['status_unknown', 'Estado'],
  ])
  expect(await imported(house, home, csv, { kind: 'orders' })).toMatchObject({
    rowsCreated: 0,
    rowsUpdated: 0,
    rowsUnchanged: 3,
  })
})

const line = (key: string, quantity: number, unitPriceCents: number) => ({
  key,
  sku: `SKU-OF-${key}`,
  quantity,
  unitPriceCents,
})
const person = (email: string) => ({ email, attributes: {}, origin: 'api' as const, seenAt: monday, overwrite: false })

async function counted(): Promise<number> {
  const { rows } = await sql<{
    n: number
  }>`select count(*) as n from sales_order where workspace_id = ${lumbre.workspaceId}`.execute(house.services.db)
  return rows[0]!.n
}

/** How many statements the database was asked. */
async function statements(work: () => Promise<unknown>): Promise<number> {
  const { pool } = house.services
  const client = await pool.connect()
  const query = client.constructor.prototype.query as (...args: unknown[]) => unknown
  let count = 0
  client.constructor.prototype.query = function counting(this: unknown, ...args: unknown[]) {
    count++
    return query.apply(this, args)
  }
  try {
    await work()
  } finally {
    client.constructor.prototype.query = query
    client.release()
  }
  return count
}
