import { afterAll, beforeAll, expect, test } from 'vitest'
import { ok } from '#test/builders/campaigns.ts'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'

let house: Harness
let lumbre: TestWorkspace
beforeAll(async () => {
  house = await startHarness()
  lumbre = await house.workspace()
})
afterAll(() => house.close())

const send = (key: string, body?: unknown) => lumbre.send(key, body === undefined ? {} : { body })
const line = { sku: 'X', quantity: 2, unitPriceCents: 500 }
const told = {
  ...{ externalId: 'POS-1', state: 'paid', totalCents: 1200, note: 'En tienda' },
  buyer: { email: 'ana@example.com', companyName: 'Acme' },
  lines: [line],
}

test('an order told again is answered as it stands, however often and whoever is first', async () => {
  const both = await Promise.all([send('POST /orders', told), send('POST /orders', told)])
  expect(both.map(({ status }) => status)).toEqual([201, 201])
  house.clock.advance(60_000)
  await ok(send('POST /products', { sku: 'X', name: 'Reloj' }))
  const again = await ok(send('POST /orders', told))
  expect(new Set([...both.map(({ body }) => body.id), again.id]).size).toBe(1)
  expect(again).toMatchObject({ total: { amountCents: 1200 }, orderedAt: both[0]!.body.orderedAt })
  expect((await ok(send('GET /orders?externalId=POS-1'))).items).toHaveLength(1)
})

test.each([
  [{ totalCents: 1 }, ['/totalCents']],
  [{ lines: [{ ...line, quantity: 3 }] }, ['/lines']],
  [{ state: 'shipped', note: 'Otra' }, ['/note', '/state']],
  [{ currency: 'USD' }, ['/currency']],
  [{ buyer: { email: 'otra@example.com' } }, ['/buyer']],
  [{ orderedAt: '2026-11-01T10:00:00Z' }, ['/orderedAt']],
])('told with %j it is refused, and stands as it was', async (other, pointers) => {
  const before = await ok(send('POST /orders', told))
  const refused = await send('POST /orders', { ...told, ...other })
  expect([refused.status, refused.body.code, refused.body.params]).toEqual([
    409,
    'external_id_reused',
    { orderId: before.id },
  ])
  expect(refused.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual(pointers)
  expect(refused.body.errors[0].rule).toBe('differs_from_recorded')
  expect(await ok(send(`GET /orders/${before.id}`))).toEqual(before)
})
