import { sql } from 'kysely'
import Type from 'typebox'
import { Id } from '#contract/kit.ts'
import { systemActor } from '#kernel/events.ts'
import { defineJob } from '#kernel/jobs.ts'
import { completeTasks } from '#modules/activities/public.ts'
import { notify } from '#modules/platform/public.ts'
import { managersOf } from './tell.ts'

/** Somebody left: whoever leads the departments they answered for is told how much has no living owner. */
export const tellOwnerless = defineJob({
  name: 'information.tell_ownerless',
  payload: Type.Object({ workspaceId: Id, memberId: Id, name: Type.String() }),
  retry: { limit: 5 },
  pool: 'interactive',
  run: async ({ workspaceId, memberId, name }, { db, clock }) => {
    await db.transaction().execute(async (tx) => {
      const { rows } = await sql<{
        departmentId: string
        count: number
      }>`select i.provided_by_department_id as department_id, count(*) as count
        from information_item i
        join member m on m.workspace_id = i.workspace_id and m.workspace_id = ${workspaceId} and m.id = i.owner_id and m.removed_at is not null
        where i.workspace_id = ${workspaceId} and i.owner_id = ${memberId} and i.deleted_at is null and i.closed_at is null
        group by 1`.execute(tx)
      const managers = await managersOf(
        tx,
        workspaceId,
        rows.map((row) => row.departmentId),
      )
      await notify(
        tx,
        clock.now(),
        workspaceId,
        rows.map(({ departmentId, count }) => ({
          memberIds: managers.get(departmentId) ?? [],
          kind: 'information_ownerless',
          params: { person: name, count },
          link: '/information?show=all&ownerless=true',
          dedupeKey: `information_ownerless:${memberId}:${departmentId}`,
          mail: true,
        })),
      )
    })
  },
})

/**
 * What was asked for a campaign is no longer asked for once it has ended or been put away, and is again when it comes back.
 * Reads the campaign as it is now, so that events out of order do no harm.
 */
export const followCampaign = defineJob({
  name: 'information.follow_campaign',
  payload: Type.Object({ workspaceId: Id, campaignId: Id }),
  retry: { limit: 5 },
  pool: 'interactive',
  run: async ({ workspaceId, campaignId }, { db, clock }) => {
    const at = clock.now()
    await db.transaction().execute(async (tx) => {
      const { rows: campaigns } = await sql<{
        isOver: boolean
      }>`select deleted_at is not null or state in ('finished', 'archived') as is_over
        from campaign where workspace_id = ${workspaceId} and id = ${campaignId} for share`.execute(tx)
      const isOver = campaigns[0]?.isOver ?? true
      const { rows } = await sql<{
        id: string
        reminderTaskId: string | null
      }>`select id, reminder_task_id from information_item
        where workspace_id = ${workspaceId} and campaign_id = ${campaignId} and deleted_at is null
          and (closed_at is null) = ${isOver} order by id for update`.execute(tx)
      if (rows.length === 0) return
      await sql`update information_item set closed_at = ${isOver ? at : null}, reminded_for = null, reminder_task_id = null, updated_at = ${at},
          version = version + 1
        where workspace_id = ${workspaceId} and id = any(${rows.map(({ id }) => id)}::uuid[])`.execute(tx)
      await completeTasks(
        tx,
        systemActor(workspaceId),
        at,
        rows.flatMap(({ reminderTaskId }) => reminderTaskId ?? []),
      )
    })
  },
})
