export type EmbeddedPostgresCode =
  | 'in_use'
  | 'foreign_folder'
  | 'wrong_version'
  | 'corrupt'
  | 'not_writable'
  | 'unreachable'
  | 'no_account'
  | 'binaries_missing'
  | 'binaries_unusable'
  | 'password_missing'
  | 'password_wrong'
  | 'disk_full'
  | 'memory'
  | 'permissions'
  | 'failed'

/** The embedded database cannot run. The message says what is wrong and how to mend it, for whoever runs the machine. */
export class EmbeddedPostgresError extends Error {
  override name = 'EmbeddedPostgresError'
  readonly code: EmbeddedPostgresCode
  constructor(code: EmbeddedPostgresCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** What PostgreSQL says when it gives up, and what that means. First match wins. */
const EXPLANATIONS: ReadonlyArray<{ says: RegExp; code: EmbeddedPostgresCode; means: (place: string) => string }> = [
  {
    says: /No space left on device|Disk quota exceeded/i,
    code: 'disk_full',
    means: (place) =>
      `The disk that holds ${place} is full. Free some space and start again; nothing acknowledged is lost.`,
  },
  {
    says: /could not create shared memory segment|Cannot allocate memory|could not map anonymous shared memory/i,
    code: 'memory',
    means: () =>
      'PostgreSQL did not get the memory it asked for (about 300 MB). Free some memory or raise the limit of the container, and start again.',
  },
  {
    says: /has wrong ownership|has invalid permissions|could not change permissions|Permission denied|Operation not permitted/i,
    code: 'permissions',
    means: (place) =>
      `PostgreSQL may not use ${place} as it needs to: the folder must be on a file system with owners and permissions (not exFAT, SMB or a Windows drive) and belong to the user that runs Tándem. Choose such a folder with TANDEM_DATA, or mend its owner.`,
  },
  {
    says: /files are incompatible with server|checkpoint record|pg_control|invalid magic number|incorrect checksum|could not (open|read|access) (file|directory|status of transaction)|is not a valid data|could not load .*pg_hba|invalid page|configuration file .* contains errors|unrecognized configuration|required WAL/i,
    code: 'corrupt',
    means: (place) =>
      `The database in ${place} is damaged. Keep a copy of the folder, set it aside and bring back the last backup with "tandem restore FILE".`,
  },
]

/** Turns the last lines of initdb's or the server's log into an error that helps. */
export function explain(log: string, place: string, logFile?: string): EmbeddedPostgresError {
  const lines = log.split('\n').filter((line) => /FATAL|PANIC|error:|HINT|could not|initdb:/.test(line))
  const said = lines.slice(-4).join(' | ').trim() || log.trim().split('\n').slice(-2).join(' | ')
  const known = EXPLANATIONS.find((explanation) => explanation.says.test(said))
  const details = `PostgreSQL says: ${said || 'nothing'}${logFile ? ` (see ${logFile})` : ''}`
  if (known) return new EmbeddedPostgresError(known.code, `${known.means(place)} ${details}`)
  return new EmbeddedPostgresError('failed', `The embedded database in ${place} does not start. ${details}`)
}

export function isErrno(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code)
}
