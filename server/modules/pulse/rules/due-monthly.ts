/**
 * Whether the month's pulse has to be asked today: its day has come (in shorter months the last one), it was on the calendar when
 * that day came, and none was asked since.
 * @param since first day of the schedule as it stands @param lastOpenedOn of the newest pulse, by whomever
 */
export function dueMonthly(
  { dayOfMonth, since }: { dayOfMonth: number; since: string },
  lastOpenedOn: string | null,
  today: string,
): boolean {
  const [year, month] = today.split('-').map(Number) as [number, number]
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate()
  const day = `${today.slice(0, 8)}${String(Math.min(dayOfMonth, lastDay)).padStart(2, '0')}`
  return today >= day && day >= since && (lastOpenedOn === null || lastOpenedOn < day)
}
