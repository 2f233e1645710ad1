import { sql } from 'kysely'
import type { ProblemCode } from '#contract/problems.ts'
import type { Tx } from '#kernel/db.ts'
import { type Actor, recordMany } from '#kernel/events.ts'
import { newId } from '#kernel/id.ts'
import { followStock } from './after-change.ts'
import { announceLater } from './serve-waitlist.ts'
import { type Changed, changedEvent } from './stock-event.ts'

export type Move = {
  actor: Actor
  productId: string
  delta: number
  reason: string
  reference?: string | null
  /** Idempotency key, already made the sender's own. */
  key?: string | null
}
export type Moved = {
  id: string
  productId: string
  delta: number
  onHand: number
  reason: string
  reference: string | null
  /** It was there already: nothing moved. */
  repeated: boolean
}
export type Refused = { refused: ProblemCode; params?: Record<string, number> }
export type Outcome = Moved | Refused

type Options = {
  /** Nothing is looked up: a movement that was seen before breaks the transaction with `Repeated`. */
  trusting?: boolean
}
/** A movement of the batch was carried out before; which one, only looking up tells. Like a serialisation failure: try again. */
class Repeated extends Error {
  readonly code = '40001'
}

type Level = {
  productId: string
  sku: string
  name: string
  onHand: number
  reserved: number
  demandStdDev: number | null
  leadTimeDays: number | null
  /** Somebody is on its waitlist. */
  isAwaited: boolean
}
type Known = {
  id: string
  productId: string
  delta: number
  onHandAfter: number
  reason: string
  reference: string | null
  key: string | null
}
type Fresh = Moved & { actor: Actor; key: string | null }

/**
 * Moves stock of one workspace, any number of movements in a constant number of statements; answers in the order given.
 * Rows are locked in one order first, so that concurrent movements wait for each other instead of deadlocking, and what
 * would take more than is there is refused by itself while the others go on.
 */
export async function applyMoves(
  tx: Tx,
  workspaceId: string,
  at: Date,
  moves: readonly Move[],
  { trusting = false }: Options = {},
): Promise<Outcome[]> {
  const levels = await lockLevels(tx, workspaceId, moves)
  const known = trusting ? new Map<string, Known>() : await findKnown(tx, workspaceId, moves)
  const outcomes: Outcome[] = new Array(moves.length)
  const fresh: Fresh[] = []
  const given = new Map<string, Fresh>()
  const left = new Map([...levels].map(([id, { onHand }]) => [id, onHand]))
  for (const index of incomingFirst(moves)) {
    const move = moves[index]!
    const before = namesOf(move)
      .map((name) => given.get(name) ?? known.get(name))
      .find(Boolean)
    if (before) {
      outcomes[index] = repeatOf(move, before)
      continue
    }
    const there = left.get(move.productId)
    if (there === undefined) {
      outcomes[index] = { refused: 'not_found' }
      continue
    }
    if (there + move.delta < 0) {
      outcomes[index] = { refused: 'insufficient_stock', params: { available: there, wanted: -move.delta } }
      continue
    }
    const moved: Fresh = {
      id: newId(),
      actor: move.actor,
      productId: move.productId,
      delta: move.delta,
      onHand: there + move.delta,
      reason: move.reason,
      reference: move.reference ?? null,
      key: move.key ?? null,
      repeated: false,
    }
    left.set(move.productId, moved.onHand)
    for (const name of namesOf(move)) given.set(name, moved)
    fresh.push(moved)
    outcomes[index] = moved
  }
  if (fresh.length > 0) await write(tx, workspaceId, at, fresh, levels)
  return outcomes.map((outcome) => {
    if ('refused' in outcome) return outcome
    const { id, productId, delta, onHand, reason, reference, repeated } = outcome
    return { id, productId, delta, onHand, reason, reference, repeated }
  })
}

/** What comes in goes before what goes out: together they are possible whenever they add up. */
const incomingFirst = (moves: readonly Move[]): number[] => {
  const order = moves.map((_, index) => index)
  return order.sort((a, b) => Number(moves[a]!.delta < 0) - Number(moves[b]!.delta < 0) || a - b)
}

/** By which a movement is known again. */
function namesOf({ productId, reason, reference, key }: Pick<Move, 'productId' | 'reason' | 'reference' | 'key'>) {
  return [...(key ? [`key ${key}`] : []), ...(reference ? [`reference ${productId} ${reason} ${reference}`] : [])]
}

function repeatOf(move: Move, before: Fresh | Known): Outcome {
  const isSame = before.productId === move.productId && before.delta === move.delta && before.reason === move.reason
  if (!isSame) return { refused: move.key && before.key === move.key ? 'idempotency_key_reused' : 'reference_reused' }
  const { id, productId, delta, reason, reference } = before
  return {
    id,
    productId,
    delta,
    onHand: 'onHandAfter' in before ? before.onHandAfter : before.onHand,
    reason,
    reference,
    repeated: true,
  }
}

/**
 * The rows of these products, locked in one order. Two transactions that move the same stock wait for one another here, and
 * the second reads what the first left.
 */
async function lockLevels(tx: Tx, workspaceId: string, moves: readonly Move[]): Promise<Map<string, Level>> {
  const ids = [...new Set(moves.map(({ productId }) => productId))].sort()
  const found = await lockRows(tx, workspaceId, ids)
  if (found.size < ids.length) {
    const missing = ids.filter((id) => !found.has(id))
    await sql`insert into stock (workspace_id, product_id, on_hand, updated_at)
      select workspace_id, id, 0, '-infinity' from product
      where workspace_id = ${workspaceId} and id = any (${missing}::uuid[]) and deleted_at is null order by id
      on conflict do nothing`.execute(tx)
    for (const [id, level] of await lockRows(tx, workspaceId, missing)) found.set(id, level)
  }
  return found
}

async function lockRows(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<Map<string, Level>> {
  const { rows } = await sql<Level>`select s.product_id, p.sku, p.name, s.on_hand, s.reserved,
      coalesce(s.demand_std_dev, s.estimated_std_dev) as demand_std_dev, s.lead_time_days,
      exists (select 1 from waitlist_entry w
        where w.workspace_id = ${workspaceId} and w.product_id = s.product_id and w.state = 'waiting') as is_awaited
    from stock s
    join product p on p.workspace_id = s.workspace_id and p.workspace_id = ${workspaceId} and p.id = s.product_id
    where s.workspace_id = ${workspaceId} and s.product_id = any (${ids}::uuid[]) and p.deleted_at is null
    order by s.product_id for no key update of s`.execute(tx)
  return new Map(rows.map((row) => [row.productId, row]))
}

async function findKnown(tx: Tx, workspaceId: string, moves: readonly Move[]): Promise<Map<string, Known>> {
  const keys = moves.flatMap(({ key }) => key ?? [])
  const referring = moves.filter(({ reference }) => reference)
  const known = new Map<string, Known>()
  const columns = sql.raw('m.id, m.product_id, m.delta, m.on_hand_after, m.reason, m.reference, m.key')
  if (keys.length > 0) {
    const { rows } = await sql<Known>`select ${columns} from stock_movement m
      where m.workspace_id = ${workspaceId} and m.key is not null and m.key = any (${keys}::text[])`.execute(tx)
    for (const row of rows) known.set(`key ${row.key}`, row)
  }
  if (referring.length > 0) {
    const { rows } = await sql<Known>`select m.* from unnest(${referring.map((move) => move.productId)}::uuid[],
        ${referring.map((move) => move.reason)}::text[], ${referring.map((move) => move.reference)}::text[]) as g (product_id, reason, reference)
      cross join lateral (select ${columns} from stock_movement m
        where m.workspace_id = ${workspaceId} and m.product_id = g.product_id and m.reason = g.reason and m.reference = g.reference
          and m.reference is not null limit 1) m`.execute(tx)
    for (const row of rows) known.set(`reference ${row.productId} ${row.reason} ${row.reference}`, row)
  }
  return known
}

async function write(tx: Tx, workspaceId: string, at: Date, fresh: readonly Fresh[], levels: Map<string, Level>) {
  const byProduct = Map.groupBy(fresh, ({ productId }) => productId)
  const sums = [...byProduct].map(([productId, own]) => ({
    productId,
    delta: own.reduce((sum, { delta }) => sum + delta, 0),
    // Units that come in may be announced to those who wait.
    incoming: own.reduce((sum, { delta }) => sum + Math.max(0, delta), 0),
    own,
  }))
  const { rows } = await sql<{ moved: number }>`with moved as (
      insert into stock_movement (workspace_id, id, product_id, delta, on_hand_after, reason, reference, key, actor_kind, actor_id, at)
      select ${workspaceId}::uuid, id, product_id, delta, on_hand_after, reason, reference, key, actor_kind, actor_id, ${at}::timestamptz
      from unnest(${fresh.map(({ id }) => id)}::uuid[], ${fresh.map(({ productId }) => productId)}::uuid[],
        ${fresh.map(({ delta }) => delta)}::integer[], ${fresh.map(({ onHand }) => onHand)}::integer[],
        ${fresh.map(({ reason }) => reason)}::text[], ${fresh.map(({ reference }) => reference)}::text[],
        ${fresh.map(({ key }) => key)}::text[], ${fresh.map(({ actor }) => actor.kind)}::text[], ${fresh.map(({ actor }) => actor.id)}::uuid[]
      ) as m (id, product_id, delta, on_hand_after, reason, reference, key, actor_kind, actor_id)
      on conflict do nothing returning 1
    )
    update stock s set on_hand = s.on_hand + m.delta, to_announce = least(s.to_announce + m.incoming, s.on_hand + m.delta),
      version = s.version + 1, updated_at = ${at}
    from unnest(${sums.map(({ productId }) => productId)}::uuid[], ${sums.map(({ delta }) => delta)}::integer[],
      ${sums.map(({ incoming }) => incoming)}::integer[]) as m (product_id, delta, incoming)
    where s.workspace_id = ${workspaceId} and s.product_id = m.product_id
    returning (select count(*) from moved) as moved`.execute(tx)
  if (rows[0]?.moved !== fresh.length) throw new Repeated()
  await recordMany(
    tx,
    fresh[0]!.actor,
    at,
    sums.map(({ productId, delta, own }) => {
      const { sku, name, onHand, reserved, demandStdDev, leadTimeDays } = levels.get(productId)!
      const reasons = new Set(own.map(({ reason }) => reason))
      const changed: Changed = {
        ...{ productId, sku, name, reserved, demandStdDev, leadTimeDays, delta },
        onHand: onHand + delta,
        reason: reasons.size === 1 ? own[0]!.reason : 'several',
      }
      return changedEvent(changed)
    }),
  )
  await followStock(tx, fresh[0]!.actor, at, [...byProduct.keys()])
  await announceLater(
    tx,
    workspaceId,
    sums
      .filter(({ productId, incoming }) => incoming > 0 && levels.get(productId)!.isAwaited)
      .map(({ productId }) => productId),
  )
}
