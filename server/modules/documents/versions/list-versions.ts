import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db.ts'
import type { Ctx } from '#kernel/http.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { Problem } from '#kernel/problem.ts'
import { requireDocument } from '../select-documents.ts'
import { currentText } from '../shared/current-text.ts'
import type { Content } from '../text/content.ts'
import { diffLines } from '../text/diff.ts'
import type { Version } from './keep-version.ts'

type Row = Omit<Version, 'createdAt'> & { createdAt: Date }
const columns = sql`v.id, v.name, v.origin, v.contributor_ids, v.created_by, v.created_at`
const toVersion = ({ createdAt, ...row }: Row): Version => ({ ...row, createdAt: createdAt.toISOString() })

export async function listVersions(ctx: Ctx, id: string, { after, limit = 50 }: { after?: string; limit?: number }) {
  const { workspaceId } = ctx.actor
  await requireDocument(ctx.db, workspaceId, id)
  const cursor = decodeCursor(after, 2)
  const { rows } = await sql<Row>`select ${columns} from document_version v
    where v.workspace_id = ${workspaceId} and v.document_id = ${id}
      ${cursor ? sql`and (v.created_at, v.id) < (${cursor[0]}::timestamptz, ${cursor[1]}::uuid)` : sql``}
    order by v.created_at desc, v.id desc limit ${limit + 1}`.execute(ctx.db)
  return toPage(rows, limit, toVersion, (row) => [row.createdAt.toISOString(), row.id])
}

/** Throws 404. */
export async function requireVersionOf(db: Db | Tx, workspaceId: string, documentId: string, versionId: string) {
  const { rows } = await sql<Row & { markdown: string; content: Content }>`select ${columns}, v.markdown, v.content
    from document_version v
    where v.workspace_id = ${workspaceId} and v.document_id = ${documentId} and v.id = ${versionId}`.execute(db)
  if (!rows[0]) throw new Problem('not_found')
  return rows[0]
}

/** A version and the way from it to another one, or to the text as it is now. */
export async function compareVersion(ctx: Ctx, id: string, versionId: string, against?: string) {
  const { workspaceId } = ctx.actor
  const document = await requireDocument(ctx.db, workspaceId, id)
  const { content: _, markdown, ...row } = await requireVersionOf(ctx.db, workspaceId, id, versionId)
  const other = against
    ? (await requireVersionOf(ctx.db, workspaceId, id, against)).markdown
    : await currentText(ctx.db, workspaceId, document)
  return { ...toVersion(row), markdown, comparedWith: against ?? null, diff: diffLines(markdown, other) }
}
