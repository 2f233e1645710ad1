import { type Locale, locales, translate } from '#kernel/i18n.ts'
import type { MappedColumn } from './mapping.ts'
import { exportOnlyColumns } from './own-export.ts'
import { type ImportKind, importFields, normalizeName } from './reading/fields.ts'
import type { Sniffed } from './reading/rows.ts'
import { type MappingSuggestion, slugOf, suggestMapping } from './reading/suggest-mapping.ts'
import { lifecycleStageOf } from './stages.ts'

export type ColumnSuggestion = Omit<MappingSuggestion, 'why'> & {
  why: MappingSuggestion['why'] | 'error_file' | 'export_only'
  /** A second field that this column fills. */
  also?: string
}

/**
 * Which field each column seems to fill. Columns that an error file or an export of ours added are left out, a column of
 * stages whose words nobody knows is kept as it is, and products without codes go by their names.
 */
export function suggestColumns(kind: ImportKind, sniffed: Sniffed): ColumnSuggestion[] {
  const { columns, detections, sampleRows } = sniffed
  const added = errorColumnsOf(columns)
  const exportOnly = exportOnlyColumns(kind, columns)
  const suggestions: ColumnSuggestion[] = [
    ...columns.slice(0, added).map((column) => ({ column, field: null, confidence: 1, why: 'error_file' as const })),
    ...suggestMapping(
      kind,
      columns.slice(added).map((name, index) => ({ name, detection: detections[index + added]! })),
    ),
  ].map((suggestion, index) => {
    if (exportOnly.has(index)) return { ...suggestion, field: null, confidence: 1, why: 'export_only' as const }
    if (kind === 'orders' && suggestion.why === 'unknown_column') return { ...suggestion, field: null }
    if (kind !== 'contacts' || suggestion.field !== 'lifecycleStage') return suggestion
    const words = distinct(sampleRows, index)
    const known = words.filter((word) => lifecycleStageOf(word, {}) !== null).length
    if (known * 2 > words.length) return suggestion
    return {
      ...suggestion,
      field: `customFields.${slugOf(suggestion.column) || `column_${index + 1}`}`,
      why: 'unknown_column' as const,
    }
  })
  return kind === 'products' ? withNamesAsCodes(suggestions, sniffed) : suggestions
}

/** A catalogue without codes: the one column of names, if they are all different, tells its products apart as well. */
function withNamesAsCodes(suggestions: ColumnSuggestion[], { columns, sampleRows }: Sniffed): ColumnSuggestion[] {
  if (suggestions.some(({ field }) => field === 'sku')) return suggestions
  const named = columns.flatMap((name, index) =>
    importFields.products.name!.names.includes(normalizeName(name)) ? index : [],
  )
  const [only] = named
  if (only === undefined || named.length > 1 || suggestions[only]?.field !== 'name') return suggestions
  const filled = sampleRows.filter((cells) => cells[only]?.trim()).length
  if (distinct(sampleRows, only).length < filled) return suggestions
  return suggestions.map((suggestion, index) => (index === only ? { ...suggestion, also: 'sku' } : suggestion))
}

const distinct = (rows: readonly string[][], column: number) => [
  ...new Set(rows.map((cells) => cells[column]?.trim() ?? '').filter(Boolean)),
]

const errorTitles = ['row', 'field', 'reason'] as const
export const errorFileTitles = (locale: Locale) => ({
  row: translate(locale, 'imports.errorFile.row'),
  field: translate(locale, 'imports.errorFile.field'),
  reason: translate(locale, 'imports.errorFile.reason'),
})

/** How many columns of this file an earlier error file added: three or none. */
function errorColumnsOf(columns: readonly string[]): number {
  const isOurs = locales.some((locale) => {
    const titles = errorFileTitles(locale)
    return errorTitles.every((title, index) => columns[index] === titles[title])
  })
  return isOurs ? errorTitles.length : 0
}

export const suggestedColumns = ({ suggestions }: { suggestions: readonly ColumnSuggestion[] }): MappedColumn[] =>
  suggestions.flatMap(({ field, also }, column) => [{ column, field }, ...(also ? [{ column, field: also }] : [])])
