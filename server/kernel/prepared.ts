import { type PostgresPool, type PostgresPoolClient, type PostgresQueryResult, sql, type Transaction } from 'kysely'
import type pg from 'pg'
import type { DB } from './schema.ts'

const mostNames = 500
const begin = `select set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true),
  set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)`

/**
 * From here to its end, the transaction's statements are prepared once in each connection, and rows are looked up by key
 * whatever the tables' statistics say: those of fast growing tables are always behind. For hot paths that touch few rows by
 * key; parsing and planning costs them more than the work itself. Elsewhere plans are made for what is there at the moment.
 */
export const lookUpByKey = (tx: Transaction<DB>) => sql.raw(begin).execute(tx)

/** From here on the transaction's plans are made for what is there, for statements that could be planned in several ways. */
export const planAnew = (tx: Transaction<DB>) =>
  sql`select set_config('plan_cache_mode', 'force_custom_plan', true)`.execute(tx)

/** The pool for Kysely; it knows which of its clients is in a transaction that looks up by key. */
export function preparing(pool: pg.Pool): PostgresPool {
  const clients = new WeakMap<pg.PoolClient, PostgresPoolClient>()
  const names = new Map<string, string>()
  return {
    options: pool.options,
    end: () => pool.end(),
    connect: async () => {
      const client = await pool.connect()
      let known = clients.get(client)
      if (!known) clients.set(client, (known = adapt(client, names)))
      return known
    },
  }
}

function adapt(client: pg.PoolClient, names: Map<string, string>): PostgresPoolClient {
  let isHot = false
  const query = (text: string, values: unknown[]) => {
    if (text === begin) isHot = true
    else if (text === 'commit' || text === 'rollback') isHot = false
    else if (isHot) return client.query({ ...named(names, text), text, values })
    return client.query(text, values)
  }
  return {
    release: (destroy?: boolean) => {
      isHot = false
      client.release(destroy)
    },
    query: query as unknown as <R>(text: string, values: readonly unknown[]) => Promise<PostgresQueryResult<R>>,
  } as PostgresPoolClient
}

/** One name for each text, the same in every connection; shapes beyond a bound stay unnamed. */
function named(names: Map<string, string>, text: string): { name?: string } {
  let name = names.get(text)
  if (name === undefined) {
    if (names.size >= mostNames) return {}
    names.set(text, (name = `hot_${names.size}`))
  }
  return { name }
}
