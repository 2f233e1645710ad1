import { type RawBuilder, sql } from 'kysely'
import type { Comment } from '#contract/document-parts.ts'
import type { Db, Tx } from '#kernel/db.ts'
import type { Ctx } from '#kernel/http.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { Problem } from '#kernel/problem.ts'
import { requireDocument } from '../select-documents.ts'

export type Row = {
  id: string
  body: string
  authorId: string
  mentionIds: string[]
  anchorFrom: string | null
  anchorTo: string | null
  quote: string | null
  proposedText: string | null
  state: Comment['state']
  decidedBy: string | null
  decidedAt: Date | null
  createdAt: Date
  replies: { id: string; body: string; authorId: string; mentionIds: string[]; createdAt: string }[]
}

const selectThreads = (workspaceId: string, rest: RawBuilder<unknown>) => sql<Row>`
  select c.id, c.body, c.author_id, c.mention_ids, c.anchor_from, c.anchor_to, c.quote, c.proposed_text, c.state, c.decided_by,
    c.decided_at, c.created_at,
    coalesce((select jsonb_agg(jsonb_build_object('id', r.id, 'body', r.body, 'authorId', r.author_id, 'mentionIds', r.mention_ids,
        'createdAt', to_char(r.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by r.created_at, r.id)
      from document_comment r where r.workspace_id = ${workspaceId} and r.document_id = c.document_id and r.thread_id = c.id
        and r.removed_at is null), '[]') as replies
  from document_comment c
  where c.workspace_id = ${workspaceId} and c.thread_id is null and c.removed_at is null and ${rest}`

export const toComment = ({ anchorFrom, anchorTo, decidedAt, createdAt, ...row }: Row): Comment => ({
  ...row,
  anchor: anchorFrom !== null && anchorTo !== null ? { from: anchorFrom, to: anchorTo } : null,
  decidedAt: decidedAt?.toISOString() ?? null,
  createdAt: createdAt.toISOString(),
})

type Query = { after?: string; limit?: number; state?: Comment['state'][] }

export async function listComments(ctx: Ctx, documentId: string, { after, limit = 50, state }: Query) {
  const { workspaceId } = ctx.actor
  await requireDocument(ctx.db, workspaceId, documentId)
  const cursor = decodeCursor(after, 2)
  const { rows } = await selectThreads(
    workspaceId,
    sql`c.document_id = ${documentId} ${state?.length ? sql`and c.state = any(${state})` : sql``}
      ${cursor ? sql`and (c.created_at, c.id) > (${cursor[0]}::timestamptz, ${cursor[1]}::uuid)` : sql``}
      order by c.created_at, c.id limit ${limit + 1}`,
  ).execute(ctx.db)
  return toPage(rows, limit, toComment, (row) => [row.createdAt.toISOString(), row.id])
}

/** The thread's first comment with its replies. Throws 404. */
export async function requireThread(db: Db | Tx, workspaceId: string, documentId: string, id: string): Promise<Row> {
  const { rows } = await selectThreads(workspaceId, sql`c.document_id = ${documentId} and c.id = ${id}`).execute(db)
  if (!rows[0]) throw new Problem('not_found')
  return rows[0]
}
