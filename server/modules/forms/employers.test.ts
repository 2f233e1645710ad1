import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { addMember, type TestMember } from '#test/builders/leads.ts'
import { contactOf, imported } from '#test/builders/upload.ts'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'

let house: Harness
let ws: TestWorkspace
let bruno: TestMember
let company: string
let formId: string
beforeAll(async () => void (house = await startHarness()))
afterAll(() => house.close())
beforeEach(async () => {
  ws = await house.workspace()
  for (const name of ['Ana', 'Eva', 'Zoe']) await addMember(house, ws, { name })
  bruno = await addMember(house, ws, { name: 'Bruno' })
  company = await companyOf({ name: 'OwnerCo', domain: 'ownerco.es', ownerId: bruno.id })
  const made = await ws.send('POST /forms', {
    body: {
      ...{ name: 'Demostración', handRaise: true },
      fields: [
        { key: 'email', type: 'email', label: 'Correo' },
        { key: 'phone', type: 'phone', label: 'Teléfono' },
        { key: 'company', type: 'text', label: 'Empresa' },
      ],
    },
  })
  formId = made.body.id
})

const companyOf = async (body: object) => {
  const made = await ws.send('POST /companies', { body })
  expect(made.status).toBe(201)
  return made.body.id as string
}
const submit = async (fields: object) => {
  const sent = await house.visit(`POST /f/${formId}`, { body: { fields } })
  expect(sent.status, sent.text).toBe(201)
  return (await ws.send(`GET /contacts/${sent.body.contactId}`)).body
}

test('a lead belongs to the company of their e-mail’s domain, and goes to its owner', async () => {
  const [pepe, rosa] = await Promise.all([submit({ email: 'pepe@OwnerCo.es' }), submit({ email: 'rosa@nadie.es' })])
  expect([pepe.companyName, pepe.companyId, rosa.companyName]).toEqual(['OwnerCo', company, null])
  const { items } = (await ws.send(`GET /handovers?contactId=${pepe.id}`)).body
  expect(items).toMatchObject([{ assigneeId: bruno.id, companyName: 'OwnerCo' }])
})

test('a company that is typed wins; free mail is nobody’s company', async () => {
  await companyOf({ name: 'Mal puesta', domain: 'gmail.com' })
  const typed = { email: 'pepe@ownerco.es', company: 'Otra, S.A.' }
  expect((await submit(typed)).companyName).toBe('Otra, S.A.')
  expect((await submit({ email: 'pepe@ownerco.es' })).companyName).toBe('Otra, S.A.')
  expect((await submit({ email: 'eva@gmail.com' })).companyName).toBeNull()
  expect((await submit({ email: 'eva@mail.ownerco.es' })).companyName).toBeNull()
})

test('who is known without a company gets it with the next sign; a company in the bin gets nobody', async () => {
  const early = await submit({ email: 'eva@nueva.es' })
  expect(early.companyName).toBeNull()
  const nueva = await companyOf({ name: 'Nueva', domain: 'nueva.es' })
  expect((await submit({ email: 'eva@nueva.es' })).companyName).toBe('Nueva')
  const { items } = (await ws.send(`GET /contacts/${early.id}/timeline?kind=change`)).body
  expect(items[0].data.changes).toMatchObject({ companyId: [null, nueva] })
  await ws.send(`DELETE /companies/${nueva}`)
  expect((await submit({ email: 'leo@nueva.es' })).companyName).toBeNull()
})

test('by API and by import as well, and never by another workspace’s company', async () => {
  const post = async (to: TestWorkspace, body: object) => (await to.send('POST /contacts', { body })).body
  expect((await post(ws, { email: 'luz@ownerco.es' })).companyName).toBe('OwnerCo')
  expect((await post(ws, { email: 'sol@ownerco.es', companyName: 'Otra' })).companyName).toBe('Otra')
  expect((await post(await house.workspace('Otra'), { email: 'luz@ownerco.es' })).companyName).toBeNull()
  const csv = 'email,company\nuno@ownerco.es,\ndos@ownerco.es,Otra\ntres@hotmail.es,\n'
  expect(await imported(house, ws, csv, { kind: 'contacts' })).toMatchObject({ rowsCreated: 3 })
  const names = []
  for (const email of ['uno@ownerco.es', 'dos@ownerco.es', 'tres@hotmail.es'])
    names.push((await contactOf(ws, email)).companyName)
  expect(names).toEqual(['OwnerCo', 'Otra', null])
})
