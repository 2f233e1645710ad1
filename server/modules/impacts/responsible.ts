import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db.ts'

export type Responsible = { taskKey: string; ownerId: string | null; departmentId: string | null }
type Named = { ownerId: string | null; departmentId: string | null; otherOwnerIds?: readonly string[] | undefined }

/**
 * Who answers for each, the first before the others: its owner while he works here, else its department, else marketing, whose
 * promises they are; and its other owners who work here. In the order given. One statement.
 */
export async function responsibleFor(tx: Tx, workspaceId: string, things: readonly Named[]): Promise<Responsible[][]> {
  const owners = things.flatMap(({ ownerId, otherOwnerIds = [] }) => [ownerId, ...otherOwnerIds])
  const named = [...new Set(owners.filter((id) => id !== null))]
  const placed = [...new Set(things.map((one) => one.departmentId).filter((id) => id !== null))]
  const { rows } = await sql<{ kind: 'member' | 'department'; id: string; isFallback: boolean }>`
    select 'member' as kind, id, false as is_fallback from member
      where workspace_id = ${workspaceId} and id = any(${named}::uuid[]) and removed_at is null
    union all
    select 'department', id, key = 'marketing' from department
      where workspace_id = ${workspaceId} and deleted_at is null
        and (key = 'marketing' or id = any(${placed}::uuid[]))`.execute(tx)
  const members = new Set(rows.filter((row) => row.kind === 'member').map((row) => row.id))
  const departments = new Set(rows.filter((row) => row.kind === 'department').map((row) => row.id))
  const fallback = rows.find((row) => row.isFallback)?.id ?? null
  const member = (id: string) => ({ taskKey: `member:${id}`, ownerId: id, departmentId: null })
  return things.map(({ ownerId, departmentId, otherOwnerIds = [] }) => {
    const others = otherOwnerIds.filter((id) => id !== ownerId && members.has(id)).map(member)
    if (ownerId && members.has(ownerId)) return [member(ownerId), ...others]
    const department = departmentId && departments.has(departmentId) ? departmentId : fallback
    const taskKey = department ? `department:${department}` : 'nobody'
    return [{ taskKey, ownerId: null, departmentId: department }, ...others]
  })
}

/**
 * Whom to tell when somebody did not react: the managers of his departments or of the department itself; without any, those
 * who own or administer the workspace. Never the one himself, if there is anybody else. By `taskKey`.
 */
export async function managersOf(
  db: Db | Tx,
  workspaceId: string,
  tasks: readonly Responsible[],
): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ id: string; rules: boolean; manages: string[]; belongsTo: string[] }>`
    select m.id, r.key in ('owner', 'admin') as rules,
      array(select md.department_id::text from member_department md where md.workspace_id = ${workspaceId} and md.member_id = m.id
        and md.is_manager) as manages,
      array(select md.department_id::text from member_department md where md.workspace_id = ${workspaceId} and md.member_id = m.id) as belongs_to
    from member m join role r on r.workspace_id = m.workspace_id and r.id = m.role_id
    where m.workspace_id = ${workspaceId} and m.removed_at is null order by m.id`.execute(db)
  const rulers = rows.filter((row) => row.rules).map((row) => row.id)
  return new Map(
    tasks.map(({ taskKey, ownerId, departmentId }) => {
      const departments = ownerId ? (rows.find((row) => row.id === ownerId)?.belongsTo ?? []) : [departmentId]
      const managers = rows
        .filter((row) => row.id !== ownerId && row.manages.some((department) => departments.includes(department)))
        .map((row) => row.id)
      const others = rulers.filter((id) => id !== ownerId)
      return [taskKey, managers.length > 0 ? managers : others.length > 0 ? others : rulers]
    }),
  )
}
