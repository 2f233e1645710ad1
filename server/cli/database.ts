import { type Config, readConfig } from '#kernel/config.ts'
import { openEmbedded } from '#kernel/postgres/embedded.ts'

/** Progress of commands goes to standard error: standard output is for results. */
export const terminalLog = {
  info: (message: string) => void process.stderr.write(`${message}\n`),
  warn: (message: string) => void process.stderr.write(`${message}\n`),
}

/**
 * Runs a command on the database of this installation: DATABASE_URL, the embedded server that is running already,
 * or one started for the while.
 */
export async function withDatabase<Result>(run: (url: string, config: Config) => Promise<Result>): Promise<Result> {
  const config = readConfig(process.env)
  if (config.databaseUrl !== null) return run(config.databaseUrl, config)
  const server = await openEmbedded({ dataDir: config.dataDir, log: terminalLog })
  try {
    return await run(server.url, config)
  } finally {
    await server.stop()
  }
}
