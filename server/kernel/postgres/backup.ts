import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs'
import { type FileHandle, open, readdir, rename, rm } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import pg from 'pg'
import { type Pack, pack } from 'tar-stream'
import { POSTGRES_MAJOR } from './binaries.ts'
import { superuserUrl } from './embedded.ts'
import { layoutOf } from './layout.ts'
import { isErrno } from './problems.ts'

/** A backup or restore that cannot be done; the message says why and what to do. */
export class BackupError extends Error {
  override name = 'BackupError'
}

/** First entry of a backup. */
export type Manifest = { format: 1; postgresMajor: number; takenAt: string }
export const MANIFEST = 'tandem-backup.json'

/**
 * Writes the whole data folder (database, uploaded files, secret) to one .tar.gz that only its owner may read, while the server
 * goes on serving. The database in it is as it was at the moment the copy of the cluster ended. The file appears complete or not at all.
 * Procedure: "Making a Base Backup Using the Low Level API", PostgreSQL documentation, 25.3.4.
 * @param url the running embedded server's address, as `startEmbedded` gives it
 * @returns size of the file in bytes
 * @throws BackupError when the file exists already or the address is not this folder's server
 */
export async function backup(options: { url: string; dataDir: string; file: string }): Promise<{ bytes: number }> {
  const { file } = options
  if (existsSync(file))
    throw new BackupError(`${file} exists already: choose another name, so that no backup is overwritten.`)
  const unfinished = `${file}.part`
  const output = await open(unfinished, 'w', 0o600).catch((cause: unknown) => {
    throw new BackupError(`${unfinished} cannot be written: ${String(cause)}`, { cause })
  })
  const client = new pg.Client({ connectionString: superuserUrl(options.url) })
  client.on('error', () => client.end())
  const archive = pack()
  try {
    await client.connect()
    const written = pipeline(
      archive,
      createGzip({ level: 1 }),
      output.createWriteStream({ flush: true, autoClose: true }),
    )
    const filled = fill(archive, client, options.dataDir)
    // A full disk ends the pipeline first; the filling side would wait for it for ever.
    await Promise.race([filled, written.then(() => filled)])
    archive.finalize()
    await written
    await rename(unfinished, file)
    return { bytes: statSync(file).size }
  } catch (error) {
    archive.destroy()
    await rm(unfinished, { force: true })
    if (isErrno(error, 'ENOSPC'))
      throw new BackupError(`The disk filled up while writing ${file}; nothing was kept of it.`, { cause: error })
    throw error
  } finally {
    await output.close()
    await client.end()
  }
}

async function fill(archive: Pack, client: pg.Client, dataDir: string): Promise<void> {
  const layout = layoutOf(dataDir)
  await refuseOtherServer(client, layout.cluster)
  const manifest: Manifest = { format: 1, postgresMajor: POSTGRES_MAJOR, takenAt: new Date().toISOString() }
  addText(archive, MANIFEST, JSON.stringify(manifest))

  // The slot keeps every WAL file written from here on, however long the copy takes; it ends with this session.
  await client.query(`SELECT pg_create_physical_replication_slot('tandem_backup_' || pg_backend_pid(), true, true)`)
  const { rows: starts } = await client.query<{ wal: string }>(
    `SELECT pg_walfile_name(pg_backup_start('tandem', true)) AS wal`,
  )
  await addFolder(archive, layout.cluster, 'pg', isVolatile)
  await addFile(archive, join(layout.cluster, 'global/pg_control'), 'pg/global/pg_control')
  const { rows: stops } = await client.query<{ wal: string; label: string }>(
    'SELECT pg_walfile_name(lsn) AS wal, labelfile AS label FROM pg_backup_stop(false)',
  )
  const [start, stop] = [starts[0]!, stops[0]!]
  addText(archive, 'pg/backup_label', stop.label)
  for (const name of (await readdir(join(layout.cluster, 'pg_wal'))).sort()) {
    const isNeeded = name.endsWith('.history') || (/^[0-9A-F]{24}$/.test(name) && name >= start.wal && name <= stop.wal)
    if (isNeeded) await addFile(archive, join(layout.cluster, 'pg_wal', name), `pg/pg_wal/${name}`)
  }
  // After the database: every file that a row of it names was written before that row.
  await addFile(archive, layout.password, 'pg.password')
  await addFile(archive, layout.secret, 'secret')
  if (existsSync(layout.files)) await addFolder(archive, layout.files, 'files', () => false)
}

async function refuseOtherServer(client: pg.Client, cluster: string): Promise<void> {
  const control = Buffer.alloc(8)
  const descriptor = openSync(join(cluster, 'global/pg_control'), 'r')
  readSync(descriptor, control, 0, 8, 0)
  closeSync(descriptor)
  const { rows } = await client.query<{ id: string }>('SELECT system_identifier::text AS id FROM pg_control_system()')
  if (rows[0]?.id !== control.readBigUInt64LE().toString()) {
    throw new BackupError(
      `The address is not the server of ${cluster}. A PostgreSQL of your own (DATABASE_URL) is backed up with pg_dump or pg_basebackup.`,
    )
  }
}

/** Folders whose contents a server makes anew; the folders themselves are needed. pg_wal is added selectively. */
const EMPTIED = [
  'pg_wal',
  'pg_wal/summaries',
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
]

/** What does not belong in a base backup, after "Backup Data" in PostgreSQL's documentation, 25.3.4. */
function isVolatile(name: string, isFolder: boolean): boolean {
  if (isFolder) return /(^|\/)pgsql_tmp|^pg_(replslot|dynshmem)\//.test(name)
  if (EMPTIED.some((folder) => name.startsWith(`${folder}/`)) || name === 'global/pg_control') return true
  const base = posix.basename(name)
  return /^(postmaster\.(pid|opts)|backup_label.*|tablespace_map.*|current_logfiles|pg_internal\.init.*|pgsql_tmp.*|\.s\.PGSQL.*|t\d+_\d+.*)$/.test(
    base,
  )
}

async function addFolder(
  archive: Pack,
  folder: string,
  prefix: string,
  skips: (name: string, isFolder: boolean) => boolean,
): Promise<void> {
  const visit = async (relative: string): Promise<void> => {
    archive.entry({ name: posix.join(prefix, relative), type: 'directory', mode: 0o700 })
    // A table or file may go while we read; WAL or the rows know.
    const entries = await readdir(join(folder, relative), { withFileTypes: true }).catch(ignoreGone([]))
    for (const entry of entries) {
      const name = posix.join(relative, entry.name)
      if (skips(name, entry.isDirectory())) continue
      if (entry.isDirectory()) await visit(name)
      else if (entry.isFile()) await addFile(archive, join(folder, name), posix.join(prefix, name))
    }
  }
  await visit('')
}

async function addFile(archive: Pack, path: string, name: string): Promise<void> {
  const handle = await open(path, 'r').catch(ignoreGone(null))
  if (handle === null) return
  try {
    const { size, mtime } = await handle.stat()
    await pipeline(Readable.from(exactly(handle, size)), archive.entry({ name, size, mtime, mode: 0o600 }))
  } finally {
    await handle.close()
  }
}

/** The file changes while it is read: tar wants the announced length, and WAL mends the rest. */
async function* exactly(handle: FileHandle, size: number): AsyncGenerator<Buffer> {
  for (let position = 0; position < size; ) {
    const chunk = Buffer.alloc(Math.min(262_144, size - position))
    const { bytesRead } = await handle.read(chunk, 0, chunk.length, position)
    const part = bytesRead === 0 ? chunk : chunk.subarray(0, bytesRead)
    position += part.length
    yield part
  }
}

function addText(archive: Pack, name: string, text: string): void {
  archive.entry({ name, mode: 0o600 }, text)
}

function ignoreGone<T>(instead: T): (error: unknown) => T {
  return (error) => {
    if (isErrno(error, 'ENOENT')) return instead
    throw error
  }
}
