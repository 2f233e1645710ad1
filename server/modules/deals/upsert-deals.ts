import { sql } from 'kysely'
import type { lostReasons } from '#contract/deals.ts'
import type { Tx } from '#kernel/db.ts'
import { type Actor, type EventRecord, recordMany } from '#kernel/events.ts'
import { newId } from '#kernel/id.ts'
import { Problem } from '#kernel/problem.ts'
import { searchText } from '#kernel/text.ts'
import { type LifecycleMove, moveLifecycle } from '#modules/contacts/public.ts'
import { dealFacts, dealSubjects } from './deal-facts.ts'

export type DealInput = {
  /** Says which deal is meant; at most 200 characters. */
  externalId: string
  name: string
  subjectId?: string | null
  /** Missing: the contact's company. */
  companyId?: string | null
  state: 'open' | 'won' | 'lost'
  /** Where the deal stands, or stood when it was closed; missing: the first stage of the default pipeline. */
  stageId?: string | null
  amountCents?: number | null
  /** Missing: the workspace's. */
  currency?: string | null
  expectedCloseOn?: string | null
  /** Missing: `at`. */
  openedAt?: Date | null
  /** Of a closed deal; missing: `at`. */
  closedAt?: Date | null
  ownerId?: string | null
  productName?: string | null
  source?: string | null
  lostReason?: (typeof lostReasons)[number] | null
  closeNote?: string | null
  tags?: readonly string[]
  customFields?: Readonly<Record<string, string | number | boolean>>
  /** true: given values replace existing ones; false: only what is empty is filled, and the state stays. */
  overwrite: boolean
}
export type UpsertedDeal = { dealId: string; created: boolean; changed: boolean }

type Row = {
  id: string
  externalId: string
  name: string
  subjectId: string | null
  companyId: string | null
  pipelineId: string
  stageId: string
  state: string
  amountCents: number | null
  currency: string
  expectedCloseOn: string | null
  openedAt: Date
  closedAt: Date | null
  stageSince: Date
  ownerId: string | null
  productName: string | null
  source: string | null
  lostReason: string | null
  closeNote: string | null
  tags: string[]
  customFields: Record<string, unknown>
  deletedAt: Date | null
}
type Group = { row: Row; before: Row | null }
type Stage = { id: string; name: string; pipelineId: string }

/**
 * Puts deals into the database by their external ids, thousands in a constant number of statements; answers in the order
 * given. Events carry the time of the deal, so that its story reads right. Contacts become opportunities and customers
 * where the lifecycle lets them. Ids must exist in the workspace. Throws `conflict` when another transaction made the same
 * deal at the same time: try again.
 */
export async function upsertDeals(
  tx: Tx,
  actor: Actor,
  at: Date,
  deals: readonly DealInput[],
): Promise<UpsertedDeal[]> {
  if (deals.length === 0) return []
  const { workspaceId } = actor
  const stages = await stagesOf(tx, workspaceId)
  const first = stages.values().next().value
  if (!first) throw new Error(`workspace ${workspaceId} has no pipeline`)
  const contacts = await contactsOf(
    tx,
    workspaceId,
    deals.flatMap(({ subjectId }) => subjectId ?? []),
  )
  const currency = await currencyOf(tx, workspaceId)
  const stored = await lock(
    tx,
    workspaceId,
    deals.map((deal) => deal.externalId),
  )

  const groups = new Map<string, Group>()
  const groupOf = deals.map((deal) => {
    const companyId = deal.companyId ?? (deal.subjectId ? contacts.get(deal.subjectId)?.companyId : null) ?? null
    const given = { ...deal, companyId }
    const stage = (deal.stageId ? stages.get(deal.stageId) : undefined) ?? null
    let group = groups.get(deal.externalId)
    if (!group) {
      const before = stored.get(deal.externalId) ?? null
      group = {
        before,
        row: before
          ? { ...before, customFields: { ...before.customFields } }
          : blank(given, stage ?? first, currency, at),
      }
      groups.set(deal.externalId, group)
    }
    apply(group.row, given, stage, at)
    return group
  })
  const names = await companyNames(
    tx,
    workspaceId,
    [...groups.values()].flatMap(({ row }) => row.companyId ?? []),
  )
  const searchOf = (row: Row) =>
    searchText(
      row.name,
      row.subjectId && contacts.get(row.subjectId)?.name,
      row.companyId && names.get(row.companyId),
      row.productName,
    )
  return write(tx, actor, at, [...groups.values()], groupOf, { stages, contacts, searchOf })
}

async function stagesOf(tx: Tx, workspaceId: string): Promise<Map<string, Stage>> {
  const { rows } = await sql<Stage>`select s.id, s.name, s.pipeline_id
    from pipeline_stage s join pipeline p on p.workspace_id = s.workspace_id and p.id = s.pipeline_id
    where s.workspace_id = ${workspaceId} and s.deleted_at is null
    order by p.is_default desc, p.id, s.position, s.id`.execute(tx)
  return new Map(rows.map((row) => [row.id, row]))
}

type Contact = { subjectId: string; companyId: string | null; name: string | null; lifecycleStage: string }

async function contactsOf(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<Map<string, Contact>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<Contact>`
    select subject_id, company_id, coalesce(nullif(full_name, ''), email) as name, lifecycle_stage from contact
    where workspace_id = ${workspaceId} and subject_id = any (${[...new Set(ids)]}::uuid[])`.execute(tx)
  return new Map(rows.map((row) => [row.subjectId, row]))
}

async function companyNames(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; name: string }>`select id, name from company
    where workspace_id = ${workspaceId} and id = any (${[...new Set(ids)]}::uuid[])`.execute(tx)
  return new Map(rows.map(({ id, name }) => [id, name]))
}

async function currencyOf(tx: Tx, workspaceId: string): Promise<string> {
  const { currency } = await tx
    .selectFrom('workspace')
    .select('currency')
    .where('id', '=', workspaceId)
    .executeTakeFirstOrThrow()
  return currency
}

async function lock(tx: Tx, workspaceId: string, externalIds: readonly string[]): Promise<Map<string, Row>> {
  const { rows } =
    await sql<Row>`select id, external_id, name, subject_id, company_id, pipeline_id, stage_id, state, amount_cents, currency,
      expected_close_on, opened_at, closed_at, stage_since, owner_id, product_name, source, lost_reason, close_note, tags, custom_fields, deleted_at
    from deal where workspace_id = ${workspaceId} and external_id = any (${[...new Set(externalIds)]}::text[])
    order by id for no key update`.execute(tx)
  return new Map(rows.map((row) => [row.externalId, row]))
}

const blank = (deal: DealInput, stage: Stage, currency: string, at: Date): Row => ({
  ...{
    id: newId(),
    externalId: deal.externalId,
    name: deal.name,
    subjectId: null,
    companyId: null,
    pipelineId: stage.pipelineId,
    stageId: stage.id,
  },
  ...{
    state: deal.state,
    amountCents: null,
    currency: deal.currency ?? currency,
    expectedCloseOn: null,
    openedAt: deal.openedAt ?? earlier(deal.closedAt, at),
  },
  ...{
    closedAt: null,
    stageSince: deal.openedAt ?? earlier(deal.closedAt, at),
    ownerId: null,
    productName: null,
    source: null,
    lostReason: null,
    closeNote: null,
  },
  ...{ tags: [], customFields: {}, deletedAt: null },
})

const earlier = (closedAt: Date | null | undefined, at: Date) => (closedAt && closedAt < at ? closedAt : at)

const plainFields = [
  'subjectId',
  'companyId',
  'amountCents',
  'expectedCloseOn',
  'ownerId',
  'productName',
  'source',
  'lostReason',
  'closeNote',
] as const
const mostTags = 50
const mostCustomFields = 200

function apply(row: Row, deal: DealInput, stage: Stage | null, at: Date): void {
  const { overwrite } = deal
  const takes = (current: unknown, value: unknown) =>
    value !== undefined && value !== null && value !== '' && (overwrite || current === null)
  if (overwrite) {
    row.name = deal.name
    if (deal.openedAt) row.openedAt = deal.openedAt
    if (deal.currency && deal.amountCents != null) row.currency = deal.currency
    if (stage && stage.id !== row.stageId)
      Object.assign(row, { stageId: stage.id, pipelineId: stage.pipelineId, stageSince: at })
    row.state = deal.state
  }
  const fields: Record<string, unknown> = row
  for (const field of plainFields) if (takes(row[field], deal[field])) fields[field] = deal[field]
  if (row.state === 'open') Object.assign(row, { closedAt: null, lostReason: null })
  else row.closedAt = (overwrite ? deal.closedAt : null) ?? row.closedAt ?? deal.closedAt ?? at
  row.tags = [...new Set([...row.tags, ...(deal.tags ?? [])])].slice(0, mostTags)
  for (const [key, value] of Object.entries(deal.customFields ?? {})) {
    if (!takes(row.customFields[key] ?? null, value)) continue
    if (key in row.customFields || Object.keys(row.customFields).length < mostCustomFields)
      row.customFields[key] = value
  }
}

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

async function write(
  tx: Tx,
  actor: Actor,
  at: Date,
  groups: readonly Group[],
  groupOf: readonly Group[],
  {
    stages,
    contacts,
    searchOf,
  }: { stages: ReadonlyMap<string, Stage>; contacts: ReadonlyMap<string, Contact>; searchOf: (row: Row) => string },
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
  const asJson = (some: readonly Group[]) =>
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
  // None of them came from a handover, so there is nothing to keep there.
  const without = ['handovers.keep-deal']
  const events = groups.flatMap((group) => eventsOf(group, stages))
  await recordMany(tx, actor, at, events, { without })
  await moveLifecycle(tx, actor, at, lifecycleOf(groups, contacts))
  const changedGroups = new Set(changed)
  const seen = new Set<Group>()
  return groupOf.map((group) => {
    const isCreated = !group.before && !seen.has(group)
    seen.add(group)
    return { dealId: group.row.id, created: isCreated, changed: isCreated || changedGroups.has(group) }
  })
}

/** The rank of the first card of each column. */
async function boardTops(tx: Tx, workspaceId: string): Promise<Map<string, number>> {
  const { rows } = await sql<{
    stageId: string
    top: number
  }>`select s.id as stage_id, coalesce((select board_rank from deal
      where workspace_id = ${workspaceId} and stage_id = s.id and state = 'open' and deleted_at is null order by board_rank limit 1), 0) as top
    from pipeline_stage s where s.workspace_id = ${workspaceId}`.execute(tx)
  return new Map(rows.map(({ stageId, top }) => [stageId, top]))
}

function eventsOf({ row, before }: Group, stages: ReadonlyMap<string, Stage>): EventRecord[] {
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
function lifecycleOf(groups: readonly Group[], contacts: ReadonlyMap<string, Contact>): LifecycleMove[] {
  const news = groups.filter(
    ({ row, before }) =>
      row.subjectId && (row.state === 'won' ? before?.state !== 'won' : row.state === 'open' && !before),
  )
  return [...Map.groupBy(news, ({ row }) => row.subjectId!)].flatMap(([subjectId, deals]) => {
    const stage = contacts.get(subjectId)?.lifecycleStage
    const won = deals.find(({ row }) => row.state === 'won')
    const move = (to: 'opportunity' | 'customer', { row }: Group): LifecycleMove => ({
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
