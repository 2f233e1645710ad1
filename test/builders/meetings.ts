import type { Answer, Harness } from '../harness.ts'
import { ok } from './campaigns.ts'
import { addMember } from './leads.ts'

export type Team = Awaited<ReturnType<typeof meetingTeam>>

/** A company with people for every seat: Iván of marketing, Marta and Pau of sales, Rosa of service; Iván leads. */
export async function meetingTeam(house: Harness) {
  const lumbre = await house.workspace()
  const { marketing, sales, service } = lumbre.departmentIds
  const ivan = await addMember(house, lumbre, { name: 'Iván', departments: ['marketing'], isManager: true })
  const marta = await addMember(house, lumbre, { name: 'Marta', departments: ['sales'], isManager: true })
  const rosa = await addMember(house, lumbre, { name: 'Rosa', departments: ['service'] })
  const pau = await addMember(house, lumbre, { name: 'Pau', departments: ['sales'] })
  const send = (key: string, body?: unknown, headers?: Record<string, string>) =>
    lumbre.send(key, { ...(body !== undefined && { body }), ...(headers && { headers }) })
  /** Of every department, on Monday at eleven in Madrid. */
  const call = async (given: object = {}): Promise<{ id: string; [name: string]: unknown }> =>
    ok(
      send('POST /meetings', {
        name: 'Smarketing',
        kind: 'smarketing',
        startsAt: '2026-11-23T10:00:00Z',
        departmentIds: Object.values(lumbre.departmentIds),
        leaderId: ivan.id,
        ...given,
      }),
    )
  const sit = (id: string, memberId: string, departmentId: string | null, state = 'present') =>
    send(`PUT /meetings/${id}/attendance`, { memberId, departmentId, state })
  /** Everybody at the table. */
  const seated = async (given: object = {}) => {
    const { id } = await call(given)
    await ok(sit(id, ivan.id, marketing))
    await ok(sit(id, marta.id, sales))
    await ok(sit(id, rosa.id, service))
    return id
  }
  const decide = (id: string, given: object = {}) =>
    send(`POST /meetings/${id}/decisions`, { text: 'Bajamos el precio', ...given })
  return { lumbre, ivan, marta, rosa, pau, send, call, sit, seated, decide }
}

type Refused = { pointer: string; rule: string; params?: { department?: string; name?: string } }

/** A refusal in few words: errors by the department or thing they name, else by pointer and rule. */
export const brief = ({ status, body }: Answer) => ({
  status,
  code: body.code,
  errors: (body.errors ?? []).map(
    (one: Refused) => one.params?.department ?? one.params?.name ?? `${one.pointer} ${one.rule}`,
  ),
})
