import { csvParser } from './csv-parser.ts'
import { bomLength, decode } from './decode.ts'
import { detectColumn } from './detect-column.ts'
import { commonWidth, detectDialect, records } from './dialect.ts'
import { detectEncoding, refuseOtherFormats } from './encoding.ts'
import { detectHeader } from './header.ts'
import { pickSamples } from './pick-samples.ts'
import { FileRefused } from './refusal.ts'
import { MAX_COLUMNS, type Row, type Sniffed } from './rows.ts'
import type { FileSamples } from './sample-windows.ts'

const HEADER_RECORDS = 1_000

/** Judges a text file by samples of it. Throws FileRefused. */
export function sniffCsv({ bytes, head, further }: FileSamples): Sniffed {
  refuseOtherFormats(head)
  const encoding = detectEncoding([head, ...further])
  const isWhole = further.length === 0
  const text = decode(head.subarray(bomLength(head)), encoding)
  if (text.trim() === '') throw new FileRefused('file_empty')
  const marks = detectDialect(text)
  const first = records(text, marks, isWhole).slice(0, HEADER_RECORDS)
  const { hasHeader, headerRow, columns } = detectHeader(first, commonWidth(first.map(({ cells }) => cells)))
  if (columns.length > MAX_COLUMNS) throw new FileRefused('file_too_wide')

  const parse = (piece: string, isEnd: boolean) => {
    const rows: Row[] = []
    const parser = csvParser(marks, columns.length)
    parser.push(piece, isEnd, rows)
    return rows
  }
  const headRows = parse(text, isWhole).filter(({ rowNumber }) => rowNumber > headerRow)
  if (headRows.length === 0 && isWhole) throw new FileRefused('file_without_rows')
  const furtherRows = further.map((window, index) => {
    const torn = decode(window, encoding)
    // The first line is the tail of one that began before.
    return parse(torn.slice(torn.indexOf('\n') + 1), index === further.length - 1)
  })
  const good = [headRows, ...furtherRows].map((rows) => rows.flatMap(({ cells }) => (cells ? [cells] : [])))
  const sampled = good.flat()
  return {
    format: 'csv',
    encoding,
    ...marks,
    hasHeader,
    headerRow,
    columns,
    detections: columns.map((_, index) => detectColumn(sampled.map((cells) => cells[index] ?? ''))),
    sampleRows: pickSamples(good),
    bytes,
    approximateRows: isWhole ? headRows.length : Math.round((headRows.length * bytes) / head.length),
  }
}
