import type { Tx } from '#kernel/db.ts'
import { recordMany } from '#kernel/events.ts'
import { type Fresh, type Level, sumsOf } from './moves.ts'
import { announceLater } from './serve-waitlist.ts'
import { type Changed, changedEvent, uncoveredEvents } from './stock-event.ts'

/**
 * What movements bring about: the ledger, one entry a product; what depends on stock; and those who wait for it.
 * @param follow what depends on it, asked for right behind the movements
 */
export async function tellMoves(
  tx: Tx,
  workspaceId: string,
  at: Date,
  fresh: readonly Fresh[],
  levels: ReadonlyMap<string, Level>,
  follow: () => Promise<void>,
) {
  const { actor } = fresh[0]!
  const sums = sumsOf(fresh)
  await recordMany(
    tx,
    actor,
    at,
    sums.flatMap(({ productId, delta, own }) => {
      const { sku, name, onHand, reserved, demandStdDev, leadTimeDays } = levels.get(productId)!
      const reasons = new Set(own.map(({ reason }) => reason))
      const changed: Changed = {
        ...{ productId, sku, name, reserved, demandStdDev, leadTimeDays, delta },
        onHand: onHand + delta,
        reason: reasons.size === 1 ? own[0]!.reason : 'several',
      }
      return [changedEvent(changed), ...uncoveredEvents({ onHand, reserved }, changed)]
    }),
  )
  await follow()
  await announceLater(
    tx,
    workspaceId,
    sums
      .filter(({ productId, incoming }) => incoming > 0 && levels.get(productId)!.isAwaited)
      .map(({ productId }) => productId),
  )
}
