import { lenientLine, type Marks, strictRecord } from './csv-record.ts'
import { fitted, isBlank, problemRow, type Row } from './rows.ts'

export const MAX_ROW_CHARACTERS = 1_000_000
/** A quoted cell may run over lines for this many characters; Excel itself ends a cell at 32,767. */
const LOOKAHEAD = 131_072
const LEAST_LOOKAHEAD = 4_096
/** A note may quote a line of the table; between two stray quotes there are more rows than that. */
const MAX_ROWS_IN_CELL = 2

export type CsvParser = {
  /** Appends the rows that are complete; `final` with the last piece. */
  push(piece: string, final: boolean, rows: Row[]): void
}

/**
 * Push parser for decoded text in pieces of any size; the rows do not depend on where the pieces are cut. `columns` is
 * the expected width, or null to accept any. Texts that are written as formulas are unwrapped. A line ends by LF, CRLF or a lone CR. Memory: one piece plus at most
 * MAX_ROW_CHARACTERS.
 *
 * A stray opening quote could swallow the file. A record over several lines is therefore believed only if it is strict
 * RFC 4180 of the expected width and the lines inside it are not rows by themselves (one or two may be, if a good row
 * follows); otherwise the first line alone is given up (`unclosed_quote`) and reading goes on with the next line.
 */
export function csvParser(marks: Marks, columns: number | null): CsvParser {
  let text = ''
  let at = 0
  let rowNumber = 0
  let started = false
  let skippingRest = false
  // Many stray quotes in a row make looking far ahead for each of them quadratic: look less far until a row is good.
  let strayQuotes = 0

  return { push }

  function push(piece: string, final: boolean, rows: Row[]): void {
    text = at < text.length ? text.slice(at) + piece : piece
    at = 0
    const quotes = nextOf(marks.quote)
    const nuls = nextOf('\0')
    const returns = nextOf('\r')
    while (at < text.length) {
      const line = lineAt(returns(text, at), final)
      if (!line) {
        if (text.length - at > MAX_ROW_CHARACTERS) giveUpEndlessLine(rows)
        return
      }
      if (skippingRest) {
        skippingRest = false
        at = line.next
      } else if (line.end === at) {
        rowNumber += 1
        at = line.next
      } else if (!started && isSeparatorLine(text.slice(at, line.end))) {
        at = line.next
      } else if (line.end - at > MAX_ROW_CHARACTERS) {
        refuse('row_too_long', line.end, line.next, rows)
      } else if (quotes(text, at) < line.end) {
        if (!quotedRow(line, final, rows)) return
      } else if (nuls(text, at) < line.end) {
        refuse('nul_byte', line.end, line.next, rows)
      } else {
        accept(text.slice(at, line.end).split(marks.delimiter), line.end, line.next, rows)
      }
      started = true
    }
  }

  /** False when more text is needed to decide. */
  function quotedRow(line: { end: number; next: number }, final: boolean, rows: Row[]): boolean {
    const reach = Math.max(LEAST_LOOKAHEAD, LOOKAHEAD >> strayQuotes)
    const record = strictRecord(text, at, at + reach, marks, final)
    if (record.state === 'closed') {
      if (record.next > line.next) {
        const verdict = believe(record.cells, record.next, line.next, reach, final)
        if (verdict === 'more') return false
        if (verdict === 'no') strayQuote(line, rows)
        else acceptUnlessNul(record.cells, record.next, record.next, rows)
      } else acceptUnlessNul(record.cells, line.end, line.next, rows)
      return true
    }
    if (record.state === 'open' && !final && text.length - at <= reach) return false
    const cells = lenientLine(text.slice(at, line.end), marks)
    if (cells) acceptUnlessNul(cells, line.end, line.next, rows)
    else strayQuote(line, rows)
    return true
  }

  function believe(cells: string[], next: number, secondLine: number, reach: number, final: boolean) {
    const fits = columns === null || fitted(cells, columns) !== null
    const inside = rowsInside(secondLine, next, reach, final)
    if (inside === 'more') return 'more'
    if (inside === 0 && fits) return 'yes'
    if (inside > (fits ? MAX_ROWS_IN_CELL : 0)) return 'no'
    const following = startsRow(next, reach, final)
    return following === 'yes' || following === 'more' ? following : 'no'
  }

  /** How many of the lines from the second on are good rows by themselves, up to the first that is none. */
  function rowsInside(secondLine: number, next: number, reach: number, final: boolean): number | 'more' {
    let count = 0
    for (let start = secondLine; start < next && count <= MAX_ROWS_IN_CELL; ) {
      const record = strictRecord(text, start, start + reach, marks, final)
      if (record.state === 'open' && !final && text.length - start <= reach) return 'more'
      if (record.state !== 'closed') return count
      if (!isBlank(record.cells)) {
        if (columns === null || !fitted(record.cells, columns)) return count
        count += 1
      }
      start = record.next
    }
    return count
  }

  /** Whether a good record begins at the first line from `from` on that is not blank; the end of the file is as good. */
  function startsRow(from: number, reach: number, final: boolean): 'yes' | 'no' | 'more' {
    let start = from
    while (text[start] === '\n' || text[start] === '\r') start++
    if (start >= text.length) return final ? 'yes' : 'more'
    const record = strictRecord(text, start, start + reach, marks, final)
    if (record.state === 'closed') return columns === null || fitted(record.cells, columns) ? 'yes' : 'no'
    return record.state === 'open' && !final && text.length - start <= reach ? 'more' : 'no'
  }

  function strayQuote(line: { end: number; next: number }, rows: Row[]): void {
    strayQuotes = Math.min(strayQuotes + 1, 16)
    refuse('unclosed_quote', line.end, line.next, rows)
  }

  function acceptUnlessNul(cells: string[], end: number, next: number, rows: Row[]): void {
    if (cells.some((cell) => cell.includes('\0'))) refuse('nul_byte', end, next, rows)
    else accept(cells.map(formulaText), end, next, rows)
  }

  function accept(cells: string[], end: number, next: number, rows: Row[]): void {
    const whole = columns === null ? cells : fitted(cells, columns)
    if (isBlank(cells)) {
      rowNumber += 1
      at = next
    } else if (whole) {
      rowNumber += 1
      rows.push({ rowNumber, cells: whole })
      strayQuotes = 0
      at = next
    } else refuse('ragged_row', end, next, rows)
  }

  function refuse(
    code: 'ragged_row' | 'unclosed_quote' | 'nul_byte' | 'row_too_long',
    end: number,
    next: number,
    rows: Row[],
  ) {
    rowNumber += 1
    rows.push(problemRow(rowNumber, code, text.slice(at, end).trimEnd()))
    at = next
  }

  function giveUpEndlessLine(rows: Row[]): void {
    if (!skippingRest) refuse('row_too_long', text.length, text.length, rows)
    skippingRest = true
    at = text.length
    started = true
  }

  /** Null while the end of the line is not there yet; a CR at the very end may still become CRLF. */
  function lineAt(carriageReturn: number, final: boolean): { end: number; next: number } | null {
    const feed = text.indexOf('\n', at)
    if (carriageReturn < text.length && (feed === -1 || carriageReturn < feed)) {
      if (carriageReturn + 1 === text.length && !final) return null
      return { end: carriageReturn, next: feed === carriageReturn + 1 ? feed + 1 : carriageReturn + 1 }
    }
    if (feed !== -1) return { end: feed, next: feed + 1 }
    return final ? { end: text.length, next: text.length } : null
  }
}

/** `sep=;`, which Excel writes and reads as the first line; it also quotes it at times. */
export function isSeparatorLine(line: string): boolean {
  return /^\uFEFF?"?sep=[,;|\t]"?$/i.test(line)
}

/** `="0123"`, which keeps Excel from making a number of a text, is the text. */
function formulaText(cell: string): string {
  const text = /^\s*="((?:[^"]|"")*)"\s*$/.exec(cell)?.[1]
  return text === undefined ? cell : text.replaceAll('""', '"')
}

/** Finds the next occurrence at or after an index that only grows, searching each stretch of text once. */
function nextOf(mark: string): (text: string, from: number) => number {
  let known = -1
  return (text, from) => {
    if (known < from) {
      const found = text.indexOf(mark, from)
      known = found === -1 ? Number.POSITIVE_INFINITY : found
    }
    return known
  }
}
