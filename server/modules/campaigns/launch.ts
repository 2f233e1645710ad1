import { sql } from 'kysely'
import type { Campaign } from '#contract/campaigns.ts'
import { timeZoneOf } from '#kernel/calendar/time-zone.ts'
import { localDate } from '#kernel/calendar/zone.ts'
import type { Tx } from '#kernel/db.ts'
import { type Actor, record } from '#kernel/events.ts'
import { type Ctx, requireVersion } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'
import { readerLocale } from './checks/reader.ts'
import { runChecks } from './checks/run-checks.ts'
import { guardCampaign, lockStockOf, setGuarded } from './guard/arm.ts'
import { readCampaign } from './read-campaign.ts'
import { factsOf, lockCampaign, type Row } from './select-campaigns.ts'

/**
 * Goes live if no check holds it up, judged with the stock held still, and hands the offers to the guard at once. Whoever
 * comes second finds it live. Throws 409 with the blocking checks in `errors`.
 */
export const launchCampaign = (ctx: Ctx, id: string): Promise<Campaign> =>
  ctx.transact(async (tx) => {
    const campaign = await lockCampaign(tx, ctx.actor.workspaceId, id)
    if (!['draft', 'kickoff', 'ready'].includes(campaign.state)) throw new Problem('invalid_transition')
    requireVersion(ctx, campaign.version)
    const overridden = await requireChecks(ctx, tx, campaign)
    await goLive(ctx, tx, campaign)
    await record(tx, ctx.actor, ctx.clock.now(), 'campaign.launched', { ...factsOf(campaign), overridden }, [id])
    await arm(ctx, tx, campaign)
    return readCampaign(tx, ctx, id)
  })

/** Holds everything: links say so, nothing is sent. */
export const pauseCampaign = (ctx: Ctx, id: string, reason: string | undefined): Promise<Campaign> =>
  ctx.transact(async (tx) => {
    const at = ctx.clock.now()
    const campaign = await lockIn(ctx, tx, id, 'live')
    await lockStockOf(tx, ctx.actor.workspaceId, id)
    await setGuarded(tx, ctx.actor.workspaceId, id, false)
    await sql`update campaign set state = 'paused', pause_reason = ${reason ?? null}, updated_at = ${at}, version = version + 1
      where workspace_id = ${ctx.actor.workspaceId} and id = ${id}`.execute(tx)
    await record(tx, ctx.actor, at, 'campaign.paused', { ...factsOf(campaign), reason: reason ?? null }, [id])
    return readCampaign(tx, ctx, id)
  })

/** Goes on. What the guard judges by is judged anew: an offer that is not covered goes on as a waitlist. */
export const resumeCampaign = (ctx: Ctx, id: string): Promise<Campaign> =>
  ctx.transact(async (tx) => {
    const campaign = await lockIn(ctx, tx, id, 'paused')
    await goLive(ctx, tx, campaign)
    await record(tx, ctx.actor, ctx.clock.now(), 'campaign.resumed', factsOf(campaign), [id])
    await arm(ctx, tx, campaign)
    return readCampaign(tx, ctx, id)
  })

export const finishCampaign = (ctx: Ctx, id: string): Promise<Campaign> =>
  ctx.transact(async (tx) => {
    const campaign = await lockCampaign(tx, ctx.actor.workspaceId, id)
    if (campaign.state !== 'live' && campaign.state !== 'paused') throw new Problem('invalid_transition')
    requireVersion(ctx, campaign.version)
    await finish(tx, ctx.actor, ctx.clock.now(), campaign)
    return readCampaign(tx, ctx, id)
  })

/** Ends a running campaign, by hand or because its last day is over; the caller holds its row. */
export async function finish(tx: Tx, actor: Actor, at: Date, campaign: Row): Promise<void> {
  await lockStockOf(tx, actor.workspaceId, campaign.id)
  await setGuarded(tx, actor.workspaceId, campaign.id, false)
  await sql`update campaign set state = 'finished', finished_at = ${at}, pause_reason = null, updated_at = ${at}, version = version + 1
    where workspace_id = ${actor.workspaceId} and id = ${campaign.id}`.execute(tx)
  await record(tx, actor, at, 'campaign.finished', factsOf(campaign), [campaign.id])
}

async function lockIn(ctx: Ctx, tx: Tx, id: string, state: Row['state']): Promise<Row> {
  const campaign = await lockCampaign(tx, ctx.actor.workspaceId, id)
  if (campaign.state !== state) throw new Problem('invalid_transition')
  requireVersion(ctx, campaign.version)
  return campaign
}

async function requireChecks(ctx: Ctx, tx: Tx, campaign: Row) {
  await lockStockOf(tx, ctx.actor.workspaceId, campaign.id)
  const locale = await readerLocale(tx, ctx.actor)
  const checks = await runChecks(tx, ctx.actor.workspaceId, campaign.id, ctx.clock.now(), locale)
  const blocking = checks.filter((check) => check.state === 'block')
  if (blocking.length > 0)
    throw new Problem(
      'campaign_checks_failed',
      { count: blocking.length },
      blocking.map(({ check, message, fixUrl }) => ({
        pointer: `/checks/${check}`,
        rule: check,
        params: { message, fixUrl },
      })),
    )
  return checks.filter((check) => check.state === 'overridden').map((check) => check.check)
}

async function goLive(ctx: Ctx, tx: Tx, { id, endsOn }: Row) {
  const at = ctx.clock.now()
  const { workspaceId } = ctx.actor
  if (endsOn < localDate(await timeZoneOf(tx, workspaceId), at)) throw new Problem('campaign_over')
  await sql`update campaign set state = 'live', launched_at = coalesce(launched_at, ${at}), pause_reason = null, updated_at = ${at},
      version = version + 1 where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
}

async function arm(ctx: Ctx, tx: Tx, { id, guardOn }: Row) {
  if (!guardOn) return
  await lockStockOf(tx, ctx.actor.workspaceId, id)
  await setGuarded(tx, ctx.actor.workspaceId, id, true)
  await guardCampaign(tx, ctx.actor, ctx.clock.now(), id)
}
