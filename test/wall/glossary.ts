import type { TestWorkspace } from '../harness.ts'

type Made = (resource: string, key: string, body: object) => Promise<{ id: string }>

/** A word with a signature and a notice to everybody. */
export async function furnishGlossary(made: Made, { send, departmentIds }: TestWorkspace) {
  const term = await made('terms', 'POST /terms', { name: 'Theirs', definition: 'D' })
  await send(`POST /terms/${term.id}/signatures`, { body: { departmentId: departmentIds.marketing } })
  await made('notices', 'POST /notices', { title: 'N', body: 'B', publish: true })
}
