import { sql } from 'kysely'
import { localDate } from '#kernel/calendar/zone.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { asLocale, type Locale } from '#kernel/i18n.ts'

export type Place = { timeZone: string; locale: Locale }

export async function placeOf(db: Db | Tx, workspaceId: string): Promise<Place> {
  const { rows } = await sql<{ timeZone: string; locale: string }>`select time_zone, locale
    from workspace where id = ${workspaceId}`.execute(db)
  const row = rows[0]!
  return { ...row, locale: asLocale(row.locale) }
}

/** The workspace's local day. */
export const dayOf = async (db: Db | Tx, workspaceId: string, at: Date): Promise<string> =>
  localDate((await placeOf(db, workspaceId)).timeZone, at)
