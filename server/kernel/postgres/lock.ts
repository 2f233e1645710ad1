import { spawnSync } from 'node:child_process'
import { closeSync, constants, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs'
import { EmbeddedPostgresError } from './problems.ts'

export type Lock = { release(): void }

/**
 * One process at a time owns a data folder. The kernel's flock on an open file is the lock: atomic, seen across containers,
 * and gone with the process however it dies. Node has no flock, but the lock belongs to the open file, which flock(1) may share.
 * @throws EmbeddedPostgresError in_use
 */
export function lockFolder(file: string, dataDir: string): Lock {
  const descriptor = openLock(file)
  const flock = spawnSync('flock', ['-n', '3'], { stdio: ['ignore', 'ignore', 'ignore', descriptor] })
  // Where flock does not work the process id decides; PostgreSQL's own interlock stands behind it.
  const isTaken = flock.status === 0 ? false : flock.status === 1 || isOtherLiveProcess(readOwner(file))
  if (isTaken) {
    const owner = readOwner(file)
    closeSync(descriptor)
    throw new EmbeddedPostgresError(
      'in_use',
      `The data folder ${dataDir} is already in use by another Tándem${owner ? ` (process ${owner})` : ''}. Stop that one first, choose another folder with TANDEM_DATA, or set DATABASE_URL to a PostgreSQL that several processes can share.`,
    )
  }
  ftruncateSync(descriptor)
  writeSync(descriptor, `${process.pid}\n`, 0)
  let isHeld = true
  return {
    release() {
      if (!isHeld) return
      isHeld = false
      ftruncateSync(descriptor)
      closeSync(descriptor)
    },
  }
}

function openLock(file: string): number {
  try {
    return openSync(file, constants.O_RDWR | constants.O_CREAT, 0o600)
  } catch (cause) {
    throw new EmbeddedPostgresError(
      'permissions',
      `${file} cannot be opened by the user that runs Tándem now; another one made it. Run Tándem as that user, or give the data folder to this one (chown -R).`,
      { cause },
    )
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function readOwner(file: string): number {
  return Number.parseInt(readFileSync(file, 'utf8'), 10) || 0
}

function isOtherLiveProcess(pid: number): boolean {
  return pid > 0 && pid !== process.pid && isAlive(pid)
}
