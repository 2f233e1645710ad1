import { sql } from 'kysely'
import type { Static } from 'typebox'
import type { FlatRecord } from '#contract/kit.ts'
import type { Tx } from '#kernel/db.ts'
import { type Actor, record } from '#kernel/events.ts'
import { newId } from '#kernel/id.ts'
import { Problem } from '#kernel/problem.ts'
import { searchText } from '#kernel/text.ts'
import { moveLifecycle } from '#modules/contacts/public.ts'
import { dealFacts, dealSubjects } from './deal-facts.ts'

export type NewDeal = {
  name: string
  subjectId?: string | null
  /** Missing: the contact's company. */
  companyId?: string | null
  ownerId?: string | null
  amountCents?: number | null
  /** Missing: the workspace's. */
  currency?: string
  expectedCloseOn?: string | null
  handoverId?: string | null
  /** Missing: the contact's. */
  source?: string | null
  productName?: string | null
  /** Missing: the first stage of the default pipeline. */
  stageId?: string
  tags?: readonly string[]
  customFields?: Static<typeof FlatRecord>
}

/**
 * Opens a deal at the top of its column. A contact that is not yet an opportunity or a customer becomes an opportunity;
 * where the lifecycle refuses, only the deal is opened. Ids must exist in the workspace: their owners have checked them.
 */
export async function openDeal(tx: Tx, actor: Actor, at: Date, deal: NewDeal): Promise<{ id: string }> {
  const { workspaceId } = actor
  const stage = await stageOf(tx, workspaceId, deal.stageId)
  const from = await contextOf(tx, workspaceId, deal)
  const row = {
    id: newId(),
    name: deal.name.slice(0, 300),
    subjectId: deal.subjectId ?? null,
    companyId: deal.companyId === undefined ? from.contactCompanyId : deal.companyId,
    ownerId: deal.ownerId ?? null,
    amountCents: deal.amountCents ?? null,
    currency: deal.currency ?? from.currency,
    handoverId: deal.handoverId ?? null,
    productName: deal.productName ?? null,
    source: deal.source === undefined ? from.contactSource : deal.source,
  }
  await tx
    .insertInto('deal')
    .values({
      ...row,
      workspaceId,
      pipelineId: stage.pipelineId,
      stageId: stage.id,
      expectedCloseOn: deal.expectedCloseOn ?? null,
      openedAt: at,
      stageSince: at,
      boardRank: sql<number>`coalesce((select min(board_rank) from deal where workspace_id = ${workspaceId} and stage_id = ${stage.id}
        and state = 'open' and deleted_at is null), 0) - 1`,
      tags: [...new Set(deal.tags ?? [])],
      customFields: JSON.stringify(deal.customFields ?? {}),
      search: searchText(row.name, from.contactName, from.companyName, row.productName),
      createdAt: at,
      updatedAt: at,
    })
    .execute()
  await record(
    tx,
    actor,
    at,
    'deal.opened',
    {
      ...dealFacts(row),
      amountCents: row.amountCents,
      currency: row.currency,
      stageId: stage.id,
      stageName: stage.name,
      ownerId: row.ownerId,
      handoverId: row.handoverId,
    },
    [...dealSubjects(row), ...(row.handoverId ? [row.handoverId] : [])],
  )
  // A customer who buys again stays a customer.
  if (row.subjectId && from.lifecycleStage !== 'customer' && from.lifecycleStage !== 'opportunity') {
    await moveLifecycle(tx, actor, at, [
      { subjectId: row.subjectId, to: 'opportunity', by: 'person', evidence: { dealId: row.id } },
    ])
  }
  return { id: row.id }
}

/** The stage named, or the first of the default pipeline. Throws 422 when it is not in use in this workspace. */
export async function stageOf(tx: Tx, workspaceId: string, stageId: string | undefined) {
  const { rows } = await sql<{ id: string; pipelineId: string; name: string }>`select s.id, s.pipeline_id, s.name
    from pipeline_stage s join pipeline p on p.workspace_id = s.workspace_id and p.id = s.pipeline_id
    where s.workspace_id = ${workspaceId} and s.deleted_at is null
      and ${stageId === undefined ? sql`p.is_default` : sql`s.id = ${stageId}`}
    order by s.position, s.id limit 1`.execute(tx)
  if (!rows[0]) throw new Problem('unprocessable', {}, [{ pointer: '/stageId', rule: 'unknown_record' }])
  return rows[0]
}

async function contextOf(tx: Tx, workspaceId: string, { subjectId, companyId }: NewDeal) {
  const { rows } = await sql<{
    currency: string
    contactName: string | null
    contactCompanyId: string | null
    contactSource: string | null
    lifecycleStage: string | null
    companyName: string | null
  }>`select w.currency, coalesce(nullif(c.full_name, ''), c.email) as contact_name, c.company_id as contact_company_id, c.source as contact_source,
      c.lifecycle_stage, o.name as company_name
    from workspace w
    left join contact c on c.workspace_id = w.id and c.workspace_id = ${workspaceId} and c.subject_id = ${subjectId ?? null}::uuid
    left join company o on o.workspace_id = ${workspaceId} and o.id = ${companyId === undefined ? sql`c.company_id` : sql`${companyId}::uuid`}
    where w.id = ${workspaceId}`.execute(tx)
  return rows[0]!
}
