import { createReadStream, createWriteStream, existsSync, readdirSync } from 'node:fs'
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { type Extract, extract } from 'tar-stream'
import { BackupError, MANIFEST, type Manifest } from './backup.ts'
import { POSTGRES_MAJOR } from './binaries.ts'
import { layoutOf, prepareDataFolder } from './layout.ts'
import { lockFolder } from './lock.ts'
import { isErrno } from './problems.ts'

/**
 * Brings a backup back into an empty data folder. It is unpacked aside and moved into place when it is whole;
 * the database replays its WAL at the next start.
 * @throws BackupError when the folder is not empty or the file is not a whole backup of this PostgreSQL
 * @throws EmbeddedPostgresError when the folder is in use or not writable
 */
export async function restore(options: { file: string; dataDir: string }): Promise<{ takenAt: string }> {
  const { file } = options
  if (!existsSync(file)) throw new BackupError(`There is no file ${file}.`)
  // In use is said before not empty: it is the better advice.
  if (existsSync(layoutOf(options.dataDir).lock)) lockFolder(layoutOf(options.dataDir).lock, options.dataDir).release()
  refuseNonEmpty(options.dataDir)
  const layout = prepareDataFolder(options.dataDir)
  const lock = lockFolder(layout.lock, layout.dataDir)
  const aside = join(layout.dataDir, '.restoring')
  try {
    await rm(aside, { recursive: true, force: true })
    await mkdir(aside, { mode: 0o700 })
    const manifest = await unpack(file, aside)
    await syncFolder(aside)
    // The cluster last: a folder with a cluster is a whole one.
    const names = (await readdir(aside)).sort((a, b) => Number(a === 'pg') - Number(b === 'pg'))
    for (const name of names) await rename(join(aside, name), join(layout.dataDir, name))
    return { takenAt: manifest.takenAt }
  } catch (error) {
    if (isErrno(error, 'ENOSPC'))
      throw new BackupError(`The disk of ${layout.dataDir} is too small for this backup; nothing was kept of it.`, {
        cause: error,
      })
    throw error
  } finally {
    await rm(aside, { recursive: true, force: true })
    lock.release()
  }
}

function refuseNonEmpty(dataDir: string): void {
  if (!existsSync(dataDir)) return
  const names = readdirSync(dataDir).filter((name) => name !== 'lock' && name !== '.restoring' && name !== 'lost+found')
  if (names.length > 0) {
    throw new BackupError(
      `The data folder ${dataDir} is not empty (${names.slice(0, 4).join(', ')}…). Restore into an empty one: move this one away, or choose another with TANDEM_DATA.`,
    )
  }
}

async function unpack(file: string, folder: string): Promise<Manifest> {
  const entries = extract()
  let manifest: Manifest | undefined
  const consume = async () => {
    for await (const entry of entries) {
      if (manifest === undefined) {
        manifest = await readManifest(entry, file)
        continue
      }
      await unpackEntry(entry, folder, file)
    }
  }
  try {
    await Promise.all([pipeline(createReadStream(file), createGunzip(), entries), consume()])
  } catch (error) {
    if (error instanceof BackupError || isErrno(error, 'ENOSPC')) throw error
    throw new BackupError(
      `${file} is damaged, incomplete or not a backup of Tándem (${error instanceof Error ? error.message : String(error)}).`,
      { cause: error },
    )
  }
  const isWhole = ['pg/PG_VERSION', 'pg/backup_label', 'pg/global/pg_control', 'pg.password'].every((name) =>
    existsSync(join(folder, name)),
  )
  if (manifest === undefined || !isWhole) throw new BackupError(`${file} is not a whole backup of Tándem.`)
  return manifest
}

type Entry = Extract extends AsyncIterable<infer Item> ? Item : never

async function readManifest(entry: Entry, file: string): Promise<Manifest> {
  const notOurs = new BackupError(`${file} is not a backup of Tándem.`)
  if (entry.header.name !== MANIFEST || (entry.header.size ?? 0) > 10_000) throw notOurs
  const manifest: Partial<Manifest> = JSON.parse(await text(entry))
  if (manifest.format !== 1) throw new BackupError(`${file} was made by a newer Tándem: restore it with that one.`)
  if (manifest.postgresMajor !== POSTGRES_MAJOR) {
    throw new BackupError(
      `${file} holds a database of PostgreSQL ${manifest.postgresMajor}, and this Tándem brings ${POSTGRES_MAJOR}: restore it with the Tándem that made it.`,
    )
  }
  return { format: 1, postgresMajor: POSTGRES_MAJOR, takenAt: String(manifest.takenAt) }
}

async function unpackEntry(entry: Entry, folder: string, file: string): Promise<void> {
  const { name, type } = entry.header
  const isOurs = /^(pg|files)(\/|$)/.test(name) || name === 'secret' || name === 'pg.password'
  if (!isOurs || name.split('/').includes('..') || (type !== 'file' && type !== 'directory')) {
    throw new BackupError(`${file} holds "${name}", which no backup of Tándem has; it was not restored.`)
  }
  const path = join(folder, name)
  await mkdir(type === 'directory' ? path : dirname(path), { recursive: true, mode: 0o700 })
  if (type === 'directory') entry.resume()
  else await pipeline(entry, createWriteStream(path, { mode: 0o600, flags: 'wx' }))
}

/** PostgreSQL syncs its own files before it recovers; this makes the names last. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  await handle.sync()
  await handle.close()
}
