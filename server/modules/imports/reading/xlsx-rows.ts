import { FileRefused } from './refusal.ts'
import { fitted, isBlank, MAX_COLUMNS, problemRow, type Row } from './rows.ts'
import { type SharedStrings, sharedStrings } from './shared-strings.ts'
import { type Archive, openArchive, parseXml, readXml } from './xlsx-archive.ts'
import { columnOf, numberText, unescapeText } from './xlsx-value.ts'
import { readWorkbook, type Workbook } from './xlsx-workbook.ts'
import type { XmlHandlers } from './xml-scanner.ts'

/** Excel's own limit. */
const MAX_ROWS = 1_048_576
const MAX_CELL_CHARACTERS = 100_000

/** `numeric` marks the cells that are stored as numbers, whose decimal mark is therefore '.' beyond doubt. */
export type SheetRow = Row & { numeric: boolean[] }
export type SheetOptions = {
  /** Name of the sheet; the first visible one without it. */
  sheet?: string
  /** Expected width, or null to take rows as they are. Shorter rows are filled up: workbooks leave out empty cells. */
  columns: number | null
  /** Told how many bytes of the unpacked sheet have been read, before each delivery. */
  onProgress?: (bytes: number) => void
}

/** Opens a workbook for a moment. Throws FileRefused. */
export async function withWorkbook<T>(
  file: string,
  use: (archive: Archive, workbook: Workbook) => Promise<T>,
): Promise<T> {
  const archive = await openArchive(file)
  try {
    return await use(archive, await workbookOf(archive))
  } finally {
    archive.close()
  }
}

/**
 * The rows of a sheet, streamed. Cached values of formulas, error values as their text (#N/A), a merged range in its
 * first cell only, rich text without its formatting, phonetic text left out.
 */
export async function* xlsxRows(
  file: string,
  { sheet: name, columns, onProgress }: SheetOptions,
): AsyncGenerator<SheetRow[]> {
  const archive = await openArchive(file)
  const strings = sharedStrings()
  try {
    const workbook = await workbookOf(archive)
    const sheet = name === undefined ? workbook.sheets[0] : workbook.sheets.find((one) => one.name === name)
    if (!sheet) throw new FileRefused('sheet_not_found', name)
    if (workbook.sharedStringsPart) await readStrings(archive, workbook.sharedStringsPart, strings)
    const part = await archive.open(sheet.part)
    if (!part) throw new FileRefused('file_damaged', sheet.part)
    let rows: SheetRow[] = []
    const handlers = sheetHandlers(workbook, strings, columns, (row) => rows.push(row))
    for await (const bytes of parseXml(part, handlers)) {
      onProgress?.(bytes)
      if (rows.length > 0) yield rows
      rows = []
    }
  } finally {
    strings.close()
    archive.close()
  }
}

async function workbookOf(archive: Archive): Promise<Workbook> {
  const workbook = await readWorkbook(archive)
  if (workbook && workbook.sheets.length > 0) return workbook
  const { names } = archive
  if (names.some((name) => name.endsWith('workbook.bin'))) throw new FileRefused('file_format_unsupported', 'xlsb')
  if (names.includes('content.xml')) throw new FileRefused('file_format_unsupported', 'ods')
  throw new FileRefused('file_format_unsupported', 'zip')
}

async function readStrings(archive: Archive, part: string, strings: SharedStrings): Promise<void> {
  let text = ''
  let isText = false
  let isPhonetic = false
  await readXml(archive, part, {
    open(name) {
      if (name === 'si') text = ''
      else if (name === 't') isText = !isPhonetic
      else if (name === 'rPh') isPhonetic = true
    },
    text(piece) {
      if (isText && text.length < MAX_CELL_CHARACTERS) text += piece
    },
    close(name) {
      if (name === 'si') strings.add(unescapeText(text))
      else if (name === 't') isText = false
      else if (name === 'rPh') isPhonetic = false
    },
  })
}

type Cell = { column: number; type: string; style: number; text: string }

function sheetHandlers(
  workbook: Workbook,
  strings: SharedStrings,
  columns: number | null,
  emit: (row: SheetRow) => void,
): XmlHandlers {
  let rowNumber = 0
  let cells: string[] = []
  let numeric: boolean[] = []
  let cell: Cell | null = null
  let isValue = false
  let isPhonetic = false

  return {
    open(name, attributes) {
      if (name === 'row') {
        const given = Number(attributes.r)
        rowNumber = given > rowNumber ? given : rowNumber + 1
        if (rowNumber > MAX_ROWS) throw new FileRefused('file_expands_too_much', 'rows')
        cells = []
        numeric = []
      } else if (name === 'c') {
        const column = attributes.r === undefined ? cells.length : columnOf(attributes.r)
        cell = { column, type: attributes.t ?? 'n', style: Number(attributes.s ?? 0), text: '' }
      } else if (name === 'v' || name === 't') isValue = cell !== null && !isPhonetic
      else if (name === 'rPh') isPhonetic = true
    },
    text(piece) {
      if (isValue && cell && cell.text.length < MAX_CELL_CHARACTERS) cell.text += piece
    },
    close(name) {
      if (name === 'v' || name === 't') isValue = false
      else if (name === 'rPh') isPhonetic = false
      else if (name === 'c' && cell) {
        put(cell)
        cell = null
      } else if (name === 'row') finishRow()
    },
  }

  function put(done: Cell): void {
    const text = cellText(done)
    if (text === '') return
    if (done.column < 0 || done.column >= MAX_COLUMNS) throw new FileRefused('file_too_wide')
    while (cells.length < done.column) cells.push('')
    cells[done.column] = text
    numeric[done.column] = done.type === 'n'
  }

  function cellText({ type, style, text }: Cell): string {
    if (text === '') return ''
    if (type === 's') return strings.get(Number(text)).replaceAll('\0', '')
    if (type === 'n') return numberText(text, workbook.styles[style] ?? 'number', workbook.isDate1904)
    if (type === 'b') return text === '1' ? 'true' : 'false'
    if (type === 'd') return text.replace('T', ' ').replace(/(\.0+)?Z?$/, '')
    return unescapeText(text).replaceAll('\0', '')
  }

  function finishRow(): void {
    if (isBlank(cells)) return
    if (columns !== null) while (cells.length < columns) cells.push('')
    const whole = columns === null ? cells : fitted(cells, columns)
    emit({ ...(whole ? { rowNumber, cells: whole } : problemRow(rowNumber, 'ragged_row', cells.join('\t'))), numeric })
  }
}
