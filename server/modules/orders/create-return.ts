import { sql } from 'kysely'
import type { ReturnRecord } from '#contract/orders.ts'
import type { returnsRoutes } from '#contract/returns.ts'
import type { Tx } from '#kernel/db.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { type FieldError, Problem } from '#kernel/problem.ts'
import { specsInForce } from '#modules/products/public.ts'
import { timeOf } from './create-order.ts'
import { requireInLines } from './links.ts'
import { putIntoStock } from './move-units.ts'
import { recordReturns } from './record-returns.ts'
import { readReturn } from './select-returns.ts'

type Given = Parameters<Handlers<typeof returnsRoutes>['POST /returns']>[1]['body']

/** What came back of an order. 422 when the order or a line is not there, or more comes back than was sold. */
export const createReturn = (ctx: Ctx, given: Given): Promise<ReturnRecord> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const { restock, returnedAt, ...rest } = given
    await requireCauses(tx, workspaceId, at, given.orderId, given.lines)
    const source = actor.kind === 'api_key' ? ('api' as const) : ('manual' as const)
    const [recorded] = await recordReturns(tx, actor, at, [
      { ...rest, source, returnedAt: timeOf(at, returnedAt, '/returnedAt') },
    ])
    const { refused, returnId, created } = recorded!
    if (refused) {
      const { rule, line, left } = refused
      const pointer =
        rule === 'unknown_order' ? '/orderId' : `/lines/${line}/${rule === 'unknown_line' ? 'orderLineId' : 'quantity'}`
      const isUnknown = rule !== 'more_than_ordered'
      throw new Problem('unprocessable', {}, [
        isUnknown ? { pointer, rule: 'unknown_record' } : { pointer, rule, params: { left } },
      ])
    }
    if (restock && created) await putIntoStock(tx, actor, at, returnId!)
    return readReturn(tx, workspaceId, returnId!)
  })

type Cause = { attributeKey?: string | null | undefined; claimId?: string | null | undefined; orderLineId: string }

/**
 * 422 for an attribute that the product's sheet has neither when it was ordered nor now, and for a claim that is not there or
 * is of another product.
 */
export async function requireCauses(
  tx: Tx,
  workspaceId: string,
  at: Date,
  orderId: string,
  lines: readonly Cause[],
): Promise<void> {
  if (!lines.some(({ attributeKey, claimId }) => attributeKey || claimId)) return
  const claimIds = lines.map(({ claimId }) => claimId)
  await requireInLines(tx, workspaceId, 'claim', claimIds)
  const stating = await productsOfClaims(tx, workspaceId, claimIds)
  const { rows } = await sql<{
    id: string
    productId: string | null
    orderedAt: Date
  }>`select id, product_id, ordered_at from order_line
    where workspace_id = ${workspaceId} and order_id = ${orderId} and id = any (${lines.map(({ orderLineId }) => orderLineId)}::uuid[])`.execute(
    tx,
  )
  const sold = new Map(rows.map((row) => [row.id, row]))
  const products = [...new Set(rows.flatMap(({ productId }) => productId ?? []))]
  const orderedAt = rows[0]?.orderedAt ?? at
  const sheets = [
    await specsInForce(tx, workspaceId, products, orderedAt),
    await specsInForce(tx, workspaceId, products, at),
  ]
  const errors = lines.flatMap(({ attributeKey, claimId, orderLineId }, index): FieldError[] => {
    const productId = sold.get(orderLineId)?.productId
    const isOther = claimId && sold.has(orderLineId) && stating.get(claimId) !== productId
    const isKnown = sheets.some((sheet) =>
      sheet.get(productId ?? '')?.attributes.some(({ key }) => key === attributeKey),
    )
    return [
      ...(attributeKey && !isKnown ? [{ pointer: `/lines/${index}/attributeKey`, rule: 'unknown_attribute' }] : []),
      ...(isOther ? [{ pointer: `/lines/${index}/claimId`, rule: 'claim_of_other_product' }] : []),
    ]
  })
  if (errors.length > 0) throw new Problem('unprocessable', {}, errors.slice(0, 20))
}

async function productsOfClaims(
  tx: Tx,
  workspaceId: string,
  ids: readonly (string | null | undefined)[],
): Promise<Map<string, string>> {
  const asked = ids.flatMap((id) => id ?? [])
  if (asked.length === 0) return new Map()
  const { rows } = await sql<{ id: string; productId: string }>`select id, product_id from claim
    where workspace_id = ${workspaceId} and id = any (${asked}::uuid[])`.execute(tx)
  return new Map(rows.map(({ id, productId }) => [id, productId]))
}
