import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#kernel/id.ts'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'
import { buildApp } from '../../app.ts'
import { modules } from '../../modules.ts'

let house: Harness
let lumbre: TestWorkspace
let app: Harness['app']
let url: string
beforeAll(async () => {
  house = await startHarness()
  lumbre = await house.workspace()
  // With the limits of a real server, and a port: lanes stand before the framework, where injected requests do not pass.
  app = await buildApp({ services: house.services, modules, requestsPerMinute: 100_000 })
  await app.listen({ port: 0, host: '127.0.0.1' })
  url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/e`
})
afterAll(async () => {
  await app.close()
  await house.close()
})

const batch = (event: object = {}) => ({
  visitorId: 'visitor-lane',
  workspaceId: lumbre.workspaceId,
  events: [{ id: newId(), type: 'page_view', url: 'https://lumbre.example/', ...event }],
})
const post = (body: string, headers: Record<string, string> = {}) =>
  fetch(url, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'text/plain;charset=UTF-8',
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0',
      ...headers,
    },
  })
const stored = async () =>
  (
    await sql<{
      n: number
    }>`select count(*)::int as n from visit_event where workspace_id = ${lumbre.workspaceId}`.execute(house.services.db)
  ).rows[0]!.n

test('a plain batch is taken before the framework, and is in the database when it is answered', async () => {
  const answer = await post(JSON.stringify(batch()))
  expect([answer.status, await answer.text()]).toEqual([202, ''])
  expect(answer.headers.get('access-control-allow-origin')).toBe('*')
  // The framework would have named the request.
  expect(answer.headers.get('x-request-id')).toBeNull()
  expect(await stored()).toBe(1)
})

test('ids of a character are taken there too', async () => {
  const before = await stored()
  const answer = await post(JSON.stringify({ ...batch({ id: '1' }), visitorId: 'a' }))
  expect([answer.status, answer.headers.get('x-request-id')]).toEqual([202, null])
  expect(await stored()).toBe(before + 1)
})

test('what is wrong is explained in the framework’s words', async () => {
  const before = await stored()
  const bodies = [
    JSON.stringify(batch({ type: 'keylogger', colour: 'red' })),
    JSON.stringify({ ...batch(), visitorId: 'null' }),
    '{"visitorId":',
    '',
    JSON.stringify(batch({ properties: { word: 'a\0b' } })),
    JSON.stringify(batch({ properties: { word: '\ud800' } })),
    `{"__proto__":{"a":1},${JSON.stringify(batch()).slice(1)}`,
  ]
  for (const body of bodies) {
    const [direct, framework] = [
      await post(body),
      await house.app.inject({ method: 'POST', url: '/e', payload: body, headers: { 'content-type': 'text/plain' } }),
    ]
    const { requestId: _, ...problem } = (await direct.json()) as { requestId: string; code: string }
    const { requestId: __, ...expected } = framework.json() as typeof problem & { requestId: string }
    expect([direct.status, problem]).toEqual([framework.statusCode, expected])
    expect(direct.status).toBe(400)
    for (const origin of [
      direct.headers.get('access-control-allow-origin'),
      framework.headers['access-control-allow-origin'],
    ])
      expect(origin).toBe('*')
  }
  expect(await stored()).toBe(before)
})

test('other methods, types and encodings go the ordinary way', async () => {
  expect((await fetch(url)).status).toBe(404)
  expect((await post(JSON.stringify(batch()), { 'content-type': 'text/csv' })).status).toBe(415)
  expect((await post('x'.repeat(3 * 1024 * 1024))).status).toBe(413)
  const chunked = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(JSON.stringify(batch())))
      controller.close()
    },
  })
  const init = { method: 'POST', body: chunked, duplex: 'half', headers: { 'content-type': 'application/json' } }
  expect((await fetch(url, init as RequestInit)).status).toBe(202)
})

test('an address that sends too much is told to wait', async () => {
  const body = JSON.stringify({ ...batch(), workspaceId: newId() })
  const answers = []
  for (let n = 0; n < 13; n++) answers.push(...(await Promise.all(Array.from({ length: 100 }, () => post(body)))))
  const refused = answers.filter(({ status }) => status === 429)
  expect(refused.length).toBeGreaterThan(90)
  expect(((await refused[0]!.json()) as { code: string }).code).toBe('rate_limited')
  expect(answers[0]!.status).toBe(202)
})
