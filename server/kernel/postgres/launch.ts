import { spawn } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Runner } from './account.ts'
import type { Layout } from './layout.ts'
import type { Log } from './log.ts'
import { readPostmaster, SOCKET_PORT } from './postmaster.ts'
import { EmbeddedPostgresError, explain } from './problems.ts'
import { defaultSettings, type Settings } from './settings.ts'

export type Server = {
  exited: Promise<number | null>
  /** Lets running statements be cancelled, writes a checkpoint and ends; safe to call twice. */
  stop(): Promise<void>
}

/** Longest path of a unix socket in bytes: sun_path is 108 on Linux and 104 elsewhere, with a closing zero. */
const SOCKET_PATH_LIMIT = process.platform === 'linux' ? 107 : 103
const LOGS_KEPT = 5

/** Whether clients can reach a socket in the folder; otherwise the server listens on loopback TCP. */
export function fitsSocket(folder: string): boolean {
  return Buffer.byteLength(join(folder, `.s.PGSQL.${SOCKET_PORT}`)) <= SOCKET_PATH_LIMIT
}

/**
 * Starts the server on an existing cluster and resolves when it takes connections, however long recovery takes.
 * Must be called from the main thread: the server ends when the thread that started it does.
 * @throws EmbeddedPostgresError from what the server wrote to its log
 */
export async function launch(
  layout: Layout,
  runner: Runner,
  postgres: string,
  settings: Settings,
  log: Log,
): Promise<Server> {
  const logFile = rotateLogs(layout.logs)
  const command = runner.command(postgres, [
    '-D',
    runner.see(layout.cluster),
    ...(await settingArguments(layout, runner, settings)),
  ])
  const output = openSync(logFile, 'a', 0o600)
  // A process group of its own: Ctrl-C in a terminal must reach Tándem only, which stops the database last.
  const child = spawn(command.file, command.args, {
    uid: command.uid,
    gid: command.gid,
    stdio: ['ignore', output, output],
    detached: true,
    env: { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' },
    cwd: '/',
  })
  closeSync(output)
  let failure: Error | undefined
  const exited = new Promise<number | null>((resolve) => {
    child.once('error', (error) => {
      failure = error
      resolve(null)
    })
    child.once('exit', resolve)
  })
  let hasExited = false
  const endWithUs = () => void child.kill('SIGINT')
  process.once('exit', endWithUs)
  void exited.then(() => {
    hasExited = true
    process.off('exit', endWithUs)
  })

  const started = performance.now()
  for (let reported = started; ; await Promise.race([exited, delay(10)])) {
    if (hasExited) throw startFailure(failure, layout, logFile)
    const postmaster = readPostmaster(layout.cluster)
    if (postmaster?.pid === child.pid && postmaster?.status === 'ready') break
    if (performance.now() - reported > 5_000) {
      reported = performance.now()
      log.info(
        `The database is still starting after ${Math.round((reported - started) / 1000)} s; it may be recovering from a crash`,
      )
    }
  }

  let stopping: Promise<void> | undefined
  const stop = async () => {
    if (!hasExited) child.kill('SIGINT')
    if ((await Promise.race([exited.then(() => true), delay(30_000, false, { ref: false })])) === true) return
    log.warn('The database did not stop within 30 s and is stopped at once; it recovers at the next start')
    child.kill('SIGQUIT')
    await exited
  }
  return { exited, stop: () => (stopping ??= stop()) }
}

function startFailure(failure: Error | undefined, layout: Layout, logFile: string): EmbeddedPostgresError {
  if (failure)
    return new EmbeddedPostgresError('binaries_unusable', `PostgreSQL cannot be executed: ${failure.message}.`, {
      cause: failure,
    })
  return explain(readFileSync(logFile, 'utf8'), layout.cluster, logFile)
}

async function settingArguments(layout: Layout, runner: Runner, settings: Settings): Promise<string[]> {
  const address = fitsSocket(layout.cluster)
    ? {
        listen_addresses: '',
        // A list: quoted, a comma in the path does not end it.
        unix_socket_directories: `"${runner.see(layout.cluster).replaceAll('"', '""')}"`,
        unix_socket_permissions: '0700',
        port: String(SOCKET_PORT),
      }
    : { listen_addresses: '127.0.0.1', unix_socket_directories: '', port: String(await freePort()) }
  return Object.entries({ ...defaultSettings(), ...settings, ...address }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ])
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** One log for each start; the last few are kept. Returns the file to write. */
function rotateLogs(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = (age: number) => join(folder, age === 0 ? 'postgres.log' : `postgres.${age}.log`)
  for (let age = LOGS_KEPT - 1; age > 0; age--) if (existsSync(file(age - 1))) renameSync(file(age - 1), file(age))
  return file(0)
}
