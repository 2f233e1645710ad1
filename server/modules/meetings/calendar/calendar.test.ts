import ICAL from 'ical.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ok } from '#test/builders/campaigns.ts'
import { addMember } from '#test/builders/leads.ts'
import { type Harness, monday, startHarness, type TestWorkspace } from '#test/harness.ts'
import { layOutAhead } from '../series/lay-out.ts'

let house: Harness
let lumbre: TestWorkspace
beforeAll(async () => {
  house = await startHarness()
  lumbre = await house.workspace()
})
afterAll(() => house.close())

const send = (key: string, body?: unknown) => lumbre.send(key, body === undefined ? {} : { body })
const table = () => ({
  departmentIds: [lumbre.departmentIds.marketing, lumbre.departmentIds.sales],
  leaderId: lumbre.ownerId,
  durationMinutes: 45,
})
const layOutAt = async (at: string) => {
  house.clock.set(at)
  await layOutAhead.run({}, house.services, { signal: new AbortController().signal, attempt: 1, lastAttempt: true })
}

/** Every start that an independent library reads out of a calendar, until an instant: `instant summary`. */
function startsIn(text: string, until: Date): string[] {
  const calendar = new ICAL.Component(ICAL.parse(text))
  for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone)
  const events = calendar.getAllSubcomponents('vevent').map((one) => new ICAL.Event(one))
  const masters = events.filter((event) => !event.isRecurrenceException())
  for (const master of masters)
    for (const event of events.filter((one) => one.isRecurrenceException() && one.uid === master.uid))
      master.relateException(event)
  const found = masters.flatMap((master) => {
    if (!master.isRecurring()) return [`${master.startDate.toJSDate().toISOString()} ${master.summary}`]
    const starts: string[] = []
    const iterator = master.iterator()
    for (let next = iterator.next(); next && next.toJSDate() <= until; next = iterator.next()) {
      const { item, startDate } = master.getOccurrenceDetails(next)
      starts.push(`${startDate.toJSDate().toISOString()} ${item.summary}`)
    }
    return starts
  })
  ICAL.TimezoneService.reset()
  return found.sort()
}

test.each(['Europe/Madrid', 'America/New_York', 'Australia/Lord_Howe'])(
  'the feed says what is stored, over a year with clock changes, exceptions, changes and cancellations (%s)',
  async (timeZone) => {
    house.clock.set(monday)
    const space = await house.workspace(timeZone)
    const { marketing, sales } = space.departmentIds
    const mine = { departmentIds: [marketing, sales], leaderId: space.ownerId, durationMinutes: 45 }
    const body = { name: 'Serie', rrule: 'FREQ=WEEKLY;BYDAY=MO,TH', timeZone, ...mine }
    const { id } = await ok(space.send('POST /meeting-series', { body }))
    const monthly = { ...body, name: 'Mes', rrule: 'FREQ=MONTHLY;BYDAY=-1FR', time: '16:30' }
    await ok(space.send('POST /meeting-series', { body: monthly }))
    await ok(space.send('POST /meetings', { body: { name: 'Suelta', startsAt: '2026-12-03T15:00:00Z', ...mine } }))
    const { url } = await ok(space.send('POST /calendar-feeds'))
    const list = async () => (await ok(space.send(`GET /meetings?seriesId=${id}&limit=200&state=planned`))).items
    const [, second, third, fourth] = await list()
    await ok(space.send(`PATCH /meetings/${second.id}`, { body: { startsAt: '2026-12-01T11:00:00Z', name: 'Movida' } }))
    await ok(space.send(`POST /meetings/${third.id}/cancellation`, { body: {} }))
    await ok(space.send(`PATCH /meetings/${fourth.id}`, { body: { startsAt: '2026-12-08T11:00:00Z' } }))
    await ok(space.send(`PATCH /meeting-series/${id}`, { body: { time: '11:15', from: '2026-12-07' } }))
    await ok(space.send(`POST /meeting-series/${id}/ending`, { body: { endsOn: '2027-11-02' } }))
    for (const at of ['2027-02-01T09:00:00Z', '2027-04-20T09:00:00Z', '2027-07-10T09:00:00Z', '2027-09-25T09:00:00Z'])
      await layOutAt(at)
    house.clock.set(monday)
    const until = new Date('2027-11-23T09:00:00Z')
    const stored: string[] = []
    for (let after = ''; ; ) {
      const page = await ok(space.send(`GET /meetings?limit=100&state=planned&to=${until.toISOString()}${after}`))
      stored.push(...page.items.map((one: { startsAt: string; name: string }) => `${one.startsAt} ${one.name}`))
      if (!page.next) break
      after = `&after=${page.next}`
    }
    const answer = await house.visit(`GET ${new URL(url).pathname}`)
    expect(answer.status).toBe(200)
    expect(String(answer.headers['content-type'])).toContain('text/calendar')
    expect(stored.length).toBeGreaterThan(100)
    expect(startsIn(answer.text, until)).toEqual(stored.sort())
    for (const line of answer.text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
  },
)

test('a feed shows its member’s meetings only, and nothing once revoked', async () => {
  house.clock.set(monday)
  const rosa = await addMember(house, lumbre, { name: 'Rosa', departments: ['service'] })
  await ok(send('POST /meetings', { name: 'Sin servicio', startsAt: '2026-11-25T09:00:00Z', ...table() }))
  const all = [...table().departmentIds, lumbre.departmentIds.service]
  await ok(
    send('POST /meetings', { name: 'Con servicio', startsAt: '2026-11-25T11:00:00Z', ...table(), departmentIds: all }),
  )
  const feed = await ok(rosa.send('POST /calendar-feeds', { body: { name: 'Mi móvil' } }))
  const path = new URL(feed.url).pathname
  const { text } = await house.visit(`GET ${path}`)
  expect(text).toContain('Con servicio')
  expect(text).not.toContain('Sin servicio')
  expect((await ok(rosa.send('GET /calendar-feeds'))).items[0]).toMatchObject({
    name: 'Mi móvil',
    lastReadAt: expect.any(String),
  })
  expect((await send(`DELETE /calendar-feeds/${feed.id}`)).status).toBe(404)
  expect((await rosa.send(`DELETE /calendar-feeds/${feed.id}`)).status).toBe(204)
  expect((await house.visit(`GET ${path}`)).status).toBe(404)
  expect((await house.visit('GET /cal/no-such-secret-0123456789.ics')).status).toBe(404)
})

test('invitations: request, update with a higher sequence, cancellation, one meeting of a series by its identity', async () => {
  const space = await house.workspace('Invitaciones')
  const { marketing, sales } = space.departmentIds
  const ivan = await addMember(house, space, { name: 'Iván Peña', departments: ['marketing'] })
  const body = { name: 'Ventas; y márketing, juntos', rrule: 'FREQ=WEEKLY;BYDAY=MO', timeZone: 'Europe/Madrid' }
  const mine = { departmentIds: [marketing, sales], leaderId: space.ownerId, durationMinutes: 60 }
  const { id } = await ok(space.send('POST /meeting-series', { body: { ...body, ...mine } }))
  /** The newest calendar part that Iván got. */
  const mailed = async () => {
    await house.drain()
    const { items } = await ok(space.send('GET /mailbox?limit=50'))
    const own = items.find(
      (one: { to: { email: string }; kind: string }) =>
        one.kind === 'meeting.invitation' && one.to.email.startsWith(ivan.id),
    )
    const message = await ok(space.send(`GET /mailbox/${own.id}`))
    const calendar = new ICAL.Component(ICAL.parse(message.calendar))
    const event = calendar.getFirstSubcomponent('vevent')!
    const value = (name: string) => event.getFirstPropertyValue(name)?.toString() ?? null
    return { subject: message.subject, method: calendar.getFirstPropertyValue('method'), event, value }
  }
  const first = await mailed()
  expect(first).toMatchObject({ method: 'REQUEST', subject: 'Reunión: Ventas; y márketing, juntos' })
  expect(first.value('uid')).toBe(id)
  expect(first.value('summary')).toBe('Ventas; y márketing, juntos')
  expect(first.value('rrule')).toBe('FREQ=WEEKLY;BYDAY=MO')
  expect(first.event.getAllProperties('attendee').map((one) => one.getFirstParameter('cn'))).toContain('Iván Peña')
  await ok(space.send(`PATCH /meeting-series/${id}`, { body: { time: '10:00' } }))
  const second = await mailed()
  expect(second.value('uid')).toBe(id)
  expect(Number(second.value('sequence'))).toBeGreaterThan(Number(first.value('sequence')))
  expect(second.value('dtstart')).toBe('2026-11-30T10:00:00')
  const [meeting] = (await ok(space.send(`GET /meetings?seriesId=${id}&limit=1`))).items
  await ok(space.send(`PATCH /meetings/${meeting.id}`, { body: { startsAt: '2026-12-01T10:00:00Z' } }))
  const third = await mailed()
  expect([third.value('uid'), third.value('recurrence-id'), third.value('dtstart')]).toEqual([
    id,
    '2026-11-30T10:00:00',
    '2026-12-01T11:00:00',
  ])
  await ok(space.send(`POST /meetings/${meeting.id}/cancellation`, { body: { reason: 'Puente' } }))
  const fourth = await mailed()
  expect(fourth).toMatchObject({ method: 'CANCEL', subject: 'Reunión cancelada: Ventas; y márketing, juntos' })
  expect([fourth.value('status'), fourth.value('recurrence-id')]).toEqual(['CANCELLED', '2026-11-30T10:00:00'])
  expect(Number(fourth.value('sequence'))).toBeGreaterThan(Number(third.value('sequence')))
  await ok(space.send(`DELETE /meeting-series/${id}`))
  const fifth = await mailed()
  expect([fifth.method, fifth.value('uid'), fifth.value('recurrence-id')]).toEqual(['CANCEL', id, null])
})
