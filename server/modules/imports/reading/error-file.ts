import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { csvDelimiter, toCsv, UTF8_BOM } from './csv-text.ts'
import type { Row } from './rows.ts'

export type RejectedRow = {
  rowNumber: number
  /** The cells as read; null when the row itself could not be read, then `detail` is its text. */
  cells: Row['cells']
  detail?: string
  /** Column at fault, where there is one. */
  field?: string
  /** A `ValueRule`, a row problem's code or a rule of the importer. */
  rule: string
  params?: Record<string, string | number>
}
export type ErrorFile = {
  /** Resolves when the row is taken; waiting for it keeps memory bounded. */
  write(row: RejectedRow): Promise<void>
  /** Resolves when everything is on disk. */
  close(): Promise<{ rows: number; bytes: number }>
}
export type ErrorFileOptions = {
  columns: readonly string[]
  locale: string
  /** Words of the three columns put before the original ones. */
  titles: { row: string; field: string; reason: string }
  /** The reason in the language of the person. */
  reasonOf: (row: RejectedRow) => string
  /** True to go on with a file begun before a crash. */
  append?: boolean
}

const FLUSH_CHARACTERS = 65_536

/**
 * Rejected rows as a CSV that Excel opens by double click: byte order mark, the locale's delimiter, row number, field
 * and reason before the original cells, so that it can be mended and imported again. A row that could not be read
 * stands whole in the first original column.
 */
export function errorFile(
  path: string,
  { columns, locale, titles, reasonOf, append = false }: ErrorFileOptions,
): ErrorFile {
  const options = { delimiter: csvDelimiter(locale) }
  const stream = createWriteStream(path, { flags: append ? 'a' : 'w', encoding: 'utf8' })
  let failure: Error | undefined
  stream.on('error', (error) => {
    failure = error
  })
  let pending = append ? '' : UTF8_BOM + toCsv([[titles.row, titles.field, titles.reason, ...columns]], options)
  let rows = 0

  return { write, close }

  async function write(row: RejectedRow): Promise<void> {
    const original = [...(row.cells ?? [row.detail ?? ''])]
    while (original.length < columns.length) original.push('')
    pending += toCsv([[row.rowNumber, row.field ?? '', reasonOf(row), ...original]], options)
    rows += 1
    if (pending.length >= FLUSH_CHARACTERS) await flush()
  }

  async function flush(): Promise<void> {
    if (failure) throw failure
    const text = pending
    pending = ''
    if (text !== '' && !stream.write(text)) await once(stream, 'drain')
  }

  async function close(): Promise<{ rows: number; bytes: number }> {
    await flush()
    stream.end()
    if (!stream.closed) await once(stream, 'close')
    if (failure) throw failure
    return { rows, bytes: stream.bytesWritten }
  }
}
