import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '#kernel/db.ts'
import type { LockSource } from '#modules/meetings/public.ts'
import { dayOf } from './day.ts'
import { freshnessOn, staleOn } from './select-items.ts'

export type StaleScope = {
  /** Items that these departments ask for; left out: of all. */
  departmentIds?: readonly string[]
  projectId?: string | null
  campaignId?: string | null
  meetingSeriesId?: string | null
}
export type StaleItem = { id: string; name: string; ownerId: string; dueOn: string }
const mostAnswered = 200

/**
 * Mandatory items that are beyond their interval, or were never verified, on the local day of `at`; worst first, at most 200.
 * For a meeting: what its departments ask for, of the workspace and of its project, and what is bound to its series.
 * For a campaign: its own items whatever the department, and those of the workspace that hold up launches and that its
 * departments ask for.
 */
export async function staleMandatory(
  db: Db | Tx,
  workspaceId: string,
  at: Date,
  scope: StaleScope,
): Promise<StaleItem[]> {
  const day = await dayOf(db, workspaceId, at)
  const { rows } = await sql<StaleItem>`select i.id, i.name, i.owner_id, i.due_on from information_item i
    where i.workspace_id = ${workspaceId} and i.deleted_at is null and i.closed_at is null and i.mandatory and ${staleOn(day)}
      and ${scope.campaignId ? ofCampaign(scope.campaignId, scope) : ofMeeting(scope)}
    order by i.stale_on, i.id limit ${mostAnswered}`.execute(db)
  return rows
}

function ofCampaign(campaignId: string, { departmentIds }: StaleScope): RawBuilder<unknown> {
  const general = departmentIds
    ? sql`or (i.blocks_launches and i.campaign_id is null and i.meeting_series_id is null and i.project_id is null
        and i.requested_by_department_id = any(${[...departmentIds]}::uuid[]))`
    : sql``
  return sql`(i.campaign_id = ${campaignId} ${general})`
}

function ofMeeting({ departmentIds, projectId = null, meetingSeriesId = null }: StaleScope): RawBuilder<unknown> {
  const asked = departmentIds ? sql`and i.requested_by_department_id = any(${[...departmentIds]}::uuid[])` : sql``
  return sql`i.campaign_id is null and (i.meeting_series_id = ${meetingSeriesId}::uuid
    or (i.meeting_series_id is null and (i.project_id is null or i.project_id = ${projectId}::uuid) ${asked}))`
}

/** Mean freshness of all items that are asked for, 0 to 1; of a project's alone where one is named. Null: no items. */
export async function freshnessScore(
  db: Db | Tx,
  workspaceId: string,
  at: Date,
  projectId?: string,
): Promise<number | null> {
  const day = await dayOf(db, workspaceId, at)
  const { rows } = await sql<{ score: number | null }>`select avg(${freshnessOn(day)}) as score from information_item i
    where i.workspace_id = ${workspaceId} and i.deleted_at is null and i.closed_at is null
      ${projectId ? sql`and i.project_id = ${projectId}` : sql``}`.execute(db)
  return rows[0]?.score ?? null
}

/**
 * Mandatory information that was stale at the meeting's start and has not been verified since; before the start, what is stale
 * now: nobody is locked out for what may still be verified in time.
 */
export const informationLock: LockSource = async (db, workspaceId, at, scope) => {
  const stale = await staleMandatory(db, workspaceId, at < scope.startsAt ? at : scope.startsAt, scope)
  if (stale.length === 0) return null
  return {
    code: 'mandatory_information_stale',
    items: stale.map(({ id, name }) => ({ id, name, url: `/information/${id}` })),
  }
}
