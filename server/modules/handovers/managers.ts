import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db.ts'

/** Who answers for sales: its managers; without any, those who own or administer the workspace. */
export async function salesManagers(db: Db | Tx, workspaceId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string; isManager: boolean }>`select m.id,
      exists (select 1 from member_department md join department d on d.workspace_id = md.workspace_id and d.id = md.department_id
        where md.workspace_id = ${workspaceId} and md.member_id = m.id and md.is_manager and d.key = 'sales' and d.deleted_at is null) as is_manager
    from member m join role r on r.workspace_id = m.workspace_id and r.id = m.role_id
    where m.workspace_id = ${workspaceId} and m.removed_at is null
      and (r.key in ('owner', 'admin') or exists (select 1 from member_department md where md.workspace_id = m.workspace_id
        and md.member_id = m.id and md.is_manager))
    order by m.id`.execute(db)
  const managers = rows.filter((row) => row.isManager)
  return (managers.length > 0 ? managers : rows).map((row) => row.id)
}
