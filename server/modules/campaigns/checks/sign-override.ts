import { sql } from 'kysely'
import { type CheckName, type campaignChecksRoutes, checkNames, type Override } from '#contract/campaign-checks.ts'
import { record } from '#kernel/events.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'
import { coveredDepartments, type Found, standsFor } from '../rules/signatures.ts'
import { factsOf, lockCampaign, requireOpen } from '../select-campaigns.ts'
import { type Facts, readFacts } from './facts.ts'
import { judges } from './judges.ts'
import { overrideOf, readSigned, tableOf } from './read-overrides.ts'

type Given = Parameters<Handlers<typeof campaignChecksRoutes>['POST /campaigns/:id/overrides']>[1]['body']

export async function listOverrides(ctx: Ctx, id: string) {
  const facts = await readFacts(ctx.db, ctx.actor.workspaceId, id, ctx.clock.now())
  const overrides = checkNames.map((check) => overrideOf(facts.signed, check, foundBy(facts, check)))
  return { items: overrides.filter((one) => one !== null), next: null }
}

/**
 * One manager's word that a check shall not hold the launch up, for what it finds now. Throws 403 for who leads none of the
 * departments, and 409 when the department has spoken already: two managers of the same department do not count as two. Who
 * signed for less signs again.
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
    const facts = await readFacts(tx, workspaceId, id, at)
    const found = foundBy(facts, check)
    const signed = facts.signed.signatures
      .filter((one) => one.checkName === check && standsFor(one.signedFor, found))
      .map((one) => one.memberId)
    const before = coveredDepartments(departmentIds, managers, new Set(signed))
    const after = coveredDepartments(departmentIds, managers, new Set([...signed, actor.id]))
    if (after.size === before.size) throw new Problem('override_department_signed')
    if (judges[check](facts, neutral).state !== 'block') throw new Problem('check_not_blocking')
    await sql`insert into campaign_override (workspace_id, campaign_id, check_name, member_id, reason, signed_at, signed_for)
      values (${workspaceId}, ${id}, ${check}, ${actor.id}, ${reason.trim()}, ${at}, ${JSON.stringify(found)}::jsonb)
      on conflict (workspace_id, campaign_id, check_name, member_id) do update
        set reason = excluded.reason, signed_at = excluded.signed_at, signed_for = excluded.signed_for`.execute(tx)
    const inForce = after.size === departmentIds.length
    await record(tx, actor, at, 'campaign.override_signed', { ...factsOf(campaign), check, reason, inForce }, [id])
    return overrideOf(await readSigned(tx, workspaceId, campaign), check, found)!
  })

/** What is found has no language. */
const neutral = 'es'
const foundBy = (facts: Facts, check: CheckName): Found => judges[check](facts, neutral).found ?? {}
