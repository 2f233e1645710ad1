import type { lostReasons } from '#contract/deals.ts'
import type { Tx } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'
import { newId } from '#kernel/id.ts'
import { searchText } from '#kernel/text.ts'
import {
  companyNames,
  contactsOf,
  currencyOf,
  type DealGroup,
  type DealRow,
  type DealStage,
  lockDeals,
  stagesOf,
} from './stored.ts'
import { type UpsertedDeal, writeDeals } from './write.ts'

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
  const stored = await lockDeals(
    tx,
    workspaceId,
    deals.map((deal) => deal.externalId),
  )

  const groups = new Map<string, DealGroup>()
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
  const searchOf = (row: DealRow) =>
    searchText(
      row.name,
      row.subjectId && contacts.get(row.subjectId)?.name,
      row.companyId && names.get(row.companyId),
      row.productName,
    )
  return writeDeals(tx, actor, at, [...groups.values()], groupOf, { stages, contacts, searchOf })
}

const blank = (deal: DealInput, stage: DealStage, currency: string, at: Date): DealRow => ({
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

function apply(row: DealRow, deal: DealInput, stage: DealStage | null, at: Date): void {
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
