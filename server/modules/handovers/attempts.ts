import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db.ts'

/** What counts as trying to reach somebody: a call, mail, message or meeting of a person in sales that they did not begin. */
export const isAttempt = sql`a.kind in ('call', 'email', 'message', 'meeting') and a.direction is distinct from 'inbound' and a.deleted_at is null
  and exists (select 1 from member_department md join department d on d.workspace_id = md.workspace_id and d.id = md.department_id
    where md.workspace_id = a.workspace_id and md.member_id = a.author_id and d.key = 'sales' and d.deleted_at is null)`

/** Logged attempts of sales to reach a person since an instant. */
export async function countAttempts(db: Db | Tx, workspaceId: string, subjectId: string, since: Date): Promise<number> {
  const { rows } = await sql<{ attempts: number }>`select count(*) as attempts from activity a
    where a.workspace_id = ${workspaceId} and a.subject_id = ${subjectId} and a.happened_at >= ${since} and ${isAttempt}`.execute(
    db,
  )
  return rows[0]?.attempts ?? 0
}
