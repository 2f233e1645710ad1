import { sql } from 'kysely'
import type { handoversRoutes } from '#contract/handovers.ts'
import type { Input, Reply } from '#contract/kit.ts'
import { record } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { invalid, Problem } from '#kernel/problem.ts'
import { membersById } from '#modules/accounts/public.ts'
import { moveLifecycle } from '#modules/contacts/public.ts'
import { notify } from '#modules/platform/public.ts'
import { type KeptReason, keepReasons, rescore } from '#modules/scoring/public.ts'
import { lockHandover } from './accept.ts'
import { isInSales } from './access.ts'
import { clocksFrom } from './clocks.ts'
import { openHandovers } from './open.ts'
import { loadFacts } from './qualify.ts'
import { viewHandover } from './queries.ts'
import { slaOf } from './sla-policy.ts'

type Routes = typeof handoversRoutes

/** Marketing hands a contact over whatever the score says; who is already customer or in sales keeps their stage. */
export const requestHandover = (
  ctx: Ctx,
  { body }: Input<Routes['POST /handovers']>,
): Promise<Reply<Routes['POST /handovers']>> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const subjectId = body.contactId
    const [row] = await rescore(tx, actor, at, [subjectId])
    const known = (await loadFacts(tx, actor.workspaceId, [subjectId])).get(subjectId)
    if (!row || !known) throw new Problem('not_found')
    if (known.hasPending) throw new Problem('handover_already_pending')
    if (body.assigneeId) await requireSeller(ctx, body.assigneeId)
    const evidence = { byHand: true, note: body.note ?? null }
    await moveLifecycle(tx, actor, at, [{ subjectId, to: 'mql', by: 'person', reason: 'by_hand', evidence }])
    const score = row.score
    const [opened] = await openHandovers(tx, actor, at, [
      {
        subjectId,
        name: known.name,
        handRaise: false,
        byHand: true,
        reasons: [await byHand(ctx), ...(score ? keepReasons(score.reasons, score.contributions) : [])],
        temperature: score?.temperature ?? 'cold',
        score: score?.total ?? 0,
        scoringVersion: row.modelVersion,
        requestedAt: at,
        note: body.note || null,
        assigneeId: body.assigneeId ?? null,
        ownerIds: [known.ownerId, known.companyOwnerId],
      },
    ])
    if (!opened) throw new Problem('handover_already_pending')
    return viewHandover(tx, actor, opened.id)
  })

async function byHand({ db, actor }: Ctx): Promise<KeptReason> {
  const members = await membersById(db, actor.workspaceId, [actor.id])
  return { code: 'by_hand', params: { name: members.get(actor.id)?.fullName ?? '' } }
}

/** Another seller; clocks that run go on, for the person has waited since then. They start when nobody had it. */
export const assignHandover = (
  ctx: Ctx,
  { params, body }: Input<Routes['POST /handovers/:id/assignment']>,
): Promise<Reply<Routes['POST /handovers/:id/assignment']>> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    await requireSeller(ctx, body.memberId, '/memberId')
    const { subjectId, assigneeId, handRaise } = await lockHandover(tx, workspaceId, params.id, 'pending')
    if (assigneeId === body.memberId) return viewHandover(tx, actor, params.id)
    await sql`update handover set assignee_id = ${body.memberId}::uuid, routing = null, version = version + 1
      where workspace_id = ${workspaceId} and id = ${params.id}::uuid`.execute(tx)
    if (assigneeId === null) {
      const { policy, calendar } = await slaOf(tx, workspaceId)
      const clocks = clocksFrom(policy, calendar, at, handRaise)
      await sql`update handover set assigned_at = ${at}, first_assigned_at = coalesce(first_assigned_at, ${at}::timestamptz),
          due_at = ${clocks.dueAt}, touch_due_at = ${clocks.touchDueAt}, clock_at = ${clocks.clockAt}, remind_at = ${clocks.remindAt},
          escalate_at = ${clocks.escalateAt}, expire_at = ${clocks.expireAt}, escalated_at = null
        where workspace_id = ${workspaceId} and id = ${params.id}::uuid`.execute(tx)
    }
    const data = { handoverId: params.id, subjectId, from: assigneeId, to: body.memberId }
    await record(tx, actor, at, 'handover.assigned', data, [params.id, subjectId])
    const view = await viewHandover(tx, actor, params.id)
    await notify(tx, at, workspaceId, [
      {
        memberIds: body.memberId === actor.id ? [] : [body.memberId],
        kind: 'handover_assigned',
        params: { name: view.contactName, score: view.score },
        link: `/inbox?id=${params.id}`,
        dedupeKey: `handover_assigned ${params.id} ${body.memberId}`,
        mail: true,
      },
    ])
    return view
  })

async function requireSeller({ db, actor }: Ctx, memberId: string, pointer = '/assigneeId') {
  if (!(await isInSales(db, actor.workspaceId, memberId))) throw invalid(pointer, 'not_in_sales')
}
