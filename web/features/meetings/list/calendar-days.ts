const dayMs = 86_400_000
const timeOf = (day: string) => Date.parse(`${day}T00:00:00Z`)
const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10)

export const addDays = (day: string, days: number) => dayOf(timeOf(day) + days * dayMs)
export const mondayOf = (day: string) => addDays(day, -((new Date(timeOf(day)).getUTCDay() + 6) % 7))
export const firstOfMonth = (day: string, add = 0) => {
  const at = new Date(timeOf(day))
  return dayOf(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + add, 1))
}

/** The days that a week or a month shows, Monday first, whole weeks. */
export function daysShown(span: 'week' | 'month', day: string): string[] {
  const start = mondayOf(span === 'week' ? day : firstOfMonth(day))
  const end = span === 'week' ? addDays(start, 7) : addDays(mondayOf(addDays(firstOfMonth(day, 1), -1)), 7)
  return Array.from({ length: (timeOf(end) - timeOf(start)) / dayMs }, (_, index) => addDays(start, index))
}
