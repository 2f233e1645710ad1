import { addDays, dayNumberOf } from '#kernel/calendar/zone.ts'

/**
 * Days are local days of the workspace, not instants: what was verified on Monday at ten with an interval of seven days is
 * still fresh in next Monday's nine o'clock meeting, and stale on Tuesday. A clock change shifts nothing.
 */
export type Verified = {
  /** Local day of the last verification; null: never. */
  verifiedOn: string | null
  intervalDays: number
}

/** Last day on which a verification of that day holds. */
export const dueAfter = (verifiedOn: string, intervalDays: number): string => addDays(verifiedOn, intervalDays)

/** §12: 1 inside the interval, then linearly down to 0 over one more interval; 0 if never verified. */
export function freshness({ verifiedOn, intervalDays }: Verified, today: string): number {
  if (verifiedOn === null) return 0
  const over = dayNumberOf(today) - dayNumberOf(dueAfter(verifiedOn, intervalDays))
  return Math.max(0, Math.min(1, 1 - over / intervalDays))
}

export const isStale = (item: Verified, today: string): boolean => freshness(item, today) < 1

/** Days before the due date on which the owner is reminded: two (48 h), of short intervals at most the half. */
export const remindedAhead = (intervalDays: number): number => Math.min(2, Math.floor(intervalDays / 2))

export function stateOf(item: Verified, today: string): 'never' | 'stale' | 'due' | 'fresh' {
  if (item.verifiedOn === null) return 'never'
  if (isStale(item, today)) return 'stale'
  const left = dayNumberOf(dueAfter(item.verifiedOn, item.intervalDays)) - dayNumberOf(today)
  return left <= remindedAhead(item.intervalDays) ? 'due' : 'fresh'
}
