import type { Tx } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'

/** Asks what has to be known after the change; called when the change is sure, the answer does what follows from it. */
type Follow = (tx: Tx, actor: Actor, at: Date, productIds: readonly string[]) => Promise<() => Promise<unknown>>
const followers: Follow[] = []

/**
 * What else happens when stock, reservations, expected deliveries or demand change, in the transaction of the change and
 * after it. Said once by each, when modules are loaded.
 */
export const setAfterStockChange = (follow: Follow) => void followers.push(follow)

/** Everybody's questions at once, sent right behind the change, so that all of it is one wait. Nothing happens before the answer is called. */
export async function askFollowers(
  tx: Tx,
  actor: Actor,
  at: Date,
  productIds: readonly string[],
): Promise<() => Promise<void>> {
  const asked: (() => Promise<unknown>)[] = []
  if (productIds.length > 0) for (const follow of followers) asked.push(await follow(tx, actor, at, productIds))
  return async () => {
    for (const follow of asked) await follow()
  }
}

export const followStock = async (tx: Tx, actor: Actor, at: Date, productIds: readonly string[]): Promise<void> =>
  (await askFollowers(tx, actor, at, productIds))()
