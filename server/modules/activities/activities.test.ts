import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { permissionsOf } from '#contract/permissions.ts'
import { type Actor, systemActor } from '#kernel/events.ts'
import { newId } from '#kernel/id.ts'
import { newToken, sha256 } from '#kernel/secrets.ts'
import { createTasks } from '#modules/activities/public.ts'
import { type Harness, monday, startHarness, type TestWorkspace } from '#test/harness.ts'
import { remindDueTasks } from './remind-due-tasks.ts'

let house: Harness
let lumbre: TestWorkspace
let other: TestWorkspace
beforeAll(async () => {
  house = await startHarness()
  lumbre = await house.workspace()
  other = await house.workspace('Otra')
})
afterAll(() => house.close())

const send = (key: string, body?: unknown, headers?: Record<string, string>) =>
  lumbre.send(key, { ...(body !== undefined && { body }), ...(headers && { headers }) })
const contact = async () =>
  (await send('POST /contacts', { fullName: 'Ana Ruiz', email: `ana-${newId()}@example.com`, companyName: 'Acme' }))
    .body
const notices = async (memberId: string) =>
  (
    await sql<{
      kind: string
      link: string
    }>`select kind, link from notification where workspace_id = ${lumbre.workspaceId} and member_id = ${memberId} order by id`.execute(
      house.services.db,
    )
  ).rows

/** Another member with a key of their own. */
async function colleagueOf({ workspaceId, roleIds }: TestWorkspace) {
  const memberId = newId()
  const key = `tdm_${newToken(24)}`
  await sql`insert into member (workspace_id, id, user_id, email, full_name, role_id, locale, time_zone, created_at)
    values (${workspaceId}, ${memberId}, ${newId()}, ${`${memberId}@example.com`}, 'Nico', ${roleIds.member}, 'es', 'Europe/Madrid', ${monday})`.execute(
    house.services.db,
  )
  await sql`insert into api_key (workspace_id, id, name, prefix, key_hash, scopes, member_id, created_at)
    values (${workspaceId}, ${newId()}, 'k', 'tdm_', ${sha256(key)}, ${permissionsOf('member')}, ${memberId}, ${monday})`.execute(
    house.services.db,
  )
  return { memberId, key }
}

test('a call is logged for contact and company, and counts as activity of the contact', async () => {
  const ana = await contact()
  house.clock.advance(3_600_000)
  const happenedAt = new Date(house.clock.now().getTime() - 600_000).toISOString()
  const call = await send('POST /activities', {
    kind: 'call',
    contactId: ana.id,
    direction: 'outbound',
    outcome: 'reached',
    durationMinutes: 5,
    body: 'Quiere precio',
    happenedAt,
  })
  expect(call).toMatchObject({
    status: 201,
    body: {
      kind: 'call',
      contactName: 'Ana Ruiz',
      companyName: 'Acme',
      outcome: 'reached',
      authorName: 'Olga Owner',
      happenedAt,
      version: 1,
    },
  })
  expect((await send(`GET /contacts/${ana.id}`)).body.lastActivityAt).toBe(happenedAt)
  expect((await send(`GET /activities?companyId=${call.body.companyId}&kind=call`)).body.items).toHaveLength(1)
  expect((await send(`GET /activities?contactId=${ana.id}&kind=note`)).body.items).toEqual([])
  const { rows } = await sql<{
    data: object
  }>`select data from event where workspace_id = ${lumbre.workspaceId} and name = 'activity.logged' and subjects @> array[${ana.id}]::uuid[]`.execute(
    house.services.db,
  )
  expect(rows[0]!.data).toEqual({
    activityId: call.body.id,
    kind: 'call',
    subjectId: ana.id,
    companyId: call.body.companyId,
    outcome: 'reached',
    direction: 'outbound',
    happenedAt,
  })
})

test('only the author or who may moderate changes an activity; deletion can be taken back', async () => {
  const ana = await contact()
  const { body: note } = await send('POST /activities', { kind: 'note', contactId: ana.id, body: 'Primero' })
  const colleague = await colleagueOf(lumbre)
  expect((await send(`PATCH /activities/${note.id}`, { body: 'Otro' }, { 'if-match': '"1"' })).body).toMatchObject({
    body: 'Otro',
    version: 2,
  })
  expect((await send(`PATCH /activities/${note.id}`, { body: 'Tarde' }, { 'if-match': '"1"' })).status).toBe(412)
  expect((await send(`PATCH /activities/${note.id}`, { body: ' ' })).body.errors).toEqual([
    { pointer: '/body', rule: 'required' },
  ])
  const refused = await lumbre.send(`PATCH /activities/${note.id}`, { body: { body: 'Ajeno' }, apiKey: colleague.key })
  expect([refused.status, refused.body.params]).toEqual([403, { permission: 'activities.moderate' }])
  expect((await lumbre.send(`DELETE /activities/${note.id}`, { apiKey: colleague.key })).status).toBe(403)
  const { body: theirs } = await lumbre.send('POST /activities', {
    body: { kind: 'note', contactId: ana.id, body: 'Suyo' },
    apiKey: colleague.key,
  })
  expect((await send(`DELETE /activities/${theirs.id}`)).status).toBe(204)
  expect((await send(`GET /activities/${theirs.id}`)).status).toBe(404)
  expect((await send(`POST /activities/${theirs.id}/restoration`)).body.body).toBe('Suyo')
})

test('wrong activities and tasks name their field', async () => {
  const ana = await contact()
  const wrong: [string, object, number, object][] = [
    ['activities', { kind: 'note', body: 'x' }, 400, { pointer: '/contactId', rule: 'required' }],
    ['activities', { kind: 'note', contactId: ana.id }, 400, { pointer: '/body', rule: 'required' }],
    ['activities', { kind: 'note', contactId: ana.id, body: ' \n' }, 400, { pointer: '/body', rule: 'required' }],
    ['activities', { kind: 'fax', contactId: ana.id }, 400, { pointer: '/kind', rule: 'enum' }],
    [
      'activities',
      { kind: 'note', contactId: ana.id, outcome: 'reached' },
      400,
      { pointer: '/outcome', rule: 'not_for_kind' },
    ],
    [
      'activities',
      { kind: 'email', contactId: ana.id, durationMinutes: 3 },
      400,
      { pointer: '/durationMinutes', rule: 'not_for_kind' },
    ],
    [
      'activities',
      { kind: 'call', contactId: ana.id, happenedAt: '2030-01-01T10:00:00Z' },
      400,
      { pointer: '/happenedAt', rule: 'in_future' },
    ],
    ['activities', { kind: 'call', contactId: newId() }, 422, { pointer: '/contactId', rule: 'unknown_record' }],
    [
      'activities',
      { kind: 'call', contactId: ana.id, dealId: newId() },
      422,
      { pointer: '/dealId', rule: 'unknown_record' },
    ],
    ['tasks', { title: ' ' }, 400, { pointer: '/title', rule: 'min_length' }],
    ['tasks', { title: 'x', dueAt: 'mañana' }, 400, { pointer: '/dueAt' }],
    ['tasks', { title: 'x', assigneeId: other.ownerId }, 422, { pointer: '/assigneeId', rule: 'unknown_record' }],
    ['tasks', { title: 'x', departmentId: newId() }, 422, { pointer: '/departmentId', rule: 'unknown_record' }],
  ]
  for (const [noun, body, status, error] of wrong) {
    const answer = await send(`POST /${noun}`, body)
    expect([answer.status, answer.body.errors], JSON.stringify(body)).toEqual([
      status,
      expect.arrayContaining([expect.objectContaining(error)]),
    ])
  }
})

test('tasks come by due date in the reader’s days, those without one last', async () => {
  const marta = await house.workspace('Fechas')
  house.clock.set(monday)
  const due: Record<string, string | null> = {
    Nunca: null,
    Domingo: '2026-11-29T22:59:00Z',
    'Lunes que viene': '2026-11-29T23:00:00Z',
    Ayer: '2026-11-22T10:00:00Z',
    'Esta mañana': '2026-11-23T08:00:00Z',
    'Esta noche': '2026-11-23T22:59:00Z',
    Mañana: '2026-11-23T23:00:00Z',
  }
  for (const [title, dueAt] of Object.entries(due)) await marta.send('POST /tasks', { body: { title, dueAt } })
  const titles = async (query: string) =>
    (await marta.send(`GET /tasks?${query}`)).body.items.map((task: { title: string }) => task.title)
  expect(await titles('mine=true')).toEqual([
    'Ayer',
    'Esta mañana',
    'Esta noche',
    'Mañana',
    'Domingo',
    'Lunes que viene',
    'Nunca',
  ])
  expect(await titles('due=overdue')).toEqual(['Ayer', 'Esta mañana'])
  expect(await titles('due=today')).toEqual(['Esta mañana', 'Esta noche'])
  expect(await titles('due=week')).toEqual(['Esta mañana', 'Esta noche', 'Mañana', 'Domingo'])
  expect(await titles('due=none')).toEqual(['Nunca'])
  const first = (await marta.send('GET /tasks?limit=6')).body
  expect((await marta.send(`GET /tasks?limit=6&after=${first.next}`)).body).toMatchObject({
    items: [{ title: 'Nunca' }],
    next: null,
  })
})

test('a task is ticked off once, whoever clicks, and opened again', async () => {
  const { body: task } = await send('POST /tasks', { title: 'Llamar', kind: 'call', dueAt: '2026-11-24T10:00:00Z' })
  expect(task).toMatchObject({ assigneeId: lumbre.ownerId, state: 'open', priority: 'normal' })
  const both = await Promise.all([send(`POST /tasks/${task.id}/completion`), send(`POST /tasks/${task.id}/completion`)])
  expect(both.map((answer) => [answer.status, answer.body.state, answer.body.version])).toEqual([
    [200, 'done', 2],
    [200, 'done', 2],
  ])
  expect((await send('GET /tasks?state=done')).body.items.map((one: { id: string }) => one.id)).toContain(task.id)
  expect((await send(`DELETE /tasks/${task.id}/completion`)).body).toMatchObject({
    state: 'open',
    doneAt: null,
    doneById: null,
  })
  expect(
    (await send(`PATCH /tasks/${task.id}`, { title: 'Escribir', kind: 'email', dueAt: null }, { 'if-match': '"3"' }))
      .body,
  ).toMatchObject({ title: 'Escribir', dueAt: null, version: 4 })
  expect((await send(`PATCH /tasks/${task.id}`, { title: 'Escribir' })).body.version).toBe(4)
  expect((await send(`DELETE /tasks/${task.id}`)).status).toBe(204)
  expect((await send(`GET /tasks/${task.id}`)).status).toBe(404)
  expect((await send(`POST /tasks/${task.id}/restoration`)).body.title).toBe('Escribir')
})

test('who is given a task by somebody else is told, and once when it falls due', async () => {
  house.clock.set(monday)
  const colleague = await colleagueOf(lumbre)
  const ana = await contact()
  const { body: task } = await send('POST /tasks', {
    title: 'Enviar oferta',
    contactId: ana.id,
    assigneeId: colleague.memberId,
    dueAt: '2026-11-23T11:00:00Z',
  })
  await lumbre.send('POST /tasks', { body: { title: 'Mía' }, apiKey: colleague.key })
  expect(await notices(colleague.memberId)).toEqual([{ kind: 'task_assigned', link: `/contacts/${ana.id}` }])
  const remind = () =>
    remindDueTasks.run({}, house.services, { signal: new AbortController().signal, attempt: 1, lastAttempt: true })
  await remind()
  expect(await notices(colleague.memberId)).toHaveLength(1)
  house.clock.set('2026-11-23T10:52:00Z')
  await remind()
  await remind()
  expect((await notices(colleague.memberId)).map((notice) => notice.kind)).toEqual(['task_assigned', 'task_due'])
  await send('POST /tasks/postponements', { tasks: [{ id: task.id, dueAt: '2026-11-24T11:00:00Z' }] })
  house.clock.set('2026-11-24T11:00:00Z')
  await remind()
  expect(await notices(colleague.memberId)).toHaveLength(3)
  await send(`POST /tasks/${task.id}/completion`)
  house.clock.set('2026-11-24T11:30:00Z')
  await remind()
  expect(await notices(colleague.memberId)).toHaveLength(3)
})

test('several tasks move at once, all or none', async () => {
  const [a, b] = [(await send('POST /tasks', { title: 'A' })).body, (await send('POST /tasks', { title: 'B' })).body]
  const dueAt = '2026-12-01T09:00:00.000Z'
  expect((await send('POST /tasks/postponements', { tasks: [a.id, b.id].map((id) => ({ id, dueAt })) })).body).toEqual({
    changed: 2,
  })
  expect(
    (
      await send('POST /tasks/postponements', {
        tasks: [
          { id: a.id, dueAt: null },
          { id: newId(), dueAt },
        ],
      })
    ).status,
  ).toBe(404)
  expect((await send(`GET /tasks/${a.id}`)).body.dueAt).toBe(dueAt)
  expect((await other.send('POST /tasks/postponements', { body: { tasks: [{ id: a.id, dueAt: null }] } })).status).toBe(
    404,
  )
})

test('a rule makes its task once; one for a department is everybody’s there', async () => {
  const actor: Actor = systemActor(lumbre.workspaceId)
  const make = () =>
    house.services.db.transaction().execute((tx) =>
      createTasks(tx, actor, house.clock.now(), [
        { title: 'Corregir datos', kind: 'fix_data', departmentKey: 'marketing', dedupeKey: 'fix:1' },
        { title: 'Corregir datos', kind: 'fix_data', departmentKey: 'marketing', dedupeKey: 'fix:1' },
        { title: 'Atender', kind: 'follow_up', departmentKey: 'service', dedupeKey: 'fix:2' },
      ]),
    )
  const [first, second] = await Promise.all([make(), make()])
  const made = [...first, ...second].filter((id) => id !== null)
  expect(made).toHaveLength(2)
  const mine = (await send('GET /tasks?mine=true&kind=fix_data&kind=follow_up')).body.items
  expect(mine.map((task: { title: string; assigneeId: null }) => [task.title, task.assigneeId])).toEqual([
    ['Corregir datos', null],
  ])
})

test('another workspace sees nothing and can do nothing', async () => {
  const ana = await contact()
  const { body: note } = await send('POST /activities', { kind: 'note', contactId: ana.id, body: 'x' })
  const { body: task } = await send('POST /tasks', { title: 'x' })
  expect((await other.send('POST /activities', { body: { kind: 'note', contactId: ana.id, body: 'x' } })).status).toBe(
    422,
  )
  for (const path of [`activities/${note.id}`, `tasks/${task.id}`]) {
    for (const verb of ['GET', 'DELETE']) expect((await other.send(`${verb} /${path}`)).status).toBe(404)
    expect((await other.send(`PATCH /${path}`, { body: { body: 'y' } })).status).toBe(404)
    expect((await other.send(`POST /${path}/restoration`)).status).toBe(404)
  }
  expect((await other.send(`POST /tasks/${task.id}/completion`)).status).toBe(404)
  expect((await other.send(`GET /activities?contactId=${ana.id}`)).body.items).toEqual([])
  expect(permissionsOf('guest')).not.toContain('tasks.write')
})
