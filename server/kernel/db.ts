import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import { camelCase, preparing } from './prepared.ts'
import type { DB } from './schema.ts'

export type Db = Kysely<DB>
export type Tx = Transaction<DB>

// int8 holds cents and counts, all far below 2^53; a date is a calendar day, never an instant.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number)
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)

export type Database = { db: Db; pool: pg.Pool; close(): Promise<void> }

/** One pool for Kysely and for the raw named statements of hot paths. */
export function openDatabase(
  url: string,
  { max = 16, onError = () => {} }: { max?: number; onError?: (error: Error) => void } = {},
): Database {
  const pool = new pg.Pool({ connectionString: url, max, application_name: 'tandem', pipeline: true })
  pool.on('error', onError)
  // A client in use tells its loss by rejecting the query; without a listener the event would end the process.
  pool.on('connect', (client) => void client.on('error', () => {}))
  const db = new Kysely<DB>({
    dialect: new PostgresDialect({ pool: preparing(pool) }),
    plugins: [camelCase],
  })
  return { db, pool, close: () => db.destroy() }
}

/** An array for a statement, of values that need no quotes in it: ids, numbers, instants, names of letters and dots. */
export const plainArray = (values: readonly (string | number)[]): string => `{${values.join(',')}}`

/** SQLSTATE of a database error, or null. Rely on it, not on constraint names: those carry suffixes on a cluster. */
export const sqlState = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.length === 5
    ? error.code
    : null
export const isUniqueViolation = (error: unknown) => sqlState(error) === '23505'
