import { csvParser } from './csv-parser.ts'
import { decodedPieces } from './decode.ts'
import type { Row, Sniffed } from './rows.ts'
import { xlsxRows } from './xlsx-rows.ts'

/** Twice as many are no faster, and what lives through a statement costs twice the memory. */
const BATCH_ROWS = 1_000

/**
 * The data rows of a file in batches of at most 1,000, in order, header and title lines left out. The same file always
 * gives the same row numbers, so `from` resumes exactly: rows before it are read over (a CSV at over half a million a
 * second), not delivered. Constant memory for any file; bad rows are delivered with a problem and reading goes on.
 * Throws FileRefused when a workbook is damaged or expands beyond reason.
 */
export async function* readRows(file: string, sniffed: Sniffed, { from = 0 } = {}): AsyncGenerator<Row[]> {
  const first = Math.max(from, sniffed.headerRow + 1)
  const source = sniffed.format === 'xlsx' ? sheetRows(file, sniffed) : csvRows(file, sniffed)
  let batch: Row[] = []
  for await (const rows of source) {
    for (const row of rows) {
      if (row.rowNumber < first) continue
      batch.push(row)
      if (batch.length === BATCH_ROWS) {
        yield batch
        batch = []
      }
    }
  }
  if (batch.length > 0) yield batch
}

async function* csvRows(file: string, sniffed: Sniffed): AsyncGenerator<Row[]> {
  const parser = csvParser(sniffed, sniffed.columns.length)
  for await (const piece of decodedPieces(file, sniffed.encoding)) {
    const rows: Row[] = []
    parser.push(piece, false, rows)
    yield rows
  }
  const rows: Row[] = []
  parser.push('', true, rows)
  yield rows
}

async function* sheetRows(file: string, { sheet, columns }: Sniffed): AsyncGenerator<Row[]> {
  for await (const rows of xlsxRows(file, { ...(sheet !== undefined && { sheet }), columns: columns.length })) {
    yield rows.map(({ numeric: _, ...row }) => row)
  }
}
