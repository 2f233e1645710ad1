import { sql } from 'kysely'
import type { StockFeed } from '#contract/stock-feeds.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { Problem } from '#kernel/problem.ts'

export type FeedRow = Omit<StockFeed, 'hookUrl' | 'nextRunAt' | 'lastRun'> & {
  workspaceId: string
  nextRunAt: Date | null
  generation: number
  lastRows: number | null
  endedWhole: boolean | null
  createdBy: string
}
export type FeedRun = NonNullable<StockFeed['lastRun']>
type RunRow = Omit<FeedRun, 'startedAt' | 'decidedAt'> & { feedId: string; startedAt: Date; decidedAt: Date | null }

const columns =
  sql.raw(`f.workspace_id, f.id, f.kind, f.name, f.url, f.every_minutes, f.sku_column, f.quantity_column, f.enabled, f.generation,
  f.next_run_at, f.last_rows, f.ended_whole, f.version, f.created_by`)

export const selectFeeds = async (db: Db | Tx, workspaceId: string): Promise<FeedRow[]> =>
  (
    await sql<FeedRow>`select ${columns} from stock_feed f
      where f.workspace_id = ${workspaceId} and f.deleted_at is null order by f.created_at, f.id limit 200`.execute(db)
  ).rows

/** Throws 404. `lock`: until the transaction ends. */
export async function feedOf(db: Db | Tx, workspaceId: string, id: string, { lock = false } = {}): Promise<FeedRow> {
  const { rows } = await sql<FeedRow>`select ${columns} from stock_feed f
    where f.workspace_id = ${workspaceId} and f.id = ${id} and f.deleted_at is null ${lock ? sql`for update` : sql``}`.execute(
    db,
  )
  if (!rows[0]) throw new Problem('not_found')
  return rows[0]
}

const runColumns =
  sql.raw(`r.id, r.feed_id, r.state, r.reason, r.params, r.rows, r.changed, r.unknown, r.unread, r.unread_skus, r.started_at, m.full_name as decided_by_name,
  r.decided_at`)

export const selectRuns = (db: Db | Tx, workspaceId: string, more: ReturnType<typeof sql>) =>
  sql<RunRow>`select ${runColumns} from stock_feed_run r
    left join member m on m.workspace_id = r.workspace_id and m.workspace_id = ${workspaceId} and m.id = r.decided_by
    where r.workspace_id = ${workspaceId} ${more}`.execute(db)

/** The newest run of each feed. */
export async function lastRuns(
  db: Db | Tx,
  workspaceId: string,
  feedIds: readonly string[],
): Promise<Map<string, FeedRun>> {
  if (feedIds.length === 0) return new Map()
  const { rows } = await sql<RunRow>`select ${runColumns}
    from unnest(${feedIds}::uuid[]) as g (id)
    join lateral (select * from stock_feed_run x where x.workspace_id = ${workspaceId} and x.feed_id = g.id
      order by x.started_at desc, x.id desc limit 1) r on true
    left join member m on m.workspace_id = ${workspaceId} and m.id = r.decided_by`.execute(db)
  return new Map(rows.map((row) => [row.feedId, toRun(row)]))
}

export async function runOf(db: Db | Tx, workspaceId: string, id: string): Promise<FeedRun> {
  const { rows } = await selectRuns(db, workspaceId, sql`and r.id = ${id}`)
  if (!rows[0]) throw new Problem('not_found')
  return toRun(rows[0])
}

export const toRun = ({ feedId: _, ...row }: RunRow): FeedRun => ({
  ...row,
  startedAt: row.startedAt.toISOString(),
  decidedAt: row.decidedAt?.toISOString() ?? null,
})
