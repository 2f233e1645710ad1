export const periods = ['month', 'lastMonth', 'quarter', 'year'] as const
export type Period = (typeof periods)[number]

/** Local days, both included, of a period as the workspace's calendar has it. */
export function daysOf(period: Period, today: string): { from: string; to: string } {
  const [year, month, day] = today.split('-').map(Number) as [number, number, number]
  const date = (y: number, m: number, d: number) => new Date(Date.UTC(y, m - 1, d)).toISOString().slice(0, 10)
  switch (period) {
    case 'month':
      return { from: date(year, month, 1), to: today }
    case 'lastMonth':
      return { from: date(year, month - 1, 1), to: date(year, month, 0) }
    case 'quarter':
      return { from: date(year, month, day - 89), to: today }
    case 'year':
      return { from: date(year, 1, 1), to: today }
  }
}

/** Today's date in a zone. */
export const todayIn = (timeZone: string, now = new Date()): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone }).format(now)
