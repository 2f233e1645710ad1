import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { askFollowers } from './after-change.ts'
import { moveAtOnce } from './move-at-once.ts'
import {
  type Fresh,
  freshOf,
  incomingFirst,
  type Level,
  lockedLevels,
  type Move,
  type Moved,
  namesOf,
  type Outcome,
  Repeated,
  sumsOf,
  takesReserved,
  unnested,
  unnestedSums,
} from './moves.ts'
import { uncoveredOf } from './stock-event.ts'
import { tellMoves } from './tell-moves.ts'

type Options = {
  /** Nothing is looked up: a movement that was seen before breaks the transaction with `Repeated`. */
  trusting?: boolean
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
/**
 * Moves stock of one workspace, any number of movements in a constant number of statements; answers in the order given.
 * Rows are locked in one order first, so that concurrent movements wait for each other instead of deadlocking, and what
 * would take more than is there and not reserved is refused by itself while the others go on.
 */
export async function applyMoves(
  tx: Tx,
  workspaceId: string,
  at: Date,
  moves: readonly Move[],
  { trusting = false }: Options = {},
): Promise<Outcome[]> {
  const usual = trusting ? await moveAtOnce(tx, workspaceId, at, moves) : null
  if (usual) {
    await tellMoves(tx, workspaceId, at, usual.moved, usual.levels, usual.follow)
    return usual.moved.map(outcomeOf)
  }
  const levels = await lockLevels(tx, workspaceId, moves)
  const known = trusting ? new Map<string, Known>() : await findKnown(tx, workspaceId, moves)
  const promised = await promisedOf(tx, workspaceId, moves, levels)
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
      outcomes[index] = repeatOf(move, before, levels.get(move.productId))
      continue
    }
    const there = left.get(move.productId)
    if (there === undefined) {
      outcomes[index] = { refused: 'not_found' }
      continue
    }
    const { reserved } = levels.get(move.productId)!
    const kept = takesReserved(move) ? 0 : Math.min(reserved, promised.get(move.productId) ?? 0)
    if (move.delta < 0 && there + move.delta < kept) {
      const available = Math.max(0, there - kept)
      outcomes[index] = { refused: 'insufficient_stock', params: { available, wanted: -move.delta } }
      continue
    }
    const moved = freshOf(move, there + move.delta)
    moved.uncovered = uncoveredOf({ onHand: moved.onHand, reserved })
    left.set(move.productId, moved.onHand)
    for (const name of namesOf(move)) given.set(name, moved)
    fresh.push(moved)
    outcomes[index] = moved
  }
  if (fresh.length > 0) {
    await write(tx, workspaceId, at, fresh)
    const ids = [...new Set(fresh.map(({ productId }) => productId))]
    const follow = await askFollowers(tx, fresh[0]!.actor, at, ids)
    await tellMoves(tx, workspaceId, at, fresh, levels, follow)
  }
  return outcomes.map((outcome) => ('refused' in outcome ? outcome : outcomeOf(outcome)))
}

/**
 * Units held by reservations made here, of products of which a movement might take some. What an inventory merely says is reserved
 * (`PUT /products/:id/stock`) keeps no movement back: what has left, has left.
 */
async function promisedOf(
  tx: Tx,
  workspaceId: string,
  moves: readonly Move[],
  levels: ReadonlyMap<string, Level>,
): Promise<Map<string, number>> {
  const leaving = new Map<string, number>()
  for (const move of moves)
    if (move.delta < 0 && !takesReserved(move))
      leaving.set(move.productId, (leaving.get(move.productId) ?? 0) - move.delta)
  const atRisk = [...levels].filter(([id, { onHand, reserved }]) => onHand - (leaving.get(id) ?? 0) < reserved)
  const ids = atRisk.flatMap(([id]) => (leaving.has(id) ? [id] : []))
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ productId: string; units: number }>`select product_id, sum(quantity)::integer as units
    from stock_reservation where workspace_id = ${workspaceId} and product_id = any(${ids}::uuid[]) and state = 'active'
    group by product_id`.execute(tx)
  return new Map(rows.map(({ productId, units }) => [productId, units]))
}

const outcomeOf = ({ id, productId, delta, onHand, reason, reference, uncovered, repeated }: Moved): Moved => ({
  ...{ id, productId, delta, onHand, reason, reference, uncovered, repeated },
})

function repeatOf(move: Move, before: Fresh | Known, level: Level | undefined): Outcome {
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
    uncovered: level ? uncoveredOf(level) : 0,
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
  const { rows } = await sql<Level>`${lockedLevels(workspaceId, ids)}`.execute(tx)
  return new Map(rows.filter(({ isGone }) => !isGone).map((row) => [row.productId, row]))
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

async function write(tx: Tx, workspaceId: string, at: Date, fresh: readonly Fresh[]) {
  const sums = sumsOf(fresh)
  const { rows } = await sql<{ moved: number }>`with moved as (
      insert into stock_movement (workspace_id, id, product_id, delta, on_hand_after, reason, reference, key, actor_kind, actor_id, at)
      select ${workspaceId}::uuid, id, product_id, delta, on_hand_after, reason, reference, key, actor_kind, actor_id, ${at}::timestamptz
      from ${unnested(fresh)} as m (id, product_id, delta, on_hand_after, reason, reference, key, actor_kind, actor_id)
      on conflict do nothing returning 1
    )
    update stock s set on_hand = s.on_hand + m.delta, to_announce = least(s.to_announce + m.incoming, s.on_hand + m.delta),
      version = s.version + 1, updated_at = ${at}
    from ${unnestedSums(sums)} as m (product_id, delta, incoming)
    where s.workspace_id = ${workspaceId} and s.product_id = m.product_id
    returning (select count(*) from moved) as moved`.execute(tx)
  if (rows[0]?.moved !== fresh.length) throw new Repeated()
}
