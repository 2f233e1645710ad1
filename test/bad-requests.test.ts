import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'

let house: Harness
let space: TestWorkspace
beforeAll(async () => {
  house = await startHarness()
  space = await house.workspace()
})
afterAll(() => house.close())

/** Bytes as they are, to an address of anybody's. */
async function post(url: string, payload: Buffer | string, type = 'application/json') {
  const headers = { 'content-type': type, authorization: `Bearer ${space.apiKey}` }
  const answer = await house.app.inject({ method: 'POST', url, payload, headers })
  return { status: answer.statusCode, body: answer.json() }
}
const everywhere = ['/api/v1/contacts', '/api/v1/setup', '/api/v1/sessions', '/e']

test.each(everywhere)('what is nested without end is refused, not tried: %s', async (url) => {
  const deep = `{"customFields":{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}}`
  const { status, body } = await post(url, deep)
  expect([status, body.code, body.errors[0].rule]).toEqual([400, 'invalid_request', 'too_deep'])
})

test.each(everywhere)('text that is not UTF-8 is refused before it is lost: %s', async (url) => {
  const bytes = Buffer.from('{"fullName":"Ñu"}', 'latin1')
  const { status, body } = await post(url, bytes)
  expect([status, body.errors[0].rule]).toEqual([400, 'utf8'])
})

test('another charset is not understood; UTF-8 may be named', async () => {
  const body = JSON.stringify({ fullName: 'Ñu' })
  expect((await post('/api/v1/contacts', body, 'application/json; charset=iso-8859-1')).status).toBe(415)
  expect((await post('/api/v1/contacts', body, 'application/json; charset=UTF-8')).body.fullName).toBe('Ñu')
})

test.each(['/api/v1/contacts/%ff', '/f/%ff', '/api/v1/%'])('an address that cannot be decoded: %s', async (url) => {
  const answer = await house.app.inject({ method: 'GET', url })
  expect([answer.statusCode, answer.headers['content-type'], answer.json().code]).toEqual([
    400,
    'application/problem+json; charset=utf-8',
    'invalid_request',
  ])
})
