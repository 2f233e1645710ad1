import { type RawBuilder, sql } from 'kysely'
import { addDays, dayNumberOf, isLocalDate, isoWeekday, localDate, startOfLocalDay } from '#kernel/calendar/zone.ts'
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
/** The record carries all of these tags. */
export const tags =
  (column: string): ExportFilter =>
  (value) => {
    const given = strings(value)
    return given && sql<boolean>`${sql.raw(column)} @> ${given}::text[]`
  }
/** Every word typed occurs in the record's words, or the record is known elsewhere by what was typed. */
export const words =
  (column: string, identified?: ExportFilter): ExportFilter =>
  (value, context) => {
    const text = one(value)
    if (text === null) return null
    const parts = foldText(text).split(' ').filter(Boolean)
    // One condition a word: the trigram index serves these, and not LIKE ALL over an array.
    const conditions = parts.map(
      (part) => sql<boolean>`${sql.raw(column)} like ${`%${part.replace(/[\\%_]/g, '\\$&')}%`}`,
    )
    const known = identified?.(text.trim(), context) ?? sql<boolean>`false`
    return sql<boolean>`(${sql.join([sql`true`, ...conditions], sql` and `)} or ${known})`
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

/** Text that is kept in small letters. */
export const folded =
  (column: string): ExportFilter =>
  (value) => {
    const text = one(value)?.trim().toLowerCase()
    return text ? sql<boolean>`${sql.raw(column)} = ${text}` : null
  }
/** A contact (`c`) by an identifier from elsewhere, which is kept as it was given. */
export const externalIdentity: ExportFilter = (value, { workspaceId }) =>
  sql<boolean>`c.subject_id in (select i.subject_id from identity i
    where i.workspace_id = ${workspaceId} and i.kind = 'external' and i.value = ${one(value)})`
/** A contact (`c`) by an address or number it goes by, whichever of them is shown. */
export const identity =
  (kind: 'email' | 'phone'): ExportFilter =>
  (value, { workspaceId }) => {
    const text = one(value)
      ?.trim()
      .toLowerCase()
      .replace(kind === 'phone' ? /[\s().-]/g : /$^/, '')
    if (!text) return null
    return sql<boolean>`c.subject_id in (select i.subject_id from identity i
    where i.workspace_id = ${workspaceId} and i.kind = ${kind} and i.value = ${text})`
  }
/** Whether the record is the reader's. */
export const own =
  (column: string): ExportFilter =>
  (value, { memberId }) =>
    String(value) === 'true' ? sql<boolean>`${sql.raw(column)} = ${memberId}` : sql<boolean>`true`
/** By the reader's own clock: `overdue` is before now, `today` and `week` are the calendar day and the ISO week. */
export const dueWithin =
  (column: string): ExportFilter =>
  (value, { readerZone, now }) => {
    const at = sql.raw(column)
    const today = localDate(readerZone, now)
    const between = (first: string, days: number) =>
      sql<boolean>`${at} >= ${startOfLocalDay(readerZone, first)} and ${at} < ${startOfLocalDay(readerZone, addDays(first, days))}`
    switch (one(value)) {
      case 'none':
        return sql<boolean>`${at} is null`
      case 'overdue':
        return sql<boolean>`${at} < ${now}`
      case 'today':
        return between(today, 1)
      case 'week':
        return between(addDays(today, 1 - isoWeekday(dayNumberOf(today))), 7)
      default:
        return null
    }
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
