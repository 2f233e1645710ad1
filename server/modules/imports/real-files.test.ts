import { afterAll, beforeAll, expect, test } from 'vitest'
import { imported } from '#test/builders/upload.ts'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'

/** The shapes of two public data sets (Olist's marketing funnel, a CRM's opportunities), as they come. */
let house: Harness
let home: TestWorkspace
beforeAll(async () => {
  house = await startHarness()
  home = await house.workspace()
})
afterAll(() => house.close())

const get = async (path: string) => (await home.send(`GET ${path}`)).body

const leads = `mql_id,first_contact_date,landing_page_id,origin
dac32acd4db4c29c230538b72f8dd87d,01-02-2018,88740e65d5d6b056e0cda098e1ea6313,social
8c18d1de7f67e60dbd64e3c07d7e9d5d,20-10-2017,007f9098284a86ee80ddeb25d53e0af8,paid_search
b4bc852d233dfefc5131f593b538befa,22-03-2018,a7982125ff7aa3b2054c6e44f9d28522,
`
const accounts = `account,sector,year_established,revenue,employees,office_location,subsidiary_of
Kan-code,software,1982,11698.03,34288,United States,Sub Zero
Sub Zero,technolgy,1996,1100.04,2822,United States,
Betasoloin,medical,1999,251.41,495,Kenya,Massive Dynamic
`
const pipeline = `opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value
1C1I7A6R,Moses Frase,GTX Plus Basic,Kan-code,Won,10/20/2016,3/1/2017,1054
Z063OYW0,Darcel Schlecht,GTXPro,Betasoloin,Lost,10/25/2016,3/21/2017,0
HAXMC4IX,Olga Owner,MG Special,,Engaging,11/3/2016,,
UP409DSB,Moses Frase,MG Advanced,Sub Zero,Prospecting,,,
`
const closed = `mql_id,seller_id,won_date,business_segment,has_company
8c18d1de7f67e60dbd64e3c07d7e9d5d,2c43fb513632d29b3b58df74816f1b06,2018-02-26 19:58:54,pet,True
ffffffffffffffffffffffffffffffff,bbb7d7893a450660432ea6652310ebb7,2018-05-08 20:17:59,car_accessories,
`

test('leads that are only an id, a date and an origin', async () => {
  expect(await imported(house, home, leads, { kind: 'contacts' })).toMatchObject({
    state: 'finished',
    rowsCreated: 3,
    rowsRejected: 0,
  })
  const { items } = await get('/contacts?source=paid_search')
  expect(items).toHaveLength(1)
  expect(await get(`/contacts/${items[0].id}`)).toMatchObject({
    fullName: '',
    email: null,
    source: 'paid_search',
    lifecycleStage: 'lead',
    firstSeenAt: '2017-10-19T22:00:00.000Z',
    firstTouch: { url: '007f9098284a86ee80ddeb25d53e0af8' },
    customFields: { landingPage: '007f9098284a86ee80ddeb25d53e0af8' },
  })
  expect(await imported(house, home, leads, { kind: 'contacts' })).toMatchObject({
    rowsCreated: 0,
    rowsUpdated: 0,
    rowsUnchanged: 3,
  })
})

test('companies find their parents below them, and those that are not in the file', async () => {
  expect(await imported(house, home, accounts, { kind: 'companies' })).toMatchObject({
    state: 'finished',
    rowsCreated: 3,
    rowsRejected: 0,
  })
  const { items } = await get('/companies?limit=50')
  const named = (name: string) => items.find((row: any) => row.name === name)
  expect(named('Massive Dynamic')).toBeDefined()
  expect(await get(`/companies/${named('Kan-code').id}`)).toMatchObject({
    parentName: 'Sub Zero',
    industry: 'software',
    foundedYear: 1982,
    annualRevenueCents: 1169803,
    employees: 34288,
    country: 'United States',
  })
  expect(await imported(house, home, accounts, { kind: 'companies' })).toMatchObject({
    rowsCreated: 0,
    rowsUnchanged: 3,
  })
  const loop = 'account,subsidiary_of\nSub Zero,Kan-code\nKan-code,Kan-code\n'
  expect(await imported(house, home, loop, { kind: 'companies' })).toMatchObject({ state: 'finished' })
  expect(await get(`/companies/${named('Sub Zero').id}`)).toMatchObject({ parentId: null })
})

test('opportunities with their stages, dates, companies and sellers', async () => {
  const done = await imported(house, home, pipeline, { kind: 'deals' })
  expect(done).toMatchObject({ state: 'finished', rowsCreated: 4, rowsRejected: 0 })
  expect(done.stageValues).toEqual([
    { value: 'Won', becomes: 'won' },
    { value: 'Lost', becomes: 'lost' },
    { value: 'Engaging', becomes: 'qualified' },
    { value: 'Prospecting', becomes: 'new' },
  ])
  const { items } = await get('/deals?limit=50')
  const of = (product: string) => items.find((row: any) => row.productName === product)
  expect(of('GTX Plus Basic')).toMatchObject({
    name: 'Kan-code · GTX Plus Basic',
    companyName: 'Kan-code',
    state: 'won',
    amount: { amountCents: 105400, currency: 'EUR' },
    openedAt: '2016-10-19T22:00:00.000Z',
    closedAt: '2017-02-28T23:00:00.000Z',
    ownerId: null,
    customFields: { salesAgent: 'Moses Frase' },
  })
  expect(of('GTXPro')).toMatchObject({ state: 'lost', amount: { amountCents: 0 } })
  expect(of('MG Special')).toMatchObject({
    name: 'MG Special · HAXMC4IX',
    companyName: null,
    state: 'open',
    stageKey: 'qualified',
    ownerId: home.ownerId,
    closedAt: null,
    customFields: {},
  })
  expect(of('MG Advanced')).toMatchObject({ stageKey: 'new', companyName: 'Sub Zero' })
  const { items: story } = await get(`/deals/${of('GTX Plus Basic').id}/timeline`)
  expect(story.map((entry: any) => [entry.name, entry.at])).toEqual([
    ['deal.won', '2017-02-28T23:00:00.000Z'],
    ['deal.opened', '2016-10-19T22:00:00.000Z'],
  ])
})

test('again nothing changes; a deal that was won since is won', async () => {
  expect(await imported(house, home, pipeline, { kind: 'deals' })).toMatchObject({
    rowsCreated: 0,
    rowsUpdated: 0,
    rowsUnchanged: 4,
  })
  const later = pipeline.replace('Engaging,11/3/2016,,', 'Won,11/3/2016,12/1/2016,99')
  expect(await imported(house, home, later, { kind: 'deals' })).toMatchObject({ rowsUpdated: 1, rowsUnchanged: 3 })
  const { items } = await get('/deals?limit=50')
  expect(items.find((row: any) => row.productName === 'MG Special')).toMatchObject({
    state: 'won',
    amount: { amountCents: 9900 },
  })
})

test('won deals join the leads by their id and make them customers', async () => {
  const done = await imported(house, home, closed, { kind: 'deals' })
  expect(done).toMatchObject({ state: 'finished', rowsCreated: 1, rowsRejected: 1 })
  expect((await get(`/imports/${done.id}/rejections`)).items[0]).toMatchObject({
    rowNumber: 3,
    column: 'mql_id',
    rule: 'contact_unknown',
  })
  const { items } = await get('/contacts?source=paid_search')
  expect(items[0].lifecycleStage).toBe('customer')
  const { items: deals } = await get(`/deals?contactId=${items[0].id}`)
  expect(deals[0]).toMatchObject({
    state: 'won',
    closedAt: '2018-02-26T18:58:54.000Z',
    customFields: { business_segment: 'pet', has_company: true },
  })
  expect(await imported(house, home, closed, { kind: 'deals' })).toMatchObject({ rowsCreated: 0, rowsUnchanged: 1 })
})

test('a stage nobody knows stands aside until somebody says what it means', async () => {
  const odd = 'id,name,deal stage,amount\nx1,Raro,En la nube,"1.500,00 €"\n'
  const refused = await imported(house, home, odd, { kind: 'deals' })
  expect(refused).toMatchObject({ rowsRejected: 1, stageValues: [{ value: 'En la nube', becomes: null }] })
  expect((await get(`/imports/${refused.id}/rejections`)).items[0]).toMatchObject({
    rule: 'stage_unknown',
    params: { value: 'En la nube' },
  })
  expect(
    await imported(house, home, odd, { kind: 'deals', options: { stageValues: { 'En la nube': 'proposal' } } }),
  ).toMatchObject({ rowsCreated: 1 })
  const { items } = await get('/deals?q=raro')
  expect(items[0]).toMatchObject({ stageKey: 'proposal', amount: { amountCents: 150000, currency: 'EUR' } })
})
