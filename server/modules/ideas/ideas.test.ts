import { afterAll, beforeAll, expect, test } from 'vitest'
import { ok } from '#test/builders/campaigns.ts'
import { addMember, type TestMember } from '#test/builders/leads.ts'
import { type Harness, startHarness, type TestWorkspace } from '../../../test/harness.ts'
import { ideasAgenda } from './public.ts'

let house: Harness
let lumbre: TestWorkspace
let leo: TestMember
const propose = (title: string, more: object = {}) => ok(lumbre.send('POST /ideas', { body: { title, ...more } }))

beforeAll(async () => {
  house = await startHarness()
  lumbre = await house.workspace()
  leo = await addMember(house, lumbre, { name: 'Leo', departments: ['marketing'] })
})
afterAll(() => house.close())

test('an idea goes from a proposal to what was learnt, and its owner is asked for the result on the last day', async () => {
  const { marketing } = lumbre.departmentIds
  const idea = await propose('Llamar en la primera hora', { text: 'A quien levanta la mano.', departmentId: marketing })
  expect(idea).toMatchObject({ state: 'proposed', votes: 0, votedByMe: false, experiment: null, result: null })
  expect(
    (await lumbre.send(`POST /ideas/${idea.id}/result`, { body: { outcome: 'worked', learning: 'x' } })).body.code,
  ).toBe('invalid_transition')
  expect((await ok(lumbre.send(`POST /ideas/${idea.id}/choice`))).state).toBe('chosen')
  const experiment = {
    hypothesis: 'Duplica las citas',
    measure: 'Citas por 100 leads',
    startsOn: '2026-11-24',
    endsOn: '2026-12-08',
  }
  const backwards = { ...experiment, endsOn: '2026-11-20', ownerId: leo.id }
  expect((await lumbre.send(`PUT /ideas/${idea.id}/experiment`, { body: backwards })).body.errors).toEqual([
    { pointer: '/endsOn', rule: 'period_order' },
  ])
  const running = await ok(
    lumbre.send(`PUT /ideas/${idea.id}/experiment`, { body: { ...experiment, ownerId: leo.id } }),
  )
  expect(running).toMatchObject({
    state: 'experiment',
    experiment: { ...experiment, ownerId: leo.id, campaignId: null },
  })
  const { items: tasks } = await ok(lumbre.send(`GET /tasks?assigneeId=${leo.id}`))
  expect(tasks).toMatchObject([
    { title: 'Anota el resultado del experimento: Llamar en la primera hora', dueAt: '2026-12-08T11:00:00.000Z' },
  ])
  const result = { outcome: 'worked', number: 18.5, learning: 'Dos de cada tres contestan.' }
  expect(await ok(lumbre.send(`POST /ideas/${idea.id}/result`, { body: result }))).toMatchObject({
    state: 'result',
    result,
  })
  expect((await ok(lumbre.send(`POST /ideas/${idea.id}/adoption`))).state).toBe('adopted')
  expect((await lumbre.send(`PUT /ideas/${idea.id}/vote`)).body.code).toBe('idea_closed')
  await ok(lumbre.send(`POST /ideas/${idea.id}/archival`))
  expect((await ok(lumbre.send('GET /ideas'))).items.map((one: { id: string }) => one.id)).not.toContain(idea.id)
  expect((await ok(lumbre.send(`DELETE /ideas/${idea.id}/archival`))).state).toBe('adopted')
})

test('everybody votes once: the counter is the number of votes, whatever comes at the same time', async () => {
  const idea = await propose('Vídeo de 30 segundos por producto')
  const members = await Promise.all(
    ['Ana', 'Pau', 'Rosa', 'Noa', 'Iván'].map((name) => addMember(house, lumbre, { name })),
  )
  const voters = [lumbre.send, leo.send, ...members.map((member) => member.send)]
  // Each member sends the vote three times at once.
  await Promise.all(voters.flatMap((send) => [1, 2, 3].map(() => ok(send(`PUT /ideas/${idea.id}/vote`)))))
  expect(await ok(lumbre.send(`GET /ideas/${idea.id}`))).toMatchObject({
    votes: 7,
    votedByMe: true,
    version: idea.version,
  })
  await Promise.all([leo, leo, members[0]!].map(({ send }) => ok(send(`DELETE /ideas/${idea.id}/vote`))))
  expect(await ok(leo.send(`GET /ideas/${idea.id}`))).toMatchObject({ votes: 5, votedByMe: false })
  const { items } = await ok(lumbre.send('GET /ideas'))
  expect(items[0]).toMatchObject({ id: idea.id, votes: 5 })
  const voted = (await ok(lumbre.send('GET /events?limit=200'))).items.filter(
    (event: { name: string }) => event.name === 'idea.voted',
  )
  expect(voted).toHaveLength(7)
})

test('ideas page by votes without repeating one', async () => {
  for (const title of ['A', 'B', 'C']) await propose(title)
  const seen: string[] = []
  for (let next: string | null = ''; next !== null; ) {
    const page: { items: { id: string }[]; next: string | null } = await ok(
      lumbre.send(`GET /ideas?limit=2${next && `&after=${next}`}`),
    )
    seen.push(...page.items.map((one) => one.id))
    next = page.next
  }
  expect(new Set(seen).size).toBe(seen.length)
  expect(seen.length).toBeGreaterThanOrEqual(4)
})

test('two people who edit at once: the second is told', async () => {
  const { id } = await propose('Un folleto menos')
  const headers = { 'if-match': '"1"' }
  await ok(lumbre.send(`PATCH /ideas/${id}`, { body: { title: 'Dos folletos menos' }, headers }))
  expect((await leo.send(`PATCH /ideas/${id}`, { body: { title: 'Otra' }, headers })).status).toBe(412)
  expect((await lumbre.send(`PATCH /ideas/${id}`, { body: { projectId: id } })).body.errors).toEqual([
    { pointer: '/projectId', rule: 'unknown_record' },
  ])
})

test('a comment is taken back only by whoever wrote it', async () => {
  const { id } = await propose('Menos reuniones')
  const comment = await ok(leo.send(`POST /ideas/${id}/comments`, { body: { body: 'Sí, y más cortas.' } }))
  expect((await ok(lumbre.send(`GET /ideas/${id}`))).comments).toBe(1)
  expect((await lumbre.send(`DELETE /ideas/${id}/comments/${comment.id}`)).status).toBe(403)
  await ok(leo.send(`DELETE /ideas/${id}/comments/${comment.id}`))
  expect(await ok(lumbre.send(`GET /ideas/${id}/comments`))).toEqual({ items: [], next: null })
  expect((await ok(lumbre.send(`GET /ideas/${id}`))).comments).toBe(0)
})

test('a meeting is offered experiments that are over and the most wanted ideas, each of its departments', async () => {
  const other = await house.workspace('Otra')
  const made = await ok(
    other.send('POST /ideas', { body: { title: 'Probar', departmentId: other.departmentIds.sales } }),
  )
  const wanted = await ok(other.send('POST /ideas', { body: { title: 'Querida' } }))
  const ana = await addMember(house, other, { name: 'Ana' })
  for (const send of [other.send, ana.send]) await ok(send(`PUT /ideas/${wanted.id}/vote`))
  await ok(
    other.send(`PUT /ideas/${made.id}/experiment`, {
      body: { hypothesis: 'h', measure: 'm', startsOn: '2026-11-23', endsOn: '2026-11-24', ownerId: ana.id },
    }),
  )
  const scope = {
    departmentIds: [],
    projectId: null,
    cadence: 'weekly' as const,
    startsAt: new Date('2026-11-25T08:00:00Z'),
    limit: 10,
  }
  const { db } = house.services
  const kinds = async (more: object) =>
    (await ideasAgenda(db, other.workspaceId, house.clock.now(), { ...scope, ...more })).map((one) => one.kind)
  expect(await kinds({})).toEqual(['idea_experiment_due', 'idea_wanted'])
  expect(await kinds({ startsAt: new Date('2026-11-23T08:00:00Z') })).toEqual(['idea_wanted'])
  expect(await kinds({ departmentIds: [other.departmentIds.marketing] })).toEqual(['idea_wanted'])
  expect(await kinds({ limit: 1 })).toEqual(['idea_experiment_due'])
})
