import { csvParser, isSeparatorLine } from './csv-parser.ts'
import type { Marks } from './csv-record.ts'
import type { Delimiter, Quote, Row } from './rows.ts'

const DELIMITERS: Delimiter[] = [',', ';', '\t', '|']
const SAMPLE_CHARACTERS = 65_536

/**
 * Delimiter and quote of a CSV text. Excel's `sep=` line decides; otherwise the delimiter that cuts most records into
 * the same number of cells, header included. Decimal commas in a `;` file cut evenly too, but never the header.
 */
export function detectDialect(text: string): { delimiter: Delimiter; quote: Quote } {
  const sample = text.slice(0, SAMPLE_CHARACTERS)
  const quote = detectQuote(sample)
  const firstLine = sample.split(/\r\n|\r|\n/, 1)[0] ?? ''
  if (isSeparatorLine(firstLine)) {
    const named = DELIMITERS.find((delimiter) => firstLine.includes(`=${delimiter}`))
    if (named) return { delimiter: named, quote }
  }
  const scored = DELIMITERS.map((delimiter) => ({ delimiter, score: evenness(sample, { delimiter, quote }) }))
  const best = scored.reduce((a, b) => (b.score > a.score ? b : a))
  if (best.score > 0) return { delimiter: best.delimiter, quote }
  // One column: whatever never occurs in it, so that "García, Ana" stays whole.
  return { delimiter: DELIMITERS.find((delimiter) => !sample.includes(delimiter)) ?? '|', quote }
}

/** Width of the table: the commonest number of cells among records of more than one cell (one if there are none). */
export function commonWidth(records: readonly (readonly string[])[]): number {
  const counts = new Map<number, number>()
  for (const record of records) if (record.length > 1) counts.set(record.length, (counts.get(record.length) ?? 0) + 1)
  let width = 1
  let most = 0
  for (const [length, count] of counts) {
    if (count > most || (count === most && length > width)) [width, most] = [length, count]
  }
  return width
}

/** The records of a text, whatever their width; the last one may be torn and is left out unless it is the only one. */
export function records(text: string, marks: Marks, isWhole: boolean): { rowNumber: number; cells: string[] }[] {
  const rows: Row[] = []
  csvParser(marks, null).push(text, true, rows)
  if (!isWhole && rows.length > 1) rows.pop()
  return rows.flatMap((row) => (row.cells ? [{ rowNumber: row.rowNumber, cells: row.cells }] : []))
}

function evenness(sample: string, marks: Marks): number {
  const all = records(sample, marks, false)
  const width = commonWidth(all.map(({ cells }) => cells))
  if (width < 2) return 0
  const share = all.filter(({ cells }) => cells.length === width).length / all.length
  const first = all[0]?.cells.length ?? 0
  const second = all[1]?.cells.length ?? 0
  // A first line of one cell over pairs is a one-column list of "Surname, Name" rather than a title over a table.
  if (first === 1 && (width === 2 || second === 1) && share < 0.98 && width < 3) return 0
  if (share < 0.3) return 0
  const headed = first === width || first === width - 1 ? 1 : 0.5
  return share * share * headed * Math.sqrt(width - 1)
}

function detectQuote(sample: string): Quote {
  if (sample.includes('"')) return '"'
  const wrapped = sample.match(/(^|[,;|\t\n\r])'[^'\n\r]*'(?=[,;|\t\n\r]|$)/g)?.length ?? 0
  const apostrophes = sample.split("'").length - 1
  return wrapped > 2 && wrapped * 2 > apostrophes * 0.8 ? "'" : '"'
}
