import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'

let house: Harness
let lumbre: TestWorkspace
beforeAll(async () => {
  house = await startHarness()
  lumbre = await house.workspace()
})
afterAll(() => house.close())

const amount = (currency: string) => ({ amountCents: 100, currency })
const owner = { name: 'Ana', email: 'ana@example.com', password: 'una clave larga y buena' }
const workspace = { name: 'Sol', locale: 'es', timeZone: 'Europe/Madrid' }

test.each([
  ['POST /orders', { lines: [{ sku: 'X', quantity: 1, unitPriceCents: 1 }] }, '/currency'],
  ['POST /price-lists', { key: 'web', name: 'Web' }, '/currency'],
  ['POST /deals', (currency: string) => ({ name: 'Sol', amount: amount(currency) }), '/amount/currency'],
  ['POST /setup', (currency: string) => ({ workspace: { ...workspace, currency }, owner }), '/workspace/currency'],
])('%s takes only currencies that there are', async (key, given, pointer) => {
  const send = (currency: string) =>
    lumbre.send(key, { body: typeof given === 'function' ? given(currency) : { ...given, currency } })
  for (const currency of ['ZZZ', 'eur', 'EURO']) {
    const { status, body } = await send(currency)
    expect([status, body.errors[0]]).toEqual([400, { pointer, rule: 'format_currency' }])
  }
  expect((await send('USD')).status).not.toBe(400)
})
