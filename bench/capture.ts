/**
 * Form submissions per second at the server's door, each answered after it is committed with contact, consent, provenance,
 * score and handover; against one-row INSERTs, a transaction each, through `pg` in the same database at the same concurrency.
 */
import pg from 'pg'
import { runningUrl } from '#kernel/postgres/embedded.ts'
import { startServer } from '../test/e2e/server.ts'
import { runLoad } from './http-load.ts'
import type { Bench } from './run.ts'

const warmUp = 1000

const bench: Bench = async ({ total = '20000', connections = '32', handRaise = 'true' }) => {
  const count = Number(total)
  const server = await startServer()
  try {
    const form = await createForm(server.url, handRaise === 'true')
    const plan = {
      url: `${server.url}/f/${form}`,
      connections: Number(connections),
      body: JSON.stringify({
        fields: {
          email: '%u@cliente-%n.example',
          nombre: 'Persona Número %n',
          empresa: 'Cliente %n',
          mensaje: 'Nos interesa una demostración',
        },
        consents: { marketing_email: true },
        page: {
          url: 'https://lumbre.example/oferta?utm_source=google&utm_medium=cpc&utm_campaign=otono',
          referrer: 'https://www.google.com/',
        },
      }),
    }
    await runLoad({ ...plan, total: warmUp })
    const mine = await runLoad({ ...plan, total: count })
    await prove(server.dataDir, count + warmUp, handRaise === 'true')
    const baseline = await insertOneByOne(server.dataDir, count, Number(connections))
    if (mine.failed > 0) throw new Error(`${mine.failed} submissions failed`)
    const ratio = Number((mine.perSecond / baseline).toFixed(3))
    return {
      json: {
        perSecond: mine.perSecond,
        baselinePerSecond: baseline,
        ratio,
        p50Ms: mine.p50Ms,
        p95Ms: mine.p95Ms,
        p99Ms: mine.p99Ms,
        total: count,
      },
      line: `capture: ${mine.perSecond}/s committed whole (p95 ${mine.p95Ms} ms), one-row inserts ${baseline}/s, ratio ${ratio} (wanted ≥ 0.25)`,
    }
  } finally {
    await server.stop()
  }
}
export default bench

/** First run and one form; answers the form's id. */
export async function createForm(url: string, handRaise: boolean): Promise<string> {
  const send = async (path: string, body: object, apiKey?: string) => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(apiKey && { authorization: `Bearer ${apiKey}` }) },
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
    return (await response.json()) as { apiKey: string; id: string }
  }
  const { apiKey } = await send('/setup', {
    workspace: { name: 'Bench', locale: 'es', timeZone: 'Europe/Madrid', currency: 'EUR' },
    owner: { name: 'Bench', email: 'bench@example.com', password: 'only-for-the-bench' },
  })
  const form = await send(
    '/forms',
    {
      name: 'Demostración',
      handRaise,
      fields: [
        { key: 'email', type: 'email', label: 'Correo', required: true },
        { key: 'nombre', type: 'text', label: 'Nombre' },
        { key: 'empresa', type: 'text', label: 'Empresa', mapsTo: 'custom' },
        { key: 'mensaje', type: 'long_text', label: 'Mensaje' },
      ],
      consents: [{ purpose: 'marketing_email', text: 'Quiero recibir novedades.' }],
    },
    apiKey,
  )
  return form.id
}

/** Everything that was acknowledged is there, whole. */
async function prove(dataDir: string, expected: number, handRaise: boolean) {
  await withDatabase(dataDir, async (client) => {
    const { rows } = await client.query<Record<string, number>>(`select
      (select count(*) from form_submission)::int as submissions,
      (select count(*) from contact where first_touch is not null and scored_at is not null)::int as contacts,
      (select count(*) from consent where text is not null)::int as consents,
      (select count(*) from handover)::int as handovers`)
    const wanted = {
      submissions: expected,
      contacts: expected,
      consents: expected,
      handovers: handRaise ? expected : 0,
    }
    if (JSON.stringify(rows[0]) !== JSON.stringify(wanted))
      throw new Error(`stored ${JSON.stringify(rows[0])} instead of ${JSON.stringify(wanted)}`)
  })
}

async function insertOneByOne(dataDir: string, total: number, connections: number): Promise<number> {
  await withDatabase(dataDir, (client) =>
    client.query(
      'create table bench_row (id bigint primary key, email text not null, name text not null, fields jsonb not null, at timestamptz not null)',
    ),
  )
  const pool = new pg.Pool({ connectionString: addressOf(dataDir), max: connections })
  let next = 0
  const one = async () => {
    const client = await pool.connect()
    for (let number = next++; number < total; number = next++) {
      await client.query({
        name: 'bench_insert',
        text: 'insert into bench_row (id, email, name, fields, at) values ($1, $2, $3, $4, $5)',
        values: [
          number,
          `persona-${number}@cliente-${number}.example`,
          `Persona Número ${number}`,
          '{"mensaje":"Nos interesa una demostración"}',
          new Date(),
        ],
      })
    }
    client.release()
  }
  const started = performance.now()
  await Promise.all(Array.from({ length: connections }, one))
  const seconds = (performance.now() - started) / 1000
  await pool.end()
  return Math.round(total / seconds)
}

export function addressOf(dataDir: string): string {
  const url = runningUrl(dataDir)
  if (!url) throw new Error('the database is not running')
  return url
}

export async function withDatabase<T>(dataDir: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: addressOf(dataDir) })
  await client.connect()
  return work(client).finally(() => client.end())
}
