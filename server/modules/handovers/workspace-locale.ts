import type { Db, Tx } from '#kernel/db.ts'
import { asLocale, type Locale } from '#kernel/i18n.ts'

/** The language of words that several people will read, such as a task's title. */
export async function localeOfWorkspace(db: Db | Tx, workspaceId: string): Promise<Locale> {
  const row = await db.selectFrom('workspace').select('locale').where('id', '=', workspaceId).executeTakeFirst()
  return asLocale(row?.locale)
}
