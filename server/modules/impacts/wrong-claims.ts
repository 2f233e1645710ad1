import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'

/** Which of the claims no longer hold. */
export async function wrongClaims(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const { rows } = await sql<{ id: string }>`select id from claim
    where workspace_id = ${workspaceId} and id = any(${ids}::uuid[]) and state = 'drifted' and removed_at is null and suspended_at is null`.execute(
    tx,
  )
  return new Set(rows.map((row) => row.id))
}
