import { sql } from 'kysely'
import type { Campaign } from '#contract/campaigns.ts'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import { type Ctx, requireVersion } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'
import { readCampaign } from './read-campaign.ts'
import { readSeats, stateByKickoff } from './seats.ts'
import { factsOf, isRunning, lockCampaign, type Row } from './select-campaigns.ts'

export const deleteCampaign = (ctx: Ctx, id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const campaign = await lockIdle(ctx, tx, id)
    await sql`update campaign set deleted_at = ${at}, updated_at = ${at}, version = version + 1
      where workspace_id = ${actor.workspaceId} and id = ${id}`.execute(tx)
    await record(tx, actor, at, 'campaign.deleted', factsOf(campaign), [id])
  })

/** Brings a deleted campaign back; one that is there already is answered as it is. */
export const restoreCampaign = (ctx: Ctx, id: string): Promise<Campaign> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const { rows } = await sql<{
      id: string
      name: string
      deletedAt: Date | null
    }>`select id, name, deleted_at from campaign
      where workspace_id = ${actor.workspaceId} and id = ${id} for update`.execute(tx)
    const campaign = rows[0]
    if (!campaign) throw new Problem('not_found')
    if (campaign.deletedAt) {
      await sql`update campaign set deleted_at = null, updated_at = ${at}, version = version + 1
        where workspace_id = ${actor.workspaceId} and id = ${id}`.execute(tx)
      await record(tx, actor, at, 'campaign.restored', factsOf(campaign), [id])
    }
    return readCampaign(tx, ctx, id)
  })

export const archiveCampaign = (ctx: Ctx, id: string): Promise<Campaign> =>
  ctx.transact(async (tx) => {
    const campaign = await lockIdle(ctx, tx, id)
    if (campaign.state === 'archived') throw new Problem('invalid_transition')
    return setState(ctx, tx, campaign, 'archived')
  })

/** As far as it had come: finished if it ever ran, else where its kick-off stands. */
export const unarchiveCampaign = (ctx: Ctx, id: string): Promise<Campaign> =>
  ctx.transact(async (tx) => {
    const campaign = await lockIdle(ctx, tx, id)
    if (campaign.state !== 'archived') throw new Problem('invalid_transition')
    const seats = await readSeats(tx, ctx.actor.workspaceId, id)
    return setState(ctx, tx, campaign, campaign.launchedAt ? 'finished' : stateByKickoff(seats))
  })

async function lockIdle(ctx: Ctx, tx: Tx, id: string): Promise<Row> {
  const campaign = await lockCampaign(tx, ctx.actor.workspaceId, id)
  requireVersion(ctx, campaign.version)
  if (isRunning(campaign)) throw new Problem('campaign_running')
  return campaign
}

async function setState(ctx: Ctx, tx: Tx, campaign: Row, state: Row['state']): Promise<Campaign> {
  const at = ctx.clock.now()
  await sql`update campaign set state = ${state}, updated_at = ${at}, version = version + 1
    where workspace_id = ${ctx.actor.workspaceId} and id = ${campaign.id}`.execute(tx)
  const name = state === 'archived' ? 'campaign.archived' : 'campaign.unarchived'
  await record(tx, ctx.actor, at, name, factsOf(campaign), [campaign.id])
  return readCampaign(tx, ctx, campaign.id)
}
