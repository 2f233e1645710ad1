import type { ColumnDetection } from './detect-column.ts'

export type RowProblemCode = 'ragged_row' | 'unclosed_quote' | 'nul_byte' | 'row_too_long'

/**
 * One record of the file. `rowNumber` counts as a spreadsheet does: the first record is 1, blank records count though
 * they are not delivered, Excel's `sep=` line does not. `cells` is null exactly when there is a problem, and then
 * `detail` is the original text of the line (at most 10,000 characters, NUL shown as U+2400).
 */
export type Row =
  | { rowNumber: number; cells: string[]; problem?: undefined }
  | { rowNumber: number; cells: null; problem: { code: RowProblemCode; detail: string } }

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'
export type Delimiter = ',' | ';' | '\t' | '|'
export type Quote = '"' | "'"

/** All that is known of a file before reading it; plain JSON, so that a job can keep it and resume with it. */
export type Sniffed = {
  format: 'csv' | 'xlsx'
  encoding: Encoding
  delimiter: Delimiter
  quote: Quote
  hasHeader: boolean
  /** Row number of the header (title lines above it are skipped), 0 without one. */
  headerRow: number
  sheetNames?: string[]
  sheet?: string
  /** Unique names, never empty; without a header `column_1`, `column_2` … */
  columns: string[]
  /** One per column, from every part of the file that was looked at, not only from `sampleRows`. */
  detections: ColumnDetection[]
  /** At most 200 good rows, the last ones from the middle and the end of the file. */
  sampleRows: string[][]
  bytes: number
  approximateRows: number
}

/** Nobody maps more. */
export const MAX_COLUMNS = 1_000
const MAX_DETAIL = 10_000

export function problemRow(rowNumber: number, code: RowProblemCode, text: string): Row {
  const detail = text.slice(0, MAX_DETAIL).replaceAll('\0', '\u2400').toWellFormed()
  return { rowNumber, cells: null, problem: { code, detail } }
}

/** Blank rows are no data: only empty cells or white space. */
export function isBlank(cells: readonly string[]): boolean {
  for (const cell of cells) if (cell !== '' && cell.trim() !== '') return false
  return true
}

/** Fits a record to the table: surplus cells may go when they are empty. Null when it does not fit. */
export function fitted(cells: string[], columns: number): string[] | null {
  while (cells.length > columns && cells.at(-1)?.trim() === '') cells.pop()
  return cells.length === columns ? cells : null
}
