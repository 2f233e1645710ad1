import { sql } from 'kysely'
import { record } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { filled, Problem } from '#kernel/problem.ts'
import { factsOf, lockIdea, readRow } from './select-ideas.ts'

type Row = { id: string; body: string; authorId: string; at: Date }
const toComment = ({ at, ...row }: Row) => ({ ...row, at: at.toISOString() })

export async function listComments(
  ctx: Ctx,
  ideaId: string,
  { after, limit = 50 }: { after?: string; limit?: number },
) {
  const { workspaceId } = ctx.actor
  await readRow(ctx.db, ctx.actor, ideaId)
  const cursor = decodeCursor(after, 2)
  const { rows } = await sql<Row>`select id, body, author_id, at from idea_comment
    where workspace_id = ${workspaceId} and idea_id = ${ideaId} and removed_at is null
      ${cursor ? sql`and (at, id) > (${cursor[0]}::timestamptz, ${cursor[1]}::uuid)` : sql``}
    order by at, id limit ${limit + 1}`.execute(ctx.db)
  return toPage(rows, limit, toComment, (row) => [row.at.toISOString(), row.id])
}

export const postComment = (ctx: Ctx, ideaId: string, given: string) =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const idea = await lockIdea(tx, actor, ideaId)
    const body = filled(given, '/body')
    const row: Row = { id: newId(), body, authorId: actor.id, at }
    await sql`insert into idea_comment (workspace_id, idea_id, id, body, author_id, at)
      values (${actor.workspaceId}, ${ideaId}, ${row.id}, ${body}, ${actor.id}, ${at})`.execute(tx)
    await sql`update idea set comments = comments + 1 where workspace_id = ${actor.workspaceId} and id = ${ideaId}`.execute(
      tx,
    )
    await record(tx, actor, at, 'idea.commented', { ...factsOf(idea), commentId: row.id }, [ideaId])
    return toComment(row)
  })

/** Authors take back what they wrote. */
export const removeComment = (ctx: Ctx, ideaId: string, commentId: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const { workspaceId, id } = ctx.actor
    await lockIdea(tx, ctx.actor, ideaId)
    const { rows } = await sql<{ authorId: string }>`select author_id from idea_comment
      where workspace_id = ${workspaceId} and idea_id = ${ideaId} and id = ${commentId} and removed_at is null`.execute(
      tx,
    )
    if (!rows[0]) throw new Problem('not_found')
    if (rows[0].authorId !== id) throw new Problem('forbidden')
    await sql`update idea_comment set removed_at = ${ctx.clock.now()}
      where workspace_id = ${workspaceId} and idea_id = ${ideaId} and id = ${commentId}`.execute(tx)
    await sql`update idea set comments = comments - 1 where workspace_id = ${workspaceId} and id = ${ideaId}`.execute(
      tx,
    )
  })
