import { type RawBuilder, sql } from 'kysely'
import type { guardCauses } from '#contract/campaign-parts.ts'
import type { Tx } from '#kernel/db.ts'
import { type Actor, type EventRecord, recordMany } from '#kernel/events.ts'

export type Cause = (typeof guardCauses)[number]
export type Turn = {
  offerId: string
  to: 'trip' | 'clear'
  available: number | null
  daysOfCover: number | null
  /** The attribute or price that is to blame. */
  what: string | null
}

const columns: Record<Cause, RawBuilder<unknown>> = {
  stock: sql`stock_tripped_at`,
  drift: sql`drift_tripped_at`,
  price: sql`price_tripped_at`,
}
type Turned = {
  offerId: string
  productId: string
  productName: string
  campaignId: string
  campaignName: string
  links: number
}

/**
 * Switches offers for one cause and says so in the ledger, in the transaction of what caused it. Who stands that way
 * already is left alone, so nothing is switched or told twice. Two statements, whatever the number of offers.
 */
export async function switchOffers(
  tx: Tx,
  actor: Actor,
  at: Date,
  cause: Cause,
  turns: readonly Turn[],
): Promise<void> {
  if (turns.length === 0) return
  const { workspaceId } = actor
  const column = columns[cause]
  const given = turns.map(({ offerId, to }) => ({ id: offerId, trip: to === 'trip' }))
  const { rows } = await sql<Turned>`with given as materialized (
      select g.id, g.trip from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as g(id uuid, trip boolean)),
    turned as (
      update campaign_offer o set ${column} = case when g.trip then ${at}::timestamptz end
      from given g where o.workspace_id = ${workspaceId} and o.id = g.id and (o.${column} is null) = g.trip
      returning o.id, o.campaign_id, o.product_id)
    select t.id as offer_id, t.campaign_id, c.name as campaign_name, t.product_id, p.name as product_name,
      (select count(*) from tracked_link l where l.workspace_id = ${workspaceId} and l.offer_id = t.id and l.removed_at is null) as links
    from turned t
    join campaign c on c.workspace_id = ${workspaceId} and c.id = t.campaign_id
    join product p on p.workspace_id = ${workspaceId} and p.id = t.product_id`.execute(tx)
  const byOffer = new Map(turns.map((turn) => [turn.offerId, turn]))
  await recordMany(
    tx,
    actor,
    at,
    rows.map((row) => eventOf(row, byOffer.get(row.offerId)!, cause)),
  )
}

function eventOf(row: Turned, { to, available, daysOfCover, what }: Turn, cause: Cause): EventRecord {
  const subjects = [row.campaignId, row.offerId, row.productId]
  return to === 'trip'
    ? { name: 'campaign.guard_tripped', data: { ...row, cause, available, what }, subjects }
    : { name: 'campaign.guard_cleared', data: { ...row, cause, available, daysOfCover }, subjects }
}
