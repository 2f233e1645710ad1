import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { systemActor } from '#kernel/events.ts'
import { type ContactList, contactList } from '#test/builders/contacts.ts'
import { type Harness, startHarness } from '#test/harness.ts'
import { moveLifecycle, writeScores } from './public.ts'

let house: Harness
let lumbre: ContactList['lumbre']
let create: ContactList['create']
beforeAll(async () => void (house = await startHarness()))
beforeEach(async () => void ({ lumbre, create } = await contactList(house)))
afterAll(() => house.close())

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

test('who sits in two departments is named with both, the same on the contact, the deal and their filter', async () => {
  const { marketing, sales } = lumbre.departmentIds
  const departments = [marketing, sales].map((id) => ({ id, isManager: false }))
  await lumbre.send(`PATCH /members/${lumbre.ownerId}`, { body: { departments } })
  const contactId = await create({ email: 'ana@x.es' })
  const { body: deal } = await lumbre.send('POST /deals', { body: { name: 'Reforma', contactId } })
  await lumbre.send(`POST /deals/${deal.id}/won`, { body: {} })
  const wonOf = async (path: string) =>
    (await lumbre.send(`GET ${path}`)).body.items.find(({ name }: { name: string }) => name === 'deal.won')?.departments
  const both = await wonOf(`/contacts/${contactId}/timeline`)
  expect([...both].sort()).toEqual(['marketing', 'sales'])
  expect(await wonOf(`/deals/${deal.id}/timeline`)).toEqual(both)
  for (const key of ['marketing', 'sales'])
    expect(await wonOf(`/contacts/${contactId}/timeline?department=${key}`)).toEqual(both)
  expect(await wonOf(`/contacts/${contactId}/timeline?department=service`)).toBeUndefined()
})

test('what a person sent stands in the timeline under the labels they read', async () => {
  const form = await lumbre.send('POST /forms', {
    body: {
      name: 'Demo',
      fields: [
        { key: 'email', type: 'email', label: 'Tu correo', required: true },
        { key: 'full_name', type: 'text', label: 'Cómo te llamas' },
        {
          key: 'size',
          type: 'select',
          label: 'Tamaño',
          options: [{ value: 's', label: 'Hasta diez' }],
          mapsTo: 'custom',
        },
        { key: 'call', type: 'checkbox', label: 'Llamadme', mapsTo: 'custom' },
      ],
      consents: [],
    },
  })
  expect(form.status, form.text).toBe(201)
  const sent = await house.visit(`POST /f/${form.body.id}`, {
    body: { fields: { size: 's', call: true, email: 'ana@x.es' } },
  })
  expect(sent.status, sent.text).toBe(201)
  const { items } = (await lumbre.send('GET /contacts?email=ana@x.es')).body
  const { body } = await lumbre.send(`GET /contacts/${items[0].id}/timeline?kind=form`)
  expect(body.items).toMatchObject([
    {
      name: 'form.submitted',
      data: {
        fields: { size: 's', call: true, email: 'ana@x.es' },
        answers: [
          { key: 'email', label: 'Tu correo', value: 'ana@x.es' },
          { key: 'size', label: 'Tamaño', value: 'Hasta diez' },
          { key: 'call', label: 'Llamadme', value: '✓' },
        ],
      },
    },
  ])
})

test('consents are appended with their words; the newest of a purpose holds', async () => {
  const id = await create({ email: 'ana@x.es' })
  const add = (body: object) => lumbre.send(`POST /contacts/${id}/consents`, { body })
  expect((await add({ purpose: 'marketing_email', state: 'granted', text: 'Quiero recibir novedades.' })).status).toBe(
    201,
  )
  for (const text of [undefined, null, '   ']) {
    const refused = await add({ purpose: 'marketing_sms', state: 'granted', text })
    expect([refused.status, refused.body.errors]).toEqual([400, [{ pointer: '/text', rule: 'required' }]])
  }
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
  // Other grounds and other states have no words to prove.
  for (const body of [{ state: 'granted', basis: 'contract' }, { state: 'pending' }])
    expect((await add({ purpose: 'service_mail', ...body })).status).toBe(201)
})
