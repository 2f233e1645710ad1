import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { permissionsOf } from '#contract/permissions.ts'
import { newId } from '#kernel/id.ts'
import { type Browser, openBrowser, totp } from '#test/builders/browser.ts'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'

const password = 'una-clave-larga'
let house: Harness
let lumbre: TestWorkspace
let other: TestWorkspace

beforeAll(async () => {
  house = await startHarness()
  lumbre = await house.workspace('Lumbre')
  other = await house.workspace('Otra')
})
beforeEach(() => house.clock.advance(3_600_000))
afterAll(() => house.close())

const newEmail = () => `p-${newId()}@example.com`

async function invite(body: Record<string, unknown> = {}, from = lumbre) {
  const email = newEmail()
  const answer = await from.send('POST /invitations', { body: { email, roleId: from.roleIds.member, ...body } })
  return { ...answer.body, status: answer.status, token: answer.status === 201 ? await tokenOf(email) : '' }
}

const tokenOf = async (email: string) => {
  const { rows } = await sql<{
    text: string
  }>`select text from mail_message where kind = 'invitation' and to_email = ${email} order by id desc limit 1`.execute(
    house.services.db,
  )
  return rows[0]!.text.match(/\/invitations\/([\w-]+)/)![1]!
}

/** Somebody who was invited and joined, in a browser of their own. */
async function join(role: keyof TestWorkspace['roleIds'] = 'member', departmentIds: string[] = []) {
  const invitation = await invite({ roleId: lumbre.roleIds[role], departmentIds })
  const browser = openBrowser(house)
  const joined = await browser.send(`POST /invitations/${invitation.token}/acceptance`, {
    body: { fullName: 'Nora Nueva', password, timeZone: 'Atlantic/Canary' },
  })
  expect(joined.status).toBe(201)
  const me = (await browser.send('GET /me')).body
  return { id: me.member.id as string, email: invitation.email as string, browser, me }
}

const keyOf = async (browser: Browser, scopes: string[]) =>
  (await browser.send('POST /api-keys', { body: { name: 'Clave', scopes } })).body

test('an invitation: preview, joining, signed in, used only once', async () => {
  const { token, email } = await invite({ fullName: 'Nora', departmentIds: [lumbre.departmentIds.sales] })
  const visitor = openBrowser(house)
  expect((await visitor.send(`GET /invitations/${token}`)).body).toMatchObject({
    workspaceName: 'Lumbre',
    email,
    fullName: 'Nora',
    invitedByName: 'Olga Owner',
    hasAccount: false,
  })
  expect(
    (await visitor.send(`POST /invitations/${token}/acceptance`, { body: { password: 'corta' } })).body.errors,
  ).toEqual([{ pointer: '/password', rule: 'min_length', params: { limit: 10 } }])
  const [first, second] = await Promise.all(
    [0, 1].map(() => openBrowser(house).send(`POST /invitations/${token}/acceptance`, { body: { password } })),
  )
  expect([first!.status, second!.status].filter((status) => status === 201)).toHaveLength(1)
  expect((await visitor.send(`GET /invitations/${token}`)).body.code).toBe('invitation_expired')
  const { items } = (await lumbre.send(`GET /members?q=${encodeURIComponent(email)}`)).body
  expect(items).toHaveLength(1)
  expect(items[0]).toMatchObject({
    fullName: 'Nora',
    roleKey: 'member',
    departments: [{ key: 'sales', isManager: false }],
  })
})

test('an invitation runs out, is sent again with a new link, and can be revoked', async () => {
  const { id, email, token } = await invite()
  expect((await lumbre.send('POST /invitations', { body: { email, roleId: lumbre.roleIds.member } })).body.code).toBe(
    'already_invited',
  )
  house.clock.advance(8 * 86_400_000)
  expect((await house.visit(`GET /api/v1/invitations/${token}`)).body.code).toBe('invitation_expired')
  expect((await lumbre.send(`POST /invitations/${id}/delivery`)).body.state).toBe('open')
  const renewed = await tokenOf(email)
  expect((await house.visit(`GET /api/v1/invitations/${token}`)).status).toBe(410)
  expect((await house.visit(`GET /api/v1/invitations/${renewed}`)).status).toBe(200)
  expect((await lumbre.send(`DELETE /invitations/${id}`)).status).toBe(204)
  expect((await house.visit(`GET /api/v1/invitations/${renewed}`)).status).toBe(410)
})

test('somebody with an account joins a second workspace by its own password, and switches between them', async () => {
  const { email, browser } = await join()
  await other.send('POST /invitations', { body: { email, roleId: other.roleIds.guest } })
  const token = await tokenOf(email)
  const wrong = await browser.send(`POST /invitations/${token}/acceptance`, { body: { password: 'no-es-esta-clave' } })
  expect(wrong.body.errors).toEqual([{ pointer: '/password', rule: 'wrong_password' }])
  expect((await browser.send(`POST /invitations/${token}/acceptance`, { body: { password } })).body).toEqual({
    workspaceId: other.workspaceId,
  })
  expect((await browser.send('GET /me')).body.workspace.name).toBe('Lumbre')
  expect((await browser.send('PUT /me/workspace', { body: { workspaceId: other.workspaceId } })).status).toBe(204)
  expect((await browser.send('GET /me')).body.workspace.name).toBe('Otra')
  expect((await browser.send('GET /me', { headers: { 'x-workspace': lumbre.workspaceId } })).body.workspace.name).toBe(
    'Lumbre',
  )
  expect((await browser.send('GET /me', { headers: { 'x-workspace': newId() } })).status).toBe(401)
  expect((await browser.send('GET /workspaces')).body.items).toHaveLength(2)
})

test('joining does not go around a second factor', async () => {
  const { email, browser } = await join()
  const begun = (await browser.send('POST /me/two-factor', { body: { password } })).body
  await browser.send('PUT /me/two-factor', { body: { code: totp(begun.key) } })
  await other.send('POST /invitations', { body: { email, roleId: other.roleIds.guest } })
  const stranger = openBrowser(house)
  expect(
    (await stranger.send(`POST /invitations/${await tokenOf(email)}/acceptance`, { body: { password } })).body.code,
  ).toBe('two_factor_required')
  expect((await stranger.send('GET /me')).status).toBe(401)
  expect((await stranger.send('POST /sessions/verification', { body: { code: totp(begun.key) } })).status).toBe(201)
  expect((await stranger.send('GET /workspaces')).body.items).toHaveLength(2)
})

test('the last owner stays, even when two leave at once', async () => {
  expect((await lumbre.send(`DELETE /members/${lumbre.ownerId}`)).body.code).toBe('cannot_remove_last_owner')
  expect(
    (await lumbre.send(`PATCH /members/${lumbre.ownerId}`, { body: { roleId: lumbre.roleIds.admin } })).body.code,
  ).toBe('cannot_remove_last_owner')
  const second = await join('owner')
  const answers = await Promise.all([
    second.browser.send(`DELETE /members/${second.id}`),
    lumbre.send(`PATCH /members/${lumbre.ownerId}`, { body: { roleId: lumbre.roleIds.admin } }),
  ])
  expect(answers.filter(({ status }) => status < 300)).toHaveLength(1)
  const owners = (await other.send('GET /members')).status
  expect(owners).toBe(200)
  const { rows } = await sql<{
    id: string
  }>`select id from member where workspace_id = ${lumbre.workspaceId} and role_id = ${lumbre.roleIds.owner} and removed_at is null`.execute(
    house.services.db,
  )
  expect(rows).toHaveLength(1)
  await sql`update member set role_id = ${lumbre.roleIds.owner} where workspace_id = ${lumbre.workspaceId} and id = ${lumbre.ownerId}`.execute(
    house.services.db,
  )
})

test('nobody grants what they do not hold', async () => {
  const admin = await join('admin')
  expect(
    (await admin.browser.send(`PATCH /members/${admin.id}`, { body: { roleId: lumbre.roleIds.owner } })).body.code,
  ).toBe('scope_not_held')
  expect((await admin.browser.send(`DELETE /members/${lumbre.ownerId}`)).body.code).toBe('scope_not_held')
  expect(
    (await admin.browser.send('POST /invitations', { body: { email: newEmail(), roleId: lumbre.roleIds.owner } })).body
      .code,
  ).toBe('scope_not_held')
  const narrow = await keyOf(admin.browser, ['members.manage', 'members.read', 'roles.manage', 'api-keys.manage'])
  const asKey = { apiKey: narrow.key as string }
  expect(
    (await lumbre.send(`PATCH /members/${admin.id}`, { ...asKey, body: { roleId: lumbre.roleIds.member } })).body.code,
  ).toBe('scope_not_held')
  expect(
    (await lumbre.send('POST /roles', { ...asKey, body: { name: 'Listo', permissions: ['contacts.erase'] } })).body
      .code,
  ).toBe('scope_not_held')
  expect(
    (await lumbre.send('POST /api-keys', { ...asKey, body: { name: 'Más', scopes: ['settings.manage'] } })).body,
  ).toMatchObject({ status: 403, code: 'scope_not_held' })
  const member = await join('member')
  expect(
    (await member.browser.send('POST /roles', { body: { name: 'Todo', permissions: permissionsOf('owner') } })).body
      .code,
  ).toBe('forbidden')
})

test('a key can do what its scopes and its owner allow, and dies with either', async () => {
  const admin = await join('admin')
  const { key, id } = await keyOf(admin.browser, ['members.read', 'settings.manage'])
  expect((await lumbre.send('GET /members', { apiKey: key })).status).toBe(200)
  expect((await lumbre.send('GET /settings', { apiKey: key })).body.code).toBe('forbidden')
  expect((await lumbre.send('GET /sessions', { apiKey: key })).status).toBe(403)
  await lumbre.send(`PATCH /members/${admin.id}`, { body: { roleId: lumbre.roleIds.guest } })
  expect((await lumbre.send('PATCH /settings', { apiKey: key, body: { name: 'No' } })).body.code).toBe('forbidden')
  await lumbre.send(`PATCH /members/${admin.id}`, { body: { roleId: lumbre.roleIds.admin } })
  expect((await lumbre.send(`DELETE /api-keys/${id}`)).status).toBe(204)
  expect((await lumbre.send('GET /members', { apiKey: key })).status).toBe(401)

  const brief = (
    await admin.browser.send('POST /api-keys', {
      body: {
        name: 'Breve',
        scopes: ['members.read'],
        expiresAt: new Date(house.clock.now().getTime() + 60_000).toISOString(),
      },
    })
  ).body
  house.clock.advance(61_000)
  expect((await lumbre.send('GET /members', { apiKey: brief.key })).status).toBe(401)
  const last = await keyOf(admin.browser, ['members.read'])
  expect((await lumbre.send(`DELETE /members/${admin.id}`)).status).toBe(204)
  expect((await lumbre.send('GET /members', { apiKey: last.key })).status).toBe(401)
})

test('the same Idempotency-Key answers the same API key, which is nowhere kept in the clear', async () => {
  const make = () =>
    lumbre.send('POST /api-keys', {
      body: { name: 'Una vez', scopes: ['members.read'] },
      headers: { 'idempotency-key': 'once' },
    })
  const first = (await make()).body
  expect((await make()).body).toEqual(first)
  const { rows } = await sql<{ reply: unknown }>`select reply from idempotency_key where key = 'once'`.execute(
    house.services.db,
  )
  expect(JSON.stringify(rows)).not.toContain(first.key)
})

test('a member who is removed is out at once, and comes back with role and departments', async () => {
  const nora = await join('member', [lumbre.departmentIds.marketing])
  expect((await lumbre.send(`DELETE /members/${nora.id}`)).status).toBe(204)
  expect((await nora.browser.send('GET /me')).status).toBe(401)
  expect((await nora.browser.send('POST /sessions', { body: { email: nora.email, password } })).body.code).toBe(
    'no_membership',
  )
  expect((await lumbre.send('GET /members?state=removed')).body.items.map((one: { id: string }) => one.id)).toContain(
    nora.id,
  )
  expect((await lumbre.send(`POST /members/${nora.id}/restoration`)).body).toMatchObject({
    removedAt: null,
    departments: [{ key: 'marketing' }],
  })
  expect((await nora.browser.send('POST /sessions', { body: { email: nora.email, password } })).status).toBe(201)
})

test('two people edit one member: the second learns of it', async () => {
  const { id } = await join()
  const read = await lumbre.send(`GET /members/${id}`)
  const ifMatch = { 'if-match': String(read.headers.etag) }
  expect(
    (
      await lumbre.send(`PATCH /members/${id}`, {
        body: { capacity: 12, absences: [['2026-12-24', '2027-01-07']] },
        headers: ifMatch,
      })
    ).body,
  ).toMatchObject({ capacity: 12, version: read.body.version + 1 })
  expect((await lumbre.send(`PATCH /members/${id}`, { body: { capacity: 13 }, headers: ifMatch })).status).toBe(412)
  expect(
    (await lumbre.send(`PATCH /members/${id}`, { body: { absences: [['2026-12-24', '2026-12-01']] } })).body.errors,
  ).toEqual([{ pointer: '/absences/0', rule: 'date_order' }])
})

test('departments and roles: own ones come and go, what is needed or in use stays', async () => {
  const made = (await lumbre.send('POST /departments', { body: { name: 'Atención técnica' } })).body
  expect(made.key).toBe('atencion_tecnica')
  expect((await lumbre.send('POST /departments', { body: { name: 'atención técnica' } })).body.code).toBe('name_taken')
  const { id } = await join('member', [made.id])
  expect((await lumbre.send(`DELETE /departments/${made.id}`)).body.code).toBe('department_in_use')
  await lumbre.send(`PATCH /members/${id}`, { body: { departments: [] } })
  expect((await lumbre.send(`DELETE /departments/${made.id}`)).status).toBe(204)
  expect((await lumbre.send('POST /departments', { body: { name: 'Atención Técnica' } })).body.id).toBe(made.id)
  expect((await lumbre.send(`DELETE /departments/${lumbre.departmentIds.sales}`)).body.code).toBe('department_needed')

  const role = (
    await lumbre.send('POST /roles', {
      body: { name: 'Agencia', permissions: ['contacts.read', 'forms.read', 'forms.write'] },
    })
  ).body
  await lumbre.send(`PATCH /members/${id}`, { body: { roleId: role.id } })
  expect(
    (await lumbre.send(`PATCH /roles/${role.id}`, { body: { permissions: ['contacts.read'] } })).body,
  ).toMatchObject({ permissions: ['contacts.read'], memberCount: 1, version: 2 })
  expect((await lumbre.send(`DELETE /roles/${role.id}`)).body.code).toBe('role_in_use')
  expect((await lumbre.send(`DELETE /roles/${lumbre.roleIds.guest}`)).body.code).toBe('role_built_in')
  await lumbre.send(`DELETE /members/${id}`)
  expect((await lumbre.send(`DELETE /roles/${role.id}`)).status).toBe(204)
  expect((await lumbre.send(`GET /members/${id}`)).body.roleKey).toBe('guest')
})

test('settings: all or nothing, versioned, and the calendar is the one that clocks read', async () => {
  const { body: before } = await lumbre.send('GET /settings')
  expect(before.calendar.hours[1]).toEqual([['09:00', '18:00']])
  expect(before.calendar.holidays).toContain('2027-01-06')
  const wrong = await lumbre.send('PATCH /settings', {
    body: { name: 'Otro', calendar: { ...before.calendar, hours: { ...before.calendar.hours, 2: [['9', '18:00']] } } },
  })
  expect(wrong.body.errors).toEqual([{ pointer: '/calendar/hours/2/0', rule: 'time_of_day' }])
  const closed = { 1: [], 2: [], 3: [], 4: [], 5: [], 6: [], 7: [] }
  const refused: [object, string, string][] = [
    [closed, '/calendar/hours', 'no_hours'],
    [
      {
        ...closed,
        4: [
          ['09:00', '14:00'],
          ['13:00', '18:00'],
        ],
      },
      '/calendar/hours/4/1',
      'span_overlaps',
    ],
  ]
  for (const [hours, pointer, rule] of refused) {
    const { status, body } = await lumbre.send('PATCH /settings', { body: { calendar: { ...before.calendar, hours } } })
    expect([status, body.errors]).toEqual([400, [{ pointer, rule }]])
  }
  expect((await lumbre.send('PATCH /settings', { body: { timeZone: 'Europe/Madriz' } })).body.errors).toEqual([
    { pointer: '/timeZone', rule: 'time_zone' },
  ])
  expect((await lumbre.send('GET /settings')).body).toEqual(before)
  const calendar = {
    hours: { ...before.calendar.hours, 5: [['09:00', '15:00']] },
    holidays: ['2026-12-24', '2026-12-08', '2026-12-24'],
  }
  const after = (await lumbre.send('PATCH /settings', { body: { name: 'Lumbre SL', calendar } })).body
  expect(after).toMatchObject({
    name: 'Lumbre SL',
    version: before.version + 1,
    calendar: { holidays: ['2026-12-08', '2026-12-24'] },
  })
  const { calendarOf } = await import('./public.ts')
  const read = await calendarOf(house.services.db, lumbre.workspaceId)
  expect(read.hours[5]).toEqual([['09:00', '15:00']])
  expect(await calendarOf(house.services.db, lumbre.workspaceId)).toBe(read)
})

test('another workspace does not exist', async () => {
  const { id } = await join()
  const { id: invitationId } = await invite()
  const key = (await lumbre.send('POST /api-keys', { body: { name: 'K', scopes: ['members.read'] } })).body
  const role = (await lumbre.send('POST /roles', { body: { name: 'Solo aquí', permissions: [] } })).body
  for (const [request, body] of [
    [`GET /members/${id}`, undefined],
    [`PATCH /members/${id}`, { capacity: 1 }],
    [`DELETE /members/${id}`, undefined],
    [`POST /members/${id}/restoration`, undefined],
    [`POST /invitations/${invitationId}/delivery`, undefined],
    [`DELETE /invitations/${invitationId}`, undefined],
    [`PATCH /departments/${lumbre.departmentIds.sales}`, { name: 'X' }],
    [`DELETE /departments/${lumbre.departmentIds.service}`, undefined],
    [`PATCH /roles/${role.id}`, { name: 'X' }],
    [`DELETE /roles/${role.id}`, undefined],
    [`DELETE /api-keys/${key.id}`, undefined],
    ['POST /invitations', { email: newEmail(), roleId: role.id }],
    [
      'POST /invitations',
      { email: newEmail(), roleId: other.roleIds.guest, departmentIds: [lumbre.departmentIds.sales] },
    ],
    [`PATCH /members/${other.ownerId}`, { departments: [{ id: lumbre.departmentIds.sales, isManager: true }] }],
  ] as const) {
    expect([request, (await other.send(request, { body })).status]).toEqual([request, 404])
  }
})
