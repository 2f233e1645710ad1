import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db.ts'
import { writeMarkdown } from '../text/markdown.ts'
import { contentOf, docOf } from './doc.ts'
import { loadParts } from './store.ts'

/** The row's Markdown, or what it will be once the updates that have come since are gathered. */
export async function currentText(
  db: Db | Tx,
  workspaceId: string,
  { id, markdown }: { id: string; markdown: string },
): Promise<string> {
  const { rows } = await sql`select 1 from document_update
    where workspace_id = ${workspaceId} and document_id = ${id} limit 1`.execute(db)
  return rows.length === 0 ? markdown : writeMarkdown(contentOf(docOf(await loadParts(db, workspaceId, id))))
}
