/** Page views one per request: requests per second of `POST /e`, every one in the database, against a bare node:http server. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import pg from 'pg'
import { runningUrl } from '#kernel/postgres/embedded.ts'
import { startServer } from '../test/e2e/server.ts'
import { type LoadPlan, runLoad } from './http-load.ts'
import type { Bench } from './run.ts'

const barePort = 18_099
const bare = `require('node:http').createServer((request, response) => {
  let text = ''
  request.on('data', (chunk) => { text += chunk })
  request.on('end', () => { const { events } = JSON.parse(text); response.writeHead(events.length ? 202 : 400, { 'content-length': 0 }); response.end() })
}).listen(${barePort}, '127.0.0.1', () => console.log('up'))`

const bench: Bench = async ({ total = '200000', connections = '64' }) => {
  const plan = (url: string): LoadPlan => ({
    url,
    connections: Number(connections),
    total: Number(total),
    body: '{"visitorId":"visitor-%n","events":[{"id":"e-%u","type":"page_view","url":"https://lumbre.example/clima?utm_source=fair&utm_medium=qr","referrer":"https://www.example.org/a"}]}',
  })
  const baseline = await withBareServer(() => runLoad(plan(`http://127.0.0.1:${barePort}/e`)))
  const server = await startServer()
  try {
    await setUp(server.url)
    await runLoad({ ...plan(`${server.url}/e`), total: 5000 })
    const mine = await runLoad(plan(`${server.url}/e`))
    const stored = await countFacts(server.dataDir)
    if (mine.failed > 0 || stored !== Number(total) + 5000)
      throw new Error(`${mine.failed} failed, ${stored} of ${Number(total) + 5000} stored`)
    const ratio = Number((mine.perSecond / baseline.perSecond).toFixed(3))
    return {
      json: {
        perSecond: mine.perSecond,
        baselinePerSecond: baseline.perSecond,
        ratio,
        p95Ms: mine.p95Ms,
        p99Ms: mine.p99Ms,
        stored,
      },
      line: `ingest: ${mine.perSecond}/s with every view stored, bare node:http ${baseline.perSecond}/s, ratio ${ratio} (wanted ≥ 0.40)`,
    }
  } finally {
    await server.stop()
  }
}
export default bench

async function withBareServer<T>(run: () => Promise<T>): Promise<T> {
  const child: ChildProcess = spawn(process.execPath, ['-e', bare], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout!, 'data')
  return run().finally(() => child.kill())
}

async function setUp(url: string) {
  const response = await fetch(`${url}/api/v1/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      workspace: { name: 'Bench', locale: 'es', timeZone: 'Europe/Madrid', currency: 'EUR' },
      owner: { name: 'Bench', email: 'bench@example.com', password: 'only-for-the-bench' },
    }),
  })
  if (!response.ok) throw new Error(`setup answered ${response.status}`)
}

async function countFacts(dataDir: string): Promise<number> {
  const url = runningUrl(dataDir)
  if (!url) throw new Error('the database is not running')
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ count: number }>('select count(*)::int as count from visit_event')
  await client.end()
  return rows[0]!.count
}
