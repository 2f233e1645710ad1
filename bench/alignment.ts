/**
 * The alignment score and its trend over HTTP in a company with a year of daily rows, 20,000 claims, 200 information items and a
 * pulse a month; the worse 95th percentile against the 300 ms that were promised, and the trend against the one statement
 * somebody would write for it by hand.
 */
import { Agent, request } from 'node:http'
import pg from 'pg'
import { startServer } from '../test/e2e/server.ts'
import { addressOf } from './capture.ts'
import type { Bench } from './run.ts'

const limitMs = 300
const warmUp = 20

const bench: Bench = async ({ rounds = '200', days = '366' }) => {
  const server = await startServer()
  const client = new pg.Client({ connectionString: addressOf(server.dataDir) })
  await client.connect()
  try {
    const made = await setUp(server.url)
    await addItems(server.url, made)
    await fill(client, made.workspaceId, Number(days))
    const ask = asker(server.url, made.apiKey)
    const to = new Date().toISOString().slice(0, 10)
    const from = new Date(Date.now() - (Number(days) - 1) * 86_400_000).toISOString().slice(0, 10)
    const times = { score: [] as number[], trend: [] as number[], sql: [] as number[] }
    for (let round = -warmUp; round < Number(rounds); round++) {
      const [score] = await timed(() => ask('/api/v1/alignment'))
      const [trend, text] = await timed(() => ask(`/api/v1/alignment/trend?from=${from}&to=${to}`))
      const [sql, expected] = await timed(() => byHand(client, made.workspaceId, from, to))
      const answered = (JSON.parse(text) as { items: unknown[] }).items.length
      if (answered !== expected) throw new Error(`${answered} days over HTTP, ${expected} by SQL`)
      if (round < 0) continue
      times.score.push(score)
      times.trend.push(trend)
      times.sql.push(sql)
    }
    const [score, trend, sql] = [p95(times.score), p95(times.trend), p95(times.sql)]
    const worst = Math.max(score, trend)
    return {
      json: {
        days: Number(days),
        scoreP95Ms: two(score),
        trendP95Ms: two(trend),
        sqlP95Ms: two(sql),
        ratio: two(trend / sql),
        ok: worst <= limitMs,
      },
      line: `Alignment over ${days} days, p95 over HTTP: score ${two(score)} ms, trend ${two(trend)} ms (by hand ${two(sql)} ms, ×${two(trend / sql)}), wanted ≤ ${limitMs} ms.`,
    }
  } finally {
    await client.end()
    await server.stop()
  }
}
export default bench

type Made = { workspaceId: string; apiKey: string; ownerId: string; departmentIds: string[] }

async function setUp(url: string): Promise<Made> {
  const answer = await fetch(`${url}/api/v1/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      workspace: { name: 'Bench', locale: 'es', timeZone: 'Europe/Madrid', currency: 'EUR' },
      owner: { name: 'Olga', email: 'olga@bench.example', password: 'una frase larga' },
    }),
  })
  if (!answer.ok) throw new Error(await answer.text())
  const { workspaceId, apiKey } = (await answer.json()) as Pick<Made, 'workspaceId' | 'apiKey'>
  const headers = { authorization: `Bearer ${apiKey}` }
  const idsOf = async (path: string) => {
    const { items: rows } = (await (await fetch(`${url}/api/v1${path}`, { headers })).json()) as {
      items: { id: string }[]
    }
    return rows.map((row) => row.id)
  }
  const [ownerId] = await idsOf('/members')
  return { workspaceId, apiKey, ownerId: ownerId!, departmentIds: await idsOf('/departments') }
}

const items = 200

async function addItems(url: string, { apiKey, ownerId, departmentIds }: Made) {
  for (let n = 0; n < items; n++) {
    const answer = await fetch(`${url}/api/v1/information-items`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
      body: JSON.stringify({
        ...{ name: `Item ${n}`, purpose: 'p', ownerId, intervalDays: 30, mandatory: n % 2 === 0, value: '1' },
        requestedByDepartmentId: departmentIds[0],
        providedByDepartmentId: departmentIds[1],
      }),
    })
    if (!answer.ok) throw new Error(await answer.text())
  }
}

/** A year as it would have come about; only what the score reads. */
async function fill(client: pg.Client, workspaceId: string, days: number) {
  await client.query(
    `insert into alignment_day (workspace_id, scope_id, day, score, held, component_values, computed_at)
     select $1, '00000000-0000-0000-0000-000000000000', current_date - n, 50 + n % 40, n % 7 = 0,
       jsonb_build_object('marketing_sla', .8, 'sales_sla', .7, 'goal_pace', .6, 'freshness', .9, 'meetings_held', 1, 'product_consistency', .95), now()
     from generate_series(0, $2::integer - 1) n`,
    [workspaceId, days],
  )
  await client.query(
    `insert into claim (workspace_id, id, asset_type, asset_id, product_id, attribute_key, attribute_label, stated_value, state, severity, created_at, updated_at)
     select $1, md5('claim' || n)::uuid, 'ad', md5('asset' || n % 2000)::uuid, md5('product' || n % 500)::uuid, 'battery', 'Battery', '7',
       case when n % 20 = 0 then 'drifted' else 'holds' end, (array['critical', 'major', 'minor'])[1 + n % 3], now(), now()
     from generate_series(1, 20000) n`,
    [workspaceId],
  )
  await client.query(
    `insert into pulse (workspace_id, id, state, opens_on, closes_on, questions, invited, answered, result, created_by, created_at, closed_at)
     select $1, md5('pulse' || n)::uuid, 'closed', current_date - 30 * n - 7, current_date - 30 * n, '[{"key": "goals", "text": null}]', 84, 60,
       '{"hidden": null, "mean": 3.8, "questionMeans": {"goals": 3.8}, "groups": [], "comments": [], "commentsHidden": true}',
       '00000000-0000-0000-0000-000000000000', now(), now()
     from generate_series(0, 12) n`,
    [workspaceId],
  )
  await client.query('analyze')
}

async function byHand(client: pg.Client, workspaceId: string, from: string, to: string): Promise<number> {
  const { rows } = await client.query({
    name: 'trend',
    text: 'select day, score, held, component_values from alignment_day where workspace_id = $1 and scope_id = $2 and day between $3 and $4 order by day',
    values: [workspaceId, '00000000-0000-0000-0000-000000000000', from, to],
  })
  return rows.length
}

function asker(url: string, key: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const { port } = new URL(url)
  return (path: string) =>
    new Promise<string>((resolve, reject) => {
      const sent = request(
        { agent, port, host: '127.0.0.1', path, headers: { authorization: `Bearer ${key}` } },
        (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString()
            if (response.statusCode !== 200) reject(new Error(`${response.statusCode}: ${text}`))
            else resolve(text)
          })
        },
      )
      sent.on('error', reject)
      sent.end()
    })
}

async function timed<T>(work: () => Promise<T>): Promise<[number, T]> {
  const start = performance.now()
  const result = await work()
  return [performance.now() - start, result]
}

const p95 = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1] ?? 0
const two = (value: number) => Math.round(value * 100) / 100
