import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'
import { type StockLevel, setStockLevels } from '../set-levels.ts'
import { type FeedRun, feedOf, runOf } from './select-feeds.ts'

/** A person says that the strange feed is true. */
export const confirmHeld = (ctx: Ctx, feedId: string): Promise<FeedRun> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const { name } = await feedOf(tx, workspaceId, feedId, { lock: true })
    const held = await heldOf(tx, workspaceId, feedId)
    const levels = held.levels === '' ? [] : held.levels.split('\n').map(levelOf)
    const { changed, unknown } = await setStockLevels(tx, actor, at, levels, { reason: 'feed' })
    await sql`update stock_feed_run set state = 'confirmed', levels = null, changed = ${changed}, unknown = ${unknown.length}, decided_by = ${actor.id},
        decided_at = ${at} where workspace_id = ${workspaceId} and id = ${held.id}`.execute(tx)
    await sql`update stock_feed set last_rows = ${levels.length} where workspace_id = ${workspaceId} and id = ${feedId}`.execute(
      tx,
    )
    await record(tx, actor, at, 'stock_feed.applied', { feedId, name, rows: levels.length, changed }, [feedId])
    return runOf(tx, workspaceId, held.id)
  })

export const discardHeld = (ctx: Ctx, feedId: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const { name } = await feedOf(tx, workspaceId, feedId, { lock: true })
    const held = await heldOf(tx, workspaceId, feedId)
    await sql`update stock_feed_run set state = 'discarded', levels = null, decided_by = ${actor.id}, decided_at = ${at}
      where workspace_id = ${workspaceId} and id = ${held.id}`.execute(tx)
    await record(tx, actor, at, 'stock_feed.discarded', { feedId, name }, [feedId])
  })

async function heldOf(tx: Tx, workspaceId: string, feedId: string): Promise<{ id: string; levels: string }> {
  const { rows } = await sql<{
    id: string
    levels: string
  }>`select id, coalesce(levels, '') as levels from stock_feed_run
    where workspace_id = ${workspaceId} and feed_id = ${feedId} and state = 'held'`.execute(tx)
  if (!rows[0]) throw new Problem('feed_not_held')
  return rows[0]
}

function levelOf(line: string): StockLevel {
  const tab = line.lastIndexOf('\t')
  return { sku: line.slice(0, tab), onHand: Number(line.slice(tab + 1)) }
}
