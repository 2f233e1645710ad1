import { sql } from 'kysely'
import type { Notice } from '#contract/notices.ts'
import { record } from '#kernel/events.ts'
import { type Ctx, requireVersion } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'
import { factsOf, lockNotice, readNotice } from './select-notices.ts'

/** Only drafts: what people have read stays, retired or not. */
export const deleteNotice = (ctx: Ctx, id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const row = await lockNotice(tx, actor.workspaceId, id)
    requireVersion(ctx, row.version)
    if (row.state !== 'draft') throw new Problem('notice_published')
    await sql`update notice set deleted_at = ${at}, updated_at = ${at}, version = version + 1
      where workspace_id = ${actor.workspaceId} and id = ${id}`.execute(tx)
    await record(tx, actor, at, 'notice.deleted', factsOf(row), [id])
  })

/** Brings a deleted draft back; one that is there already is answered as it is. */
export const restoreNotice = (ctx: Ctx, id: string): Promise<Notice> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const { rows } = await sql<{
      id: string
      title: string
      deletedAt: Date | null
    }>`select id, title, deleted_at from notice
      where workspace_id = ${actor.workspaceId} and id = ${id} for update`.execute(tx)
    const row = rows[0]
    if (!row) throw new Problem('not_found')
    if (row.deletedAt) {
      await sql`update notice set deleted_at = null, updated_at = ${at}, version = version + 1
        where workspace_id = ${actor.workspaceId} and id = ${id}`.execute(tx)
      await record(tx, actor, at, 'notice.restored', factsOf(row), [id])
    }
    return readNotice(tx, actor, at, id)
  })
