/** Regenerates server/kernel/schema.ts from the migrations, on a throw-away embedded database. */
import { execFileSync } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLog } from '#kernel/log.ts'
import { migrate } from '#kernel/migrate.ts'
import { startEmbedded } from '#kernel/postgres/embedded.ts'

const target = 'server/kernel/schema.ts'
const dataDir = await mkdtemp(join(tmpdir(), 'tandem-types-'))
// The database may run as another user, who must be able to pass through.
await chmod(dataDir, 0o711)
const embedded = await startEmbedded({ dataDir, log: silentLog() })
try {
  await migrate(embedded.url)
  execFileSync(
    'node_modules/.bin/kysely-codegen',
    [
      '--dialect',
      'postgres',
      '--camel-case',
      '--numeric-parser',
      'number',
      '--date-parser',
      'string',
      '--include-pattern',
      'public.*',
      '--exclude-pattern',
      '{public.visit_event_*,public.ops_migration}',
      '--out-file',
      target,
      '--url',
      embedded.url,
    ],
    { stdio: 'inherit' },
  )
  const generated = await readFile(target, 'utf8')
  // kernel/db.ts parses int8 as a number: cents and counts stay far below 2^53.
  await writeFile(
    target,
    generated.replace(
      /export type Int8 = .*;/,
      'export type Int8 = ColumnType<number, bigint | number | string, bigint | number | string>;',
    ),
  )
} finally {
  await embedded.stop()
  await rm(dataDir, { recursive: true, force: true })
}
