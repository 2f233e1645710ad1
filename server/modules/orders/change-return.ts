import { sql } from 'kysely'
import type { ReturnRecord } from '#contract/orders.ts'
import type { returnsRoutes } from '#contract/returns.ts'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import { type Ctx, type Handlers, requireVersion } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'
import { requireCauses } from './create-return.ts'
import { returnFacts, returnSubjects } from './facts.ts'
import { readReturn } from './select-returns.ts'
import { lockOrders } from './stored-returns.ts'

type Given = Parameters<Handlers<typeof returnsRoutes>['PATCH /returns/:id']>[1]['body']
const mended = ['reason', 'attributeKey', 'claimId', 'note'] as const

/** Says better why it came back: shops tell only that it did. Amounts and units stay. */
export const changeReturn = (ctx: Ctx, id: string, given: Given): Promise<ReturnRecord> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const locked = await lockReturn(tx, workspaceId, id)
    requireVersion(ctx, locked.version)
    const old = await readReturn(tx, workspaceId, id)
    const lines = (given.lines ?? []).map((line, index) => {
      const before = old.lines.find((one) => one.id === line.id)
      if (!before) throw new Problem('unprocessable', {}, [{ pointer: `/lines/${index}/id`, rule: 'unknown_record' }])
      return { before, after: { ...before, ...line } }
    })
    await requireCauses(
      tx,
      workspaceId,
      at,
      old.orderId,
      lines.map(({ after }) => after),
    )
    const changed = lines.filter(({ before, after }) => mended.some((field) => before[field] !== after[field]))
    if (changed.length === 0 && (given.note === undefined || given.note === old.note)) return old
    const note = given.note === undefined ? old.note : given.note
    await sql`update order_return set note = ${note}, version = version + 1, updated_at = ${at}
      where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
    await sql`update return_line l set reason = r.reason, attribute_key = r."attributeKey", claim_id = r."claimId", note = r.note
      from json_to_recordset(${JSON.stringify(changed.map(({ after }) => after))}::json) as r (id uuid, reason text, "attributeKey" text, "claimId" uuid, note text)
      where l.workspace_id = ${workspaceId} and l.return_id = ${id} and l.id = r.id`.execute(tx)
    const now = await readReturn(tx, workspaceId, id)
    await record(
      tx,
      actor,
      at,
      'return.updated',
      { ...returnFacts(locked), lines: now.lines.map(told), before: old.lines.map(told) },
      returnSubjects(locked, now.lines),
    )
    return now
  })

const told = ({ productId, quantity, reason, attributeKey, claimId }: ReturnRecord['lines'][number]) => ({
  ...{ productId, quantity, reason, attributeKey, claimId },
})

export const deleteReturn = (ctx: Ctx, id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const locked = await lockReturn(tx, actor.workspaceId, id)
    requireVersion(ctx, locked.version)
    await sql`update order_return set deleted_at = ${at}, updated_at = ${at}, version = version + 1
      where workspace_id = ${actor.workspaceId} and id = ${id}`.execute(tx)
    await record(tx, actor, at, 'return.deleted', returnFacts(locked), returnSubjects(locked))
  })

/** Brings a deleted return back, unless its units have come back otherwise meanwhile (422). */
export const restoreReturn = (ctx: Ctx, id: string): Promise<ReturnRecord> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const locked = await lockReturn(tx, workspaceId, id, { deleted: true })
    if (!locked.deletedAt) return readReturn(tx, workspaceId, id)
    const order = (await lockOrders(tx, workspaceId, [{ source: 'manual', orderId: locked.orderId }]))({
      source: 'manual',
      orderId: locked.orderId,
    })
    const { rows } = await sql<{
      orderLineId: string
      quantity: number
    }>`select order_line_id, sum(quantity)::integer as quantity from return_line
      where workspace_id = ${workspaceId} and return_id = ${id} group by order_line_id`.execute(tx)
    const tooMany = rows.some(({ orderLineId, quantity }) => {
      const line = order?.lines.find((one) => one.id === orderLineId)
      return !line || line.returned + quantity > line.quantity
    })
    if (tooMany)
      throw new Problem('unprocessable', {}, [{ pointer: '/id', rule: 'more_than_ordered', params: { left: 0 } }])
    await sql`update order_return set deleted_at = null, updated_at = ${at}, version = version + 1
      where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
    await record(tx, actor, at, 'return.restored', returnFacts(locked), returnSubjects(locked))
    return readReturn(tx, workspaceId, id)
  })

async function lockReturn(tx: Tx, workspaceId: string, id: string, { deleted = false } = {}) {
  const { rows } = await sql<{
    id: string
    orderId: string
    number: string
    subjectId: string | null
    version: number
    deletedAt: Date | null
  }>`select r.id, r.order_id, o.number, r.subject_id, r.version, r.deleted_at from order_return r
    join sales_order o on o.workspace_id = r.workspace_id and o.workspace_id = ${workspaceId} and o.id = r.order_id
    where r.workspace_id = ${workspaceId} and r.id = ${id} for update of r`.execute(tx)
  const row = rows[0]
  if (!row || (row.deletedAt && !deleted)) throw new Problem('not_found')
  return row
}
