import { sql } from 'kysely'
import { record } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'
import { factsOf, readRow } from './select-ideas.ts'

/**
 * One vote a member: the primary key of `idea_vote` decides, and only who wrote a row moves the counter, in the same
 * transaction. So the counter equals the rows under any concurrency. Not the record's version: voting is no edit.
 */
export const vote = (ctx: Ctx, id: string) =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    requireOpen(await readRow(tx, actor, id))
    const { rows } = await sql`insert into idea_vote (workspace_id, idea_id, member_id, voted_at)
      values (${actor.workspaceId}, ${id}, ${actor.id}, ${at}) on conflict do nothing returning 1`.execute(tx)
    if (rows.length > 0) await count(ctx, tx, id, 1)
    return resultOf(await readRow(tx, actor, id))
  })

export const takeVoteBack = (ctx: Ctx, id: string) =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    requireOpen(await readRow(tx, actor, id))
    const { rows } = await sql`delete from idea_vote
      where workspace_id = ${actor.workspaceId} and idea_id = ${id} and member_id = ${actor.id} returning 1`.execute(tx)
    if (rows.length > 0) await count(ctx, tx, id, -1)
    return resultOf(await readRow(tx, actor, id))
  })

async function count(ctx: Ctx, tx: Parameters<typeof record>[0], id: string, delta: 1 | -1) {
  const { actor } = ctx
  const { rows } = await sql<{ title: string; votes: number }>`update idea set votes = votes + ${delta}
    where workspace_id = ${actor.workspaceId} and id = ${id} returning title, votes`.execute(tx)
  const { title, votes } = rows[0]!
  const name = delta === 1 ? 'idea.voted' : 'idea.unvoted'
  await record(tx, actor, ctx.clock.now(), name, { ...factsOf({ id, title }), votes }, [id])
}

const requireOpen = ({ state }: { state: string }) => {
  if (state === 'adopted' || state === 'archived') throw new Problem('idea_closed')
}
const resultOf = ({ votes, votedByMe }: { votes: number; votedByMe: boolean }) => ({ votes, votedByMe })
