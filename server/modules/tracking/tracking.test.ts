import { gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#kernel/id.ts'
import { type Harness, monday, startHarness, type TestWorkspace } from '#test/harness.ts'
import { trackerScript } from './script.ts'

let house: Harness
let lumbre: TestWorkspace
beforeAll(async () => {
  house = await startHarness()
  lumbre = await house.workspace()
})
afterAll(() => house.close())

const batch = (visitorId: string, events: object[], more: object = {}) => ({
  body: {
    visitorId,
    workspaceId: lumbre.workspaceId,
    events: events.map((event) => ({
      id: newId(),
      type: 'page_view',
      url: 'https://lumbre.example/clima?utm_source=fair&mail=a@b.es',
      ...event,
    })),
    ...more,
  },
})
const factsOf = async (visitorId: string) =>
  (
    await sql<{
      at: Date
      url: string
      utmSource: string | null
      path: string
    }>`select at, url, utm_source, path from visit_event
    where workspace_id = ${lumbre.workspaceId} and visitor_id = ${visitorId} order by at`.execute(house.services.db)
  ).rows

test('a batch is in the database when it is answered, and the same event twice counts once', async () => {
  const sent = batch('visitor-one', [{ id: 'event-aaaa' }, { id: 'event-bbbb', url: 'https://lumbre.example/precios' }])
  expect((await house.visit('POST /e', sent)).status).toBe(202)
  const later = {
    ...sent,
    body: { ...sent.body, events: sent.body.events.map((event) => ({ ...event, at: '2026-11-22T10:00:00Z' })) },
  }
  await Promise.all([house.visit('POST /e', sent), house.visit('POST /e', later)])
  const more = batch('visitor-one', [{ id: 'event-aaaa' }, { id: 'event-cccc' }, { id: 'event-cccc' }])
  expect((await house.visit('POST /e', more)).status).toBe(202)
  const facts = await factsOf('visitor-one')
  expect(facts).toHaveLength(3)
  expect(facts.map((fact) => fact.url)).not.toContain(expect.stringContaining('@'))
  expect(facts.map((fact) => fact.utmSource)).toContain('fair')
})

test('visitors and events may have ids of a character; short ids of events are told apart by visitor', async () => {
  const [one, two] = [batch('a', [{ id: '1' }, { id: 'null' }]), batch('v1', [{ id: '1' }, { id: 'a' }, { id: '1' }])]
  for (const sent of [one, two, one, two]) expect((await house.visit('POST /e', sent)).status).toBe(202)
  expect([(await factsOf('a')).length, (await factsOf('v1')).length]).toEqual([2, 2])
  const longest = 'x'.repeat(100)
  expect((await house.visit('POST /e', batch(longest, [{ id: longest }]))).status).toBe(202)
  for (const [visitorId, id] of [
    ['', '1'],
    ['a', ''],
    [`${longest}x`, '1'],
    ['a', `${longest}x`],
    ['a b', '1'],
    ['null', '1'],
  ])
    expect((await house.visit('POST /e', batch(visitorId!, [{ id }]))).status, `${visitorId} ${id}`).toBe(400)
})

test('a beacon sent as text is understood; bots and unknown workspaces are answered alike and not kept', async () => {
  const { body } = batch('visitor-two', [{}])
  expect(
    (
      await house.visit('POST /e', {
        body: JSON.stringify(body),
        headers: { 'content-type': 'text/plain;charset=UTF-8' },
      })
    ).status,
  ).toBe(202)
  const bot = { 'user-agent': 'Googlebot/2.1 (+http://www.google.com/bot.html)' }
  expect((await house.visit('POST /e', { ...batch('visitor-bot', [{}]), headers: bot })).status).toBe(202)
  expect((await house.visit('POST /e', batch('visitor-lost', [{}], { workspaceId: newId() }))).status).toBe(202)
  expect(
    [await factsOf('visitor-two'), await factsOf('visitor-bot'), await factsOf('visitor-lost')].map(
      (facts) => facts.length,
    ),
  ).toEqual([1, 0, 0])
})

test('a program that sends visits is believed; without a name of its own, a demo beside a real company gets none', async () => {
  const script = { headers: { 'user-agent': 'node' } }
  expect((await house.visit('POST /e', { ...batch('visitor-node', [{}]), ...script })).status).toBe(202)
  expect(await factsOf('visitor-node')).toHaveLength(1)

  const other = await startHarness()
  const real = await other.workspace()
  await sql`insert into workspace (id, name, locale, time_zone, currency, is_demo, created_at)
    values (${newId()}, 'Demo', 'es', 'Europe/Madrid', 'EUR', true, '2020-01-01')`.execute(other.services.db)
  const { workspaceId: _, ...body } = batch('visitor-real', [{}]).body
  expect((await other.visit('POST /e', { body })).status).toBe(202)
  const { rows } = await sql`select workspace_id from visit_event`.execute(other.services.db)
  expect(rows).toEqual([{ workspaceId: real.workspaceId }])
  await other.close()
})

test('the tracker is delivered to any site', async () => {
  const { status, text, headers } = await house.visit('GET /t.js')
  expect([status, headers['cross-origin-resource-policy']]).toEqual([200, 'cross-origin'])
  expect(text).toBe(trackerScript())
})

test('a clock that is off is put right by ours', async () => {
  await house.visit(
    'POST /e',
    batch('visitor-skew', [
      { at: '2031-01-01T00:00:00Z' },
      { at: '1999-01-01T00:00:00Z' },
      { at: '2026-11-23T08:00:00Z' },
    ]),
  )
  expect((await factsOf('visitor-skew')).map((fact) => fact.at.toISOString())).toEqual([
    '2026-11-23T08:00:00.000Z',
    monday.toISOString(),
    monday.toISOString(),
  ])
})

test('bad batches name the field and keep nothing', async () => {
  const wrong = await house.visit('POST /e', batch('visitor-bad', [{ type: 'keylogger' }, { colour: 'red' }]))
  expect(wrong.status).toBe(400)
  expect(wrong.body.errors).toEqual(
    expect.arrayContaining([
      { pointer: '/events/0/type', rule: 'enum' },
      { pointer: '/events/1/colour', rule: 'unknown_field' },
    ]),
  )
  expect(
    (await house.visit('POST /e', { body: '{"visitorId":', headers: { 'content-type': 'text/plain' } })).status,
  ).toBe(400)
  expect(
    (
      await house.visit(
        'POST /e',
        batch(
          'visitor-bad',
          Array.from({ length: 51 }, () => ({})),
        ),
      )
    ).status,
  ).toBe(400)
  expect(await factsOf('visitor-bad')).toEqual([])
})

test('visits are listed by workspace and rolled up by day', async () => {
  const other = await house.workspace('Otra')
  expect((await lumbre.send('GET /visits?limit=2')).body.items).toHaveLength(2)
  expect((await other.send('GET /visits')).body.items).toEqual([])
  const { rollUp } = await import('./jobs.ts')
  const helpers = { signal: new AbortController().signal, attempt: 1, lastAttempt: false }
  await rollUp.run({}, house.services, helpers)
  await rollUp.run({}, house.services, helpers)
  const report = await lumbre.send('GET /reports/pages?from=2026-11-20&to=2026-11-24')
  const { rows } = await sql<{
    views: number
  }>`select count(*) as views from visit_event where workspace_id = ${lumbre.workspaceId} and type = 'page_view'`.execute(
    house.services.db,
  )
  expect(report.body.totals.pageViews).toBe(rows[0]!.views)
})

test('the tracker weighs less than 2 KiB', () => {
  const script = trackerScript()
  expect(script).toContain('sendBeacon')
  if (!script.includes('\n  ')) expect(gzipSync(script).length).toBeLessThan(2048)
})
