import { sql } from 'kysely'
import Type from 'typebox'
import { Id } from '#contract/kit.ts'
import type { Tx } from '#kernel/db.ts'
import { systemActor } from '#kernel/events.ts'
import { asLocale, translate } from '#kernel/i18n.ts'
import { defineJob } from '#kernel/jobs.ts'
import { completeTasks } from '#modules/activities/public.ts'
import type { Cause } from './switch-offers.ts'
import { departments, holdCampaign, keyOfTrip } from './tell.ts'

const mostTrips = 1000
type Trip = { offerId: string; cause: Cause; since: Date }

/**
 * Ticks off what the guard gave people to do, once what it held goes on, is paused, taken away or over: a task that asks for
 * something nobody needs any more hides those that matter.
 */
export const closeTasks = defineJob({
  name: 'campaigns.close_guard_tasks',
  payload: Type.Object({ workspaceId: Id, campaignId: Id }, { additionalProperties: true }),
  retry: { limit: 10 },
  pool: 'interactive',
  async run({ workspaceId, campaignId }, { db, clock }) {
    await db.transaction().execute(async (tx) => {
      const locale = await holdCampaign(tx, workspaceId, campaignId)
      const trips = await tripsThatEnded(tx, workspaceId, campaignId)
      const keys = trips.flatMap((trip) => departments.map((department) => `${keyOfTrip(trip)}:${department}`))
      const { rows } = await sql<{ id: string }>`select id from task
        where workspace_id = ${workspaceId} and dedupe_key = any(${keys}::text[]) and state = 'open'`.execute(tx)
      const note = translate(asLocale(locale), 'campaigns.guard.closed')
      await completeTasks(
        tx,
        systemActor(workspaceId),
        clock.now(),
        rows.map(({ id }) => id),
        { note },
      )
    })
  },
})

/** Trips of the campaign's offers but those that still stand. */
async function tripsThatEnded(tx: Tx, workspaceId: string, campaignId: string): Promise<Trip[]> {
  const { rows } =
    await sql<Trip>`select e.data ->> 'offerId' as offer_id, e.data ->> 'cause' as cause, e.at as since from event e
    where e.workspace_id = ${workspaceId} and e.subjects @> array[${campaignId}]::uuid[] and e.name = 'campaign.guard_tripped'
      and not exists (select 1 from campaign_offer o
        where o.workspace_id = ${workspaceId} and o.id = (e.data ->> 'offerId')::uuid and o.removed_at is null
          and e.at = case e.data ->> 'cause' when 'stock' then o.stock_tripped_at when 'drift' then o.drift_tripped_at
            else o.price_tripped_at end)
    order by e.at desc limit ${mostTrips}`.execute(tx)
  return rows
}
