// Long: one story, told over HTTP, with what its tests share.
import fc from 'fast-check'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { systemActor } from '#kernel/events.ts'
import { newId } from '#kernel/id.ts'
import { captureContacts, type PersonInput } from '#modules/contacts/public.ts'
import { addVisits, capture } from '#test/builders/leads.ts'
import { type Harness, monday, startHarness, type TestWorkspace } from '#test/harness.ts'
import { sweep } from './jobs.ts'
import { type Rescored, rescore, temperatureOf } from './rescore.ts'
import { defaultModel } from './rules/default-model.ts'

let house: Harness
let workspace: TestWorkspace
const dayMs = 86_400_000
beforeAll(async () => void (house = await startHarness()))
afterAll(() => house.close())
beforeEach(async () => {
  house.clock.set(monday)
  workspace = await house.workspace()
})

const later = (days: number) => new Date(monday.getTime() + days * dayMs).toISOString()
const scoreOf = async (contactId: string, at?: string) =>
  (await workspace.send(`GET /contacts/${contactId}/score${at ? `?at=${encodeURIComponent(at)}` : ''}`)).body
const model = (changes: object = {}) => {
  const { version: _, ...definition } = { ...defaultModel(), ...changes }
  return definition
}
const customRule = (points: number) => ({
  engagement: [
    {
      id: 'demo',
      label: 'Pidió una demo',
      event: 'custom',
      match: { name: 'demo' },
      points,
      halfLifeDays: 14,
      capPerDay: 100,
    },
  ],
})
const activate = async (definition: object) => {
  const { body } = await workspace.send('POST /scoring-models', { body: { definition } })
  const answer = await workspace.send(`POST /scoring-models/${body.version}/activation`, { body: { note: 'Acordado' } })
  expect(answer.body).toMatchObject({ state: 'active', version: body.version, note: 'Acordado' })
  await house.drain()
}
const rescoreAt = (at: Date, ids: readonly string[]): Promise<Rescored[]> =>
  house.services.db.transaction().execute((tx) => rescore(tx, systemActor(workspace.workspaceId), at, ids))
const stored = async (contactId: string) => {
  const { rows } =
    await sql`select temperature, fit, engagement, score as total, score_model_version as "modelVersion" from contact
    where subject_id = ${contactId}`.execute(house.services.db)
  return rows[0]
}

test.each([
  [40, 14, 20],
  [20, 28, 5],
])('%i points with a half-life of 14 days are worth, after %i days, %i', async (points, days, left) => {
  await activate(model(customRule(points)))
  await addVisits(house, workspace, [{ visitorId: 'v-1', type: 'custom', name: 'demo' }])
  const [contactId] = await capture(house, workspace, [{ visitorId: 'v-1' }])
  expect(await scoreOf(contactId!)).toMatchObject({ engagement: points })
  const reading = await scoreOf(contactId!, later(days))
  expect(reading).toMatchObject({ engagement: left, modelVersion: 2 })
  expect(reading.contributions).toContainEqual({
    rule: 'demo',
    label: 'Pidió una demo',
    kind: 'engagement',
    points: left,
    count: 1,
    lastAt: monday.toISOString(),
  })
})

test('contributions sum to the score, in the language of who reads', async () => {
  await addVisits(house, workspace, [{ visitorId: 'v-1', path: '/precios' }])
  const [contactId] = await capture(house, workspace, [{ visitorId: 'v-1', handRaise: true, jobTitle: 'Gerente' }])
  const reading = await scoreOf(contactId!)
  expect(reading.contributions.reduce((sum: number, line: { points: number }) => sum + line.points, 0)).toBe(
    reading.total,
  )
  expect(reading.total).toBe(reading.fit + reading.engagement)
  expect(reading.contributions.map((line: { label: string }) => line.label)).toContain('Miró los precios')
  await sql`update member set locale = 'en' where id = ${workspace.ownerId}`.execute(house.services.db)
  const english = await scoreOf(contactId!)
  expect(english.contributions.map((line: { label: string }) => line.label)).toContain('Looked at the prices')
  expect(english.reasons[0]).toMatch(/^Asked to be contacted \(Nov 23/)
})

/** What happens to a person, `after` hours later than what happened before. */
const step = fc.record({
  after: fc.integer({ min: 0, max: 400 }),
  what: fc.oneof(
    fc.record({ kind: fc.constant('visit' as const), path: fc.constantFrom('/', '/precios', '/contacto', '/blog') }),
    fc.record({ kind: fc.constant('form' as const), handRaise: fc.boolean() }),
    fc.record({
      kind: fc.constant('facts' as const),
      facts: fc.record(
        {
          jobTitle: fc.constantFrom('Director de compras', 'Estudiante', 'Técnico'),
          country: fc.constantFrom('ES', 'FR'),
          city: fc.constantFrom('Valencia', 'Lyon'),
          companyName: fc.constantFrom('Hotel Sol', 'Hostal Luna'),
          phone: fc.constant('+34600111222'),
          tags: fc.constantFrom(['vip'], ['competidor']),
        },
        { requiredKeys: [] },
      ),
    }),
  ),
})

test('reading at t equals what was kept at t, whatever happened since', async () => {
  let person = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 2, maxLength: 10 }),
      fc.integer({ min: 0, max: 2000 }),
      async (steps, more) => {
        house.clock.set(monday)
        const visitorId = `v-${++person}`
        const email = `${visitorId}@hotel.example`
        const [contactId] = await capture(house, workspace, [{ email, visitorId }])
        const kept: { at: Date; row: unknown }[] = []
        for (const { after, what } of steps) {
          house.clock.advance(after * 3_600_000 + 60_000)
          const at = house.clock.now()
          if (what.kind === 'visit') await addVisits(house, workspace, [{ visitorId, path: what.path }])
          else if (what.kind === 'form') await capture(house, workspace, [{ email, handRaise: what.handRaise }])
          else {
            const { phone = null, ...facts } = what.facts
            const attributes: PersonInput['attributes'] = { ...facts, tags: facts.tags && [...facts.tags] }
            await house.services.db.transaction().execute((tx) =>
              captureContacts(tx, systemActor(workspace.workspaceId), at, [
                {
                  email,
                  phone: phone && `+346${String(person).padStart(8, '0')}`,
                  attributes,
                  origin: 'api',
                  seenAt: at,
                  overwrite: true,
                },
              ]),
            )
          }
          const [row] = await rescoreAt(at, [contactId!])
          const { fit = 0, engagement = 0, total = 0 } = row!.score ?? {}
          const now = { temperature: temperatureOf(row!), fit, engagement, total, modelVersion: 1 }
          expect(await stored(contactId!)).toEqual(now)
          expect(await scoreOf(contactId!)).toMatchObject(now)
          kept.push({ at, row: now })
        }
        house.clock.advance(more * 3_600_000)
        for (const { at, row } of kept) expect(await scoreOf(contactId!, at.toISOString())).toMatchObject(row as object)
      },
    ),
    { numRuns: 12, seed: 20261121 },
  )
})

test('who has opted out of profiling has no score, and is still answered when they ask', async () => {
  const [contactId] = await capture(house, workspace, [{ email: 'no@hotel.example', jobTitle: 'Directora' }])
  await sql`update contact set do_not_profile = true where subject_id = ${contactId}`.execute(house.services.db)
  house.clock.advance(1000)
  await capture(house, workspace, [{ email: 'no@hotel.example', handRaise: true }])
  expect(await scoreOf(contactId!)).toMatchObject({
    temperature: 'cold',
    total: 0,
    contributions: [],
    doNotProfile: true,
    handRaised: true,
  })
  const { body } = await workspace.send(`GET /handovers?state=pending&contactId=${contactId}`)
  expect(body.items).toMatchObject([
    { handRaise: true, temperature: 'cold', reasons: [expect.stringMatching(/^Pidió/)] },
  ])
})

test('time alone cools: the sweep keeps it and tells it once', async () => {
  const [contactId] = await capture(house, workspace, [{ handRaise: true, fullName: 'Ana' }])
  expect(await stored(contactId!)).toMatchObject({ temperature: 'hot' })
  const run = () =>
    sweep.run({}, house.services, { signal: new AbortController().signal, attempt: 1, lastAttempt: true })
  house.clock.advance(7 * dayMs - 1)
  await run()
  expect(await stored(contactId!)).toMatchObject({ temperature: 'hot' })
  house.clock.advance(1)
  await run()
  await run()
  expect(await stored(contactId!)).toMatchObject({ temperature: 'cold' })
  const { rows } = await sql<{ data: object }>`select data from event where name = 'contact.temperature_changed'
    and subjects @> array[${contactId}]::uuid[] order by at`.execute(house.services.db)
  expect(rows.map((row) => row.data)).toMatchObject([
    { from: 'cold', to: 'hot' },
    { from: 'hot', to: 'cold' },
  ])
})

test('a changed field that a rule reads scores again; another does not', async () => {
  const [contactId] = await capture(house, workspace, [{ email: 'eva@hotel.example' }])
  const readFit = async () => (await scoreOf(contactId!)).fit
  const before = await readFit()
  const change = (attributes: object) =>
    house.services.db
      .transaction()
      .execute((tx) =>
        captureContacts(tx, systemActor(workspace.workspaceId), house.clock.now(), [
          { email: 'eva@hotel.example', attributes, origin: 'api', seenAt: house.clock.now(), overwrite: true },
        ]),
      )
  await change({ language: 'fr' })
  await house.drain()
  expect(await stored(contactId!)).toMatchObject({ fit: before })
  await change({ jobTitle: 'Directora general', city: 'Soria' })
  await house.drain()
  expect(await stored(contactId!)).toMatchObject({ fit: before + 40 })
})

test('a draft is checked, previewed on real contacts, and scores everybody once it is in force', async () => {
  const ids = await capture(house, workspace, [
    { email: 'ana@gmail.com', fullName: 'Ana', city: 'Soria' },
    { fullName: 'Luis' },
    { handRaise: true, city: 'Lugo' },
  ])
  const refused = await workspace.send('POST /scoring-models', {
    body: {
      definition: {
        ...model(),
        hysteresis: 99,
        fit: [{ id: 'x', label: '', points: 5, condition: { field: 'city', op: 'is' } }],
      },
    },
  })
  expect(refused.status).toBe(400)
  expect(refused.body.errors).toEqual(
    expect.arrayContaining([
      { pointer: '/definition/fit/0/label', rule: 'text' },
      { pointer: '/definition/fit/0/condition/op', rule: 'operator' },
      { pointer: '/definition/hysteresis', rule: 'integer' },
    ]),
  )
  const fit = [
    { id: 'city', label: 'Vive en Soria', condition: { field: 'city', op: 'eq', value: 'soria' }, points: 60 },
  ]
  const definition = model({ fit, warm: { fit: 40, engagement: 20 } })
  const { body: preview } = await workspace.send('POST /scoring-models/preview', { body: { definition } })
  expect(preview.items).toHaveLength(3)
  expect(preview.items.find((item: { fullName: string }) => item.fullName === 'Ana')).toMatchObject({
    moved: 'up',
    before: { temperature: 'cold', fit: 25 },
    after: {
      temperature: 'warm',
      fit: 60,
      contributions: expect.arrayContaining([expect.objectContaining({ label: 'Vive en Soria', points: 60 })]),
    },
  })
  expect(preview.distribution).toMatchObject({
    sampled: 3,
    before: { cold: 2, hot: 1 },
    after: { cold: 1, warm: 1, hot: 1 },
  })
  expect(await stored(ids[0]!)).toMatchObject({ temperature: 'cold', modelVersion: 1 })

  await activate(definition)
  for (const id of ids) expect(await stored(id)).toMatchObject({ modelVersion: 2 })
  expect(await stored(ids[0]!)).toMatchObject({ temperature: 'warm', fit: 60 })
  const { rows } =
    await sql`select data from event where name = 'scoring_model.applied' and workspace_id = ${workspace.workspaceId}`.execute(
      house.services.db,
    )
  expect(rows).toEqual([{ data: { version: 2, done: 3, changed: 1, finished: true } }])
  expect((await workspace.send('PATCH /scoring-models/1', { body: { note: 'x' } })).body.code).toBe(
    'scoring_model_not_draft',
  )
  expect((await workspace.send('GET /scoring-models')).body.items.map((row: { state: string }) => row.state)).toEqual([
    'active',
    'retired',
  ])
  // What was read under the first model is still read under it.
  expect(await scoreOf(ids[0]!, new Date(monday.getTime() - 1).toISOString())).toMatchObject({ modelVersion: 1 })
  const other = await house.workspace('Otra')
  expect((await other.send('GET /scoring-models/2')).status).toBe(404)
})

test('a batch of new people costs a constant number of statements', async () => {
  const count = async (people: number) => {
    const ids = await capture(
      house,
      workspace,
      Array.from({ length: people }, () => ({ visitorId: newId() })),
    )
    const spy = vi.spyOn(pg.Client.prototype, 'query')
    await rescoreAt(house.clock.now(), ids)
    const statements = spy.mock.calls.length
    spy.mockRestore()
    return statements
  }
  const [one, many] = [await count(1), await count(30)]
  expect(many).toBe(one)
  expect(many).toBeLessThanOrEqual(8)
})
