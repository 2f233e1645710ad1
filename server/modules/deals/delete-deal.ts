import { sql } from 'kysely'
import type { Deal } from '#contract/deals.ts'
import { record } from '#kernel/events.ts'
import { type Ctx, requireVersion } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'
import { type DealFacts, dealFacts, dealSubjects } from './deal-facts.ts'
import { lockDeal, readDeal } from './select-deals.ts'

export const deleteDeal = (ctx: Ctx, id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const deal = await lockDeal(tx, actor.workspaceId, id)
    requireVersion(ctx, deal.version)
    await sql`update deal set deleted_at = ${at}, updated_at = ${at}, version = version + 1
      where workspace_id = ${actor.workspaceId} and id = ${id}`.execute(tx)
    await record(tx, actor, at, 'deal.deleted', dealFacts(deal), dealSubjects(deal))
  })

/** Brings a deleted deal back; one that is there already is answered as it is. */
export const restoreDeal = (ctx: Ctx, id: string): Promise<Deal> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const { rows } = await sql<
      DealFacts & { deletedAt: Date | null }
    >`select id, name, subject_id, company_id, deleted_at from deal
      where workspace_id = ${actor.workspaceId} and id = ${id} for update`.execute(tx)
    const deal = rows[0]
    if (!deal) throw new Problem('not_found')
    if (deal.deletedAt) {
      await sql`update deal set deleted_at = null, updated_at = ${at}, version = version + 1
        where workspace_id = ${actor.workspaceId} and id = ${id}`.execute(tx)
      await record(tx, actor, at, 'deal.restored', dealFacts(deal), dealSubjects(deal))
    }
    return readDeal(tx, actor.workspaceId, id, at)
  })
