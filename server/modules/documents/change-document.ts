import { sql } from 'kysely'
import type { Document, DocumentKind } from '#contract/documents.ts'
import { record } from '#kernel/events.ts'
import { type Ctx, requireVersion } from '#kernel/http.ts'
import { filled, Problem } from '#kernel/problem.ts'
import { mayWrite } from './kinds.ts'
import { readDocument } from './read-document.ts'
import { factsOf, lockForWriting, subjectsOf } from './select-documents.ts'
import { rewrite } from './shared/doc.ts'
import { gather, searchOf } from './shared/store.ts'
import { parseMarkdown } from './text/markdown.ts'
import { keepVersion } from './versions/keep-version.ts'

export const renameDocument = (ctx: Ctx, id: string, { title }: { title?: string }): Promise<Document> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const row = await lockForWriting(tx, actor, id)
    requireVersion(ctx, row.version)
    const name = title === undefined ? undefined : filled(title, '/title')
    if (name !== undefined && name !== row.title) {
      await sql`update document set title = ${name}, search = ${searchOf(name, row.markdown)}, updated_by = ${actor.id},
          updated_at = ${at}, version = version + 1
        where workspace_id = ${actor.workspaceId} and id = ${id}`.execute(tx)
      const facts = factsOf({ id, title: name })
      await record(tx, actor, at, 'document.renamed', { ...facts, before: row.title }, subjectsOf(row))
    }
    return readDocument(tx, actor, id)
  })

/** What was there is kept as a version; who has the document open sees the change arrive like anybody's typing. */
export const writeText = (ctx: Ctx, id: string, markdown: string): Promise<Document> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const row = await lockForWriting(tx, actor, id)
    await gather(tx, actor.workspaceId, id, at)
    await keepVersion(tx, actor, at, row, { origin: 'automatic' })
    const content = parseMarkdown(markdown)
    await gather(tx, actor.workspaceId, id, at, { memberId: actor.id, change: (doc) => rewrite(doc, content) })
    return readDocument(tx, actor, id)
  })

export const deleteDocument = (ctx: Ctx, id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const row = await lockForWriting(tx, actor, id)
    requireVersion(ctx, row.version)
    await sql`update document set deleted_at = ${at}, version = version + 1
      where workspace_id = ${actor.workspaceId} and id = ${id}`.execute(tx)
    await record(tx, actor, at, 'document.deleted', factsOf(row), subjectsOf(row))
  })

/** One that is there already is answered as it is. Throws 409 when its place has been taken by another meanwhile. */
export const restoreDocument = (ctx: Ctx, id: string): Promise<Document> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const { workspaceId } = actor
    const { rows } = await sql<{
      id: string
      title: string
      kind: DocumentKind
      parentId: string | null
      deletedAt: Date | null
    }>`
      select id, title, kind, parent_id, deleted_at from document
      where workspace_id = ${workspaceId} and id = ${id} for update`.execute(tx)
    const row = rows[0]
    if (!row) throw new Problem('not_found')
    if (!(await mayWrite(tx, actor, row))) throw new Problem('forbidden')
    if (row.deletedAt) {
      const { rows: others } =
        await sql`select 1 from document where workspace_id = ${workspaceId} and kind = ${row.kind}
        and parent_id = ${row.parentId}::uuid and deleted_at is null`.execute(tx)
      if (others.length > 0) throw new Problem('conflict')
      await sql`update document set deleted_at = null, version = version + 1
        where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
      await record(tx, actor, at, 'document.restored', factsOf(row), subjectsOf(row))
    }
    return readDocument(tx, actor, id)
  })
