import { sql } from 'kysely'
import type { DistributionPlan, productPartsRoutes } from '#contract/product-parts.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'
import { productFacts } from './product-facts.ts'
import { lockProduct, requireProduct } from './select-products.ts'

type Body = Parameters<Handlers<typeof productPartsRoutes>['PUT /products/:id/distribution']>[1]['body']
type Row = Omit<DistributionPlan, 'publishedAt'> & { publishedAt: Date }

export async function listPlans({ db, actor }: Ctx, productId: string) {
  await requireProduct(db, actor.workspaceId, productId)
  return { items: await selectPlans(db, actor.workspaceId, productId), next: null }
}

/** Every change is a new version, so that what held when stays known. The same routes again make none. */
export const putPlan = (ctx: Ctx, productId: string, { routes, note = null }: Body): Promise<DistributionPlan> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const product = await lockProduct(tx, workspaceId, productId)
    assertOnce(routes)
    const [latest] = await selectPlans(tx, workspaceId, productId)
    if (latest && canonical(latest.routes) === canonical(routes)) return latest
    const version = (latest?.version ?? 0) + 1
    await sql`insert into distribution_plan (workspace_id, product_id, plan_version, routes, note, published_by, published_at)
      values (${workspaceId}, ${productId}, ${version}, ${JSON.stringify(routes)}::jsonb, ${note}, ${actor.id}, ${at})`.execute(
      tx,
    )
    await record(tx, actor, at, 'distribution.published', { ...productFacts(product), version, note }, [productId])
    const [plan] = await selectPlans(tx, workspaceId, productId)
    return plan!
  })

const canonical = (routes: DistributionPlan['routes']) =>
  JSON.stringify(
    routes.map(({ channel, regions, leadTimeDays, note }) => [channel, regions, leadTimeDays, note ?? null]),
  )

/** One region of one channel has one lead time. */
function assertOnce(routes: Body['routes']) {
  const seen = new Set<string>()
  for (const [index, { channel, regions }] of routes.entries()) {
    for (const region of regions.length > 0 ? regions : ['']) {
      const key = `${channel.trim().toLowerCase()} ${region.trim().toLowerCase()}`
      if (seen.has(key))
        throw new Problem('unprocessable', {}, [{ pointer: `/routes/${index}/channel`, rule: 'duplicate_value' }])
      seen.add(key)
    }
  }
}

async function selectPlans(db: Db | Tx, workspaceId: string, productId: string): Promise<DistributionPlan[]> {
  const { rows } =
    await sql<Row>`select d.plan_version as version, d.routes, d.note, m.full_name as published_by, d.published_at
    from distribution_plan d
    left join member m on m.workspace_id = d.workspace_id and m.workspace_id = ${workspaceId} and m.id = d.published_by
    where d.workspace_id = ${workspaceId} and d.product_id = ${productId}
    order by d.plan_version desc limit 200`.execute(db)
  return rows.map((row) => ({ ...row, publishedAt: row.publishedAt.toISOString() }))
}
