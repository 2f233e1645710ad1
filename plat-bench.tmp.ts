import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { silentLog } from '#kernel/log.ts'
import { migrate } from '#kernel/migrate.ts'
import { startEmbedded } from '#kernel/postgres/embedded.ts'
import { migrateAuth } from '#modules/accounts/public.ts'
process.env.TANDEM_X = '1'
const dataDir = await mkdtemp('/tmp/plat/b-')
await chmod('/tmp/plat', 0o711); await chmod(dataDir, 0o711)
const embedded = await startEmbedded({ dataDir, log: silentLog(), settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_wal_size: '4GB', maintenance_work_mem: '256MB' } })
try {
  const t = new URL(embedded.url); t.pathname = '/template_tandem'
  const pg = (await import('pg')).default
  const c = new pg.Client({ connectionString: embedded.url }); await c.connect(); await c.query('create database template_tandem'); await c.end()
  await migrate(t.href, () => migrateAuth({ url: t.href, secret: 'x'.repeat(40), publicUrl: 'http://localhost' }))
  const { openDatabase } = await import('#kernel/db.ts')
  const { diskFiles } = await import('#kernel/files.ts')
  const { search } = await import('#modules/search/search.ts')
  const { runExport } = await import('#modules/platform/exports/run-export.ts')
  const { createWorkspace } = await import('#modules/accounts/create-workspace.ts')
  const { permissionsOf } = await import('#contract/permissions.ts')
  const { db, pool, close } = openDatabase(t.href)
  const ids = await db.transaction().execute((tx) => createWorkspace(tx, new Date(), { workspace: { name: 'x', locale: 'es', timeZone: 'Europe/Madrid', currency: 'EUR' }, owner: { userId: crypto.randomUUID(), email: 'a@b.es', name: 'A' } }))
  const ws = ids.workspaceId
  const services = { db, pool, clock: { now: () => new Date() }, files: diskFiles('/tmp/plat/files'), log: silentLog(), live: null, publicUrl: 'http://x', smtpUrl: null, secret: 'x', databaseUrl: t.href } as any
  const actor = { kind: 'member', id: ids.ownerId, workspaceId: ws, permissions: new Set(permissionsOf('owner')) } as any
  const home = { send: async (k: string) => ({ body: await search({ ...services, actor } as any, { query: { q: decodeURIComponent(k.split('q=')[1]!) } } as any) }) }
  const house = { services, close }
  const n = Number(process.argv[2] ?? 1000000)
  let t0 = Date.now()
  await house.services.pool.query('drop index contact_search')
  await house.services.pool.query(`with f as (select array['ana','jose','maria','luis','carmen','javier','lucia','pablo','elena','marcos','sofia','hugo','paula','diego','sara','mario','irene','raul','nuria','oscar','olivia','andres','berta','claudia','david','ester','felix','gloria','hector','ines'] a),
   l as (select array['garcia','lopez','martinez','sanchez','perez','gomez','ruiz','diaz','moreno','alvarez','romero','navarro','torres','dominguez','vazquez','ramos','gil','serrano','blanco','molina','morales','suarez','ortega','delgado','castro','ortiz','rubio','marin','sanz','iglesias','nunez','medina','garrido','cortes','castillo','santos','lozano','guerrero','cano','prieto'] a)
   insert into contact (workspace_id, subject_id, email, full_name, lifecycle_since, origin, first_seen_at, last_activity_at, search, created_at, updated_at)
   select $1, gen_random_uuid(), fn||'.'||ln1||i||'@example'||(i%500)||'.com', fn||' '||ln1||' '||ln2, now(), 'import', now(), now(), fn||' '||ln1||' '||ln2||' '||fn||'.'||ln1||i||'@example'||(i%500)||'.com', now() - i * interval '1 second', now()
   from (select i, f.a[1+(random()*29)::int] fn, l.a[1+(random()*39)::int] ln1, l.a[1+(random()*39)::int] ln2 from generate_series(1,$2::int) i, f, l) x`, [ws, n])
  await house.services.pool.query('create index contact_search on contact using gin (search gin_trgm_ops)')
  await house.services.pool.query(`insert into identity select workspace_id,'email',email,subject_id,now() from contact`)
  await house.services.pool.query('vacuum analyze contact'); await house.services.pool.query('analyze identity')
  console.log('loaded', Date.now() - t0)
  for (const q of ['garcia', 'garcia jose', 'ma', 'm', 'iglesias nuria', 'garsia', 'igelsias', 'nuria.iglesias12345@', 'nuria.iglesias', 'zzzzzz', 'domingez vazqez', 'ana garcia lopez', 'example499', '600123', 'guerero']) {
    const times: number[] = []; let r: any
    for (let i = 0; i < 5; i++) { const s = performance.now(); r = await home.send(`GET /search?q=${encodeURIComponent(q)}`); times.push(performance.now() - s) }
    console.log(q.padEnd(22), times.map((x) => x.toFixed(0)).join(' '), r.body.items.length, r.body.items[0]?.title)
  }
  for (const q of ['garcia', 'garsia']) console.log((await pool.query(`explain (analyze, buffers off) select * from contact r where r.workspace_id = $1 and r.deleted_at is null and search like '%${q}%' limit 200`, [ws])).rows.map((r: any) => r['QUERY PLAN']).join('\n'))
  const { newId } = await import('#kernel/id.ts')
  for (const format of ['csv', 'xlsx']) {
    const id = newId()
    await db.insertInto('export').values({ workspaceId: ws, id, list: 'contacts', format, params: JSON.stringify(format === 'xlsx' ? { query: { q: 'garcia' } } : {}), state: 'queued', createdBy: ids.ownerId, createdAt: new Date() }).execute()
    t0 = Date.now(); const m0 = process.memoryUsage().rss; let peak = 0; const timer = setInterval(() => { peak = Math.max(peak, process.memoryUsage().rss) }, 50)
    await runExport.run({ workspaceId: ws, exportId: id }, services, { signal: new AbortController().signal, attempt: 1, lastAttempt: true }); clearInterval(timer)
    const ms = Date.now() - t0
    const row = await db.selectFrom('export').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    console.log(format, row.state, row.rowsWritten, 'rows', ms, 'ms', Math.round(row.rowsWritten / ms * 1000), 'rows/s', 'peak +MB', Math.round((peak - m0) / 1e6))
  }
  await house.close()
} finally { await embedded.stop(); await rm(dataDir, { recursive: true, force: true }) }
