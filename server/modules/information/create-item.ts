import { sql } from 'kysely'
import type { InformationItem, informationRoutes } from '#contract/information.ts'
import type { Tx } from '#kernel/db.ts'
import { type Actor, recordMany } from '#kernel/events.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { filled } from '#kernel/problem.ts'
import { searchText } from '#kernel/text.ts'
import { dayOf } from './day.ts'
import { openDocument } from './documents.ts'
import { type Entry, remember } from './history.ts'
import { requireTerms } from './references.ts'
import { factsOf, neverVerified, readItem } from './select-items.ts'
import { tellNewOwners } from './tell.ts'
import type { Kind } from './values.ts'
import { kindOf, storedValue } from './values.ts'

type Given = Parameters<Handlers<typeof informationRoutes>['POST /information-items']>[1]['body']
export type NewItem = {
  name: string
  purpose: string
  requestedByDepartmentId: string
  providedByDepartmentId: string
  ownerId: string
  intervalDays: number
  mandatory: boolean
  blocksLaunches: boolean
  kind: Kind
  value: string | null
  unit: string | null
  dueOn: string
  projectId: string | null
  campaignId: string | null
  meetingSeriesId: string | null
  templateId?: string
  templateKey?: string
}

/**
 * Asks a department for something. It is stale from the beginning, whoever makes it and whatever its value: only the owner's
 * verification makes it fresh. Throws 422 on what it refers to and is not there, and on an owner of another department.
 */
export const createItem = (ctx: Ctx, given: Given): Promise<InformationItem> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const day = await dayOf(tx, workspaceId, at)
    const { projectId = null, campaignId = null, meetingSeriesId = null, blocksLaunches = true } = given
    const kind = given.kind ?? kindOf(given.value)
    const item: NewItem = {
      name: filled(given.name, '/name'),
      purpose: given.purpose?.trim() ?? '',
      requestedByDepartmentId: given.requestedByDepartmentId,
      providedByDepartmentId: given.providedByDepartmentId,
      ownerId: given.ownerId,
      intervalDays: given.intervalDays,
      mandatory: given.mandatory,
      blocksLaunches,
      kind,
      value: storedValue(kind, given.value ?? null),
      unit: given.unit?.trim() || null,
      dueOn: given.dueOn ?? day,
      projectId,
      campaignId,
      meetingSeriesId,
    }
    await requireTerms(tx, workspaceId, item)
    const [id] = await insertItems(tx, actor, at, [item])
    return readItem(tx, workspaceId, day, id!)
  })

/**
 * Writes items whose terms have been checked, tells their owners, and answers the ids in the order given; null where a
 * template had made the same before. A constant number of statements, but for documents.
 */
export async function insertItems(
  tx: Tx,
  actor: Actor,
  at: Date,
  items: readonly NewItem[],
): Promise<(string | null)[]> {
  if (items.length === 0) return []
  const { workspaceId } = actor
  const rows = items.map((item) => ({ id: newId(), ...item, search: searchText(item.name, item.purpose, item.value) }))
  const { rows: made } = await sql<{ id: string }>`insert into information_item
      (workspace_id, id, name, purpose, requested_by_department_id, provided_by_department_id, owner_id, interval_days, mandatory, blocks_launches,
       kind, value, unit, due_on, stale_on, project_id, campaign_id, meeting_series_id, template_id, template_key, search, created_by, created_at, updated_at)
    select ${workspaceId}::uuid, g."id", g."name", g."purpose", g."requestedByDepartmentId", g."providedByDepartmentId", g."ownerId", g."intervalDays",
      g."mandatory", g."blocksLaunches", g."kind", g."value", g."unit", g."dueOn", ${neverVerified}::date, g."projectId", g."campaignId",
      g."meetingSeriesId", g."templateId", g."templateKey", g."search", ${actor.id}::uuid, ${at}, ${at}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as g("id" uuid, "name" text, "purpose" text, "requestedByDepartmentId" uuid,
      "providedByDepartmentId" uuid, "ownerId" uuid, "intervalDays" integer, "mandatory" boolean, "blocksLaunches" boolean, "kind" text, "value" text,
      "unit" text, "dueOn" date, "projectId" uuid, "campaignId" uuid, "meetingSeriesId" uuid, "templateId" uuid, "templateKey" text, "search" text)
    on conflict do nothing returning id`.execute(tx)
  const ids = new Set(made.map((row) => row.id))
  const created = rows.filter((row) => ids.has(row.id))
  for (const item of created.filter(({ kind }) => kind === 'document')) await openDocument(tx, actor, at, item)
  await remember(
    tx,
    actor,
    at,
    created.flatMap(({ id, value }): Entry[] =>
      value === null ? [] : [{ itemId: id, act: 'value_set', after: value }],
    ),
  )
  await recordMany(
    tx,
    actor,
    at,
    created.map((item) => ({
      name: 'information.created' as const,
      data: { ...factsOf(item), ownerId: item.ownerId, mandatory: item.mandatory },
      subjects: subjectsOf(item),
    })),
  )
  await tellNewOwners(tx, actor, at, created)
  return rows.map(({ id }) => (ids.has(id) ? id : null))
}

/** Records whose timelines speak of the item. */
export const subjectsOf = (item: { id: string; campaignId: string | null; projectId: string | null }): string[] =>
  [item.id, item.campaignId, item.projectId].filter((id) => id !== null)
