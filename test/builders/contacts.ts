import { expect } from 'vitest'
import type { Harness, TestWorkspace } from '../harness.ts'

/** A company with what makes contacts in it, a second apart, and lists their names. */
export async function contactList(house: Harness) {
  const lumbre = await house.workspace()
  return {
    lumbre,
    create: (body: object) => createIn(house, lumbre, body),
    namesOf: (query: string) => namesIn(lumbre, query),
  }
}
export type ContactList = Awaited<ReturnType<typeof contactList>>

async function createIn(house: Harness, lumbre: TestWorkspace, body: object): Promise<string> {
  const answer = await lumbre.send('POST /contacts', { body })
  expect(answer.status, answer.text).toBe(201)
  house.clock.advance(1000)
  return answer.body.id
}

async function namesIn(lumbre: TestWorkspace, query: string) {
  const { status, body, text } = await lumbre.send(`GET /contacts?${query}`)
  expect(status, text).toBe(200)
  return body.items.map((item: { fullName: string }) => item.fullName)
}
