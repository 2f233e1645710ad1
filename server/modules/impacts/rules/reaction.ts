/** Minutes. Null of nothing. */
export type Spread = { count: number; p50: number | null; p90: number | null }

/** Percentiles by linear interpolation between the closest ranks, as `percentile_cont` of SQL; one decimal. */
export function spreadOf(minutes: readonly number[]): Spread {
  const sorted = minutes.toSorted((a, b) => a - b)
  return { count: sorted.length, p50: percentile(sorted, 0.5), p90: percentile(sorted, 0.9) }
}

function percentile(sorted: readonly number[], share: number): number | null {
  if (sorted.length === 0) return null
  const rank = share * (sorted.length - 1)
  const [below, above] = [sorted[Math.floor(rank)]!, sorted[Math.ceil(rank)]!]
  return Math.round((below + (above - below) * (rank - Math.floor(rank))) * 10) / 10
}

export const minutesBetween = (from: Date, to: Date): number => Math.round((to.getTime() - from.getTime()) / 60_000)
