import type { TestWorkspace } from '../harness.ts'

type Made = (resource: string, key: string, body: object) => Promise<{ id: string }>

/** Something asked for, with a proposal and a history, and a template. */
export async function furnishInformation(made: Made, { departmentIds, ownerId }: TestWorkspace): Promise<void> {
  const departments = {
    requestedByDepartmentId: departmentIds.marketing,
    providedByDepartmentId: departmentIds.sales,
  }
  const terms = { name: 'Prices', ...departments, intervalDays: 7, mandatory: true }
  const { id } = await made('information-items', 'POST /information-items', { ...terms, ownerId })
  await made('proposal', `POST /information-items/${id}/proposals`, { value: '7' })
  const items = [{ key: 'prices', ...terms }]
  await made('information-templates', 'POST /information-templates', { name: 'T', items })
}
