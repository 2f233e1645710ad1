import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { ok } from '#test/builders/campaigns.ts'
import { addMember, type TestMember } from '#test/builders/leads.ts'
import { type Harness, monday, startHarness, type TestWorkspace } from '../../../test/harness.ts'
import { turn } from './schedule.ts'

let house: Harness
let lumbre: TestWorkspace
let people: TestMember[]
beforeAll(async () => void (house = await startHarness()))
afterAll(() => house.close())
beforeEach(async () => {
  house.clock.set(monday)
  lumbre = await house.workspace()
  people = []
  for (const [name, department] of [
    ['Marta', 'sales'],
    ['Pau', 'sales'],
    ['Sol', 'sales'],
    ['Leo', 'marketing'],
    ['Noa', 'marketing'],
    ['Iván', 'marketing'],
  ] as const)
    people.push(await addMember(house, lumbre, { name, departments: [department] }))
})

const keys = ['goals', 'leads', 'information', 'voice', 'causes', 'decisions']
const scores = (score: number) => Object.fromEntries(keys.map((key) => [key, score]))
const start = () => ok(lumbre.send('POST /pulses', { body: {} }))
const answer = (member: Pick<TestMember, 'send'>, id: string, score = 3, comment: string | null = null, headers = {}) =>
  member.send(`POST /pulses/${id}/answers`, { body: { scores: scores(score), comment }, headers })
const results = (id: string) => ok(lumbre.send(`GET /pulses/${id}/results`))
const runTurn = () =>
  turn.run({}, house.services, { signal: new AbortController().signal, attempt: 1, lastAttempt: true })

/** Every row of every table but those named, as one text a table. */
async function everythingBut(...names: string[]): Promise<Record<string, string>> {
  const { db } = house.services
  const { rows: tables } = await sql<{
    name: string
  }>`select format('%I.%I', n.nspname, c.relname) as name from pg_class c
    join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and n.nspname in ('public', 'auth', 'graphile_worker', 'ops')`.execute(
    db,
  )
  const all: Record<string, string> = {}
  for (const { name } of tables.filter((table) => !names.includes(table.name))) {
    const { rows } = await sql<{
      text: string | null
    }>`select string_agg(t::text, '|' order by t::text) as text from ${sql.raw(name)} t`.execute(db)
    all[name] = rows[0]?.text ?? ''
  }
  return all
}

test('an answer leaves nothing behind but sums in the urn and a name without a time', async () => {
  const { id } = await start()
  await ok(answer(people[1]!, id))
  // The first request of a key notes that it is in use.
  await ok(people[0]!.send('GET /pulses'))
  const before = await everythingBut('public.pulse_answer', 'public.pulse_participation')
  // An Idempotency-Key is not kept: it would stand beside the member with a hash of the answers.
  expect((await answer(people[0]!, id, 5, 'Nadie me escucha', { 'idempotency-key': 'k' })).status).toBe(200)
  expect(await everythingBut('public.pulse_answer', 'public.pulse_participation')).toEqual(before)
  const { rows } = await sql<{
    urn: object
  }>`select * from pulse_answer where workspace_id = ${lumbre.workspaceId}`.execute(house.services.db)
  expect(rows).toHaveLength(1)
  for (const member of people) expect(JSON.stringify(rows)).not.toContain(member.id)
  expect(rows[0]!.urn).toMatchObject({ all: { answered: 2, sums: [8, 8, 8, 8, 8, 8] }, comments: ['Nadie me escucha'] })
  const { rows: columns } = await sql<{ name: string }>`select column_name as name from information_schema.columns
    where table_name in ('pulse_answer', 'pulse_participation') order by 1`.execute(house.services.db)
  expect(columns.map((column) => column.name)).toEqual([
    'member_id',
    'pulse_id',
    'pulse_id',
    'urn',
    'workspace_id',
    'workspace_id',
  ])
})

test('ten answers at once from five people: five count', async () => {
  const { id } = await start()
  const answers = await Promise.all(
    people.slice(0, 5).flatMap((member) => [answer(member, id, 4), answer(member, id, 4)]),
  )
  expect(answers.map((one) => one.status).sort()).toEqual([200, 200, 200, 200, 200, 409, 409, 409, 409, 409])
  expect(new Set(answers.filter((one) => one.status === 409).map((one) => one.body.code))).toEqual(
    new Set(['pulse_already_answered']),
  )
  await ok(lumbre.send(`POST /pulses/${id}/closure`))
  expect(await results(id)).toMatchObject({ answered: 5, invited: 7, mean: 4 })
})

test('nothing shows before it closes, and nothing of two answers ever', async () => {
  const { id } = await start()
  await ok(answer(people[0]!, id, 1, 'a'))
  await ok(answer(people[1]!, id, 2, 'b'))
  expect(await ok(people[0]!.send(`GET /pulses/${id}`))).toMatchObject({
    answered: 2,
    invited: 7,
    answeredByMe: true,
    answerable: false,
  })
  expect(await results(id)).toMatchObject({ hidden: 'not_closed', mean: null, comments: [], groups: [] })
  await ok(lumbre.send(`POST /pulses/${id}/closure`))
  const shown = await results(id)
  expect(shown).toMatchObject({ hidden: 'too_few', mean: null, comments: [], commentsHidden: true })
  for (const group of shown.groups)
    expect(group).toMatchObject({ shown: false, answered: null, mean: null, questionMeans: {} })
  expect((await answer(people[2]!, id)).body.code).toBe('pulse_closed')
  // What is not shown is not there any more.
  const { rows } = await sql`select 1 from pulse_answer where workspace_id = ${lumbre.workspaceId}
    union all select 1 from pulse_participation where workspace_id = ${lumbre.workspaceId}`.execute(house.services.db)
  expect(rows).toEqual([])
})

test('departments show when each has three; with one person fewer both are hidden, or the other would follow', async () => {
  const first = await start()
  for (const [index, member] of people.entries()) await ok(answer(member, first.id, index < 3 ? 2 : 5, `c${index}`))
  await ok(lumbre.send(`POST /pulses/${first.id}/closure`))
  const shown = await results(first.id)
  expect(shown).toMatchObject({ hidden: null, mean: 3.5, answered: 6 })
  expect(
    shown.groups
      .filter((one: { kind: string }) => one.kind === 'department')
      .map((one: any) => [one.name, one.mean, one.answered]),
  ).toEqual(
    expect.arrayContaining([
      ['Ventas', 2, 3],
      ['Marketing', 5, 3],
    ]),
  )
  expect(shown.comments.toSorted()).toEqual(['c0', 'c1', 'c2', 'c3', 'c4', 'c5'])

  house.clock.advance(30 * 86_400_000)
  const second = await start()
  for (const member of people.slice(0, 5)) await ok(answer(member, second.id, 4))
  await ok(lumbre.send(`POST /pulses/${second.id}/closure`))
  const hidden = await results(second.id)
  expect(hidden.mean).toBe(4)
  const departments = hidden.groups.filter((one: { kind: string }) => one.kind === 'department')
  expect(departments.map((one: any) => one.because).sort()).toEqual(['too_few', 'would_reveal'])
  expect(JSON.stringify(departments)).not.toContain('"mean":4')
  // The trend: each question against the pulse before.
  expect(hidden.questions[0]).toMatchObject({ key: 'goals', mean: 4, change: 0.5 })
  expect((await ok(lumbre.send('GET /pulses'))).items.map((one: { mean: number }) => one.mean)).toEqual([4, 3.5])
})

test('leaders against teams when enough of both answer', async () => {
  const bosses: TestMember[] = []
  for (const name of ['Jefa', 'Jefe', 'Directora'])
    bosses.push(await addMember(house, lumbre, { name, role: 'manager', departments: ['sales'], isManager: true }))
  const { id } = await start()
  for (const boss of bosses) await ok(answer(boss, id, 5))
  for (const member of people) await ok(answer(member, id, 2))
  await ok(lumbre.send(`POST /pulses/${id}/closure`))
  expect((await results(id)).questions[0]).toMatchObject({ leaders: 5, teams: 2, mean: 3 })
})

test('bad answers are refused and nothing is kept of them', async () => {
  const { id } = await start()
  const send = (body: object) => people[0]!.send(`POST /pulses/${id}/answers`, { body })
  const { goals: _, ...missing } = scores(3)
  expect((await send({ scores: missing })).body.errors).toEqual([{ pointer: '/scores', rule: 'every_question' }])
  expect((await send({ scores: { ...scores(3), more: 3 } })).status).toBe(422)
  expect((await send({ scores: { ...scores(3), goals: 6 } })).status).toBe(400)
  const guest = await addMember(house, lumbre, { name: 'Invitada', role: 'guest' })
  expect((await answer(guest, id)).status).toBe(403)
  expect((await ok(lumbre.send(`GET /pulses/${id}`))).answered).toBe(0)
  expect((await lumbre.send('POST /pulses', { body: {} })).body.code).toBe('pulse_already_open')
  expect((await people[0]!.send(`POST /pulses/${id}/closure`)).status).toBe(403)
})

test('a reminder goes to everybody: whoever reads the ledger or the mailbox learns nothing', async () => {
  const { id } = await start()
  await ok(answer(people[0]!, id))
  await house.drain()
  expect(await ok(lumbre.send(`POST /pulses/${id}/reminders`))).toEqual({ waiting: 6 })
  expect(await ok(lumbre.send(`POST /pulses/${id}/reminders`))).toEqual({ waiting: 6 })
  await house.drain()
  const { rows } = await sql<{
    members: number
    told: number
  }>`select count(distinct member_id) as members, count(*) as told from notification
    where workspace_id = ${lumbre.workspaceId} and kind = 'pulse_reminder'`.execute(house.services.db)
  expect(rows[0]).toEqual({ members: 7, told: 7 })
})

test('it opens and closes by itself, comes every month, and reminds on the last day but one', async () => {
  await ok(lumbre.send('PUT /pulse-schedule', { body: { active: true, dayOfMonth: 1, openDays: 5 } }))
  const pulses = async () => (await ok(lumbre.send('GET /pulses'))).items
  await runTurn()
  expect(await pulses()).toEqual([])
  house.clock.set('2026-12-01T07:00:00Z')
  await runTurn()
  await runTurn()
  expect(await pulses()).toMatchObject([{ state: 'open', opensOn: '2026-12-01', closesOn: '2026-12-05' }])
  house.clock.set('2026-12-04T07:00:00Z')
  await runTurn()
  await runTurn()
  const { rows } = await sql<{ count: number }>`select count(*) as count from event
    where workspace_id = ${lumbre.workspaceId} and name = 'pulse.reminded'`.execute(house.services.db)
  expect(rows[0]!.count).toBe(1)
  house.clock.set('2026-12-06T07:00:00Z')
  await runTurn()
  expect(await pulses()).toMatchObject([{ state: 'closed', answered: 0 }])
  house.clock.set('2027-01-03T07:00:00Z')
  await runTurn()
  expect(await pulses()).toMatchObject([{ state: 'open', opensOn: '2027-01-03' }, { state: 'closed' }])
})

test('one planned for later opens on its day, and can be called off', async () => {
  const planned = await ok(
    lumbre.send('POST /pulses', {
      body: {
        opensOn: '2026-12-01',
        questions: [{ key: 'goals' }, { key: 'leads' }, { key: 'coffee', text: '¿Hay café?' }],
      },
    }),
  )
  expect(planned).toMatchObject({ state: 'planned', closesOn: '2026-12-07' })
  expect(planned.questions[2]).toEqual({ key: 'coffee', text: '¿Hay café?' })
  expect((await answer(people[0]!, planned.id)).body.code).toBe('pulse_not_open')
  await ok(lumbre.send(`DELETE /pulses/${planned.id}`))
  expect((await lumbre.send(`GET /pulses/${planned.id}`)).status).toBe(404)
  expect(
    (await lumbre.send('POST /pulses', { body: { questions: [{ key: 'goals' }, { key: 'goals' }, { key: 'mine' }] } }))
      .body.errors,
  ).toEqual([
    { pointer: '/questions/1/key', rule: 'duplicate_value' },
    { pointer: '/questions/2/text', rule: 'unknown_question' },
  ])
})
