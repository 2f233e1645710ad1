import { type RawBuilder, sql } from 'kysely'
import type { InformationItem, informationBindings } from '#contract/information.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { Problem } from '#kernel/problem.ts'
import { stateOf } from './rules/freshness.ts'
import { type Kind, readValue } from './values.ts'

export type Row = {
  id: string
  name: string
  purpose: string
  requestedByDepartmentId: string
  providedByDepartmentId: string
  ownerId: string
  ownerName: string
  ownerIsActive: boolean
  intervalDays: number
  mandatory: boolean
  blocksLaunches: boolean
  kind: Kind
  value: string | null
  unit: string | null
  documentId: string | null
  verifiedAt: Date | null
  verifiedBy: string | null
  verifiedOn: string | null
  dueOn: string
  freshness: number
  openProposals: number
  nudgedAt: Date | null
  projectId: string | null
  projectName: string | null
  campaignId: string | null
  campaignName: string | null
  meetingSeriesId: string | null
  meetingSeriesName: string | null
  remindedFor: string | null
  reminderTaskId: string | null
  closedAt: Date | null
  version: number
  createdAt: Date
  updatedAt: Date
}

/** The rule of `rules/freshness.ts` over `information_item i`; a property test holds the two equal. */
export const freshnessOn = (day: string) => sql<number>`case when i.verified_on is null then 0::float8
  else greatest(0::float8, least(1::float8, 1 - (${day}::date - i.due_on)::float8 / i.interval_days)) end`
/** Beyond its interval on that day, or never verified. */
export const staleOn = (day: string) => sql`i.stale_on <= ${day}::date`
export const neverVerified = '1970-01-01'

/** Items as they are answered on a local day; the caller adds its own `where`, order and limit, on `i`. */
export const selectItems = (workspaceId: string, day: string, where: RawBuilder<unknown>) =>
  sql<Row>`select i.id, i.name, i.purpose, i.requested_by_department_id, i.provided_by_department_id, i.owner_id, m.full_name as owner_name,
      m.removed_at is null as owner_is_active, i.interval_days, i.mandatory, i.blocks_launches, i.kind, i.value, i.unit, i.document_id,
      i.verified_at, i.verified_by, i.verified_on, i.due_on, ${freshnessOn(day)} as freshness,
      (select count(*) from information_proposal o where o.workspace_id = ${workspaceId} and o.item_id = i.id and o.state = 'open') as open_proposals,
      i.nudged_at, i.project_id, p.name as project_name, i.campaign_id, c.name as campaign_name, i.meeting_series_id, s.name as meeting_series_name,
      i.reminded_for, i.reminder_task_id, i.closed_at, i.version, i.created_at, i.updated_at
    from information_item i
    join member m on m.workspace_id = i.workspace_id and m.workspace_id = ${workspaceId} and m.id = i.owner_id
    left join project p on p.workspace_id = i.workspace_id and p.workspace_id = ${workspaceId} and p.id = i.project_id
    left join campaign c on c.workspace_id = i.workspace_id and c.workspace_id = ${workspaceId} and c.id = i.campaign_id
    left join meeting_series s on s.workspace_id = i.workspace_id and s.workspace_id = ${workspaceId} and s.id = i.meeting_series_id
    where i.workspace_id = ${workspaceId} and ${where}`

/** Throws 404 on an item that is not there, deleted, or another workspace's. */
export async function readItem(db: Db | Tx, workspaceId: string, day: string, id: string): Promise<InformationItem> {
  return toItem(await readRow(db, workspaceId, day, id), day)
}

export async function readRow(db: Db | Tx, workspaceId: string, day: string, id: string): Promise<Row> {
  const { rows } = await selectItems(workspaceId, day, sql`i.id = ${id} and i.deleted_at is null`).execute(db)
  if (!rows[0]) throw new Problem('not_found')
  return rows[0]
}

/** The same, locked until the transaction ends. */
export async function lockItem(tx: Tx, workspaceId: string, day: string, id: string): Promise<Row> {
  const { rows } = await sql`select 1 from information_item
    where workspace_id = ${workspaceId} and id = ${id} and deleted_at is null for update`.execute(tx)
  if (rows.length === 0) throw new Problem('not_found')
  return readRow(tx, workspaceId, day, id)
}

/** Those of the ids that are there, locked in one order, so that two who lock several never wait for each other. */
export async function lockItems(tx: Tx, workspaceId: string, day: string, ids: readonly string[]): Promise<Row[]> {
  const given = [...new Set(ids)]
  await sql`select 1 from information_item
    where workspace_id = ${workspaceId} and id = any(${given}::uuid[]) and deleted_at is null order by id for update`.execute(
    tx,
  )
  const { rows } = await selectItems(
    workspaceId,
    day,
    sql`i.id = any(${given}::uuid[]) and i.deleted_at is null order by i.id`,
  ).execute(tx)
  return rows
}

export async function requireItem(db: Db | Tx, workspaceId: string, id: string): Promise<void> {
  const { rows } = await sql`select 1 from information_item
    where workspace_id = ${workspaceId} and id = ${id} and deleted_at is null`.execute(db)
  if (rows.length === 0) throw new Problem('not_found')
}

export function toItem(row: Row, day: string): InformationItem {
  const { verifiedOn, projectName, campaignName, meetingSeriesName, remindedFor: _, reminderTaskId: _t, ...item } = row
  return {
    ...item,
    value: readValue(row.kind, row.value),
    state: stateOf({ verifiedOn, intervalDays: row.intervalDays }, day),
    verifiedAt: row.verifiedAt?.toISOString() ?? null,
    nudgedAt: row.nudgedAt?.toISOString() ?? null,
    bound: boundOf(row),
    closedAt: row.closedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}

type Binding = (typeof informationBindings)[number]

/** The narrowest thing an item is for. */
function boundOf(row: Row) {
  const of = (kind: Binding, id: string | null, name: string | null, path: string) =>
    id === null ? null : { kind, id, name: name ?? '–', url: `/${path}/${id}` }
  return (
    of('campaign', row.campaignId, row.campaignName, 'campaigns') ??
    of('meeting_series', row.meetingSeriesId, row.meetingSeriesName, 'meetings/series') ??
    of('project', row.projectId, row.projectName, 'projects')
  )
}

/** What the ledger keeps of an item in every event. */
export const factsOf = ({ id, name }: { id: string; name: string }) => ({ itemId: id, itemName: name })
