/**
 * Stock movements per second at the server's door: 16 writers move the stock of 100 products, each movement with its own
 * reference, in the ledger, answered after commit; against `UPDATE … SET on_hand = on_hand + $1` by hand, a transaction
 * each, through `pg` in the same database with the same writers. The sums are proved afterwards.
 */
import pg from 'pg'
import { startServer } from '../test/e2e/server.ts'
import { addressOf, withDatabase } from './capture.ts'
import { runLoad } from './http-load.ts'
import type { Bench } from './run.ts'

const products = 100
const start = 1_000_000
const warmUp = 2000

const bench: Bench = async ({ total = '50000', writers = '16' }) => {
  const count = Number(total)
  const connections = Number(writers)
  const server = await startServer()
  try {
    const { apiKey, ids } = await setUpCatalogue(server.url, products)
    await putLevels(server.url, apiKey, ids)
    const plan = {
      url: server.url,
      paths: ids.map((id) => `/api/v1/products/${id}/stock/movements`),
      connections,
      headers: { authorization: `Bearer ${apiKey}` },
      body: '{"delta":-1,"reason":"sale","reference":"order %u"}',
    }
    await runLoad({ ...plan, total: warmUp })
    const mine = await runLoad({ ...plan, total: count })
    if (mine.failed > 0) throw new Error(`${mine.failed} movements failed`)
    await prove(server.dataDir, count + warmUp)
    const baseline = await updateByHand(server.dataDir, ids, count, connections)
    const ratio = Number((mine.perSecond / baseline).toFixed(3))
    const { perSecond, p50Ms, p95Ms, p99Ms } = mine
    return {
      json: { perSecond, baselinePerSecond: baseline, ratio, p50Ms, p95Ms, p99Ms, total: count },
      line: `stock: ${perSecond} movements/s by HTTP with ledger (p95 ${p95Ms} ms), bare updates ${baseline}/s, ratio ${ratio} (wanted ≥ 0.3); sums exact`,
    }
  } finally {
    await server.stop()
  }
}
export default bench

/** First run and so many products; answers their ids in order. */
export async function setUpCatalogue(
  url: string,
  count: number,
): Promise<{ apiKey: string; workspaceId: string; ids: string[] }> {
  const send = sender(url)
  const { apiKey, workspaceId } = await send<{ apiKey: string; workspaceId: string }>('POST', '/setup', {
    workspace: { name: 'Bench', locale: 'es', timeZone: 'Europe/Madrid', currency: 'EUR' },
    owner: { name: 'Bench', email: 'bench@example.com', password: 'only-for-the-bench' },
  })
  const ids: string[] = []
  for (let number = 0; number < count; number++)
    ids.push(
      (await send<{ id: string }>('POST', '/products', { sku: `S-${number}`, name: `Producto ${number}` }, apiKey)).id,
    )
  return { apiKey, workspaceId, ids }
}

const sender =
  (url: string) =>
  async <T>(method: string, path: string, body: object, apiKey?: string): Promise<T> => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...(apiKey && { authorization: `Bearer ${apiKey}` }) },
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
    return (await response.json()) as T
  }

const putLevels = (url: string, apiKey: string, ids: readonly string[]) =>
  sender(url)('PUT', '/stock/levels', { items: ids.map((productId) => ({ productId, onHand: start })) }, apiKey)

/** Every acknowledged movement is in the sum, in its row and in the last balance. */
async function prove(dataDir: string, moved: number) {
  await withDatabase(dataDir, async (client) => {
    const { rows } = await client.query<Record<string, string>>(`select
      (select sum(on_hand) from stock) as on_hand,
      (select count(*) from stock_movement where reason = 'sale') as movements,
      (select count(*) from stock s where s.on_hand <> (select sum(delta) from stock_movement m where m.product_id = s.product_id)) as wrong`)
    const { on_hand: onHand, movements, wrong } = rows[0]!
    if (Number(onHand) !== products * start - moved || Number(movements) !== moved || Number(wrong) !== 0)
      throw new Error(`stored ${JSON.stringify(rows[0])} after ${moved} movements`)
  })
}

async function updateByHand(dataDir: string, ids: readonly string[], total: number, writers: number): Promise<number> {
  const pool = new pg.Pool({ connectionString: addressOf(dataDir), max: writers })
  let next = 0
  const one = async () => {
    const client = await pool.connect()
    for (let number = next++; number < total; number = next++) {
      await client.query({
        name: 'bench_update',
        text: 'update stock set on_hand = on_hand + $1 where product_id = $2 and workspace_id = (select id from workspace limit 1)',
        values: [-1, ids[number % ids.length]],
      })
    }
    client.release()
  }
  const started = performance.now()
  await Promise.all(Array.from({ length: writers }, one))
  const seconds = (performance.now() - started) / 1000
  await pool.end()
  return Math.round(total / seconds)
}
