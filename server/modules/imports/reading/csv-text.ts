export type CsvOptions = {
  delimiter: ',' | ';'
  /** Prefixes text that a spreadsheet would run as a formula. On unless the reader is a program. */
  guardFormulas?: boolean
}
export type CsvValue = string | number | boolean | null | undefined

export const UTF8_BOM = '\uFEFF'

/** Excel opens CSV by the decimal mark of its language: where that is a comma, cells are parted by semicolons. */
export function csvDelimiter(locale: string): ',' | ';' {
  const decimal = new Intl.NumberFormat(locale).formatToParts(1.5).find(({ type }) => type === 'decimal')?.value
  return decimal === ',' ? ';' : ','
}

/**
 * One cell by RFC 4180. Text beginning with = + - @ (or a tab or line end before one) gets a leading apostrophe, so
 * that no spreadsheet runs it (OWASP, CSV injection); `parseValue` takes it off again. Numbers are no text.
 */
export function csvCell(value: CsvValue, { delimiter, guardFormulas = true }: CsvOptions): string {
  if (value === null || value === undefined) return ''
  if (typeof value !== 'string') return String(value)
  const text = guardFormulas && /^[\t\r\n ]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/.test(value) ? `'${value}` : value
  const needsQuotes = /["\r\n,;|\t]/.test(text) || text.includes(delimiter) || text.trim() !== text
  return needsQuotes ? `"${text.replaceAll('"', '""')}"` : text
}

/** Rows as CSV lines ending in CRLF, without a byte order mark, so that pieces can follow one another. */
export function toCsv(rows: Iterable<readonly CsvValue[]>, options: CsvOptions): string {
  let text = ''
  for (const row of rows) {
    const line = row.map((value) => csvCell(value, options)).join(options.delimiter)
    // A line of nothing would be read as a blank one.
    text += line === '' ? '""\r\n' : `${line}\r\n`
  }
  return text
}
