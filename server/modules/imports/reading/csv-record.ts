/**
 * Reading of one CSV record, in two ways. Strict is RFC 4180 (plus spaces around a quoted cell) and may run over line
 * ends. Lenient stays in its line and takes stray quotes for what they are: `5" pipe`, `"The "best" one",x`.
 */

export type StrictRecord =
  /** `next` is where the following record begins. */
  | { state: 'closed'; cells: string[]; next: number }
  /** The text, or the permitted length, ended inside the record. */
  | { state: 'open' }
  /** No RFC 4180 record begins here. */
  | { state: 'broken' }

const OPEN: StrictRecord = { state: 'open' }
const BROKEN: StrictRecord = { state: 'broken' }
const LF = 10
const CR = 13
const SPACE = 32

export type Marks = { delimiter: string; quote: string }

/** `limit` is the index that the record must not pass; `final` tells that no more text will follow. */
export function strictRecord(text: string, start: number, limit: number, marks: Marks, final: boolean): StrictRecord {
  const delimiter = marks.delimiter.charCodeAt(0)
  const quote = marks.quote.charCodeAt(0)
  const cells: string[] = []
  let at = start
  for (;;) {
    const opening = skipSpaces(text, at)
    if (text.charCodeAt(opening) === quote) {
      const cell = quotedCell(text, opening + 1, limit, marks.quote)
      if (!cell) return OPEN
      cells.push(cell.value)
      at = skipSpaces(text, cell.after)
    } else {
      const end = unquotedEnd(text, at, delimiter, quote)
      if (text.charCodeAt(end) === quote) return BROKEN
      cells.push(text.slice(at, end))
      at = end
    }
    if (at > limit) return OPEN
    if (at >= text.length) return final ? { state: 'closed', cells, next: text.length } : OPEN
    const code = text.charCodeAt(at)
    if (code === delimiter) at += 1
    else if (code === LF) return { state: 'closed', cells, next: at + 1 }
    else if (code === CR) {
      if (at + 1 === text.length && !final) return OPEN
      return { state: 'closed', cells, next: text.charCodeAt(at + 1) === LF ? at + 2 : at + 1 }
    } else return BROKEN
  }
}

/** Cells of a single line with stray quotes kept as text; null when a quoted cell is never closed. */
export function lenientLine(line: string, { delimiter, quote }: Marks): string[] | null {
  const cells: string[] = []
  let at = 0
  for (;;) {
    const opening = skipSpaces(line, at)
    const found = line.indexOf(delimiter, opening)
    const rawEnd = found === -1 ? line.length : found
    let end = rawEnd
    const closing = line[opening] === quote ? lenientClosing(line, opening + 1, delimiter, quote) : -1
    if (line[opening] === quote && (closing === -1 || closing > rawEnd)) {
      // `"Big" Corp,x`: quotes in pairs before the next delimiter are text; an odd one reaches beyond it.
      const isText = line.slice(opening, rawEnd).split(quote).length % 2 === 1
      if (!isText && closing === -1) return null
      if (!isText) end = skipSpaces(line, closing + 1)
      cells.push(isText ? line.slice(at, rawEnd) : unescaped(line, opening, closing, quote))
    } else if (closing !== -1) {
      end = skipSpaces(line, closing + 1)
      cells.push(unescaped(line, opening, closing, quote))
    } else cells.push(line.slice(at, rawEnd))
    if (end >= line.length) return cells
    at = end + 1
  }
}

function unescaped(line: string, opening: number, closing: number, quote: string): string {
  return line.slice(opening + 1, closing).replaceAll(quote + quote, quote)
}

function quotedCell(text: string, from: number, limit: number, quote: string): { value: string; after: number } | null {
  let value = ''
  for (let start = from; ; ) {
    const found = text.indexOf(quote, start)
    if (found === -1 || found > limit) return null
    value += text.slice(start, found)
    if (text[found + 1] !== quote) return { value, after: found + 1 }
    value += quote
    start = found + 2
  }
}

function unquotedEnd(text: string, from: number, delimiter: number, quote: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === delimiter || code === LF || code === CR || code === quote) return at
  }
  return text.length
}

function lenientClosing(line: string, from: number, delimiter: string, quote: string): number {
  for (let at = line.indexOf(quote, from); at !== -1; at = line.indexOf(quote, at + 1)) {
    if (line[at + 1] === quote) {
      at += 1
      continue
    }
    const after = skipSpaces(line, at + 1)
    if (after >= line.length || line[after] === delimiter) return at
  }
  return -1
}

function skipSpaces(text: string, from: number): number {
  let at = from
  while (text.charCodeAt(at) === SPACE) at++
  return at
}
