import { sql } from 'kysely'
import type { lostReasons } from '#contract/deals.ts'
import type { Tx } from '#kernel/db.ts'
import { type Actor, type EventRecord, recordMany } from '#kernel/events.ts'
import { Problem } from '#kernel/problem.ts'
import { type LifecycleMove, moveLifecycle } from '#modules/contacts/public.ts'
import { dealFacts, dealSubjects } from '../deal-facts.ts'
import { boardTops, type DealContact, type DealGroup, type DealRow, type DealStage } from './stored.ts'

export type UpsertedDeal = { dealId: string; created: boolean; changed: boolean }

const columns =
  sql.raw(`id uuid, "externalId" text, name text, "subjectId" uuid, "companyId" uuid, "pipelineId" uuid, "stageId" uuid, state text,
  "amountCents" bigint, currency text, "expectedCloseOn" date, "openedAt" timestamptz, "closedAt" timestamptz, "stageSince" timestamptz,
  "ownerId" uuid, "productName" text, source text, "lostReason" text, "closeNote" text, tags text[], "customFields" jsonb, search text,
  "boardRank" double precision`)
const reported = [
  'name',
  'companyId',
  'amountCents',
  'currency',
  'expectedCloseOn',
  'ownerId',
  'productName',
  'source',
  'tags',
  'customFields',
] as const

/** Rows, the ledger and the lifecycle of the contacts, set by set. */
export async function writeDeals(
  tx: Tx,
  actor: Actor,
  at: Date,
  groups: readonly DealGroup[],
  groupOf: readonly DealGroup[],
  {
    stages,
    contacts,
    searchOf,
  }: {
    stages: ReadonlyMap<string, DealStage>
    contacts: ReadonlyMap<string, DealContact>
    searchOf: (row: DealRow) => string
  },
): Promise<UpsertedDeal[]> {
  const { workspaceId } = actor
  const created = groups.filter(({ before }) => !before)
  const changed = groups.filter(
    ({ row, before }) =>
      before &&
      (before.deletedAt ||
        JSON.stringify({ ...before, deletedAt: null }) !== JSON.stringify({ ...row, deletedAt: null })),
  )
  const tops = await boardTops(tx, workspaceId)
  const rankOf = (stageId: string) => {
    const rank = (tops.get(stageId) ?? 0) - 1
    tops.set(stageId, rank)
    return rank
  }
  const asJson = (some: readonly DealGroup[]) =>
    JSON.stringify(some.map(({ row }) => ({ ...row, search: searchOf(row), boardRank: rankOf(row.stageId) })))
  if (created.length > 0) {
    const { numAffectedRows } =
      await sql`insert into deal (workspace_id, id, external_id, name, subject_id, company_id, pipeline_id, stage_id, state,
        amount_cents, currency, expected_close_on, opened_at, closed_at, stage_since, board_rank, owner_id, product_name, source, lost_reason,
        close_note, tags, custom_fields, search, created_at, updated_at)
      select ${workspaceId}::uuid, r.id, r."externalId", r.name, r."subjectId", r."companyId", r."pipelineId", r."stageId", r.state, r."amountCents",
        r.currency, r."expectedCloseOn", r."openedAt", r."closedAt", r."stageSince", r."boardRank", r."ownerId", r."productName", r.source,
        r."lostReason", r."closeNote", r.tags, r."customFields", r.search, ${at}::timestamptz, ${at}::timestamptz
      from json_to_recordset(${asJson(created)}::json) as r (${columns})
      on conflict (workspace_id, external_id) where external_id is not null do nothing`.execute(tx)
    if (Number(numAffectedRows) !== created.length) throw new Problem('conflict')
  }
  if (changed.length > 0) {
    await sql`update deal d set name = r.name, subject_id = r."subjectId", company_id = r."companyId", pipeline_id = r."pipelineId",
        stage_id = r."stageId", state = r.state, amount_cents = r."amountCents", currency = r.currency, expected_close_on = r."expectedCloseOn",
        opened_at = r."openedAt", closed_at = r."closedAt", stage_since = r."stageSince", owner_id = r."ownerId", product_name = r."productName",
        source = r.source, lost_reason = r."lostReason", close_note = r."closeNote", tags = r.tags, custom_fields = r."customFields",
        search = r.search, version = d.version + 1, updated_at = ${at}, deleted_at = null
      from json_to_recordset(${asJson(changed)}::json) as r (${columns})
      where d.workspace_id = ${workspaceId} and d.id = r.id`.execute(tx)
  }
  const events = groups.flatMap((group) => eventsOf(group, stages))
  await recordMany(tx, actor, at, events)
  await moveLifecycle(tx, actor, at, lifecycleOf(groups, contacts))
  const changedGroups = new Set(changed)
  const seen = new Set<DealGroup>()
  return groupOf.map((group) => {
    const isCreated = !group.before && !seen.has(group)
    seen.add(group)
    return { dealId: group.row.id, created: isCreated, changed: isCreated || changedGroups.has(group) }
  })
}

function eventsOf({ row, before }: DealGroup, stages: ReadonlyMap<string, DealStage>): EventRecord[] {
  const events: EventRecord[] = []
  const facts = dealFacts(row)
  const subjects = dealSubjects(row)
  const { amountCents, currency, ownerId } = row
  const stageName = (id: string) => stages.get(id)?.name ?? ''
  if (!before) {
    const data = {
      ...facts,
      amountCents,
      currency,
      stageId: row.stageId,
      stageName: stageName(row.stageId),
      ownerId,
      handoverId: null,
    }
    events.push({ name: 'deal.opened', data, subjects, at: row.openedAt })
  } else {
    const changes: Record<string, [unknown, unknown]> = {}
    for (const field of reported)
      if (JSON.stringify(before[field]) !== JSON.stringify(row[field])) changes[field] = [before[field], row[field]]
    if (Object.keys(changes).length > 0) events.push({ name: 'deal.updated', data: { ...facts, changes }, subjects })
    if (before.deletedAt) events.push({ name: 'deal.restored', data: facts, subjects })
    if (before.stageId !== row.stageId) {
      const data = {
        ...facts,
        fromStageId: before.stageId,
        fromStage: stageName(before.stageId),
        toStageId: row.stageId,
        toStage: stageName(row.stageId),
      }
      events.push({ name: 'deal.stage_changed', data, subjects })
    }
    if (row.state === 'open' && before.state !== 'open') {
      events.push({
        name: 'deal.reopened',
        data: { ...facts, fromState: before.state === 'won' ? 'won' : 'lost' },
        subjects,
      })
    }
  }
  if (row.state === 'won' && before?.state !== 'won') {
    events.push({
      name: 'deal.won',
      data: { ...facts, amountCents, currency, ownerId, reason: null },
      subjects,
      ...(row.closedAt && { at: row.closedAt }),
    })
  }
  if (row.state === 'lost' && before?.state !== 'lost') {
    const data = { ...facts, amountCents, currency, ownerId, reason: lostReasonOf(row.lostReason), note: row.closeNote }
    events.push({ name: 'deal.lost', data, subjects, ...(row.closedAt && { at: row.closedAt }) })
  }
  return events
}

type LostReason = (typeof lostReasons)[number]
const known: readonly string[] = [
  'price',
  'competitor',
  'no_budget',
  'no_decision',
  'timing',
  'no_fit',
  'no_stock',
] satisfies LostReason[]
const isLostReason = (text: string | null): text is LostReason => text !== null && known.includes(text)
const lostReasonOf = (text: string | null): LostReason => (isLostReason(text) ? text : 'other')

/** Once for each contact, however many deals: a customer who buys again stays a customer. */
function lifecycleOf(groups: readonly DealGroup[], contacts: ReadonlyMap<string, DealContact>): LifecycleMove[] {
  const news = groups.filter(
    ({ row, before }) =>
      row.subjectId && (row.state === 'won' ? before?.state !== 'won' : row.state === 'open' && !before),
  )
  return [...Map.groupBy(news, ({ row }) => row.subjectId!)].flatMap(([subjectId, deals]) => {
    const stage = contacts.get(subjectId)?.lifecycleStage
    const won = deals.find(({ row }) => row.state === 'won')
    const move = (to: 'opportunity' | 'customer', { row }: DealGroup): LifecycleMove => ({
      subjectId,
      to,
      by: 'person',
      evidence: { dealId: row.id },
    })
    return [
      ...(stage === 'opportunity' || stage === 'customer' ? [] : [move('opportunity', deals[0]!)]),
      ...(won && stage !== 'customer' ? [move('customer', won)] : []),
    ]
  })
}
