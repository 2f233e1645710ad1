import { sql } from 'kysely'
import type { Spec } from '#contract/product-parts.ts'
import { record } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'
import { productFacts } from './product-facts.ts'
import { lockProduct } from './select-products.ts'
import { specOf } from './specs.ts'

/**
 * Takes a publication back before its day: the sheet is a draft again, and nothing stands in the way of a correction. One that
 * has come into force stays (409 `spec_already_published`); a draft is answered as it is. The ledger keeps both.
 */
export const withdrawSpec = (ctx: Ctx, productId: string, version: number): Promise<Spec> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const product = await lockProduct(tx, workspaceId, productId)
    const spec = await specOf(tx, workspaceId, productId, version, at)
    const { state, effectiveFrom } = spec
    if (state === 'draft' || effectiveFrom === null) return spec
    if (state === 'published' || new Date(effectiveFrom) <= at) throw new Problem('spec_already_published', { version })
    await sql`update product_spec set state = 'draft', effective_from = null, published_by = null, published_at = null, updated_at = ${at}
      where workspace_id = ${workspaceId} and product_id = ${productId} and spec_version = ${version}`.execute(tx)
    await record(tx, actor, at, 'spec.withdrawn', { ...productFacts(product), version, effectiveFrom }, [productId])
    return specOf(tx, workspaceId, productId, version, at)
  })

/** Puts away a draft that nobody will publish; its number is not used again. 409 for a published sheet. */
export const discardSpec = (ctx: Ctx, productId: string, version: number): Promise<void> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const product = await lockProduct(tx, workspaceId, productId)
    const { state } = await specOf(tx, workspaceId, productId, version, at)
    if (state !== 'draft') throw new Problem('spec_already_published', { version })
    await sql`update product_spec set discarded_at = ${at}, updated_at = ${at}
      where workspace_id = ${workspaceId} and product_id = ${productId} and spec_version = ${version}`.execute(tx)
    await record(tx, actor, at, 'spec.discarded', { ...productFacts(product), version }, [productId])
  })
