import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'
import { createDocument, type DocumentKindRules, readMarkdown } from '#modules/documents/public.ts'
import { answersFor } from './references.ts'
import type { Row } from './select-items.ts'
import { linkOf } from './tell.ts'

/** Gives an item of kind `document` its co-edited document. */
export async function openDocument(tx: Tx, actor: Actor, at: Date, item: { id: string; name: string }): Promise<void> {
  const { id } = await createDocument(tx, actor, at, { kind: 'information', parentId: item.id, title: item.name })
  await sql`update information_item set document_id = ${id} where workspace_id = ${actor.workspaceId} and id = ${item.id}`.execute(
    tx,
  )
}

const mostRemembered = 20_000

/** What the history keeps of a verified value; of a document its text as it was then. */
export async function shownValue(tx: Tx, workspaceId: string, item: Row): Promise<string | null> {
  if (item.documentId === null) return item.value
  const text = await readMarkdown(tx, workspaceId, item.documentId)
  return text?.slice(0, mostRemembered) ?? null
}

/** The providing department writes; everybody else reads and comments. */
export const informationDocuments: DocumentKindRules = {
  async canWrite(db, actor, itemId) {
    const { rows } = await sql<{
      ownerId: string
      providedByDepartmentId: string
    }>`select owner_id, provided_by_department_id
      from information_item where workspace_id = ${actor.workspaceId} and id = ${itemId} and deleted_at is null`.execute(
      db,
    )
    const [item] = rows
    if (!item || !actor.permissions.has('information.write')) return false
    if (item.ownerId === actor.id) return true
    return (await answersFor(db, actor.workspaceId, [item.providedByDepartmentId], actor.id)).size > 0
  },
  async describe(db, workspaceId, itemIds) {
    const { rows } = await sql<{ id: string; name: string }>`select id, name from information_item
      where workspace_id = ${workspaceId} and id = any(${[...itemIds]}::uuid[]) and deleted_at is null`.execute(db)
    return new Map(rows.map(({ id, name }) => [id, { name, url: linkOf(id) }]))
  },
}
