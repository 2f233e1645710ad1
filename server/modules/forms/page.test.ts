import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'
import { isWorkDone } from './spam.ts'

let house: Harness
let ws: TestWorkspace
beforeAll(async () => {
  house = await startHarness()
  ws = await house.workspace()
})
afterAll(() => house.close())

const definition = {
  name: 'Pide información',
  fields: [
    { key: 'email', type: 'email', label: 'Correo', required: true, help: 'Solo para responderte.' },
    { key: 'mensaje', type: 'long_text', label: '¿Qué <b>necesitas</b>?' },
    {
      key: 'temas',
      type: 'multi_select',
      label: 'Temas',
      options: [
        { value: 'a', label: 'Almacén' },
        { value: 'b', label: 'Ventas' },
      ],
    },
    { key: 'canal', type: 'hidden', label: 'Canal', value: 'web' },
  ],
  consents: [
    { purpose: 'privacy', text: 'Acepto la política de privacidad.', required: true },
    { purpose: 'marketing_email', text: 'Quiero novedades.' },
  ],
}
const create = async (more: object = {}) => (await ws.send('POST /forms', { body: { ...definition, ...more } })).body
const open = (id: string, query = '', headers: Record<string, string> = { 'accept-language': 'es-ES,es' }) =>
  house.visit(`GET /f/${id}${query}`, { headers })
const post = (
  id: string,
  fields: Record<string, string | string[]>,
  { query = '', headers = {} }: { query?: string; headers?: Record<string, string> } = {},
) =>
  house.visit(`POST /f/${id}${query}`, {
    body: new URLSearchParams(
      Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one])),
    ).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'accept-language': 'es', ...headers },
  })
const hiddenValue = (page: Answer, name: string) =>
  page.text.match(new RegExp(`name="${name}" value="([^"]*)"`))?.[1] ?? ''
const submissionsOf = async (id: string) => (await ws.send(`GET /forms/${id}/submissions`)).body.items
const good = {
  email: 'visita@example.com',
  mensaje: 'Hola',
  temas: ['a', 'b'],
  canal: 'feria',
  'consent.privacy': 'true',
}

test('a visitor without JavaScript fills the page in and is thanked', async () => {
  const form = await create()
  const page = await open(form.id, '?utm_source=feria&email=previo%40example.com', {
    'accept-language': 'es',
    referer: 'https://lumbre.example/',
  })
  expect(page.status).toBe(200)
  expect(page.text).toContain('<html lang="es"')
  expect(page.text).toContain('value="previo@example.com"')
  expect(page.text).toContain('¿Qué &lt;b&gt;necesitas&lt;/b&gt;?')
  expect(page.text).not.toMatch(/consent\.[a-z_]+" value="true" checked/)
  house.clock.advance(20_000)
  const sent = await post(form.id, {
    ...good,
    _token: hiddenValue(page, '_token'),
    _page: hiddenValue(page, '_page'),
    _referrer: hiddenValue(page, '_referrer'),
  })
  expect([sent.status, sent.headers.location]).toEqual([303, `/f/${form.id}/thanks`])
  expect((await house.visit(`GET /f/${form.id}/thanks`, { headers: { 'accept-language': 'es' } })).text).toContain(
    'Hemos recibido tus datos',
  )
  const [submission] = await submissionsOf(form.id)
  expect(submission).toMatchObject({
    fields: { email: 'visita@example.com', mensaje: 'Hola', temas: ['a', 'b'], canal: 'feria' },
    referrer: 'https://lumbre.example/',
    utm: { source: 'feria' },
    language: 'es',
  })
  const consents = await house.services.db
    .selectFrom('consent')
    .select(['purpose', 'state'])
    .where('workspaceId', '=', ws.workspaceId)
    .where('subjectId', '=', submission.contactId)
    .execute()
  expect(consents).toEqual([{ purpose: 'privacy', state: 'granted' }])
})

test('mistakes come back in the visitor’s language, tied to their fields, with everything that was typed', async () => {
  const form = await create()
  const page = await open(form.id)
  house.clock.advance(20_000)
  const token = hiddenValue(page, '_token')
  const refused = await post(
    form.id,
    { ...good, email: 'sin-arroba"><script>', 'consent.privacy': '', 'consent.marketing_email': 'true', _token: token },
    { headers: { 'accept-language': 'en-GB' } },
  )
  expect(refused.status).toBe(422)
  expect(refused.text).toContain('<html lang="en"')
  expect(refused.text).toContain('That e-mail address looks incomplete')
  expect(refused.text).toContain('value="sin-arroba&quot;&gt;&lt;script&gt;"')
  expect(refused.text).toMatch(/aria-describedby="field-email-help field-email-error" aria-invalid="true"/)
  expect(refused.text).toMatch(/value="b" checked/)
  expect(refused.text).toMatch(/name="consent\.marketing_email" value="true" checked/)
  expect(hiddenValue(refused, '_token')).toBe(token)
  expect(await submissionsOf(form.id)).toEqual([])
})

test('a double click is one submission; a corrected one is another', async () => {
  const form = await create()
  const token = hiddenValue(await open(form.id), '_token')
  house.clock.advance(20_000)
  await Promise.all([post(form.id, { ...good, _token: token }), post(form.id, { ...good, _token: token })])
  expect(await submissionsOf(form.id)).toHaveLength(1)
  await post(form.id, { ...good, mensaje: 'Además…', _token: token })
  expect(await submissionsOf(form.id)).toHaveLength(2)
})

test('machines are thanked like people, and nothing of them is kept but a count', async () => {
  const form = await create()
  const token = hiddenValue(await open(form.id), '_token')
  const inHaste = await post(form.id, { ...good, _token: token })
  house.clock.advance(20_000)
  const inTrap = await post(form.id, { ...good, _token: token, _homepage: 'http://spam.example' })
  const forged = await post(form.id, { ...good, _token: `${token.slice(0, -3)}abc` })
  for (const answer of [inHaste, inTrap, forged])
    expect([answer.status, answer.headers.location]).toEqual([303, `/f/${form.id}/thanks`])
  expect(await submissionsOf(form.id)).toEqual([])
  expect((await ws.send(`GET /forms/${form.id}/stats`)).body).toMatchObject({ views: 1, submissions: 0, spam: 3 })
})

test('work done by the browser lets quick people through', async () => {
  const form = await create()
  const token = hiddenValue(await open(form.id), '_token')
  let work = 0
  while (createHash('sha256').update(`${token}:${work}`).digest().readUInt32BE() >>> 20 !== 0) work++
  expect([isWorkDone(token, String(work)), isWorkDone(`${token}x`, String(work)), isWorkDone(token, '1e3')]).toEqual([
    true,
    false,
    false,
  ])
  house.clock.advance(1500)
  await post(form.id, { ...good, _token: token, _work: String(work) })
  expect(await submissionsOf(form.id)).toHaveLength(1)
})

test('a hand-made form needs nothing of ours', async () => {
  const form = await create({ redirectUrl: 'https://lumbre.example/gracias' })
  const sent = await post(
    form.id,
    { ...good, boton: 'Enviar' },
    { headers: { referer: 'https://lumbre.example/contacto?utm_medium=email' } },
  )
  expect([sent.status, sent.headers.location]).toEqual([303, 'https://lumbre.example/gracias'])
  expect((await submissionsOf(form.id))[0]).toMatchObject({
    pageUrl: 'https://lumbre.example/contacto?utm_medium=email',
  })
  const json = await post(form.id, { ...good, email: 'nadie' }, { headers: { accept: 'application/json' } })
  expect([json.status, json.body.errors]).toEqual([400, [{ pointer: '/fields/email', rule: 'format_email' }]])
})

test('the page runs only what we wrote, and only its embeddable face may be framed', async () => {
  const form = await create({
    logoUrl: 'https://cdn.lumbre.example/logo.png',
    redirectUrl: 'https://gracias.example/ok',
    brandColor: '#ffcc00',
  })
  const page = await open(form.id)
  const policy = String(page.headers['content-security-policy'])
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).toContain("form-action 'self' https://gracias.example")
  expect(policy).toContain('img-src data: https://cdn.lumbre.example')
  expect(policy).not.toContain('unsafe')
  for (const [tag, directive] of [
    ['script', 'script-src'],
    ['style', 'style-src'],
  ]) {
    const inside = page.text.match(new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`))![1]!
    expect(policy).toContain(`${directive} 'sha256-${createHash('sha256').update(inside).digest('base64')}'`)
  }
  const embedded = await open(form.id, '?embed=1&_theme=dark')
  expect(String(embedded.headers['content-security-policy'])).toContain('frame-ancestors *')
  expect(embedded.text).toContain(`action="/f/${form.id}?embed=1&amp;_theme=dark"`)
  house.clock.advance(20_000)
  const sent = await post(form.id, { ...good, _token: hiddenValue(embedded, '_token') }, { query: '?embed=1' })
  expect(sent.headers.location).toBe(`/f/${form.id}/thanks?embed=1`)
  expect((await house.visit(`GET ${sent.headers.location}`)).text).toContain(
    'data-redirect="https://gracias.example/ok"',
  )
})

test('other sites may send and embed', async () => {
  const form = await create({ title: '</script><b>' })
  const preflight = await house.visit(`OPTIONS /f/${form.id}`, {
    headers: { origin: 'https://lumbre.example', 'access-control-request-method': 'POST' },
  })
  expect([preflight.status, preflight.headers['access-control-allow-origin']]).toEqual([204, '*'])
  const sent = await house.visit(`POST /f/${form.id}`, {
    body: { fields: { email: 'x' } },
    headers: { origin: 'https://lumbre.example' },
  })
  expect([sent.status, sent.headers['access-control-allow-origin']]).toEqual([400, '*'])
  // What the contract refuses before the form is looked at can be read there too.
  const odd = await house.visit(`POST /f/${form.id}`, { body: { fields: [] } })
  expect([odd.status, odd.body.code, odd.headers['access-control-allow-origin']]).toEqual([400, 'invalid_request', '*'])
  const script = await house.visit(`GET /f/${form.id}/embed.js`)
  expect(script.headers['content-type']).toContain('text/javascript')
  expect(script.text).not.toContain('</script>')
  expect(() => new Function(script.text)).not.toThrow()
})

test('views, starts and submissions make the conversion', async () => {
  const form = await create()
  for (const _ of [1, 2, 3, 4]) await open(form.id)
  await open(form.id, '', { 'user-agent': 'Googlebot/2.1 (+http://www.google.com/bot.html)' })
  expect((await house.visit(`POST /f/${form.id}/start`)).status).toBe(204)
  await house.visit(`POST /f/${form.id}`, { body: { fields: { email: 'c@example.com' }, consents: { privacy: true } } })
  const stats = (await ws.send(`GET /forms/${form.id}/stats?days=7`)).body
  expect(stats).toMatchObject({ views: 4, starts: 1, submissions: 1, spam: 0, conversionRate: 0.25 })
  expect(stats.days).toHaveLength(7)
  expect(stats.days.at(-1)).toMatchObject({ day: '2026-11-23', views: 4, starts: 1, submissions: 1 })
})

test('steps stand as groups with titles', async () => {
  const form = await create({
    steps: [{ title: 'Tú' }, { title: 'Tu empresa' }],
    fields: [
      { key: 'email', type: 'email', label: 'Correo', required: true },
      { key: 'empresa', type: 'text', label: 'Empresa', step: 2 },
    ],
  })
  expect((await open(form.id)).text).toMatch(
    /<fieldset class="step"><legend>Tú<\/legend>[\s\S]*<fieldset class="step"><legend>Tu empresa<\/legend>/,
  )
})
