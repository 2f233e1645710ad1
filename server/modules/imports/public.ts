export { type CommandOptions, type CommandOutcome, runImport } from './cli.ts'
export { type CsvValue, csvDelimiter, toCsv, UTF8_BOM } from './reading/csv-text.ts'
