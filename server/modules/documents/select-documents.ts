import { type RawBuilder, sql } from 'kysely'
import type { Static } from 'typebox'
import type { DocumentKind, DocumentRow } from '#contract/documents.ts'
import type { Db, Tx } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'
import { Problem } from '#kernel/problem.ts'
import { describeParents, mayWrite } from './kinds.ts'
import { forReaders } from './text/markdown.ts'

export type Row = {
  id: string
  kind: DocumentKind
  parentId: string | null
  title: string
  /** In lists only as far as the excerpt needs it. */
  markdown: string
  lockedAt: Date | null
  openComments: number
  createdBy: string
  createdAt: Date
  updatedBy: string
  updatedAt: Date
  version: number
}

const mostExcerpt = 200

export const selectDocuments = (workspaceId: string, rest: RawBuilder<unknown>, isWhole = false) => sql<Row>`
  select d.id, d.kind, d.parent_id, d.title, ${isWhole ? sql`d.markdown` : sql`left(d.markdown, 600) as markdown`}, d.locked_at,
    (select count(*) from document_comment c where c.workspace_id = ${workspaceId} and c.document_id = d.id
      and c.thread_id is null and c.state = 'open' and c.removed_at is null) as open_comments,
    d.created_by, d.created_at, d.updated_by, d.updated_at, d.version
  from document d where d.workspace_id = ${workspaceId} and ${rest}`

/** Throws 404. */
export async function requireDocument(db: Db | Tx, workspaceId: string, id: string): Promise<Row> {
  const { rows } = await selectDocuments(workspaceId, sql`d.id = ${id} and d.deleted_at is null`, true).execute(db)
  if (!rows[0]) throw new Problem('not_found')
  return rows[0]
}

/** The document's row, held for a change by this actor. Throws 404, 403 and 409 `document_locked`. */
export async function lockForWriting(tx: Tx, actor: Actor, id: string): Promise<Row> {
  const { workspaceId } = actor
  await sql`select 1 from document_state where workspace_id = ${workspaceId} and document_id = ${id} for update`.execute(
    tx,
  )
  await sql`select 1 from document where workspace_id = ${workspaceId} and id = ${id} for update`.execute(tx)
  const row = await requireDocument(tx, workspaceId, id)
  if (!(await mayWrite(tx, actor, row))) throw new Problem('forbidden')
  if (row.lockedAt) throw new Problem('document_locked')
  return row
}

/** Rows as they are answered, with what each belongs to. */
export async function toSummaries(
  db: Db | Tx,
  workspaceId: string,
  rows: readonly Row[],
): Promise<Static<typeof DocumentRow>[]> {
  const parentOf = await describeParents(db, workspaceId, rows)
  return rows.map(({ markdown, lockedAt, createdAt, updatedAt, ...row }) => ({
    ...row,
    parent: parentOf(row),
    excerpt: excerptOf(markdown),
    isLocked: lockedAt !== null,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  }))
}

/** Words without marks; enough for a line or two. */
function excerptOf(markdown: string): string {
  const words = forReaders(markdown)
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/^\s*(#{1,6}|>|[-*+]|\d+\.|```\w*|---)\s*(\[[ x]\])?/gm, '')
    .replace(/[*_~`\\]|&nbsp;/g, '')
    .replace(/\s+/g, ' ')
    .trim()
  return words.length <= mostExcerpt ? words : `${words.slice(0, mostExcerpt).replace(/\s\S*$/, '')}…`
}

/** What events say of a document. */
export const factsOf = ({ id, title }: { id: string; title: string }) => ({ documentId: id, title })
/** Records that an event of a document concerns. */
export const subjectsOf = ({ id, parentId }: { id: string; parentId: string | null }) =>
  parentId === null ? [id] : [id, parentId]
