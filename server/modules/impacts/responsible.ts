import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db.ts'

export type Responsible = { taskKey: string; ownerId: string | null; departmentId: string | null }
type Named = { ownerId: string | null; departmentId: string | null }

/**
 * Who answers for each: its owner while he works here, else its department, else marketing, whose promises they are. In the
 * order given. One statement.
 */
export async function responsibleFor(tx: Tx, workspaceId: string, things: readonly Named[]): Promise<Responsible[]> {
  const idsOf = (pick: (thing: Named) => string | null) => [...new Set(things.map(pick).filter((id) => id !== null))]
  const { rows } = await sql<{ kind: 'member' | 'department'; id: string; isFallback: boolean }>`
    select 'member' as kind, id, false as is_fallback from member
      where workspace_id = ${workspaceId} and id = any(${idsOf((one) => one.ownerId)}::uuid[]) and removed_at is null
    union all
    select 'department', id, key = 'marketing' from department
      where workspace_id = ${workspaceId} and deleted_at is null
        and (key = 'marketing' or id = any(${idsOf((one) => one.departmentId)}::uuid[]))`.execute(tx)
  const members = new Set(rows.filter((row) => row.kind === 'member').map((row) => row.id))
  const departments = new Set(rows.filter((row) => row.kind === 'department').map((row) => row.id))
  const fallback = rows.find((row) => row.isFallback)?.id ?? null
  return things.map(({ ownerId, departmentId }) => {
    if (ownerId && members.has(ownerId)) return { taskKey: `member:${ownerId}`, ownerId, departmentId: null }
    const department = departmentId && departments.has(departmentId) ? departmentId : fallback
    return { taskKey: department ? `department:${department}` : 'nobody', ownerId: null, departmentId: department }
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
