import { randomBytes } from 'node:crypto'
import {
  accessSync,
  constants,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { EmbeddedPostgresError, isErrno } from './problems.ts'

/** Where things are in the data folder. `files` and `secret` belong to others and are only backed up from here. */
export type Layout = {
  dataDir: string
  cluster: string
  /** initdb works here, so that a cluster appears whole or not at all. */
  nascent: string
  password: string
  lock: string
  logs: string
  binaries: string
  secret: string
  files: string
}

/** The layout of an existing or future data folder. Touches nothing. */
export function layoutOf(dataDir: string): Layout {
  const at = (name: string) => join(dataDir, name)
  return {
    dataDir,
    cluster: at('pg'),
    nascent: at('pg.new'),
    password: at('pg.password'),
    lock: at('lock'),
    logs: at('logs'),
    binaries: at('postgresql'),
    secret: at('secret'),
    files: at('files'),
  }
}

/**
 * Creates the data folder where needed and checks that it is ours and writable.
 * Others may pass through it (0711) because as root the database runs under another user; everything in it is closed to them.
 * @throws EmbeddedPostgresError not_writable, foreign_folder
 */
export function prepareDataFolder(dataDir: string): Layout {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o711 })
    if (!statSync(dataDir).isDirectory()) throw new Error('it is not a folder')
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new EmbeddedPostgresError(
      'not_writable',
      `Tándem cannot write to its data folder ${dataDir} (${reason(error)}). Give the user that runs it the right to write there, or choose another folder with TANDEM_DATA.`,
      { cause: error },
    )
  }
  const layout = layoutOf(realpathSync(dataDir))
  refuseForeignFolder(layout)
  return layout
}

/** The database's password, made once; every user of it is on this machine and may read the data folder. */
export function readOrMakePassword(layout: Layout): string {
  try {
    const existing = readFileSync(layout.password, 'utf8').trim()
    if (existing) return existing
  } catch (error) {
    if (!isErrno(error, 'ENOENT')) throw notReadable(layout.password, error)
  }
  const password = randomBytes(24).toString('base64url')
  writeFileSync(`${layout.password}.new`, `${password}\n`, { mode: 0o600, flush: true })
  renameSync(`${layout.password}.new`, layout.password)
  return password
}

/** @throws EmbeddedPostgresError password_missing */
export function readPassword(layout: Layout): string {
  try {
    const password = readFileSync(layout.password, 'utf8').trim()
    if (password) return password
  } catch (error) {
    if (!isErrno(error, 'ENOENT')) throw notReadable(layout.password, error)
  }
  throw new EmbeddedPostgresError(
    'password_missing',
    `${layout.password} is missing, and without it nobody can sign in to the database in ${layout.cluster}. Put the file back, or bring back the last backup with "tandem restore FILE".`,
  )
}

function notReadable(file: string, error: unknown): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'permissions',
    `${file} cannot be read (${reason(error)}). Run Tándem as the user that made the data folder, or give the folder to the user that runs it now.`,
    { cause: error },
  )
}

/** A mistyped TANDEM_DATA must not scatter a database over somebody's documents. */
function refuseForeignFolder(layout: Layout): void {
  const names = readdirSync(layout.dataDir).filter((name) => !name.startsWith('.') && name !== 'lost+found')
  const ours = new Set(Object.values(layout).map((path) => path.slice(layout.dataDir.length + 1)))
  if (names.length === 0 || names.some((name) => ours.has(name))) return
  const what = names.includes('PG_VERSION')
    ? "another program's PostgreSQL database"
    : `files that are not Tándem's (${names.slice(0, 3).join(', ')}…)`
  throw new EmbeddedPostgresError(
    'foreign_folder',
    `The data folder ${layout.dataDir} holds ${what}. Choose an empty folder with TANDEM_DATA${names.includes('PG_VERSION') ? ', or run that database yourself and set DATABASE_URL' : ''}.`,
  )
}

function reason(error: unknown): string {
  if (error instanceof Error) return 'code' in error ? String(error.code) : error.message
  return String(error)
}
