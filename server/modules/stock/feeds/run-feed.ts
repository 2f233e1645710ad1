import { sql } from 'kysely'
import Type from 'typebox'
import { Id } from '#contract/kit.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { type Actor, record, systemActor } from '#kernel/events.ts'
import { newId } from '#kernel/id.ts'
import { defineJob, enqueueMany, queued } from '#kernel/jobs.ts'
import { Problem } from '#kernel/problem.ts'
import type { Services } from '#kernel/services.ts'
import { notify } from '#modules/platform/public.ts'
import { type ParsedFeed, parseFeed } from '../rules/feed-csv.ts'
import { fewZeroed, judgeFeed } from '../rules/judge-feed.ts'
import { type StockLevel, setStockLevels } from '../set-levels.ts'
import { FeedUnavailable, fetchFeed } from './fetch-feed.ts'
import { type FeedRow, type FeedRun, feedOf, runOf } from './select-feeds.ts'

/** Queues the feeds whose time has come; each gets its next time in the same step. */
export const startDueFeeds = defineJob({
  name: 'stock.start_due_feeds',
  payload: Type.Object({}),
  retry: { limit: 1 },
  pool: 'bulk',
  async run(_payload, { db, clock }) {
    const { rows: workspaces } = await sql<{ id: string }>`select id from workspace`.execute(db)
    for (const { id: workspaceId } of workspaces)
      await db.transaction().execute(async (tx) => {
        const at = clock.now()
        const { rows } = await sql<{ id: string; everyMinutes: number }>`select id, every_minutes from stock_feed
          where workspace_id = ${workspaceId} and enabled and deleted_at is null and next_run_at <= ${at} for update skip locked`.execute(
          tx,
        )
        for (const { id, everyMinutes } of rows)
          await sql`update stock_feed set next_run_at = ${new Date(at.getTime() + everyMinutes * 60_000)}
            where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
        await enqueueMany(
          tx,
          rows.map(({ id }) => queued(runFeedJob, { workspaceId, feedId: id }, { key: `stock.run_feed ${id}` })),
        )
      })
  },
})

export const runFeedJob = defineJob({
  name: 'stock.run_feed',
  payload: Type.Object({ workspaceId: Id, feedId: Id }),
  retry: { limit: 3 },
  pool: 'bulk',
  async run({ workspaceId, feedId }, services) {
    try {
      await runFeed(services, systemActor(workspaceId), feedId)
    } catch (error) {
      // Deleted since it was queued.
      if (!(error instanceof Problem && error.code === 'not_found')) throw error
    }
  },
})

/** Fetches a feed and applies it, or holds it for a person when it is too strange; answers what became of it. */
export async function runFeed(services: Services, actor: Actor, feedId: string): Promise<FeedRun> {
  const { db, clock } = services
  const { workspaceId } = actor
  const feed = await feedOf(db, workspaceId, feedId)
  if (feed.url === null) throw new Problem('unprocessable', {}, [{ pointer: '/id', rule: 'not_for_webhooks' }])
  try {
    const text = await fetchFeed(feed.url)
    return await db.transaction().execute((tx) => takeIn(tx, actor, clock.now(), feed, text))
  } catch (error) {
    if (!(error instanceof FeedUnavailable)) throw error
    const { reason, params } = error
    return db.transaction().execute((tx) => fail(tx, actor, clock.now(), feed, reason, params))
  }
}

/** What a fetched feed says, judged and then written or held. */
export async function takeIn(tx: Tx, actor: Actor, at: Date, feed: FeedRow, text: string): Promise<FeedRun> {
  const { workspaceId } = actor
  await feedOf(tx, workspaceId, feed.id, { lock: true })
  const parsed = parseFeed(text, feed)
  if (!parsed) return fail(tx, actor, at, feed, 'columns_missing', {})
  const levels = Array.from(parsed.levels, ([sku, onHand]): StockLevel => ({ sku, onHand }))
  const verdict = judgeFeed(parsed, { ...feed, ...(await countStocked(tx, workspaceId, levels)) })
  if (verdict) return hold(tx, actor, at, feed, verdict, levels, parsed)
  const done = await setStockLevels(tx, actor, at, levels, { reason: 'feed' })
  await sql`update stock_feed set last_rows = ${levels.length}, ended_whole = ${parsed.endsWhole}
    where workspace_id = ${workspaceId} and id = ${feed.id}`.execute(tx)
  const id = await keepRun(tx, at, feed, {
    ...{ state: 'applied', reason: null, params: {}, rows: levels.length, levels: null },
    ...unreadOf(parsed),
    changed: done.changed,
    unknown: done.unknown.length,
  })
  if (done.changed > 0) {
    const { changed } = done
    await record(
      tx,
      actor,
      at,
      'stock_feed.applied',
      { feedId: feed.id, name: feed.name, rows: levels.length, changed },
      [feed.id],
    )
  }
  return runOf(tx, workspaceId, id)
}

/**
 * How many products that this feed would empty have units now and, where they are several, how many of all that it names: exactly, or
 * as many as settle that these are not most of them. Those are nearly always among the first, so that the rest need not be counted.
 */
async function countStocked(db: Db | Tx, workspaceId: string, levels: readonly StockLevel[]) {
  const count = (some: readonly StockLevel[]) => countWithUnits(db, workspaceId, some)
  const zeroed = await count(levels.filter(({ onHand }) => onHand === 0))
  if (zeroed < fewZeroed) return { zeroed, inStock: zeroed }
  const kept = levels.filter(({ onHand }) => onHand > 0)
  const first = await count(kept.slice(0, 2 * zeroed))
  const others = first < zeroed ? await count(kept.slice(2 * zeroed)) : 0
  return { zeroed, inStock: zeroed + first + others }
}

async function countWithUnits(db: Db | Tx, workspaceId: string, levels: readonly StockLevel[]): Promise<number> {
  if (levels.length === 0) return 0
  const keys = levels.map(({ sku }) => sku!.toLowerCase()).join('\n')
  const { rows } = await sql<{ count: number }>`select count(*) as count from product p
    join stock s on s.workspace_id = p.workspace_id and s.workspace_id = ${workspaceId} and s.product_id = p.id
    where p.workspace_id = ${workspaceId} and p.deleted_at is null and s.on_hand > 0
      and p.sku_key = any (string_to_array(${keys}, E'\n'))`.execute(db)
  return rows[0]!.count
}

async function hold(
  tx: Tx,
  actor: Actor,
  at: Date,
  feed: FeedRow,
  { reason, params }: { reason: string; params: Record<string, number> },
  levels: readonly StockLevel[],
  parsed: ParsedFeed,
): Promise<FeedRun> {
  const { workspaceId } = actor
  // What was held before is older than this.
  await sql`update stock_feed_run set state = 'discarded', levels = null, decided_at = ${at}
    where workspace_id = ${workspaceId} and feed_id = ${feed.id} and state = 'held'`.execute(tx)
  const id = await keepRun(tx, at, feed, {
    ...{ state: 'held', reason, params, rows: levels.length, changed: 0, unknown: 0, ...unreadOf(parsed) },
    levels: levels.map(({ sku, onHand }) => `${sku}\t${onHand}`).join('\n'),
  })
  await record(tx, actor, at, 'stock_feed.held', { feedId: feed.id, name: feed.name, reason, rows: levels.length }, [
    feed.id,
  ])
  await tell(tx, at, feed, 'stock_feed_held', `stock_feed_held ${id}`)
  return runOf(tx, workspaceId, id)
}

async function fail(
  tx: Tx,
  actor: Actor,
  at: Date,
  feed: FeedRow,
  reason: string,
  params: Record<string, string | number>,
): Promise<FeedRun> {
  const id = await keepRun(tx, at, feed, {
    state: 'failed',
    reason,
    params,
    rows: 0,
    changed: 0,
    unknown: 0,
    unread: 0,
    unreadSkus: [],
    levels: null,
  })
  await record(tx, actor, at, 'stock_feed.failed', { feedId: feed.id, name: feed.name, reason }, [feed.id])
  await tell(tx, at, feed, 'stock_feed_failed', `stock_feed_failed ${feed.id} ${at.toISOString().slice(0, 10)}`)
  return runOf(tx, actor.workspaceId, id)
}

const tell = (tx: Tx, at: Date, { workspaceId, name, createdBy }: FeedRow, kind: string, dedupeKey: string) =>
  notify(tx, at, workspaceId, [
    { memberIds: [createdBy], kind, params: { name }, link: '/settings/stock-feeds', dedupeKey, mail: true },
  ])

const unreadOf = ({ malformed, unreadSkus }: ParsedFeed) => ({ unread: malformed, unreadSkus })

type Kept = {
  state: FeedRun['state']
  reason: string | null
  params: Record<string, string | number>
  rows: number
  changed: number
  unknown: number
  unread: number
  unreadSkus: readonly string[]
  levels: string | null
}

async function keepRun(tx: Tx, at: Date, feed: FeedRow, run: Kept): Promise<string> {
  const id = newId()
  await sql`insert into stock_feed_run (workspace_id, id, feed_id, state, reason, params, rows, changed, unknown, unread, unread_skus, levels,
      started_at)
    values (${feed.workspaceId}, ${id}, ${feed.id}, ${run.state}, ${run.reason}, ${JSON.stringify(run.params)}::jsonb, ${run.rows}, ${run.changed},
      ${run.unknown}, ${run.unread}, ${[...run.unreadSkus]}::text[], ${run.levels}, ${at})`.execute(tx)
  return id
}
