import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#kernel/id.ts'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'

let house: Harness
let ws: TestWorkspace
beforeAll(async () => {
  house = await startHarness()
  ws = await house.workspace()
})
afterAll(() => house.close())

const contactForm = {
  name: 'Contacto',
  fields: [
    { key: 'email', type: 'email', label: 'Correo', required: true },
    { key: 'nombre', type: 'text', label: 'Nombre' },
    { key: 'telefono', type: 'phone', label: 'Teléfono' },
    {
      key: 'interes',
      type: 'select',
      label: 'Interés',
      options: [
        { value: 'crm', label: 'CRM' },
        { value: 'erp', label: 'ERP' },
      ],
    },
  ],
  consents: [{ purpose: 'marketing_email', text: 'Quiero recibir novedades de Lumbre.' }],
}
const create = async (body: object = contactForm) => (await ws.send('POST /forms', { body })).body
const sendJson = (id: string, body: unknown, headers: Record<string, string> = {}) =>
  house.visit(`POST /f/${id}`, { body, headers })

test('a form works as soon as it is created, and carries its whole definition', async () => {
  const created = await ws.send('POST /forms', { body: contactForm })
  expect(created.status).toBe(201)
  expect(created.body).toMatchObject({ state: 'published', formVersion: 1, handRaise: false, ...contactForm })
  expect(created.headers.etag).toBe('"1"')
  const sent = await sendJson(created.body.id, { fields: { email: 'Ana@Example.com', nombre: 'Ana Ruiz' } })
  expect(sent.status).toBe(201)
  const list = await ws.send(`GET /forms?q=conta`)
  expect(list.body.items.find((row: { id: string }) => row.id === created.body.id)).toMatchObject({
    submissions: 1,
    publicUrl: `http://localhost/f/${created.body.id}`,
  })
})

test('what cannot work as a form is refused, each mistake at its place', async () => {
  const refused = await ws.send('POST /forms', {
    body: {
      name: 'Roto',
      redirectUrl: 'javascript:alert(1)',
      fields: [
        { key: 'a', type: 'text', label: 'A' },
        { key: 'a', type: 'number', label: 'Otra', mapsTo: 'email' },
        { key: 'b', type: 'select', label: 'B' },
        {
          key: 'c',
          type: 'multi_select',
          label: 'C',
          options: [
            { value: '1', label: '1' },
            { value: '1', label: 'uno' },
          ],
        },
      ],
      consents: [
        { purpose: 'mail', text: 'Sí' },
        { purpose: 'mail', text: 'No' },
      ],
    },
  })
  expect(refused.status).toBe(400)
  expect(
    refused.body.errors.map((error: { pointer: string; rule: string }) => `${error.pointer} ${error.rule}`).sort(),
  ).toEqual([
    '/consents/1/purpose duplicate_value',
    '/fields identity_field_required',
    '/fields/1/key duplicate_key',
    '/fields/1/mapsTo mapping_mismatch',
    '/fields/2/options options_required',
    '/fields/3/options/1/value duplicate_value',
    '/redirectUrl web_address',
  ])
  const wrong = await ws.send('POST /forms', {
    body: { name: '', fields: [{ key: 'x y', type: 'colour', label: 'X', pattern: '(a+)+$' }], surprise: 1 },
  })
  expect(wrong.status).toBe(400)
  expect(wrong.body.errors).toEqual(
    expect.arrayContaining([
      { pointer: '/surprise', rule: 'unknown_field' },
      { pointer: '/fields/0/pattern', rule: 'unknown_field' },
      { pointer: '/fields/0/type', rule: 'enum' },
    ]),
  )
})

test('a submission becomes a contact with provenance, consent in the exact words, and a ledger entry', async () => {
  const form = await create()
  const sent = await sendJson(form.id, {
    fields: { email: ' Luz@Empresa.es ', nombre: 'Luz Mora', telefono: '612 34 56 78', interes: 'crm' },
    consents: { marketing_email: true },
    page: {
      url: 'https://lumbre.example/oferta?utm_source=google&utm_medium=cpc&utm_campaign=otono',
      referrer: 'https://www.google.com/',
    },
    visitorId: 'v1',
  })
  expect(sent.status).toBe(201)
  const { submissionId, contactId } = sent.body
  const { db } = house.services
  const contact = await db
    .selectFrom('contact')
    .selectAll()
    .where('workspaceId', '=', ws.workspaceId)
    .where('subjectId', '=', contactId)
    .executeTakeFirstOrThrow()
  expect(contact).toMatchObject({
    email: 'luz@empresa.es',
    phone: '+34612345678',
    fullName: 'Luz Mora',
    origin: 'form',
    source: 'paid_search',
    customFields: { interes: 'crm' },
  })
  expect(contact.firstTouch).toMatchObject({
    formId: form.id,
    utm: { source: 'google', medium: 'cpc', campaign: 'otono' },
    referrer: 'https://www.google.com/',
  })
  const consents = await db
    .selectFrom('consent')
    .selectAll()
    .where('workspaceId', '=', ws.workspaceId)
    .where('subjectId', '=', contactId)
    .execute()
  expect(consents).toMatchObject([
    {
      purpose: 'marketing_email',
      state: 'granted',
      method: 'form',
      text: 'Quiero recibir novedades de Lumbre.',
      formVersion: 1,
      submissionId,
      ipTruncated: '127.0.0.0',
    },
  ])
  const identities = await db
    .selectFrom('identity')
    .select(['kind', 'value'])
    .where('workspaceId', '=', ws.workspaceId)
    .where('subjectId', '=', contactId)
    .orderBy('kind')
    .execute()
  expect(identities).toEqual([
    { kind: 'email', value: 'luz@empresa.es' },
    { kind: 'phone', value: '+34612345678' },
    { kind: 'visitor', value: 'v1' },
  ])
  const submissions = await ws.send(`GET /forms/${form.id}/submissions`)
  expect(submissions.body.items).toMatchObject([
    {
      id: submissionId,
      contactId,
      contact: { fullName: 'Luz Mora', email: 'luz@empresa.es' },
      formVersion: 1,
      fields: { interes: 'crm' },
    },
  ])
  const events = await db
    .selectFrom('event')
    .select(['name', 'actorKind', 'subjects'])
    .where('workspaceId', '=', ws.workspaceId)
    .where('name', '=', 'form.submitted')
    .execute()
  expect(events.find((event) => event.subjects.includes(contactId))).toMatchObject({
    actorKind: 'visitor',
    subjects: [contactId, form.id],
  })
})

test('a hand-raise is hot and waits for sales at once', async () => {
  const form = await create({ ...contactForm, name: 'Demo', handRaise: true })
  const { contactId } = (await sendJson(form.id, { fields: { email: 'demo@cliente.es', nombre: 'Íñigo' } })).body
  const { db } = house.services
  const handovers = await db
    .selectFrom('handover')
    .selectAll()
    .where('workspaceId', '=', ws.workspaceId)
    .where('subjectId', '=', contactId)
    .execute()

  expect(handovers).toMatchObject([{ state: 'pending', handRaise: true, temperature: 'hot' }])
})

test('a repeat with the same key answers the same ids, also when both come at once', async () => {
  const form = await create()
  const headers = { 'idempotency-key': 'order-1' }
  const body = { fields: { email: 'repite@example.com' } }
  const [first, second] = await Promise.all([sendJson(form.id, body, headers), sendJson(form.id, body, headers)])
  const third = await sendJson(form.id, body, headers)
  expect([second.body, third.body]).toEqual([first.body, first.body])
  expect((await ws.send(`GET /forms/${form.id}/submissions`)).body.items).toHaveLength(1)
})

test('many at once all arrive: the same person once, everybody else once each', async () => {
  const form = await create()
  const answers = await Promise.all(
    Array.from({ length: 120 }, (_, index) =>
      sendJson(form.id, { fields: { email: index % 10 === 0 ? 'mismo@example.com' : `persona${index}@example.com` } }),
    ),
  )
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([201]))
  expect(new Set(answers.map((answer) => answer.body.submissionId)).size).toBe(120)
  expect(new Set(answers.map((answer) => answer.body.contactId)).size).toBe(109)
})

test('wrong answers are told field by field and leave nothing behind', async () => {
  const form = await create({
    ...contactForm,
    fields: [
      ...contactForm.fields,
      { key: 'personas', type: 'number', label: 'Personas' },
      { key: 'dia', type: 'date', label: 'Día' },
      { key: 'acepta', type: 'checkbox', label: 'Acepto', required: true },
    ],
    consents: [{ purpose: 'privacy', text: 'He leído la política.', required: true }],
  })
  const refused = await sendJson(form.id, {
    fields: {
      email: 'no-es-correo',
      nombre: 42,
      telefono: '12',
      interes: 'otro',
      personas: 'muchas',
      dia: '2026-02-30',
      acepta: false,
      invento: 'x',
    },
    consents: { otro: true },
  })
  expect(refused.status).toBe(400)
  expect(refused.headers['content-type']).toContain('application/problem+json')
  expect(
    Object.fromEntries(
      refused.body.errors.map((error: { pointer: string; rule: string }) => [error.pointer, error.rule]),
    ),
  ).toEqual({
    '/fields/email': 'format_email',
    '/fields/nombre': 'type',
    '/fields/telefono': 'phone',
    '/fields/interes': 'enum',
    '/fields/personas': 'number',
    '/fields/dia': 'format_date',
    '/fields/acepta': 'required',
    '/fields/invento': 'unknown_field',
    '/consents/otro': 'unknown_field',
    '/consents/privacy': 'consent_required',
  })
  for (const [body, pointer] of [
    [{ fields: { email: 'a@b.es' }, extra: 1 }, '/extra'],
    [{ fields: 'x' }, '/fields'],
    [{}, '/fields'],
    [{ fields: { email: { deep: true } } }, '/fields/email'],
  ] as const) {
    const answer = await sendJson(form.id, body)
    expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([400, pointer])
  }
  expect((await sendJson(form.id, { fields: { email: 'a\0b@c.es' } })).status).toBe(400)
  expect((await ws.send(`GET /forms/${form.id}/submissions`)).body.items).toEqual([])
})

test('bodies that are too large, unreadable or of another kind are refused clearly', async () => {
  const form = await create()
  const big = await house.visit(`POST /f/${form.id}`, {
    body: JSON.stringify({ fields: { email: 'x'.repeat(10_000_000) } }),
    headers: { 'content-type': 'application/json' },
  })
  expect([big.status, big.body.code]).toEqual([413, 'body_too_large'])
  const bigForm = await house.visit(`POST /f/${form.id}`, {
    body: `email=${'x'.repeat(10_000_000)}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
  expect(bigForm.status).toBe(413)
  expect(
    (await house.visit(`POST /f/${form.id}`, { body: '{"fields":', headers: { 'content-type': 'application/json' } }))
      .status,
  ).toBe(400)
  expect(
    (await house.visit(`POST /f/${form.id}`, { body: '<x/>', headers: { 'content-type': 'text/xml' } })).status,
  ).toBe(415)
  expect((await house.visit(`POST /f/${form.id}`)).status).toBe(415)
})

test('Unicode addresses and national phones are understood', async () => {
  const form = await create({ ...contactForm, phoneCountry: 'PT' })
  for (const [email, kept] of [
    ['josé@ñandú.es', 'josé@xn--and-6ma2c.es'],
    ['用户@例え.jp', '用户@xn--r8jz45g.jp'],
  ]) {
    const { contactId } = (await sendJson(form.id, { fields: { email } })).body
    const contact = await house.services.db
      .selectFrom('contact')
      .select('email')
      .where('workspaceId', '=', ws.workspaceId)
      .where('subjectId', '=', contactId)
      .executeTakeFirstOrThrow()
    expect(contact.email).toBe(kept)
  }
  for (const [phone, kept] of [
    ['912 345 678', '+351912345678'],
    ['0034 612-345-679', '+34612345679'],
    ['+44 (0)20 7946 0958', '+442079460958'],
    ['(+34) 612-345-670 (móvil)', '+34612345670'],
    ['tel:+52 1 55 1234 5678', '+525512345678'],
  ]) {
    const { contactId } = (await sendJson(form.id, { fields: { email: `${newId()}@example.com`, telefono: phone } }))
      .body
    const contact = await house.services.db
      .selectFrom('contact')
      .select('phone')
      .where('workspaceId', '=', ws.workspaceId)
      .where('subjectId', '=', contactId)
      .executeTakeFirstOrThrow()
    expect(contact.phone).toBe(kept)
  }
})

test('editing makes a new version; who had the old one before them still gets through with its words', async () => {
  const form = await create()
  const changed = await ws.send(`PATCH /forms/${form.id}`, {
    headers: { 'if-match': '"1"' },
    body: {
      fields: [
        { key: 'email', type: 'email', label: 'Correo', required: true },
        { key: 'empresa', type: 'text', label: 'Empresa', required: true },
      ],
      consents: [{ purpose: 'marketing_email', text: 'Texto nuevo.' }],
    },
  })
  expect(changed.body).toMatchObject({ formVersion: 2, version: 2 })
  expect(
    (await ws.send(`PATCH /forms/${form.id}`, { headers: { 'if-match': '"1"' }, body: { name: 'Tarde' } })).status,
  ).toBe(412)
  expect((await sendJson(form.id, { fields: { email: 'v2@example.com' } })).body.errors).toEqual([
    { pointer: '/fields/empresa', rule: 'required' },
  ])
  const old = await sendJson(form.id, {
    fields: { email: 'v1@example.com' },
    consents: { marketing_email: true },
    formVersion: 1,
  })
  expect(old.status).toBe(201)
  const consent = await house.services.db
    .selectFrom('consent')
    .select(['text', 'formVersion'])
    .where('workspaceId', '=', ws.workspaceId)
    .where('subjectId', '=', old.body.contactId)
    .execute()
  expect(consent).toEqual([{ text: 'Quiero recibir novedades de Lumbre.', formVersion: 1 }])
  expect((await ws.send(`PATCH /forms/${form.id}`, { body: { name: 'Solo el nombre' } })).body).toMatchObject({
    formVersion: 2,
    version: 3,
  })
})

test('drafts, closed and deleted forms say so; a deletion can be taken back', async () => {
  const form = await create({ ...contactForm, state: 'draft' })
  const body = { fields: { email: 'tarde@example.com' } }
  expect((await sendJson(form.id, body)).body.code).toBe('form_not_published')
  await ws.send(`POST /forms/${form.id}/publication`, { body: {} })
  expect((await sendJson(form.id, body)).status).toBe(201)
  expect((await ws.send(`DELETE /forms/${form.id}/publication`)).body.state).toBe('archived')
  const closed = await house.visit(`GET /f/${form.id}`, { headers: { 'accept-language': 'en-GB' } })
  expect([closed.status, closed.text.includes('no longer available')]).toEqual([410, true])
  await ws.send(`POST /forms/${form.id}/publication`, { body: {} })
  expect((await ws.send(`DELETE /forms/${form.id}`)).status).toBe(204)
  expect((await sendJson(form.id, body)).body.code).toBe('form_closed')
  const posted = await house.visit(`POST /f/${form.id}`, {
    body: 'email=tarde%40example.com',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'accept-language': 'es' },
  })
  expect([posted.status, posted.text.includes('ya no está disponible')]).toEqual([410, true])
  expect((await ws.send(`GET /forms/${form.id}`)).status).toBe(404)
  expect((await ws.send(`POST /forms/${form.id}/restoration`)).body).toMatchObject({ id: form.id, state: 'published' })
  expect((await sendJson(form.id, body)).status).toBe(201)
  expect((await sendJson(newId(), body)).body.code).toBe('not_found')
  expect((await sendJson('nada', body)).status).toBe(404)
})

test('another workspace sees nothing of it', async () => {
  const form = await create()
  const other = await house.workspace('Otra')
  for (const key of [
    `GET /forms/${form.id}`,
    `DELETE /forms/${form.id}`,
    `GET /forms/${form.id}/submissions`,
    `GET /forms/${form.id}/stats`,
    `DELETE /forms/${form.id}/publication`,
  ]) {
    expect((await other.send(key)).status).toBe(404)
  }
  expect((await other.send(`PATCH /forms/${form.id}`, { body: { name: 'Mío' } })).status).toBe(404)
  expect((await other.send('GET /forms')).body.items).toEqual([])
})

test('submissions page by key without gaps', async () => {
  const form = await create()
  for (const index of [1, 2, 3, 4, 5]) {
    house.clock.advance(1000)
    await sendJson(form.id, { fields: { email: `pagina${index}@example.com` } })
  }
  const seen: string[] = []
  for (let after: string | null = ''; after !== null; ) {
    const page: { items: { fields: { email: string } }[]; next: string | null } = (
      await ws.send(`GET /forms/${form.id}/submissions?limit=2${after && `&after=${after}`}`)
    ).body
    seen.push(...page.items.map((item) => item.fields.email))
    after = page.next
  }
  expect(seen).toEqual([5, 4, 3, 2, 1].map((index) => `pagina${index}@example.com`))
})

test('a known contact keeps what it says, and gains what was empty', async () => {
  const form = await create()
  const { contactId } = (await sendJson(form.id, { fields: { email: 'fiel@example.com', nombre: 'Fiel Primera' } }))
    .body
  const again = await sendJson(form.id, {
    fields: { email: 'FIEL@example.com', nombre: 'Otra', telefono: '+34699112233' },
  })
  expect(again.body.contactId).toBe(contactId)
  const contact = await house.services.db
    .selectFrom('contact')
    .select(['fullName', 'phone'])
    .where('workspaceId', '=', ws.workspaceId)
    .where('subjectId', '=', contactId)
    .executeTakeFirstOrThrow()
  expect(contact).toEqual({ fullName: 'Fiel Primera', phone: '+34699112233' })
})
