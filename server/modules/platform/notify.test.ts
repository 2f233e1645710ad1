import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Harness, startHarness } from '#test/harness.ts'
import { type Notice, notify } from './public.ts'

let house: Harness
beforeAll(async () => void (house = await startHarness()))
afterAll(() => house.close())

const tell = (workspaceId: string, notices: Notice[]) =>
  house.services.db.transaction().execute((tx) => notify(tx, house.clock.now(), workspaceId, notices))
const taskNotice = (memberId: string, key: string): Notice => ({
  memberIds: [memberId],
  kind: 'task_assigned',
  params: { title: 'Llamar al hotel' },
  link: '/tasks',
  dedupeKey: key,
  mail: true,
})

test('a fact is told once, by one mail in the reader’s language, and lands in the mailbox', async () => {
  const { workspaceId, ownerId, send } = await house.workspace()
  await tell(workspaceId, [taskNotice(ownerId, 'task:1'), taskNotice(ownerId, 'task:1'), taskNotice(ownerId, 'task:2')])
  await tell(workspaceId, [taskNotice(ownerId, 'task:1')])
  await house.drain()
  expect((await send('GET /notifications/count')).body).toEqual({ unread: 2, inbox: 2 })
  const mail = (await send('GET /mailbox?q=hotel')).body.items
  expect(mail).toHaveLength(2)
  expect(mail[0]).toMatchObject({ subject: 'Tienes una tarea nueva: Llamar al hotel', state: 'stored' })
  expect((await send(`GET /mailbox/${mail[0].id}`)).body.html).toContain('http://localhost/tasks')
  const created = (await send('GET /events?name=notification.created')).body.items
  expect(created).toHaveLength(1)
  expect(created[0].subjects).toEqual([ownerId])
})

test('many facts at once come as one mail that lists them', async () => {
  const { workspaceId, ownerId, send } = await house.workspace()
  await tell(
    workspaceId,
    Array.from({ length: 25 }, (_, n) => taskNotice(ownerId, `many:${n}`)),
  )
  await house.drain()
  expect((await send('GET /notifications/count')).body.unread).toBe(25)
  const [mail, ...others] = (await send('GET /mailbox')).body.items
  expect(others).toEqual([])
  expect(mail).toMatchObject({ subject: '25 avisos nuevos', state: 'stored' })
  const { html } = (await send(`GET /mailbox/${mail.id}`)).body
  expect(html.split('Llamar al hotel')).toHaveLength(21)
  expect(html).toContain('Y 5 más')
  expect(html).toContain('http://localhost/tasks')
})

test('after a mail a reader is left in peace for a minute; what happens meanwhile comes together', async () => {
  const { workspaceId, ownerId, send } = await house.workspace()
  const mails = async () => {
    await house.drain()
    return (await send('GET /mailbox')).body.items.map(({ subject }: { subject: string }) => subject)
  }
  await tell(workspaceId, [taskNotice(ownerId, 'first')])
  expect(await mails()).toHaveLength(1)
  for (const key of ['a', 'b', 'c', 'd', 'e']) {
    await tell(workspaceId, [taskNotice(ownerId, key)])
    house.clock.advance(10_000)
    expect(await mails()).toHaveLength(1)
  }
  house.clock.advance(10_000)
  expect(await mails()).toEqual(['5 avisos nuevos', 'Tienes una tarea nueva: Llamar al hotel'])
  // A quiet minute later the next one comes at once again.
  house.clock.advance(60_000)
  await mails()
  await tell(workspaceId, [taskNotice(ownerId, 'last')])
  expect(await mails()).toHaveLength(3)
})

test('whoever does not want mail gets none, and strangers are told nothing', async () => {
  const mine = await house.workspace()
  const other = await house.workspace()
  await house.services.db
    .updateTable('member')
    .set({ notifyByMail: false })
    .where('workspaceId', '=', mine.workspaceId)
    .execute()
  await tell(mine.workspaceId, [{ ...taskNotice(mine.ownerId, 'task:9'), memberIds: [mine.ownerId, other.ownerId] }])
  await house.drain()
  expect((await mine.send('GET /mailbox')).body.items).toEqual([])
  expect((await mine.send('GET /notifications')).body.items).toHaveLength(1)
  expect((await other.send('GET /notifications')).body.items).toEqual([])
})

test('the inbox: seen, snoozed until its time, done, put back, cleared', async () => {
  const { workspaceId, ownerId, send } = await house.workspace()
  const other = await house.workspace()
  await tell(
    workspaceId,
    ['a', 'b', 'c'].map((key) => taskNotice(ownerId, key)),
  )
  const [first, second] = (await send('GET /notifications')).body.items
  await send(`POST /notifications/${first.id}/reading`)
  expect((await send('GET /notifications/count')).body).toEqual({ unread: 2, inbox: 3 })
  const until = new Date(house.clock.now().getTime() + 3_600_000).toISOString()
  expect((await send(`POST /notifications/${first.id}/snooze`, { body: { until } })).body.snoozedUntil).toBe(until)
  expect((await send('GET /notifications?state=snoozed')).body.items).toHaveLength(1)
  expect((await send('GET /notifications')).body.items).toHaveLength(2)
  house.clock.advance(3_600_001)
  expect((await send('GET /notifications')).body.items).toHaveLength(3)

  await send(`POST /notifications/${second.id}/done`)
  expect((await send('GET /notifications?state=done')).body.items.map((item: { id: string }) => item.id)).toEqual([
    second.id,
  ])
  expect((await send(`DELETE /notifications/${second.id}/done`)).body.doneAt).toBeNull()
  expect((await send('POST /notifications/all-done')).body).toEqual({ done: 3 })
  expect((await send('GET /notifications/count')).body).toEqual({ unread: 0, inbox: 0 })

  const past = await send(`POST /notifications/${first.id}/snooze`, { body: { until: '2020-01-01T00:00:00Z' } })
  expect(past.body.errors).toEqual([{ pointer: '/until', rule: 'date_in_past' }])
  expect((await other.send(`POST /notifications/${first.id}/done`)).status).toBe(404)
})

test('pages of the inbox neither skip nor repeat', async () => {
  const { workspaceId, ownerId, send } = await house.workspace()
  await tell(
    workspaceId,
    Array.from({ length: 7 }, (_, n) => taskNotice(ownerId, `page:${n}`)),
  )
  const seen: string[] = []
  for (let after = ''; ; ) {
    const page = (await send(`GET /notifications?limit=3${after && `&after=${after}`}`)).body
    seen.push(...page.items.map((item: { id: string }) => item.id))
    if (!page.next) break
    after = page.next
  }
  expect(seen).toHaveLength(7)
  expect(new Set(seen).size).toBe(7)
  expect((await send('GET /notifications?after=nonsense')).body.errors).toEqual([{ pointer: '/after', rule: 'cursor' }])
})
