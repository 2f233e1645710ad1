import { sql } from 'kysely'
import type { OrderRecord, ordersRoutes } from '#contract/orders.ts'
import { record } from '#kernel/events.ts'
import { type Ctx, type Handlers, requireVersion } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'
import { orderFacts, orderSubjects } from './facts.ts'
import { campaignOfLink, requireLinks } from './links.ts'
import { giveBack, takeAgain } from './move-units.ts'
import type { Changes } from './order-types.ts'
import { canMoveOrder } from './rules/states.ts'
import { lockOrder, readOrder } from './select-orders.ts'
import { makeCustomers } from './write-orders.ts'

type Given = Parameters<Handlers<typeof ordersRoutes>['PATCH /orders/:id']>[1]['body']

/**
 * Moves an order on or corrects its links. What stays the same makes no new version and no event. A cancelled order gives back
 * the units it took, one that is placed again takes them (409 when they are gone).
 */
export const changeOrder = (ctx: Ctx, id: string, given: Given): Promise<OrderRecord> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const old = await lockOrder(tx, workspaceId, id)
    requireVersion(ctx, old.version)
    const { contactId, ...plain } = given
    const isRelinked = plain.linkCode && plain.linkCode !== old.linkCode
    const linked = isRelinked && {
      campaignId: await campaignOfLink(tx, workspaceId, { ...plain, linkCode: plain.linkCode! }),
    }
    const wanted = { ...plain, ...linked, ...(contactId !== undefined && { subjectId: contactId }) }
    const changes: Changes = Object.fromEntries(
      Object.entries(wanted).flatMap(([field, after]) => {
        const before = old[field as keyof typeof old]
        return before === after ? [] : [[field, [before, after]]]
      }),
    )
    if (Object.keys(changes).length === 0) return readOrder(tx, workspaceId, id)
    if (changes.state && given.state && !canMoveOrder(old.state, given.state))
      throw new Problem('invalid_transition', { from: old.state, to: given.state })
    await requireLinks(tx, workspaceId, given)
    const now = { ...old, ...wanted }
    await sql`update sales_order set state = ${now.state}, subject_id = ${now.subjectId}, company_id = ${now.companyId}, deal_id = ${now.dealId},
        campaign_id = ${now.campaignId}, link_code = ${now.linkCode}, note = ${now.note}, version = version + 1, updated_at = ${at}
      where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
    if (changes.subjectId)
      await sql`update order_return set subject_id = ${now.subjectId} where workspace_id = ${workspaceId} and order_id = ${id}`.execute(
        tx,
      )
    const subjects = [...orderSubjects(now), ...(old.subjectId ? [old.subjectId] : [])]
    await record(tx, actor, at, 'order.updated', { ...orderFacts(now), state: now.state, changes }, subjects)
    if (changes.subjectId) await makeCustomers(tx, actor, at, [now])
    if (changes.state && now.state === 'cancelled') await giveBack(tx, actor, at, id)
    if (changes.state && old.state === 'cancelled') await takeAgain(tx, actor, at, id)
    return readOrder(tx, workspaceId, id)
  })

export const deleteOrder = (ctx: Ctx, id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const order = await lockOrder(tx, actor.workspaceId, id)
    requireVersion(ctx, order.version)
    await sql`update sales_order set deleted_at = ${at}, updated_at = ${at}, version = version + 1
      where workspace_id = ${actor.workspaceId} and id = ${id}`.execute(tx)
    await record(tx, actor, at, 'order.deleted', orderFacts(order), orderSubjects(order))
    await giveBack(tx, actor, at, id)
  })

/** Brings a deleted order back; one that is there already is answered as it is. */
export const restoreOrder = (ctx: Ctx, id: string): Promise<OrderRecord> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const order = await lockOrder(tx, actor.workspaceId, id, { deleted: true })
    if (order.deletedAt) {
      await sql`update sales_order set deleted_at = null, updated_at = ${at}, version = version + 1
        where workspace_id = ${actor.workspaceId} and id = ${id}`.execute(tx)
      await record(tx, actor, at, 'order.restored', orderFacts(order), orderSubjects(order))
      if (order.state !== 'cancelled') await takeAgain(tx, actor, at, id)
    }
    return readOrder(tx, actor.workspaceId, id)
  })
