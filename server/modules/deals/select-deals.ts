import { type RawBuilder, sql } from 'kysely'
import type { Static } from 'typebox'
import type { Deal, dealStates } from '#contract/deals.ts'
import type { FlatRecord } from '#contract/kit.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { Problem } from '#kernel/problem.ts'

export type DealRow = {
  id: string
  name: string
  subjectId: string | null
  contactName: string | null
  companyId: string | null
  companyName: string | null
  pipelineId: string
  stageId: string
  stageKey: string
  stageName: string
  probability: number
  rotDays: number | null
  state: string
  amountCents: number | null
  currency: string
  expectedCloseOn: string | null
  ownerId: string | null
  productName: string | null
  source: string | null
  handoverId: string | null
  openedAt: Date
  stageSince: Date
  closedAt: Date | null
  wonReason: string | null
  lostReason: string | null
  closeNote: string | null
  boardRank: number
  tags: string[]
  customFields: Static<typeof FlatRecord>
  version: number
  createdAt: Date
}

/** Columns and joins of a deal as it is answered; the caller adds its own `where`, on `d`. */
export const dealColumns = sql`d.id, d.name, d.subject_id, coalesce(nullif(c.full_name, ''), c.email) as contact_name, d.company_id,
  o.name as company_name, d.pipeline_id, d.stage_id, s.key as stage_key, s.name as stage_name, s.rot_days, d.state,
  case d.state when 'won' then 100 when 'lost' then 0 else s.probability end as probability, d.amount_cents, d.currency, d.expected_close_on, d.owner_id, d.product_name, d.source, d.handover_id, d.opened_at, d.stage_since,
  d.closed_at, d.won_reason, d.lost_reason, d.close_note, d.board_rank, d.tags, d.custom_fields, d.version, d.created_at`
export const dealJoins = (workspaceId: string) => sql`
  join pipeline_stage s on s.workspace_id = d.workspace_id and s.workspace_id = ${workspaceId} and s.id = d.stage_id
  left join contact c on c.workspace_id = d.workspace_id and c.workspace_id = ${workspaceId} and c.subject_id = d.subject_id
  left join company o on o.workspace_id = d.workspace_id and o.workspace_id = ${workspaceId} and o.id = d.company_id`

export const selectDeals = (workspaceId: string, where: RawBuilder<unknown>) =>
  sql<DealRow>`select ${dealColumns} from deal d ${dealJoins(workspaceId)} where d.workspace_id = ${workspaceId} and ${where}`

/** Throws 404 on a deal that is not there, deleted, or another workspace's. */
export async function readDealRow(db: Db | Tx, workspaceId: string, id: string): Promise<DealRow> {
  const { rows } = await selectDeals(workspaceId, sql`d.id = ${id} and d.deleted_at is null`).execute(db)
  if (!rows[0]) throw new Problem('not_found')
  return rows[0]
}
export const readDeal = async (db: Db | Tx, workspaceId: string, id: string, now: Date): Promise<Deal> =>
  toDeal(await readDealRow(db, workspaceId, id), now)

/** The same, locked until the transaction ends, so that two changes of one deal follow one another. */
export async function lockDeal(tx: Tx, workspaceId: string, id: string): Promise<DealRow> {
  const { rows } =
    await sql`select 1 from deal where workspace_id = ${workspaceId} and id = ${id} and deleted_at is null for update`.execute(
      tx,
    )
  if (rows.length === 0) throw new Problem('not_found')
  return readDealRow(tx, workspaceId, id)
}

export function toDeal(row: DealRow, now: Date): Deal {
  const { subjectId, amountCents, currency, rotDays, boardRank: _, ...rest } = row
  return {
    ...rest,
    // The column's CHECK holds the same words.
    state: row.state as (typeof dealStates)[number],
    contactId: subjectId,
    amount: amountCents === null ? null : { amountCents, currency },
    openedAt: row.openedAt.toISOString(),
    stageSince: row.stageSince.toISOString(),
    closedAt: row.closedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    isRotting: row.state === 'open' && rotDays !== null && now.getTime() - row.stageSince.getTime() > rotDays * dayMs,
  }
}
const dayMs = 86_400_000
