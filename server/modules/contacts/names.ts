import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db.ts'

/** What to call people, by id; who is not there is missing from the map. */
export async function contactNames(
  db: Db | Tx,
  workspaceId: string,
  subjectIds: readonly string[],
): Promise<Map<string, { fullName: string; email: string | null }>> {
  if (subjectIds.length === 0) return new Map()
  const { rows } = await sql<{
    subjectId: string
    fullName: string
    email: string | null
  }>`select subject_id, full_name, email from contact
    where workspace_id = ${workspaceId} and subject_id = any (${[...new Set(subjectIds)]}::uuid[])`.execute(db)
  return new Map(rows.map(({ subjectId, fullName, email }) => [subjectId, { fullName, email }]))
}
