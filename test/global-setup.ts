import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { silentLog } from '#kernel/log.ts'
import { migrate } from '#kernel/migrate.ts'
import { startEmbedded } from '#kernel/postgres/embedded.ts'
import { migrateAuth } from '#modules/accounts/public.ts'
import { testSecret } from './test-secret.ts'

/** One embedded PostgreSQL for the whole run, with a migrated template that every test file clones. */
export default async function setup() {
  const dataDir = await mkdtemp(join(tmpdir(), 'tandem-test-'))
  await chmod(dataDir, 0o711)
  const embedded = await startEmbedded({
    dataDir,
    log: silentLog(),
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '120' },
  })
  const template = new URL(embedded.url)
  template.pathname = '/template_tandem'
  await onServer(embedded.url, 'create database template_tandem')
  await migrate(template.href, () =>
    migrateAuth({ url: template.href, secret: testSecret, publicUrl: 'http://localhost' }),
  )
  process.env.TANDEM_TEST_SERVER = embedded.url
  return async () => {
    await embedded.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function onServer(url: string, statement: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}
