import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openEmbedded, runningUrl, startEmbedded } from './embedded.ts'
import { EmbeddedPostgresError } from './problems.ts'

const log = { info: () => undefined, warn: () => undefined }
const settings = { fsync: 'off' }
const isRoot = process.getuid?.() === 0

let folder: string
/** A stopped data folder with one row, copied by tests that need one. */
let template: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-pg-'))
  chmodSync(folder, 0o711)
  template = join(folder, 'template')
  const server = await startEmbedded({ dataDir: template, log, settings })
  await query(server.url, 'CREATE TABLE note (words text); ')
  await query(server.url, `INSERT INTO note VALUES ('señal')`)
  await server.stop()
}, 20_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a warm start finds the data, and every acknowledged write is on disk by default', async () => {
  const dataDir = copy('warm')
  const server = await startEmbedded({ dataDir, log })
  try {
    expect(await query(server.url, 'SELECT words FROM note')).toEqual([{ words: 'señal' }])
    for (const name of ['fsync', 'synchronous_commit', 'full_page_writes']) {
      expect(await query(server.url, `SELECT current_setting('${name}') AS value`)).toEqual([{ value: 'on' }])
    }
    await query(server.url, 'CREATE EXTENSION pg_trgm')
    await query(server.url, 'CREATE EXTENSION unaccent')
    expect(await query(server.url, `SELECT unaccent('señal') AS plain`)).toEqual([{ plain: 'senal' }])
    expect(new URL(server.url).pathname).toBe('/tandem')
    expect(await query(server.url, 'SELECT usesuper FROM pg_user WHERE usename = current_user')).toEqual([
      { usesuper: false },
    ])
    for (const name of ['pg', 'pg.password']) expect(statSync(join(dataDir, name)).mode & 0o077).toBe(0)
  } finally {
    await server.stop()
  }
  expect(await server.exited).toBe(0)
  expect(runningUrl(dataDir)).toBeNull()
})

test('a second starter is told who is there, commands share the running server, and stopping frees the folder', async () => {
  const dataDir = copy('shared')
  const [first, second] = await Promise.allSettled([1, 2].map(() => startEmbedded({ dataDir, log, settings })))
  if (first?.status !== 'fulfilled') throw first?.reason
  expect(second).toMatchObject({ status: 'rejected', reason: { code: 'in_use' } })
  const command = await openEmbedded({ dataDir, log })
  expect(command.isShared).toBe(true)
  await command.stop()
  expect(await query(command.url, 'SELECT words FROM note')).toHaveLength(1)
  await first.value.stop()
  const again = await openEmbedded({ dataDir, log })
  expect(again.isShared).toBe(false)
  await again.stop()
})

test.each([
  ['with a death signal', process.env.PATH],
  ['where the server is left behind', '/nonexistent'],
])('killed with -9 %s, the next start has everything acknowledged', async (_case, path) => {
  const dataDir = copy(`killed-${path?.length}`)
  const parent = spawn(process.execPath, ['--input-type=module', '-e', PARENT, dataDir], {
    env: { ...process.env, PATH: path },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [url] = await once(parent.stdout, 'data')
  await query(String(url).trim(), `INSERT INTO note VALUES ('acknowledged')`)
  parent.kill('SIGKILL')
  await once(parent, 'exit')
  const server = await startEmbedded({ dataDir, log, settings })
  try {
    expect(await query(server.url, 'SELECT words FROM note ORDER BY words')).toEqual([
      { words: 'acknowledged' },
      { words: 'señal' },
    ])
  } finally {
    await server.stop()
  }
})

test('a path too long for a socket falls back to loopback', async () => {
  const dataDir = copy('x'.repeat(110))
  const server = await startEmbedded({ dataDir, log, settings })
  try {
    expect(new URL(server.url).hostname).toBe('127.0.0.1')
    expect(runningUrl(dataDir)).toBe(server.url)
    expect(await query(server.url, 'SELECT words FROM note')).toHaveLength(1)
    const wrong = new URL(server.url)
    wrong.password = 'guess'
    await expect(query(wrong.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' })
  } finally {
    await server.stop()
  }
})

test('a new database in a folder with spaces, where an earlier attempt was interrupted', async () => {
  const dataDir = join(folder, 'dos palabras, señal')
  mkdirSync(join(dataDir, 'pg.new/base'), { recursive: true, mode: 0o711 })
  const server = await startEmbedded({ dataDir, log, settings })
  expect(await query(server.url, 'SELECT current_database() AS name')).toEqual([{ name: 'tandem' }])
  await server.stop()
})

test.runIf(isRoot)('root works in a folder that only root may enter, or is told where to go', async () => {
  const home = join(folder, 'home')
  cpSync(template, join(home, 'data'), { recursive: true })
  chmodSync(home, 0o700)
  try {
    const server = await startEmbedded({ dataDir: join(home, 'data'), log, settings })
    expect(await query(server.url, 'SELECT words FROM note')).toHaveLength(1)
    await server.stop()
  } catch (error) {
    // Containers that may not make mount namespaces.
    expect(error).toMatchObject({ code: 'unreachable', message: expect.stringContaining(home) })
  }
})

test.each<[string, string, (dataDir: string) => void]>([
  ['corrupt', 'tandem restore', (dataDir) => rmSync(join(dataDir, 'pg/global/pg_control'))],
  ['corrupt', 'tandem restore', (dataDir) => writeFileSync(join(dataDir, 'pg/global/pg_control'), Buffer.alloc(8192))],
  ['corrupt', 'tandem restore', (dataDir) => writeFileSync(join(dataDir, 'pg/PG_VERSION'), 'not a number')],
  ['wrong_version', 'PostgreSQL 17', (dataDir) => writeFileSync(join(dataDir, 'pg/PG_VERSION'), '17\n')],
  ['foreign_folder', 'letter.txt', (dataDir) => replace(join(dataDir, 'pg'), 'letter.txt')],
  ['foreign_folder', 'letter.txt', (dataDir) => replace(dataDir, 'letter.txt')],
  ['foreign_folder', 'DATABASE_URL', (dataDir) => replace(dataDir, 'PG_VERSION')],
  ['password_missing', 'pg.password', (dataDir) => rmSync(join(dataDir, 'pg.password'))],
  ['password_wrong', 'pg.password', (dataDir) => writeFileSync(join(dataDir, 'pg.password'), 'another')],
  ['not_writable', 'TANDEM_DATA', blockWithFile],
])('%s: says %s', async (code, advice, damage) => {
  const dataDir = copy(`bad-${damages++}`)
  damage(dataDir)
  const error = await startEmbedded({ dataDir, log, settings }).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(EmbeddedPostgresError)
  expect(error).toMatchObject({ code, message: expect.stringContaining(advice) })
})
let damages = 0

const PARENT = `
  const { startEmbedded } = await import(${JSON.stringify(new URL('./embedded.ts', import.meta.url).href)})
  const log = { info() {}, warn() {} }
  const server = await startEmbedded({ dataDir: process.argv[1], log })
  console.log(server.url)
  setInterval(() => {}, 1000)
`

function copy(name: string): string {
  const dataDir = join(folder, name)
  cpSync(template, dataDir, { recursive: true })
  return dataDir
}

function blockWithFile(dataDir: string): void {
  rmSync(dataDir, { recursive: true })
  writeFileSync(dataDir, '')
}

function replace(path: string, file: string): void {
  rmSync(path, { recursive: true })
  mkdirSync(path)
  writeFileSync(join(path, file), 'x')
}

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}
