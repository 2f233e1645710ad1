import { locales, translate } from '#kernel/i18n.ts'
import { exportSource } from '#modules/platform/public.ts'
import type { ImportKind } from './reading/fields.ts'

/** What an export shows and no import can set: Tándem gives it or works it out. */
const given: Partial<Record<ImportKind, readonly string[]>> = {
  contacts: ['temperature', 'score', 'owner', 'origin', 'createdAt', 'lastActivityAt'],
  companies: ['owner', 'createdAt'],
  deals: ['createdAt'],
  products: ['id', 'productState', 'owner', 'reserved', 'createdAt'],
}

/**
 * Which columns of this file only an export has: none, unless it is an export of ours, in either language and with columns
 * added or taken away. That is a file with most of the titles; in any other the same words may mean anything.
 */
export function exportOnlyColumns(kind: ImportKind, columns: readonly string[]): ReadonlySet<number> {
  const keys = exportSource(kind)?.columns.map(({ key }) => key) ?? []
  const names = columns.map((name) => name.toLowerCase())
  for (const locale of locales) {
    const titleOf = (key: string) => translate(locale, `platform.columns.${key}`).toLowerCase()
    const present = keys.filter((key) => names.includes(titleOf(key)))
    if (present.length * 2 <= keys.length) continue
    return new Set(present.filter((key) => given[kind]?.includes(key)).map((key) => names.indexOf(titleOf(key))))
  }
  return new Set()
}
