import { sql } from 'kysely'
import type { Term } from '#contract/glossary.ts'
import { record } from '#kernel/events.ts'
import { type Ctx, requireVersion } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'
import { requireFree } from './content.ts'
import { readTerm } from './read-term.ts'
import { factsOf, lockTerm, readRow } from './select-terms.ts'

export const deleteTerm = (ctx: Ctx, id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const row = await lockTerm(tx, actor.workspaceId, id)
    requireVersion(ctx, row.version)
    await sql`update term set deleted_at = ${at}, updated_at = ${at}, version = version + 1
      where workspace_id = ${actor.workspaceId} and id = ${id}`.execute(tx)
    await record(tx, actor, at, 'term.deleted', factsOf(row), [id])
  })

/** Brings a deleted word back, unless another has taken its name since; one that is there already is answered as it is. */
export const restoreTerm = (ctx: Ctx, id: string): Promise<Term> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const { rows } = await sql<{ deletedAt: Date | null }>`select deleted_at from term
      where workspace_id = ${workspaceId} and id = ${id} for update`.execute(tx)
    if (!rows[0]) throw new Problem('not_found')
    if (rows[0].deletedAt) {
      await sql`update term set deleted_at = null, updated_at = ${at}, version = version + 1
        where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
      const row = await readRow(tx, workspaceId, id)
      await requireFree(tx, workspaceId, row, id)
      await record(tx, actor, at, 'term.restored', factsOf(row), [id])
    }
    return readTerm(tx, ctx, id)
  })
