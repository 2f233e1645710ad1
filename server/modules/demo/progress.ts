import { sql } from 'kysely'
import type { demoRoutes } from '#contract/demo.ts'
import type { Input, Reply } from '#contract/kit.ts'
import type { Tx } from '#kernel/db.ts'
import type { Ctx } from '#kernel/http.ts'

type Route = (typeof demoRoutes)['GET /demo/progress']

/** Days that the story of the demo company lasts. */
export const storyDays = 120
const nameOf = (load: string) => `tandem demo ${load} `

/**
 * Says how many days are told. Nothing that the loading writes is seen before it commits, so it is said in the name of
 * its session, which PostgreSQL shows to everybody at once and takes back at the end of the transaction.
 */
export async function tellDays(tx: Tx, load: string | undefined, days: number): Promise<void> {
  if (load) await sql`select set_config('application_name', ${nameOf(load) + days}, true)`.execute(tx)
}

/** Also from another process than the one that loads; 0 before it has begun and after it has ended. */
export async function readProgress({ db }: Ctx, { query }: Input<Route>): Promise<Reply<Route>> {
  const name = nameOf(query.load)
  const { rows } = await sql<{
    days: number
  }>`select substr(application_name, ${name.length + 1}::integer)::integer as days from pg_stat_activity
    where datname = current_database() and application_name like ${`${name}%`}`.execute(db)
  return { done: rows[0]?.days ?? 0, total: storyDays }
}
