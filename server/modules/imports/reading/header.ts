import { detectColumn } from './detect-column.ts'
import { isKnownName } from './fields.ts'

export type Header = { hasHeader: boolean; headerRow: number; columns: string[] }

type NumberedRecord = { rowNumber: number; cells: readonly string[] }

/**
 * Finds the header among the first records, given in order with blank ones left out. Title lines of one cell above a
 * wider table are passed over. Names are made unique and never empty; surplus unnamed columns without any value go.
 */
export function detectHeader(all: readonly NumberedRecord[], width: number): Header {
  const top = all.findIndex(({ cells }) => filled(cells) > 1 || width === 1)
  const first = all[top === -1 ? 0 : top]
  if (!first) return { hasHeader: false, headerRow: 0, columns: [] }
  const body = all.slice((top === -1 ? 0 : top) + 1).map(({ cells }) => cells)
  const hasHeader = isHeader(first.cells, body)
  const wanted = Math.max(width, lastFilled(first.cells))
  let used = lastFilled(first.cells)
  for (const cells of body) if (cells.length <= wanted) used = Math.max(used, lastFilled(cells))
  const names = Array.from({ length: Math.max(1, used) }, (_, index) => (hasHeader ? (first.cells[index] ?? '') : ''))
  return { hasHeader, headerRow: hasHeader ? first.rowNumber : 0, columns: uniqueNames(names) }
}

/** Trims, names the nameless `column_N` and numbers repetitions (`email`, `email_2`), regardless of case. */
export function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set<string>()
  return names.map((name, index) => {
    const base = name.replaceAll('\0', '').replace(/\s+/g, ' ').trim().slice(0, 200) || `column_${index + 1}`
    let unique = base
    for (let count = 2; taken.has(unique.toLowerCase()); count++) unique = `${base}_${count}`
    taken.add(unique.toLowerCase())
    return unique
  })
}

/** Known names decide, then values that no header has, then a column of values whose first cell is a word. */
function isHeader(first: readonly string[], body: readonly (readonly string[])[]): boolean {
  const cells = first.map((cell) => cell.trim()).filter((cell) => cell !== '')
  if (cells.some(isValue)) return cells.filter(isKnownName).length > cells.length / 2
  if (cells.some(isKnownName) || body.length === 0) return true
  // Words only, above and below: names of columns do not turn up as values in their own column.
  return !first.some((cell, index) => cell.trim() !== '' && body.some((record) => record[index] === cell))
}

function isValue(cell: string): boolean {
  const { type } = detectColumn([cell])
  if (type === 'number') return !/^(19|20)\d\d$/.test(cell)
  return (
    type === 'email' ||
    type === 'date' ||
    type === 'datetime' ||
    type === 'money' ||
    type === 'phone' ||
    /^https?:/i.test(cell)
  )
}

function filled(cells: readonly string[]): number {
  return cells.reduce((count, cell) => count + (cell.trim() === '' ? 0 : 1), 0)
}

function lastFilled(cells: readonly string[]): number {
  return cells.findLastIndex((cell) => cell.trim() !== '') + 1
}
