import { foldText } from '#kernel/text.ts'

export type ParsedFeed = {
  /** SKU as written → units; of a SKU that comes twice with the same number, once. */
  levels: Map<string, number>
  /** Rows without SKU or with a number that cannot be stock: negative, fractional, words. */
  malformed: number
  /** SKUs that come twice with different numbers: nobody can know which is true. */
  contradictory: number
  /** The last row breaks off in the middle. */
  isCut: boolean
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
  const parsed: ParsedFeed = { levels: new Map(), malformed: 0, contradictory: 0, isCut: false }
  const contradicted = new Set<string>()
  let start = end === -1 ? content.length : end + 1
  while (start < content.length) {
    let stop = content.indexOf('\n', start)
    const isLast = stop === -1
    if (isLast) stop = content.length
    const line = content.slice(start, content.charCodeAt(stop - 1) === 13 ? stop - 1 : stop)
    start = stop + 1
    if (line.trim() === '') continue
    const cells = splitRow(line, delimiter)
    if (isLast && cells.length < titles.length) {
      parsed.isCut = true
      break
    }
    const key = cells[sku]?.trim() ?? ''
    const units = unitsOf(cells[quantity])
    if (key === '' || units === null) {
      parsed.malformed++
      continue
    }
    const before = parsed.levels.get(key)
    if (before !== undefined && before !== units) contradicted.add(key)
    parsed.levels.set(key, units)
  }
  parsed.contradictory = contradicted.size
  return parsed
}

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

/** Whole units, zero or more; "12.00" and "12,0" are twelve. Null: anything else. */
function unitsOf(cell: string | undefined): number | null {
  const match = /^\s*(\d{1,10})(?:[.,]0+)?\s*$/.exec(cell ?? '')
  const units = match ? Number(match[1]) : Number.NaN
  return units <= 1_000_000_000 ? units : null
}
