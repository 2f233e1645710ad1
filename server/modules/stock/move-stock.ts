import type { Tx } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'
import { Problem } from '#kernel/problem.ts'
import { applyMoves } from './apply-moves.ts'
import type { Move, Moved } from './moves.ts'

export type StockMove = Omit<Move, 'actor'>
export type StockMoved = Moved

/**
 * Moves stock in or out; set-based, answers in the order given. A movement with a `reference` (for its product and reason) or
 * a `key` that was seen before counts once. Throws `insufficient_stock`, `reference_reused`, `idempotency_key_reused` or
 * `not_found` for the first movement that cannot be; nothing is moved then.
 */
export async function moveStock(tx: Tx, actor: Actor, at: Date, moves: readonly StockMove[]): Promise<StockMoved[]> {
  const outcomes = await applyMoves(
    tx,
    actor.workspaceId,
    at,
    moves.filter(({ delta }) => delta !== 0).map((move) => ({ ...move, actor })),
  )
  return outcomes.map((outcome) => {
    if ('refused' in outcome) throw new Problem(outcome.refused, outcome.params)
    return outcome
  })
}
