import type { handoverPolicyRoutes } from '#contract/handover-policy.ts'
import type { Input, Reply } from '#contract/kit.ts'
import type { Db, Tx } from '#kernel/db.ts'
import type { Ctx } from '#kernel/http.ts'
import { invalid } from '#kernel/problem.ts'
import { readSetting, writeSetting } from '#modules/accounts/public.ts'
import { DEFAULT_SLA_POLICY, type SlaPolicy } from './rules/sla.ts'

const key = 'sla'

export const slaPolicyOf = (db: Db | Tx, workspaceId: string): Promise<SlaPolicy> =>
  readSetting<SlaPolicy>(db, workspaceId, key, DEFAULT_SLA_POLICY)

type Change = (typeof handoverPolicyRoutes)['PATCH /sla-policy']

/** Deadlines that run keep the policy they began with; only leads assigned from now on follow the new one. */
export const changeSlaPolicy = (ctx: Ctx, { body }: Input<Change>): Promise<Reply<Change>> =>
  ctx.transact(async (tx) => {
    const before = await slaPolicyOf(tx, ctx.actor.workspaceId)
    const after = { ...before, ...body, version: before.version + 1 }
    if (after.warnAfterPercent >= after.escalateAfterPercent) throw invalid('/warnAfterPercent', 'below_escalation')
    await writeSetting(tx, ctx.actor, ctx.clock.now(), key, after)
    return after
  })
