import { remind } from '#modules/information/remind.ts'
import type { Harness, TestWorkspace } from '../harness.ts'
import type { TestMember } from './leads.ts'

/** Prices that marketing needs of sales every week; the owner of the workspace answers for them. */
export const pricesItem = (home: TestWorkspace, more: object = {}) => ({
  name: 'Precios en vigor',
  purpose: 'Para no anunciar lo que no es',
  requestedByDepartmentId: home.departmentIds.marketing,
  providedByDepartmentId: home.departmentIds.sales,
  ownerId: home.ownerId,
  intervalDays: 7,
  mandatory: true,
  ...more,
})

export async function askFor(home: TestWorkspace, more?: object) {
  const made = await home.send('POST /information-items', { body: pricesItem(home, more) })
  if (made.status !== 201) throw new Error(made.text)
  return made.body
}

/** Once everybody has been reminded. */
export async function openTasks(house: Harness, home: TestWorkspace) {
  await remind.run({}, house.services, { signal: new AbortController().signal, attempt: 1, lastAttempt: true })
  await house.drain()
  return (await home.send('GET /tasks?state=open')).body.items as { id: string; title: string; dueAt: string }[]
}

export async function inboxOf(house: Harness, who: TestMember) {
  await house.drain()
  return (await who.send('GET /notifications')).body.items as { kind: string; link: string }[]
}
