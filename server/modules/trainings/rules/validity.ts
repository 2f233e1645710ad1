/** Days before the end of a completion in which it may be renewed and its owner is reminded. */
export const renewalDays = 30

/**
 * The same clock time `months` later (or earlier, when negative), in UTC; where the day does not exist in that month, its
 * last day: 31 January plus one month is 28 or 29 February.
 */
export function addMonths(at: Date, months: number): Date {
  const first = new Date(at)
  first.setUTCDate(1)
  first.setUTCMonth(first.getUTCMonth() + months)
  const lastDay = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  first.setUTCDate(Math.min(at.getUTCDate(), lastDay))
  return first
}

export const addDaysTo = (at: Date, days: number): Date => new Date(at.getTime() + days * 86_400_000)
