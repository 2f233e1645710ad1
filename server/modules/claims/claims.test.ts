import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '#kernel/events.ts'
import { newId } from '#kernel/id.ts'
import { ok } from '#test/builders/campaigns.ts'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'
import {
  assetsOfCampaign,
  consistency,
  driftOf,
  proposeClaims,
  recordClaims,
  renderTokens,
  unapprovedClaims,
} from './public.ts'
import { recheck } from './recheck.ts'

let house: Harness
let lumbre: TestWorkspace
let count = 0
beforeAll(async () => {
  house = await startHarness()
  lumbre = await house.workspace()
})
afterAll(() => house.close())

const send = (key: string, body?: unknown, headers?: Record<string, string>) =>
  lumbre.send(key, { ...(body !== undefined && { body }), ...(headers && { headers }) })
type Attribute = { key: string; label: string; value: string; unit?: string; severity?: string }
const battery = (value: string, unit = 'días', severity = 'critical'): Attribute => {
  return { key: 'battery', label: 'Batería', value, unit, severity }
}
async function publish(productId: string, ...attributes: Attribute[]): Promise<number> {
  const { version } = await ok(
    send(`POST /products/${productId}/specs`, { attributes: attributes.map((one) => ({ severity: 'major', ...one })) }),
  )
  await ok(send(`POST /products/${productId}/specs/${version}/publication`, {}))
  return version
}
async function watch(...attributes: Attribute[]) {
  const sku = `WATCH-${++count}`
  const { id } = await ok(send('POST /products', { sku, name: `Reloj Aire ${count}` }))
  const version = attributes.length > 0 ? await publish(id, ...attributes) : 0
  return { id: id as string, sku, version }
}
const setPrice = (productId: string, euros: number) =>
  ok(send(`PUT /products/${productId}/prices`, { listKey: 'web', amountCents: euros * 100, currency: 'EUR' }))
const asset = (body: object = {}) => ok(send('POST /assets', { type: 'ad', name: 'Anuncio', ...body }))
const claim = (assetId: string, productId: string, body: object) =>
  send('POST /claims', { assetType: 'ad', assetId, productId, ...body })
const days = (statedValue: string, unit?: string) => ({ attributeKey: 'battery', statedValue, ...(unit && { unit }) })

test('a new sheet makes what the texts say wrong in the same commit, and only that', async () => {
  const { id, version } = await watch(battery('7'))
  const ad = await asset()
  const seven = await ok(claim(ad.id, id, { ...days('7'), specVersion: version }))
  const hours = await ok(claim(ad.id, id, days('168', 'h')))
  expect(seven).toMatchObject({
    state: 'holds',
    unit: 'días',
    severity: 'critical',
    attributeLabel: 'Batería',
    assetName: 'Anuncio',
  })
  expect(hours.state).toBe('holds')

  await publish(id, battery('168', 'h'))
  expect((await ok(send(`GET /claims/${seven.id}`))).state).toBe('holds')
  await publish(id, battery('5'))
  const drifted = (await ok(send(`GET /claims?state=drifted&productId=${id}`))).items
  expect(drifted.map((one: { id: string }) => one.id).sort()).toEqual([seven.id, hours.id].sort())
  expect(drifted[0]).toMatchObject({ reason: 'changed', currentValue: '5', currentUnit: 'días', currentVersion: 3 })
  const { db } = house.services
  const [first] = await driftOf(db, lumbre.workspaceId, [{ type: 'ad', id: ad.id }])
  expect(first).toMatchObject({ assetId: ad.id, attributeKey: 'battery', currentValue: '5', severity: 'critical' })
  const story = (await ok(send(`GET /assets/${ad.id}/timeline`))).items.map((one: { name: string }) => one.name)
  expect(story.filter((name: string) => name === 'claim.drifted')).toHaveLength(2)
})

test('critical drift refuses the launch of a text, flags a live one, and mending clears it, words and all', async () => {
  const { id, sku } = await watch(battery('7'))
  const ad = await asset({ body: `El ${sku} aguanta 7 días sin cargar.` })
  const { id: claimId } = await ok(claim(ad.id, id, days('7')))
  await ok(send(`POST /assets/${ad.id}/publication`))
  await publish(id, battery('5'))
  expect(await ok(send(`GET /assets/${ad.id}`))).toMatchObject({
    state: 'live',
    isFlagged: true,
    drift: { critical: 1 },
  })

  const copy = await asset({ body: 'Otra' })
  await ok(claim(copy.id, id, days('7')))
  const refused = await send(`POST /assets/${copy.id}/publication`)
  expect(refused).toMatchObject({ status: 409, body: { code: 'asset_has_critical_drift' } })
  expect(refused.body.errors[0]).toMatchObject({
    rule: 'critical_drift',
    params: { stated: '7 días', current: '5 días' },
  })
  expect((await send(`POST /claims/${claimId}/mending`, { statedValue: '6' })).body.code).toBe('claim_not_mended')

  const mended = await ok(send(`POST /claims/${claimId}/mending`, { inText: true }))
  expect(mended).toMatchObject({ state: 'holds', statedValue: '5', unit: 'días', specVersion: 2, driftedAt: null })
  expect(await ok(send(`GET /assets/${ad.id}`))).toMatchObject({
    isFlagged: false,
    body: `El ${sku} aguanta 5 días sin cargar.`,
  })
  const { consistency: percent } = await ok(send('GET /reports/consistency'))
  expect(percent).toBe(await consistency(house.services.db, lumbre.workspaceId))
  expect(percent).toBeGreaterThan(0)
  expect(percent).toBeLessThan(100)
})

test('price claims drift with the price; a "before" may not exceed the lowest of the 30 days before the offer', async () => {
  const { id } = await watch()
  const ad = await asset()
  await setPrice(id, 119)
  house.clock.advance(20 * 86_400_000)
  await setPrice(id, 129)
  house.clock.advance(5 * 86_400_000)
  await setPrice(id, 99)
  const now = await ok(claim(ad.id, id, { attributeKey: 'price', statedValue: '99,00 €' }))
  const fair = await ok(claim(ad.id, id, { attributeKey: 'before_price', statedValue: '119 €' }))
  const unfair = await ok(claim(ad.id, id, { attributeKey: 'before_price', statedValue: '129', unit: 'EUR' }))
  expect([now.state, fair.state]).toEqual(['holds', 'holds'])
  expect(unfair).toMatchObject({
    state: 'drifted',
    reason: 'above_lowest',
    currentValue: '119.00',
    severity: 'critical',
  })
  const tasks = (await ok(send('GET /tasks?state=open'))).items.map((one: { title: string }) => one.title)
  expect(tasks).toContain('Corrige un dato que ya no es cierto en «Anuncio»')

  house.clock.advance(3_600_000)
  await setPrice(id, 89)
  expect(await ok(send(`GET /claims/${now.id}`))).toMatchObject({ state: 'drifted', currentValue: '89.00' })
  expect(await ok(send(`GET /claims/${fair.id}`))).toMatchObject({ state: 'drifted', currentValue: '99.00' })
  house.clock.advance(3_600_000)
  await setPrice(id, 149)
  expect((await ok(send(`GET /claims/${fair.id}`))).currentValue).toBe('89.00')
  house.clock.advance(31 * 86_400_000)
  await recheck.run({}, house.services, { signal: new AbortController().signal, attempt: 1, lastAttempt: true })
  expect(await ok(send(`GET /claims/${fair.id}`))).toMatchObject({ state: 'holds', currentValue: '149.00' })
})

test('tokens print the truth in the reader’s language, and say where they cannot', async () => {
  const { id, sku } = await watch(battery('12.5', 'h'), { key: 'proof', label: 'Agua', value: 'true' })
  await setPrice(id, 1299)
  const body = `{{product.${sku}.name}}: {{product.${sku}.battery}}, {{product.${sku}.price}}, {{product.${sku}.proof}}\n · {{product.NADA.price}} {{x}}`
  const preview = await ok(send('POST /assets/preview', { body, locale: 'es' }))
  expect(preview.text.replace(/\u00a0/g, ' ')).toContain(': 12,5 h, 1299,00 €, sí\n')
  expect(preview.unknown).toEqual([
    { token: '{{product.NADA.price}}', position: body.indexOf('{{product.NADA'), line: 2, column: 4, sku: 'NADA' },
    { token: '{{x}}', position: body.indexOf('{{x}}'), line: 2, column: 27, sku: null },
  ])
  const english = await renderTokens(house.services.db, lumbre.workspaceId, body, house.clock.now(), 'en')
  expect(english.text).toContain('12.5 h, €1,299.00, yes')
  expect(english.unknown).toEqual(['{{product.NADA.price}}', '{{x}}'])
  const mail = await asset({ type: 'email', body })
  expect((await send(`POST /assets/${mail.id}/publication`)).body).toMatchObject({
    code: 'asset_has_unknown_tokens',
    errors: [{ params: { line: 2, column: 4 } }, { params: { column: 27 } }],
  })
})

test('the finder proposes, a person decides, and what was dismissed is not proposed again', async () => {
  const { id, sku } = await watch(battery('7'), { key: 'case', label: 'Caja', value: '40', unit: 'mm' })
  const body = `El ${sku} dura 7 días y mide 40 mm.`
  const ad = await asset({ body })
  const pending = (await ok(send(`GET /claim-proposals?assetId=${ad.id}`))).items
  expect(pending.map((one: { quote: string; attributeKey: string }) => [one.quote, one.attributeKey]).sort()).toEqual([
    ['40 mm', 'case'],
    ['7 días', 'battery'],
  ])
  const [seven, forty] = ['7 días', '40 mm'].map((quote) =>
    pending.find((one: { quote: string }) => one.quote === quote),
  )
  expect(await unapprovedClaims(house.services.db, lumbre.workspaceId, [{ type: 'ad', id: ad.id }])).toHaveLength(2)
  const confirmed = await ok(send(`POST /claim-proposals/${seven.id}/confirmation`, {}))
  expect(confirmed).toMatchObject({ productId: id, attributeKey: 'battery', statedValue: '7', state: 'holds' })
  expect((await send(`POST /claim-proposals/${seven.id}/confirmation`, {})).body.code).toBe('claim_proposal_decided')
  await ok(send(`POST /claim-proposals/${forty.id}/dismissal`))
  const mail = await asset({ body })
  await ok(claim(mail.id, id, days('168', 'h')))
  const left = (await ok(send(`GET /claim-proposals?assetId=${mail.id}`))).items
  expect(left.map((one: { quote: string }) => one.quote)).toEqual(['40 mm'])
  await ok(send(`PATCH /assets/${ad.id}`, { body: `${body} ¡Y ahora dura 9 días!` }))
  const again = (await ok(send(`GET /claim-proposals?assetId=${ad.id}`))).items
  expect(again.map((one: { quote: string }) => one.quote)).toEqual(['9 días'])
})

test('a retired text states nothing any more; restored, it is held against the truth of today', async () => {
  const { id } = await watch(battery('7'))
  const ad = await asset()
  const { id: claimId } = await ok(claim(ad.id, id, days('7')))
  await ok(send(`POST /assets/${ad.id}/retirement`))
  await publish(id, battery('5'))
  expect((await ok(send(`GET /claims?productId=${id}`))).items).toEqual([])
  expect((await claim(ad.id, id, days('7'))).body.errors).toEqual([{ pointer: '/assetId', rule: 'unknown_record' }])
  expect((await send(`POST /assets/${ad.id}/publication`)).body.code).toBe('invalid_transition')
  await ok(send(`POST /assets/${ad.id}/restoration`))
  expect((await ok(send(`GET /claims/${claimId}`))).state).toBe('drifted')
  await ok(send(`DELETE /claims/${claimId}`))
  expect((await send(`GET /claims/${claimId}`)).status).toBe(404)
  expect((await ok(send(`POST /claims/${claimId}/restoration`))).state).toBe('drifted')
})

test('wrong input names its field and leaves nothing behind', async () => {
  const { id } = await watch(battery('7'))
  const ad = await asset()
  const bare = await watch()
  const wrong: [object, string, string][] = [
    [{ productId: newId(), ...days('7') }, '/productId', 'unknown_record'],
    [{ assetId: newId(), ...days('7') }, '/assetId', 'unknown_record'],
    [{ assetType: 'brief', assetId: newId(), ...days('7') }, '/assetId', 'unknown_record'],
    [{ attributeKey: 'nothing', statedValue: '7' }, '/attributeKey', 'unknown_attribute'],
    [{ ...days('7', 'kg') }, '/unit', 'unit_not_convertible'],
    [{ ...days('7'), specVersion: 99 }, '/specVersion', 'unknown_spec_version'],
    [{ productId: bare.id, ...days('7') }, '/specVersion', 'no_spec_in_force'],
    [{ attributeKey: 'price', statedValue: 'barato' }, '/statedValue', 'money'],
  ]
  for (const [body, pointer, rule] of wrong) {
    const answer = await claim(ad.id, id, body)
    expect([answer.status, answer.body.errors[0]]).toMatchObject([422, { pointer, rule }])
  }
  expect((await ok(send(`GET /claims?assetId=${ad.id}`))).items).toEqual([])
  expect((await send('POST /assets', { type: 'ad', name: '  ' })).body.errors[0]).toMatchObject({
    pointer: '/name',
    rule: 'min_length',
  })
  expect((await send('POST /assets', { type: 'ad', name: 'X', campaignId: newId() })).body.errors).toEqual([
    { pointer: '/campaignId', rule: 'unknown_record' },
  ])
  const stale = await send(`PATCH /assets/${ad.id}`, { name: 'Y' }, { 'if-match': '"9"' })
  expect(stale.status).toBe(412)
})

test('a brief states facts too, and a campaign knows its texts', async () => {
  const { id } = await watch(battery('7'))
  const { marketing, sales } = lumbre.departmentIds
  const plan = { name: 'Otoño', startsOn: '2027-03-01', endsOn: '2027-03-14', departmentIds: [marketing, sales] }
  const campaign = await ok(send('POST /campaigns', plan))
  await ok(send(`PUT /campaigns/${campaign.id}/brief`, { objective: `Que se sepa: Reloj Aire ${count} dura 9 días` }))
  await house.drain()
  expect((await ok(send(`GET /claim-proposals?assetId=${campaign.id}`))).items).toMatchObject([
    { quote: '9 días', assetType: 'brief' },
  ])
  const text = await asset({ name: 'Página', type: 'landing', campaignId: campaign.id })
  await ok(claim(campaign.id, id, { assetType: 'brief', ...days('7') }))
  await publish(id, battery('5'))
  const { db } = house.services
  expect(await driftOf(db, lumbre.workspaceId, [{ type: 'brief', id: campaign.id }])).toHaveLength(1)
  expect(await assetsOfCampaign(db, lumbre.workspaceId, campaign.id)).toMatchObject([
    { id: text.id, type: 'landing', state: 'draft' },
  ])
})

test('many claims are recorded at once or not at all; any text can be read for claims', async () => {
  const { id, sku } = await watch(battery('7'))
  const ad = await asset()
  const { db } = house.services
  const actor = systemActor(lumbre.workspaceId)
  const at = house.clock.now()
  const one = { assetType: 'ad', assetId: ad.id, productId: id, attributeKey: 'battery', statedValue: '7' }
  const record = (claims: (typeof one)[]) => db.transaction().execute((tx) => recordClaims(tx, actor, at, claims))
  await expect(record([one, { ...one, attributeKey: 'none' }])).rejects.toMatchObject({
    errors: [{ pointer: '/1/attributeKey', rule: 'unknown_attribute' }],
  })
  expect((await ok(send(`GET /claims?assetId=${ad.id}`))).items).toEqual([])
  expect(await record([one, { ...one, statedValue: '168 h' }])).toHaveLength(2)
  const brief = { type: 'brief', id: newId() }
  const found = await db.transaction().execute((tx) => proposeClaims(tx, actor, at, brief, `${sku}: 9 días`))
  expect(found).toBe(1)
})
