import { countryCodeOf } from '#modules/contacts/public.ts'
import { type MappedColumn, typeOfField } from '../mapping.ts'
import type { ColumnDetection } from '../reading/detect-column.ts'
import type { ImportKind } from '../reading/fields.ts'
import { type Money, type ParsedValues, parseValue, type ValueOptions, type ValueType } from '../reading/parse-value.ts'
import type { Sniffed } from '../reading/rows.ts'

export type Value = ParsedValues[ValueType]
export type CustomValue = string | number | boolean
/** Why a row is not taken: the column at fault, where there is one, and the rule. */
export type Refusal = { column: string | null; rule: string; params?: Record<string, string | number> }
/** A row in the terms of its kind. Fields without a value are absent. */
export type ReadRow = {
  rowNumber: number
  cells: readonly string[]
  values: Partial<Record<string, Value>>
  customFields: Record<string, CustomValue>
}
export type RowReader = (rowNumber: number, cells: readonly string[]) => ReadRow | Refusal

/** Longest text of a field, in characters; others take 200. */
const longest: Record<string, number> = {
  fullName: 300,
  name: 300,
  companyName: 300,
  parentName: 300,
  domain: 300,
  firstName: 150,
  lastName: 150,
  industry: 120,
  country: 100,
  region: 100,
  city: 100,
  source: 100,
  language: 20,
  landingPage: 2000,
  note: 10_000,
  email: 254,
  contactEmail: 254,
  ownerEmail: 254,
}
const mostTags = 50
const longestTag = 60
const longestCustom = 10_000

/**
 * Reads rows of a file as the mapping says. Compiled once: it runs for every cell of millions of rows. A phone without a
 * country code is one of the row's own country, where it has one that we know, else of `context.country`.
 */
export function rowReader(
  kind: ImportKind,
  { columns, detections }: Pick<Sniffed, 'columns' | 'detections'>,
  mapped: readonly MappedColumn[],
  context: { zone: string; country: string },
): RowReader {
  const plan = mapped.flatMap(({ column, field, dateOrder, decimal, constant }) => {
    const type = field === null ? null : typeOfField(kind, field)
    if (field === null || type === null) return []
    const detection = column === null ? undefined : detections[column]
    const options: ValueOptions = {
      zone: context.zone,
      defaultCountry: context.country,
      dateOrder: dateOrder ?? detection?.dateOrder,
      decimal: decimal ?? detection?.decimal,
    }
    const custom = field.startsWith('customFields.') ? field.slice('customFields.'.length) : null
    const name = column === null ? null : columns[column]!
    return [
      {
        index: column,
        name,
        field,
        custom,
        type,
        options,
        detection,
        constant: constant ?? '',
        most: longest[field] ?? 200,
      },
    ]
  })
  const place = plan.find(({ field }) => field === 'country')
  return (rowNumber, cells) => {
    const defaultCountry = (place && countryCodeOf(writtenIn(place, cells))) ?? context.country
    const values: ReadRow['values'] = {}
    const customFields: ReadRow['customFields'] = {}
    for (const column of plan) {
      const { name, field, custom, type, options, detection, most } = column
      const written = writtenIn(column, cells)
      if (written === '') continue
      if (written.includes('\0')) return { column: name, rule: 'nul_byte' }
      const text = written.isWellFormed() ? written : written.toWellFormed()
      if (custom !== null) {
        const value = customValue(text, detection, options)
        if (typeof value === 'string' && value.length > longestCustom)
          return { column: name, rule: 'too_long', params: { limit: longestCustom } }
        if (value !== null) customFields[custom] = value
        continue
      }
      const parsed = parseValue(type, text, type === 'phone' ? { ...options, defaultCountry } : options)
      if (!parsed.ok) return { column: name, rule: parsed.rule }
      const value = parsed.value
      if (value === null) continue
      if (typeof value === 'string' && value.length > most)
        return { column: name, rule: 'too_long', params: { limit: most } }
      if (Array.isArray(value)) {
        if (value.length > mostTags) return { column: name, rule: 'too_many', params: { limit: mostTags } }
        if (value.some((tag) => tag.length > longestTag))
          return { column: name, rule: 'too_long', params: { limit: longestTag } }
      }
      values[field] = value
    }
    return { rowNumber, cells, values, customFields }
  }
}

const writtenIn = ({ index, constant }: { index: number | null; constant: string }, cells: readonly string[]) =>
  index === null ? constant : cells[index] || constant

export const isRefusal = (row: ReadRow | Refusal): row is Refusal => 'rule' in row

/** Free fields are never a reason to refuse a row: what is not plainly a number, a date or yes/no stays text. */
function customValue(text: string, detection: ColumnDetection | undefined, options: ValueOptions): CustomValue | null {
  const cell = text.trim()
  const plain = () => {
    const parsed = parseValue('text', text, options)
    return parsed.ok ? parsed.value : null
  }
  if (detection?.type === 'boolean') {
    const parsed = parseValue('boolean', text, options)
    return parsed.ok ? parsed.value : plain()
  }
  // Codes keep their zeros; beyond 15 digits a number would be rounded.
  if (detection?.type === 'number' && !/^[+-]?0\d/.test(cell) && cell.replace(/\D/g, '').length <= 15) {
    const parsed = parseValue('number', text, options)
    return parsed.ok ? parsed.value : plain()
  }
  if (detection?.type === 'date' || detection?.type === 'datetime') {
    const parsed = parseValue(detection.type, text, options)
    return parsed.ok ? parsed.value : plain()
  }
  return plain()
}

export const textOf = ({ values }: ReadRow, field: string): string | null => {
  const value = values[field]
  return typeof value === 'string' ? value : null
}
export const numberOf = ({ values }: ReadRow, field: string): number | null => {
  const value = values[field]
  return typeof value === 'number' ? value : null
}
export const booleanOf = ({ values }: ReadRow, field: string): boolean | null => {
  const value = values[field]
  return typeof value === 'boolean' ? value : null
}
export const listOf = ({ values }: ReadRow, field: string): string[] => {
  const value = values[field]
  return Array.isArray(value) ? value : []
}
export const moneyOf = ({ values }: ReadRow, field: string): Money | null => {
  const value = values[field]
  return typeof value === 'object' && !Array.isArray(value) ? value : null
}
export const instantOf = (row: ReadRow, field: string): Date | null => {
  const text = textOf(row, field)
  return text === null ? null : new Date(text)
}
