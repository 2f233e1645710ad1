import { type Locale, locales, translate } from '#kernel/i18n.ts'
import type { MappedColumn } from './mapping.ts'
import { exportOnlyColumns } from './own-export.ts'
import type { ImportKind } from './reading/fields.ts'
import type { Sniffed } from './reading/rows.ts'
import { type MappingSuggestion, slugOf, suggestMapping } from './reading/suggest-mapping.ts'
import { lifecycleStageOf } from './stages.ts'

export type ColumnSuggestion = Omit<MappingSuggestion, 'why'> & {
  why: MappingSuggestion['why'] | 'error_file' | 'export_only'
}

/**
 * Which field each column seems to fill. Columns that an error file or an export of ours added are left out, and a column of
 * stages whose words nobody knows is kept as it is.
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
  return suggestions
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
  suggestions.map(({ field }, column) => ({ column, field }))
