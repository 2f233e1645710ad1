import { readdir, readFile } from 'node:fs/promises'
import { Logger, runMigrations } from 'graphile-worker'
import pg from 'pg'

const folder = new URL('../migrations/', import.meta.url)
// Any fixed number: processes that start together queue up behind it.
const migrationLock = 7_264_633

/**
 * Applies the SQL files that are not in `ops_migration` yet, in name order, each in a transaction of its own, under a
 * session lock, so that two processes starting together are safe. Forward only. `also` runs under the same lock
 * (the account tables of the auth library). Returns the names applied.
 */
export async function migrate(url: string, also: () => Promise<void> = async () => {}): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'tandem-migrate' })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock])
    await client.query(
      'create table if not exists ops_migration (name text primary key, applied_at timestamptz not null default now())',
    )
    await refuseNewerSchema(client)
    const pending = await pendingMigrations(client)
    for (const name of pending) await apply(client, name)
    await runMigrations({ connectionString: url, logger: quiet })
    await also()
    return pending
  } finally {
    await client.end()
  }
}

const migrationFiles = async () => (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
const appliedMigrations = async (client: pg.Client) =>
  new Set((await client.query<{ name: string }>('select name from ops_migration')).rows.map((row) => row.name))

async function pendingMigrations(client: pg.Client) {
  const applied = await appliedMigrations(client)
  return (await migrationFiles()).filter((name) => !applied.has(name))
}

async function refuseNewerSchema(client: pg.Client) {
  const known = new Set(await migrationFiles())
  const unknown = [...(await appliedMigrations(client))].filter((name) => !known.has(name))
  if (unknown.length > 0) {
    throw new Error(
      `The database was migrated by a newer Tándem (${unknown.join(', ')}). Start that version or restore an older backup.`,
    )
  }
}

async function apply(client: pg.Client, name: string) {
  const text = await readFile(new URL(name, folder), 'utf8')
  await client.query('begin')
  try {
    await client.query(text)
    await client.query('insert into ops_migration (name) values ($1)', [name])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(`Migration ${name} failed and was rolled back: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    })
  }
}

const quiet = new Logger(() => () => {})
