import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addMember, capture } from '#test/builders/leads.ts'
import { type Harness, monday, startHarness } from '#test/harness.ts'

let house: Harness
beforeAll(async () => void (house = await startHarness()))
afterAll(() => house.close())

test('a lead that is given back without having been contacted is no merit of sales, and nobody is dropped', async () => {
  const workspace = await house.workspace()
  house.clock.set(monday)
  await sql`delete from member_department where workspace_id = ${workspace.workspaceId} and member_id = ${workspace.ownerId}
    and department_id = ${workspace.departmentIds.sales}`.execute(house.services.db)
  const marta = await addMember(house, workspace, { name: 'Marta' })
  const giveBack = async (isCalled: boolean) => {
    const [contactId] = await capture(house, workspace, [{ handRaise: true, fullName: 'Ana Sol' }])
    const { body } = await workspace.send(`GET /handovers?state=pending&contactId=${contactId}`)
    house.clock.advance(10 * 60_000)
    const call = { kind: 'call', contactId, direction: 'outbound', outcome: 'reached', body: 'x' }
    if (isCalled) expect((await marta.send('POST /activities', { body: call })).status).toBe(201)
    await house.drain()
    await marta.send(`POST /handovers/${body.items[0].id}/rejection`, { body: { reason: 'no_fit' } })
  }
  const speed = async () => (await workspace.send('GET /reports/speed-to-lead')).body
  await giveBack(false)
  expect(await speed()).toMatchObject({
    ...{ human: { count: 1, waiting: 1 }, neverContactedShare: 1 },
    sla: { met: 0, breached: 0, running: 0, notApplicable: 1, share: null },
  })
  await giveBack(true)
  expect(await speed()).toMatchObject({
    ...{ human: { count: 2, waiting: 1 }, neverContactedShare: 0.5 },
    sla: { met: 1, breached: 0, running: 0, notApplicable: 1, share: 1 },
  })
})
