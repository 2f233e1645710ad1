import { foldText } from '#kernel/text.ts'

export type ParsedFeed = {
  /** SKU as written → units; of a SKU that comes twice with the same number, once. */
  levels: Map<string, number>
  /** Rows without SKU or with units that cannot be read: fractions, words, nothing. */
  malformed: number
  /** Some of their SKUs, as many as people look at. */
  unreadSkus: string[]
  /** SKUs that come twice with different numbers: nobody can know which is true. */
  contradictory: number
  /** The last row breaks off in the middle. */
  isCut: boolean
  /** It ends with a line break. */
  endsWhole: boolean
}
export type FeedColumns = { skuColumn: string | null; quantityColumn: string | null }

const names = (text: string) => text.split('|')
const skuNames = names('sku|referencia|ref|reference|codigo|codigo producto|product code|id producto|product id|ean|id')
const quantityNames = names(
  'stock|existencias|cantidad|quantity|qty|unidades|units|on hand|onhand|on_hand|disponible|available|inventory|inventario|stock disponible|stock quantity|stock_quantity',
)
const delimiters = [';', ',', '\t', '|']

/** Reads SKU and units out of a CSV with a header. Null: it has no such columns. */
export function parseFeed(text: string, { skuColumn, quantityColumn }: FeedColumns): ParsedFeed | null {
  const content = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
  const end = content.indexOf('\n')
  const header = (end === -1 ? content : content.slice(0, end)).replace(/\r$/, '')
  const delimiter = delimiters.reduce((best, one) => (countOf(header, one) > countOf(header, best) ? one : best), ',')
  const titles = splitRow(header, delimiter).map((title) => foldText(title.trim()))
  const sku = columnOf(titles, skuColumn, skuNames)
  const quantity = columnOf(titles, quantityColumn, quantityNames)
  if (sku === -1 || quantity === -1 || sku === quantity) return null
  const parsed: ParsedFeed = {
    levels: new Map(),
    malformed: 0,
    unreadSkus: [],
    contradictory: 0,
    isCut: false,
    endsWhole: content.endsWith('\n'),
  }
  const contradicted = new Set<string>()
  const cellsOf = content.includes('"') ? quotedCells(delimiter) : plainCells(delimiter)
  const [a, b] = [Math.min(sku, quantity), Math.max(sku, quantity)]
  let start = end === -1 ? content.length : end + 1
  while (start < content.length) {
    const newline = content.indexOf('\n', start)
    const stop = newline === -1 ? content.length : newline
    if (newline === -1 && isCutRow(content.slice(start), delimiter, titles.length)) {
      parsed.isCut = true
      break
    }
    const [first, second] = cellsOf(content, start, stop, a, b)
    const key = ((sku < quantity ? first : second) ?? '').trim()
    const units = unitsOf((sku < quantity ? second : first) ?? '')
    if (key !== '' && units !== null) {
      const before = parsed.levels.get(key)
      if (before !== undefined && before !== units) contradicted.add(key)
      parsed.levels.set(key, units)
    } else if (content.slice(start, stop).trim() !== '') {
      parsed.malformed++
      if (key !== '' && parsed.unreadSkus.length < mostNamed) parsed.unreadSkus.push(key.slice(0, longestSku))
    }
    start = stop + 1
  }
  parsed.contradictory = contradicted.size
  return parsed
}

/** Two cells (a < b) of the row from `start` to `stop`. */
type Cells = (
  text: string,
  start: number,
  stop: number,
  a: number,
  b: number,
) => [string | undefined, string | undefined]

/** Without parting the others. Rows come in their order: a delimiter found behind a row is not looked for again. */
const plainCells = (delimiter: string): Cells => {
  let found = -2
  const nextDelimiter = (text: string, at: number, stop: number) => {
    if (found !== -1 && found < at) found = text.indexOf(delimiter, at)
    return found < stop ? found : -1
  }
  return (text, start, stop, a, b) => {
    let at = start
    let first: string | undefined
    for (let index = 0; ; index++) {
      const next = nextDelimiter(text, at, stop)
      const cellEnd = next === -1 ? stop : next
      if (index === a) first = text.slice(at, cellEnd)
      if (index === b) return [first, text.slice(at, cellEnd)]
      if (next === -1) return [first, undefined]
      at = next + 1
    }
  }
}

const quotedCells =
  (delimiter: string): Cells =>
  (text, start, stop, a, b) => {
    const cells = splitRow(text.slice(start, text[stop - 1] === '\r' ? stop - 1 : stop), delimiter)
    return [cells[a], cells[b]]
  }

const isCutRow = (line: string, delimiter: string, columns: number) =>
  line.trim() !== '' && splitRow(line, delimiter).length < columns

const countOf = (text: string, part: string) => text.split(part).length

/** Cells of a row; quotes may hold the delimiter, doubled they stand for themselves. */
function splitRow(line: string, delimiter: string): string[] {
  if (!line.includes('"')) return line.split(delimiter)
  const cells: string[] = []
  let cell = ''
  let isQuoted = false
  for (let index = 0; index < line.length; index++) {
    const character = line[index]!
    if (character === '"') {
      if (isQuoted && line[index + 1] === '"') {
        cell += '"'
        index++
      } else isQuoted = !isQuoted
    } else if (character === delimiter && !isQuoted) {
      cells.push(cell)
      cell = ''
    } else cell += character
  }
  cells.push(cell)
  return cells
}

function columnOf(titles: readonly string[], wanted: string | null, known: readonly string[]): number {
  if (wanted !== null) return titles.indexOf(foldText(wanted))
  for (const name of known) {
    const found = titles.indexOf(name)
    if (found !== -1) return found
  }
  return -1
}

/** Whole units; "12.00", "12,0" and "12 uds" are twelve, words that say none and what is oversold are zero. Null: anything else. */
function unitsOf(cell: string): number | null {
  let units = 0
  let index = 0
  for (; index < cell.length; index++) {
    const digit = cell.charCodeAt(index) - 48
    if (digit < 0 || digit > 9) break
    units = units * 10 + digit
  }
  // What is not digits alone is rare, and looked at with more care.
  if (index === 0 || index < cell.length) {
    const match = /^(-?)(\d{1,10})(?:[.,]0+)?\s*(?:uds?\.?|unidades|units?|pcs)?$/i.exec(cell.trim())
    if (!match) return noneWords.has(foldText(cell)) ? 0 : null
    units = match[1] ? 0 : Number(match[2])
  }
  return units <= mostUnits ? units : null
}
const mostUnits = 1_000_000_000
const noneWords = new Set(names('agotado|agotada|sin stock|sin existencias|out of stock|sold out|none'))
const mostNamed = 20
const longestSku = 100
