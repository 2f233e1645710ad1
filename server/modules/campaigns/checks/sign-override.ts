import { sql } from 'kysely'
import type { campaignChecksRoutes, Override } from '#contract/campaign-checks.ts'
import { record } from '#kernel/events.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'
import { coveredDepartments } from '../rules/signatures.ts'
import { factsOf, lockCampaign, readRow, requireOpen } from '../select-campaigns.ts'
import { readOverrides, signaturesOf, tableOf } from './read-overrides.ts'
import { readerLocale } from './reader.ts'
import { runChecks } from './run-checks.ts'

type Given = Parameters<Handlers<typeof campaignChecksRoutes>['POST /campaigns/:id/overrides']>[1]['body']

export async function listOverrides(ctx: Ctx, id: string) {
  const { workspaceId } = ctx.actor
  const overrides = await readOverrides(ctx.db, workspaceId, await readRow(ctx.db, workspaceId, id))
  return { items: [...overrides.values()], next: null }
}

/**
 * One manager's word that a check shall not hold the launch up. Throws 403 for who leads none of the departments, and 409
 * when the department has spoken already: two managers of the same department do not count as two.
 */
export const signOverride = (ctx: Ctx, id: string, { check, reason }: Given): Promise<Override> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const campaign = await lockCampaign(tx, workspaceId, id)
    requireOpen(campaign)
    const { departmentIds, managers } = await tableOf(tx, workspaceId, campaign)
    if (!managers.some((one) => one.memberId === actor.id)) throw new Problem('only_managers_override')
    const signed = (await signaturesOf(tx, workspaceId, id)).filter((one) => one.checkName === check)
    const before = coveredDepartments(departmentIds, managers, new Set(signed.map((one) => one.memberId)))
    const after = coveredDepartments(departmentIds, managers, new Set([...signed.map((one) => one.memberId), actor.id]))
    if (after.size === before.size) throw new Problem('override_department_signed')
    const checks = await runChecks(tx, workspaceId, id, at, await readerLocale(tx, actor))
    if (checks.find((one) => one.check === check)?.state !== 'block') throw new Problem('check_not_blocking')
    await sql`insert into campaign_override (workspace_id, campaign_id, check_name, member_id, reason, signed_at)
      values (${workspaceId}, ${id}, ${check}, ${actor.id}, ${reason.trim()}, ${at})`.execute(tx)
    const inForce = after.size === departmentIds.length
    await record(tx, actor, at, 'campaign.override_signed', { ...factsOf(campaign), check, reason, inForce }, [id])
    return (await readOverrides(tx, workspaceId, campaign)).get(check)!
  })
