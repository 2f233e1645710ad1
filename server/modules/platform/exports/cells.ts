import { hasMessage, type Locale, translate } from '#kernel/i18n.ts'
import { type CsvValue, csvDelimiter, toCsv, UTF8_BOM } from '#modules/imports/public.ts'
import { isFree } from './compile.ts'
import type { ExportColumn } from './source.ts'

export type Cells = readonly unknown[]

/** How one row of the database becomes the cells of a file: words translated, cents as units. */
export function cellsOf(columns: readonly ExportColumn[], locale: Locale): (row: Cells) => (string | number | null)[] {
  const writers = columns.map((column) => writerOf(column, locale))
  return (row) => row.map((value, index) => (value === null ? null : writers[index]!(value)))
}

export const titlesOf = (columns: readonly ExportColumn[], locale: Locale): string[] =>
  columns.map((column) => (isFree(column) ? column.title : translate(locale, `platform.columns.${column.key}`)))

type Writer = (value: unknown) => string | number
function writerOf({ kind, words }: ExportColumn, locale: Locale): Writer {
  if (kind === 'number') return Number
  if (kind === 'money') return (value) => Number(value) / 100
  if (kind === 'boolean') return (value) => translate(locale, value ? 'kit.yes' : 'kit.no')
  if (kind !== 'word') return String
  const known = new Map<unknown, string>()
  return (value) => {
    let text = known.get(value)
    if (text === undefined) {
      const key = `${words}.${String(value)}`
      text = hasMessage(locale, key) ? translate(locale, key) : String(value)
      known.set(value, text)
    }
    return text
  }
}

/** A CSV that the spreadsheet of that language opens by double click: its delimiter, its decimal mark, byte order mark. */
export async function* csvOf(
  batches: AsyncIterable<readonly Cells[]>,
  columns: readonly ExportColumn[],
  locale: Locale,
): AsyncGenerator<string> {
  const options = { delimiter: csvDelimiter(locale) }
  const comma = options.delimiter === ';'
  const cells = cellsOf(columns, locale)
  const local = (value: string | number | null): CsvValue =>
    comma && typeof value === 'number' && !Number.isInteger(value) ? decimal(value) : value
  yield UTF8_BOM + toCsv([titlesOf(columns, locale)], options)
  for await (const rows of batches)
    yield toCsv(
      rows.map((row) => cells(row).map(local)),
      options,
    )
}

// Signs are kept from the formula guard by staying numbers; only a fraction becomes text, and cents are never below zero here.
const decimal = (value: number) => String(value).replace('.', ',')
