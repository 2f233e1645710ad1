/** Writes docs/openapi.json from the mounted contract. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { systemClock } from '#kernel/clock.ts'
import { openDatabase } from '#kernel/db.ts'
import { diskFiles } from '#kernel/files.ts'
import { silentLog } from '#kernel/log.ts'
import { buildApp } from '../server/app.ts'
import { modules } from '../server/modules.ts'

// Nothing is asked of the database: the contract alone makes the document.
const databaseUrl = 'postgres://nobody@localhost/none'
const { db, pool } = openDatabase(databaseUrl)
const services = {
  db,
  pool,
  clock: systemClock,
  files: diskFiles('data/files'),
  log: silentLog(),
  live: null,
  publicUrl: 'http://localhost',
  smtpUrl: null,
  secret: 'x'.repeat(32),
  databaseUrl,
}
const app = await buildApp({ services, modules, requestsPerMinute: null })
mkdirSync('docs', { recursive: true })
writeFileSync('docs/openapi.json', `${JSON.stringify(app.swagger(), null, 1)}\n`)
await app.close()
await db.destroy()
