import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { isAlive } from './lock.ts'
import type { Log } from './log.ts'
import { EmbeddedPostgresError } from './problems.ts'

/** What a running server writes about itself in postmaster.pid. */
export type Postmaster = {
  pid: number
  port: number
  /** Empty when it listens on TCP only. */
  socketFolder: string
  sharedMemoryId: string
  status: string
}

export const SOCKET_PORT = 5432

export function readPostmaster(cluster: string): Postmaster | null {
  const file = join(cluster, 'postmaster.pid')
  if (!existsSync(file)) return null
  const [pid = '', , , port = '', socketFolder = '', , memory = '', status = ''] = readFileSync(file, 'utf8').split(
    '\n',
  )
  return {
    pid: Math.abs(Number.parseInt(pid, 10) || 0),
    port: Number.parseInt(port, 10) || SOCKET_PORT,
    socketFolder,
    sharedMemoryId: memory.trim().split(/\s+/)[1] ?? '',
    status: status.trim(),
  }
}

/**
 * We own the data folder (the lock is ours), yet a server may live in it: its Tándem was killed with -9 where no death signal
 * reaches the server, or the server is still writing its last checkpoint. It is asked to stop and waited out; a warm start
 * costs 50 ms, and the server is then our own child. A pid that now belongs to somebody else is cleared away.
 * @throws EmbeddedPostgresError in_use
 */
export async function retireOrphan(cluster: string, log: Log): Promise<void> {
  const orphan = readPostmaster(cluster)
  if (orphan === null || orphan.pid === 0 || !isAlive(orphan.pid)) return
  if (!isPostmasterOf(orphan.pid, cluster)) {
    // PostgreSQL would take the stranger for a server of its own and refuse, as after the restart of a container.
    if (!isSharedMemoryAttached(orphan.sharedMemoryId)) rmSync(join(cluster, 'postmaster.pid'), { force: true })
    return
  }
  log.warn(`A database server left behind (process ${orphan.pid}) is being stopped before a new one starts`)
  send(orphan.pid, 'SIGINT', cluster)
  if (await isGone(orphan.pid, 60_000)) return
  send(orphan.pid, 'SIGQUIT', cluster)
  if (await isGone(orphan.pid, 10_000)) return
  throw new EmbeddedPostgresError(
    'in_use',
    `An older database server (process ${orphan.pid}) still runs in ${cluster} and does not stop. End it by hand, then start again.`,
  )
}

function send(pid: number, signal: 'SIGINT' | 'SIGQUIT', cluster: string): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (!isAlive(pid)) return
    throw new EmbeddedPostgresError(
      'in_use',
      `Another user's database server (process ${pid}) runs in ${cluster}. Stop it first, or choose another folder with TANDEM_DATA.`,
      { cause: error },
    )
  }
}

async function isGone(pid: number, timeoutMilliseconds: number): Promise<boolean> {
  for (let waited = 0; waited < timeoutMilliseconds; waited += 20) {
    if (!isAlive(pid)) return true
    await delay(20)
  }
  return false
}

/** A server's working directory is its cluster; where that may not be read (containers), its command line names it. */
function isPostmasterOf(pid: number, cluster: string): boolean {
  try {
    const [current, ours] = [statSync(`/proc/${pid}/cwd`), statSync(cluster)]
    return current.dev === ours.dev && current.ino === ours.ino
  } catch {
    return commandLine(pid).includes(` -D ${cluster} `)
  }
}

function commandLine(pid: number): string {
  if (existsSync(`/proc/${pid}/cmdline`)) return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  return process.platform === 'linux'
    ? ''
    : execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
}

/** A postmaster killed with -9 may leave backends that still write: its shared memory tells, as PostgreSQL's own check does. */
function isSharedMemoryAttached(id: string): boolean {
  if (!id || !existsSync('/proc/sysvipc/shm')) return id !== ''
  const rows = readFileSync('/proc/sysvipc/shm', 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
  return rows.some((fields) => fields[1] === id && Number(fields[6]) > 0)
}
