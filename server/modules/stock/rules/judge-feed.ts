import type { ParsedFeed } from './feed-csv.ts'

export type HoldReason = 'empty' | 'cut' | 'truncated' | 'malformed' | 'contradictory' | 'all_zero' | 'mostly_zero'
export type Verdict = { reason: HoldReason; params: Record<string, number> } | null

const leastShare = 0.8
const mostMalformed = 0.05
const mostZeroed = 0.5
/** Fewer than these are no reason to doubt. */
export const fewZeroed = 5

/**
 * Whether a feed is too strange to be believed without a person: it breaks off (or does not end as it used to), lacks many of the SKUs it used to have, holds
 * numbers that cannot be, contradicts itself, or says 0 for everything or for most of what is in stock. Null: believed.
 */
export function judgeFeed(
  { levels, malformed, contradictory, isCut, endsWhole }: ParsedFeed,
  known: {
    /** SKUs of the feed believed last. */
    lastRows: number | null
    /** It ended with a line break; null: nobody knows. */
    endedWhole: boolean | null
    /** Products of this feed with units on hand, and how many of those it sets to zero. */
    inStock: number
    zeroed: number
  },
): Verdict {
  const rows = levels.size
  if (rows === 0 && malformed > 0) return { reason: 'malformed', params: { rows, malformed } }
  if (rows === 0) return { reason: 'empty', params: {} }
  if (isCut || (known.endedWhole && !endsWhole)) return { reason: 'cut', params: { rows } }
  if (known.lastRows !== null && rows < known.lastRows * leastShare)
    return { reason: 'truncated', params: { rows, before: known.lastRows } }
  if (malformed > (rows + malformed) * mostMalformed) return { reason: 'malformed', params: { rows, malformed } }
  if (contradictory > 0) return { reason: 'contradictory', params: { count: contradictory } }
  const { inStock, zeroed } = known
  if (zeroed > 0 && [...levels.values()].every((units) => units === 0))
    return { reason: 'all_zero', params: { rows, zeroed } }
  if (zeroed >= fewZeroed && zeroed > inStock * mostZeroed)
    return { reason: 'mostly_zero', params: { zeroed, inStock } }
  return null
}
