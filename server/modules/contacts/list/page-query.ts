import { createHash } from 'node:crypto'
import pg from 'pg'
import { decodeCursor, encodeCursor } from '#kernel/page.ts'
import { newStatement, type SearchMode, type Statement } from './where.ts'

type Query = { q?: string | undefined; after?: string | undefined; limit?: number | undefined }
type Given<R> = {
  pool: pg.Pool
  query: Query
  /** Sorting column and SQL type, direction, and the column that breaks ties. */
  sort: { column: string; type: string; descending: boolean }
  idColumn: string
  where: (statement: Statement, mode: SearchMode) => string
  /** `select … from … where ` up to the conditions; the table is `c`. */
  select: string
  /** Table and what its conditions need, for counting. */
  from: string
  cursorOf: (row: R) => string | number
  idOf: (row: R) => string
}

/**
 * One page by key. Words are looked for as parts first; where nothing contains them, by likeness, so that a typing mistake
 * still finds. The cursor remembers which of both it was.
 */
export async function readPage<R extends pg.QueryResultRow>(
  given: Given<R>,
): Promise<{ rows: R[]; next: string | null; approximateTotal?: number }> {
  const { query } = given
  const cursor = decodeCursor(query.after, 3)
  if (cursor) return page(given, cursor[0] === 'likeness' ? 'likeness' : 'parts', cursor)
  const [first, approximateTotal] = await Promise.all([page(given, 'parts', null), countRoughly(given, 'parts')])
  if (first.rows.length > 0 || !query.q?.trim()) return { ...first, approximateTotal }
  return page(given, 'likeness', null)
}

async function page<R extends pg.QueryResultRow>(
  given: Given<R>,
  mode: SearchMode,
  cursor: (string | number | null)[] | null,
) {
  const { sort, idColumn, query } = given
  const limit = query.limit ?? 50
  const statement = newStatement()
  const where = given.where(statement, mode)
  const [than, order] = sort.descending ? ['<', 'desc'] : ['>', 'asc']
  const after = cursor
    ? ` and (${sort.column}, ${idColumn}) ${than} (${statement.bind(cursor[1])}::${sort.type}, ${statement.bind(cursor[2])}::uuid)`
    : ''
  // The limit is checked to be an integer; in the text, a prepared plan need not be made anew each time.
  const text = `${given.select} where ${where}${after} order by ${sort.column} ${order}, ${idColumn} ${order} limit ${limit + 1}`
  const { rows } = await given.pool.query<R>({ ...prepared(given, text), values: statement.values, types: rawInstants })
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    rows: shown,
    next: rows.length > limit && last ? encodeCursor([mode, given.cursorOf(last), given.idOf(last)]) : null,
  }
}

/** Instants stay text: a page has a hundred of them, and the wire wants text again. */
const rawInstants: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text') =>
    oid === pg.types.builtins.TIMESTAMPTZ
      ? (text: string) => text
      : pg.types.getTypeParser(oid, format)) as pg.CustomTypesConfig['getTypeParser'],
}

const countExactlyUpTo = 500
const keptEstimates = 1000
const estimateSeconds = 20
const estimates = new Map<string, { rows: number; until: number }>()

/** What the planner expects, in two figures; counted only where that is little. Long lists are never counted. */
async function countRoughly<R>(given: Given<R>, mode: SearchMode): Promise<number> {
  const statement = newStatement()
  const where = given.where(statement, mode)
  const expected = await estimate(given.pool, `select 1 from ${given.from} where ${where}`, statement.values)
  if (expected > countExactlyUpTo) return Number(expected.toPrecision(2))
  const bounded = `select 1 from ${given.from} where ${where} limit ${countExactlyUpTo * 4}`
  const text = `select count(*)::integer as n from (${bounded}) found`
  const { rows } = await given.pool.query<{ n: number }>({ ...prepared(given, text), values: statement.values })
  return rows[0]?.n ?? 0
}

/** Large estimates are kept for some seconds: they change slowly, and every look at a list asks for one. */
async function estimate(pool: pg.Pool, text: string, values: readonly unknown[]): Promise<number> {
  const key = JSON.stringify([text, values])
  const known = estimates.get(key)
  if (known && known.until > performance.now()) return known.rows
  const { rows: plans } = await pool.query<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(
    `explain (format json) ${text}`,
    [...values],
  )
  const rows = plans[0]?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0
  if (rows > countExactlyUpTo) {
    if (estimates.size >= keptEstimates) estimates.clear()
    estimates.set(key, { rows, until: performance.now() + estimateSeconds * 1000 })
  }
  return rows
}

/** A search is planned for its words each time: how rare they are decides between two ways that differ a hundredfold. */
const prepared = ({ query }: { query: Query }, text: string) => (query.q ? { text } : named(text))

const names = new Map<string, string>()
const mostNames = 500
/** Prepared once in each connection under the hash of its text; rare shapes beyond a bound are not kept. */
function named(text: string): { name?: string; text: string } {
  let name = names.get(text)
  if (name === undefined) {
    if (names.size >= mostNames) return { text }
    name = `list_${createHash('sha256').update(text).digest('base64url').slice(0, 24)}`
    names.set(text, name)
  }
  return { name, text }
}
