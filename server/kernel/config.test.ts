import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ConfigError, loadSecret, readConfig } from './config.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-config-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('an empty environment starts everything on this machine alone', () => {
  const config = readConfig({ TANDEM_PORT: '' })
  expect(config).toMatchObject({
    port: 8080,
    host: '127.0.0.1',
    databaseUrl: null,
    publicUrl: 'http://localhost:8080',
    smtpUrl: null,
    secret: null,
    logLevel: 'info',
    trustProxy: false,
    allowPrivateAddresses: false,
  })
  expect([...config.roles].sort()).toEqual(['web', 'worker'])
  expect(isAbsolute(config.dataDir)).toBe(true)
})

test('every variable is read', () => {
  const config = readConfig({
    TANDEM_PORT: '9000',
    TANDEM_HOST: '::',
    TANDEM_DATA: '/srv/tandem/../data',
    DATABASE_URL: 'postgres://tandem:p@/tandem?host=/run/postgresql',
    TANDEM_PUBLIC_URL: 'https://ventas.example.com/',
    TANDEM_SMTP_URL: 'smtps://a:b@mail.example.com:465',
    TANDEM_SECRET: 'x'.repeat(32),
    TANDEM_ROLES: 'worker',
    TANDEM_LOG_LEVEL: 'WARN',
    TANDEM_TRUST_PROXY: 'true',
  })
  expect(config).toEqual({
    port: 9000,
    host: '::',
    dataDir: '/srv/data',
    databaseUrl: 'postgres://tandem:p@/tandem?host=/run/postgresql',
    publicUrl: 'https://ventas.example.com',
    smtpUrl: 'smtps://a:b@mail.example.com:465',
    secret: 'x'.repeat(32),
    roles: new Set(['worker']),
    logLevel: 'warn',
    trustProxy: true,
    allowPrivateAddresses: false,
    requestsPerMinute: 1200,
  })
})

test('all wrong variables are named at once, and no secret is repeated', () => {
  const wrong = {
    TANDEM_PORT: '80800',
    TANDEM_HOST: 'http://localhost',
    DATABASE_URL: 'mysql://root:hunter2@localhost/x',
    TANDEM_PUBLIC_URL: 'tandem.example.com',
    TANDEM_SMTP_URL: 'http://user:hunter2@mail',
    TANDEM_SECRET: 'hunter2',
    TANDEM_ROLES: 'web,mail',
    TANDEM_LOG_LEVEL: 'loud',
    TANDEM_TRUST_PROXY: 'maybe',
  }
  const error = caught(() => readConfig(wrong))
  expect(error.problems).toHaveLength(Object.keys(wrong).length)
  for (const name of Object.keys(wrong)) expect(error.message).toContain(name)
  expect(error.message).toContain('"80800"')
  expect(error.message).not.toContain('hunter2')
})

test('a single role needs a database that processes can share', () => {
  expect(caught(() => readConfig({ TANDEM_ROLES: 'web' })).message).toContain('DATABASE_URL')
  expect(readConfig({ TANDEM_ROLES: 'web', DATABASE_URL: 'postgres://u@h/d' }).roles).toEqual(new Set(['web']))
})

test('the secret is made once, kept private, and refused when damaged', () => {
  const dataDir = join(folder, 'new', 'data')
  const secret = loadSecret({ secret: null, dataDir })
  expect(secret.length).toBeGreaterThanOrEqual(32)
  expect(loadSecret({ secret: null, dataDir })).toBe(secret)
  expect(statSync(join(dataDir, 'secret')).mode & 0o777).toBe(0o600)
  expect(loadSecret({ secret: 'given', dataDir })).toBe('given')
  writeFileSync(join(dataDir, 'secret'), 'short')
  expect(() => loadSecret({ secret: null, dataDir })).toThrow(ConfigError)
})

function caught(run: () => unknown): ConfigError {
  try {
    run()
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
  throw new Error('expected a ConfigError')
}
