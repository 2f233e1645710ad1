import { sql } from 'kysely'
import type { BusinessCalendar } from '#kernel/calendar/business-hours.ts'
import { spainHolidays } from '#kernel/calendar/holidays.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { ask } from '#kernel/prepared.ts'

export const calendarKey = 'calendar'
/** What the setting holds; its zone is always the workspace's. */
export type StoredCalendar = Omit<BusinessCalendar, 'timeZone'>

type Row = { timeZone: string; createdAt: Date; version: number | null; value: StoredCalendar | null }
const cached = new Map<string, { stamp: string; calendar: BusinessCalendar }>()
const maxCached = 2000

/**
 * When the workspace works. The same object as long as neither the setting nor the zone changes, because a calendar
 * remembers what it computed.
 */
export const calendarOf = async (db: Db | Tx, workspaceId: string): Promise<BusinessCalendar> =>
  (await (await askCalendarAnd(db, workspaceId, null, null))()).calendar

/** The calendar and the value of another setting, or the fallback, in one statement. */
export async function askCalendarAnd<T>(
  db: Db | Tx,
  workspaceId: string,
  key: string | null,
  fallback: T,
): Promise<() => Promise<{ calendar: BusinessCalendar; value: T }>> {
  const asked = await ask(
    db,
    sql<Row & { other: T | null }>`select w.time_zone, w.created_at, s.version, s.value, o.value as other
    from workspace w left join setting s on s.workspace_id = w.id and s.key = ${calendarKey}
    left join setting o on o.workspace_id = w.id and o.key = ${key}
    where w.id = ${workspaceId}`,
  )
  return async () => {
    const row = (await asked())[0]
    if (!row) throw new Error(`no workspace ${workspaceId}`)
    return { calendar: cachedCalendar(workspaceId, row), value: row.other ?? fallback }
  }
}

function cachedCalendar(workspaceId: string, row: Row): BusinessCalendar {
  const stamp = `${row.timeZone} ${row.version ?? 0}`
  const found = cached.get(workspaceId)
  if (found?.stamp === stamp) return found.calendar
  const calendar = { ...(row.value ?? defaultCalendar(row.timeZone, row.createdAt)), timeZone: row.timeZone }
  if (cached.size >= maxCached) cached.clear()
  cached.set(workspaceId, { stamp, calendar })
  return calendar
}

const yearsAhead = 9

/**
 * Monday to Friday, 9 to 18 h. In Spain's zones with the national holidays from the year before the workspace was made
 * (for histories that are imported) to nine years after it: by then somebody has edited them.
 */
export function defaultCalendar(timeZone: string, createdAt: Date): StoredCalendar {
  const first = createdAt.getUTCFullYear() - 1
  const years = Array.from({ length: yearsAhead + 2 }, (_, index) => first + index)
  const working = [['09:00', '18:00']] as const
  return {
    hours: { 1: working, 2: working, 3: working, 4: working, 5: working, 6: [], 7: [] },
    holidays: hasSpanishHolidays(timeZone) ? years.flatMap(spainHolidays) : [],
  }
}

export const hasSpanishHolidays = (timeZone: string) => timeZone === 'Europe/Madrid' || timeZone === 'Atlantic/Canary'
