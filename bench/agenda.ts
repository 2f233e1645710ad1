import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import type pg from 'pg'
import { systemClock } from '#kernel/clock.ts'
import { type Db, openDatabase } from '#kernel/db.ts'
import { type Actor, nobody } from '#kernel/events.ts'
import { diskFiles } from '#kernel/files.ts'
import { newId } from '#kernel/id.ts'
import { silentLog } from '#kernel/log.ts'
import { migrate } from '#kernel/migrate.ts'
import { startEmbedded } from '#kernel/postgres/embedded.ts'
import { registerModules } from '#kernel/register.ts'
import type { Services } from '#kernel/services.ts'
import { type CreatedWorkspace, createWorkspace, migrateAuth } from '#modules/accounts/public.ts'
import { openSeries } from '#modules/meetings/public.ts'
import { buildApp } from '../server/app.ts'
import { modules } from '../server/modules.ts'
import { generateContacts } from './list.ts'
import type { Bench } from './run.ts'

const secret = 'bench-only-0123456789abcdef0123456789abcdef'
const wantedMs = 300
const warmUp = 20

/**
 * The agenda of a meeting in a workspace with 50,000 open matters (late leads, late urgent tasks, drifted statements,
 * changes that nobody acknowledged, leads that came back), over HTTP, two people at a time; against the same in an empty
 * workspace of the same database. Wanted: p95 at most 300 ms.
 */
const agenda: Bench = async ({ items = '50000', rounds = '200' }) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'tandem-bench-agenda-'))
  await chmod(dataDir, 0o711)
  const embedded = await startEmbedded({ dataDir, log: silentLog() })
  const { db, pool, close } = openDatabase(embedded.url)
  try {
    await migrate(embedded.url, () => migrateAuth({ url: embedded.url, secret, publicUrl: 'http://localhost' }))
    const services: Services = {
      ...{ db, pool, clock: systemClock, files: diskFiles(join(dataDir, 'files')), log: silentLog(), live: null },
      ...{ publicUrl: 'http://localhost', smtpUrl: null, secret, databaseUrl: embedded.url },
    }
    registerModules(modules)
    const full = await furnish(db, 'Full')
    const empty = await furnish(db, 'Empty')
    const open = await fill(pool, full, Number(items))
    const app = await buildApp({ services, modules, requestsPerMinute: null })
    await app.listen({ port: 0, host: '127.0.0.1' })
    try {
      const { port } = app.server.address() as AddressInfo
      const ours = await measure(port, full, Number(rounds))
      const theirs = await measure(port, empty, Number(rounds))
      const p95Ms = two(at(ours.times, 0.95))
      return {
        json: {
          'open matters': open,
          shown: ours.shown,
          'left out': ours.leftOut,
          'p95 ms': p95Ms,
          'median ms': two(at(ours.times, 0.5)),
          'p95 ms, empty': two(at(theirs.times, 0.95)),
          ratio: two(at(ours.times, 0.95) / at(theirs.times, 0.95)),
          ok: p95Ms <= wantedMs && ours.shown > 0,
        },
        line: `Agenda over ${open.toLocaleString('en')} open matters: p95 ${p95Ms} ms over HTTP (${ours.shown} matters shown), ${two(at(theirs.times, 0.95))} ms in an empty workspace. Wanted ≤ ${wantedMs} ms.`,
      }
    } finally {
      await app.close()
    }
  } finally {
    await close()
    await embedded.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}
export default agenda

type Furnished = CreatedWorkspace & { meetingId: string }

/** A workspace with a weekly series of both departments. */
async function furnish(db: Db, name: string): Promise<Furnished> {
  const at = new Date()
  return db.transaction().execute(async (tx) => {
    const owner = { userId: newId(), email: `${name}@example.com`, name: 'Olga Owner' }
    const workspace = { name, locale: 'es' as const, timeZone: 'Europe/Madrid', currency: 'EUR' }
    const made = await createWorkspace(tx, at, { workspace, owner })
    const { workspaceId, ownerId, departmentIds } = made
    const actor: Actor = { kind: 'member', id: ownerId, workspaceId, permissions: new Set() }
    await openSeries(tx, actor, at, {
      name: 'Weekly',
      rrule: 'FREQ=WEEKLY',
      timeZone: 'Europe/Madrid',
      departmentIds: [departmentIds.marketing, departmentIds.sales],
      leaderId: ownerId,
      durationMinutes: 60,
    })
    const { rows } = await sql<{ id: string }>`select id from meeting
      where workspace_id = ${workspaceId} order by starts_at limit 1`.execute(tx)
    return { ...made, meetingId: rows[0]!.id }
  })
}

/** Three tenths late leads, three tenths late tasks, two tenths drift, a tenth changes, a tenth leads that came back. */
async function fill(pool: pg.Pool, { workspaceId, ownerId }: Furnished, items: number): Promise<number> {
  const tenth = Math.round(items / 10)
  await generateContacts(pool, workspaceId, ownerId, tenth * 4)
  const handovers = (from: number, to: number, state: string, reason: string | null) =>
    pool.query(
      `insert into handover (workspace_id, subject_id, id, state, hand_raise, reasons, temperature, score, requested_at, due_at, touch_due_at, clock_at,
          remind_at, escalate_at, expire_at, decided_at, rejection_reason)
        select $1, md5('contact' || n)::uuid, gen_random_uuid(), $2::text, n % 9 = 0, '[]', 'warm', 50, d.at, d.at, d.at, d.at, d.at, d.at, d.at,
          case when $3::text is not null then d.at end, $3
        from generate_series($4::int, $5::int) n, lateral (select now() - n * interval '1 minute' as at) d`,
      [workspaceId, state, reason, from, to],
    )
  await handovers(1, tenth * 3, 'pending', null)
  await handovers(tenth * 3 + 1, tenth * 4, 'rejected', 'no_fit')
  await pool.query(
    `insert into task (workspace_id, id, title, kind, priority, due_at, created_by, created_at, updated_at)
      select $1, gen_random_uuid(), 'Task ' || n, 'to_do', 'high', now() - n * interval '1 minute', $3, now(), now() from generate_series(1, $2::int) n`,
    [workspaceId, tenth * 3, nobody],
  )
  await pool.query(
    `insert into asset (workspace_id, id, type, name, state, created_at, updated_at)
      select $1, md5('asset' || n)::uuid, 'ad', 'Ad ' || n, 'live', now(), now() from generate_series(0, 999) n`,
    [workspaceId],
  )
  await pool.query(
    `insert into claim (workspace_id, id, asset_type, asset_id, product_id, attribute_key, attribute_label, stated_value, state, reason, severity, drifted_at,
        created_at, updated_at)
      select $1, gen_random_uuid(), 'ad', md5('asset' || n % 1000)::uuid, $3, 'battery', 'Battery', '7', 'drifted', 'changed',
        (array['critical', 'major', 'minor'])[1 + n % 3], now() - n * interval '1 minute', now(), now() from generate_series(1, $2::int) n`,
    [workspaceId, tenth * 2, nobody],
  )
  await pool.query(
    `insert into impact (workspace_id, id, cause_type, cause_id, cause_name, event_name, dedupe_key, change, severity, opened_at, dependants)
      select $1, md5('impact' || n)::uuid, 'product', n::text, 'Product ' || n, 'spec.published', 'bench' || n, '{}', 'major', now(), 1 from generate_series(1, $2::int) n`,
    [workspaceId, tenth],
  )
  await pool.query(
    `insert into impact_task (workspace_id, impact_id, task_key, acknowledge_by)
      select $1, md5('impact' || n)::uuid, 'nobody', now() - n * interval '1 minute' from generate_series(1, $2::int) n`,
    [workspaceId, tenth],
  )
  for (const table of ['handover', 'task', 'claim', 'asset', 'impact', 'impact_task', 'meeting'])
    await pool.query(`vacuum analyze ${table}`)
  return tenth * 10
}

type Shown = { items: unknown[]; leftOutCount: number }

/** Two readers side by side; the first rounds only warm up. */
async function measure(port: number, { apiKey, meetingId }: Furnished, rounds: number) {
  const agent = new Agent({ keepAlive: true })
  const times: number[] = []
  let last: Shown = { items: [], leftOutCount: 0 }
  const reader = async () => {
    for (let round = -warmUp; round < rounds / 2; round++) {
      const start = performance.now()
      last = JSON.parse(await get(agent, port, apiKey, `/api/v1/meetings/${meetingId}/agenda`)) as Shown
      if (round >= 0) times.push(performance.now() - start)
    }
  }
  await Promise.all([reader(), reader()])
  agent.destroy()
  return { times, shown: last.items.length, leftOut: last.leftOutCount }
}

const get = (agent: Agent, port: number, key: string, path: string) =>
  new Promise<string>((resolve, reject) => {
    const headers = { authorization: `Bearer ${key}` }
    const sent = request({ agent, port, host: '127.0.0.1', path, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString()
        if (response.statusCode === 200) resolve(text)
        else reject(new Error(`${response.statusCode}: ${text}`))
      })
    })
    sent.on('error', reject)
    sent.end()
  })

const at = (values: readonly number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? 0
const two = (value: number) => Math.round(value * 100) / 100
