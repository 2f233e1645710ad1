import { timeZoneOf } from '#kernel/calendar/time-zone.ts'
import { startOfLocalDay } from '#kernel/calendar/zone.ts'
import type { Db, Tx } from '#kernel/db.ts'

/** A day is its first moment in the workspace's zone, anything else is exact. */
export async function momentOf(db: Db | Tx, workspaceId: string, given: string): Promise<Date> {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(given)) return new Date(given)
  const timeZone = await timeZoneOf(db, workspaceId)
  return startOfLocalDay(timeZone, given)
}
