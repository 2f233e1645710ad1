import type { Harness, Send, TestWorkspace } from '../harness.ts'
import { ok } from './campaigns.ts'
import { addMember, type TestMember } from './leads.ts'

/** Two questions: five days of battery, and that water does no harm. */
export const quiz = [
  {
    ...{ id: 'battery', kind: 'single', text: '¿Cuánto dura la batería?', explanation: 'La ficha v3 dice 5 días.' },
    options: [
      { id: 'five', text: '5 días', isRight: true },
      { id: 'seven', text: '7 días', isRight: false },
    ],
  },
  {
    ...{ id: 'water', kind: 'true_false', text: '¿Aguanta el agua?', explanation: 'IP68.' },
    options: [
      { id: 'true', text: '', isRight: true },
      { id: 'false', text: '', isRight: false },
    ],
  },
]
export const rightAnswers = [
  { questionId: 'battery', optionIds: ['five'] },
  { questionId: 'water', optionIds: ['true'] },
]

/** A draft of marketing for sales, asked of everybody there, with one text to read. */
export async function draftTraining(workspace: Pick<TestWorkspace, 'send' | 'departmentIds'>, given: object = {}) {
  const { marketing, sales } = workspace.departmentIds
  const body = { title: 'WATCH-2', topic: 'Pulso', departmentId: marketing, departmentIds: [sales], required: true }
  const training = await ok(workspace.send('POST /trainings', { body: { ...body, ...given } }))
  return ok(
    workspace.send(`POST /trainings/${training.id}/materials`, {
      body: { title: 'Ficha v3', body: 'Batería: 5 días.' },
    }),
  )
}

/** The same, open, with the quiz unless told otherwise. */
export async function openTraining(
  workspace: Pick<TestWorkspace, 'send' | 'departmentIds'>,
  { questions = quiz as object[] | null, ...given }: { questions?: object[] | null; [field: string]: unknown } = {},
) {
  const { id } = await draftTraining(workspace, given)
  if (questions) await ok(workspace.send(`PUT /trainings/${id}/quiz`, { body: { questions } }))
  return ok(workspace.send(`POST /trainings/${id}/publication`))
}

export const readAll = async (send: Send, training: { id: string; materials: { id: string }[] }) => {
  for (const { id } of training.materials) await ok(send(`POST /trainings/${training.id}/materials/${id}/reading`))
}

export async function take(send: Send, id: string, answers: object[] = rightAnswers) {
  const attempt = await ok(send(`POST /trainings/${id}/attempts`))
  return ok(send(`POST /trainings/${id}/attempts/${attempt.id}/submission`, { body: { answers } }))
}

/** The owner of a new workspace belongs to every department; here nothing is asked of him. */
export const withoutOwner = ({ services }: Harness, { workspaceId, ownerId }: TestWorkspace) =>
  services.db
    .deleteFrom('memberDepartment')
    .where('workspaceId', '=', workspaceId)
    .where('memberId', '=', ownerId)
    .execute()

export type Crew = Awaited<ReturnType<typeof trainingCrew>>

/** A company in which Sara and Teo sell, Noa is of marketing, and nothing is asked of the owner. */
export async function trainingCrew(house: Harness) {
  const lumbre = await house.workspace()
  await withoutOwner(house, lumbre)
  const sara = await addMember(house, lumbre, { name: 'Sara' })
  const teo = await addMember(house, lumbre, { name: 'Teo' })
  const noa = await addMember(house, lumbre, { name: 'Noa', departments: ['marketing'] })
  const send = (key: string, body?: unknown, headers?: Record<string, string>) =>
    lumbre.send(key, { ...(body !== undefined && { body }), ...(headers && { headers }) })
  /** Name and reason of everybody who lacks the training. */
  const missing = async (id: string): Promise<[string, string][]> =>
    (await ok(send(`GET /trainings/missing?trainingId=${id}`))).items.map(
      (one: { fullName: string; reason: string }) => [one.fullName, one.reason],
    )
  return { lumbre, sara, teo, noa, send, missing }
}

export const myState = async (member: TestMember, id: string): Promise<string> =>
  (await ok(member.send(`GET /trainings/${id}`))).my.state

/** In milliseconds. */
export const days = (count: number): number => count * 86_400_000
