import { sql } from 'kysely'
import type { Campaign, campaignsRoutes } from '#contract/campaigns.ts'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { filled, Problem } from '#kernel/problem.ts'
import { foldText, searchText } from '#kernel/text.ts'
import { setEdges } from '#modules/impacts/public.ts'
import { readCampaign } from './read-campaign.ts'
import { pairOwners, writeSeats } from './seats.ts'

type Given = Parameters<Handlers<typeof campaignsRoutes>['POST /campaigns']>[1]['body']
type Money = { amountCents: number; currency: string }

/** Plans a campaign; until the kick-off it is a draft. Throws 422 when it ends before it starts. */
export const createCampaign = (ctx: Ctx, given: Given): Promise<Campaign> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const name = filled(given.name, '/name')
    requireOrder(given.startsOn, given.endsOn)
    const currency = currencyOf(given.budget, given.targetSales) ?? (await currencyOfWorkspace(tx, workspaceId))
    const pairs = await pairOwners(tx, workspaceId, given.departmentIds, given.ownerIds ?? [])
    const id = newId()
    const audience = given.audience?.trim() || null
    await sql`insert into campaign (workspace_id, id, name, state, starts_on, ends_on, audience, audience_key, audience_size, message_house,
        channels, budget_cents, target_leads, target_sales_cents, currency, guard_on, search, created_by, created_at, updated_at)
      values (${workspaceId}, ${id}, ${name}, 'draft', ${given.startsOn}, ${given.endsOn}, ${audience}, ${audienceKey(audience)},
        ${given.audienceSize ?? null}, ${JSON.stringify(given.messageHouse ?? { core: '', pillars: [] })}::jsonb,
        ${[...new Set(given.channels ?? [])]}, ${given.budget?.amountCents ?? null}, ${given.targetLeads ?? null},
        ${given.targetSales?.amountCents ?? null}, ${currency}, ${given.guardOn ?? true}, ${searchText(name, audience)}, ${actor.id}, ${at}, ${at})`.execute(
      tx,
    )
    await writeSeats(tx, workspaceId, id, pairs)
    const { startsOn, endsOn } = given
    await record(tx, actor, at, 'campaign.created', { campaignId: id, campaignName: name, startsOn, endsOn }, [id])
    await setEdges(tx, at, workspaceId, { type: 'campaign', id }, [{ type: 'brief', id }], 'contains')
    return readCampaign(tx, ctx, id)
  })

export function requireOrder(startsOn: string, endsOn: string) {
  if (endsOn < startsOn) throw new Problem('unprocessable', {}, [{ pointer: '/endsOn', rule: 'period_order' }])
}

/** Of everything that is money in a campaign: one currency, or sums would lie. */
export function currencyOf(budget?: Money | null, targetSales?: Money | null): string | null {
  if (budget && targetSales && budget.currency !== targetSales.currency)
    throw new Problem('unprocessable', {}, [{ pointer: '/targetSales/currency', rule: 'currency_mismatch' }])
  return budget?.currency ?? targetSales?.currency ?? null
}

export const audienceKey = (audience: string | null): string | null => (audience && foldText(audience)) || null

async function currencyOfWorkspace(tx: Tx, workspaceId: string): Promise<string> {
  const { rows } = await sql<{ currency: string }>`select currency from workspace where id = ${workspaceId}`.execute(tx)
  return rows[0]!.currency
}
