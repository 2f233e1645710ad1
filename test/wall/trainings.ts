import type { TestWorkspace } from '../harness.ts'

type Made = (resource: string, key: string, body: object) => Promise<{ id: string }>

/** A project that runs on training, and a training of it that is open. */
export async function furnishTrainings(made: Made, { send, departmentIds }: TestWorkspace) {
  const { marketing, sales } = departmentIds
  const runsOn = { meetings: false, checklist: false, training: true }
  const project = await made('projects', 'POST /projects', { name: 'P', departmentIds: [marketing, sales], runsOn })
  const plan = { title: 'T', topic: 'T', departmentId: marketing, departmentIds: [sales], required: true }
  const { id } = await made('trainings', 'POST /trainings', { ...plan, projectId: project.id })
  await send(`POST /trainings/${id}/materials`, { body: { title: 'M', body: 'm' } })
  await send(`POST /trainings/${id}/publication`)
}
