import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Browser, openBrowser, totp } from '#test/builders/browser.ts'
import { type Harness, startHarness } from '#test/harness.ts'

const email = 'marta@example.com'
const password = 'una-clave-larga'
let house: Harness
let browser: Browser

beforeAll(async () => {
  house = await startHarness()
  await openBrowser(house).send('POST /setup', {
    body: {
      workspace: { name: 'Lumbre', locale: 'es', timeZone: 'Europe/Madrid', currency: 'EUR' },
      owner: { name: 'Marta', email, password },
    },
  })
})
beforeEach(async () => {
  house.clock.advance(3_600_000)
  browser = openBrowser(house)
})
afterAll(() => house.close())

const signIn = (as: Browser = browser, given = password) =>
  as.send('POST /sessions', { body: { email, password: given } })

test('signing in and out', async () => {
  expect((await signIn(browser, 'otra-clave-larga')).body.code).toBe('invalid_credentials')
  expect((await browser.send('POST /sessions', { body: { email: 'nadie@example.com', password } })).body.code).toBe(
    'invalid_credentials',
  )
  expect((await browser.send('POST /sessions', { body: { email: 'MARTA@example.com', password } })).status).toBe(201)
  expect((await browser.send('GET /me')).body.member.email).toBe(email)
  expect((await browser.send('DELETE /sessions/current')).status).toBe(204)
  expect((await browser.send('GET /me')).body.code).toBe('unauthenticated')
})

test('a write with the cookie from another origin is refused, and so is signing in from there', async () => {
  await signIn()
  const foreign = { origin: 'https://elsewhere.example' }
  expect((await browser.send('PATCH /me', { body: { theme: 'dark' }, headers: foreign })).status).toBe(403)
  expect(
    (await browser.send('PATCH /me', { body: { theme: 'dark' }, headers: { origin: 'http://localhost' } })).status,
  ).toBe(200)
  expect(
    (await openBrowser(house).send('POST /sessions', { body: { email, password }, headers: foreign })).status,
  ).toBe(403)
})

test('the doors of the library itself are closed', async () => {
  for (const path of ['/auth/sign-up/email', '/auth/sign-in/email', '/auth/change-email']) {
    const answer = await browser.send(`POST ${path}`, { body: { email: 'x@example.com', password, name: 'X' } })
    expect(answer.status).toBe(404)
  }
})

test('an ended session is over at once, whatever copy its cookie carries', async () => {
  const phone = openBrowser(house)
  await signIn()
  await phone.send('POST /sessions', {
    body: { email, password },
    headers: { 'user-agent': 'Mozilla/5.0 (iPhone) AppleWebKit/605 Version/18 Safari/604.1' },
  })
  const { items } = (await browser.send('GET /sessions')).body
  const other = items.find((one: { system: string | null }) => one.system === 'iPhone')
  expect(items[0].isCurrent).toBe(true)
  expect(other).toMatchObject({ browser: 'Safari', isCurrent: false })
  expect((await browser.send(`DELETE /sessions/${other.id}`)).status).toBe(204)
  expect((await phone.send('GET /me')).body.code).toBe('session_expired')
  await signIn(phone)
  expect((await browser.send('DELETE /sessions')).status).toBe(204)
  expect((await phone.send('GET /me')).status).toBe(401)
  expect((await browser.send('GET /me')).status).toBe(200)
})

test('guessing is stopped, and a right password afterwards waits as well', async () => {
  for (let attempt = 0; attempt < 10; attempt++)
    expect((await signIn(browser, `clave-equivocada-${attempt}`)).status).toBe(401)
  expect((await signIn()).body).toMatchObject({ status: 429, code: 'rate_limited' })
  house.clock.advance(601_000)
  expect((await signIn()).status).toBe(201)
})

test('a forgotten password: mail, link, new password, everything else signed out', async () => {
  await signIn()
  expect(
    (await openBrowser(house).send('POST /password-resets', { body: { email: 'nadie@example.com' } })).status,
  ).toBe(202)
  expect((await openBrowser(house).send('POST /password-resets', { body: { email } })).status).toBe(202)
  await house.drain()
  const { rows } = await sql<{
    text: string
    state: string
    toEmail: string
  }>`select text, state, to_email from mail_message where kind = 'reset_password'`.execute(house.services.db)
  expect(rows).toHaveLength(1)
  expect(rows[0]).toMatchObject({ toEmail: email, state: 'stored' })
  const token = rows[0]!.text.match(/http:\/\/localhost\/reset-password\/([\w-]+)/)![1]
  expect((await browser.send(`PUT /password-resets/${token}`, { body: { password: 'corta' } })).body.errors).toEqual([
    { pointer: '/password', rule: 'min_length', params: { limit: 10 } },
  ])
  expect((await browser.send(`PUT /password-resets/${token}`, { body: { password: 'otra-clave-larga' } })).status).toBe(
    204,
  )
  expect(
    (await browser.send(`PUT /password-resets/${token}`, { body: { password: 'una-tercera-clave' } })).body.code,
  ).toBe('reset_expired')
  const told = await sql<{
    toEmail: string
  }>`select to_email from mail_message where kind = 'password_changed'`.execute(house.services.db)
  expect(told.rows).toEqual([{ toEmail: email }])
  expect((await browser.send('GET /me')).status).toBe(401)
  expect((await signIn()).status).toBe(401)
  expect((await signIn(browser, 'otra-clave-larga')).status).toBe(201)
  expect(
    (await browser.send('PUT /me/password', { body: { currentPassword: 'no-es-esta-clave', newPassword: password } }))
      .body.errors,
  ).toEqual([{ pointer: '/currentPassword', rule: 'wrong_password' }])
  expect(
    (await browser.send('PUT /me/password', { body: { currentPassword: 'otra-clave-larga', newPassword: password } }))
      .status,
  ).toBe(204)
  expect((await browser.send('GET /me')).status).toBe(200)
})

test('two-factor: switched on by a code, asked for at sign-in, backup codes work once, switched off by password', async () => {
  await signIn()
  expect((await browser.send('POST /me/two-factor', { body: { password: 'no-es-esta-clave' } })).body.errors).toEqual([
    { pointer: '/password', rule: 'wrong_password' },
  ])
  const begun = (await browser.send('POST /me/two-factor', { body: { password } })).body
  expect(begun.uri).toMatch(/^otpauth:\/\/totp\//)
  expect(await signIn(openBrowser(house))).toMatchObject({ status: 201 })
  expect((await browser.send('PUT /me/two-factor', { body: { code: '000000' } })).body.errors).toEqual([
    { pointer: '/code', rule: 'wrong_code' },
  ])
  expect((await browser.send('PUT /me/two-factor', { body: { code: totp(begun.key) } })).status).toBe(204)
  expect((await browser.send('GET /me/two-factor')).body).toEqual({ enabled: true })

  const again = openBrowser(house)
  expect((await signIn(again)).body.code).toBe('two_factor_required')
  expect((await again.send('GET /me')).status).toBe(401)
  expect((await again.send('POST /sessions/verification', { body: { code: '000000' } })).body.code).toBe('code_wrong')
  expect((await again.send('POST /sessions/verification', { body: { code: totp(begun.key) } })).status).toBe(201)
  expect((await again.send('GET /me')).status).toBe(200)

  const [backupCode] = begun.backupCodes
  const third = openBrowser(house)
  await signIn(third)
  expect(
    (await third.send('POST /sessions/verification', { body: { code: backupCode, isBackupCode: true } })).status,
  ).toBe(201)
  const fourth = openBrowser(house)
  await signIn(fourth)
  expect(
    (await fourth.send('POST /sessions/verification', { body: { code: backupCode, isBackupCode: true } })).body.code,
  ).toBe('code_wrong')

  expect((await browser.send('POST /me/two-factor/removal', { body: { password } })).status).toBe(204)
  expect((await signIn(openBrowser(house))).status).toBe(201)
})

test('the ledger tells of the account without saying more than who', async () => {
  const { rows } = await sql<{
    name: string
    data: object
  }>`select distinct name, data from event where name like 'session.%' or name like 'password.%' or name like 'two_factor.%' order by name`.execute(
    house.services.db,
  )
  expect(rows.map(({ name }) => name)).toEqual([
    'password.changed',
    'session.ended',
    'session.started',
    'two_factor.disabled',
    'two_factor.enabled',
  ])
  expect(rows.every(({ data }) => Object.keys(data).join() === 'memberId')).toBe(true)
})
