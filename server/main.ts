import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import { systemClock } from '#kernel/clock.ts'
import { type Config, ConfigError, loadSecret, readConfig } from '#kernel/config.ts'
import { openDatabase } from '#kernel/db.ts'
import { diskFiles } from '#kernel/files.ts'
import { keepHeapSmall } from '#kernel/heap.ts'
import { type Live, startLive } from '#kernel/live.ts'
import { createLog } from '#kernel/log.ts'
import { closeMail } from '#kernel/mail.ts'
import { migrate } from '#kernel/migrate.ts'
import { EmbeddedPostgresError, startEmbedded } from '#kernel/postgres/embedded.ts'
import { registerModules } from '#kernel/register.ts'
import type { Services } from '#kernel/services.ts'
import { startWorker } from '#kernel/worker.ts'
import { migrateAuth } from '#modules/accounts/public.ts'
import { allowPrivateAddresses } from '#modules/shops/public.ts'
import { buildApp } from './app.ts'
import { modules } from './modules.ts'

export type Running = { app: FastifyInstance; services: Services; stop(): Promise<void> }

/** Brings everything up in order, and returns what takes it down in the reverse order. */
export async function start(config: Config): Promise<Running> {
  const log = createLog(config.logLevel)
  const undo: (() => Promise<void>)[] = []
  const stop = async () => {
    for (const step of undo.splice(0).reverse())
      await step().catch((error: unknown) => log.error({ err: error }, 'shutdown step failed'))
  }
  try {
    const { url, alone } = await database(config, log, undo)
    const secret = loadSecret(config)
    const applied = await migrate(url, () => migrateAuth({ url, secret, publicUrl: config.publicUrl }))
    if (applied.length > 0) log.info({ applied }, 'migrated')
    const { db, pool, close } = openDatabase(url, {
      onError: (error) => log.warn({ err: error }, 'database connection lost'),
    })
    undo.push(close)
    const files = diskFiles(join(config.dataDir, 'files'))
    const live: Live | null = config.roles.has('web') ? await startLive(url, log) : null
    const services: Services = {
      db,
      pool,
      clock: systemClock,
      files,
      log,
      live,
      publicUrl: config.publicUrl,
      smtpUrl: config.smtpUrl,
      secret,
      databaseUrl: url,
    }
    registerModules(modules)
    if (config.allowPrivateAddresses) allowPrivateAddresses()
    for (const module of modules) if (module.start) undo.push(await module.start(services))
    undo.push(async () => closeMail())
    if (config.roles.has('worker')) {
      const worker = await startWorker(services, modules, { alone })
      undo.push(() => worker.stop())
    }
    let ready = true
    const app = await buildApp({
      services,
      modules,
      trustProxy: config.trustProxy,
      requestsPerMinute: config.requestsPerMinute,
      isReady: () => ready,
    })
    undo.push(() => app.close())
    if (config.roles.has('web')) await app.listen({ port: config.port, host: config.host })
    undo.push(async () => void (ready = false))
    return { app, services, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function database(config: Config, log: ReturnType<typeof createLog>, undo: (() => Promise<void>)[]) {
  if (config.databaseUrl) return { url: config.databaseUrl, alone: false }
  const embedded = await startEmbedded({ dataDir: config.dataDir, log })
  let stopping = false
  undo.push(() => {
    stopping = true
    return embedded.stop()
  })
  void embedded.exited.then((code) => {
    if (stopping) return
    log.fatal({ code }, 'the embedded database ended; leaving so that a supervisor can start anew')
    process.exit(1)
  })
  return { url: embedded.url, alone: true }
}

/** Runs until SIGTERM or SIGINT; then finishes what it took and leaves with 0. A second signal leaves at once. */
export async function main(): Promise<void> {
  keepHeapSmall()
  try {
    const config = readConfig(process.env)
    const { stop, services } = await start(config)
    services.log.info({ url: config.publicUrl }, 'ready')
    if (process.stdout.isTTY) process.stdout.write(`\n  Tándem → ${config.publicUrl}\n\n`)
    let stopping = false
    const leave = (signal: string) => {
      if (stopping) process.exit(1)
      stopping = true
      services.log.info({ signal }, 'stopping')
      void stop().then(() => process.exit(0))
    }
    process.on('SIGTERM', () => leave('SIGTERM'))
    process.on('SIGINT', () => leave('SIGINT'))
  } catch (error) {
    const known = error instanceof ConfigError || error instanceof EmbeddedPostgresError
    process.stderr.write(`${known ? error.message : error instanceof Error ? error.stack : String(error)}\n`)
    process.exit(1)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
