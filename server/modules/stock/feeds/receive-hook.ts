import { sql } from 'kysely'
import type { Input, Reply } from '#contract/kit.ts'
import type { publicStockFeedsRoutes } from '#contract/stock-feeds.ts'
import type { Tx } from '#kernel/db.ts'
import { type Actor, systemActor } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { type FieldError, Problem } from '#kernel/problem.ts'
import { findBySku } from '#modules/products/public.ts'
import { moveStock } from '../move-stock.ts'
import { setStockLevels } from '../set-levels.ts'
import { readHookToken } from './hook-token.ts'
import { feedOf } from './select-feeds.ts'

type Route = (typeof publicStockFeedsRoutes)['POST /hooks/stock/:token']
type Items = Input<Route>['body']['items']
const slackMs = 300_000

/**
 * Takes in what another system says of stock. The same message id twice counts once; a level that is older than what is known
 * is not believed; movements count whenever they come. All or nothing.
 */
export async function receiveHook(ctx: Ctx, { params, body }: Input<Route>): Promise<Reply<Route>> {
  const named = readHookToken(ctx.secret, params.token)
  if (!named) throw new Problem('not_found')
  const { workspaceId, feedId } = named
  const feed = await feedOf(ctx.db, workspaceId, feedId)
  if (feed.kind !== 'webhook' || !feed.enabled || !named.isSigned(feed.generation)) throw new Problem('not_found')
  const at = ctx.clock.now()
  const asOf = new Date(body.at)
  assertSound(body.items, asOf, at)
  return ctx.db.transaction().execute(async (tx) => {
    const isNew = await takeReceipt(tx, workspaceId, feedId, body.id, at)
    if (!isNew) return { changed: 0, outdated: 0, unknown: [], uncovered: 0, repeated: true }
    const actor = systemActor(workspaceId)
    const levels = body.items.flatMap(({ sku, onHand }) => (onHand === undefined ? [] : [{ sku, onHand }]))
    const set = await setStockLevels(tx, actor, at, levels, { reason: 'feed', asOf })
    const moved = await moveAll(tx, actor, at, feedId, body)
    return {
      changed: set.changed + moved.changed,
      outdated: set.outdated,
      unknown: [...set.unknown, ...moved.unknown],
      uncovered: set.uncovered,
      repeated: false,
    }
  })
}

async function moveAll(tx: Tx, actor: Actor, at: Date, feedId: string, { id, items }: Input<Route>['body']) {
  const moves = items.flatMap(({ sku, delta }, index) => (delta ? [{ sku, delta, index }] : []))
  const ids = await findBySku(
    tx,
    actor.workspaceId,
    moves.map(({ sku }) => sku),
  )
  const known = moves.flatMap(({ sku, delta, index }) => {
    const productId = ids.get(sku)
    return productId === undefined ? [] : [{ productId, delta, reason: 'feed', key: `${feedId} ${id} ${index}` }]
  })
  await moveStock(tx, actor, at, known)
  return { changed: known.length, unknown: moves.filter(({ sku }) => !ids.has(sku)).map(({ sku }) => sku) }
}

/** Whether the message is new. A concurrent repeat waits on the row. */
async function takeReceipt(tx: Tx, workspaceId: string, feedId: string, id: string, at: Date): Promise<boolean> {
  const { rows } =
    await sql`insert into stock_webhook_receipt (workspace_id, feed_id, message_id, at) values (${workspaceId}, ${feedId}, ${id}, ${at})
    on conflict do nothing returning 1`.execute(tx)
  return rows.length > 0
}

function assertSound(items: Items, asOf: Date, at: Date) {
  const errors: FieldError[] = []
  if (asOf.getTime() > at.getTime() + slackMs) errors.push({ pointer: '/at', rule: 'in_future' })
  const seen = new Set<string>()
  for (const [index, { sku, onHand, delta }] of items.entries()) {
    if ((onHand === undefined) === (delta === undefined))
      errors.push({ pointer: `/items/${index}`, rule: 'level_or_movement' })
    const key = sku.trim().toLowerCase()
    if (onHand !== undefined && seen.has(key)) errors.push({ pointer: `/items/${index}/sku`, rule: 'duplicate_value' })
    if (onHand !== undefined) seen.add(key)
  }
  if (errors.length > 0) throw new Problem('invalid_request', {}, errors.slice(0, 20))
}
