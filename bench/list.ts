import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { systemClock } from '#kernel/clock.ts'
import { openDatabase } from '#kernel/db.ts'
import { diskFiles } from '#kernel/files.ts'
import { newId } from '#kernel/id.ts'
import { silentLog } from '#kernel/log.ts'
import { migrate } from '#kernel/migrate.ts'
import { startEmbedded } from '#kernel/postgres/embedded.ts'
import { registerModules } from '#kernel/register.ts'
import type { Services } from '#kernel/services.ts'
import { createWorkspace, migrateAuth } from '#modules/accounts/public.ts'
import { buildApp } from '../server/app.ts'
import { modules } from '../server/modules.ts'

const secret = 'bench-only-0123456789abcdef0123456789abcdef'

/**
 * First page of a list of a million contacts: over HTTP against the same page by hand-written SQL, both in turns on the
 * same database with its normal settings. p95 in milliseconds; wanted: HTTP at most 1.6 times the SQL.
 */
export default async function list({ contacts = '1000000', rounds = '200' }: Readonly<Record<string, string>> = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'tandem-bench-list-'))
  await chmod(dataDir, 0o711)
  const embedded = await startEmbedded({ dataDir, log: silentLog() })
  const { db, pool, close } = openDatabase(embedded.url)
  try {
    await migrate(embedded.url, () => migrateAuth({ url: embedded.url, secret, publicUrl: 'http://localhost' }))
    const owner = { userId: newId(), email: 'owner@example.com', name: 'Olga Owner' }
    const workspace = { name: 'Bench', locale: 'es' as const, timeZone: 'Europe/Madrid', currency: 'EUR' }
    const made = await db.transaction().execute((tx) => createWorkspace(tx, new Date(), { workspace, owner }))
    await generateContacts(pool, made.workspaceId, made.ownerId, Number(contacts))
    const services: Services = {
      ...{ db, pool, clock: systemClock, files: diskFiles(join(dataDir, 'files')), log: silentLog(), live: null },
      ...{ publicUrl: 'http://localhost', smtpUrl: null, secret, databaseUrl: embedded.url },
    }
    registerModules(modules)
    const app = await buildApp({ services, modules, requestsPerMinute: null })
    await app.listen({ port: 0, host: '127.0.0.1' })
    try {
      const { port } = app.server.address() as AddressInfo
      return report(await compare(embedded.url, port, made, Number(rounds)), Number(contacts))
    } finally {
      await app.close()
    }
  } finally {
    await close()
    await embedded.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

/** A server that answers has answered before: both sides are warm when they are measured. */
const warmUp = 100

type Made = { workspaceId: string; ownerId: string; apiKey: string }
/** `prepared`: once for all; a search by words is planned for its words. */
type Case = { name: string; query: string; where: string; values: unknown[]; order: string; prepared: boolean }
type Measured = { name: string; httpMs: number; sqlMs: number; ratio: number }

/** What people look at first: the hot ones, their own by stage, and a name they remember. */
const casesOf = ({ workspaceId, ownerId }: Made): Case[] => [
  {
    name: 'hot by score',
    query: 'temperature=hot&sort=-score',
    where: "c.workspace_id = $1 and c.deleted_at is null and c.temperature = 'hot'",
    values: [workspaceId],
    order: 'c.score desc, c.subject_id desc',
    prepared: true,
  },
  {
    name: 'my qualified leads by activity',
    query: `lifecycleStage=mql&ownerId=${ownerId}&sort=-lastActivityAt`,
    where: "c.workspace_id = $1 and c.deleted_at is null and c.lifecycle_stage = 'mql' and c.owner_id = $2",
    values: [workspaceId, ownerId],
    order: 'c.last_activity_at desc, c.subject_id desc',
    prepared: true,
  },
  {
    name: 'a name',
    query: 'q=n%C3%BA%C3%B1ez%20ibarra%204',
    where:
      'c.workspace_id = $1 and c.deleted_at is null and c.search like $2 and c.search like $3 and c.search like $4',
    values: [workspaceId, '%nunez%', '%ibarra%', '%4%'],
    order: 'c.created_at desc, c.subject_id desc',
    prepared: false,
  },
]

async function compare(url: string, port: number, made: Made, rounds: number): Promise<Measured[]> {
  const reader = await openReader(port, made.apiKey)
  const client = new pg.Pool({ connectionString: url, max: 2 })
  const measured: Measured[] = []
  for (const one of casesOf(made)) {
    const http: number[] = []
    const byHand: number[] = []
    for (let round = -warmUp; round < rounds; round++) {
      const [httpMs, text] = await timed(() => reader.get(`/api/v1/contacts?${one.query}`))
      const rows = (JSON.parse(text) as { items: unknown[] }).items.length
      const [sqlMs, expected] = await timed(() => handWritten(client, one))
      if (rows !== expected) throw new Error(`${one.name}: ${rows} rows over HTTP, ${expected} by SQL`)
      if (round < 0) continue
      http.push(httpMs)
      byHand.push(sqlMs)
    }
    const [httpMs, sqlMs] = [p95(http), p95(byHand)]
    measured.push({ name: one.name, httpMs, sqlMs, ratio: httpMs / sqlMs })
  }
  await client.end()
  reader.close()
  return measured
}

/** The page as somebody would write it for this one screen. */
async function handWritten(client: pg.Pool, { name, where, values, order, prepared }: Case): Promise<number> {
  const { rows } = await client.query({
    ...(prepared && { name: `page ${name}` }),
    text: `select c.subject_id, c.email, c.phone, c.full_name, c.first_name, c.last_name, c.job_title, c.company_id, o.name as company_name,
        c.lifecycle_stage, c.temperature, c.score, c.fit, c.engagement, c.owner_id, m.full_name as owner_name, c.tags, c.source, c.origin,
        c.country, c.city, c.language, c.created_at, c.last_activity_at, c.version
      from contact c
      left join company o on o.workspace_id = c.workspace_id and o.id = c.company_id
      left join member m on m.workspace_id = c.workspace_id and m.id = c.owner_id
      where ${where} order by ${order} limit 51`,
    values,
  })
  return Math.min(rows.length, 50)
}

type Reader = { get(path: string): Promise<string>; close(): void }

/** One connection that is kept, on a raw socket: what an HTTP client costs this process does not count as the server's. */
async function openReader(port: number, key: string): Promise<Reader> {
  const socket = connect(port, '127.0.0.1').setNoDelay(true)
  await once(socket, 'connect')
  return {
    get: (path) =>
      new Promise((resolve, reject) => {
        const chunks: Buffer[] = []
        let received = 0
        let expected = Number.POSITIVE_INFINITY
        const read = (chunk: Buffer) => {
          chunks.push(chunk)
          received += chunk.length
          if (expected === Number.POSITIVE_INFINITY) {
            const text = Buffer.concat(chunks).toString('latin1')
            const end = text.indexOf('\r\n\r\n')
            const length = /content-length: (\d+)/i.exec(text.slice(0, end))
            if (end >= 0 && length) expected = end + 4 + Number(length[1])
          }
          if (received < expected) return
          socket.off('data', read)
          const text = Buffer.concat(chunks).toString()
          if (text.startsWith('HTTP/1.1 200')) resolve(text.slice(text.indexOf('\r\n\r\n') + 4))
          else reject(new Error(text))
        }
        socket.on('data', read)
        socket.write(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nauthorization: Bearer ${key}\r\n\r\n`)
      }),
    close: () => socket.destroy(),
  }
}

async function timed<T>(work: () => Promise<T>): Promise<[number, T]> {
  const start = performance.now()
  const result = await work()
  return [performance.now() - start, result]
}

const p95 = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1] ?? 0
const two = (value: number) => Math.round(value * 100) / 100

function report(measured: readonly Measured[], contacts: number) {
  const worst = Math.max(...measured.map((one) => one.ratio))
  const cases = measured.map(
    (one) => `${one.name} ${two(one.httpMs)} ms against ${two(one.sqlMs)} ms (×${two(one.ratio)})`,
  )
  return {
    name: 'list',
    json: {
      contacts,
      ratio: two(worst),
      ok: worst <= 1.6,
      ...Object.fromEntries(
        measured.flatMap(({ name, httpMs, sqlMs }) => [
          [`${name}: http p95 ms`, two(httpMs)],
          [`${name}: sql p95 ms`, two(sqlMs)],
        ]),
      ),
    },
    line: `First page of ${contacts.toLocaleString('en')} contacts, p95 over HTTP against hand-written SQL: ${cases.join('; ')}. Worst ratio ${two(worst)}, wanted ≤ 1.6.`,
  }
}

/** A million people as a company that has worked for three years has them. Indexes are built afterwards, as a restore does. */
export async function generateContacts(pool: pg.Pool, workspaceId: string, ownerId: string, contacts: number) {
  const { rows: indexes } = await pool.query<{
    name: string
    definition: string
  }>(`select i.indexname as name, i.indexdef as definition from pg_indexes i
    where i.schemaname = 'public' and i.tablename = 'contact' and i.indexname <> 'contact_pkey'`)
  for (const { name } of indexes) await pool.query(`drop index ${name}`)
  await pool.query(
    `insert into company (workspace_id, id, name, search, created_at, updated_at)
      select $1, md5('company' || n)::uuid, 'Empresa ' || n, 'empresa ' || n, now(), now() from generate_series(1, 20000) n`,
    [workspaceId],
  )
  await pool.query(
    `insert into contact (workspace_id, subject_id, email, phone, full_name, first_name, last_name, job_title, company_id, country, city, language,
        lifecycle_stage, lifecycle_since, temperature, fit, engagement, score, owner_id, tags, custom_fields, origin, source, first_seen_at,
        last_activity_at, search, created_at, updated_at)
      select $1, md5('contact' || n)::uuid, lower(first.plain || '.' || last.plain || n || '@example' || n % 500 || '.com'), '+346' || lpad(n::text, 8, '0'),
        first.name || ' ' || last.name || ' ' || second.name, first.name, last.name || ' ' || second.name, 'Compras',
        md5('company' || 1 + n % 20000)::uuid, 'ES', 'Valencia', 'es',
        (array['lead', 'lead', 'lead', 'lead', 'subscriber', 'subscriber', 'mql', 'customer', 'recycled', 'opportunity'])[1 + n % 10], at.seen,
        case when n % 50 = 0 then 'hot' when n % 7 = 0 then 'warm' else 'cold' end, n % 100, (n * 7) % 100, (n * 13) % 100,
        case when n % 3 = 0 then $2::uuid end, array[(array['feria', 'web', 'tienda', 'hotel'])[1 + n % 4]], '{"size": 3}',
        (array['form', 'import', 'api'])[1 + n % 3], (array['fair', 'paid_search', 'organic', 'referral'])[1 + n % 4], at.made, at.seen,
        lower(first.plain || ' ' || last.plain || ' ' || second.plain || ' ' || first.plain || '.' || last.plain || n || '@example' || n % 500 || '.com +346' || lpad(n::text, 8, '0')),
        at.made, at.seen
      from generate_series(1, $3::integer) n,
      lateral (select date_trunc('milliseconds', now() - make_interval(secs => (n::bigint * 7919 % 94608000)::double precision)) as made,
        date_trunc('milliseconds', now() - make_interval(secs => (n::bigint * 104729 % 31536000)::double precision)) as seen) at,
      lateral (select (array['Ana','Luis','Marta','Iván','Noa','Leo','Rosa','Pau','Núria','José'])[1 + n % 10] as name,
        (array['Ana','Luis','Marta','Ivan','Noa','Leo','Rosa','Pau','Nuria','Jose'])[1 + n % 10] as plain) first,
      lateral (select (array['García','Pérez','Martín','López','Núñez','Vidal','Ferrer','Ibáñez','Serra','Romero','Soler','Gil'])[1 + n / 10 % 12] as name,
        (array['Garcia','Perez','Martin','Lopez','Nunez','Vidal','Ferrer','Ibanez','Serra','Romero','Soler','Gil'])[1 + n / 10 % 12] as plain) last,
      lateral (select (array['Ruiz','Ibarra','Moya','Cano','Prieto','Roca','Mas'])[1 + n / 120 % 7] as name,
        (array['Ruiz','Ibarra','Moya','Cano','Prieto','Roca','Mas'])[1 + n / 120 % 7] as plain) second`,
    [workspaceId, ownerId, contacts],
  )
  for (const { definition } of indexes) await pool.query(definition)
  await pool.query('vacuum analyze contact')
  await pool.query('analyze company')
}
