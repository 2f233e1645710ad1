import { sql } from 'kysely'
import type { Cost, campaignPartsRoutes } from '#contract/campaign-parts.ts'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { Problem } from '#kernel/problem.ts'
import { factsOf, lockCampaign, moneyOf, requireCampaign } from './select-campaigns.ts'

type Given = Parameters<Handlers<typeof campaignPartsRoutes>['POST /campaigns/:id/costs']>[1]['body']
type Change = Parameters<Handlers<typeof campaignPartsRoutes>['PATCH /campaigns/:id/costs/:costId']>[1]['body']
type Row = {
  id: string
  label: string
  channel: string | null
  plannedCents: number | null
  actualCents: number | null
  currency: string
  spentOn: string | null
  createdAt: Date
}
const columns = sql`id, label, channel, planned_cents, actual_cents, currency, spent_on, created_at`

export async function listCosts(ctx: Ctx, campaignId: string) {
  const { workspaceId } = ctx.actor
  await requireCampaign(ctx.db, workspaceId, campaignId)
  const { rows } = await sql<Row>`select ${columns} from campaign_cost
    where workspace_id = ${workspaceId} and campaign_id = ${campaignId} order by created_at, id limit 1000`.execute(
    ctx.db,
  )
  return { items: rows.map(toCost), next: null }
}

export const noteCost = (ctx: Ctx, campaignId: string, given: Given): Promise<Cost> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const campaign = await lockCampaign(tx, actor.workspaceId, campaignId)
    requireCurrency(campaign.currency, given)
    const id = newId()
    const { rows } =
      await sql<Row>`insert into campaign_cost (workspace_id, id, campaign_id, label, channel, planned_cents, actual_cents,
        currency, spent_on, created_by, created_at)
      values (${actor.workspaceId}, ${id}, ${campaignId}, ${given.label}, ${given.channel || null}, ${given.planned?.amountCents ?? null},
        ${given.actual?.amountCents ?? null}, ${campaign.currency}, ${given.spentOn ?? null}, ${actor.id}, ${at}) returning ${columns}`.execute(
        tx,
      )
    const data = { ...factsOf(campaign), costId: id, label: given.label }
    await record(tx, actor, at, 'campaign.cost_noted', data, [campaignId])
    return toCost(rows[0]!)
  })

export const changeCost = (ctx: Ctx, campaignId: string, costId: string, given: Change): Promise<Cost> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const campaign = await lockCampaign(tx, actor.workspaceId, campaignId)
    const old = await readCost(tx, actor.workspaceId, campaignId, costId)
    requireCurrency(campaign.currency, given)
    const { rows } = await sql<Row>`update campaign_cost set label = ${given.label ?? old.label},
        channel = ${given.channel === undefined ? old.channel : given.channel || null},
        planned_cents = ${given.planned === undefined ? old.plannedCents : (given.planned?.amountCents ?? null)},
        actual_cents = ${given.actual === undefined ? old.actualCents : (given.actual?.amountCents ?? null)},
        spent_on = ${given.spentOn === undefined ? old.spentOn : given.spentOn}
      where workspace_id = ${actor.workspaceId} and id = ${costId} returning ${columns}`.execute(tx)
    const data = { ...factsOf(campaign), costId, label: rows[0]!.label }
    await record(tx, actor, ctx.clock.now(), 'campaign.cost_noted', data, [campaignId])
    return toCost(rows[0]!)
  })

export const removeCost = (ctx: Ctx, campaignId: string, costId: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const campaign = await lockCampaign(tx, actor.workspaceId, campaignId)
    const { label } = await readCost(tx, actor.workspaceId, campaignId, costId)
    await sql`delete from campaign_cost where workspace_id = ${actor.workspaceId} and id = ${costId}`.execute(tx)
    const data = { ...factsOf(campaign), costId, label }
    await record(tx, actor, ctx.clock.now(), 'campaign.cost_removed', data, [campaignId])
  })

async function readCost(tx: Tx, workspaceId: string, campaignId: string, costId: string): Promise<Row> {
  const { rows } = await sql<Row>`select ${columns} from campaign_cost
    where workspace_id = ${workspaceId} and campaign_id = ${campaignId} and id = ${costId}`.execute(tx)
  if (!rows[0]) throw new Problem('not_found')
  return rows[0]
}

/** All money of a campaign is in its currency: sums would lie otherwise. */
function requireCurrency(currency: string, { planned, actual }: Change) {
  const errors = Object.entries({ planned, actual }).flatMap(([field, money]) =>
    money && money.currency !== currency ? [{ pointer: `/${field}/currency`, rule: 'currency_mismatch' }] : [],
  )
  if (errors.length > 0) throw new Problem('unprocessable', {}, errors)
}

const toCost = ({ plannedCents, actualCents, currency, createdAt, ...row }: Row): Cost => ({
  ...row,
  planned: moneyOf(plannedCents, currency),
  actual: moneyOf(actualCents, currency),
  createdAt: createdAt.toISOString(),
})
