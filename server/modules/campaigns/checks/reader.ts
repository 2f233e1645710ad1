import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'
import { asLocale, type Locale } from '#kernel/i18n.ts'

/** Language of whoever reads: the member's, else the workspace's. */
export async function readerLocale(db: Db | Tx, { workspaceId, id }: Actor): Promise<Locale> {
  const { rows } = await sql<{ locale: string }>`select coalesce(
      (select m.locale from member m where m.workspace_id = ${workspaceId} and m.id = ${id}), w.locale) as locale
    from workspace w where w.id = ${workspaceId}`.execute(db)
  return asLocale(rows[0]?.locale)
}

const days: Record<Locale, Intl.DateTimeFormat> = { es: dayFormat('es'), en: dayFormat('en') }

/** `30 nov` in the reader's language; local dates have no zone. */
export const dayText = (locale: Locale, day: string): string => days[locale].format(new Date(`${day}T00:00:00Z`))

/** Made once: making one costs more than a query. */
function dayFormat(locale: Locale) {
  return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' })
}
