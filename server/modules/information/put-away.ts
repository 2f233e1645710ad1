import { sql } from 'kysely'
import type { InformationItem } from '#contract/information.ts'
import { isUniqueViolation } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import { type Ctx, requireVersion } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'
import { completeTasks } from '#modules/activities/public.ts'
import { subjectsOf } from './create-item.ts'
import { dayOf } from './day.ts'
import { factsOf, lockItem, readItem } from './select-items.ts'

/** Nobody is asked for it any more; its reminder is ticked off. */
export const deleteItem = (ctx: Ctx, id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const item = await lockItem(tx, actor.workspaceId, await dayOf(tx, actor.workspaceId, at), id)
    requireVersion(ctx, item.version)
    await sql`update information_item set deleted_at = ${at}, updated_at = ${at}, reminded_for = null, reminder_task_id = null, version = version + 1
      where workspace_id = ${actor.workspaceId} and id = ${id}`.execute(tx)
    if (item.reminderTaskId) await completeTasks(tx, actor, at, [item.reminderTaskId])
    await record(tx, actor, at, 'information.deleted', factsOf(item), subjectsOf(item))
  })

export const restoreItem = (ctx: Ctx, id: string): Promise<InformationItem> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const { rows } = await sql<{
      id: string
      name: string
      campaignId: string | null
      projectId: string | null
    }>`update information_item
      set deleted_at = null, updated_at = ${at}, version = version + 1
      where workspace_id = ${workspaceId} and id = ${id} and deleted_at is not null
      returning id, name, campaign_id, project_id`
      .execute(tx)
      .catch(madeAnew)
    if (rows[0]) await record(tx, actor, at, 'information.restored', factsOf(rows[0]), subjectsOf(rows[0]))
    return readItem(tx, workspaceId, await dayOf(tx, workspaceId, at), id)
  })

/** Its template has been applied again since. */
const madeAnew = (error: unknown): never => {
  throw isUniqueViolation(error) ? new Problem('conflict') : error
}
