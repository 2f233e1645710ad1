import { sql } from 'kysely'
import type { Training } from '#contract/trainings.ts'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'
import { requireRun } from './access.ts'
import { lockRun } from './lock-run.ts'
import { readTraining } from './read-training.ts'
import { factsOf } from './select-trainings.ts'

/** Opens a draft or a retired training. Throws 409 while there is nothing to learn from. */
export const publishTraining = (ctx: Ctx, id: string): Promise<Training> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const training = await lockRun(ctx, tx, id)
    if (training.state !== 'active') {
      if (training.materialCount === 0 && training.quizVersion === 0 && !(await hasSession(tx, actor.workspaceId, id)))
        throw new Problem('training_empty')
      await sql`update training set state = 'active', published_at = ${at}, updated_at = ${at}, version = version + 1
        where workspace_id = ${actor.workspaceId} and id = ${id}`.execute(tx)
      await record(tx, actor, at, 'training.published', factsOf(training), [id])
    }
    return readTraining(tx, actor, at, id)
  })

export const retireTraining = (ctx: Ctx, id: string): Promise<Training> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const training = await lockRun(ctx, tx, id)
    if (training.state !== 'retired') {
      await sql`update training set state = 'retired', updated_at = ${at}, version = version + 1
        where workspace_id = ${actor.workspaceId} and id = ${id}`.execute(tx)
      await record(tx, actor, at, 'training.retired', factsOf(training), [id])
    }
    return readTraining(tx, actor, at, id)
  })

export const deleteTraining = (ctx: Ctx, id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const training = await lockRun(ctx, tx, id)
    await sql`update training set deleted_at = ${at}, updated_at = ${at}, version = version + 1
      where workspace_id = ${actor.workspaceId} and id = ${id}`.execute(tx)
    await record(tx, actor, at, 'training.deleted', factsOf(training), [id])
  })

/** Brings a deleted training back; one that is there already is answered as it is. */
export const restoreTraining = (ctx: Ctx, id: string): Promise<Training> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const { rows } = await sql<{ id: string; title: string; ownerId: string | null; deletedAt: Date | null }>`
      select id, title, owner_id, deleted_at from training
      where workspace_id = ${actor.workspaceId} and id = ${id} for update`.execute(tx)
    const training = rows[0]
    if (!training) throw new Problem('not_found')
    if (training.deletedAt) {
      await requireRun(tx, actor, training)
      await sql`update training set deleted_at = null, updated_at = ${at}, version = version + 1
        where workspace_id = ${actor.workspaceId} and id = ${id}`.execute(tx)
      await record(tx, actor, at, 'training.restored', factsOf(training), [id])
    }
    return readTraining(tx, actor, at, id)
  })

async function hasSession(tx: Tx, workspaceId: string, id: string): Promise<boolean> {
  const { rows } = await sql`select 1 from training_session
    where workspace_id = ${workspaceId} and training_id = ${id} and cancelled_at is null limit 1`.execute(tx)
  return rows.length > 0
}
