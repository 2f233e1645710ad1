import type { ColumnMapping, ImportMapping } from '#contract/imports.ts'
import { type FieldError, Problem } from '#kernel/problem.ts'
import { type ImportKind, importFields } from './reading/fields.ts'
import type { ValueType } from './reading/parse-value.ts'
import type { Sniffed } from './reading/rows.ts'

/** As stored: columns by position. */
export type MappedColumn = Omit<ColumnMapping, 'column'> & { column: number | null }
export type Need = {
  column: string
  index: number
  field: string
  question: 'date_order' | 'decimal'
  examples: string[]
}
export type Missing = { rule: string; fields: string[] } | null

/** Columns by position, or a 422 `mapping_incomplete` that names what does not fit. */
export function resolveColumns(
  kind: ImportKind,
  sniffed: Sniffed,
  given: ImportMapping['columns'],
  pointer = '',
): MappedColumn[] {
  const errors: FieldError[] = []
  const taken = new Set<string>()
  const resolved = given.map(({ column, ...rest }, place): MappedColumn => {
    const at = `${pointer}/columns/${place}`
    const index = typeof column === 'string' ? positionOf(sniffed.columns, column) : column
    if (index === null ? rest.constant === undefined : index < 0 || index >= sniffed.columns.length) {
      errors.push({ pointer: `${at}/column`, rule: index === null ? 'required' : 'unknown_column' })
    }
    if (rest.field !== null) {
      if (!typeOfField(kind, rest.field)) errors.push({ pointer: `${at}/field`, rule: 'unknown_field' })
      else if (taken.has(rest.field)) errors.push({ pointer: `${at}/field`, rule: 'field_twice' })
      taken.add(rest.field)
    }
    return { ...rest, column: index }
  })
  if (errors.length > 0) throw new Problem('mapping_incomplete', {}, errors.slice(0, 20))
  return resolved
}

/** Exact names first, then without regard to case; −1 when there is none. */
function positionOf(columns: readonly string[], name: string): number {
  const exact = columns.indexOf(name)
  return exact !== -1 ? exact : columns.findIndex((column) => column.toLowerCase() === name.trim().toLowerCase())
}

/** How values of a field are read; null for a field that the kind does not have. */
export function typeOfField(kind: ImportKind, field: string): ValueType | null {
  // Orders have no fields of one's own: an unknown column is left out rather than lost without a word.
  if (kind !== 'orders' && /^customFields\.[\p{L}\p{N}_][\p{L}\p{N}_ -]{0,99}$/u.test(field)) return 'text'
  return importFields[kind][field]?.type ?? null
}

const dated = new Set<ValueType>(['date', 'datetime'])
const numeric = new Set<ValueType>(['number', 'integer', 'money'])

/** Columns whose dates or numbers can be read in two ways, as long as nobody has said in which. */
export function needsOf(kind: ImportKind, { columns, detections }: Sniffed, mapped: readonly MappedColumn[]): Need[] {
  return mapped.flatMap(({ column, field, dateOrder, decimal }): Need[] => {
    const detection = column === null ? undefined : detections[column]
    const type = field === null || field.startsWith('customFields.') ? null : typeOfField(kind, field)
    if (column === null || field === null || !detection || !type) return []
    const need = { column: columns[column]!, index: column, field, examples: detection.examples }
    const isOpen = detection.dateOrder === 'ambiguous' || detection.dateOrder === 'conflicting'
    if (dated.has(type) && isOpen && !dateOrder) return [{ ...need, question: 'date_order' }]
    if (numeric.has(type) && detection.decimal === 'ambiguous' && !decimal) return [{ ...need, question: 'decimal' }]
    return []
  })
}

const needed: Partial<Record<ImportKind, { rule: string; fields: string[] }>> = {
  contacts: { rule: 'identity_column_missing', fields: ['email', 'phone', 'externalId'] },
  companies: { rule: 'name_column_missing', fields: ['name'] },
  deals: {
    rule: 'deal_column_missing',
    fields: ['name', 'companyName', 'contactEmail', 'contactExternalId', 'productName'],
  },
  products: { rule: 'sku_column_missing', fields: ['sku'] },
  orders: { rule: 'order_column_missing', fields: ['amount', 'unitPrice'] },
}

/** What is missing so that any row could be taken; null when nothing is. */
export function missingOf(kind: ImportKind, mapped: readonly MappedColumn[]): Missing {
  const rule = needed[kind]
  return !rule || mapped.some(({ field }) => field !== null && rule.fields.includes(field)) ? null : rule
}

/** `{ "Correo": "email" }` as a script writes it, as columns. */
export const columnsOfSimple = (simple: Readonly<Record<string, string | null>>): ImportMapping['columns'] =>
  Object.entries(simple).map(([column, field]) => ({ column, field: field || null }))
