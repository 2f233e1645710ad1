import { sql } from 'kysely'
import type { Locale } from '#kernel/i18n.ts'
import type { Scene } from '../catalogue.ts'

const keys = ['marketing', 'sales', 'service', 'purchasing'] as const
export type DepartmentName = (typeof keys)[number]
export type Keyed = Readonly<Record<DepartmentName, string>>

/** What people say, in the language of the company. */
export type Words = Readonly<Record<Locale, string>>
export const say = (es: string, en: string): Words => ({ es, en })

/** Ids of the departments of the demo company. */
export async function departmentsByKey({ tx, workspaceId }: Scene): Promise<Keyed> {
  const { rows } = await sql<{ id: string; key: string }>`select id, key from department
    where workspace_id = ${workspaceId} and deleted_at is null`.execute(tx)
  const idOf = (key: string) => rows.find((row) => row.key === key)!.id
  return {
    marketing: idOf('marketing'),
    sales: idOf('sales'),
    service: idOf('service'),
    purchasing: idOf('purchasing'),
  }
}
