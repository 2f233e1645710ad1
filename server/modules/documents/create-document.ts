import { sql } from 'kysely'
import { type Document, type DocumentKind, type documentsRoutes, mostMarkdown } from '#contract/documents.ts'
import type { Tx } from '#kernel/db.ts'
import { type Actor, record } from '#kernel/events.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { translate } from '#kernel/i18n.ts'
import { newId } from '#kernel/id.ts'
import { invalid, Problem } from '#kernel/problem.ts'
import { membersById } from '#modules/accounts/public.ts'
import { describeParents, mayWrite } from './kinds.ts'
import { readDocument } from './read-document.ts'
import { stateOf } from './shared/doc.ts'
import { insertState, searchOf } from './shared/store.ts'
import { parseMarkdown, writeMarkdown } from './text/markdown.ts'

export type NewDocument = { kind: DocumentKind; parentId: string | null; title: string; markdown?: string }

/**
 * Begins a document, in the caller's transaction. One kind and parent have one document: if it is there already, it is
 * answered as it is. Throws 400 for a text that is too long.
 */
export async function createDocument(
  tx: Tx,
  actor: Actor,
  at: Date,
  { kind, parentId, title, markdown = '' }: NewDocument,
): Promise<{ id: string }> {
  if (markdown.length > mostMarkdown) throw invalid('/markdown', 'max_length', { limit: mostMarkdown })
  const { workspaceId } = actor
  const id = newId()
  const content = parseMarkdown(markdown)
  const text = writeMarkdown(content)
  const { rows } = await sql<{
    id: string
  }>`insert into document (workspace_id, id, kind, parent_id, title, markdown, search,
      created_by, created_at, updated_by, updated_at)
    values (${workspaceId}, ${id}, ${kind}, ${parentId}, ${title}, ${text}, ${searchOf(title, text)},
      ${actor.id}, ${at}, ${actor.id}, ${at})
    on conflict (workspace_id, kind, parent_id) where parent_id is not null and deleted_at is null do nothing
    returning id`.execute(tx)
  if (!rows[0]) return existing(tx, workspaceId, kind, parentId)
  await insertState(tx, workspaceId, id, stateOf(content))
  await record(tx, actor, at, 'document.created', { documentId: id, title, kind, parentId }, [
    id,
    ...(parentId ? [parentId] : []),
  ])
  return { id }
}

async function existing(tx: Tx, workspaceId: string, kind: DocumentKind, parentId: string | null) {
  const { rows } = await sql<{ id: string }>`select id from document
    where workspace_id = ${workspaceId} and kind = ${kind} and parent_id = ${parentId} and deleted_at is null`.execute(
    tx,
  )
  if (!rows[0]) throw new Problem('conflict')
  return rows[0]
}

type Given = Parameters<Handlers<typeof documentsRoutes>['POST /documents']>[1]['body']

/** Over HTTP a document belongs to something that is there, and that the member may write in; a note belongs to nothing. */
export const postDocument = (ctx: Ctx, { kind = 'note', parentId = null, title, markdown }: Given): Promise<Document> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    if (kind === 'note' && parentId !== null) throw invalid('/parentId', 'note_has_no_parent')
    if (kind !== 'note' && parentId === null) throw invalid('/parentId', 'required')
    const parent = (await describeParents(tx, actor.workspaceId, [{ kind, parentId }]))({ kind, parentId })
    if (parentId !== null && !parent) throw new Problem('not_found')
    if (!(await mayWrite(tx, actor, { kind, parentId }))) throw new Problem('forbidden')
    const locale = (await membersById(tx, actor.workspaceId, [actor.id])).get(actor.id)?.locale ?? 'es'
    const name = title?.trim() || parent?.name || translate(locale, 'documents.untitled')
    const { id } = await createDocument(tx, actor, ctx.clock.now(), {
      kind,
      parentId,
      title: name.slice(0, 200),
      ...(markdown !== undefined && { markdown }),
    })
    return readDocument(tx, actor, id)
  })
