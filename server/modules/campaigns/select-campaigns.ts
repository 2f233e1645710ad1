import { type RawBuilder, sql } from 'kysely'
import type { Static } from 'typebox'
import type { Brief, CampaignRow, campaignStates, MessageHouse } from '#contract/campaigns.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { Problem } from '#kernel/problem.ts'

export type State = (typeof campaignStates)[number]
export type StoredBrief = Partial<Omit<Brief, 'editedAt' | 'editedBy'>>
export type Row = {
  id: string
  name: string
  state: State
  startsOn: string
  endsOn: string
  audience: string | null
  audienceKey: string | null
  audienceSize: number | null
  brief: StoredBrief
  briefEditedAt: Date | null
  briefEditedBy: string | null
  messageHouse: MessageHouse
  channels: string[]
  budgetCents: number | null
  targetLeads: number | null
  targetSalesCents: number | null
  currency: string
  guardOn: boolean
  kickoffMeetingId: string | null
  kickoffHeldAt: Date | null
  launchedAt: Date | null
  finishedAt: Date | null
  pauseReason: string | null
  createdAt: Date
  updatedAt: Date
  version: number
  departmentIds: string[]
  ownerIds: string[]
  offers: number
  switchedOffers: number
}

const columns = (
  workspaceId: string,
) => sql`c.id, c.name, c.state, c.starts_on, c.ends_on, c.audience, c.audience_key, c.audience_size,
  c.brief, c.brief_edited_at, c.brief_edited_by, c.message_house, c.channels, c.budget_cents, c.target_leads, c.target_sales_cents,
  c.currency, c.guard_on, c.kickoff_meeting_id, c.kickoff_held_at, c.launched_at, c.finished_at, c.pause_reason, c.created_at,
  c.updated_at, c.version,
  array(select s.department_id from campaign_seat s where s.workspace_id = ${workspaceId} and s.campaign_id = c.id
    order by s.position, s.department_id) as department_ids,
  array(select s.owner_id from campaign_seat s where s.workspace_id = ${workspaceId} and s.campaign_id = c.id and s.owner_id is not null
    group by s.owner_id order by min(s.position)) as owner_ids,
  (select count(*) from campaign_offer o where o.workspace_id = ${workspaceId} and o.campaign_id = c.id and o.removed_at is null) as offers,
  (select count(*) from campaign_offer o where o.workspace_id = ${workspaceId} and o.campaign_id = c.id and o.removed_at is null
    and (o.stock_tripped_at is not null or o.drift_tripped_at is not null or o.price_tripped_at is not null)) as switched_offers`

/** Campaigns as they are answered; the caller adds its own `where`, order and limit, on `c`. */
export const selectCampaigns = (workspaceId: string, where: RawBuilder<unknown>) =>
  sql<Row>`select ${columns(workspaceId)} from campaign c where c.workspace_id = ${workspaceId} and ${where}`

/** Throws 404 on a campaign that is not there, deleted, or another workspace's. */
export async function readRow(db: Db | Tx, workspaceId: string, id: string): Promise<Row> {
  const { rows } = await selectCampaigns(workspaceId, sql`c.id = ${id} and c.deleted_at is null`).execute(db)
  if (!rows[0]) throw new Problem('not_found')
  return rows[0]
}

/** The same, locked until the transaction ends, so that two changes of one campaign follow one another. */
export async function lockCampaign(tx: Tx, workspaceId: string, id: string): Promise<Row> {
  const { rows } = await sql`select 1 from campaign
    where workspace_id = ${workspaceId} and id = ${id} and deleted_at is null for update`.execute(tx)
  if (rows.length === 0) throw new Problem('not_found')
  return readRow(tx, workspaceId, id)
}

/** Throws 404; what hangs on a campaign is only read by those who may see it. */
export async function requireCampaign(db: Db | Tx, workspaceId: string, id: string): Promise<void> {
  const { rows } = await sql`select 1 from campaign
    where workspace_id = ${workspaceId} and id = ${id} and deleted_at is null`.execute(db)
  if (rows.length === 0) throw new Problem('not_found')
}

export const isRunning = ({ state }: Pick<Row, 'state'>) => state === 'live' || state === 'paused'
export const isOver = ({ state }: Pick<Row, 'state'>) => state === 'finished' || state === 'archived'
export const requireOpen = (row: Row) => {
  if (isOver(row)) throw new Problem('campaign_over')
}

export const moneyOf = (amountCents: number | null, currency: string) =>
  amountCents === null ? null : { amountCents, currency }

export const toSummary = (row: Row): Static<typeof CampaignRow> => ({
  id: row.id,
  name: row.name,
  state: row.state,
  startsOn: row.startsOn,
  endsOn: row.endsOn,
  departmentIds: row.departmentIds,
  ownerIds: row.ownerIds,
  audience: row.audience,
  audienceSize: row.audienceSize,
  channels: row.channels,
  budget: moneyOf(row.budgetCents, row.currency),
  offers: row.offers,
  switchedOffers: row.switchedOffers,
  version: row.version,
  createdAt: row.createdAt.toISOString(),
})

/** What the ledger keeps of a campaign in every event. */
export const factsOf = ({ id, name }: { id: string; name: string }) => ({ campaignId: id, campaignName: name })
