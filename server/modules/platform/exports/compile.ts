import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import { invalid } from '#kernel/problem.ts'
import type { ExportColumn, ExportReader, ExportSource, FilterValue } from './source.ts'

export type ExportParams = {
  query?: Record<string, FilterValue | null> | undefined
  columns?: string[] | undefined
  ids?: string[] | undefined
}

/** The statement behind an export, and the columns in the order in which it answers them. Throws 400 naming the filter or column. */
export function compileExport(
  db: Db,
  source: ExportSource,
  reader: ExportReader,
  params: ExportParams,
  freeKeys: readonly string[],
) {
  const columns = [...chosenColumns(source, params.columns), ...(params.columns ? [] : freeColumns(source, freeKeys))]
  const select = sql.join(columns.map((column) => expressionOf(column, reader.readerZone)))
  const statement = sql`select ${select} from ${source.from(reader.workspaceId)} where ${sql.join(conditionsOf(source, reader, params), sql` and `)}
    order by ${sql.raw(source.order)}`
  return { columns, statement: statement.compile(db) }
}

/** Throws when a filter or a column does not exist or its value does not fit. */
export function checkExport(source: ExportSource, reader: ExportReader, params: ExportParams) {
  chosenColumns(source, params.columns)
  conditionsOf(source, reader, params)
}

export type FreeColumn = ExportColumn & { title: string; free: string }
export const isFree = (column: ExportColumn): column is FreeColumn => 'free' in column

function chosenColumns(source: ExportSource, keys: string[] | undefined): ExportColumn[] {
  if (!keys) return [...source.columns]
  return [...new Set(keys)].map((key) => {
    const column = source.columns.find((one) => one.key === key)
    if (!column) throw invalid('/columns', 'enum')
    return column
  })
}

function freeColumns({ freeFields }: ExportSource, keys: readonly string[]): FreeColumn[] {
  if (!freeFields) return []
  const expression = `${freeFields.alias}.${freeFields.column}`
  return keys.map((key) => ({ key: `free.${key}`, title: key, kind: 'text', expression, free: key }))
}

function conditionsOf(
  source: ExportSource,
  reader: ExportReader,
  { query = {}, ids }: ExportParams,
): RawBuilder<boolean>[] {
  const { workspaceId } = reader
  const given = Object.entries(query).filter(
    (entry): entry is [string, FilterValue] => entry[1] !== null && entry[1] !== '',
  )
  const isDeleted = given.some(([name, value]) => name === 'deleted' && String(value) === 'true')
  const filters = given
    .filter(([name]) => !(name === 'deleted' && source.alive))
    .map(([name, value]) => {
      const filter = Object.hasOwn(source.filters, name) ? source.filters[name] : undefined
      if (!filter) throw invalid(`/query/${name}`, 'unknown_field')
      const condition = filter(value, reader)
      if (!condition) throw invalid(`/query/${name}`, 'type')
      return condition
    })
  return [
    source.where(workspaceId),
    ...(source.alive ? [sql<boolean>`${sql.raw(isDeleted ? source.alive.deleted : source.alive.normally)}`] : []),
    ...filters,
    ...(ids ? [sql<boolean>`${sql.raw(source.id)} = any(${ids}::uuid[])`] : []),
  ]
}

/** Everything that costs is done by the database: the reader's wall clock, lists as text. */
function expressionOf(column: ExportColumn, zone: string) {
  const raw = sql.raw(column.expression)
  if (isFree(column)) {
    return sql`case jsonb_typeof(${raw} -> ${column.free}::text) when 'array'
      then (select string_agg(v, ', ') from jsonb_array_elements_text(${raw} -> ${column.free}::text) v) else ${raw} ->> ${column.free}::text end`
  }
  if (column.kind === 'instant') return sql`to_char(${raw} at time zone ${zone}::text, 'YYYY-MM-DD HH24:MI')`
  if (column.kind === 'list') return sql`array_to_string(${raw}, ', ')`
  return raw
}
