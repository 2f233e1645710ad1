import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { BackupError, backup } from './backup.ts'
import { type EmbeddedPostgres, startEmbedded, superuserUrl } from './embedded.ts'
import { restore } from './restore.ts'

const log = { info: () => undefined, warn: () => undefined }
const settings = { fsync: 'off' }
let folder: string
let dataDir: string
let file: string
let server: EmbeddedPostgres

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-backup-'))
  chmodSync(folder, 0o711)
  dataDir = join(folder, 'data')
  file = join(folder, 'backup.tar.gz')
  server = await startEmbedded({ dataDir, log, settings })
}, 20_000)
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('a backup taken while others write restores to one moment, with files and secret', async () => {
  mkdirSync(join(dataDir, 'files/ab'), { recursive: true })
  writeFileSync(join(dataDir, 'files/ab/logo.svg'), '<svg/>')
  writeFileSync(join(dataDir, 'secret'), 'a secret of more than thirty-two characters')
  const pool = new pg.Pool({ connectionString: server.url, max: 4 })
  await pool.query('CREATE TABLE fact (id bigint PRIMARY KEY, twin bigint NOT NULL UNIQUE)')
  let next = 0
  let acknowledged = 0
  let isBackedUp = false
  const write = async () => {
    while (!isBackedUp) {
      const id = next++
      await pool.query('INSERT INTO fact VALUES ($1, $1)', [id])
      acknowledged++
    }
  }
  const writers = [write(), write(), write()]
  await pool.query('SELECT count(*) FROM fact')
  const acknowledgedBefore = acknowledged
  const { bytes } = await backup({ url: server.url, dataDir, file })
  isBackedUp = true
  await Promise.all(writers)
  await pool.end()
  expect(statSync(file)).toMatchObject({ size: bytes })
  expect(statSync(file).mode & 0o077).toBe(0)

  const target = join(folder, 'restored')
  await restore({ file, dataDir: target })
  expect(readFileSync(join(target, 'files/ab/logo.svg'), 'utf8')).toBe('<svg/>')
  expect(readFileSync(join(target, 'secret'), 'utf8')).toContain('thirty-two')
  const restored = await startEmbedded({ dataDir: target, log, settings })
  const client = new pg.Client({ connectionString: superuserUrl(restored.url) })
  await client.connect()
  try {
    const { rows } = await client.query('SELECT count(*)::int AS rows, count(DISTINCT twin)::int AS twins FROM fact')
    expect(rows[0].rows).toBe(rows[0].twins)
    expect(rows[0].rows).toBeGreaterThanOrEqual(acknowledgedBefore)
    expect(rows[0].rows).toBeLessThanOrEqual(next)
    await client.query('CREATE EXTENSION amcheck')
    await client.query(`SELECT bt_index_check(indexrelid, true) FROM pg_index JOIN pg_class ON oid = indexrelid
                        WHERE relam = (SELECT oid FROM pg_am WHERE amname = 'btree')`)
  } finally {
    await client.end()
    await restored.stop()
  }
}, 20_000)

test('nothing is overwritten: a backup by its name, a folder in use or with something in it', async () => {
  const before = statSync(file)
  await expect(backup({ url: server.url, dataDir, file })).rejects.toThrow(BackupError)
  expect(statSync(file).mtimeMs).toBe(before.mtimeMs)
  await expect(restore({ file, dataDir })).rejects.toMatchObject({ code: 'in_use' })
  const full = join(folder, 'full')
  mkdirSync(full)
  writeFileSync(join(full, 'letter.txt'), 'x')
  await expect(restore({ file, dataDir: full })).rejects.toThrow('letter.txt')
  expect(readdirSync(full)).toEqual(['letter.txt'])
})

test('a backup of another server is refused and leaves nothing behind', async () => {
  const other = join(folder, 'other')
  await expect(backup({ url: server.url, dataDir: other, file: `${file}.2` })).rejects.toThrow()
  expect(existsSync(`${file}.2`) || existsSync(`${file}.2.part`)).toBe(false)
})

test.each([
  ['cut short', (content: Buffer) => content.subarray(0, content.length / 2)],
  [
    'damaged',
    (content: Buffer) => Buffer.concat([content.subarray(0, 20_000), Buffer.alloc(1000), content.subarray(21_000)]),
  ],
  ['not an archive', () => Buffer.from('letter')],
])('a file %s restores nothing', async (name, spoil) => {
  const spoilt = join(folder, 'spoilt.tar.gz')
  writeFileSync(spoilt, spoil(readFileSync(file)))
  const target = join(folder, name)
  await expect(restore({ file: spoilt, dataDir: target })).rejects.toThrow(BackupError)
  expect(readdirSync(target).filter((entry) => entry !== 'lock')).toEqual([])
})
