import { sql } from 'kysely'
import type { Activity, activitiesRoutes } from '#contract/activities.ts'
import type { Tx } from '#kernel/db.ts'
import { type Actor, record } from '#kernel/events.ts'
import { type Ctx, type Handlers, requireVersion } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'
import { happeningTime, requireFitting, requireWords } from './log-activity.ts'
import { type ActivityRow, readActivity, readActivityRow } from './select-activities.ts'
import { subjectsOf } from './task-facts.ts'

type Given = Parameters<Handlers<typeof activitiesRoutes>['PATCH /activities/:id']>[1]['body']

/** Only its author, or who may moderate. The ledger names the changed fields; it keeps no words of theirs. */
export const updateActivity = (ctx: Ctx, id: string, given: Given): Promise<Activity> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const old = await lockOwn(tx, actor, id)
    requireVersion(ctx, old.version)
    requireFitting(old.kind, given)
    requireWords(old.kind, { ...old, ...given })
    const happenedAt = given.happenedAt === undefined ? old.happenedAt : happeningTime(at, given.happenedAt)
    await tx
      .updateTable('activity')
      .set({ ...given, happenedAt, version: old.version + 1, updatedAt: at })
      .where('workspaceId', '=', workspaceId)
      .where('id', '=', id)
      .execute()
    const changes = Object.fromEntries(Object.keys(given).map((field) => [field, []]))
    await record(tx, actor, at, 'activity.updated', { activityId: id, kind: old.kind, changes }, [
      id,
      ...subjectsOf(old),
    ])
    return readActivity(tx, workspaceId, id)
  })

export const deleteActivity = (ctx: Ctx, id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const old = await lockOwn(tx, actor, id)
    requireVersion(ctx, old.version)
    await sql`update activity set deleted_at = ${at}, version = version + 1 where workspace_id = ${actor.workspaceId} and id = ${id}`.execute(
      tx,
    )
    await record(tx, actor, at, 'activity.deleted', { activityId: id, kind: old.kind }, [id, ...subjectsOf(old)])
  })

/** Brings a deleted activity back; one that is there already is answered as it is. */
export const restoreActivity = (ctx: Ctx, id: string): Promise<Activity> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const { rows } = await sql<{ authorId: string }>`update activity set deleted_at = null, version = version + 1
      where workspace_id = ${actor.workspaceId} and id = ${id} and deleted_at is not null returning author_id`.execute(
      tx,
    )
    if (rows[0]) {
      requireOwn(actor, rows[0].authorId)
      const back = await readActivityRow(tx, actor.workspaceId, id)
      await record(tx, actor, at, 'activity.restored', { activityId: id, kind: back.kind }, [id, ...subjectsOf(back)])
    }
    return readActivity(tx, actor.workspaceId, id)
  })

async function lockOwn(tx: Tx, actor: Actor, id: string): Promise<ActivityRow> {
  await sql`select 1 from activity where workspace_id = ${actor.workspaceId} and id = ${id} for update`.execute(tx)
  const row = await readActivityRow(tx, actor.workspaceId, id)
  requireOwn(actor, row.authorId)
  return row
}

function requireOwn(actor: Actor, authorId: string) {
  if (actor.id !== authorId && !actor.permissions.has('activities.moderate'))
    throw new Problem('forbidden', { permission: 'activities.moderate' })
}
