import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#kernel/id.ts'
import { addProduct, checksOf, follow, fullBrief, makeReady, ok, planCampaign } from '#test/builders/campaigns.ts'
import { addMember } from '#test/builders/leads.ts'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'

let house: Harness
let lumbre: TestWorkspace
let productId: string
beforeAll(async () => {
  house = await startHarness()
  lumbre = await house.workspace()
  productId = await addProduct(lumbre, { sku: 'AUX', stock: { onHand: 10_000 } })
})
afterAll(() => house.close())

const send = (key: string, body?: unknown, headers?: Record<string, string>) =>
  lumbre.send(key, { ...(body !== undefined && { body }), ...(headers && { headers }) })
const live = async (given: object = {}) => {
  const campaign = await planCampaign(lumbre, given)
  const offer = await ok(send(`POST /campaigns/${campaign.id}/offers`, { productId, uplift: 1 }))
  await makeReady(lumbre, campaign.id)
  await ok(send(`POST /campaigns/${campaign.id}/launch`))
  const code = (await ok(send(`GET /campaigns/${campaign.id}/links`))).items[0].code as string
  return { ...campaign, offer, code }
}

test('a campaign that ends before it starts, unknown people and departments are refused whole', async () => {
  const { marketing } = lumbre.departmentIds
  const plan = { name: 'X', startsOn: '2026-12-02', endsOn: '2026-12-01', departmentIds: [marketing] }
  expect((await send('POST /campaigns', plan)).body.errors).toEqual([{ pointer: '/endsOn', rule: 'period_order' }])
  const strange = { ...plan, endsOn: '2026-12-03', departmentIds: [newId()], ownerIds: [newId()] }
  expect((await send('POST /campaigns', strange)).body.errors).toEqual([
    { pointer: '/departmentIds/0', rule: 'unknown_record' },
    { pointer: '/ownerIds/0', rule: 'unknown_record' },
  ])
  const mixed = {
    ...plan,
    endsOn: '2026-12-03',
    budget: { amountCents: 1, currency: 'EUR' },
    targetSales: { amountCents: 1, currency: 'USD' },
  }
  expect((await send('POST /campaigns', mixed)).body.errors[0].rule).toBe('currency_mismatch')
  expect((await send('GET /campaigns?q=X')).body.items).toEqual([])
})

test('a discontinued product, and one that is offered already, are not offered', async () => {
  const { id } = await planCampaign(lumbre)
  await ok(send(`POST /campaigns/${id}/offers`, { productId }))
  expect((await send(`POST /campaigns/${id}/offers`, { productId })).body.errors).toEqual([
    { pointer: '/productId', rule: 'already_offered' },
  ])
  const old = await addProduct(lumbre, { sku: 'OLD', stock: null })
  await ok(send(`POST /products/${old}/discontinuation`, {}))
  expect((await send(`POST /campaigns/${id}/offers`, { productId: old })).body.errors).toEqual([
    { pointer: '/productId', rule: 'product_discontinued' },
  ])
  expect((await send(`POST /campaigns/${id}/offers`, { productId: newId() })).body.errors[0].rule).toBe(
    'unknown_record',
  )
})

test('two people write two parts of the brief; an old version of the record is refused', async () => {
  const { id } = await planCampaign(lumbre)
  const read = await send(`GET /campaigns/${id}`)
  await ok(send(`PUT /campaigns/${id}/brief`, { objective: 'Vender' }))
  const both = await ok(
    send(`PUT /campaigns/${id}/brief`, { customerNeed: 'Oír', evidence: { objective: [{ label: 'Plan' }] } }),
  )
  expect(both.brief).toMatchObject({ objective: 'Vender', customerNeed: 'Oír', contribution: '' })
  const evil = { evidence: { objective: [{ label: 'Plan' }, { label: 'Otro', url: 'javascript:alert(1)' }] } }
  expect((await send(`PUT /campaigns/${id}/brief`, evil)).body.errors).toContainEqual({
    ...{ pointer: '/evidence/objective/1/url', rule: 'web_address' },
  })
  const stale = await send(`PUT /campaigns/${id}/brief`, fullBrief, { 'if-match': String(read.headers.etag) })
  expect(stale.status).toBe(412)
  const { brief_complete: check } = await checksOf(lumbre.send, id)
  expect(check).toMatchObject({ state: 'block', detail: { missing: ['customerExpectation', 'contribution'] } })
  expect(check.message).toBe('Al brief le falta: Expectativa del cliente y Cómo contribuimos.')
})

test('a department that joins after the kick-off has not signed', async () => {
  const { id } = await planCampaign(lumbre)
  await makeReady(lumbre, id)
  const { marketing, sales, service } = lumbre.departmentIds
  const changed = await ok(send(`PATCH /campaigns/${id}`, { departmentIds: [marketing, sales, service] }))
  expect(changed).toMatchObject({ state: 'kickoff', kickoffHeldAt: null })
  expect((await checksOf(lumbre.send, id)).kickoff_held.state).toBe('block')
})

test('paused links say so, resumed ones lead on, and after the last day the campaign ends by itself', async () => {
  const { id, code } = await live({ name: 'Pausa' })
  expect((await send(`POST /campaigns/${id}/resume`)).body.code).toBe('invalid_transition')
  expect((await send(`DELETE /campaigns/${id}`)).body.code).toBe('campaign_running')
  await ok(send(`POST /campaigns/${id}/pause`, { reason: 'Revisamos el precio' }))
  expect(await follow(house, code)).toBe('200')
  await ok(send(`POST /campaigns/${id}/resume`))
  expect(await follow(house, code)).toMatch(/^https:/)
  const { sweep } = await import('./guard/sweep.ts')
  const at = house.clock.now()
  house.clock.set('2026-12-07T09:00:00Z')
  await sweep.run({}, house.services, { signal: new AbortController().signal, attempt: 1, lastAttempt: true })
  house.clock.set(at)
  expect((await send(`GET /campaigns/${id}`)).body.state).toBe('finished')
  expect((await send(`PATCH /campaigns/${id}`, { name: 'No' })).body.code).toBe('campaign_over')
  await ok(send(`POST /campaigns/${id}/archival`))
  expect(await follow(house, code)).toBe('200')
  expect((await ok(send(`DELETE /campaigns/${id}/archival`))).state).toBe('finished')
})

test('the calendar warns of the same product or audience on the same days', async () => {
  const space = await house.workspace('Calendario')
  const product = await addProduct(space, { sku: 'CAL' })
  const first = await planCampaign(space, { name: 'Uno', audience: 'Clientes de audio' })
  const second = await planCampaign(space, {
    name: 'Dos',
    startsOn: '2026-12-06',
    endsOn: '2026-12-20',
    audience: 'clientes de  AUDIO',
  })
  await planCampaign(space, {
    name: 'Tres',
    startsOn: '2026-12-21',
    endsOn: '2026-12-22',
    audience: 'Clientes de audio',
  })
  for (const { id } of [first, second])
    await ok(space.send(`POST /campaigns/${id}/offers`, { body: { productId: product } }))
  const { items } = await ok(space.send('GET /campaigns/calendar?from=2026-12-01&to=2026-12-31'))
  expect(items.map((one: { name: string; collisions: object[] }) => [one.name, one.collisions])).toEqual([
    [
      'Uno',
      [
        expect.objectContaining({ kind: 'audience', name: 'Dos', from: '2026-12-06', to: '2026-12-06' }),
        expect.objectContaining({ kind: 'product', name: 'Dos', what: 'CAL' }),
      ],
    ],
    ['Dos', [expect.objectContaining({ kind: 'audience', name: 'Uno' }), expect.objectContaining({ kind: 'product' })]],
    ['Tres', []],
  ])
})

test('whoever is mentioned is told; only authors take back what they wrote', async () => {
  const { id } = await planCampaign(lumbre)
  const marta = await addMember(house, lumbre, { name: 'Marta' })
  const message = await ok(send(`POST /campaigns/${id}/messages`, { body: '¿Llegamos?', mentionIds: [marta.id] }))
  const { items } = await ok(marta.send('GET /notifications'))
  expect(items[0]).toMatchObject({ kind: 'campaign_mention', link: `/campaigns/${id}?part=thread` })
  expect((await marta.send(`DELETE /campaigns/${id}/messages/${message.id}`)).status).toBe(403)
  expect((await send(`DELETE /campaigns/${id}/messages/${message.id}`)).status).toBe(204)
  expect((await ok(send(`GET /campaigns/${id}/messages`))).items).toEqual([])
})

test('numbers: clicks, people who sent a form, costs against the budget, in one currency', async () => {
  const { id, code } = await live({ budget: { amountCents: 100_000, currency: 'EUR' }, targetLeads: 10 })
  const form = await ok(
    send('POST /forms', {
      name: 'Landing',
      campaignId: id,
      fields: [{ key: 'email', type: 'email', label: 'E' }],
      consents: [{ purpose: 'marketing_email', text: 'Sí' }],
    }),
  )
  for (const email of ['a@example.com', 'b@example.com', 'a@example.com'])
    await house.visit(`POST /f/${form.id}`, { body: { fields: { email } } })
  await follow(house, code)
  expect(
    (await send(`POST /campaigns/${id}/costs`, { label: 'Ads', actual: { amountCents: 5, currency: 'USD' } })).body
      .errors,
  ).toEqual([{ pointer: '/actual/currency', rule: 'currency_mismatch' }])
  const cost = await ok(
    send(`POST /campaigns/${id}/costs`, { label: 'Ads', planned: { amountCents: 50_000, currency: 'EUR' } }),
  )
  await ok(send(`PATCH /campaigns/${id}/costs/${cost.id}`, { actual: { amountCents: 40_001, currency: 'EUR' } }))
  expect(await ok(send(`GET /campaigns/${id}/numbers`))).toMatchObject({
    clicks: 1,
    leads: 2,
    planned: { amountCents: 50_000 },
    actual: { amountCents: 40_001 },
    costPerLead: { amountCents: 20_001, currency: 'EUR' },
  })
  expect((await ok(send(`GET /campaigns/${id}/assets`))).items).toEqual([
    expect.objectContaining({ type: 'form', name: 'Landing', url: `/forms/${form.id}` }),
  ])
})

test('forms that are closed or silent about consent, a before price above the 30-day lowest, and a full sales team hold it up', async () => {
  const space = await house.workspace('Comprobaciones')
  const product = await addProduct(space, { sku: 'PRE', stock: { onHand: 10_000 } })
  const price = (amountCents: number, from: string) =>
    ok(
      space.send(`PUT /products/${product}/prices`, {
        body: { listKey: 'default', amountCents, currency: 'EUR', from },
      }),
    )
  await price(8000, '2026-10-01')
  await price(9000, '2026-11-15')
  const { id } = await planCampaign(space, { targetLeads: 80 })
  await ok(space.send(`POST /campaigns/${id}/offers`, { body: { productId: product, discountPercent: 10 } }))
  const form = { name: 'F', campaignId: id, state: 'draft', fields: [{ key: 'email', type: 'email', label: 'E' }] }
  await ok(space.send('POST /forms', { body: form }))
  const checks = await checksOf(space.send, id)
  expect(
    Object.entries(checks)
      .filter(([, one]) => one.state === 'block')
      .map(([name]) => name),
  ).toEqual([
    'brief_complete',
    'kickoff_held',
    'price_in_order',
    'pages_and_forms_work',
    'consent_text_present',
    'agreement_and_capacity',
  ])
  expect(checks.agreement_and_capacity.detail).toMatchObject({ needed: 80, free: 50 })
  expect(checks.price_in_order.message).toBe('El precio anterior supera el más bajo de los 30 días previos: PRE.')
})

test('a link to an address keeps its query; an unknown code is not found, and robots are not counted', async () => {
  const { id } = await live({ name: 'Enlaces' })
  expect((await send(`POST /campaigns/${id}/links`, {})).body.errors[0].rule).toBe('target_required')
  const link = await ok(
    send(`POST /campaigns/${id}/links`, {
      url: 'https://tienda.example/a?b=1',
      utm: { source: 'newsletter', medium: 'email' },
    }),
  )
  const bot = { headers: { 'user-agent': 'Googlebot/2.1 (+http://www.google.com/bot.html)' } }
  const { headers, status } = await house.visit(`GET /o/${link.code.toUpperCase()}`, bot)
  expect([status, headers.location]).toEqual([
    302,
    'https://tienda.example/a?b=1&utm_source=newsletter&utm_medium=email&utm_campaign=enlaces',
  ])
  expect(await follow(house, 'nothing')).toBe('404')
  await ok(send(`DELETE /campaigns/${id}/links/${link.id}`))
  expect(await follow(house, link.code)).toBe('200')
  const { items } = await ok(send(`GET /campaigns/${id}/links`))
  expect(items.map((one: { clicks: number }) => one.clicks)).toEqual([0])
})
