import type { TestWorkspace } from '../harness.ts'

type Made = (resource: string, key: string, body: object) => Promise<{ id: string }>

/** An idea, a conflict with a number by hand, and a pulse that is open. */
export async function furnishConsensus(made: Made, { ownerId, departmentIds }: TestWorkspace) {
  await made('ideas', 'POST /ideas', { title: 'I' })
  await made('conflicts', 'POST /conflicts', {
    title: 'C',
    sides: [departmentIds.marketing, departmentIds.sales].map((departmentId) => ({ departmentId, ownerId })),
    evidence: [{ kind: 'number', label: 'N', value: 1 }],
  })
  await made('pulses', 'POST /pulses', {})
}
