import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { addMember, capture, type TestMember } from '#test/builders/leads.ts'
import { type Harness, monday, startHarness, type TestWorkspace } from '#test/harness.ts'

let house: Harness
let workspace: TestWorkspace
let marta: TestMember
beforeAll(async () => void (house = await startHarness()))
afterAll(() => house.close())
beforeEach(async () => {
  house.clock.set(monday)
  workspace = await house.workspace()
  await sql`delete from member_department where workspace_id = ${workspace.workspaceId} and member_id = ${workspace.ownerId}
    and department_id = ${workspace.departmentIds.sales}`.execute(house.services.db)
  marta = await addMember(house, workspace, { name: 'Marta' })
})

const raise = async (lead: object = {}) => {
  const [contactId] = await capture(house, workspace, [{ handRaise: true, fullName: 'Ana Sol', ...lead }])
  const { body } = await workspace.send(`GET /handovers?state=pending&contactId=${contactId}`)
  return { contactId: contactId!, id: body.items[0].id as string, email: body.items[0].contactEmail as string }
}
const post = (path: string, body: object, by = marta) => by.send(`POST ${path}`, { body })
const handover = async (id: string) => (await workspace.send(`GET /handovers/${id}`)).body
const stages = async (contactId: string) =>
  (await workspace.send(`GET /lifecycle?contactId=${contactId}`)).body.items.map((row: { to: string }) => row.to)
const accepted = async () => {
  const lead = await raise()
  expect((await post(`/handovers/${lead.id}/acceptance`, {})).status).toBe(200)
  return lead
}

test('a deal that names its lead is with the person of the lead, who becomes an opportunity', async () => {
  const { contactId, id } = await accepted()
  const { status, body } = await post('/deals', { name: 'Termostatos', handoverId: id })
  expect([status, body.contactId, body.contactName, body.handoverId]).toEqual([201, contactId, 'Ana Sol', id])
  expect(await handover(id)).toMatchObject({ state: 'accepted', dealId: body.id, lifecycleStage: 'opportunity' })
  expect(await stages(contactId)).toEqual(['opportunity', 'sal', 'mql', 'lead'])
})

test('a lead has one deal, with nobody else; a deleted one leaves it free again', async () => {
  const { id } = await accepted()
  const { contactId: other } = await raise({ fullName: 'Luis Mar' })
  const withOther = await post('/deals', { name: 'X', handoverId: id, contactId: other })
  expect([withOther.status, withOther.body.errors]).toEqual([422, [{ pointer: '/contactId', rule: 'other_than_lead' }]])
  expect((await handover(id)).dealId).toBeNull()

  const first = await post('/deals', { name: 'X', handoverId: id })
  const second = await post('/deals', { name: 'Y', handoverId: id })
  expect([second.status, second.body.code]).toEqual([409, 'handover_has_deal'])
  await marta.send(`DELETE /deals/${first.body.id}`)
  const third = await post('/deals', { name: 'Z', handoverId: id })
  expect([third.status, (await handover(id)).dealId]).toEqual([201, third.body.id])
})

test('of two deals opened at once on one lead, one is', async () => {
  const { id } = await accepted()
  const both = await Promise.all([1, 2].map(() => post('/deals', { name: 'X', handoverId: id })))
  expect(both.map(({ status }) => status).sort()).toEqual([201, 409])
})

test('a deal with somebody who waits accepts them: by whoever opens it, then, with every step of the lifecycle', async () => {
  for (const named of [false, true]) {
    const { contactId, id } = await raise()
    house.clock.advance(20 * 60_000)
    const at = house.clock.now().toISOString()
    const { status, body } = await post('/deals', { name: 'X', ...(named ? { handoverId: id } : { contactId }) })
    expect([status, body.contactId, body.handoverId]).toEqual([201, contactId, id])
    expect(await handover(id)).toMatchObject({
      ...{ state: 'accepted', decidedAt: at, decidedById: marta.id, assigneeId: marta.id, dealId: body.id },
      lifecycleStage: 'opportunity',
    })
    expect(await stages(contactId)).toEqual(['opportunity', 'sal', 'mql', 'lead'])
    const { items } = (await workspace.send(`GET /contacts/${contactId}/timeline`)).body
    const told = items.find((item: { name: string }) => item.name === 'handover.accepted')
    expect(told.data).toMatchObject({ handoverId: id, memberId: marta.id, dealId: body.id })
  }
  expect((await workspace.send('GET /handovers/counts')).body).toEqual({ pending: 0, mine: 0, overdue: 0 })
})

test('only sales opens a deal with somebody who waits: for others nothing happens, with anybody else they may', async () => {
  const { contactId, id } = await raise()
  const leo = await addMember(house, workspace, { name: 'Leo', departments: ['marketing'] })
  const { status, body } = await post('/deals', { name: 'X', contactId }, leo)
  expect([status, body.code]).toEqual([403, 'only_sales_decides'])
  expect(await handover(id)).toMatchObject({ state: 'pending', lifecycleStage: 'mql' })
  expect((await workspace.send('GET /deals')).body.items).toEqual([])
  const { body: quiet } = await workspace.send('POST /contacts', { body: { fullName: 'Eva' } })
  expect((await post('/deals', { name: 'X', contactId: quiet.id }, leo)).status).toBe(201)
})

test('a lead that was given back has no deal any more', async () => {
  const { id } = await raise()
  await post(`/handovers/${id}/rejection`, { reason: 'no_fit' })
  expect((await post('/deals', { name: 'X', handoverId: id })).body.code).toBe('handover_given_back')
})

test('who asks again while something is being sold to them is not turned down; what is wrong with their data may be told', async () => {
  const { contactId, email } = await accepted()
  const { body: deal } = await post('/deals', { name: 'Termostatos', contactId })
  const askAgain = async () => {
    house.clock.advance(86_400_000)
    return (await raise({ email })).id
  }
  const again = await askAgain()
  for (const body of [{ reason: 'no_fit' }, { reason: 'no_timing', wakeOn: '2027-02-01' }]) {
    const { status, body: problem } = await post(`/handovers/${again}/rejection`, body)
    expect([status, problem.code, problem.params]).toEqual([409, 'contact_has_open_deal', { deal: 'Termostatos' }])
  }
  expect(await handover(again)).toMatchObject({ state: 'pending', lifecycleStage: 'opportunity' })
  expect((await post(`/handovers/${again}/rejection`, { reason: 'bad_data' })).status).toBe(200)

  const last = await askAgain()
  await post(`/deals/${deal.id}/lost`, { reason: 'no_fit' })
  expect((await post(`/handovers/${last}/rejection`, { reason: 'no_fit' })).status).toBe(200)
  expect(await handover(last)).toMatchObject({ state: 'rejected', lifecycleStage: 'disqualified' })
})

test('an accepted lead goes back only without an open deal, whatever the reason', async () => {
  const { id, contactId } = await accepted()
  const { body: deal } = await post('/deals', { name: 'X', handoverId: id })
  for (const reason of ['no_fit', 'bad_data', 'no_timing'])
    expect((await post(`/handovers/${id}/return`, { reason })).body.code).toBe('contact_has_open_deal')
  expect((await stages(contactId))[0]).toBe('opportunity')
  await post(`/deals/${deal.id}/lost`, { reason: 'timing' })
  expect((await post(`/handovers/${id}/return`, { reason: 'no_timing' })).body.state).toBe('rejected')
  expect((await stages(contactId))[0]).toBe('recycled')
})
