let aheadMs = 0
const dayMs = 86_400_000

/** Now, in milliseconds; in the demo company by its own clock, which is so many days ahead. */
export const clockNow = (): number => Date.now() + aheadMs
export const setClockAhead = (days: number) => void (aheadMs = days * dayMs)
