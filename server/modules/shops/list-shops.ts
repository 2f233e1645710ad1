import { sql } from 'kysely'
import type { Input } from '#contract/kit.ts'
import type { Shop, shopsRoutes } from '#contract/shops.ts'
import type { Ctx } from '#kernel/http.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { findShop, lastRuns, selectRuns, selectShops, toRun, toShop } from './select-shops.ts'

type Routes = typeof shopsRoutes

export async function listShops(ctx: Ctx, { query }: Input<Routes['GET /shops']>) {
  const { workspaceId } = ctx.actor
  const { limit = 50 } = query
  const after = decodeCursor(query.after, 2)
  const rows = await selectShops(
    ctx.db,
    workspaceId,
    sql`s.deleted_at is null ${after ? sql`and (s.name, s.id) > (${after[0]}, ${after[1]}::uuid)` : sql``}
      order by s.name, s.id limit ${limit + 1}`,
  )
  const runs = await lastRuns(
    ctx.db,
    workspaceId,
    rows.map(({ id }) => id),
  )
  return toPage(
    rows,
    limit,
    (row) => toShop(ctx, workspaceId, row, runs.get(row.id)),
    (row) => [row.name, row.id],
  )
}

export async function readShop(ctx: Ctx, id: string): Promise<Shop> {
  const { workspaceId } = ctx.actor
  const row = await findShop(ctx.db, workspaceId, id)
  return toShop(ctx, workspaceId, row, (await lastRuns(ctx.db, workspaceId, [id])).get(id))
}

export async function listRuns({ db, actor }: Ctx, { params, query }: Input<Routes['GET /shops/:id/runs']>) {
  const { workspaceId } = actor
  const { limit = 50 } = query
  await findShop(db, workspaceId, params.id)
  const after = decodeCursor(query.after, 2)
  const rows = await selectRuns(
    db,
    workspaceId,
    sql`r.shop_id = ${params.id} ${after ? sql`and (r.created_at, r.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
      order by r.created_at desc, r.id desc limit ${limit + 1}`,
  )
  return toPage(rows, limit, toRun, (row) => [row.createdAt.toISOString(), row.id])
}
