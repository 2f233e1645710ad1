import { sql } from 'kysely'
import { timeZoneOf } from '#kernel/calendar/time-zone.ts'
import { addDays, dayNumberOf, localDate } from '#kernel/calendar/zone.ts'
import type { AgendaSource } from '../agenda-source.ts'

type Tripped = {
  id: string
  campaignId: string
  campaign: string
  product: string
  cause: string
  since: Date
  amountCents: number | null
  departmentIds: string[]
}

/** Offers of running campaigns that the guard holds: sold out, a statement that is no longer true, a price out of order. */
export const trippedOffers: AgendaSource = async (db, workspaceId, _at, { limit }) => {
  const { rows } = await sql<Tripped>`select o.id, o.campaign_id, c.name as campaign, p.name as product,
      case when o.stock_tripped_at is not null then 'stock' when o.drift_tripped_at is not null then 'drift' else 'price' end as cause,
      least(o.stock_tripped_at, o.drift_tripped_at, o.price_tripped_at) as since, c.target_sales_cents as amount_cents,
      array(select s.department_id from campaign_seat s where s.workspace_id = ${workspaceId} and s.campaign_id = c.id) as department_ids
    from campaign_offer o
    join campaign c on c.workspace_id = o.workspace_id and c.id = o.campaign_id and c.deleted_at is null
    join product p on p.workspace_id = o.workspace_id and p.id = o.product_id
    where o.workspace_id = ${workspaceId} and o.is_guarded and o.removed_at is null
      and coalesce(o.stock_tripped_at, o.drift_tripped_at, o.price_tripped_at) is not null
    order by since, o.id limit ${limit}`.execute(db)
  return rows.map((row) => ({
    key: `offer_tripped:${row.id}`,
    kind: 'offer_tripped',
    title: row.campaign,
    params: { product: row.product, cause: row.cause },
    severity: 'critical',
    since: row.since,
    amountCents: row.amountCents,
    url: `/campaigns/${row.campaignId}`,
    departmentIds: row.departmentIds,
    ownerId: null,
  }))
}

type Coming = {
  id: string
  name: string
  startsOn: string
  zone: string
  amountCents: number | null
  departmentIds: string[]
}
const lookAheadDays = 14
const soonDays = 3
const nearDays = 7

/** Campaigns that begin within two weeks without the signatures of every department. */
export const campaignsWithoutKickoff: AgendaSource = async (db, workspaceId, at, { limit }) => {
  const today = localDate(await timeZoneOf(db, workspaceId), at)
  const { rows } =
    await sql<Coming>`select c.id, c.name, c.starts_on, coalesce(c.target_sales_cents, c.budget_cents) as amount_cents,
      array(select s.department_id from campaign_seat s where s.workspace_id = ${workspaceId} and s.campaign_id = c.id) as department_ids
    from campaign c where c.workspace_id = ${workspaceId} and c.state in ('draft', 'kickoff') and c.deleted_at is null
      and c.starts_on >= ${today} and c.starts_on <= ${addDays(today, lookAheadDays)} order by c.starts_on, c.id limit ${limit}`.execute(
      db,
    )
  return rows.map((row) => {
    const days = dayNumberOf(row.startsOn) - dayNumberOf(today)
    return {
      key: `campaign_without_kickoff:${row.id}`,
      kind: 'campaign_without_kickoff',
      title: row.name,
      params: { days },
      severity: days <= soonDays ? ('critical' as const) : days <= nearDays ? ('major' as const) : ('minor' as const),
      since: new Date(at.getTime() - (lookAheadDays - days) * 86_400_000),
      amountCents: row.amountCents,
      url: `/campaigns/${row.id}`,
      departmentIds: row.departmentIds,
      ownerId: null,
    }
  })
}
