import {
  type Kysely,
  type PostgresPool,
  type PostgresPoolClient,
  type PostgresQueryResult,
  type RawBuilder,
  sql,
  type Transaction,
} from 'kysely'
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

const mark = '/* ahead */ '

/**
 * Sends a statement whose answer nobody needs without waiting for it: the transaction goes on at once, and learns what went
 * wrong with it from its next statement that is waited for, at the latest from its commit. Outside a transaction it is waited for.
 */
export const sendAhead = async (tx: Kysely<DB>, statement: RawBuilder<unknown>): Promise<void> =>
  void (await sql`${sql.raw(mark)}${statement}`.execute(tx))

/** The pool for Kysely; it knows which of its clients is in a transaction that looks up by key, and what was sent ahead in it. */
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

const unanswered = { command: 'AHEAD', rowCount: 0, rows: [] }

function adapt(client: pg.PoolClient, names: Map<string, string>): PostgresPoolClient {
  let isOpen = false
  let isHot = false
  let ahead: Promise<unknown>[] = []

  const send = (text: string, values: unknown[]): Promise<unknown> =>
    isHot ? client.query({ ...named(names, text), text, values }) : client.query(text, values)
  const sendOn = (text: string, values: unknown[]) => {
    const sent = send(text, values)
    // Whoever waits next tells of it; it must not be taken for an error that nobody handles.
    sent.catch(() => {})
    ahead.push(sent)
    return unanswered
  }
  /** Answers come in order: by now those of what was sent ahead are there. Its first error is the cause of all that follow. */
  const settle = async () => {
    const sent = ahead
    ahead = []
    await Promise.all(sent)
  }
  const wait = async (answer: Promise<unknown>) => {
    try {
      return await answer
    } catch (error) {
      await settle()
      throw error
    }
  }
  const leave = () => {
    isOpen = false
    isHot = false
  }
  const query = async (text: string, values: unknown[]) => {
    if (text === 'begin') {
      isOpen = true
      return sendOn(text, values)
    }
    if (text === begin) {
      isHot = true
      return sendOn(text, values)
    }
    if (text === 'commit') {
      leave()
      const answer = client.query(text)
      await Promise.all([...ahead.splice(0), answer])
      // An aborted transaction answers its commit as if all were well, but for this word.
      if ((await answer).command === 'ROLLBACK') throw new Error('the transaction was aborted: nothing was committed')
      return answer
    }
    if (text === 'rollback') {
      leave()
      ahead = []
      return client.query(text)
    }
    if (isOpen && text.startsWith(mark)) return sendOn(text, values)
    const before = ahead.length
    const answer = await wait(send(text, values))
    // Whoever gets an answer knows that all went well before; only going back to a savepoint answers whatever happened.
    if (text.startsWith('rollback to')) await settle()
    else ahead = ahead.slice(before)
    return answer
  }
  return {
    release: (destroy?: boolean) => {
      leave()
      ahead = []
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
