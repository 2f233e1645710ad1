import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'
import { Problem } from '#kernel/problem.ts'

/** Only a person in sales makes a sales-accepted lead (mechanisms §1); 403 `only_sales_decides` for others. */
export async function requireSales(db: Db | Tx, actor: Actor): Promise<void> {
  if (!(await isInSales(db, actor.workspaceId, actor.id))) throw new Problem('only_sales_decides')
}

export async function isInSales(db: Db | Tx, workspaceId: string, memberId: string): Promise<boolean> {
  const { rows } = await sql`select 1 from member_department md
    join department d on d.workspace_id = md.workspace_id and d.id = md.department_id
    join member m on m.workspace_id = md.workspace_id and m.id = md.member_id
    where md.workspace_id = ${workspaceId} and md.member_id = ${memberId}::uuid and d.key = 'sales' and d.deleted_at is null
      and m.removed_at is null`.execute(db)
  return rows.length > 0
}
