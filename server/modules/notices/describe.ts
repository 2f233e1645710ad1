import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db.ts'
import type { Described } from '#modules/impacts/public.ts'

/** Notices that hold, as nodes of the graph: what a notice is about touches it, and its author answers for it. */
export async function describeNotices(
  db: Db | Tx,
  workspaceId: string,
  ids: readonly string[],
): Promise<Map<string, Described>> {
  const { rows } = await sql<{
    id: string
    title: string
    ownerId: string
  }>`select id, title, created_by as owner_id from notice
    where workspace_id = ${workspaceId} and id::text = any(${[...ids]}::text[]) and deleted_at is null and state = 'published'`.execute(
    db,
  )
  return new Map(
    rows.map(({ id, title, ownerId }) => [id, { name: title, url: `/notices/${id}`, ownerId, departmentId: null }]),
  )
}
