import type { ImportKind } from './reading/fields.ts'
import type { Sniffed } from './reading/rows.ts'
import { type ColumnSuggestion, suggestColumns } from './suggest-columns.ts'

/** A look into a file with what its columns seem to be: found once, it takes milliseconds. */
export type StoredSniff = Sniffed & { suggestions: ColumnSuggestion[] }

const mostRows = 100
const longestCell = 300

/** What is kept of a look into a file: enough to read it again and to show what it holds; text that jsonb can hold. */
export function storableSniff(kind: ImportKind, sniffed: Sniffed): StoredSniff {
  const { columns, detections, sampleRows, ...rest } = sniffed
  const short = (text: string) => text.slice(0, longestCell).replaceAll('\0', '').toWellFormed()
  const suggestions = suggestColumns(kind, sniffed).map((suggestion) => ({
    ...suggestion,
    column: short(suggestion.column),
  }))
  return {
    ...rest,
    suggestions,
    columns: columns.map(short),
    detections: detections.map((detection) => ({ ...detection, examples: detection.examples.map(short) })),
    sampleRows: sampleRows.slice(0, mostRows).map((cells) => cells.map(short)),
  }
}
