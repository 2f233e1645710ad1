import { sql } from 'kysely'
import { asLocale, type Locale } from '#kernel/i18n.ts'
import { isId } from '#kernel/id.ts'
import type { Services } from '#kernel/services.ts'

export type Awaited = {
  workspaceId: string
  workspaceName: string
  locale: Locale
  productId: string
  name: string
  url: string | null
}

/** The product that a public address names, by id alone: an address names no workspace. Null: there is none. */
export async function findAwaited({ db }: Pick<Services, 'db'>, id: string): Promise<Awaited | null> {
  if (!isId(id)) return null
  const { rows } = await sql<
    Omit<Awaited, 'locale'> & { locale: string }
  >`select p.workspace_id, w.name as workspace_name, w.locale,
      p.id as product_id, p.name, p.url
    from product p join workspace w on w.id = p.workspace_id
    where p.id = ${id} and p.deleted_at is null`.execute(db)
  const row = rows[0]
  return row ? { ...row, locale: asLocale(row.locale) } : null
}
