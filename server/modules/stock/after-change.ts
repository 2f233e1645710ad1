import type { Tx } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'

type Follow = (tx: Tx, actor: Actor, at: Date, productIds: readonly string[]) => Promise<unknown>
const followers: Follow[] = []

/**
 * What else happens when stock, reservations, expected deliveries or demand change, in the transaction of the change and
 * after it. Said once by each, when modules are loaded.
 */
export const setAfterStockChange = (follow: Follow) => void followers.push(follow)

export async function followStock(tx: Tx, actor: Actor, at: Date, productIds: readonly string[]): Promise<void> {
  if (productIds.length > 0) for (const follow of followers) await follow(tx, actor, at, productIds)
}
