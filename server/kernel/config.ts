import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]
export type Role = 'web' | 'worker'

export type Config = {
  port: number
  host: string
  /** Absolute path of the folder that holds the embedded database, the secret and uploaded files. */
  dataDir: string
  /** A PostgreSQL of one's own; null means the embedded one in `dataDir`. */
  databaseUrl: string | null
  /** Address people type, without a trailing slash. */
  publicUrl: string
  smtpUrl: string | null
  /** TANDEM_SECRET as given; `loadSecret` answers the one to use. */
  secret: string | null
  roles: ReadonlySet<Role>
  logLevel: LogLevel
  /** Believe X-Forwarded-* headers: only behind a proxy that sets them. */
  trustProxy: boolean
  /** Connected shops may have addresses of the own network: whoever may connect one can then reach what is there. */
  allowPrivateAddresses: boolean
  /** Limit for one address or key; null: no limits (benchmarks on one's own machine). */
  requestsPerMinute: number | null
}

export type Environment = Readonly<Record<string, string | undefined>>

/** The configuration cannot be used. The message has one line for each wrong variable. */
export class ConfigError extends Error {
  override name = 'ConfigError'
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(`The configuration is not valid:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`)
    this.problems = problems
  }
}

/**
 * Reads and validates the whole configuration. An empty variable counts as not set.
 * @throws ConfigError naming every wrong variable, what was given and what is allowed; passwords are never repeated.
 */
export function readConfig(env: Environment): Config {
  const problems: string[] = []
  const read = <T>(name: string, fallback: T, parse: (text: string) => T): T => {
    const text = env[name]?.trim()
    if (!text) return fallback
    try {
      return parse(text)
    } catch (error) {
      problems.push(`${name} ${error instanceof Error ? error.message : String(error)}`)
      return fallback
    }
  }
  const port = read('TANDEM_PORT', 8080, parsePort)
  const config: Config = {
    port,
    host: read('TANDEM_HOST', '127.0.0.1', parseHost),
    dataDir: read('TANDEM_DATA', defaultDataDir(), (text) => resolve(text)),
    databaseUrl: read<string | null>('DATABASE_URL', null, parseDatabaseUrl),
    publicUrl: read('TANDEM_PUBLIC_URL', `http://localhost:${port}`, parsePublicUrl),
    smtpUrl: read<string | null>('TANDEM_SMTP_URL', null, parseSmtpUrl),
    secret: read<string | null>('TANDEM_SECRET', null, parseSecret),
    roles: read<ReadonlySet<Role>>('TANDEM_ROLES', new Set<Role>(['web', 'worker']), parseRoles),
    logLevel: read('TANDEM_LOG_LEVEL', 'info', parseLogLevel),
    trustProxy: read('TANDEM_TRUST_PROXY', false, parseBoolean),
    allowPrivateAddresses: read('TANDEM_ALLOW_PRIVATE_ADDRESSES', false, parseBoolean),
    requestsPerMinute: read<number | null>('TANDEM_REQUESTS_PER_MINUTE', 1200, parseRequestLimit),
  }
  if (config.roles.size < 2 && !env.DATABASE_URL?.trim()) {
    problems.push(
      `TANDEM_ROLES is "${env.TANDEM_ROLES}", but the embedded database serves one process only, which must do both: ` +
        'leave TANDEM_ROLES at "all", or set DATABASE_URL to a PostgreSQL that all processes share.',
    )
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return config
}

/**
 * The secret that signs sessions and encrypts at rest: TANDEM_SECRET, or one made at random and kept in
 * `<dataDir>/secret` (mode 0600). Two processes starting together agree on one, because the file appears complete or not at all.
 * @throws ConfigError when the file holds something too short or cannot be read or written.
 */
export function loadSecret(config: Pick<Config, 'secret' | 'dataDir'>): string {
  if (config.secret !== null) return config.secret
  const file = join(config.dataDir, 'secret')
  try {
    const existing = readIfPresent(file)
    if (existing === null) createOnce(file, `${randomBytes(32).toString('base64url')}\n`, config.dataDir)
    const secret = (existing ?? readFileSync(file, 'utf8')).trim()
    if (secret.length >= MIN_SECRET_LENGTH) return secret
  } catch (error) {
    throw new ConfigError([`TANDEM_SECRET is not set and ${file} cannot be used: ${String(error)}`])
  }
  throw new ConfigError([
    `TANDEM_SECRET is not set and ${file} holds fewer than ${MIN_SECRET_LENGTH} characters: put it back from a backup. ` +
      'Delete it only if nothing was encrypted with it yet; everybody will have to sign in again.',
  ])
}

const MIN_SECRET_LENGTH = 32

/** Beside the program, wherever `bin/tandem` is called from, so that it never starts a second, empty database by accident. */
function defaultDataDir(): string {
  return resolve(import.meta.dirname, '../../data')
}

function parsePort(text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65535)
    throw new Error(`is "${text}": give a port from 1 to 65535, or 0 for any free one.`)
  return port
}

function parseHost(text: string): string {
  if (/[\s/]|:\d+$/.test(text) && !/^[\da-f:]+$/i.test(text)) {
    throw new Error(`is "${text}": give only the address to listen on, such as 127.0.0.1, 0.0.0.0 or ::`)
  }
  return text
}

function parseUrl(text: string, protocols: readonly string[], example: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !protocols.includes(url.protocol)) {
    throw new Error(`is not an address Tándem can use: it looks like ${example}`)
  }
  return url
}

function parseDatabaseUrl(text: string): string {
  // postgres://user@/name?host=/socket/folder has no host and is valid for libpq and pg, but not for URL.
  const url = parseUrl(
    text.replace('@/', '@localhost/').replace(':///', '://localhost/'),
    ['postgres:', 'postgresql:'],
    'postgres://user:password@host:5432/tandem',
  )
  if (url.pathname.length < 2) throw new Error('names no database: it looks like postgres://user:password@host/tandem')
  return text
}

function parsePublicUrl(text: string): string {
  const url = parseUrl(text, ['http:', 'https:'], 'https://tandem.example.com')
  if (url.search || url.hash || url.username || url.pathname !== '/') {
    throw new Error(`is "${text}": give only scheme, host and port, such as https://tandem.example.com`)
  }
  return url.origin
}

function parseSmtpUrl(text: string): string {
  const example = 'smtp://user:password@mail.example.com:587 (or smtps://…:465)'
  if (parseUrl(text, ['smtp:', 'smtps:'], example).hostname === '') throw new Error(`names no host: ${example}`)
  return text
}

function parseSecret(text: string): string {
  if (text.length < MIN_SECRET_LENGTH) {
    throw new Error(
      `has ${text.length} characters: give at least ${MIN_SECRET_LENGTH}, for example from "openssl rand -base64 32".`,
    )
  }
  return text
}

function parseRoles(text: string): ReadonlySet<Role> {
  if (text === 'all') return new Set<Role>(['web', 'worker'])
  const roles = new Set<Role>()
  for (const name of text.split(',').map((part) => part.trim())) {
    if (name !== 'web' && name !== 'worker') throw new Error(`is "${text}": give all, web, worker or web,worker.`)
    roles.add(name)
  }
  return roles
}

function parseLogLevel(text: string): LogLevel {
  const level = LOG_LEVELS.find((known) => known === text.toLowerCase())
  if (level === undefined) throw new Error(`is "${text}": give one of ${LOG_LEVELS.join(', ')}.`)
  return level
}

function parseRequestLimit(text: string): number | null {
  if (text === 'off') return null
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new Error(`is "${text}": give a whole number from 1, or off.`)
  return Number(text)
}

function parseBoolean(text: string): boolean {
  if (/^(true|1|yes)$/i.test(text)) return true
  if (/^(false|0|no)$/i.test(text)) return false
  throw new Error(`is "${text}": give true or false.`)
}

function readIfPresent(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return null
    throw error
  }
}

/** Writes aside and links into place: whoever comes second finds the first one's file, never half of it. */
function createOnce(file: string, content: string, dataDir: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o711 })
  const aside = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`
  writeFileSync(aside, content, { mode: 0o600, flag: 'wx', flush: true })
  try {
    linkSync(aside, file)
  } catch (error) {
    if (!isErrno(error, 'EEXIST')) throw error
  } finally {
    unlinkSync(aside)
  }
}

function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
