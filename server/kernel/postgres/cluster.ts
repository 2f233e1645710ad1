import { spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  lchownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Account, Runner } from './account.ts'
import { type Binaries, POSTGRES_MAJOR } from './binaries.ts'
import { type Layout, readOrMakePassword } from './layout.ts'
import { EmbeddedPostgresError, explain, isErrno } from './problems.ts'

/** The superuser of the embedded cluster. Tándem itself signs in as `tandem`, which owns its database and nothing else. */
export const SUPERUSER = 'postgres'

/**
 * Whether a usable cluster is in the folder.
 * @throws EmbeddedPostgresError foreign_folder, wrong_version, corrupt, permissions
 */
export function inspectCluster(cluster: string): 'absent' | 'present' {
  const names = list(cluster)
  if (names.length === 0) return 'absent'
  const problem = (code: 'foreign_folder' | 'wrong_version' | 'corrupt', message: string) =>
    new EmbeddedPostgresError(code, message)
  if (!names.includes('PG_VERSION')) {
    throw problem(
      'foreign_folder',
      `${cluster} holds files that are not a PostgreSQL database (${names.slice(0, 3).join(', ')}…). Move them away, or choose another folder with TANDEM_DATA.`,
    )
  }
  const damage = (what: string) =>
    problem(
      'corrupt',
      `The database in ${cluster} is damaged: ${what}. Keep a copy of the folder, set it aside and bring back the last backup with "tandem restore FILE".`,
    )
  const version = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim()
  if (!/^\d+(\.\d+)?$/.test(version)) throw damage('PG_VERSION cannot be understood')
  if (Number.parseInt(version, 10) !== POSTGRES_MAJOR) {
    throw problem(
      'wrong_version',
      `The database in ${cluster} was made by PostgreSQL ${version}, and this Tándem brings PostgreSQL ${POSTGRES_MAJOR}. Open it with the Tándem that made it, or convert it with pg_upgrade; the folder was left untouched.`,
    )
  }
  const needed = ['global/pg_control', 'base', 'pg_wal', 'pg_xact', 'pg_multixact', 'postgresql.conf', 'pg_hba.conf']
  const missing = needed.filter((name) => !existsSync(join(cluster, name)))
  if (missing.length > 0) throw damage(`${missing.join(', ')} missing`)
  return 'present'
}

/** Makes a cluster aside and moves it into place. @throws EmbeddedPostgresError */
export async function createCluster(
  layout: Layout,
  runner: Runner,
  binaries: Binaries,
  options: { isDurable: boolean },
): Promise<void> {
  const passwordFile = `${layout.nascent}.password`
  removeNascent(layout)
  try {
    mkdirSync(layout.nascent, { mode: 0o700 })
    writeFileSync(passwordFile, `${readOrMakePassword(layout)}\n`, { mode: 0o600 })
    if (runner.account)
      for (const path of [layout.nascent, passwordFile]) chownSync(path, runner.account.uid, runner.account.gid)
    await runInitdb(
      runner,
      binaries,
      [
        `--pgdata=${runner.see(layout.nascent)}`,
        `--pwfile=${runner.see(passwordFile)}`,
        `--username=${SUPERUSER}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--data-checksums',
        ...(options.isDurable ? [] : ['--no-sync']),
      ],
      layout.cluster,
    )
    renameSync(layout.nascent, layout.cluster)
  } finally {
    removeNascent(layout)
  }
}

/** As root: a cluster copied or restored by root is handed to the user that runs it. PostgreSQL wants 0700 besides. */
export function handOver(cluster: string, account: Account | null): void {
  const { uid, mode } = statSync(cluster)
  if (account && uid !== account.uid) giveTo(cluster, account)
  if ((account || uid === process.getuid?.()) && (mode & 0o077) !== 0) chmodSync(cluster, 0o700)
}

function list(cluster: string): string[] {
  try {
    return readdirSync(cluster)
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return []
    if (isErrno(error, 'ENOTDIR')) {
      throw new EmbeddedPostgresError(
        'foreign_folder',
        `${cluster} is a file, where Tándem keeps its database folder. Move it away, or choose another folder with TANDEM_DATA.`,
      )
    }
    throw new EmbeddedPostgresError(
      'permissions',
      `${cluster} cannot be read by the user that runs Tándem now; another one made it. Run Tándem as that user, or give the data folder to this one (chown -R).`,
      { cause: error },
    )
  }
}

function runInitdb(runner: Runner, binaries: Binaries, options: string[], place: string): Promise<void> {
  const { file, args, ...identity } = runner.command(binaries.initdb, options)
  return new Promise((resolve, reject) => {
    let output = ''
    const child = spawn(file, args, {
      ...identity,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH ?? '', LC_ALL: 'C' },
      cwd: '/',
    })
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.on('error', (error) => reject(unusable(binaries.initdb, error)))
    child.on('close', (code) => {
      if (code === 0) resolve()
      else if (code === 127 || code === 126) reject(unusable(binaries.initdb, new Error(output.trim())))
      else reject(explain(output, place))
    })
  })
}

function unusable(program: string, cause: Error): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'binaries_unusable',
    `${program} cannot be executed (${cause.message}). The packaged PostgreSQL needs a Linux with glibc (not Alpine) or macOS; elsewhere set DATABASE_URL.`,
    { cause },
  )
}

function removeNascent(layout: Layout): void {
  for (const path of [layout.nascent, `${layout.nascent}.password`]) rmSync(path, { recursive: true, force: true })
}

function giveTo(path: string, account: Account): void {
  lchownSync(path, account.uid, account.gid)
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return
  for (const name of readdirSync(path)) giveTo(join(path, name), account)
}
