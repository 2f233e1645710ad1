import { remind } from '#modules/information/remind.ts'
import type { Harness, TestWorkspace } from '../harness.ts'
import { addMember, type TestMember } from './leads.ts'

/** A company whose owner leads; Iván of marketing manages, Rosa is in customer service. */
export async function informationTeam(house: Harness) {
  const home = await house.workspace()
  const iván = await addMember(house, home, { name: 'Iván', departments: ['marketing'], isManager: true })
  const rosa = await addMember(house, home, { name: 'Rosa', departments: ['service'] })
  const send = (key: string, body?: unknown, headers?: Record<string, string>) =>
    home.send(key, { ...(body !== undefined && { body }), ...(headers && { headers }) })
  const item = async (id: string) => (await send(`GET /information-items/${id}`)).body
  return {
    ...{ home, iván, rosa, send, item },
    prices: (more?: object) => pricesItem(home, more),
    ask: (more?: object) => askFor(home, more),
    tasks: () => openTasks(house, home),
    inbox: (who: TestMember) => inboxOf(house, who),
  }
}
export type InformationTeam = Awaited<ReturnType<typeof informationTeam>>

/** Prices that marketing needs of sales every week; the owner of the workspace answers for them. */
const pricesItem = (home: TestWorkspace, more: object = {}) => ({
  name: 'Precios en vigor',
  purpose: 'Para no anunciar lo que no es',
  requestedByDepartmentId: home.departmentIds.marketing,
  providedByDepartmentId: home.departmentIds.sales,
  ownerId: home.ownerId,
  intervalDays: 7,
  mandatory: true,
  ...more,
})

async function askFor(home: TestWorkspace, more?: object) {
  const made = await home.send('POST /information-items', { body: pricesItem(home, more) })
  if (made.status !== 201) throw new Error(made.text)
  return made.body
}

/** Once everybody has been reminded. */
async function openTasks(house: Harness, home: TestWorkspace) {
  await remind.run({}, house.services, { signal: new AbortController().signal, attempt: 1, lastAttempt: true })
  await house.drain()
  return (await home.send('GET /tasks?state=open')).body.items as { id: string; title: string; dueAt: string }[]
}

async function inboxOf(house: Harness, who: TestMember) {
  await house.drain()
  return (await who.send('GET /notifications')).body.items as { kind: string; link: string }[]
}
