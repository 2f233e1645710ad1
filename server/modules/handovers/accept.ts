import { sql } from 'kysely'
import type { handoversRoutes } from '#contract/handovers.ts'
import type { Input, Reply } from '#contract/kit.ts'
import type { Tx } from '#kernel/db.ts'
import { type Actor, record } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'
import { contactNames, moveLifecycle } from '#modules/contacts/public.ts'
import { openDeal } from '#modules/deals/public.ts'
import { requireSales } from './access.ts'
import { viewHandover } from './queries.ts'

type Route = (typeof handoversRoutes)['POST /handovers/:id/acceptance']
export type Locked = {
  subjectId: string
  state: string
  requestedAt: Date
  assigneeId: string | null
  handRaise: boolean
}

/** Who accepts takes the lead: it becomes theirs, and the contact a sales-accepted lead of theirs. Of two at once, one wins. */
export const acceptHandover = (ctx: Ctx, { params, body }: Input<Route>): Promise<Reply<Route>> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    await requireSales(tx, actor)
    const { subjectId } = await lockHandover(tx, actor.workspaceId, params.id, 'pending')
    const lead = { id: params.id, subjectId }
    await becomeSal(tx, actor, at, lead)
    const dealId = body.createDeal ? await dealOf(tx, ctx, params.id, subjectId, body) : null
    await markAccepted(tx, actor, at, { ...lead, dealId })
    return viewHandover(tx, actor, params.id)
  })

type Accepted = { id: string; subjectId: string; dealId: string | null }

/** Whoever was not qualified yet (moved by hand meanwhile) is so by being accepted; others stay where they are beyond. */
export const becomeSal = (tx: Tx, actor: Actor, at: Date, { id, subjectId }: Omit<Accepted, 'dealId'>) =>
  moveLifecycle(tx, actor, at, [
    { subjectId, to: 'mql', by: 'person', evidence: { handoverId: id } },
    { subjectId, to: 'sal', by: 'person', ownerId: actor.id, evidence: { handoverId: id } },
  ])

/** The lead is the actor's, and its clock stands. */
export async function markAccepted(tx: Tx, actor: Actor, at: Date, { id, subjectId, dealId }: Accepted): Promise<void> {
  await sql`update handover set state = 'accepted', accepted_at = ${at}, decided_at = ${at}, decided_by = ${actor.id}, assignee_id = ${actor.id},
      assigned_at = coalesce(assigned_at, ${at}::timestamptz), first_assigned_at = coalesce(first_assigned_at, ${at}::timestamptz),
      deal_id = ${dealId}, version = version + 1
    where workspace_id = ${actor.workspaceId} and id = ${id}::uuid`.execute(tx)
  const data = { handoverId: id, subjectId, memberId: actor.id, dealId }
  await record(tx, actor, at, 'handover.accepted', data, [id, subjectId, ...(dealId ? [dealId] : [])])
}

/** Holds the handover until the transaction ends; 404 where there is none, 409 when it is in another state. */
export async function lockHandover(
  tx: Tx,
  workspaceId: string,
  id: string,
  state: 'pending' | 'accepted',
): Promise<Locked> {
  const { rows } = await sql<Locked>`select subject_id, state, requested_at, assignee_id, hand_raise from handover
    where workspace_id = ${workspaceId} and id = ${id}::uuid for update`.execute(tx)
  const row = rows[0]
  if (!row) throw new Problem('not_found')
  if (row.state !== state) throw new Problem(state === 'pending' ? 'handover_already_decided' : 'handover_not_accepted')
  return row
}

async function dealOf(
  tx: Tx,
  { actor, clock }: Ctx,
  handoverId: string,
  subjectId: string,
  body: Input<Route>['body'],
): Promise<string> {
  const names = await contactNames(tx, actor.workspaceId, [subjectId])
  const contact = names.get(subjectId)
  const name = body.dealName || contact?.fullName || contact?.email || handoverId
  const { amountCents } = body
  const { id } = await openDeal(tx, actor, clock.now(), { name, subjectId, ownerId: actor.id, amountCents, handoverId })
  return id
}
