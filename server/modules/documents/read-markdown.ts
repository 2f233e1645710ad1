import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db.ts'
import { currentText } from './shared/current-text.ts'
import { forReaders } from './text/markdown.ts'

/** The text as people read it, mentions by name; null when there is no such document. */
export async function readMarkdown(db: Db | Tx, workspaceId: string, id: string): Promise<string | null> {
  const { rows } = await sql<{ id: string; markdown: string }>`select id, markdown from document
    where workspace_id = ${workspaceId} and id = ${id} and deleted_at is null`.execute(db)
  return rows[0] ? forReaders(await currentText(db, workspaceId, rows[0])) : null
}
