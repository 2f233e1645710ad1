import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import { loadParts } from '../shared/store.ts'

/** Updates by id; when some have been gathered already, or none is named, all that there is. */
export async function readUpdates(
  db: Db,
  workspaceId: string,
  documentId: string,
  ids: readonly string[],
): Promise<Uint8Array[]> {
  if (ids.length > 0) {
    const { rows } = await sql<{ update: Buffer }>`select update from document_update
      where workspace_id = ${workspaceId} and document_id = ${documentId} and id = any(${[...ids]}::uuid[])`.execute(db)
    if (rows.length === ids.length) return rows.map(({ update }) => update)
  }
  return loadParts(db, workspaceId, documentId)
}
