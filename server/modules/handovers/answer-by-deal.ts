import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'
import { Problem } from '#kernel/problem.ts'
import type { Lead } from '#modules/deals/public.ts'
import { becomeSal, markAccepted } from './accept.ts'
import { requireSales } from './access.ts'

type Row = { id: string; subjectId: string; state: string; hasDeal: boolean }

/**
 * Opening a deal with somebody who waits for sales is accepting them (mechanisms §1): by whoever opens it, in the same
 * transaction. A deal that names its lead is with the person of that lead, and the only one of it. Throws 422 on another person,
 * 409 on a lead that was given back or has a deal, 403 where somebody waits and the actor may not accept them.
 */
export async function answerByDeal(
  tx: Tx,
  actor: Actor,
  at: Date,
  { handoverId, contactId }: Lead,
  open: (lead: Lead) => Promise<{ id: string }>,
): Promise<{ id: string }> {
  const named = handoverId ? await lockNamed(tx, actor, handoverId) : null
  if (named && contactId && contactId !== named.subjectId) throw refused('/contactId', 'other_than_lead')
  const subjectId = named?.subjectId ?? contactId
  const waiting = subjectId ? await lockPending(tx, actor, subjectId) : null
  if (waiting) {
    if (!actor.permissions.has('handovers.decide')) throw new Problem('forbidden', { permission: 'handovers.decide' })
    await requireSales(tx, actor)
    await becomeSal(tx, actor, at, waiting)
  }
  const deal = await open({ contactId: subjectId, handoverId: named?.id ?? waiting?.id })
  if (waiting) await markAccepted(tx, actor, at, { ...waiting, dealId: deal.id })
  if (named && named.id !== waiting?.id) await keepDeal(tx, actor, named.id, deal.id)
  return deal
}

/** A deal that was deleted leaves its lead free for another. */
async function lockNamed(tx: Tx, { workspaceId }: Actor, id: string): Promise<Row> {
  const { rows } = await sql<Row>`select h.id, h.subject_id, h.state,
      exists (select 1 from deal d where d.workspace_id = ${workspaceId} and d.id = h.deal_id and d.deleted_at is null) as has_deal
    from handover h join contact c on c.workspace_id = h.workspace_id and c.subject_id = h.subject_id and c.deleted_at is null
    where h.workspace_id = ${workspaceId} and h.id = ${id}::uuid for update of h`.execute(tx)
  const row = rows[0]
  if (!row) throw refused('/handoverId', 'unknown_record')
  if (row.state !== 'pending' && row.state !== 'accepted') throw new Problem('handover_given_back')
  if (row.hasDeal) throw new Problem('handover_has_deal')
  return row
}

async function lockPending(tx: Tx, { workspaceId }: Actor, subjectId: string) {
  const { rows } = await sql<{ id: string; subjectId: string }>`select id, subject_id from handover
    where workspace_id = ${workspaceId} and subject_id = ${subjectId}::uuid and state = 'pending' for update`.execute(
    tx,
  )
  return rows[0]
}

const keepDeal = (tx: Tx, { workspaceId }: Actor, id: string, dealId: string) =>
  sql`update handover set deal_id = ${dealId}::uuid, version = version + 1
    where workspace_id = ${workspaceId} and id = ${id}::uuid`.execute(tx)

const refused = (pointer: string, rule: string) => new Problem('unprocessable', {}, [{ pointer, rule }])
