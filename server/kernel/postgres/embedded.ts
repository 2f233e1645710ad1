import { existsSync } from 'node:fs'
import pg from 'pg'
import { chooseRunner } from './account.ts'
import { provideBinaries } from './binaries.ts'
import { createCluster, handOver, inspectCluster, SUPERUSER } from './cluster.ts'
import { launch } from './launch.ts'
import { type Layout, layoutOf, prepareDataFolder, readPassword } from './layout.ts'
import { lockFolder } from './lock.ts'
import type { Log } from './log.ts'
import { readPostmaster, retireOrphan, SOCKET_PORT } from './postmaster.ts'
import { EmbeddedPostgresError } from './problems.ts'
import type { Settings } from './settings.ts'

// The error is part of what starting promises; whoever starts catches it.
export { EmbeddedPostgresError } from './problems.ts'

export type EmbeddedPostgres = {
  /** Understood by pg and by URL: the socket's folder is the query parameter `host`. */
  url: string
  /** Stops the server cleanly and gives the data folder free. */
  stop(): Promise<void>
  /** Resolves with the server's exit code when it ends for whatever reason. */
  exited: Promise<number | null>
}

/** Role and database of the application. */
export const DATABASE = 'tandem'

/**
 * Starts the PostgreSQL of the data folder, making folder and database where there are none.
 * Works as root and not, waits out a server left behind, and ends with this process even if it is killed with -9.
 * @param settings PostgreSQL settings on top of the defaults, such as { fsync: 'off' } in tests
 * @throws EmbeddedPostgresError whose message says what is wrong and how to mend it
 */
export async function startEmbedded(options: {
  dataDir: string
  log: Log
  settings?: Settings
}): Promise<EmbeddedPostgres> {
  const { log, settings = {} } = options
  const layout = prepareDataFolder(options.dataDir)
  const lock = lockFolder(layout.lock, layout.dataDir)
  try {
    const runner = chooseRunner(layout.dataDir, layout.cluster)
    const isNew = inspectCluster(layout.cluster) === 'absent'
    const binaries = provideBinaries(runner, layout)
    if (isNew) await createCluster(layout, runner, binaries, { isDurable: settings.fsync !== 'off' })
    const password = readPassword(layout)
    handOver(layout.cluster, runner.account)
    await retireOrphan(layout.cluster, log)
    const server = await launch(layout, runner, binaries.postgres, settings, log)
    void server.exited.then(() => lock.release())
    try {
      await ensureDatabase(layout, password)
    } catch (error) {
      await server.stop()
      throw error
    }
    return { url: addressOf(layout, password, DATABASE, DATABASE), stop: server.stop, exited: server.exited }
  } catch (error) {
    lock.release()
    throw error
  }
}

/**
 * For commands: the server that already runs on the data folder, or one started for the while.
 * `stop` ends only a server that this call started.
 */
export async function openEmbedded(options: {
  dataDir: string
  log: Log
}): Promise<{ url: string; isShared: boolean; stop(): Promise<void> }> {
  try {
    const { url, stop } = await startEmbedded(options)
    return { url, isShared: false, stop }
  } catch (error) {
    const url = error instanceof EmbeddedPostgresError && error.code === 'in_use' ? runningUrl(options.dataDir) : null
    if (url === null) throw error
    return { url, isShared: true, stop: async () => undefined }
  }
}

/** Address of the server that runs on the data folder, or null. Touches nothing. */
export function runningUrl(dataDir: string): string | null {
  const layout = layoutOf(dataDir)
  if (!existsSync(layout.cluster) || readPostmaster(layout.cluster)?.status !== 'ready') return null
  return addressOf(layout, readPassword(layout), DATABASE, DATABASE)
}

/** The same address for the superuser, who alone may take backups and read everything. */
export function superuserUrl(url: string): string {
  const address = new URL(url)
  address.username = SUPERUSER
  return address.href
}

function addressOf(layout: Layout, password: string, user: string, database: string): string {
  const postmaster = readPostmaster(layout.cluster)
  const isSocket = postmaster?.socketFolder !== ''
  const place = isSocket
    ? `localhost/${database}?host=${encodeURIComponent(layout.cluster)}&port=${SOCKET_PORT}`
    : `127.0.0.1:${postmaster?.port}/${database}`
  return `postgres://${user}:${password}@${place}`
}

/**
 * Tándem signs in as a role that owns its database and may make others (tests do), but cannot read the server's files.
 * Idempotent, so a start interrupted here is completed by the next one.
 */
async function ensureDatabase(layout: Layout, password: string): Promise<void> {
  const missing = await signIn(addressOf(layout, password, DATABASE, DATABASE))
  if (missing === null) return
  const client = new pg.Client({ connectionString: addressOf(layout, password, SUPERUSER, 'postgres') })
  try {
    await client.connect()
    const role = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [DATABASE])
    const verb = role.rowCount === 0 ? 'CREATE' : 'ALTER'
    await client.query(`${verb} ROLE ${DATABASE} LOGIN CREATEDB PASSWORD ${client.escapeLiteral(password)}`)
    await client.query(`GRANT pg_monitor, pg_signal_backend TO ${DATABASE}`)
    const database = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE])
    if (database.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE} OWNER ${DATABASE}`)
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== '28P01') throw error
    throw new EmbeddedPostgresError(
      'password_wrong',
      `The password in ${layout.password} is not the one of the database in ${layout.cluster}: the two come from different folders. Put back the file that belongs to it, or bring back the last backup with "tandem restore FILE".`,
      { cause: error },
    )
  } finally {
    await client.end()
  }
}

/** null when signing in works; the SQLSTATE when role, password or database is missing. */
async function signIn(url: string): Promise<string | null> {
  const client = new pg.Client({ connectionString: url })
  try {
    await client.connect()
    return null
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code && ['28P01', '28000', '3D000'].includes(error.code))
      return error.code
    throw error
  } finally {
    await client.end()
  }
}
