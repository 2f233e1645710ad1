import { sql } from 'kysely'
import Type, { type Static } from 'typebox'
import { campaignsEvents } from '#contract/campaign-events.ts'
import { Id } from '#contract/kit.ts'
import type { Tx } from '#kernel/db.ts'
import { systemActor } from '#kernel/events.ts'
import { asLocale, translate } from '#kernel/i18n.ts'
import { defineJob } from '#kernel/jobs.ts'
import { createTasks } from '#modules/activities/public.ts'
import { notify } from '#modules/platform/public.ts'
import type { Cause } from './switch-offers.ts'

export const departments = ['marketing', 'sales', 'service'] as const
const Tripped = Type.Object({ ...campaignsEvents['campaign.guard_tripped'].properties, workspaceId: Id })
const Cleared = Type.Object({ ...campaignsEvents['campaign.guard_cleared'].properties, workspaceId: Id })
type Turned = Pick<
  Static<typeof Tripped>,
  'workspaceId' | 'campaignId' | 'campaignName' | 'offerId' | 'productName' | 'cause'
>

/**
 * Tells sales, marketing and service that the guard holds an offer, and gives each department what is now to do. The offer
 * itself was switched in the transaction of the change; this follows within a second. Safe to run twice: one trip is told once.
 */
export const tellTripped = defineJob({
  name: 'campaigns.tell_tripped',
  payload: Tripped,
  retry: { limit: 10 },
  pool: 'interactive',
  async run(turned, { db, clock }) {
    const at = clock.now()
    await db.transaction().execute(async (tx) => {
      await holdCampaign(tx, turned.workspaceId, turned.campaignId)
      const told = await addressOf(tx, turned)
      if (!told?.since) return
      const { productName: product, campaignName: campaign, cause, offerId } = turned
      const dedupeKey = keyOfTrip({ cause, offerId, since: told.since })
      const words = { product, campaign, cause }
      await notify(tx, at, turned.workspaceId, [
        { memberIds: told.memberIds, kind: 'guard_tripped', params: words, link: told.link, dedupeKey, mail: true },
      ])
      await createTasks(
        tx,
        systemActor(turned.workspaceId),
        at,
        departments.map((departmentKey) => ({
          title: translate(told.locale, `campaigns.guard.tasks.${departmentKey}`, words),
          body: translate(told.locale, `campaigns.guard.why.${cause}`, words),
          kind: 'to_do' as const,
          priority: 'high' as const,
          departmentKey,
          dueAt: new Date(at.getTime() + 4 * 3_600_000),
          dedupeKey: `${dedupeKey}:${departmentKey}`,
        })),
      )
    })
  },
})

/** One trip of an offer. */
export const keyOfTrip = ({ cause, offerId, since }: { cause: Cause; offerId: string; since: Date }): string =>
  `guard:${cause}:${offerId}:${since.getTime()}`

/**
 * One at a time tells of a campaign's trips or closes what was told: else a trip that has just cleared could leave tasks
 * behind. Switching offers does not wait for this row. Answers the language of the workspace.
 */
export async function holdCampaign(tx: Tx, workspaceId: string, campaignId: string): Promise<string | undefined> {
  const { rows } = await sql<{
    locale: string
  }>`select w.locale from campaign c join workspace w on w.id = c.workspace_id
    where c.workspace_id = ${workspaceId} and c.id = ${campaignId} for no key update of c`.execute(tx)
  return rows[0]?.locale
}

/** The way back: whoever was told that it stopped is told that it goes on. */
export const tellCleared = defineJob({
  name: 'campaigns.tell_cleared',
  payload: Cleared,
  retry: { limit: 10 },
  pool: 'interactive',
  async run(turned, { db, clock }) {
    const at = clock.now()
    await db.transaction().execute(async (tx) => {
      const told = await addressOf(tx, turned)
      if (!told) return
      const { productName: product, campaignName: campaign, cause } = turned
      const dedupeKey = `guard:${cause}:${turned.offerId}:cleared:${told.clearedAt?.getTime() ?? 0}`
      await notify(tx, at, turned.workspaceId, [
        {
          memberIds: told.memberIds,
          kind: 'guard_cleared',
          params: { product, campaign, cause },
          link: told.link,
          dedupeKey,
        },
      ])
    })
  },
})

const causeColumns = { stock: 'stock_tripped_at', drift: 'drift_tripped_at', price: 'price_tripped_at' } as const
const mostPerDepartment = 20

/**
 * Owners of the campaign and who leads the three departments; in a department without managers, its people. `since` is when
 * the trip that still stands began (null: it has cleared meanwhile, and there is nothing to tell), `clearedAt` the last clearing.
 */
async function addressOf(tx: Tx, { workspaceId, campaignId, offerId, cause }: Turned) {
  const { rows } = await sql<{ locale: string; since: Date | null; clearedAt: Date | null }>`select w.locale,
      o.${sql.raw(causeColumns[cause])} as since,
      (select max(e.at) from event e where e.workspace_id = ${workspaceId} and e.subjects @> array[${offerId}]::uuid[]
        and e.name = 'campaign.guard_cleared') as cleared_at
    from workspace w join campaign_offer o on o.workspace_id = w.id and o.id = ${offerId} where w.id = ${workspaceId}`.execute(
    tx,
  )
  const found = rows[0]
  if (!found) return null
  const { rows: people } = await sql<{ id: string }>`with seats as (
      select d.id, d.key, exists (select 1 from member_department x join member m on m.workspace_id = x.workspace_id and m.id = x.member_id
        where x.workspace_id = ${workspaceId} and x.department_id = d.id and x.is_manager and m.removed_at is null) as is_led
      from department d where d.workspace_id = ${workspaceId} and d.key = any(${[...departments]}) and d.deleted_at is null)
    select s.owner_id as id from campaign_seat s
    where s.workspace_id = ${workspaceId} and s.campaign_id = ${campaignId} and s.owner_id is not null
    union
    select p.member_id from (
      select md.member_id, row_number() over (partition by md.department_id order by md.member_id) as place
      from member_department md join seats on seats.id = md.department_id
      where md.workspace_id = ${workspaceId} and (md.is_manager or not seats.is_led)) p where p.place <= ${mostPerDepartment}`.execute(
    tx,
  )
  return {
    memberIds: people.map((row) => row.id),
    locale: asLocale(found.locale),
    since: found.since,
    clearedAt: found.clearedAt,
    link: `/campaigns/${campaignId}`,
  }
}
