import { sql } from 'kysely'
import type { Suggestion } from '#contract/trainings.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { addDaysTo } from '../rules/validity.ts'

/** Fewer than these are chance, not a gap. */
export const thresholds = { drift: 3, rejections: 5, returns: 3 }
export const windowDays = 30
const mostEvidence = 5

type Source = (db: Db | Tx, workspaceId: string, at: Date) => Promise<Suggestion[]>
type Departments = ReadonlyMap<string, string>

/** What drifted claims, rejected leads and returns say about what people do not know, largest first. */
export async function findGaps(db: Db | Tx, workspaceId: string, at: Date): Promise<Suggestion[]> {
  const found: Suggestion[] = []
  for (const source of [drifted, rejected, returned]) found.push(...(await source(db, workspaceId, at)))
  return found.sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1))
}

type Product = { familyId: string | null; family: string; productId: string; product: string; count: number }

/** Texts that are not true any more, by family of product: whoever writes them does not know the product. */
const drifted: Source = async (db, workspaceId) => {
  const { rows } = await sql<Product & { departmentIds: string[] }>`select p.family_id, coalesce(f.name, '') as family,
      p.id as product_id, p.name as product, count(*)::int as count,
      array_remove(array_agg(distinct a.department_id), null) as department_ids
    from claim c
    join product p on p.workspace_id = c.workspace_id and p.workspace_id = ${workspaceId} and p.id = c.product_id
    left join product_family f on f.workspace_id = p.workspace_id and f.workspace_id = ${workspaceId} and f.id = p.family_id
    left join asset a on a.workspace_id = c.workspace_id and a.workspace_id = ${workspaceId} and a.id = c.asset_id
    where c.workspace_id = ${workspaceId} and c.state = 'drifted' and c.removed_at is null and c.suspended_at is null
    group by p.family_id, f.name, p.id, p.name`.execute(db)
  const keys = await departmentsOf(db, workspaceId)
  return byFamily('drift', rows, keys, (family) => {
    const writing = [...new Set(family.flatMap((row) => row.departmentIds))]
    return writing.length > 0 ? writing : present(keys, ['marketing'])
  })
}

/** Bought by a description that was not true: both who describes and who sells should know the product. */
const returned: Source = async (db, workspaceId, at) => {
  const { rows } =
    await sql<Product>`select p.family_id, coalesce(f.name, '') as family, p.id as product_id, p.name as product,
      sum(l.quantity)::int as count
    from return_line l
    join order_return o on o.workspace_id = l.workspace_id and o.workspace_id = ${workspaceId} and o.id = l.return_id and o.deleted_at is null
    join product p on p.workspace_id = l.workspace_id and p.workspace_id = ${workspaceId} and p.id = l.product_id
    left join product_family f on f.workspace_id = p.workspace_id and f.workspace_id = ${workspaceId} and f.id = p.family_id
    where l.workspace_id = ${workspaceId} and l.reason = 'not_as_described' and l.returned_at > ${addDaysTo(at, -windowDays)}
      and l.returned_at <= ${at}
    group by p.family_id, f.name, p.id, p.name`.execute(db)
  const keys = await departmentsOf(db, workspaceId)
  return byFamily('returns', rows, keys, () => present(keys, ['marketing', 'sales']))
}

/** Leads that sales gave back because they were no leads: marketing and sales mean different things by one. */
const rejected: Source = async (db, workspaceId, at) => {
  const { rows } = await sql<{
    reason: string
    count: number
  }>`select rejection_reason as reason, count(*)::int as count from handover
    where workspace_id = ${workspaceId} and state = 'rejected' and rejection_reason in ('bad_data', 'no_fit')
      and decided_at > ${addDaysTo(at, -windowDays)} and decided_at <= ${at}
    group by rejection_reason order by count desc`.execute(db)
  const count = rows.reduce((sum, row) => sum + row.count, 0)
  if (count < thresholds.rejections) return []
  const keys = await departmentsOf(db, workspaceId)
  return [
    {
      ...{ key: 'rejections', kind: 'rejections', about: '', count },
      departmentId: keys.get('sales') ?? null,
      departmentIds: present(keys, ['marketing']),
      evidence: rows.map((row) => ({ label: row.reason, count: row.count, url: '/leads?state=rejected' })),
    },
  ]
}

function byFamily<R extends Product>(
  kind: 'drift' | 'returns',
  rows: readonly R[],
  departments: Departments,
  receivers: (rows: readonly R[]) => string[],
): Suggestion[] {
  return [...Map.groupBy(rows, (row) => row.familyId)].flatMap(([familyId, family]): Suggestion[] => {
    const count = family.reduce((sum, row) => sum + row.count, 0)
    if (count < thresholds[kind]) return []
    const evidence = family
      .toSorted((a, b) => b.count - a.count)
      .slice(0, mostEvidence)
      .map((row) => ({ label: row.product, count: row.count, url: `/products/${row.productId}` }))
    return [
      {
        ...{ key: `${kind}:${familyId ?? 'none'}`, kind, about: family[0]!.family, count },
        departmentId: departments.get('product') ?? departments.get('sales') ?? null,
        departmentIds: receivers(family),
        evidence,
      },
    ]
  })
}

async function departmentsOf(db: Db | Tx, workspaceId: string): Promise<Departments> {
  const { rows } = await sql<{ id: string; key: string }>`select id, key from department
    where workspace_id = ${workspaceId} and deleted_at is null`.execute(db)
  return new Map(rows.map((row) => [row.key, row.id]))
}

const present = (departments: Departments, keys: readonly string[]) => keys.flatMap((key) => departments.get(key) ?? [])
