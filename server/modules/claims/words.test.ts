import { afterAll, beforeAll, expect, test } from 'vitest'
import { ok } from '#test/builders/campaigns.ts'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'

let house: Harness
let lumbre: TestWorkspace
let count = 0
beforeAll(async () => {
  house = await startHarness()
  lumbre = await house.workspace()
})
afterAll(() => house.close())

const send = (key: string, body?: unknown) => lumbre.send(key, body === undefined ? {} : { body })
type Value = string | number
async function publish(productId: string, value: Value, unit: string | null = 'días', label = 'Batería') {
  const attributes = [{ key: 'fact', label, value, unit, severity: 'critical' }]
  const { version } = await ok(send(`POST /products/${productId}/specs`, { attributes }))
  await ok(send(`POST /products/${productId}/specs/${version}/publication`, {}))
  return version as number
}
async function product(value: Value, unit: string | null = 'días', label?: string) {
  const name = `Lámpara Sol ${String.fromCharCode(65 + count++)}`
  const { id } = await ok(send('POST /products', { sku: `SOL-${count}`, name }))
  await publish(id, value, unit, label)
  return { id: id as string, name }
}
const text = (body: string) => ok(send('POST /assets', { type: 'ad', name: 'Anuncio', body }))
const textNow = (id: string) => ok(send(`GET /assets/${id}`))
const rewrite = (id: string, body: string) => ok(send(`PATCH /assets/${id}`, { body }))
const claim = (assetId: string, productId: string, statedValue: string, unit?: string) =>
  ok(
    send('POST /claims', {
      ...{ assetType: 'ad', assetId, productId, attributeKey: 'fact', statedValue },
      ...(unit && { unit }),
    }),
  )
const claimsOf = async (assetId: string) => (await ok(send(`GET /claims?assetId=${assetId}`))).items
const proposals = async (assetId: string) => (await ok(send(`GET /claim-proposals?assetId=${assetId}`))).items
/** A live text of which a person has confirmed what was found in it. */
async function confirmedText(body: string) {
  const { id } = await text(body)
  const [found] = await proposals(id)
  const { id: claimId } = await ok(send(`POST /claim-proposals/${found.id}/confirmation`, {}))
  await ok(send(`POST /assets/${id}/publication`))
  return { id: id as string, claimId: claimId as string }
}
const changesTo2 = async (productId: string) =>
  (await ok(send(`GET /products/${productId}/specs?compare=1,2`))).diff.changes

test('a number is what it is: what is a thousand times that does not hold, and drifts', async () => {
  const { id } = await product(1.234, 'kg', 'Peso')
  const ad = await text('Ligera')
  const wrong = await claim(ad.id, id, '1234', 'kg')
  expect(wrong).toMatchObject({ state: 'drifted', statedValue: '1234' })
  expect((await send(`POST /assets/${ad.id}/publication`)).body.code).toBe('asset_has_critical_drift')
  const page = await text('Ligera')
  const right = await Promise.all(
    [
      ['1,234', 'kg'],
      ['1.234', 'g'],
      ['1.234', 'kg'],
    ].map(([value, unit]) => claim(page.id, id, value!, unit)),
  )
  expect(right.map((one) => one.state)).toEqual(['holds', 'holds', 'holds'])
  await publish(id, 1234, 'kg', 'Peso')
  expect(await changesTo2(id)).toMatchObject([{ change: 'changed' }])
  expect((await claimsOf(page.id)).map((one: { state: string }) => one.state)).toEqual([
    'drifted',
    'drifted',
    'drifted',
  ])
  expect((await ok(send(`GET /claims/${wrong.id}`))).state).toBe('holds')
})

test('words are read in the language of the workspace, once', async () => {
  const { id } = await product('5.000', 'mAh')
  const ad = await text('Larga')
  expect(await claim(ad.id, id, '5.000', 'mAh')).toMatchObject({ state: 'holds', statedValue: '5000' })
  expect((await claim(ad.id, id, '5', 'Ah')).state).toBe('holds')
  expect((await claim(ad.id, id, '5', 'mAh')).state).toBe('drifted')
  await publish(id, 5000, 'mAh')
  expect(await changesTo2(id)).toEqual([])
  const { id: memory } = await product('1234', 'MB', 'Memoria')
  expect((await claim(ad.id, memory, '1.234 GB')).state).toBe('drifted')
  expect((await claim(ad.id, memory, '1,234 GB')).state).toBe('holds')
  // What the sheet shows can be sent as it is: it says the same.
  const { id: weight } = await product(1.234, 'kg', 'Peso')
  const [sheet] = (await ok(send(`GET /products/${weight}/specs`))).items
  const { version } = await ok(send(`POST /products/${weight}/specs`, { attributes: sheet.attributes }))
  expect(version).toBe(2)
  expect(await changesTo2(weight)).toEqual([])
})

test.each([
  ['5 ATM', null, '5ATM'],
  ['-10', '°C', '−10'],
])('«%s» is the same however it is set', async (value, unit, stated) => {
  const { id } = await product(value, unit, 'Aguante')
  const ad = await text('Aguanta')
  expect((await claim(ad.id, id, stated, unit ?? undefined)).state).toBe('holds')
})

test('mending changes the words where they stand in one place, and is refused while the text says the old value', async () => {
  const { id, name } = await product(7)
  const ad = await confirmedText(`${name}: 7 días de batería. Envío en 7 días.`)
  await publish(id, 5)
  expect(await textNow(ad.id)).toMatchObject({ isFlagged: true })
  const kept = await send(`POST /claims/${ad.claimId}/mending`, { inText: false })
  expect([kept.status, kept.body.errors]).toEqual([422, [{ pointer: '/inText', rule: 'text_says_old_value' }]])
  expect(await textNow(ad.id)).toMatchObject({ isFlagged: true })
  expect(await ok(send(`POST /claims/${ad.claimId}/mending`, {}))).toMatchObject({ state: 'holds', statedValue: '5' })
  expect(await textNow(ad.id)).toMatchObject({
    ...{ isFlagged: false, pendingProposals: 0 },
    body: `${name}: 5 días de batería. Envío en 7 días.`,
  })

  const twice = await confirmedText(`${name}: 5 días. ¡5 días!`)
  await publish(id, 4)
  const refused = await send(`POST /claims/${twice.claimId}/mending`, {})
  expect(refused.body.errors).toEqual([{ pointer: '/inText', rule: 'words_in_several_places', params: { count: 2 } }])
  expect(await textNow(twice.id)).toMatchObject({ isFlagged: true, body: `${name}: 5 días. ¡5 días!` })

  await ok(send(`PATCH /claims/${twice.claimId}`, { statedValue: '4' }))
  expect(await textNow(twice.id)).toMatchObject({ isFlagged: false, pendingProposals: 1 })

  const picture = await text('Mira la foto')
  const pinned = await claim(picture.id, id, '9')
  expect((await send(`POST /claims/${pinned.id}/mending`, { inText: true })).body.errors[0].rule).toBe(
    'words_not_found',
  )
  expect((await ok(send(`POST /claims/${pinned.id}/mending`, {}))).state).toBe('holds')
})

test('a text that says again what was mended is asked about again; what was dismissed is not', async () => {
  const { id, name } = await product(7)
  const ad = await confirmedText(`${name}: 7 días de batería.`)
  await publish(id, 5)
  await ok(send(`POST /claims/${ad.claimId}/mending`, {}))
  expect(await textNow(ad.id)).toMatchObject({ pendingProposals: 0, drift: { critical: 0 } })
  await rewrite(ad.id, `${name}: 7 días de batería.`)
  const [again] = await proposals(ad.id)
  expect(again).toMatchObject({ quote: '7 días', attributeKey: 'fact', state: 'pending', claimId: null })
  await ok(send(`POST /claim-proposals/${again.id}/confirmation`, {}))
  expect(await textNow(ad.id)).toMatchObject({ isFlagged: true })

  const other = await text(`${name}: 9 días`)
  await ok(send(`POST /claim-proposals/${(await proposals(other.id))[0].id}/dismissal`))
  await rewrite(other.id, name)
  await rewrite(other.id, `${name}: 9 días`)
  expect(await proposals(other.id)).toEqual([])
})

test('what a person confirmed in better words is not asked about at every edit', async () => {
  const { name } = await product(7)
  const ad = await text(`${name}: 9 días`)
  const [found] = await proposals(ad.id)
  const better = { statedValue: '7', unit: 'días' }
  expect((await ok(send(`POST /claim-proposals/${found.id}/confirmation`, better))).state).toBe('holds')
  await rewrite(ad.id, `${name}: ¡9 días!`)
  expect(await proposals(ad.id)).toEqual([])
})

test('what a text no longer says it no longer claims; what was pinned without words stays', async () => {
  const { id, name } = await product(7)
  const ad = await confirmedText(`${name}: 7 días de batería. Preciosa.`)
  await claim(ad.id, id, '9')
  await publish(id, 5)
  expect(await textNow(ad.id)).toMatchObject({ isFlagged: true, drift: { critical: 2 } })
  await rewrite(ad.id, `${name}: 7 días, de batería. Muy bonita.`)
  expect(await claimsOf(ad.id)).toHaveLength(2)
  await rewrite(ad.id, `${name}. Muy bonita.`)
  expect(await claimsOf(ad.id)).toMatchObject([{ statedValue: '9', state: 'drifted' }])
  const story = (await ok(send(`GET /assets/${ad.id}/timeline`))).items.map((one: { name: string }) => one.name)
  expect(story).toContain('claim.deleted')

  const { marketing, sales } = lumbre.departmentIds
  const plan = { name: 'Sol', startsOn: '2027-03-01', endsOn: '2027-03-14', departmentIds: [marketing, sales] }
  const campaign = await ok(send('POST /campaigns', plan))
  await ok(send(`PUT /campaigns/${campaign.id}/brief`, { objective: `${name}: 7 días` }))
  await house.drain()
  const [found] = await proposals(campaign.id)
  expect((await ok(send(`POST /claim-proposals/${found.id}/confirmation`, {}))).state).toBe('drifted')
  await ok(send(`PUT /campaigns/${campaign.id}/brief`, { objective: `${name}: que se vea` }))
  await house.drain()
  expect(await claimsOf(campaign.id)).toEqual([])
})

test('offers of the shop wait for nobody', async () => {
  const { name } = await product(7)
  const ad = await text(
    `<p>${name}: <b>7</b>&nbsp;d&iacute;as desde 59 €.</p><p>Envío en 48 h, devolución en 30 días, 12 cuotas de 4,92 €</p>`,
  )
  const found = (await proposals(ad.id)).map((one: { quote: string; attributeKey: string }) => [
    ...[one.quote.replace('\u00a0', ' '), one.attributeKey],
  ])
  expect(found.sort()).toEqual([
    ['59 €', 'price'],
    ['7 días', 'fact'],
  ])
})
