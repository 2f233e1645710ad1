import { existsSync, statfsSync } from 'node:fs'
import { totalmem } from 'node:os'

export type Settings = Readonly<Record<string, string>>

const MEGABYTE = 1024 * 1024

/** Settings of the embedded server: small enough for a laptop, and nothing acknowledged is ever lost. */
export function defaultSettings(): Settings {
  const sharedBuffers = Math.min(256, Math.max(32, Math.floor(totalmem() / MEGABYTE / 8)))
  return {
    shared_buffers: `${sharedBuffers}MB`,
    max_connections: '60',
    work_mem: '16MB',
    maintenance_work_mem: '64MB',
    random_page_cost: '1.1',
    jit: 'off',
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    wal_level: 'replica',
    // A backup holds its own WAL by a slot; this bridges the moment before.
    wal_keep_size: '128MB',
    max_wal_size: '1GB',
    checkpoint_timeout: '15min',
    password_encryption: 'scram-sha-256',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Errors repeat values people typed; the log holds no personal data, only how the server fares.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
    logging_collector: 'off',
    ...sharedMemory(),
  }
}

/** Containers often have a /dev/shm of 64 MB, in which parallel queries run out of room. */
function sharedMemory(): Settings {
  if (!existsSync('/dev/shm')) return {}
  const { bsize, blocks } = statfsSync('/dev/shm')
  return bsize * blocks < 256 * MEGABYTE ? { dynamic_shared_memory_type: 'mmap' } : {}
}
