import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { type Actor, record } from '#kernel/events.ts'
import { factsOf, requireDocument, subjectsOf } from './select-documents.ts'
import { gather } from './shared/store.ts'
import { keepVersion } from './versions/keep-version.ts'

/**
 * Closes a document for ever: from the caller's commit on nobody writes in it, and open editors become read-only. What was
 * written stays as its last version. Once is enough; again does nothing. Throws 404.
 */
export async function lockDocument(tx: Tx, actor: Actor, at: Date, id: string): Promise<void> {
  const { workspaceId } = actor
  await sql`select 1 from document_state where workspace_id = ${workspaceId} and document_id = ${id} for update`.execute(
    tx,
  )
  // From here on no update is taken; those that were are gathered.
  await sql`select 1 from document where workspace_id = ${workspaceId} and id = ${id} for update`.execute(tx)
  const row = await requireDocument(tx, workspaceId, id)
  if (row.lockedAt) return
  await gather(tx, workspaceId, id, at)
  await keepVersion(tx, actor, at, row, { origin: 'lock' })
  await sql`update document set locked_at = ${at}, locked_by = ${actor.id}, version = version + 1
    where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
  await record(tx, actor, at, 'document.locked', factsOf(row), subjectsOf(row))
}
