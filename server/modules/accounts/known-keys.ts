import type pg from 'pg'
import type { Actor } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'

export type KnownKey = { actor: Actor; expiresAt: Date | null }
type Known = { keys: Map<string, KnownKey & { until: number }>; generation: number }

const freshMs = 1000
const mostKeys = 5000
const known = new WeakMap<pg.Pool, Known>()

function knownTo(pool: pg.Pool): Known {
  let found = known.get(pool)
  if (!found) known.set(pool, (found = { keys: new Map(), generation: 0 }))
  return found
}

/**
 * Programs ask many times a second with the same key: whom it belongs to is remembered for a second. This process forgets
 * at once when it changes who may do what (`thenForgetKeys`); other processes hear of it within that second.
 */
export async function rememberKey(
  pool: pg.Pool,
  key: string,
  look: () => Promise<KnownKey | null>,
): Promise<KnownKey | null> {
  const memory = knownTo(pool)
  const remembered = memory.keys.get(key)
  if (remembered && remembered.until > performance.now()) return remembered
  const { generation } = memory
  const found = await look()
  // What was read before a change that has been made meanwhile is not kept.
  if (found && memory.generation === generation) {
    if (memory.keys.size >= mostKeys) memory.keys.clear()
    memory.keys.set(key, { ...found, until: performance.now() + freshMs })
  }
  return found
}

/** For handlers that change who may do what: when they have ended, every key is looked up anew. */
export const thenForgetKeys =
  <I, O>(handler: (ctx: Ctx, input: I) => Promise<O>) =>
  (ctx: Ctx, input: I): Promise<O> =>
    handler(ctx, input).finally(() => {
      const memory = knownTo(ctx.pool)
      memory.keys.clear()
      memory.generation++
    })
