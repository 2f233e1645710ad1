import { sql } from 'kysely'
import type { InformationItem, informationRoutes } from '#contract/information.ts'
import { changesOf } from '#kernel/changes.ts'
import type { Tx } from '#kernel/db.ts'
import { type Actor, record } from '#kernel/events.ts'
import { type Ctx, type Handlers, requireVersion } from '#kernel/http.ts'
import { filled, Problem } from '#kernel/problem.ts'
import { searchText } from '#kernel/text.ts'
import { subjectsOf } from './create-item.ts'
import { dayOf } from './day.ts'
import { remember } from './history.ts'
import { moveToOwner } from './reassign.ts'
import { requireTerms } from './references.ts'
import { dueAfter } from './rules/freshness.ts'
import { factsOf, lockItem, type Row, readItem, readRow } from './select-items.ts'
import { setValue } from './set-value.ts'
import { storedValue } from './values.ts'
import { requireOwner } from './verify.ts'

type Given = Parameters<Handlers<typeof informationRoutes>['PATCH /information-items/:id']>[1]['body']
const termFields = [
  'name',
  'purpose',
  'requestedByDepartmentId',
  'providedByDepartmentId',
  'intervalDays',
  'mandatory',
  'blocksLaunches',
  'kind',
  'unit',
  'projectId',
  'campaignId',
  'meetingSeriesId',
] as const
type Terms = Pick<Row, (typeof termFields)[number]>

/**
 * Changes terms, owner and value. The value is its owner's alone (403), and giving it verifies the item; a new interval counts
 * from the last verification. What stays the same makes no new version.
 */
export const updateItem = (ctx: Ctx, id: string, given: Given): Promise<InformationItem> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const day = await dayOf(tx, workspaceId, at)
    const old = await lockItem(tx, workspaceId, day, id)
    requireVersion(ctx, old.version)
    await changeItem(tx, actor, at, day, old, given)
    return readItem(tx, workspaceId, day, id)
  })

/** The same for an item that is locked, in the caller's transaction. */
export async function changeItem(tx: Tx, actor: Actor, at: Date, day: string, old: Row, given: Given): Promise<void> {
  const { workspaceId } = actor
  const { id } = old
  const terms = termsOf(old, given)
  const ownerId = given.ownerId ?? old.ownerId
  const changes = changesOf(old, terms)
  const isMoved = ownerId !== old.ownerId
  if (changes.kind?.includes('document'))
    throw new Problem('unprocessable', {}, [{ pointer: '/kind', rule: 'document_kind_fixed' }])
  if (given.value !== undefined) requireOwner(actor, old)
  // Another kind of value: what is there has to make sense as one.
  const value = storedValue(terms.kind, given.value === undefined ? keptValue(old, terms) : given.value)
  if (isMoved || Object.keys(changes).length > 0) await requireTerms(tx, workspaceId, { ...terms, ownerId })
  if (Object.keys(changes).length > 0) await writeTerms(tx, actor, at, old, terms, changes)
  if (given.value !== undefined)
    await setValue(tx, actor, at, day, await readRow(tx, workspaceId, day, id), { value, reason: given.reason ?? '' })
  if (isMoved) await moveToOwner(tx, actor, at, [await readRow(tx, workspaceId, day, id)], ownerId)
}

const keptValue = (old: Row, { kind }: Terms) => (kind === 'document' ? null : old.value)

function termsOf(old: Row, given: Given): Terms {
  return {
    name: given.name === undefined ? old.name : filled(given.name, '/name'),
    purpose: given.purpose?.trim() ?? old.purpose,
    requestedByDepartmentId: given.requestedByDepartmentId ?? old.requestedByDepartmentId,
    providedByDepartmentId: given.providedByDepartmentId ?? old.providedByDepartmentId,
    intervalDays: given.intervalDays ?? old.intervalDays,
    mandatory: given.mandatory ?? old.mandatory,
    blocksLaunches: given.blocksLaunches ?? old.blocksLaunches,
    kind: given.kind ?? old.kind,
    unit: given.unit === undefined ? old.unit : given.unit?.trim() || null,
    projectId: given.projectId === undefined ? old.projectId : given.projectId,
    campaignId: given.campaignId === undefined ? old.campaignId : given.campaignId,
    meetingSeriesId: given.meetingSeriesId === undefined ? old.meetingSeriesId : given.meetingSeriesId,
  }
}

async function writeTerms(
  tx: Tx,
  actor: Actor,
  at: Date,
  old: Row,
  terms: Terms,
  changes: Record<string, unknown[]>,
): Promise<void> {
  const dueOn = old.verifiedOn === null ? old.dueOn : dueAfter(old.verifiedOn, terms.intervalDays)
  await sql`update information_item set name = ${terms.name}, purpose = ${terms.purpose},
      requested_by_department_id = ${terms.requestedByDepartmentId}, provided_by_department_id = ${terms.providedByDepartmentId},
      interval_days = ${terms.intervalDays}, mandatory = ${terms.mandatory}, blocks_launches = ${terms.blocksLaunches}, kind = ${terms.kind},
      unit = ${terms.unit}, project_id = ${terms.projectId}, campaign_id = ${terms.campaignId}, meeting_series_id = ${terms.meetingSeriesId},
      due_on = ${dueOn}, stale_on = case when verified_on is null then stale_on else ${dueOn}::date + 1 end,
      search = ${searchText(terms.name, terms.purpose, old.value)}, updated_at = ${at}, version = version + 1
    where workspace_id = ${actor.workspaceId} and id = ${old.id}`.execute(tx)
  const said = ([before, after]: unknown[]) => [before, after].map((part) => String(part ?? '–'))
  await remember(
    tx,
    actor,
    at,
    Object.entries(changes)
      .filter(([field]) => shownInHistory.has(field))
      .map(([field, change]) => {
        const [before, after] = said(change)
        return { itemId: old.id, act: 'terms_changed' as const, before: before!, after: after!, reason: field }
      }),
  )
  await record(
    tx,
    actor,
    at,
    'information.updated',
    { ...factsOf({ ...old, name: terms.name }), changes },
    subjectsOf(old),
  )
}

/** Terms that read as themselves; ids are left to the audit. */
const shownInHistory: ReadonlySet<string> = new Set([
  'name',
  'purpose',
  'intervalDays',
  'mandatory',
  'blocksLaunches',
  'kind',
  'unit',
])
