import type { Sniffed } from './reading/rows.ts'

const mostRows = 100
const longestCell = 300

/** What is kept of a look into a file: enough to read it again and to show what it holds; text that jsonb can hold. */
export function storableSniff(sniffed: Sniffed): Sniffed {
  const { columns, detections, sampleRows, ...rest } = sniffed
  const short = (text: string) => text.slice(0, longestCell).replaceAll('\0', '').toWellFormed()
  return {
    ...rest,
    columns: columns.map(short),
    detections: detections.map((detection) => ({ ...detection, examples: detection.examples.map(short) })),
    sampleRows: sampleRows.slice(0, mostRows).map((cells) => cells.map(short)),
  }
}
