import type { Tx } from '#kernel/db.ts'
import { type Ctx, requireVersion } from '#kernel/http.ts'
import { requireRun } from './access.ts'
import { lockTraining, type Row, readerOf } from './select-trainings.ts'

/** Held for whoever may change it. Throws 403, 404 and, if it has changed meanwhile, 412. */
export async function lockRun(ctx: Ctx, tx: Tx, id: string): Promise<Row> {
  const training = await lockTraining(tx, await readerOf(tx, ctx.actor, ctx.clock.now()), id)
  requireVersion(ctx, training.version)
  await requireRun(tx, ctx.actor, training)
  return training
}
