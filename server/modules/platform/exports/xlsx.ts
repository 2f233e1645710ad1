import { once } from 'node:events'
import { PassThrough, type Readable } from 'node:stream'
import type { Worksheet } from 'exceljs'
import type { Locale } from '#kernel/i18n.ts'
import { type Cells, cellsOf, titlesOf } from './cells.ts'
import type { ExportColumn } from './source.ts'

const rowsPerSheet = 1_048_575

/** A workbook written row by row; text is stored as text, so that no spreadsheet runs it as a formula. */
export function xlsxOf(
  batches: AsyncIterable<readonly Cells[]>,
  columns: readonly ExportColumn[],
  locale: Locale,
  title: string,
): Readable {
  const output = new PassThrough()
  write(output, batches, columns, locale, title).catch((error: unknown) =>
    output.destroy(error instanceof Error ? error : new Error(String(error))),
  )
  return output
}

async function write(
  output: PassThrough,
  batches: AsyncIterable<readonly Cells[]>,
  columns: readonly ExportColumn[],
  locale: Locale,
  title: string,
) {
  // A second of loading that a start without exports does not need.
  const { default: ExcelJS } = await import('exceljs')
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: output, useStyles: true, useSharedStrings: false })
  const cells = cellsOf(columns, locale)
  const titles = titlesOf(columns, locale)
  let sheet: Worksheet | null = null
  let sheets = 0
  let rows = 0
  const nextSheet = () => {
    sheet?.commit()
    sheets += 1
    rows = 0
    sheet = book.addWorksheet(sheets === 1 ? title.slice(0, 31) : `${title.slice(0, 27)} ${sheets}`, {
      views: [{ state: 'frozen', ySplit: 1 }],
    })
    sheet.columns = titles.map((text) => ({ width: Math.min(40, Math.max(12, text.length + 2)) }))
    const head = sheet.addRow(titles)
    head.font = { bold: true }
    head.commit()
    return sheet
  }
  let current = nextSheet()
  for await (const batch of batches) {
    for (const row of batch) {
      if (rows === rowsPerSheet) current = nextSheet()
      current.addRow(cells(row)).commit()
      rows += 1
    }
    if (output.writableNeedDrain) await once(output, 'drain')
  }
  current.commit()
  await book.commit()
}
