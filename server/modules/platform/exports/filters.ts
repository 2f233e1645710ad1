import { type RawBuilder, sql } from 'kysely'
import { addDays, isLocalDate, startOfLocalDay } from '#kernel/calendar/zone.ts'
import { isId } from '#kernel/id.ts'
import { foldText } from '#kernel/text.ts'
import type { ExportFilter, FilterValue } from './source.ts'

/*
 * The filters that lists share, as conditions over a column. The column is constant text of the source; the value is
 * always a parameter. null: the value does not fit, which is answered as a wrong field.
 */

/** One or several words of a closed or open set. */
export const oneOf =
  (column: string): ExportFilter =>
  (value) => {
    const words = strings(value)
    return words && sql<boolean>`${sql.raw(column)} = any(${words}::text[])`
  }
export const ids =
  (column: string): ExportFilter =>
  (value) => {
    const given = strings(value)
    return given?.every(isId) ? sql<boolean>`${sql.raw(column)} = any(${given}::uuid[])` : null
  }
/** The record carries any of these tags. */
export const tags =
  (column: string): ExportFilter =>
  (value) => {
    const given = strings(value)
    return given && sql<boolean>`${sql.raw(column)} && ${given}::text[]`
  }
/** Every word typed occurs in the record's words. */
export const words =
  (column: string): ExportFilter =>
  (value) => {
    const text = one(value)
    if (text === null) return null
    const parts = foldText(text).split(' ').filter(Boolean)
    // One condition a word: the trigram index serves these, and not LIKE ALL over an array.
    const conditions = parts.map(
      (part) => sql<boolean>`${sql.raw(column)} like ${`%${part.replace(/[\\%_]/g, '\\$&')}%`}`,
    )
    return sql<boolean>`(${sql.join([sql`true`, ...conditions], sql` and `)})`
  }
export const atLeast =
  (column: string): ExportFilter =>
  (value) =>
    bound(column, '>=', value)
export const atMost =
  (column: string): ExportFilter =>
  (value) =>
    bound(column, '<=', value)
/** From this local day, or this instant, on. */
export const since =
  (column: string): ExportFilter =>
  (value, { zone }) => {
    const at = instantOf(value, zone, 0)
    return at && sql<boolean>`${sql.raw(column)} >= ${at}`
  }
/** Up to the end of this local day, or before this instant. */
export const until =
  (column: string): ExportFilter =>
  (value, { zone }) => {
    const at = instantOf(value, zone, 1)
    return at && sql<boolean>`${sql.raw(column)} < ${at}`
  }
/** A calendar day's column, both ends included. */
export const dayFrom =
  (column: string): ExportFilter =>
  (value) =>
    day(column, '>=', value)
export const dayTo =
  (column: string): ExportFilter =>
  (value) =>
    day(column, '<=', value)
export const flag =
  (condition: string): ExportFilter =>
  (value) => {
    const text = one(value)
    if (text !== 'true' && text !== 'false') return null
    return text === 'true' ? sql<boolean>`(${sql.raw(condition)})` : sql<boolean>`not (${sql.raw(condition)})`
  }

const strings = (value: FilterValue): string[] | null =>
  Array.isArray(value) ? value : typeof value === 'string' ? [value] : null
const one = (value: FilterValue): string | null =>
  Array.isArray(value) ? (value.length === 1 ? value[0]! : null) : String(value)

function bound(column: string, operator: '>=' | '<=', value: FilterValue): RawBuilder<boolean> | null {
  const number = Number(one(value) || Number.NaN)
  return Number.isFinite(number) ? sql<boolean>`${sql.raw(`${column} ${operator}`)} ${number}` : null
}

function day(column: string, operator: '>=' | '<=', value: FilterValue): RawBuilder<boolean> | null {
  const text = one(value) ?? ''
  return isLocalDate(text) ? sql<boolean>`${sql.raw(`${column} ${operator}`)} ${text}::date` : null
}

function instantOf(value: FilterValue, zone: string, moreDays: 0 | 1): Date | null {
  const text = one(value) ?? ''
  if (isLocalDate(text)) return startOfLocalDay(zone, addDays(text, moreDays))
  const at = new Date(text)
  return /^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(at.getTime()) ? at : null
}
