import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { openDatabase } from '#kernel/db.ts'
import { newId } from '#kernel/id.ts'
import { silentLog } from '#kernel/log.ts'
import { migrate } from '#kernel/migrate.ts'
import { startEmbedded } from '#kernel/postgres/embedded.ts'
import { createWorkspace, migrateAuth } from '#modules/accounts/public.ts'
import { dependantsOf } from '#modules/impacts/public.ts'
import type { Bench } from './run.ts'

const secret = 'bench-only-0123456789abcdef0123456789abcdef'

/**
 * What depends on one attribute among 200,000 edges: 200 products of ten attributes, claims, texts, campaigns, touchpoints, and a
 * cycle back. The function against recursive SQL by hand that answers the same (each node once,
 * its distance, and by what), in turns on the same database.
 * The ratio is of the medians, which other work on the machine moves least; wanted: at most 1.5 times.
 */
const impact: Bench = async ({ edges = '200000', rounds = '200' }) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'tandem-bench-impact-'))
  await chmod(dataDir, 0o711)
  const embedded = await startEmbedded({ dataDir, log: silentLog() })
  const { db, pool, close } = openDatabase(embedded.url)
  const byHand = new pg.Pool({ connectionString: embedded.url, max: 2 })
  try {
    await migrate(embedded.url, () => migrateAuth({ url: embedded.url, secret, publicUrl: 'http://localhost' }))
    const owner = { userId: newId(), email: 'owner@example.com', name: 'Olga Owner' }
    const workspace = { name: 'Bench', locale: 'es' as const, timeZone: 'Europe/Madrid', currency: 'EUR' }
    const { workspaceId } = await db
      .transaction()
      .execute((tx) => createWorkspace(tx, new Date(), { workspace, owner }))
    const drawn = await draw(pool, workspaceId, Number(edges))
    const [ours, theirs, least]: [number[], number[], number[]] = [[], [], []]
    let found = 0
    for (let round = -30; round < Number(rounds); round++) {
      const id = `product-${(round + 200) % 200}/a${Math.abs(round) % 10}`
      const [oursMs, mine] = await timed(() => dependantsOf(db, workspaceId, { type: 'attribute', id }))
      const [theirsMs, expected] = await timed(() => handWritten(byHand, sameAnswer, [workspaceId, id]))
      const [leastMs] = await timed(() => handWritten(byHand, nodesOnly, [workspaceId, id]))
      if (mine.length !== expected) throw new Error(`${id}: ${mine.length} dependants, ${expected} by hand`)
      if (round < 0) continue
      found += mine.length
      ours.push(oursMs)
      theirs.push(theirsMs)
      least.push(leastMs)
    }
    const ratio = two(at(ours, 0.5) / at(theirs, 0.5))
    const each = Math.round(found / Number(rounds))
    return {
      json: {
        edges: drawn,
        dependants: each,
        ratio,
        ok: ratio <= 1.5,
        'median ms': two(at(ours, 0.5)),
        'sql median ms': two(at(theirs, 0.5)),
        'sql median ms, nodes only': two(at(least, 0.5)),
        'p95 ms': two(at(ours, 0.95)),
        'sql p95 ms': two(at(theirs, 0.95)),
      },
      line: `Dependants of one attribute (${each} on average) among ${drawn.toLocaleString('en')} edges: ${two(at(ours, 0.5))} ms against ${two(at(theirs, 0.5))} ms by hand (median). Ratio ${ratio}, wanted ≤ 1.5.`,
    }
  } finally {
    await byHand.end()
    await close()
    await embedded.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}
export default impact

/** As somebody would write it: paths cut the cycles, the shortest way to each node stays. */
const sameAnswer = `with recursive d(type, id, depth, via_type, via_id, path) as (
    select to_type, to_id, 1, from_type, from_id, array[from_type || from_id, to_type || to_id] from edge
    where workspace_id = $1 and from_type = 'attribute' and from_id = $2 and closed_at is null
    union all
    select e.to_type, e.to_id, d.depth + 1, d.type, d.id, d.path || (e.to_type || e.to_id)
    from d join edge e on e.workspace_id = $1 and e.from_type = d.type and e.from_id = d.id and e.closed_at is null
    where not (e.to_type || e.to_id = any(d.path))
  ) select distinct on (type, id) type, id, depth, via_type, via_id from d order by type, id, depth`
/** Less than what is answered: neither distances nor ways. */
const nodesOnly = `with recursive d(type, id) as (
    select to_type, to_id from edge where workspace_id = $1 and from_type = 'attribute' and from_id = $2 and closed_at is null
    union
    select e.to_type, e.to_id from d join edge e on e.workspace_id = $1 and e.from_type = d.type and e.from_id = d.id and e.closed_at is null
  ) select type, id from d where not (type = 'attribute' and id = $2)`

async function handWritten(pool: pg.Pool, text: string, values: string[]): Promise<number> {
  const { rows } = await pool.query({ name: text.slice(0, 60), text, values })
  return rows.length
}

/** Claims hang on attributes, texts on claims, campaigns on texts, touchpoints on campaigns; every tenth touchpoint leads back to a text. */
async function draw(pool: pg.Pool, workspaceId: string, edges: number): Promise<number> {
  const claims = Math.round(edges / 2.36)
  const insert = `insert into edge (workspace_id, id, from_type, from_id, to_type, to_id, kind, opened_at)
    select $1, gen_random_uuid(), `
  const values = [workspaceId, claims]
  await pool.query(
    `${insert} 'attribute', 'product-' || n % 200 || '/a' || n / 200 % 10, 'claim', 'c' || n, 'states', now() from generate_series(1, $2::int) n`,
    values,
  )
  await pool.query(
    `${insert} 'claim', 'c' || n, 'asset', 'a' || n / 3, 'claims', now() from generate_series(1, $2::int) n`,
    values,
  )
  await pool.query(
    `${insert} 'asset', 'a' || n, 'campaign', 'k' || n / 12, 'assets', now() from generate_series(1, $2::int / 3) n`,
    values,
  )
  await pool.query(
    `${insert} 'campaign', 'k' || n, 'touchpoint', 't' || n % 500, 'journey', now() from generate_series(1, $2::int / 36) n`,
    values,
  )
  await pool.query(
    `${insert} 'touchpoint', 't' || n, 'asset', 'a' || n * 7, 'back', now() from generate_series(1, 500, 10) n`,
    [workspaceId],
  )
  await pool.query('vacuum analyze edge')
  const { rows } = await pool.query<{ count: number }>('select count(*) as count from edge where workspace_id = $1', [
    workspaceId,
  ])
  return rows[0]!.count
}

async function timed<T>(work: () => Promise<T>): Promise<[number, T]> {
  const start = performance.now()
  const result = await work()
  return [performance.now() - start, result]
}

const at = (values: readonly number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? 0
const two = (value: number) => Math.round(value * 100) / 100
