import type { TestWorkspace } from '../harness.ts'

type Made = (resource: string, key: string, body: object) => Promise<{ id: string }>

/** An agreement that waits for signatures, and a goal kept by hand. */
export async function furnishAgreements(made: Made, { send, ownerId, departmentIds }: TestWorkspace) {
  const { id } = await made('agreements', 'POST /agreements', { direction: 'sales_to_marketing' })
  await send(`POST /agreements/${id}/proposal`)
  await made('goals', 'POST /goals', {
    ...{ name: 'G', from: '2026-11-01', to: '2026-12-31', targetValue: 3, measure: { kind: 'manual' } },
    owners: [{ departmentId: departmentIds.sales, ownerId }],
  })
}
