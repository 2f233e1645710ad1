import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db.ts'
import { Problem } from '#kernel/problem.ts'
import { instant } from '#modules/contacts/public.ts'

const mostCounted = 1000
/** The columns of a listed company under their names on the wire; the counts are bounded. */
export const listedColumns = `c.id, c.name, c.domain, c.industry, c.employees, c.country, c.city, c.owner_id as "ownerId", m.full_name as "ownerName", c.tags,
  (select count(*)::integer from (select 1 from contact p where p.workspace_id = c.workspace_id and p.company_id = c.id and p.deleted_at is null limit ${mostCounted}) x) as "contacts",
  (select count(*)::integer from (select 1 from deal d where d.workspace_id = c.workspace_id and d.company_id = c.id and d.state = 'open' and d.deleted_at is null limit ${mostCounted}) x) as "openDeals",
  c.created_at as "createdAt", c.version`
export const listedFrom = 'company c left join member m on m.workspace_id = c.workspace_id and m.id = c.owner_id'

export type ListedRow = {
  id: string
  name: string
  domain: string | null
  industry: string | null
  employees: number | null
  country: string | null
  city: string | null
  ownerId: string | null
  ownerName: string | null
  tags: string[]
  contacts: number
  openDeals: number
  createdAt: Date | string
  version: number
}
export const listedItem = (row: ListedRow) => ({ ...row, createdAt: instant(row.createdAt) })

type Row = ListedRow & {
  annualRevenueCents: number | null
  foundedYear: number | null
  phone: string | null
  region: string | null
  parentId: string | null
  parentName: string | null
  source: string | null
  customFields: Record<string, string | number | boolean | null | string[]>
  updatedAt: Date
  deletedAt: Date | null
}

/** One company as it is shown, also from the bin. Throws `not_found`. */
export async function readCompany(db: Db | Tx, workspaceId: string, id: string) {
  const { rows } =
    await sql<Row>`select ${sql.raw(listedColumns)}, c.annual_revenue_cents, c.founded_year, c.phone, c.region, c.parent_id,
      p.name as parent_name, c.source, c.custom_fields, c.updated_at, c.deleted_at
    from ${sql.raw(listedFrom)} left join company p on p.workspace_id = c.workspace_id and p.id = c.parent_id
    where c.workspace_id = ${workspaceId} and c.id = ${id}`.execute(db)
  const row = rows[0]
  if (!row) throw new Problem('not_found')
  return {
    ...row,
    ...listedItem(row),
    updatedAt: row.updatedAt.toISOString(),
    deletedAt: row.deletedAt?.toISOString() ?? null,
  }
}
