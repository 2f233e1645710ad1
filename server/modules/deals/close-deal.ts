import { sql } from 'kysely'
import type { Deal, dealStates, lostReasons } from '#contract/deals.ts'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import { type Ctx, requireVersion } from '#kernel/http.ts'
import { invalid, Problem } from '#kernel/problem.ts'
import { moveLifecycle } from '#modules/contacts/public.ts'
import { dealFacts, dealSubjects } from './deal-facts.ts'
import { type DealRow, lockDeal, readDeal } from './select-deals.ts'

/** Won: the contact becomes a customer if the lifecycle lets it; else only the deal changes. */
export const winDeal = (
  ctx: Ctx,
  id: string,
  { reason, closedAt }: { reason?: string; closedAt?: string },
): Promise<Deal> =>
  ctx.transact(async (tx) => {
    const at = ctx.clock.now()
    const deal = await lockOpenDeal(ctx, tx, id)
    await close(tx, ctx, deal, { state: 'won', wonReason: reason ?? null, closedAt: closingTime(at, closedAt) })
    const { amountCents, currency, ownerId } = deal
    await record(
      tx,
      ctx.actor,
      at,
      'deal.won',
      { ...dealFacts(deal), amountCents, currency, ownerId, reason: reason ?? null },
      dealSubjects(deal),
    )
    if (deal.subjectId)
      await moveLifecycle(tx, ctx.actor, at, [
        { subjectId: deal.subjectId, to: 'customer', by: 'person', evidence: { dealId: id } },
      ])
    return readDeal(tx, ctx.actor.workspaceId, id, at)
  })

type Loss = { reason: (typeof lostReasons)[number]; note?: string; closedAt?: string }

/** Lost, with the reason that reports count by. The contact stays where it is. */
export const loseDeal = (ctx: Ctx, id: string, { reason, note, closedAt }: Loss): Promise<Deal> =>
  ctx.transact(async (tx) => {
    const at = ctx.clock.now()
    const deal = await lockOpenDeal(ctx, tx, id)
    await close(tx, ctx, deal, {
      state: 'lost',
      lostReason: reason,
      closeNote: note ?? null,
      closedAt: closingTime(at, closedAt),
    })
    const { amountCents, currency, ownerId } = deal
    const data = { ...dealFacts(deal), amountCents, currency, ownerId, reason, note: note ?? null }
    await record(tx, ctx.actor, at, 'deal.lost', data, dealSubjects(deal))
    return readDeal(tx, ctx.actor.workspaceId, id, at)
  })

/** Takes a closing back. A contact who became a customer by this deal alone is an opportunity again. */
export const reopenDeal = (ctx: Ctx, id: string): Promise<Deal> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const deal = await lockDeal(tx, actor.workspaceId, id)
    requireVersion(ctx, deal.version)
    if (deal.state === 'open') throw new Problem('invalid_transition')
    const stageId = await liveStageOf(tx, actor.workspaceId, deal)
    const cleared = { wonReason: null, lostReason: null, closeNote: null, closedAt: null, stageId, stageSince: at }
    await close(tx, ctx, deal, { state: 'open', ...cleared })
    // The column's CHECK holds the same words.
    const fromState = deal.state as (typeof dealStates)[number]
    await record(tx, actor, at, 'deal.reopened', { ...dealFacts(deal), fromState }, dealSubjects(deal))
    if (deal.state === 'won' && deal.subjectId && !(await hasOtherWonDeal(tx, actor.workspaceId, deal.subjectId))) {
      await moveLifecycle(tx, actor, at, [
        { subjectId: deal.subjectId, to: 'opportunity', by: 'person', evidence: { dealId: id } },
      ])
    }
    return readDeal(tx, actor.workspaceId, id, at)
  })

async function lockOpenDeal(ctx: Ctx, tx: Tx, id: string): Promise<DealRow> {
  const deal = await lockDeal(tx, ctx.actor.workspaceId, id)
  if (deal.state !== 'open') throw new Problem('deal_already_closed')
  requireVersion(ctx, deal.version)
  return deal
}

/** Now, or a time before it: yesterday's handshake is entered today. */
function closingTime(at: Date, given: string | undefined): Date {
  const closedAt = given ? new Date(given) : at
  if (closedAt > at) throw invalid('/closedAt', 'in_future')
  return closedAt
}

type Closing = {
  state: string
  closedAt: Date | null
  wonReason?: string | null
  lostReason?: string | null
  closeNote?: string | null
  stageId?: string
  stageSince?: Date
}

const close = (tx: Tx, ctx: Ctx, deal: DealRow, closing: Closing) =>
  tx
    .updateTable('deal')
    .set({ ...closing, version: deal.version + 1, updatedAt: ctx.clock.now() })
    .where('workspaceId', '=', ctx.actor.workspaceId)
    .where('id', '=', deal.id)
    .execute()

/** Its own stage, or the first of the pipeline when that has been removed meanwhile. */
async function liveStageOf(tx: Tx, workspaceId: string, deal: DealRow): Promise<string> {
  const { rows } = await sql<{ id: string }>`select id from pipeline_stage
    where workspace_id = ${workspaceId} and pipeline_id = ${deal.pipelineId} and deleted_at is null
    order by id = ${deal.stageId} desc, position, id limit 1`.execute(tx)
  return rows[0]?.id ?? deal.stageId
}

async function hasOtherWonDeal(tx: Tx, workspaceId: string, subjectId: string): Promise<boolean> {
  const { rows } = await sql`select 1 from deal where workspace_id = ${workspaceId} and subject_id = ${subjectId}
    and state = 'won' and deleted_at is null limit 1`.execute(tx)
  return rows.length > 0
}
