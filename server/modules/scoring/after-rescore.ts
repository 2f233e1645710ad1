import type { Tx } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'
import { type Rescored, rescore } from './rescore.ts'

type Follow = (tx: Tx, actor: Actor, at: Date, rescored: Rescored[]) => Promise<unknown>

let follow: Follow = async () => {}
/** What happens to people after a job has scored them again: handovers qualifies them. Said once, when modules are loaded. */
export const setAfterRescore = (given: Follow) => void (follow = given)

/** Scores people again and lets what follows from it happen, in one transaction. */
export async function rescoreAndFollow(
  tx: Tx,
  actor: Actor,
  at: Date,
  subjectIds: readonly string[],
): Promise<Rescored[]> {
  const rescored = await rescore(tx, actor, at, subjectIds)
  await follow(tx, actor, at, rescored)
  return rescored
}
