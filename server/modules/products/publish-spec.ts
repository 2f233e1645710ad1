import { sql } from 'kysely'
import type { productPartsRoutes, Spec } from '#contract/product-parts.ts'
import { record } from '#kernel/events.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { enqueue } from '#kernel/jobs.ts'
import { Problem } from '#kernel/problem.ts'
import { applyDue } from './apply-due.ts'
import { comeIntoForce } from './come-into-force.ts'
import { momentOf } from './moment.ts'
import { productFacts } from './product-facts.ts'
import { lockProduct } from './select-products.ts'
import { publishedBefore, specOf } from './specs.ts'

type Body = Parameters<Handlers<typeof productPartsRoutes>['POST /products/:id/specs/:version/publication']>[1]['body']

/**
 * Publishes a draft, in force from now, from a moment past (not before the version it follows) or from one to come. Twice is
 * 409 `spec_already_published`; below a version that is published already, or before its day, is 409 `spec_out_of_order`.
 */
export const publishSpec = (ctx: Ctx, productId: string, version: number, body: Body): Promise<Spec> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const product = await lockProduct(tx, workspaceId, productId)
    const draft = await specOf(tx, workspaceId, productId, version, at)
    if (draft.state !== 'draft') throw new Problem('spec_already_published', { version })
    const latest = await publishedBefore(tx, workspaceId, productId, Number.MAX_SAFE_INTEGER)
    const effectiveFrom = body.effectiveFrom === undefined ? at : await momentOf(tx, workspaceId, body.effectiveFrom)
    if (latest && (latest.version > version || latest.effectiveFrom > effectiveFrom))
      throw new Problem('spec_out_of_order', { version, published: latest.version })
    const isScheduled = effectiveFrom > at
    const note = body.note ?? draft.note
    await sql`update product_spec set state = ${isScheduled ? 'scheduled' : 'published'}, published_by = ${actor.id}, published_at = ${at},
        effective_from = ${effectiveFrom}, note = ${note}, updated_at = ${at}
      where workspace_id = ${workspaceId} and product_id = ${productId} and spec_version = ${version}`.execute(tx)
    if (isScheduled) {
      const from = effectiveFrom.toISOString()
      await record(tx, actor, at, 'spec.scheduled', { ...productFacts(product), version, effectiveFrom: from }, [
        productId,
      ])
      await enqueue(
        tx,
        applyDue,
        { workspaceId },
        { runAt: effectiveFrom, key: `products.apply_due ${workspaceId} ${from}` },
      )
    } else {
      await comeIntoForce(tx, actor, at, [{ product, version, attributes: draft.attributes, note }])
    }
    return specOf(tx, workspaceId, productId, version, at)
  })
