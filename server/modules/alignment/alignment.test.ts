import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { ok } from '#test/builders/campaigns.ts'
import { addMember } from '#test/builders/leads.ts'
import { type Harness, monday, startHarness, type TestWorkspace } from '../../../test/harness.ts'
import { measureDays } from './measure-days.ts'

let house: Harness
let lumbre: TestWorkspace
beforeAll(async () => void (house = await startHarness()))
afterAll(() => house.close())
beforeEach(async () => {
  house.clock.set(monday)
  lumbre = await house.workspace()
})

const runDays = () =>
  measureDays.run({}, house.services, { signal: new AbortController().signal, attempt: 1, lastAttempt: true })
const read = (query = '') => ok(lumbre.send(`GET /alignment${query}`))
const componentOf = (alignment: { components: { key: string }[] }, key: string): any =>
  alignment.components.find((one) => one.key === key)

/** An information item, verified by its owner. */
async function addItem(more: object = {}) {
  const item = await ok(
    lumbre.send('POST /information-items', {
      body: {
        name: 'Tarifa',
        purpose: 'Presupuestar',
        requestedByDepartmentId: lumbre.departmentIds.sales,
        providedByDepartmentId: lumbre.departmentIds.marketing,
        ownerId: lumbre.ownerId,
        intervalDays: 10,
        mandatory: false,
        value: '99 €',
        ...more,
      },
    }),
  )
  await ok(lumbre.send(`POST /information-items/${item.id}/verification`, { body: {} }))
}
const addProject = (runsOn: object) =>
  ok(
    lumbre.send('POST /projects', {
      body: {
        name: 'Hoteles',
        departmentIds: [lumbre.departmentIds.sales],
        runsOn: { meetings: false, checklist: false, training: false, ...runsOn },
      },
    }),
  )

test('a company that uses nothing yet has no score, and every part says what it waits for', async () => {
  const alignment = await read('?locale=es')
  expect(alignment).toMatchObject({
    score: null,
    uncapped: null,
    capPoints: 0,
    heldDownBy: [],
    perception: null,
    change: null,
  })
  expect(alignment.components.map((one: { key: string; weight: number }) => [one.key, one.weight])).toEqual([
    ['marketing_sla', 0.2],
    ['sales_sla', 0.2],
    ['goal_pace', 0.15],
    ['freshness', 0.15],
    ['meetings_held', 0.1],
    ['product_consistency', 0.1],
    ['question_closure', 0.1],
  ])
  expect(componentOf(alignment, 'question_closure')).toMatchObject({ value: null, usedWeight: 0, points: 0, url: null })
  expect(await ok(lumbre.send('GET /alignment/trend'))).toMatchObject({ items: [], perception: [] })
})

test('fresh information is all there is: it is the score, then it goes stale and holds it down', async () => {
  await addItem()
  const fresh = await read('?locale=en')
  expect(fresh).toMatchObject({ score: 100, heldDownBy: [] })
  expect(componentOf(fresh, 'freshness')).toMatchObject({ value: 1, usedWeight: 1, points: 100, url: '/information' })
  await runDays()
  house.clock.set('2026-12-10T09:00:00Z')
  const stale = await read()
  expect(stale.score).toBeLessThan(59)
  expect(stale.heldDownBy).toEqual(['freshness'])
  const points = stale.components.reduce((sum: number, one: { points: number }) => sum + one.points, 0)
  expect(points + stale.capPoints).toBe(stale.score)
})

test('each day keeps its row: days missed are measured as of their end, days that are over stay, twice is once', async () => {
  await addItem()
  await runDays()
  await runDays()
  house.clock.set('2026-12-10T09:00:00Z')
  await runDays()
  await runDays()
  const { items } = await ok(lumbre.send('GET /alignment/trend?from=2026-11-01&to=2026-12-31'))
  expect(items).toHaveLength(18)
  expect(items[0]).toMatchObject({ on: '2026-11-23', score: 100, held: false, values: { freshness: 1 } })
  expect(items.at(-1)).toMatchObject({ on: '2026-12-10', held: true })
  const scores = items.map((one: { score: number }) => one.score)
  expect(scores).toEqual(scores.toSorted((a: number, b: number) => b - a))
  // Nothing that happens today changes yesterday.
  await sql`update information_item set deleted_at = ${house.clock.now()} where workspace_id = ${lumbre.workspaceId}`.execute(
    house.services.db,
  )
  await runDays()
  expect((await ok(lumbre.send('GET /alignment/trend?from=2026-11-01&to=2026-12-09'))).items).toEqual(
    items.slice(0, 17),
  )
  expect((await lumbre.send('GET /alignment/trend?from=2026-12-31&to=2026-01-01')).status).toBe(400)
})

test('every part is compared with 30 days before', async () => {
  await addItem()
  await runDays()
  house.clock.set('2026-12-23T09:00:00Z')
  const later = await read()
  expect(later).toMatchObject({ before: 100, change: later.score - 100 })
  expect(componentOf(later, 'freshness')).toMatchObject({ before: 1, change: later.components[3].value - 1 })
})

test('a project is scored by what it runs on, and not punished for the rest', async () => {
  const checklist = await addProject({ checklist: true })
  await addItem({ projectId: checklist.id })
  expect(await read(`?projectId=${checklist.id}`)).toMatchObject({ score: 100, heldDownBy: [], perception: null })
  const training = await addProject({ training: true })
  const onTraining = await read(`?projectId=${training.id}`)
  expect(onTraining.score).toBeNull()
  expect(onTraining.components.map((one: { key: string }) => one.key)).toEqual([
    'goal_pace',
    'freshness',
    'meetings_held',
    'training',
  ])
  const other = await house.workspace('Otra')
  expect((await other.send(`GET /alignment?projectId=${checklist.id}`)).status).toBe(404)
})

test('the pulse stands beside the score and changes nothing in it', async () => {
  await addItem()
  const before = await read()
  const people = [lumbre.send]
  for (const name of ['Ana', 'Pau']) people.push((await addMember(house, lumbre, { name })).send)
  const { id, questions } = await ok(lumbre.send('POST /pulses', { body: {} }))
  const scores = Object.fromEntries(questions.map((question: { key: string }) => [question.key, 1]))
  for (const send of people) await ok(send(`POST /pulses/${id}/answers`, { body: { scores } }))
  await ok(lumbre.send(`POST /pulses/${id}/closure`))
  const after = await read()
  expect(after.perception).toMatchObject({ pulseId: id, mean: 1, answered: 3, change: null })
  expect({ ...after, perception: null }).toEqual({ ...before, perception: null })
})
