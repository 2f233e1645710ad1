import { type Locale, locales, translate } from '#kernel/i18n.ts'
import { foldText } from '#kernel/text.ts'

/** In the order in which they are written. */
export const columnNames = [
  'id',
  'name',
  'purpose',
  'requestedBy',
  'providedBy',
  'owner',
  'intervalDays',
  'mandatory',
  'kind',
  'value',
  'unit',
  'verifiedOn',
  'dueOn',
  'freshness',
] as const
export type ColumnName = (typeof columnNames)[number]
/** Without these a row says nothing; the others have a meaning when they are left out. */
export const neededColumns = ['name', 'requestedBy', 'providedBy', 'owner', 'intervalDays'] as const

export const titleOf = (column: ColumnName, locale: Locale) => translate(locale, `information.columns.${column}`)

/** Which column of a file is which: by its title in any language, or its name on the wire. */
export function resolveColumns(titles: readonly string[]): Map<ColumnName, number> {
  const known = new Map<string, ColumnName>(
    columnNames.flatMap((column) => [
      [foldText(column), column] as const,
      ...locales.map((locale) => [foldText(titleOf(column, locale)), column] as const),
    ]),
  )
  const found = new Map<ColumnName, number>()
  for (const [index, title] of titles.entries()) {
    const column = known.get(foldText(title))
    if (column && !found.has(column)) found.set(column, index)
  }
  return found
}
