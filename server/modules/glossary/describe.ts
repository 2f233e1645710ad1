import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db.ts'
import type { Described } from '#modules/impacts/public.ts'

/** Words as nodes of the graph. */
export async function describeTerms(
  db: Db | Tx,
  workspaceId: string,
  ids: readonly string[],
): Promise<Map<string, Described>> {
  const { rows } = await sql<{ id: string; name: string; ownerId: string | null }>`select id, name, owner_id from term
    where workspace_id = ${workspaceId} and id::text = any(${[...ids]}::text[]) and deleted_at is null`.execute(db)
  return new Map(
    rows.map(({ id, name, ownerId }) => [id, { name, url: `/glossary/${id}`, ownerId, departmentId: null }]),
  )
}
