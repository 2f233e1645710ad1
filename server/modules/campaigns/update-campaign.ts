import { sql } from 'kysely'
import type { Campaign, campaignsRoutes } from '#contract/campaigns.ts'
import { changesOf } from '#kernel/changes.ts'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import { type Ctx, type Handlers, requireVersion } from '#kernel/http.ts'
import { filled, Problem } from '#kernel/problem.ts'
import { searchText } from '#kernel/text.ts'
import { audienceKey, currencyOf, requireOrder } from './create-campaign.ts'
import { guardCampaign, lockStockOf, setGuarded } from './guard/arm.ts'
import { readCampaign } from './read-campaign.ts'
import { pairOwners, readSeats, stateByKickoff, writeSeats } from './seats.ts'
import { factsOf, isRunning, lockCampaign, moneyOf, type Row, requireOpen } from './select-campaigns.ts'

type Given = Parameters<Handlers<typeof campaignsRoutes>['PATCH /campaigns/:id']>[1]['body']

/** Changes facts. What stays the same makes no new version and no event. A running campaign keeps its start and its table. */
export const updateCampaign = (ctx: Ctx, id: string, given: Given): Promise<Campaign> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const old = await lockCampaign(tx, workspaceId, id)
    requireVersion(ctx, old.version)
    requireOpen(old)
    const changes = changesOf(asGiven(old), given)
    if (Object.keys(changes).length === 0) return readCampaign(tx, ctx, id)
    if (isRunning(old) && (changes.startsOn || changes.departmentIds)) throw new Problem('campaign_running')
    await write(tx, workspaceId, at, old, given)
    if (given.departmentIds || given.ownerIds) await reseat(tx, workspaceId, old, given)
    if (old.state === 'live' && changes.guardOn) {
      await lockStockOf(tx, workspaceId, id)
      await setGuarded(tx, workspaceId, id, given.guardOn === true)
      if (given.guardOn) await guardCampaign(tx, actor, at, id)
    }
    await record(tx, actor, at, 'campaign.updated', { ...factsOf({ id, name: given.name ?? old.name }), changes }, [id])
    return readCampaign(tx, ctx, id)
  })

async function write(tx: Tx, workspaceId: string, at: Date, old: Row, given: Given) {
  const name = given.name === undefined ? old.name : filled(given.name, '/name')
  const startsOn = given.startsOn ?? old.startsOn
  const endsOn = given.endsOn ?? old.endsOn
  requireOrder(startsOn, endsOn)
  const audience = given.audience === undefined ? old.audience : given.audience?.trim() || null
  const budget = given.budget === undefined ? moneyOf(old.budgetCents, old.currency) : given.budget
  const targetSales = given.targetSales === undefined ? moneyOf(old.targetSalesCents, old.currency) : given.targetSales
  const currency = currencyOf(budget, targetSales) ?? old.currency
  if (currency !== old.currency) await requireNoCosts(tx, workspaceId, old.id)
  await sql`update campaign set name = ${name}, starts_on = ${startsOn}, ends_on = ${endsOn}, audience = ${audience},
      audience_key = ${audienceKey(audience)}, audience_size = ${pick(given.audienceSize, old.audienceSize)},
      message_house = ${JSON.stringify(given.messageHouse ?? old.messageHouse)}::jsonb,
      channels = ${given.channels ? [...new Set(given.channels)] : old.channels}, budget_cents = ${budget?.amountCents ?? null},
      target_leads = ${pick(given.targetLeads, old.targetLeads)}, target_sales_cents = ${targetSales?.amountCents ?? null},
      currency = ${currency}, guard_on = ${given.guardOn ?? old.guardOn}, search = ${searchText(name, audience)},
      updated_at = ${at}, version = version + 1
    where workspace_id = ${workspaceId} and id = ${old.id}`.execute(tx)
}

const pick = <T>(given: T | undefined, old: T): T => (given === undefined ? old : given)

async function requireNoCosts(tx: Tx, workspaceId: string, id: string) {
  const { rows } = await sql`select 1 from campaign_cost
    where workspace_id = ${workspaceId} and campaign_id = ${id} limit 1`.execute(tx)
  if (rows.length > 0)
    throw new Problem('unprocessable', {}, [{ pointer: '/budget/currency', rule: 'currency_mismatch' }])
}

/** Departments that join have not signed: the campaign goes back to its kick-off. */
async function reseat(tx: Tx, workspaceId: string, old: Row, given: Given) {
  const pairs = given.ownerIds
    ? await pairOwners(tx, workspaceId, given.departmentIds ?? old.departmentIds, given.ownerIds)
    : await keepOwners(tx, workspaceId, old, given.departmentIds ?? old.departmentIds)
  await writeSeats(tx, workspaceId, old.id, pairs)
  if (isRunning(old)) return
  const state = stateByKickoff(await readSeats(tx, workspaceId, old.id))
  await sql`update campaign set state = ${state}, kickoff_held_at = case when ${state} = 'ready' then kickoff_held_at end
    where workspace_id = ${workspaceId} and id = ${old.id}`.execute(tx)
}

async function keepOwners(tx: Tx, workspaceId: string, old: Row, departmentIds: readonly string[]) {
  const [seats, pairs] = [
    await readSeats(tx, workspaceId, old.id),
    await pairOwners(tx, workspaceId, departmentIds, []),
  ]
  const owners = new Map(seats.map((seat) => [seat.departmentId, seat.ownerId]))
  return pairs.map(({ departmentId }) => ({ departmentId, ownerId: owners.get(departmentId) ?? null }))
}

/** As it would be given. */
const asGiven = (campaign: Row) => ({
  ...campaign,
  budget: moneyOf(campaign.budgetCents, campaign.currency),
  targetSales: moneyOf(campaign.targetSalesCents, campaign.currency),
})
