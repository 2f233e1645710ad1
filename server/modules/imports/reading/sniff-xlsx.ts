import { type ColumnDetection, detectColumn } from './detect-column.ts'
import { commonWidth } from './dialect.ts'
import { isKnownName } from './fields.ts'
import { detectHeader } from './header.ts'
import { writtenNumber } from './number-text.ts'
import { pickSamples } from './pick-samples.ts'
import { FileRefused } from './refusal.ts'
import type { Sniffed } from './rows.ts'
import { withWorkbook, xlsxRows } from './xlsx-rows.ts'

const WHOLE_SHEET_BYTES = 40_000_000
const FIRST_ROWS = 5_000
const HEADER_RECORDS = 1_000
const MAX_KEPT_ROWS = 10_000
/** Nobody hides a table behind more covers. */
const MOST_SHEETS = 20

type Kept = { rowNumber: number; cells: string[]; numeric: boolean[] }

/**
 * Judges a workbook by the sheet named, else by the first visible one that holds a table: covers and empty sheets before it
 * are passed over. Throws FileRefused.
 */
export async function sniffXlsx(file: string, bytes: number, sheetName?: string): Promise<Sniffed> {
  const sheets = await withWorkbook(file, async (archive, workbook) =>
    workbook.sheets.map(({ name, part }) => ({ name, size: archive.size(part) })),
  )
  const sheetNames = sheets.map(({ name }) => name)
  const looked =
    sheetName === undefined ? sheets.slice(0, MOST_SHEETS) : sheets.filter(({ name }) => name === sheetName)
  if (looked.length === 0) throw new FileRefused('sheet_not_found', sheetName)
  let best: Sniffed | null = null
  let hasText = false
  for (const { name, size } of looked) {
    const read = await readSheet(file, name, size)
    hasText ||= read.kept.length > 0
    const sheet = judge(read)
    if (!sheet) continue
    const sniffed: Sniffed = { ...sheet, sheetNames, sheet: name, bytes }
    if (sniffed.columns.some(isKnownName)) return sniffed
    // A cover may be a few lines of text, one below the other.
    if (!best || (best.columns.length === 1 && sniffed.columns.length > 1)) best = sniffed
  }
  if (best) return best
  throw new FileRefused(hasText ? 'file_without_rows' : 'file_empty')
}

/** Null when there is no row below the header. */
function judge({ kept, total, share }: Read): Omit<Sniffed, 'sheetNames' | 'sheet' | 'bytes'> | null {
  const first = kept.slice(0, HEADER_RECORDS)
  const { hasHeader, headerRow, columns } = detectHeader(first, commonWidth(first.map(({ cells }) => cells)))
  const data = kept.filter(({ rowNumber }) => rowNumber > headerRow)
  if (data.length === 0) return null
  const padded = data.map(({ cells }) => columns.map((_, index) => cells[index] ?? ''))
  return {
    format: 'xlsx',
    encoding: 'utf-8',
    delimiter: ',',
    quote: '"',
    hasHeader,
    headerRow,
    columns,
    detections: columns.map((_, index) => detectCells(data, index)),
    sampleRows: pickSamples([padded.slice(0, 200), padded.slice(200).slice(-100)]),
    approximateRows: Math.max(data.length, Math.round(total / share) - (hasHeader ? 1 : 0)),
  }
}

type Read = { kept: Kept[]; total: number; share: number }

/** Up to 10,000 rows spread over what is read; `share` is how much of the sheet that was, 0 to 1. */
async function readSheet(file: string, sheet: string, size: number): Promise<Read> {
  let kept: Kept[] = []
  let every = 1
  let total = 0
  let bytesRead = 0
  const onProgress = (bytes: number) => {
    bytesRead = bytes
  }
  for await (const rows of xlsxRows(file, { sheet, columns: null, onProgress })) {
    for (const { cells, rowNumber, numeric } of rows) {
      total += 1
      if (!cells || (total > HEADER_RECORDS && total % every !== 0)) continue
      kept.push({ rowNumber, cells, numeric })
      if (kept.length > MAX_KEPT_ROWS) {
        kept = kept.filter((_, index) => index < HEADER_RECORDS || index % 2 === 0)
        every *= 2
      }
    }
    if (size > WHOLE_SHEET_BYTES && total >= FIRST_ROWS) return { kept, total, share: bytesRead / size }
  }
  return { kept, total, share: 1 }
}

/** Numbers stored as such have '.' as decimal mark whatever their text looks like. */
function detectCells(rows: readonly Kept[], index: number): ColumnDetection {
  const detection = detectColumn(rows.map(({ cells }) => cells[index] ?? ''))
  if (detection.readable.number === 0) return detection
  const isStored = rows.every(({ cells, numeric }) => numeric[index] || writtenNumber(cells[index] ?? '') === null)
  return isStored ? { ...detection, decimal: '.' } : detection
}
