import { sql } from 'kysely'
import type { NoticeAudience, NoticeReason } from '#contract/notices.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { Problem } from '#kernel/problem.ts'
import { dependantsOf, describeNodes, type Node } from '#modules/impacts/public.ts'

export type Recipient = { memberId: string; fullName: string; reasons: NoticeReason[] }
const mostNodes = 2000
const mostReasons = 5

/**
 * Whom an audience reaches and why, by name; only people who work here. Computed from impact: the owner of the thing and of
 * everything that depends on it; where nobody owns it, the department that answers for it. A constant number of statements.
 */
export async function recipientsOf(
  db: Db | Tx,
  workspaceId: string,
  audience: NoticeAudience,
  about: Node | null,
): Promise<Recipient[]> {
  if (audience.kind === 'impact') return about ? byImpact(db, workspaceId, about) : []
  if (audience.kind === 'departments') return byDepartments(db, workspaceId, audience.departmentIds)
  const only = audience.kind === 'members' ? sql`and m.id = any(${[...audience.memberIds]}::uuid[])` : sql``
  const { rows } = await sql<Omit<Recipient, 'reasons'>>`select m.id as member_id, m.full_name from member m
    where m.workspace_id = ${workspaceId} and m.removed_at is null ${only} order by m.full_name, m.id`.execute(db)
  const reasons: NoticeReason[] = [{ kind: audience.kind === 'members' ? 'named' : 'everyone', name: null }]
  return rows.map((row) => ({ ...row, reasons }))
}

async function byDepartments(db: Db | Tx, workspaceId: string, ids: readonly string[]): Promise<Recipient[]> {
  const { rows } = await sql<Recipient>`select m.id as member_id, m.full_name,
      jsonb_agg(jsonb_build_object('kind', 'department', 'name', d.name) order by d.name) as reasons
    from member_department md
    join member m on m.workspace_id = ${workspaceId} and m.id = md.member_id and m.removed_at is null
    join department d on d.workspace_id = ${workspaceId} and d.id = md.department_id and d.deleted_at is null
    where md.workspace_id = ${workspaceId} and md.department_id = any(${[...ids]}::uuid[])
    group by m.id, m.full_name order by m.full_name, m.id`.execute(db)
  return rows.map((row) => ({ ...row, reasons: row.reasons.slice(0, mostReasons) }))
}

async function byImpact(db: Db | Tx, workspaceId: string, about: Node): Promise<Recipient[]> {
  const dependants = await dependantsOf(db, workspaceId, about, mostNodes)
  const nodes = [about, ...dependants.map(({ node }) => node)].filter((node) => node.type !== 'notice')
  const touched = [...(await describeNodes(db, workspaceId, nodes)).values()].map(
    ({ name, ownerId, departmentId }, place) => {
      return { name, owner_id: ownerId, department_id: departmentId, place }
    },
  )
  const { rows } = await sql<{
    memberId: string
    fullName: string
    kind: 'owner' | 'answers'
    name: string
  }>`with touched as materialized (
      select t.name, t.place, o.id as owner_id, t.department_id
      from jsonb_to_recordset(${JSON.stringify(touched)}::jsonb) as t(name text, owner_id uuid, department_id uuid, place integer)
      left join member o on o.workspace_id = ${workspaceId} and o.id = t.owner_id and o.removed_at is null)
    select m.id as member_id, m.full_name, told.kind, told.name from (
      select owner_id as member_id, 'owner' as kind, name, place from touched where owner_id is not null
      union all
      select md.member_id, 'answers', t.name, t.place from touched t
        join member_department md on md.workspace_id = ${workspaceId} and md.department_id = t.department_id
        where t.owner_id is null
    ) told join member m on m.workspace_id = ${workspaceId} and m.id = told.member_id and m.removed_at is null
    order by m.full_name, m.id, told.place`.execute(db)
  return [...Map.groupBy(rows, (row) => row.memberId)].map(([memberId, own]) => ({
    memberId,
    fullName: own[0]!.fullName,
    reasons: own.slice(0, mostReasons).map(({ kind, name }) => ({ kind, name })),
  }))
}

/** Throws 422 on departments, members or a thing that are not there, and on an audience by impact of nothing. */
export async function requireAudience(
  db: Db | Tx,
  workspaceId: string,
  audience: NoticeAudience,
  about: Node | null,
): Promise<void> {
  const errors = await unknownOf(db, workspaceId, audience)
  if (about) {
    const described = await describeNodes(db, workspaceId, [about])
    if (described.size === 0) errors.push({ pointer: '/about/id', rule: 'unknown_record' })
  } else if (audience.kind === 'impact') errors.push({ pointer: '/about', rule: 'required' })
  if (errors.length > 0) throw new Problem('unprocessable', {}, errors)
}

async function unknownOf(db: Db | Tx, workspaceId: string, audience: NoticeAudience) {
  const [kind, ids, table] =
    audience.kind === 'departments'
      ? (['departmentIds', audience.departmentIds, 'department'] as const)
      : audience.kind === 'members'
        ? (['memberIds', audience.memberIds, 'member'] as const)
        : (['', [], 'member'] as const)
  if (ids.length === 0) return []
  const here = table === 'member' ? sql`removed_at is null` : sql`deleted_at is null`
  const { rows } = await sql<{ id: string }>`select id from ${sql.table(table)}
    where workspace_id = ${workspaceId} and id = any(${[...ids]}::uuid[]) and ${here}`.execute(db)
  const known = new Set(rows.map((row) => row.id))
  return ids.flatMap((id, index) =>
    known.has(id) ? [] : [{ pointer: `/audience/${kind}/${index}`, rule: 'unknown_record' }],
  )
}
