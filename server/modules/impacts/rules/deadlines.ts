import type { Severity } from '#contract/kit.ts'

const hour = 3_600_000
const within: Record<Severity, number> = { critical: 4 * hour, major: 24 * hour, minor: 72 * hour }

/** By when somebody must say that they have seen a change: 4 hours, 1 day or 3 days of the clock on the wall (mechanisms §11). */
export const acknowledgeBy = (severity: Severity, at: Date): Date => new Date(at.getTime() + within[severity])

const rank: Record<Severity, number> = { critical: 3, major: 2, minor: 1 }
/** The gravest; minor of none. */
export const gravest = (severities: readonly Severity[]): Severity =>
  severities.reduce<Severity>((worst, one) => (rank[one] > rank[worst] ? one : worst), 'minor')
