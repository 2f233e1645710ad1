import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#kernel/id.ts'
import { ok } from '#test/builders/campaigns.ts'
import { addMember, capture, type TestMember } from '#test/builders/leads.ts'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'
import { glossaryAgenda } from './public.ts'

let house: Harness
let lumbre: TestWorkspace
let marta: TestMember
let ivan: TestMember
beforeAll(async () => {
  house = await startHarness()
  lumbre = await house.workspace()
  marta = await addMember(house, lumbre, { name: 'Marta', role: 'manager', departments: ['marketing'] })
  ivan = await addMember(house, lumbre, { name: 'Iván', role: 'manager', departments: ['sales'] })
})
afterAll(() => house.close())

const add = (given: object = {}, send = marta.send) =>
  ok(send('POST /terms', { body: { name: `Palabra ${newId().slice(-6)}`, definition: 'Lo que es', ...given } }))
const sign = (who: TestMember, id: string, body: object = {}) => who.send(`POST /terms/${id}/signatures`, { body })
const inboxOf = async (who: TestMember) =>
  ((await who.send('GET /notifications')).body.items as { kind: string; link: string }[]).map(
    ({ kind, link }) => `${kind} ${link}`,
  )
const agenda = async (departmentIds: string[] = []) =>
  (
    await glossaryAgenda(house.services.db, lumbre.workspaceId, house.clock.now(), {
      departmentIds,
      projectId: null,
      cadence: 'weekly',
      startsAt: house.clock.now(),
      limit: 100,
    })
  ).map((candidate) => candidate.key)

test('a word is in force once both departments have signed it, and everybody in them is told', async () => {
  const term = await add({ name: 'Visita comercial', aliases: ['visitas', 'VISITAS '], example: 'En su tienda' })
  expect(term).toMatchObject({ state: 'draft', termVersion: 1, aliases: ['visitas'], inForceVersion: null })
  expect(term.departmentIds).toEqual([lumbre.departmentIds.marketing, lumbre.departmentIds.sales])
  const proposed = await ok(marta.send(`POST /terms/${term.id}/proposal`))
  expect(proposed).toMatchObject({ state: 'proposed', mySeats: [lumbre.departmentIds.marketing] })
  expect(await inboxOf(ivan)).toContain(`term_proposed /glossary/${term.id}`)
  expect(await agenda([lumbre.departmentIds.sales])).toContain(`term_unsigned:${term.id}`)
  expect(await agenda([lumbre.departmentIds.service])).not.toContain(`term_unsigned:${term.id}`)
  const half = await sign(marta, term.id, { termVersion: 1 })
  expect(half.status).toBe(201)
  expect(half.body).toMatchObject({ state: 'proposed', signatures: [{ memberId: marta.id }], mySeats: [] })
  const whole = await ok(sign(ivan, term.id))
  expect(whole).toMatchObject({ state: 'in_force', inForceVersion: 1 })
  expect(await inboxOf(marta)).toContain(`term_in_force /glossary/${term.id}`)
  expect(await agenda()).not.toContain(`term_unsigned:${term.id}`)
  const lexicon = (await ok(marta.send('GET /terms/lexicon'))).items.find((one: { id: string }) => one.id === term.id)
  expect(lexicon).toMatchObject({ words: ['Visita comercial', 'visitas'], inForce: true })
  expect(lexicon.signedBy).toHaveLength(2)
})

test('two who sign at once put the word in force once; signing twice is one signature', async () => {
  const term = await add()
  const [one, other, again] = await Promise.all([sign(marta, term.id), sign(ivan, term.id), sign(ivan, term.id)])
  expect([one.status, other.status, again.status]).toEqual([201, 201, 201])
  const { items } = (await lumbre.send(`GET /events?subjectId=${term.id}&limit=50`)).body
  const names = (items as { name: string }[]).map((event) => event.name)
  expect(names.filter((name) => name === 'term.in_force')).toHaveLength(1)
  expect(names.filter((name) => name === 'term.signed')).toHaveLength(2)
  const read = await ok(marta.send(`GET /terms/${term.id}`))
  expect(read).toMatchObject({ state: 'in_force' })
  expect(read.signatures).toHaveLength(2)
})

test('an outdated version cannot be signed, and the history tells what changed', async () => {
  const term = await add({ definition: 'Uno' })
  await ok(sign(marta, term.id))
  const changed = await ok(ivan.send(`PATCH /terms/${term.id}`, { body: { definition: 'Dos' } }))
  expect(changed).toMatchObject({ state: 'draft', termVersion: 2, signatures: [], definition: 'Dos' })
  const late = await sign(ivan, term.id, { termVersion: 1 })
  expect(late.status).toBe(409)
  expect(late.body).toMatchObject({ code: 'term_version_outdated', params: { current: 2 } })
  await ok(sign(ivan, term.id, { termVersion: 2 }))
  await ok(sign(marta, term.id, { termVersion: 2 }))
  await ok(marta.send(`PATCH /terms/${term.id}`, { body: { definition: 'Tres', aliases: ['tercera'] } }))
  const { items } = await ok(marta.send(`GET /terms/${term.id}/versions`))
  expect(items.map((one: { state: string; termVersion: number }) => [one.termVersion, one.state])).toEqual([
    [3, 'draft'],
    [2, 'in_force'],
    [1, 'withdrawn'],
  ])
  expect(items[0].changes).toEqual({ definition: ['Dos', 'Tres'], aliases: [[], ['tercera']] })
  expect(items[2].signatures).toHaveLength(1)
  const read = await ok(marta.send(`GET /terms/${term.id}`))
  expect(read).toMatchObject({ state: 'draft', termVersion: 3, inForceVersion: 2 })
  const { items: lexicon } = await ok(marta.send('GET /terms/lexicon'))
  expect(lexicon.find((one: { id: string }) => one.id === term.id).definition).toBe('Dos')
})

test('only who belongs to a department signs for it, and nobody for two while somebody else could', async () => {
  const term = await add()
  const eva = await addMember(house, lumbre, { name: 'Eva', role: 'member', departments: ['sales'] })
  expect((await sign(eva, term.id)).status).toBe(403)
  const foreign = await sign(marta, term.id, { departmentId: lumbre.departmentIds.sales })
  expect([foreign.status, foreign.body.code]).toEqual([403, 'term_seat_not_yours'])
  const service = await addMember(house, lumbre, { name: 'Sol', role: 'manager', departments: ['service'] })
  expect((await sign(service, term.id)).body.code).toBe('term_seat_not_yours')
  const both = await lumbre.send(`POST /terms/${term.id}/signatures`, { body: {} })
  expect(both.body.errors).toEqual([{ pointer: '/departmentId', rule: 'required' }])
  const { marketing, sales } = lumbre.departmentIds
  await ok(lumbre.send(`POST /terms/${term.id}/signatures`, { body: { departmentId: marketing } }))
  const second = await lumbre.send(`POST /terms/${term.id}/signatures`, { body: { departmentId: sales } })
  expect([second.status, second.body.code]).toEqual([409, 'term_signed_by_you'])
  const alone = await house.workspace('Sola')
  const own = await ok(alone.send('POST /terms', { body: { name: 'Yo', definition: 'Una sola persona' } }))
  await ok(alone.send(`POST /terms/${own.id}/signatures`, { body: { departmentId: alone.departmentIds.marketing } }))
  const whole = await ok(alone.send(`POST /terms/${own.id}/signatures`, { body: {} }))
  expect(whole.state).toBe('in_force')
})

test('one word has one meaning: names and aliases are taken, conditions and people checked', async () => {
  const term = await add({ name: 'Campaña de verano', aliases: ['CV'] })
  const taken = await marta.send('POST /terms', {
    body: { name: 'cv', definition: 'x', aliases: ['campana  de VERANO'] },
  })
  expect(taken.status).toBe(422)
  expect(taken.body.errors.map((error: { pointer: string; rule: string }) => [error.pointer, error.rule])).toEqual([
    ['/name', 'term_taken'],
    ['/aliases/0', 'term_taken'],
  ])
  const bad = {
    name: 'X1',
    definition: 'x',
    binding: { kind: 'condition', condition: { field: 'country', op: 'near' } },
  }
  expect((await marta.send('POST /terms', { body: bad })).body.errors[0]).toMatchObject({ rule: 'operator' })
  const strange = { name: 'X2', definition: 'x', departmentIds: [newId()], ownerId: newId() }
  expect((await marta.send('POST /terms', { body: strange })).body.errors).toHaveLength(2)
  expect((await marta.send('POST /terms', { body: { name: ' . ', definition: ' ' } })).status).toBe(400)
  await ok(marta.send(`DELETE /terms/${term.id}`))
  const again = await add({ name: 'CV' })
  expect((await marta.send(`POST /terms/${term.id}/restoration`)).status).toBe(422)
  await ok(marta.send(`DELETE /terms/${again.id}`))
  expect((await ok(marta.send(`POST /terms/${term.id}/restoration`))).name).toBe('Campaña de verano')
})

test('numbers are those of the rule, and the records behind them are exactly those', async () => {
  const space = await house.workspace('Números')
  await capture(house, space, [
    { fullName: 'Ana', country: 'ES', handRaise: true, jobTitle: 'Director' },
    { fullName: 'Bea', country: 'ES' },
    { fullName: 'Cai', country: 'FR' },
  ])
  const bound = async (name: string, binding: object) =>
    ok(space.send('POST /terms', { body: { name, definition: 'd', binding } }))
  const mql = await bound('MQL', { kind: 'stage', stage: 'mql' })
  expect(mql.number).toMatchObject({ value: 1, unit: 'count', url: '/contacts?lifecycleStage=mql' })
  const { definition, version } = (await space.send('GET /scoring-models/1')).body
  expect(mql.rule).toEqual({ scoringVersion: version, ...definition.mql, handRaiseDays: definition.handRaiseDays })
  expect((await space.send('GET /contacts?lifecycleStage=mql')).body.items).toHaveLength(1)
  const spain = await bound('Españolas', { kind: 'condition', condition: { field: 'country', op: 'eq', value: 'es' } })
  expect(spain.number).toMatchObject({ value: 2, atLeast: false })
  const page = await ok(space.send(`GET /terms/${spain.id}/records?limit=1`))
  const rest = await ok(space.send(`GET /terms/${spain.id}/records?after=${page.next}`))
  expect([...page.items, ...rest.items].map((one: { fullName: string }) => one.fullName).sort()).toEqual(['Ana', 'Bea'])
  const numbers = { leads_this_month: 3, mqls_this_month: 1, handovers_waiting: 1, hot_leads: 1, live_campaigns: 0 }
  for (const [report, value] of Object.entries(numbers))
    expect((await bound(report, { kind: 'report', report })).number, report).toMatchObject({ value })
  for (const report of ['open_deals', 'pipeline_value', 'won_revenue_this_month', 'return_rate_90_days'])
    expect((await bound(report, { kind: 'report', report })).number.value, report).toBe(0)
  const list = await ok(space.send('GET /terms?limit=200'))
  expect(list.items.find((one: { name: string }) => one.name === 'Españolas').number.value).toBe(2)
  expect((await lumbre.send(`GET /terms/${mql.id}`)).status).toBe(404)
})

test('a new scoring model makes signed words out of date and takes signatures of waiting ones back', async () => {
  const space = await house.workspace('Modelo')
  const ana = await addMember(house, space, { name: 'Ana', role: 'manager', departments: ['marketing'] })
  const leo = await addMember(house, space, { name: 'Leo', role: 'manager', departments: ['sales'] })
  const make = (name: string, binding: object) =>
    ok(ana.send('POST /terms', { body: { name, definition: 'd', binding } }))
  const signed = await make('MQL', { kind: 'stage', stage: 'mql' })
  const waiting = await make('Lead caliente', { kind: 'temperature', temperature: 'hot' })
  const other = await make('Lead', { kind: 'stage', stage: 'lead' })
  for (const term of [signed, other]) for (const who of [ana, leo]) await ok(sign(who, term.id))
  await ok(sign(ana, waiting.id))
  const { definition } = (await space.send('GET /scoring-models/1')).body
  const stricter = { ...definition, mql: { ...definition.mql, fit: definition.mql.fit + 1 } }
  const draft = await ok(space.send('POST /scoring-models', { body: { definition: stricter } }))
  await ok(space.send(`POST /scoring-models/${draft.version}/activation`, { body: {} }))
  await house.drain()
  const read = async (id: string) => ok(ana.send(`GET /terms/${id}`))
  expect((await read(signed.id)).outdatedAt).not.toBeNull()
  expect((await read(signed.id)).rule.fit).toBe(stricter.mql.fit)
  expect((await read(other.id)).outdatedAt).toBeNull()
  expect(await read(waiting.id)).toMatchObject({ state: 'proposed', termVersion: 2, signatures: [] })
  expect((await sign(leo, waiting.id, { termVersion: 1 })).body.code).toBe('term_version_outdated')
  for (const who of [ana, leo]) expect(await inboxOf(who)).toContain(`term_outdated /glossary/${signed.id}`)
  expect((await ana.send(`POST /terms/${other.id}/proposal`)).body.code).toBe('invalid_transition')
  const renewed = await ok(ana.send(`POST /terms/${signed.id}/proposal`))
  expect(renewed).toMatchObject({ state: 'proposed', termVersion: 2, inForceVersion: 1 })
  for (const who of [ana, leo]) await ok(sign(who, signed.id))
  expect(await read(signed.id)).toMatchObject({ state: 'in_force', inForceVersion: 2, outdatedAt: null })
})

test('the starters come once, in the language of the workspace, and words that are there stay', async () => {
  const space = await house.workspace('Inicio')
  await ok(space.send('POST /terms', { body: { name: 'Mi lead', aliases: ['lead'], definition: 'El nuestro' } }))
  const first = await ok(space.send('POST /terms/starters', {}))
  expect(first.created).toBe(10)
  expect((await ok(space.send('POST /terms/starters', {}))).created).toBe(0)
  const { items } = await ok(space.send('GET /terms?state=proposed&limit=50'))
  expect(items.map((one: { name: string }) => one.name)).toContain('Lead caliente')
  expect(items.every((one: { state: string }) => one.state === 'proposed')).toBe(true)
  expect((await lumbre.send('GET /terms?q=Mi lead')).body.items).toEqual([])
})

test('where a word is used: whole words, aliases too, by the newest', async () => {
  const term = await add({ name: 'Kilo', aliases: ['K-200'] })
  const plan = { startsOn: '2026-12-01', endsOn: '2026-12-02', departmentIds: [lumbre.departmentIds.marketing] }
  const written = async (name: string, objective: string) => {
    const campaign = await ok(lumbre.send('POST /campaigns', { body: { name, ...plan } }))
    await ok(lumbre.send(`PUT /campaigns/${campaign.id}/brief`, { body: { objective } }))
  }
  await written('Con alias', 'Vender más k-200, ya.')
  await written('Con palabra', '¿Un KILO?')
  await written('Con otra', 'Kilos y kilómetros; K-2000')
  const { items } = await ok(marta.send(`GET /terms/${term.id}/uses`))
  expect(items.map((use: { name: string }) => use.name).sort()).toEqual(['Con alias', 'Con palabra'])
})

test('who edits an old reading is refused, and a guest neither writes nor signs', async () => {
  const term = await add()
  const guest = await addMember(house, lumbre, { name: 'Gus', role: 'guest', departments: ['sales'] })
  expect((await guest.send('POST /terms', { body: { name: 'G', definition: 'g' } })).status).toBe(403)
  expect((await sign(guest, term.id)).status).toBe(403)
  expect((await guest.send(`GET /terms/${term.id}`)).status).toBe(200)
  const etag = (await marta.send(`GET /terms/${term.id}`)).headers.etag as string
  await ok(marta.send(`PATCH /terms/${term.id}`, { body: { example: 'Nuevo' } }))
  const stale = await ivan.send(`PATCH /terms/${term.id}`, {
    body: { example: 'Viejo' },
    headers: { 'if-match': etag },
  })
  expect(stale.status).toBe(412)
})
