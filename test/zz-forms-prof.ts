import { mkdtemp, chmod } from 'node:fs/promises'
import { startEmbedded } from '#kernel/postgres/embedded.ts'
import { migrate } from '#kernel/migrate.ts'
import { silentLog } from '#kernel/log.ts'
import { openDatabase } from '#kernel/db.ts'
import { registerModules } from '#kernel/register.ts'
import { createWorkspace, seedWorkspace, migrateAuth } from '#modules/accounts/public.ts'
import { modules } from '../server/modules.ts'
import { captureSubmissions } from '#modules/forms/capture.ts'
import { insertForm } from '#modules/forms/create-form.ts'
import { newId } from '#kernel/id.ts'
import { systemActor } from '#kernel/events.ts'
import pg from 'pg'
const dir = await mkdtemp('/tmp/forms/prof-'); await chmod(dir, 0o711)
const emb = await startEmbedded({ dataDir: dir + '/d', log: silentLog() })
await migrate(emb.url, () => migrateAuth({ url: emb.url, secret: 'x'.repeat(40), publicUrl: 'http://localhost' }))
const { db, pool, close } = openDatabase(emb.url)
registerModules(modules)
const stats = new Map<string, { n: number; ms: number }>()
let on = false
const q = pg.Client.prototype.query as any
pg.Client.prototype.query = function (this: any, ...a: any[]) {
  const text = (typeof a[0] === 'string' ? a[0] : a[0]?.text ?? '?').replace(/\s+/g, ' ').slice(0, Number(process.env.W ?? 90))
  const t = performance.now()
  const r = q.apply(this, a)
  const cb = typeof a.at(-1) === 'function'
  if (r?.then && on) r.then(() => { const s = stats.get(text) ?? { n: 0, ms: 0 }; s.n++; s.ms += performance.now() - t; stats.set(text, s) }, () => {})
  return r
} as any
const at = new Date()
const ws = await db.transaction().execute(async (tx) => { const w = await createWorkspace(tx, at, { workspace: { name: 'B', locale: 'es', timeZone: 'Europe/Madrid', currency: 'EUR' }, owner: { userId: newId(), email: 'a@b.es', name: 'A' } }); await seedWorkspace(tx, at, w, 'es'); return w })
const hr = process.env.HR === '1'
const form = await db.transaction().execute((tx) => insertForm(tx, systemActor(ws.workspaceId), at, { name: 'x', handRaise: hr, fields: [{ key: 'email', type: 'email', label: 'E' }] }))
const batch = Number(process.env.B ?? 32)
let n = 0
const one = () => { const i = n++; return { id: newId(), key: null, workspaceId: ws.workspaceId, form: { id: form.id, name: 'x', version: 1, handRaise: hr }, person: { email: `p${i}@cliente-${i}.example`, source: 'paid_search', touch: { url: 'https://lumbre.example/oferta?utm_source=google&utm_medium=cpc', referrer: 'https://www.google.com/', utm: { source: 'google', medium: 'cpc' }, formId: form.id, at: new Date().toISOString() }, attributes: { fullName: `Persona Número ${i}`, language: 'es', customFields: { mensaje: 'Nos interesa una demostración', empresa: `Cliente ${i}` } } }, fields: { email: `p${i}@x`, mensaje: 'Nos interesa una demostración' }, consents: [{ purpose: 'marketing_email', text: 'Quiero recibir novedades.' }], page: { url: 'https://lumbre.example/oferta', referrer: null, utm: { source: 'google' } }, language: 'es', ipTruncated: '127.0.0.0' } }
const run = () => db.transaction().execute((tx) => captureSubmissions(tx, new Date(), Array.from({ length: batch }, one)))
for (let i = 0; i < 30; i++) await run()
if (process.env.AN) await pool.query('analyze')
on = true
const N = Number(process.env.N ?? 60), cpu0 = process.cpuUsage(), t0 = performance.now()
for (let i = 0; i < N; i++) await run()
const ms = performance.now() - t0, cpu = process.cpuUsage(cpu0)
console.log(`batch ${batch}: ${(ms / N).toFixed(1)} ms wall, node cpu ${(cpu.user + cpu.system) / 1000 / N} ms → ${(batch * N / ms * 1000).toFixed(0)}/s`)
if (process.env.V) for (const [k, s] of [...stats].sort((a, b) => b[1].ms - a[1].ms)) console.log((s.ms / N).toFixed(2).padStart(7), (s.n / N).toFixed(1).padStart(5), k)
const ix = await pool.query("select relname||'.'||indexrelname as ix, idx_scan, idx_tup_read from pg_stat_user_indexes where idx_tup_read > 3000 order by idx_tup_read desc limit 14")
for (const r of ix.rows) console.log(r.ix, r.idx_scan, r.idx_tup_read)
await close(); await emb.stop(); process.exit(0)
