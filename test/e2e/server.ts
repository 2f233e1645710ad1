import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type TestServer = {
  url: string
  dataDir: string
  process: ChildProcess
  kill(): Promise<void>
  restart(): Promise<void>
  stop(): Promise<void>
}

/** The real program on an embedded database of its own, on a free port. `kill` is −9; `restart` uses the same data. */
export async function startServer(env: Record<string, string> = {}): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), 'tandem-server-'))
  // The database may run as another user, who must be able to pass through.
  await chmod(folder, 0o711)
  const dataDir = join(folder, 'data')
  const port = await freePort()
  const url = `http://localhost:${port}`
  const launch = async () => {
    const child = spawn(process.execPath, ['--max-semi-space-size=16', 'server/main.ts'], {
      env: {
        ...process.env,
        TANDEM_PORT: String(port),
        TANDEM_DATA: dataDir,
        TANDEM_PUBLIC_URL: url,
        TANDEM_LOG_LEVEL: 'error',
        TANDEM_REQUESTS_PER_MINUTE: 'off',
        DATABASE_URL: '',
        ...env,
      },
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    await ready(url, child)
    return child
  }
  const server: TestServer = {
    url,
    dataDir,
    process: await launch(),
    async kill() {
      server.process.kill('SIGKILL')
      if (server.process.exitCode === null && server.process.signalCode === null) await once(server.process, 'exit')
    },
    async restart() {
      server.process = await launch()
    },
    async stop() {
      server.process.kill('SIGTERM')
      if (server.process.exitCode === null && server.process.signalCode === null) await once(server.process, 'exit')
      await rm(folder, { recursive: true, force: true })
    },
  }
  return server
}

async function ready(url: string, child: ChildProcess) {
  const deadline = Date.now() + 60_000
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode} while starting`)
    const answers = await fetch(`${url}/health/ready`).then(
      (response) => response.ok,
      () => false,
    )
    if (answers) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('the server was not ready within a minute')
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
