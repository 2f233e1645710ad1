import type { Clock } from '#kernel/clock.ts'
import { Problem } from '#kernel/problem.ts'

export type Limiter = {
  /** Counts one attempt under the key; throws 429 `rate_limited` when the window already holds `limit` of them. */
  take(key: string, limit: number, windowSeconds: number): void
  /** Forgets the attempts under the key, after one that was right. */
  clear(key: string): void
}

const maxKeys = 50_000

/** Fixed windows in memory: attempts are counted before the work, so that simultaneous ones cannot slip through. */
export function createLimiter(clock: Clock): Limiter {
  const windows = new Map<string, { count: number; endsAt: number }>()
  return {
    take(key, limit, windowSeconds) {
      const now = clock.now().getTime()
      let window = windows.get(key)
      if (!window || window.endsAt <= now) {
        if (windows.size >= maxKeys) forgetEnded(windows, now)
        windows.set(key, (window = { count: 0, endsAt: now + windowSeconds * 1000 }))
      }
      if (window.count >= limit)
        throw new Problem('rate_limited', { retryAfterSeconds: Math.ceil((window.endsAt - now) / 1000) })
      window.count += 1
    },
    clear: (key) => void windows.delete(key),
  }
}

function forgetEnded(windows: Map<string, { endsAt: number }>, now: number) {
  for (const [key, { endsAt }] of windows) if (endsAt <= now) windows.delete(key)
  // Still full: somebody tries from everywhere. The oldest windows go first.
  for (const key of windows.keys()) {
    if (windows.size < maxKeys) return
    windows.delete(key)
  }
}
