import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { newId } from '#kernel/id.ts'
import { type ContactList, contactList } from '#test/builders/contacts.ts'
import { type Harness, startHarness } from '#test/harness.ts'

let house: Harness
let lumbre: ContactList['lumbre']
let create: ContactList['create']
beforeAll(async () => void (house = await startHarness()))
beforeEach(async () => void ({ lumbre, create } = await contactList(house)))
afterAll(() => house.close())

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
  expect([again.status, again.body.code, again.body.params.contactId]).toEqual([409, 'contact_already_exists', id])
})

test('whoever comes second with an e-mail is told in one way, also when both come at once', async () => {
  const made = await Promise.all(
    Array.from({ length: 12 }, () => lumbre.send('POST /contacts', { body: { email: 'a-la-vez@x.es' } })),
  )
  const [created] = made.filter(({ status }) => status === 201)
  const told = made.filter((answer) => answer !== created)
  expect(told.map(({ status, body }) => [status, body.code, body.params.contactId])).toEqual(
    told.map(() => [409, 'contact_already_exists', created?.body.id]),
  )
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
  expect(await phoneOf({ fullName: 'Flor', phone: '(+34) 612-345-678' })).toBe('+34612345678')
  expect(await phoneOf({ fullName: 'Gil', phone: '+34-611-333-447 (móvil)' })).toBe('+34611333447')
  expect(await phoneOf({ fullName: 'Hugo', phone: 'tel:+34611333448' })).toBe('+34611333448')
  expect(await phoneOf({ fullName: 'Iris', phone: '+52 1 55 1234 5678' })).toBe('+525512345678')
  expect((await lumbre.send('GET /contacts?phone=%2B52%2055%201234%205678')).body.items[0].fullName).toBe('Iris')
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
