import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { systemActor } from '#kernel/events.ts'
import { newId } from '#kernel/id.ts'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'
import { captureContacts, moveLifecycle, type PersonInput, recordConsents } from '../public.ts'

let house: Harness
let lumbre: TestWorkspace
beforeAll(async () => void (house = await startHarness()))
beforeEach(async () => void (lumbre = await house.workspace()))
afterAll(() => house.close())

type Given = {
  attributes: PersonInput['attributes']
  email?: string
  phone?: string
  activities: number
  consents: number
  mql: boolean
  pending: boolean
  touched: boolean
}
const noted = { attributes: {}, activities: 0, consents: 0, mql: false, pending: false, touched: false }

/** A contact with whatever hangs on it. */
async function make(given: Given): Promise<string> {
  house.clock.advance(1000)
  const at = house.clock.now()
  const { workspaceId, ownerId } = lumbre
  const actor = systemActor(workspaceId)
  return house.services.db.transaction().execute(async (tx) => {
    const { email = null, phone = null, attributes } = given
    const touch = given.touched ? { touch: { url: `https://x.es/${newId()}`, at: at.toISOString() } } : {}
    const [made] = await captureContacts(tx, actor, at, [
      { email, phone, externalId: newId(), attributes, origin: 'import', seenAt: at, overwrite: false, ...touch },
    ])
    const { subjectId } = made!
    await recordConsents(
      tx,
      actor,
      at,
      Array.from(
        { length: given.consents },
        () =>
          ({ subjectId, purpose: 'marketing_email', state: 'granted', basis: 'consent', method: 'import' }) as const,
      ),
    )
    if (given.mql) await moveLifecycle(tx, actor, at, [{ subjectId, to: 'mql', by: 'rule' }])
    for (let n = 0; n < given.activities; n++) {
      await sql`insert into activity (workspace_id, id, kind, subject_id, happened_at, author_id, created_at, updated_at)
        values (${workspaceId}, ${newId()}, 'note', ${subjectId}, ${at}, ${ownerId}, ${at}, ${at})`.execute(tx)
    }
    if (given.pending) {
      await sql`insert into handover (workspace_id, subject_id, id, state, hand_raise, reasons, temperature, score, requested_at, clock_at, due_at, touch_due_at, remind_at, escalate_at, expire_at)
        values (${workspaceId}, ${subjectId}, ${newId()}, 'pending', true, '[]', 'hot', 80, ${at}, ${at}, ${at}, ${at}, ${at}, ${at}, ${at})`.execute(
        tx,
      )
    }
    return subjectId
  })
}

/** Everything about the people of the workspace, but versions and times of writing. */
async function everything() {
  const read = async (table: string, without: string) =>
    (
      await sql<{
        row: unknown
      }>`select to_jsonb(t) - ${sql.raw(without)} as row from ${sql.table(table)} t where workspace_id = ${lumbre.workspaceId}
      order by to_jsonb(t)::text`.execute(house.services.db)
    ).rows
      .map(({ row }) => JSON.stringify(row))
      .sort()
  return {
    contact: await read('contact', "'version' - 'updated_at'"),
    identity: await read('identity', "'x'"),
    consent: await read('consent', "'x'"),
    activity: await read('activity', "'x'"),
    handover: await read('handover', "'x'"),
    lifecycle: await read('lifecycle_transition', "'x'"),
  }
}
const merge = (id: string, body: object) => lumbre.send(`POST /contacts/${id}/merge`, { body })

const words = fc.constantFrom('Ana', 'Berta', 'Vigo', undefined)
const anybody: fc.Arbitrary<Given> = fc.record({
  attributes: fc.record({
    fullName: words,
    jobTitle: words,
    city: words,
    tags: fc.subarray(['feria', 'web']),
    customFields: fc.dictionary(fc.constantFrom('a', 'b'), fc.integer({ min: 0, max: 3 })),
    companyName: words,
  }) as fc.Arbitrary<PersonInput['attributes']>,
  activities: fc.nat(2),
  consents: fc.nat(2),
  mql: fc.boolean(),
  pending: fc.boolean(),
  touched: fc.boolean(),
})

test('a merge taken back leaves everything exactly as it was', async () => {
  const choice = fc.record({
    takeFromMerged: fc.subarray(['email', 'fullName', 'jobTitle', 'companyId']),
    told: fc.constantFrom('first', 'second', null),
  })
  await fc.assert(
    fc.asyncProperty(anybody, anybody, fc.boolean(), choice, async (one, two, shared, { takeFromMerged, told }) => {
      lumbre = await house.workspace()
      // With names that contradict each other, a shared phone makes a pair and not one person.
      const first = await make({
        ...one,
        email: 'uno@x.es',
        phone: '+34600000001',
        attributes: { ...one.attributes, fullName: one.attributes.fullName ?? 'Ana' },
      })
      const second = await make({
        ...two,
        email: 'dos@x.es',
        ...(shared && { phone: '+34600000001', attributes: { ...two.attributes, fullName: 'Otra Persona' } }),
      })
      const before = await everything()
      const merged = await merge(first, {
        duplicateId: second,
        takeFromMerged,
        ...(told && { survivorId: told === 'first' ? first : second }),
      })
      expect(merged.status, merged.text).toBe(201)
      expect(await everything()).not.toEqual(before)
      const back = await lumbre.send(`POST /contacts/${merged.body.contact.id}/merge/${merged.body.mergeId}/reversal`)
      expect(back.status, back.text).toBe(200)
      expect(await everything()).toEqual(before)
    }),
    { numRuns: 12 },
  )
})

test('the known one stays, knows all that both knew, and answers for both', async () => {
  const stranger = await make({
    ...noted,
    email: 'ana@gmail.com',
    attributes: { fullName: 'Ana R.', city: 'Vigo' },
    mql: true,
  })
  const known = await make({
    ...noted,
    email: 'ana@hotel.es',
    attributes: { fullName: 'Ana Ruiz', tags: ['feria'] },
    consents: 2,
    activities: 2,
  })
  expect((await lumbre.send(`GET /contacts/${stranger}/merge?duplicateId=${known}`)).body).toEqual({
    survivorId: known,
    mergedId: stranger,
    fields: [
      { field: 'email', survivor: 'ana@hotel.es', merged: 'ana@gmail.com' },
      { field: 'fullName', survivor: 'Ana Ruiz', merged: 'Ana R.' },
    ],
  })
  const { body } = await merge(stranger, { duplicateId: known })
  expect(body.contact).toMatchObject({
    id: known,
    fullName: 'Ana Ruiz',
    city: 'Vigo',
    lifecycleStage: 'mql',
    emails: ['ana@gmail.com', 'ana@hotel.es'],
    merges: [{ contactId: stranger }],
  })
  expect((await lumbre.send(`GET /contacts/${stranger}`)).body.id).toBe(known)
  expect((await lumbre.send('GET /contacts?email=ana@gmail.com')).body.items).toMatchObject([{ id: known }])
  expect(await make({ ...noted, email: 'ana@gmail.com' })).toBe(known)
  const timeline = (await lumbre.send(`GET /contacts/${known}/timeline`)).body.items.map(
    (item: { name: string }) => item.name,
  )
  expect(timeline.filter((name: string) => name === 'contact.created')).toHaveLength(2)
  expect(timeline[0]).toBe('contact.merged')
})

test('what people did after the merge outlives its reversal', async () => {
  const [first, second] = [
    await make({ ...noted, email: 'a@x.es', activities: 1 }),
    await make({ ...noted, email: 'b@x.es', attributes: { city: 'Vigo', jobTitle: 'Compras' } }),
  ]
  const { body } = await merge(first, { duplicateId: second })
  await lumbre.send(`PATCH /contacts/${first}`, { body: { city: 'Lugo' } })
  const back = await lumbre.send(`POST /contacts/${first}/merge/${body.mergeId}/reversal`)
  expect(back.body).toMatchObject({
    contact: { city: 'Lugo', jobTitle: null },
    separated: { id: second, city: 'Vigo', email: 'b@x.es', emails: ['b@x.es'] },
  })
  expect((await lumbre.send(`POST /contacts/${first}/merge/${body.mergeId}/reversal`)).body.code).toBe(
    'merge_not_reversible',
  )
})

test('a merge inside a merge is taken back from the outside in', async () => {
  const [a, b, c] = [
    await make({ ...noted, email: 'a@x.es' }),
    await make({ ...noted, email: 'b@x.es' }),
    await make({ ...noted, email: 'c@x.es' }),
  ]
  const inner = (await merge(b, { duplicateId: a, survivorId: b })).body
  const outer = (await merge(c, { duplicateId: b, survivorId: c })).body
  expect((await lumbre.send(`GET /contacts/${a}`)).body.id).toBe(c)
  expect((await lumbre.send(`POST /contacts/${b}/merge/${inner.mergeId}/reversal`)).body.code).toBe(
    'merge_not_reversible',
  )
  expect((await lumbre.send(`POST /contacts/${c}/merge/${outer.mergeId}/reversal`)).status).toBe(200)
  expect((await lumbre.send(`POST /contacts/${b}/merge/${inner.mergeId}/reversal`)).status).toBe(200)
  for (const [id, email] of [
    [a, 'a@x.es'],
    [b, 'b@x.es'],
    [c, 'c@x.es'],
  ])
    expect((await lumbre.send(`GET /contacts/${id}`)).body).toMatchObject({ id, email })
})

test('nonsense is refused', async () => {
  const [first, second] = [await make({ ...noted, email: 'a@x.es' }), await make({ ...noted, email: 'b@x.es' })]
  const code = async (body: object) => (await merge(first, body)).body.code
  expect(await code({ duplicateId: first })).toBe('invalid_request')
  expect(await code({ duplicateId: newId() })).toBe('not_found')
  expect(await code({ duplicateId: second, survivorId: newId() })).toBe('invalid_request')
  await merge(first, { duplicateId: second, survivorId: first })
  expect(await code({ duplicateId: second })).toBe('contact_already_merged')
  const other = await house.workspace('Otra')
  expect((await other.send(`POST /contacts/${first}/merge`, { body: { duplicateId: second } })).status).toBe(404)
})
