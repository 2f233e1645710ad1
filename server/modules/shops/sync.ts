import { sql } from 'kysely'
import Type from 'typebox'
import { Id } from '#contract/kit.ts'
import type { ShopProblem } from '#contract/shops.ts'
import { sqlState, type Tx } from '#kernel/db.ts'
import { record, systemActor } from '#kernel/events.ts'
import { defineJob } from '#kernel/jobs.ts'
import { Problem } from '#kernel/problem.ts'
import type { Services } from '#kernel/services.ts'
import { membersWho } from '#modules/accounts/public.ts'
import { notify } from '#modules/platform/public.ts'
import { applyOrders, applyRefunds } from './apply-orders.ts'
import { type Applied, applyProducts } from './apply-products.ts'
import type { PageAt, ShopIssue } from './connectors/connector.ts'
import { addCounts, type Counts } from './counts.ts'
import { passes, ShopError } from './net/shop-error.ts'
import { type OpenShop, openShop } from './open-shop.ts'
import { aboutOf, type Cursor, credentialsOf, type ShopRow, selectShops } from './select-shops.ts'

/** What changed while the last pass was read, and clocks that do not agree: read again, it changes nothing. */
const overlapMs = 10 * 60_000
const mostIssues = 100
const attempts = 5

/**
 * Brings one shop up to date, page by page: each page and the place to go on from are written in one transaction, so that a crash
 * repeats at most one page. What can pass by itself (limits, outages) is tried again later; what only people can mend ends the run
 * with what is wrong.
 */
export const syncShop = defineJob({
  name: 'shops.sync',
  payload: Type.Object({ workspaceId: Id, shopId: Id, runId: Id }),
  retry: { limit: attempts },
  pool: 'bulk',
  async run({ workspaceId, shopId, runId }, services, { signal, lastAttempt }) {
    const [shop] = await selectShops(services.db, workspaceId, sql`s.id = ${shopId}`)
    if (!shop || !(await begin(services, workspaceId, runId))) return
    if (shop.deletedAt) return end(services, workspaceId, shop, runId, { code: 'not_found', detail: '' })
    try {
      await bring(services, workspaceId, shop, runId, signal)
      await end(services, workspaceId, shop, runId, null)
    } catch (error) {
      const isKnown = error instanceof ShopError
      if (signal.aborted || (!lastAttempt && (!isKnown || passes(error)))) throw error
      const problem: ShopProblem = isKnown
        ? { code: error.code, detail: error.detail }
        : { code: 'server_error', detail: '' }
      await end(services, workspaceId, shop, runId, problem)
      if (!isKnown) throw error
    }
  },
})

async function begin({ db, clock }: Services, workspaceId: string, runId: string): Promise<boolean> {
  const { rows } = await sql`update shop_run set state = 'running', started_at = coalesce(started_at, ${clock.now()})
    where workspace_id = ${workspaceId} and id = ${runId} and state in ('queued', 'running') returning id`.execute(db)
  return rows.length > 0
}

type Part = 'products' | 'orders' | 'returns'
type Read = { apply: (tx: Tx, at: Date) => Promise<Applied>; next: string | null }

async function bring(
  services: Services,
  workspaceId: string,
  shop: ShopRow,
  runId: string,
  signal: AbortSignal,
): Promise<void> {
  const keeper = { url: shop.url, credentials: credentialsOf(services, workspaceId, shop) }
  const open = await openShop(services, workspaceId, shop.kind, keeper, signal)
  const about = await open.connector.look(open.client, keeper)
  await sql`update shop_connection set about = ${JSON.stringify(about)}::jsonb, tested_at = ${services.clock.now()}, problem = null
    where workspace_id = ${workspaceId} and id = ${shop.id}`.execute(services.db)
  const told = { ...shop, about }
  const { takes } = shop
  const parts: Part[] = [
    ...(takes.products || takes.prices || takes.stock ? (['products'] as const) : []),
    ...(takes.orders ? (['orders'] as const) : []),
    ...(takes.orders && takes.returns && open.connector.refunds ? (['returns'] as const) : []),
  ]
  for (const part of parts) await bringPart(services, workspaceId, told, runId, open, part, signal)
}

async function bringPart(
  services: Services,
  workspaceId: string,
  shop: ShopRow,
  runId: string,
  open: OpenShop,
  part: Part,
  signal: AbortSignal,
): Promise<void> {
  const stored = shop.cursors[part] ?? { since: null, page: null, begunAt: null }
  const begunAt = stored.page
    ? (stored.begunAt ?? services.clock.now().toISOString())
    : services.clock.now().toISOString()
  // A sale changes a level without changing the product in any of these programs: levels are read whole each time.
  const since = stored.since && !(part === 'products' && shop.takes.stock) ? new Date(stored.since) : null
  let page = stored.page
  for (;;) {
    signal.throwIfAborted()
    const read = await readPage(services, workspaceId, shop, open, part, { since, page })
    page = read.next
    const cursor: Cursor = page
      ? { since: stored.since, page, begunAt }
      : { since: new Date(Date.parse(begunAt) - overlapMs).toISOString(), page: null, begunAt: null }
    await writePage(services, workspaceId, shop.id, runId, part, cursor, read)
    if (page === null) return
  }
}

async function readPage(
  { clock }: Services,
  workspaceId: string,
  shop: ShopRow,
  { connector, client, keeper }: OpenShop,
  part: Part,
  at: PageAt,
): Promise<Read> {
  const asOf = clock.now()
  const actor = systemActor(workspaceId)
  if (part === 'products') {
    const { next, ...read } = await connector.products(client, keeper, at, aboutOf(shop))
    return { next, apply: (tx, now) => applyProducts(tx, actor, now, shop, read, asOf) }
  }
  if (part === 'orders') {
    const { next, ...read } = await connector.orders(client, keeper, at)
    return { next, apply: (tx, now) => applyOrders(tx, actor, now, shop, read) }
  }
  const { next, ...read } = await connector.refunds!(client, keeper, at)
  return { next, apply: (tx, now) => applyRefunds(tx, actor, now, shop, read) }
}

async function writePage(
  { db, clock }: Services,
  workspaceId: string,
  shopId: string,
  runId: string,
  part: Part,
  cursor: Cursor,
  read: Read,
): Promise<void> {
  await retried(() =>
    db.transaction().execute(async (tx) => {
      const { counts, issues } = await read.apply(tx, clock.now())
      await addToRun(tx, workspaceId, runId, counts, issues)
      await sql`update shop_connection set cursors = cursors || ${JSON.stringify({ [part]: cursor })}::jsonb
        where workspace_id = ${workspaceId} and id = ${shopId}`.execute(tx)
    }),
  )
}

/** Two transactions that met over the same records: one of them goes first. */
export async function retried<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      const isMeeting =
        (error instanceof Problem && error.code === 'conflict') ||
        ['40P01', '40001', '23505'].includes(sqlState(error) ?? '')
      if (!isMeeting || attempt === attempts) throw error
    }
  }
}

async function addToRun(tx: Tx, workspaceId: string, runId: string, more: Counts, issues: readonly ShopIssue[]) {
  const { rows } = await sql<{ counts: Counts; issues: ShopIssue[] }>`select counts, issues from shop_run
    where workspace_id = ${workspaceId} and id = ${runId} for update`.execute(tx)
  const run = rows[0]!
  const kept = [...run.issues, ...issues]
    .slice(0, mostIssues)
    .map((issue) => ({ ...issue, detail: issue.detail.slice(0, 200) }))
  await sql`update shop_run set counts = ${JSON.stringify(addCounts(run.counts, more))}::jsonb, issues = ${JSON.stringify(kept)}::jsonb
    where workspace_id = ${workspaceId} and id = ${runId}`.execute(tx)
}

async function end(
  { db, clock }: Services,
  workspaceId: string,
  { id: shopId, name, kind }: ShopRow,
  runId: string,
  problem: ShopProblem | null,
): Promise<void> {
  const at = clock.now()
  await db.transaction().execute(async (tx) => {
    const { rows } = await sql<{
      counts: Counts
    }>`update shop_run set state = ${problem ? 'failed' : 'finished'}, finished_at = ${at},
        problem = ${problem && JSON.stringify(problem)}::jsonb
      where workspace_id = ${workspaceId} and id = ${runId} and state in ('queued', 'running') returning counts`.execute(
      tx,
    )
    if (!rows[0]) return
    await sql`update shop_connection set problem = ${problem && JSON.stringify(problem)}::jsonb
      where workspace_id = ${workspaceId} and id = ${shopId}`.execute(tx)
    const about = { shopId, name, kind, runId }
    const actor = systemActor(workspaceId)
    if (problem) {
      await record(tx, actor, at, 'shop.sync_failed', { ...about, ...problem }, [shopId])
      await tellKeepers(tx, at, workspaceId, shopId, name)
    } else
      await record(tx, actor, at, 'shop.synced', { ...about, counts: rows[0].counts as Record<string, never> }, [
        shopId,
      ])
  })
}

/** Whoever may mend the connection hears of it once a day. */
async function tellKeepers(tx: Tx, at: Date, workspaceId: string, shopId: string, name: string) {
  const keepers = await membersWho(tx, workspaceId, 'shops.manage')
  const day = at.toISOString().slice(0, 10)
  await notify(tx, at, workspaceId, [
    {
      memberIds: keepers,
      kind: 'shop_sync_failed',
      params: { name },
      link: '/settings/shops',
      dedupeKey: `shop-failed:${shopId}:${day}`,
      mail: true,
    },
  ])
}
