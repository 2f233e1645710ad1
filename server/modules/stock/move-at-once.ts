import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { ask } from '#kernel/prepared.ts'
import { askFollowers } from './after-change.ts'
import {
  type Fresh,
  freshOf,
  incomingFirst,
  type Level,
  lockedLevels,
  type Move,
  namesOf,
  Repeated,
  sumsOf,
  takesReserved,
  unnested,
  unnestedSums,
} from './moves.ts'
import { uncoveredOf } from './stock-event.ts'

/**
 * The usual case in one statement and, with what follows from it asked right behind it, in one wait: every product has its stock, no movement comes twice in the batch, and none takes more
 * than is there and free. Null where something is not so usual; then nothing has happened, but the rows are locked.
 * Throws `Repeated` when a movement was carried out before.
 */
export async function moveAtOnce(
  tx: Tx,
  workspaceId: string,
  at: Date,
  moves: readonly Move[],
): Promise<{ moved: Fresh[]; levels: Map<string, Level>; follow: () => Promise<void> } | null> {
  const names = moves.flatMap(namesOf)
  if (new Set(names).size < names.length || moves.some(takesReserved)) return null
  const running = new Map<string, number>()
  const moved: Fresh[] = new Array(moves.length)
  for (const index of incomingFirst(moves)) {
    const move = moves[index]!
    const sum = (running.get(move.productId) ?? 0) + move.delta
    running.set(move.productId, sum)
    moved[index] = freshOf(move, sum)
  }
  const sums = sumsOf(moved)
  const ids = [...running.keys()].sort()
  const movement = await ask(
    tx,
    sql<Level & { isDone: boolean; moved: number }>`with locked as (${lockedLevels(workspaceId, ids)}),
    sums as (select * from ${unnestedSums(sums)} as g (product_id, delta, incoming)),
    fit as (select count(*) = ${ids.length}::integer as is_done from locked l join sums g on g.product_id = l.product_id
      where (g.delta = g.incoming or l.on_hand + g.delta >= l.reserved) and not l.is_gone),
    moved as (
      insert into stock_movement (workspace_id, id, product_id, delta, on_hand_after, reason, reference, key, actor_kind, actor_id, at)
      select ${workspaceId}::uuid, m.id, m.product_id, m.delta, l.on_hand + m.running, m.reason, m.reference, m.key, m.actor_kind, m.actor_id,
        ${at}::timestamptz
      from ${unnested(moved)} as m (id, product_id, delta, running, reason, reference, key, actor_kind, actor_id)
      join locked l on l.product_id = m.product_id where (select is_done from fit)
      on conflict do nothing returning 1),
    changed as (
      update stock s set on_hand = l.on_hand + g.delta, to_announce = least(s.to_announce + g.incoming, l.on_hand + g.delta),
        version = s.version + 1, updated_at = ${at}
      from sums g join locked l on l.product_id = g.product_id
      where s.workspace_id = ${workspaceId} and s.product_id = g.product_id and (select is_done from fit))
    select l.*, (select is_done from fit) as is_done, (select count(*)::integer from moved) as moved from locked l`,
  )
  const follow = await askFollowers(tx, moves[0]!.actor, at, ids)
  const rows = await movement()
  if (!rows[0]?.isDone) return null
  if (rows[0].moved !== moves.length) throw new Repeated()
  const levels = new Map(rows.map((row) => [row.productId, row]))
  for (const one of moved) {
    const { onHand, reserved } = levels.get(one.productId)!
    one.onHand += onHand
    one.uncovered = uncoveredOf({ onHand: one.onHand, reserved })
  }
  return { moved, levels, follow }
}
