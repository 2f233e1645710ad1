import type { stockFeedsRoutes } from '#contract/stock-feeds.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { type FieldError, Problem } from '#kernel/problem.ts'
import { type LevelsSet, setStockLevels } from './set-levels.ts'

type Body = Parameters<Handlers<typeof stockFeedsRoutes>['PUT /stock/levels']>[1]['body']

/** Sets many levels at once; what no product has is named, the rest is set. */
export const putLevels = (ctx: Ctx, { items, at: asOf }: Body): Promise<LevelsSet> =>
  ctx.transact(async (tx) => {
    const at = ctx.clock.now()
    const errors: FieldError[] = []
    const seen = new Set<string>()
    for (const [index, { sku, productId, onHand, reserved }] of items.entries()) {
      if ((sku === undefined) === (productId === undefined))
        errors.push({ pointer: `/items/${index}`, rule: 'sku_or_id' })
      const key = productId ?? `sku ${sku?.trim().toLowerCase()}`
      if (seen.has(key)) errors.push({ pointer: `/items/${index}`, rule: 'duplicate_value' })
      seen.add(key)
      if (reserved !== undefined && reserved > onHand)
        errors.push({ pointer: `/items/${index}/reserved`, rule: 'more_than_on_hand', params: { limit: onHand } })
    }
    if (asOf && new Date(asOf).getTime() > at.getTime() + 300_000) errors.push({ pointer: '/at', rule: 'in_future' })
    if (errors.length > 0) throw new Problem('unprocessable', {}, errors.slice(0, 20))
    return setStockLevels(tx, ctx.actor, at, items, { reason: 'count', asOf: asOf ? new Date(asOf) : null })
  })
