import type { Db, Tx } from '#kernel/db.ts'
import { asLocale, type Locale } from '#kernel/i18n.ts'

/** The language in which a workspace writes its numbers. */
export async function localeOf(db: Db | Tx, workspaceId: string): Promise<Locale> {
  const workspace = await db.selectFrom('workspace').select('locale').where('id', '=', workspaceId).executeTakeFirst()
  return asLocale(workspace?.locale)
}
