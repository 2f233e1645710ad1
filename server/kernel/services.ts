import type pg from 'pg'
import type { Logger } from 'pino'
import type { Clock } from './clock.ts'
import type { Db } from './db.ts'
import type { Files } from './files.ts'
import type { Live } from './live.ts'

/** What the process gives to every handler and job. All are arguments: nothing is ambient. */
export type Services = {
  db: Db
  /** For raw named statements on hot paths; everything else goes through `db`. */
  pool: pg.Pool
  clock: Clock
  files: Files
  log: Logger
  /** Open screens of this process; null where none are served. */
  live: Live | null
  /** Base address that people reach, without trailing slash. */
  publicUrl: string
  smtpUrl: string | null
  /** Key material; derive from it by `deriveKey(secret, purpose)`, never use it as it is. */
  secret: string
  databaseUrl: string
}
