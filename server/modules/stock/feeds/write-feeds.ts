import { sql } from 'kysely'
import type { StockFeed, stockFeedsRoutes } from '#contract/stock-feeds.ts'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import { type Ctx, type Handlers, requireVersion } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { Problem } from '#kernel/problem.ts'
import { hookToken } from './hook-token.ts'
import { type FeedRow, feedOf, lastRuns, selectFeeds, selectRuns, toRun } from './select-feeds.ts'

type Routes = Handlers<typeof stockFeedsRoutes>
type New = Parameters<Routes['POST /stock-feeds']>[1]['body']
type Changes = Parameters<Routes['PATCH /stock-feeds/:id']>[1]['body']

export async function listFeeds(ctx: Ctx) {
  const rows = await selectFeeds(ctx.db, ctx.actor.workspaceId)
  const runs = await lastRuns(
    ctx.db,
    ctx.actor.workspaceId,
    rows.map(({ id }) => id),
  )
  return { items: rows.map((row) => toFeed(ctx, row, runs.get(row.id) ?? null)), next: null }
}

export const createFeed = (ctx: Ctx, { kind, name, url, everyMinutes, skuColumn = null, quantityColumn = null }: New) =>
  ctx.transact(async (tx): Promise<StockFeed> => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    if (kind === 'url' && url === undefined) throw wrong('/url', 'required')
    if (kind === 'webhook' && url !== undefined) throw wrong('/url', 'not_for_webhooks')
    if (kind === 'webhook' && everyMinutes !== undefined) throw wrong('/everyMinutes', 'not_for_webhooks')
    const id = newId()
    const every = kind === 'url' ? (everyMinutes ?? 60) : null
    await sql`insert into stock_feed (workspace_id, id, kind, name, url, every_minutes, sku_column, quantity_column, next_run_at, created_by,
        created_at, updated_at)
      values (${workspaceId}, ${id}, ${kind}, ${name}, ${url ?? null}, ${every}, ${skuColumn}, ${quantityColumn}, ${kind === 'url' ? at : null},
        ${actor.id}, ${at}, ${at})`.execute(tx)
    await record(tx, actor, at, 'stock_feed.saved', { feedId: id, name }, [id])
    return present(ctx, tx, id)
  })

export const updateFeed = (ctx: Ctx, id: string, { newSecret = false, ...given }: Changes): Promise<StockFeed> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const old = await feedOf(tx, workspaceId, id, { lock: true })
    requireVersion(ctx, old.version)
    if (old.kind === 'webhook' && given.url !== undefined) throw wrong('/url', 'not_for_webhooks')
    if (old.kind === 'webhook' && given.everyMinutes !== undefined) throw wrong('/everyMinutes', 'not_for_webhooks')
    const { name, url, everyMinutes, enabled, skuColumn, quantityColumn } = { ...old, ...given }
    await sql`update stock_feed set name = ${name}, url = ${url}, every_minutes = ${everyMinutes}, enabled = ${enabled}, sku_column = ${skuColumn},
        quantity_column = ${quantityColumn}, generation = generation + ${newSecret ? 1 : 0}::integer, version = version + 1, updated_at = ${at},
        next_run_at = ${old.kind === 'url' && enabled ? at : null}
      where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
    await record(tx, actor, at, 'stock_feed.saved', { feedId: id, name }, [id])
    return present(ctx, tx, id)
  })

export const deleteFeed = (ctx: Ctx, id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const { name } = await feedOf(tx, actor.workspaceId, id, { lock: true })
    await sql`update stock_feed set deleted_at = ${at}, enabled = false, next_run_at = null, updated_at = ${at}
      where workspace_id = ${actor.workspaceId} and id = ${id}`.execute(tx)
    await record(tx, actor, at, 'stock_feed.deleted', { feedId: id, name }, [id])
  })

export async function listRuns(
  { db, actor }: Ctx,
  feedId: string,
  { after, limit = 50 }: { after?: string; limit?: number },
) {
  await feedOf(db, actor.workspaceId, feedId)
  const cursor = decodeCursor(after, 2)
  const { rows } = await selectRuns(
    db,
    actor.workspaceId,
    sql`and r.feed_id = ${feedId} ${cursor ? sql`and (r.started_at, r.id) < (${cursor[0]}::timestamptz, ${cursor[1]}::uuid)` : sql``}
      order by r.started_at desc, r.id desc limit ${limit + 1}`,
  )
  return toPage(rows, limit, toRun, (row) => [row.startedAt.toISOString(), row.id])
}

async function present(ctx: Ctx, tx: Tx, id: string): Promise<StockFeed> {
  const row = await feedOf(tx, ctx.actor.workspaceId, id)
  return toFeed(ctx, row, (await lastRuns(tx, ctx.actor.workspaceId, [id])).get(id) ?? null)
}

/** The secret address is shown only to those who may make one. */
function toFeed({ actor, secret, publicUrl }: Ctx, row: FeedRow, lastRun: StockFeed['lastRun']): StockFeed {
  const { workspaceId, generation, lastRows: _, endedWhole: _whole, createdBy: _by, nextRunAt, ...feed } = row
  const isShown = row.kind === 'webhook' && actor.permissions.has('stock.manage')
  return {
    ...feed,
    hookUrl: isShown
      ? `${publicUrl}/hooks/stock/${hookToken(secret, { workspaceId, feedId: row.id, generation })}`
      : null,
    nextRunAt: nextRunAt?.toISOString() ?? null,
    lastRun,
  }
}

const wrong = (pointer: string, rule: string) => new Problem('unprocessable', {}, [{ pointer, rule }])
