import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'

export type DealRow = {
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
export type DealGroup = { row: DealRow; before: DealRow | null }
export type DealStage = { id: string; name: string; pipelineId: string }

export async function stagesOf(tx: Tx, workspaceId: string): Promise<Map<string, DealStage>> {
  const { rows } = await sql<DealStage>`select s.id, s.name, s.pipeline_id
    from pipeline_stage s join pipeline p on p.workspace_id = s.workspace_id and p.id = s.pipeline_id
    where s.workspace_id = ${workspaceId} and s.deleted_at is null
    order by p.is_default desc, p.id, s.position, s.id`.execute(tx)
  return new Map(rows.map((row) => [row.id, row]))
}

export type DealContact = { subjectId: string; companyId: string | null; name: string | null; lifecycleStage: string }

export async function contactsOf(
  tx: Tx,
  workspaceId: string,
  ids: readonly string[],
): Promise<Map<string, DealContact>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<DealContact>`
    select subject_id, company_id, coalesce(nullif(full_name, ''), email) as name, lifecycle_stage from contact
    where workspace_id = ${workspaceId} and subject_id = any (${[...new Set(ids)]}::uuid[])`.execute(tx)
  return new Map(rows.map((row) => [row.subjectId, row]))
}

export async function companyNames(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; name: string }>`select id, name from company
    where workspace_id = ${workspaceId} and id = any (${[...new Set(ids)]}::uuid[])`.execute(tx)
  return new Map(rows.map(({ id, name }) => [id, name]))
}

export async function currencyOf(tx: Tx, workspaceId: string): Promise<string> {
  const { currency } = await tx
    .selectFrom('workspace')
    .select('currency')
    .where('id', '=', workspaceId)
    .executeTakeFirstOrThrow()
  return currency
}

export async function lockDeals(
  tx: Tx,
  workspaceId: string,
  externalIds: readonly string[],
): Promise<Map<string, DealRow>> {
  const { rows } =
    await sql<DealRow>`select id, external_id, name, subject_id, company_id, pipeline_id, stage_id, state, amount_cents, currency,
      expected_close_on, opened_at, closed_at, stage_since, owner_id, product_name, source, lost_reason, close_note, tags, custom_fields, deleted_at
    from deal where workspace_id = ${workspaceId} and external_id = any (${[...new Set(externalIds)]}::text[])
    order by id for no key update`.execute(tx)
  return new Map(rows.map((row) => [row.externalId, row]))
}

/** The rank of the first card of each column. */
export async function boardTops(tx: Tx, workspaceId: string): Promise<Map<string, number>> {
  const { rows } = await sql<{
    stageId: string
    top: number
  }>`select s.id as stage_id, coalesce((select board_rank from deal
      where workspace_id = ${workspaceId} and stage_id = s.id and state = 'open' and deleted_at is null order by board_rank limit 1), 0) as top
    from pipeline_stage s where s.workspace_id = ${workspaceId}`.execute(tx)
  return new Map(rows.map(({ stageId, top }) => [stageId, top]))
}
