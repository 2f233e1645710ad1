import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { systemActor } from '#kernel/events.ts'
import { newId } from '#kernel/id.ts'
import { enqueue } from '#kernel/jobs.ts'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'
import { findDuplicates } from './duplicates/find.ts'
import { destroyErased } from './erasure/destroy.ts'
import { moveLifecycle, writeScores } from './public.ts'

let house: Harness
let lumbre: TestWorkspace
beforeAll(async () => void (house = await startHarness()))
beforeEach(async () => void (lumbre = await house.workspace()))
afterAll(() => house.close())

const create = async (body: object): Promise<string> => {
  const answer = await lumbre.send('POST /contacts', { body })
  expect(answer.status, answer.text).toBe(201)
  house.clock.advance(1000)
  return answer.body.id
}
const namesOf = async (query: string) => {
  const { status, body, text } = await lumbre.send(`GET /contacts?${query}`)
  expect(status, text).toBe(200)
  return body.items.map((item: { fullName: string }) => item.fullName)
}

test('a contact is made with the least, and made only once', async () => {
  const body = {
    email: ' José.Ñandú@Exámple.es ',
    phone: '600 11 22 33',
    firstName: 'José',
    lastName: 'Ñandú',
    companyName: 'Hotel Sol, S.L.',
  }
  const id = await create(body)
  const { body: contact, headers } = await lumbre.send(`GET /contacts/${id}`)
  expect(contact).toMatchObject({
    ...{
      id,
      email: 'josé.ñandú@xn--exmple-qta.es',
      phone: '+34600112233',
      fullName: 'José Ñandú',
      companyName: 'Hotel Sol, S.L.',
    },
    ...{
      lifecycleStage: 'lead',
      temperature: 'cold',
      origin: 'api',
      emails: ['josé.ñandú@xn--exmple-qta.es'],
      merges: [],
    },
  })
  expect(headers.etag).toBe('"1"')
  const again = await lumbre.send('POST /contacts', { body: { email: 'JOSÉ.ñandú@exámple.es' } })
  expect([again.status, again.body.code, again.body.params.contactId]).toEqual([409, 'email_already_used', id])
})

test('what is not a contact is refused, field by field, and nothing is written', async () => {
  const refused = async (body: object) => (await lumbre.send('POST /contacts', { body })).body.errors
  expect(await refused({})).toEqual([{ pointer: '/fullName', rule: 'required' }])
  expect(await refused({ email: 'a@b' })).toEqual([{ pointer: '/email', rule: 'email' }])
  expect(await refused({ fullName: 'Ana', phone: '12345' })).toEqual([{ pointer: '/phone', rule: 'phone' }])
  expect(await refused({ fullName: 'Ana', colour: 'red' })).toEqual([{ pointer: '/colour', rule: 'unknown_field' }])
  expect(await refused({ fullName: 'Ana', ownerId: newId() })).toEqual([
    { pointer: '/ownerId', rule: 'unknown_member' },
  ])
  expect((await lumbre.send('GET /contacts')).body).toEqual({ items: [], next: null, approximateTotal: 0 })
  for (const query of [
    'email=x',
    'phone=1',
    'sort=colour',
    'after=zzz',
    'limit=0',
    'temperature=lukewarm',
    'createdFrom=yesterday',
  ]) {
    expect((await lumbre.send(`GET /contacts?${query}`)).status, query).toBe(400)
  }
})

test('a phone is read as it is dialled in the country of the person', async () => {
  const phoneOf = async (body: object) => (await lumbre.send('POST /contacts', { body })).body.phone
  expect(await phoneOf({ fullName: 'Ada', phone: '020 7946 0958', country: 'Reino Unido' })).toBe('+442079460958')
  expect(await phoneOf({ fullName: 'Bob', phone: '(212) 736-5000', country: 'us' })).toBe('+12127365000')
  expect(await phoneOf({ fullName: 'Chloé', phone: '01 42 68 53 00', country: 'France' })).toBe('+33142685300')
  expect(await phoneOf({ fullName: 'Duna', phone: '912 34 56 78', country: 'Ningún sitio' })).toBe('+34912345678')
  const { body, headers } = await lumbre.send('POST /contacts', { body: { fullName: 'Eve' } })
  const patch = (changes: object) =>
    lumbre.send(`PATCH /contacts/${body.id}`, { body: changes, headers: { 'if-match': String(headers.etag) } })
  expect((await patch({ phone: '030 901820' })).status).toBe(400)
  expect((await patch({ phone: '030 901820', country: 'Deutschland (Germany)' })).status).toBe(400)
  expect((await patch({ phone: '030 901820', country: 'Alemania' })).body.phone).toBe('+4930901820')
})

test('the wall: another workspace sees, finds and changes nothing', async () => {
  const id = await create({ email: 'ana@lumbre.es' })
  const other = await house.workspace('Otra')
  expect((await other.send('GET /contacts')).body.items).toEqual([])
  expect((await other.send('GET /contacts?email=ana@lumbre.es')).body.items).toEqual([])
  const calls = [
    'GET /contacts/:id',
    'PATCH /contacts/:id',
    'DELETE /contacts/:id',
    'GET /contacts/:id/timeline',
    'GET /contacts/:id/consents',
    'POST /contacts/:id/erasure',
    'GET /contacts/:id/export',
  ]
  for (const call of calls)
    expect((await other.send(call.replace(':id', id), call.startsWith('P') ? { body: {} } : {})).status, call).toBe(404)
  expect((await other.send('POST /contacts/bulk', { body: { ids: [id], change: { addTags: ['x'] } } })).body).toEqual({
    affected: 0,
  })
  expect((await other.send('POST /contacts', { body: { email: 'ana@lumbre.es' } })).status).toBe(201)
})

test('facts are edited with a version; the later of two editors is told', async () => {
  const id = await create({ email: 'ana@lumbre.es', firstName: 'Ana', lastName: 'Ruiz' })
  const patch = (body: object, etag = '"1"') =>
    lumbre.send(`PATCH /contacts/${id}`, { body, headers: { 'if-match': etag } })
  const edited = await patch({
    lastName: 'Ruiz Gil',
    email: 'ana@nuevo.es',
    phone: null,
    customFields: { size: 3 },
    companyName: 'Hotel Sol',
  })
  expect(edited.body).toMatchObject({
    fullName: 'Ana Ruiz Gil',
    email: 'ana@nuevo.es',
    emails: ['ana@nuevo.es'],
    companyName: 'Hotel Sol',
    version: 2,
  })
  expect([(await patch({ city: 'Vigo' })).status, (await patch({ city: 'Vigo' }, 'nonsense')).status]).toEqual([
    412, 400,
  ])
  expect((await patch({ customFields: { size: null }, companyId: null }, '"2"')).body).toMatchObject({
    customFields: {},
    companyId: null,
  })
  const other = await create({ email: 'ana@lumbre.es' })
  expect((await lumbre.send(`PATCH /contacts/${other}`, { body: { email: 'ANA@nuevo.es' } })).body).toMatchObject({
    code: 'email_already_used',
    params: { contactId: id },
  })
  const { body } = await lumbre.send(`GET /contacts/${id}/timeline`)
  expect(body.items[1].data.changes).toMatchObject({
    fullName: ['Ana Ruiz', 'Ana Ruiz Gil'],
    email: ['ana@lumbre.es', 'ana@nuevo.es'],
  })
})

test('search finds without accents, by parts, by phone, and with a typing mistake', async () => {
  await create({ fullName: 'Íñigo Martínez', email: 'inigo@hotelsol.es', phone: '600112233' })
  await create({ fullName: 'Berta Gil', email: 'berta@gil.es' })
  for (const q of ['inigo', 'MARTÍNEZ', 'martin iñi', 'hotelsol', '600 112', 'martines', '%', 'íñigo@']) {
    expect(await namesOf(`q=${encodeURIComponent(q)}`), q).toEqual(
      q === '%' || q === 'íñigo@' ? (q === '%' ? [] : ['Íñigo Martínez']) : ['Íñigo Martínez'],
    )
  }
  expect(await namesOf('q=xyzzy')).toEqual([])
})

test('filters and sorts hold together, and pages neither skip nor repeat', async () => {
  const company = (await lumbre.send('POST /companies', { body: { name: 'Sol' } })).body.id
  for (const [index, fullName] of ['Zoe', 'Álvaro', 'berta', 'Ángel', 'Carla'].entries()) {
    await create({
      fullName,
      email: `p${index}@x.es`,
      tags: index % 2 ? ['feria'] : [],
      source: index < 2 ? 'fair' : 'web',
      ...(index === 4 && { companyName: 'Sol, S.L.', ownerId: lumbre.ownerId }),
    })
  }
  expect(await namesOf('sort=fullName')).toEqual(['Álvaro', 'Ángel', 'berta', 'Carla', 'Zoe'])
  expect(await namesOf('tag=feria&sort=createdAt')).toEqual(['Álvaro', 'Ángel'])
  expect(await namesOf('source=fair&source=web&sort=-createdAt')).toEqual(['Carla', 'Ángel', 'berta', 'Álvaro', 'Zoe'])
  expect(await namesOf(`companyId=${company}`)).toEqual(['Carla'])
  expect(await namesOf(`ownerId=${lumbre.ownerId}&hasOpenDeal=false&temperature=cold&lifecycleStage=lead`)).toEqual([
    'Carla',
  ])
  expect(await namesOf('hasOpenDeal=true')).toEqual([])
  expect(await namesOf('scoreMin=1')).toEqual([])
  expect(await namesOf('createdFrom=2026-11-23&createdTo=2026-11-23')).toHaveLength(5)
  for (const sort of [
    'createdAt',
    '-createdAt',
    'lastActivityAt',
    '-lastActivityAt',
    'fullName',
    '-fullName',
    'score',
    '-score',
  ]) {
    const seen: string[] = []
    for (let after = ''; ; ) {
      const { body } = await lumbre.send(`GET /contacts?limit=2&sort=${sort}${after && `&after=${after}`}`)
      seen.push(...body.items.map((item: { id: string }) => item.id))
      if (!body.next) break
      after = body.next
    }
    expect([seen.length, new Set(seen).size], sort).toEqual([5, 5])
  }
})

test('scores and stages are written in sets, by the rules', async () => {
  const [a, b] = [await create({ email: 'a@x.es' }), await create({ email: 'b@x.es' })]
  const actor = systemActor(lumbre.workspaceId)
  const at = house.clock.now()
  const moved = await house.services.db.transaction().execute(async (tx) => {
    await writeScores(tx, lumbre.workspaceId, [
      {
        subjectId: a,
        temperature: 'hot',
        fit: 80,
        engagement: 70,
        score: 75,
        modelVersion: 1,
        scoredAt: at,
        dueAt: null,
      },
    ])
    return moveLifecycle(tx, actor, at, [
      { subjectId: a, to: 'mql', by: 'rule', ruleVersion: 1, evidence: { fit: 80 } },
      { subjectId: b, to: 'sal', by: 'rule' },
    ])
  })
  expect(moved).toEqual([
    { subjectId: a, from: 'lead', to: 'mql', moved: true },
    { subjectId: b, from: 'lead', to: 'lead', moved: false },
  ])
  expect((await lumbre.send('GET /contacts?temperature=hot&lifecycleStage=mql&sort=-score')).body.items).toMatchObject([
    { id: a, score: 75, fit: 80, engagement: 70 },
  ])
  expect((await lumbre.send(`GET /contacts/${a}/timeline?kind=lifecycle`)).body.items).toMatchObject([
    { name: 'contact.lifecycle_moved', actorKind: 'system', actorName: null, data: { from: 'lead', to: 'mql' } },
  ])
})

test('the timeline tells the words of an activity, who did it and for which department, and is filtered by kind', async () => {
  const id = await create({ email: 'ana@x.es' })
  const logged = await lumbre.send('POST /activities', {
    body: { kind: 'note', contactId: id, body: 'Pide presupuesto para 40 termostatos.' },
  })
  expect(logged.status, logged.text).toBe(201)
  const read = async (query: string) => (await lumbre.send(`GET /contacts/${id}/timeline?${query}`)).body.items
  expect(await read('kind=activity')).toMatchObject([
    { name: 'activity.logged', actorName: 'Olga Owner', data: { body: 'Pide presupuesto para 40 termostatos.' } },
  ])
  expect(await read('kind=change&department=service')).toEqual([])
  expect((await read('kind=change')).map((item: { name: string }) => item.name)).toEqual(['contact.created'])
})

test('consents are appended with their words; the newest of a purpose holds', async () => {
  const id = await create({ email: 'ana@x.es' })
  const add = (body: object) => lumbre.send(`POST /contacts/${id}/consents`, { body })
  expect((await add({ purpose: 'marketing_email', state: 'granted', text: 'Quiero recibir novedades.' })).status).toBe(
    201,
  )
  house.clock.advance(1000)
  await add({ purpose: 'marketing_email', state: 'withdrawn' })
  expect((await add({ purpose: 'Marketing e-mail', state: 'granted' })).body.errors[0].pointer).toBe('/purpose')
  const { items } = (await lumbre.send(`GET /contacts/${id}/consents`)).body
  expect(
    items.map((item: { state: string; current: boolean; text: string | null }) => [
      item.state,
      item.current,
      item.text,
    ]),
  ).toEqual([
    ['withdrawn', true, null],
    ['granted', false, 'Quiero recibir novedades.'],
  ])
})

test('the bin gives back what it took, and gives an address up to whoever asks for it', async () => {
  const id = await create({ email: 'ana@x.es', fullName: 'Ana' })
  expect((await lumbre.send(`DELETE /contacts/${id}`)).status).toBe(204)
  expect([await namesOf(''), await namesOf('deleted=true')]).toEqual([[], ['Ana']])
  expect((await lumbre.send(`PATCH /contacts/${id}`, { body: { city: 'Vigo' } })).status).toBe(404)
  expect((await lumbre.send(`POST /contacts/${id}/restoration`)).body).toMatchObject({
    deletedAt: null,
    emails: ['ana@x.es'],
  })
  await lumbre.send(`DELETE /contacts/${id}`)
  const next = await create({ email: 'ana@x.es' })
  expect((await lumbre.send(`POST /contacts/${id}/restoration`)).body.emails).toEqual([])
  expect((await lumbre.send('GET /contacts?email=ana@x.es')).body.items).toMatchObject([{ id: next }])
})

test('many are changed at once, by ids or filter, and the answer counts those that really changed', async () => {
  const ids = [
    await create({ email: 'a@x.es', tags: ['web'] }),
    await create({ email: 'b@x.es' }),
    await create({ email: 'c@y.es' }),
  ]
  const bulk = async (body: object) => (await lumbre.send('POST /contacts/bulk', { body })).body
  expect(await bulk({ ids: [...ids, newId()], change: { addTags: ['web'] } })).toEqual({ affected: 2 })
  expect(await bulk({ filter: { q: 'x.es' }, change: { ownerId: lumbre.ownerId, removeTags: ['web'] } })).toEqual({
    affected: 2,
  })
  expect(await bulk({ ids, change: { delete: true } })).toEqual({ affected: 3 })
  expect(await bulk({ ids, change: { restore: true } })).toEqual({ affected: 3 })
  expect((await bulk({ ids, filter: {}, change: { delete: true } })).errors).toEqual([
    { pointer: '/ids', rule: 'ids_or_filter' },
  ])
  expect((await bulk({ ids, change: {} })).errors).toEqual([{ pointer: '/change', rule: 'required' }])
  expect((await lumbre.send('GET /tags')).body.items).toEqual([{ tag: 'web', contacts: 1 }])
})

test('likely duplicates are found in the background, and stay away once dismissed', async () => {
  const ana = await create({ fullName: 'Ana Ruiz', email: 'ana.ruiz@gmail.com' })
  const typo = await create({ fullName: 'ANA RUIZ', email: 'ana.ruiz@gmial.com' })
  const [one, two] = [
    await create({ fullName: 'José Gil', companyName: 'Sol' }),
    await create({ fullName: 'Jose Gil', email: 'jg@z.es', companyName: 'Sol S.A.' }),
  ]
  await create({ fullName: 'Ana Ruiz', email: 'someone.else@otra.es' })
  await enqueue(house.services.db, findDuplicates, {})
  await house.drain()
  const inbox = async () =>
    (await lumbre.send('GET /contacts/duplicates')).body.items
      .map((pair: { reason: string; contact: { id: string }; other: { id: string } }) => [
        pair.reason,
        pair.contact.id,
        pair.other.id,
      ])
      .sort()
  expect(await inbox()).toEqual([
    ['email', ...[ana, typo].sort()],
    ['name', ...[one, two].sort()],
  ])
  expect(
    (await lumbre.send('POST /contacts/duplicates/dismissal', { body: { contactId: typo, otherId: ana } })).status,
  ).toBe(204)
  await sql`delete from duplicate_sweep where workspace_id = ${lumbre.workspaceId}`.execute(house.services.db)
  await enqueue(house.services.db, findDuplicates, {})
  await house.drain()
  expect(await inbox()).toEqual([['name', ...[one, two].sort()]])
})

test('an erased person is gone at once, unreadable everywhere, and destroyed after the limitation period', async () => {
  const id = await create({ email: 'ana@secret.es', phone: '600112233', fullName: 'Ana Secreta', city: 'Vigo' })
  await lumbre.send(`PATCH /contacts/${id}`, { body: { fullName: 'Ana Secretísima' } })
  await lumbre.send(`POST /contacts/${id}/consents`, { body: { purpose: 'marketing_email', state: 'granted' } })
  const exported = await lumbre.send(`GET /contacts/${id}/export`)
  expect(exported.body).toMatchObject({
    contact: [{ email: 'ana@secret.es' }],
    consent: [{ purpose: 'marketing_email' }],
  })
  expect((await lumbre.send(`POST /contacts/${id}/erasure`, { body: {} })).status).toBe(200)
  for (const path of ['', '/timeline', '/consents', '/export'])
    expect((await lumbre.send(`GET /contacts/${id}${path}`)).body.code).toBe('contact_erased')
  expect((await lumbre.send(`POST /contacts/${id}/restoration`)).status).toBe(410)
  expect([await namesOf(''), await namesOf('deleted=true'), await namesOf('email=ana@secret.es')]).toEqual([[], [], []])
  const traces = await sql<{
    found: number
  }>`select (select count(*) from contact c where workspace_id = ${lumbre.workspaceId} and c::text ~* 'secret')
    + (select count(*) from event e where workspace_id = ${lumbre.workspaceId} and e::text ~* 'secret')
    + (select count(*) from identity where workspace_id = ${lumbre.workspaceId}) as found`.execute(house.services.db)
  expect(traces.rows[0]!.found).toBe(0)
  const left = async () =>
    (
      await sql<{ n: number }>`select count(*) as n from consent where workspace_id = ${lumbre.workspaceId}`.execute(
        house.services.db,
      )
    ).rows[0]!.n
  const destroy = async () => {
    await enqueue(house.services.db, destroyErased, {})
    await house.drain()
  }
  await destroy()
  expect(await left()).toBe(1)
  house.clock.advance(3.1 * 365 * 86_400_000)
  await destroy()
  expect(await left()).toBe(0)
})
