import { join } from 'node:path'
import { systemClock } from '#kernel/clock.ts'
import { type Config, loadSecret } from '#kernel/config.ts'
import { openDatabase } from '#kernel/db.ts'
import { diskFiles } from '#kernel/files.ts'
import { createLog } from '#kernel/log.ts'
import { migrate } from '#kernel/migrate.ts'
import { registerModules } from '#kernel/register.ts'
import type { Services } from '#kernel/services.ts'
import { migrateAuth } from '#modules/accounts/public.ts'
import { modules } from '../modules.ts'

/** Brings the schema up to date. @returns the names of the migrations applied */
export const migrateAt = (url: string, config: Config): Promise<string[]> =>
  migrate(url, () => migrateAuth({ url, secret: loadSecret(config), publicUrl: config.publicUrl }))

/** Runs work with the services of the application, without its server: jobs that it queues are done by the next `start`. */
export async function withServices<T>(
  url: string,
  config: Config,
  work: (services: Services) => Promise<T>,
): Promise<T> {
  await migrateAt(url, config)
  const log = createLog(config.logLevel === 'info' ? 'warn' : config.logLevel)
  const { db, pool, close } = openDatabase(url, {
    max: 4,
    onError: (error) => log.warn({ err: error }, 'database connection lost'),
  })
  const files = diskFiles(join(config.dataDir, 'files'))
  const { publicUrl, smtpUrl } = config
  const services: Services = {
    db,
    pool,
    clock: systemClock,
    files,
    log,
    live: null,
    publicUrl,
    smtpUrl,
    secret: loadSecret(config),
    databaseUrl: url,
  }
  registerModules(modules)
  const undo: (() => Promise<void>)[] = []
  try {
    for (const module of modules) if (module.start) undo.push(await module.start(services))
    return await work(services)
  } finally {
    for (const step of undo.reverse()) await step()
    await close()
  }
}
