import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { enqueue } from '#kernel/jobs.ts'
import { type ContactList, contactList } from '#test/builders/contacts.ts'
import { type Harness, startHarness } from '#test/harness.ts'
import { findDuplicates } from './find.ts'

let house: Harness
let lumbre: ContactList['lumbre']
let create: ContactList['create']
beforeAll(async () => void (house = await startHarness()))
beforeEach(async () => void ({ lumbre, create } = await contactList(house)))
afterAll(() => house.close())

test('likely duplicates are found in the background, and stay away once dismissed', async () => {
  const ana = await create({ fullName: 'Ana Ruiz', email: 'ana.ruiz@gmail.com' })
  const typo = await create({ fullName: 'ANA RUIZ', email: 'ana.ruiz@gmial.com' })
  const [one, two] = [
    await create({ fullName: 'José Gil', companyName: 'Sol' }),
    await create({ fullName: 'Jose Gil', email: 'jg@z.es', companyName: 'Sol S.A.' }),
  ]
  await create({ fullName: 'Ana Ruiz', email: 'someone.else@otra.es' })
  await enqueue(house.services.db, findDuplicates, {})
  await house.drain()
  const inbox = async () =>
    (await lumbre.send('GET /contacts/duplicates')).body.items
      .map((pair: { reason: string; contact: { id: string }; other: { id: string } }) => [
        pair.reason,
        pair.contact.id,
        pair.other.id,
      ])
      .sort()
  expect(await inbox()).toEqual([
    ['email', ...[ana, typo].sort()],
    ['name', ...[one, two].sort()],
  ])
  expect(
    (await lumbre.send('POST /contacts/duplicates/dismissal', { body: { contactId: typo, otherId: ana } })).status,
  ).toBe(204)
  await sql`delete from duplicate_sweep where workspace_id = ${lumbre.workspaceId}`.execute(house.services.db)
  await enqueue(house.services.db, findDuplicates, {})
  await house.drain()
  expect(await inbox()).toEqual([['name', ...[one, two].sort()]])
})
