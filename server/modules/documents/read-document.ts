import type { Document } from '#contract/documents.ts'
import type { Db, Tx } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'
import { mayWrite } from './kinds.ts'
import { requireDocument, toSummaries } from './select-documents.ts'
import { currentText } from './shared/current-text.ts'

/** Throws 404. The text is what everybody has written up to now, gathered or not. */
export async function readDocument(db: Db | Tx, actor: Actor, id: string): Promise<Document> {
  const row = await requireDocument(db, actor.workspaceId, id)
  const markdown = await currentText(db, actor.workspaceId, row)
  const [summary] = await toSummaries(db, actor.workspaceId, [{ ...row, markdown }])
  return { ...summary!, markdown, canWrite: row.lockedAt === null && (await mayWrite(db, actor, row)) }
}
