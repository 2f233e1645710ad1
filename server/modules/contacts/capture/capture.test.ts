import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Actor, systemActor } from '#kernel/events.ts'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'
import { normaliseEmail, normalisePhone } from '../normalise.ts'
import { captureContacts } from './capture.ts'
import type { PersonInput } from './person.ts'

let house: Harness
let lumbre: TestWorkspace
let actor: Actor
beforeAll(async () => void (house = await startHarness()))
beforeEach(async () => {
  lumbre = await house.workspace()
  actor = systemActor(lumbre.workspaceId)
})
afterAll(() => house.close())

type Given = Partial<Omit<PersonInput, 'attributes'>> & PersonInput['attributes']
const person = ({
  email,
  phone,
  visitorId,
  externalId,
  overwrite = false,
  touch,
  origin = 'form',
  seenAt,
  ...attributes
}: Given): PersonInput => ({
  ...{ email, phone, visitorId, externalId, overwrite, origin, attributes, seenAt: seenAt ?? house.clock.now() },
  ...(touch && { touch }),
})
const capture = (...people: Given[]) =>
  house.services.db.transaction().execute((tx) => captureContacts(tx, actor, house.clock.now(), people.map(person)))
const contactsNow = async () =>
  (
    await sql<{
      subjectId: string
      email: string | null
      phone: string | null
      fullName: string
      tags: string[]
    }>`select subject_id, email, phone, full_name, tags
      from contact where workspace_id = ${lumbre.workspaceId} and deleted_at is null order by created_at, subject_id`.execute(
      house.services.db,
    )
  ).rows
const ownerOf = async (kind: string, value: string) =>
  (
    await sql<{
      subjectId: string
    }>`select subject_id from identity where workspace_id = ${lumbre.workspaceId} and kind = ${kind} and value = ${value}`.execute(
      house.services.db,
    )
  ).rows[0]?.subjectId
const pairs = async () => (await lumbre.send('GET /contacts/duplicates')).body.items

test('transactions with the same new person at once make one contact', async () => {
  const answers = await Promise.all(
    Array.from({ length: 6 }, (_, n) =>
      capture(
        { email: `other${n}@lumbre.es` },
        { email: 'Ana@Lumbre.es', phone: '600 11 22 33' },
        { email: `z${n}@lumbre.es` },
      ),
    ),
  )
  const ids = new Set(answers.map((answer) => answer[1]!.subjectId))
  expect(ids.size).toBe(1)
  expect(answers.filter((answer) => answer[1]!.created)).toHaveLength(1)
  expect(await contactsNow()).toHaveLength(13)
})

test('concurrent batches that overlap crosswise neither deadlock nor double anybody', async () => {
  const emails = Array.from({ length: 40 }, (_, n) => `p${n}@lumbre.es`)
  const batches = Array.from({ length: 6 }, (_, n) =>
    emails.map((_, index) => emails[(index * 7 + n * 11) % emails.length]!),
  )
  await Promise.all(
    batches.map((batch) => capture(...batch.map((email, n) => ({ email, jobTitle: `Puesto ${n}`, overwrite: true })))),
  )
  expect((await contactsNow()).map((row) => row.email).sort()).toEqual([...emails].sort())
})

test('the same person twice in one batch is one contact, with what both rows say', async () => {
  const [first, second, third] = await capture(
    { email: 'ana@lumbre.es', fullName: 'Ana Ruiz' },
    { email: 'ANA@lumbre.es ', phone: '+34600112233', city: 'Valencia' },
    { phone: '600112233', jobTitle: 'Compras' },
  )
  expect(new Set([first!.subjectId, second!.subjectId, third!.subjectId]).size).toBe(1)
  expect([first!.created, second!.created, third!.created]).toEqual([true, false, false])
  const { body } = await lumbre.send(`GET /contacts/${first!.subjectId}`)
  expect(body).toMatchObject({ fullName: 'Ana Ruiz', phone: '+34600112233', city: 'Valencia', jobTitle: 'Compras' })
})

test('e-mail decides before phone: the phone stays with its owner and the pair waits in the inbox', async () => {
  const [a, b] = await capture({ email: 'a@lumbre.es', fullName: 'Ana' }, { phone: '600112233', fullName: 'Berta' })
  const [again] = await capture({ email: 'a@lumbre.es', phone: '600112233' })
  expect(again!.subjectId).toBe(a!.subjectId)
  expect(await ownerOf('phone', '+34600112233')).toBe(b!.subjectId)
  expect(
    (await pairs()).map((pair: { contact: { id: string }; other: { id: string }; reason: string }) => [
      pair.reason,
      ...[pair.contact.id, pair.other.id].sort(),
    ]),
  ).toEqual([['phone', ...[a!.subjectId, b!.subjectId].sort()]])
})

test('people who share a switchboard are not thrown together; one person with two addresses is', async () => {
  const shared = { phone: '963112233' }
  const [ana, berta, anaAgain] = await capture(
    { ...shared, email: 'ana@hotel.es', fullName: 'Ana Ruiz' },
    { ...shared, email: 'berta@hotel.es', fullName: 'Berta Gil' },
    { ...shared, email: 'ana.privado@gmail.com', fullName: 'ana ruiz' },
  )
  expect(berta!.subjectId).not.toBe(ana!.subjectId)
  expect(anaAgain!.subjectId).toBe(ana!.subjectId)
  expect((await lumbre.send('GET /contacts?email=Ana.Privado@gmail.com')).body.items).toMatchObject([
    { id: ana!.subjectId, email: 'ana@hotel.es' },
  ])
})

test('filling keeps what is there, overwriting replaces it; nothing given changes nothing', async () => {
  const [first] = await capture({
    email: 'ana@lumbre.es',
    fullName: 'Ana',
    city: 'Valencia',
    tags: ['feria'],
    customFields: { size: 3 },
  })
  const { subjectId } = first!
  expect(
    await capture({
      email: 'ana@lumbre.es',
      fullName: 'Otra',
      jobTitle: 'Compras',
      tags: ['web'],
      customFields: { size: 9, colour: 'red' },
    }),
  ).toEqual([{ subjectId, created: false, changed: true }])
  expect((await lumbre.send(`GET /contacts/${subjectId}`)).body).toMatchObject({
    fullName: 'Ana',
    city: 'Valencia',
    jobTitle: 'Compras',
    tags: ['feria', 'web'],
    customFields: { size: 3, colour: 'red' },
    version: 2,
  })
  await capture({ email: 'ana@lumbre.es', fullName: 'Ana Ruiz', city: '', overwrite: true })
  expect((await lumbre.send(`GET /contacts/${subjectId}`)).body).toMatchObject({
    fullName: 'Ana Ruiz',
    city: 'Valencia',
    version: 3,
  })
  expect(await capture({ email: 'ana@lumbre.es', fullName: 'Ana Ruiz', overwrite: true })).toEqual([
    { subjectId, created: false, changed: false },
  ])
  const { body } = await lumbre.send(`GET /contacts/${subjectId}/timeline?kind=change`)
  expect(body.items.map((item: { name: string }) => item.name)).toEqual(
    expect.arrayContaining(['contact.created', 'contact.updated', 'contact.updated']),
  )
  expect(body.items).toHaveLength(3)
})

test('the first touch stays, the last one moves, and somebody in the bin comes back', async () => {
  const touch = (url: string) => ({ url, at: house.clock.now().toISOString() })
  const [first] = await capture({ email: 'ana@lumbre.es', touch: touch('https://lumbre.es/uno') })
  await lumbre.send(`DELETE /contacts/${first!.subjectId}`)
  house.clock.advance(60_000)
  expect(await capture({ email: 'ana@lumbre.es', touch: touch('https://lumbre.es/dos') })).toEqual([
    { subjectId: first!.subjectId, created: false, changed: true },
  ])
  const { body } = await lumbre.send(`GET /contacts/${first!.subjectId}`)
  expect(body).toMatchObject({
    deletedAt: null,
    firstTouch: { url: 'https://lumbre.es/uno' },
    lastTouch: { url: 'https://lumbre.es/dos' },
    lastActivityAt: house.clock.now().toISOString(),
  })
})

test('however people come in batches, every e-mail has one contact and every row its own answer', async () => {
  const rows = fc.array(
    fc.record({
      email: fc.constantFrom('a@x.es', 'b@x.es', 'c@x.es', undefined),
      phone: fc.constantFrom('+34600000001', '+34600000002', undefined),
      fullName: fc.constantFrom('Ana', 'Berta', undefined),
    }),
    { minLength: 1, maxLength: 12 },
  )
  await fc.assert(
    fc.asyncProperty(rows, fc.nat(11), async (people, cut) => {
      lumbre = await house.workspace()
      actor = systemActor(lumbre.workspaceId)
      const answers = [...(await capture(...people.slice(0, cut))), ...(await capture(...people.slice(cut)))]
      expect(answers).toHaveLength(people.length)
      for (const [index, { email }] of people.entries())
        if (email) expect(await ownerOf('email', email)).toBe(answers[index]!.subjectId)
      expect(new Set(answers.map((one) => one.subjectId)).size).toBe((await contactsNow()).length)
    }),
    { numRuns: 25 },
  )
})

test('of what comes of one person at once, the company that is named wins over the one of the e-mail’s domain', async () => {
  const { body } = await lumbre.send('POST /companies', { body: { name: 'OwnerCo', domain: 'ownerco.es' } })
  const email = 'pepe@ownerco.es'
  const [first, second, alone] = await capture({ email }, { email, companyName: 'Otra' }, { email: 'ana@ownerco.es' })
  const companyOf = async (id: string) => (await lumbre.send(`GET /contacts/${id}`)).body.companyName
  expect([first!.subjectId, await companyOf(first!.subjectId)]).toEqual([second!.subjectId, 'Otra'])
  expect(await companyOf(alone!.subjectId)).toBe(body.name)
})

test('addresses and phones have one spelling', () => {
  expect(normaliseEmail('  José.Ñandú@EXÁMPLE.es ')).toBe('josé.ñandú@xn--exmple-qta.es')
  expect(normaliseEmail('josé@x.es'.normalize('NFD'))).toBe('josé@x.es')
  for (const nonsense of ['', 'a', 'a@', '@b.es', 'a b@c.es', 'a@b', 'a@b..es', 'a@-b.es', `${'a'.repeat(65)}@b.es`])
    expect(normaliseEmail(nonsense)).toBeNull()
  for (const spelling of ['600 11 22 33', '+34 600-112-233', '0034600112233', '(600) 112233'])
    expect(normalisePhone(spelling)).toBe('+34600112233')
  for (const spelling of ['(+34) 600-112-233', 'tel:+34600112233', 'Móvil: 600 112 233', '+34-600-112-233 (móvil)'])
    expect(normalisePhone(spelling)).toBe('+34600112233')
  for (const spelling of ['+52 1 55 1234 5678', '+5215512345678', '0052 55 1234 5678'])
    expect(normalisePhone(spelling)).toBe('+525512345678')
  expect(normalisePhone('06 12 34 56 78', 'FR')).toBe('+33612345678')
  for (const nonsense of ['', '12', 'abc', '999', 'tel: abc', 'Ana 600112233', '600 112 233 (91)'])
    expect(normalisePhone(nonsense)).toBeNull()
  fc.assert(
    fc.property(
      fc.emailAddress(),
      (email) => normaliseEmail(email) === null || normaliseEmail(normaliseEmail(email)!) === normaliseEmail(email),
    ),
  )
})
