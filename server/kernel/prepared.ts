import {
  CamelCasePlugin,
  type Kysely,
  type PostgresPool,
  type PostgresPoolClient,
  type PostgresQueryResult,
  type QueryResult,
  type RawBuilder,
  sql,
  type Transaction,
  type UnknownRow,
} from 'kysely'
import pg from 'pg'
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
const questionMark = '/* asked */ '
/** Columns as the code names them. */
export const camelCase = new CamelCasePlugin({ maintainNestedObjectKeys: true })

/**
 * Sends a statement whose answer nobody needs without waiting for it: the transaction goes on at once, and learns what went
 * wrong with it from its next statement that is waited for, at the latest from its commit. Outside a transaction it is waited for.
 */
export const sendAhead = async (tx: Kysely<DB>, statement: RawBuilder<unknown>): Promise<void> =>
  void (await sql`${sql.raw(mark)}${statement}`.execute(tx))

/**
 * Asks without waiting: whoever asks may go on asking and sending, and waits where the answer is needed. It tells of whatever went
 * wrong before it, as a statement that is waited for does; nobody needs to wait for an answer that is no longer of interest.
 */
export async function ask<R>(tx: Kysely<DB>, question: RawBuilder<R>): Promise<() => Promise<R[]>> {
  const { rows } = await sql<Asked>`${sql.raw(questionMark)}${question}`.execute(tx)
  const { hear } = rows[0]!
  return async () => (await camelCase.transformResult({ result: await hear(), queryId: nobodysQuery })).rows as R[]
}
type Asked = { hear: () => Promise<QueryResult<UnknownRow>> }
const nobodysQuery = { queryId: 'asked' }

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
  let sent = 0
  /** What was sent without waiting and of which no later answer has told yet that it went well. */
  let ahead: { order: number; answer: Promise<unknown> }[] = []

  const send = (text: string, values: unknown[]): Promise<unknown> => {
    sent++
    const name = isHot ? nameOf(names, text) : null
    return name === null ? client.query(text, values) : sendNamed(client, name, text, values)
  }
  const sendOn = (text: string, values: unknown[]) => {
    const answer = send(text, values)
    // Whoever waits next tells of it; it must not be taken for an error that nobody handles.
    answer.catch(() => {})
    ahead.push({ order: sent, answer })
    return answer
  }
  const sendAway = (text: string, values: unknown[]) => {
    void sendOn(text, values)
    return unanswered
  }
  /** Answers come in order: by now those of what was sent ahead are there. Its first error is the cause of all that follow. */
  const settle = async () => {
    const unsettled = ahead
    ahead = []
    await Promise.all(unsettled.map(({ answer }) => answer))
  }
  /** The answer to what was sent in that place, as a rule the last. Whoever gets it knows that all went well before. */
  const wait = async (answer: Promise<unknown>, order = sent) => {
    try {
      const result = await answer
      ahead = ahead.filter((one) => one.order > order)
      return result
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
      return sendAway(text, values)
    }
    if (text === begin) {
      isHot = true
      return sendAway(text, values)
    }
    if (text === 'commit') {
      leave()
      const answer = client.query(text)
      await Promise.all([...ahead.splice(0).map((one) => one.answer), answer])
      // An aborted transaction answers its commit as if all were well, but for this word.
      if ((await answer).command === 'ROLLBACK') throw new Error('the transaction was aborted: nothing was committed')
      return answer
    }
    if (text === 'rollback') {
      leave()
      ahead = []
      return client.query(text)
    }
    if (isOpen && text.startsWith(mark)) return sendAway(text, values)
    if (text.startsWith(questionMark)) {
      const answer = sendOn(text, values)
      const order = sent
      if (!isOpen) await wait(answer, order)
      return { ...unanswered, rows: [{ hear: () => wait(answer, order) }] }
    }
    // Going back to a savepoint answers whatever happened before.
    if (text.startsWith('rollback to')) {
      const answer = send(text, values)
      await Promise.allSettled([answer])
      await settle()
      return answer
    }
    return wait(send(text, values))
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

/** As `client.query({ name, text, values })`, which copies what it is given property by property. */
const sendNamed = (client: pg.PoolClient, name: string, text: string, values: unknown[]): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const query = new pg.Query(text, values, (error: Error | undefined, result) =>
      error ? reject(error) : resolve(result),
    )
    client.query(Object.assign(query, { name }))
  })

/** One name for each text, the same in every connection; shapes beyond a bound stay unnamed. */
function nameOf(names: Map<string, string>, text: string): string | null {
  let name = names.get(text)
  if (name === undefined) {
    if (names.size >= mostNames) return null
    names.set(text, (name = `hot_${names.size}`))
  }
  return name
}
