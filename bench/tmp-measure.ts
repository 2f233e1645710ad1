import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { openDatabase } from '#kernel/db.ts'
import { systemActor } from '#kernel/events.ts'
import { newId } from '#kernel/id.ts'
import { silentLog } from '#kernel/log.ts'
import { migrate } from '#kernel/migrate.ts'
import { startEmbedded } from '#kernel/postgres/embedded.ts'
import { captureContacts } from '#modules/contacts/public.ts'

const dataDir = await mkdtemp(join(tmpdir(), 'tandem-measure-'))
await chmod(dataDir, 0o711)
const embedded = await startEmbedded({ dataDir, log: silentLog() })
try {
  await migrate(embedded.url)
  const { db, close } = openDatabase(embedded.url, { max: 1 })
  const ws = newId()
  await sql`insert into workspace (id, name, locale, time_zone, currency, is_demo, created_at) values (${ws}, 'W', 'es', 'Europe/Madrid', 'EUR', false, now())`.execute(db)
  const actor = systemActor(ws); for (const q of (process.env.DROP ?? '').split(';').filter(Boolean)) await sql.raw(q).execute(db)
  const { readFileSync } = await import('node:fs')
  const cpu = async () => (await sql<{pid:number}>`select pid from pg_stat_activity where application_name='tandem'`.execute(db)).rows.reduce((a,{pid}) => { const f = readFileSync(`/proc/${pid}/stat`,'utf8').split(') ')[1]!.split(' '); return a + (Number(f[11])+Number(f[12]))*10 }, 0)
  const names = ['Ana', 'Luis', 'Marta', 'Iván', 'Noa', 'Leo', 'Rosa', 'Pau', 'Núria', 'José']
  const surnames = ['García', 'Pérez', 'Martín', 'López', 'Núñez', 'Vidal', 'Ferrer', 'Ibáñez', 'Serra', 'Romero']
  const batch = (n: number, size = 2000, dup = 0) => Array.from({ length: size }, (_, i) => {
    const k = dup ? i : n * size + i
    return {
      email: `p${k}.${surnames[k % 10]!.toLowerCase().normalize('NFD').replace(/\p{Mn}/gu, '')}@example${k % 97}.com`,
      phone: `+346${String(10_000_000 + k).padStart(8, '0')}`,
      attributes: { firstName: names[k % 10]!, lastName: `${surnames[(k * 7) % 10]} ${surnames[(k * 3 + 1) % 10]}`, jobTitle: 'Compras', companyName: `Empresa ${k % 5000} S.L.`, country: 'ES', city: 'Valencia', tags: ['feria'], customFields: { presupuesto: k % 1000 } },
      origin: 'import' as const, source: 'fair', seenAt: new Date(), overwrite: false,
    }
  })
  const N = Number(process.argv[2] ?? 25)
  for (const [label, dup] of [['new', 0], ['same', 1]] as const) {
    const t0 = performance.now(); const c0 = await cpu(); const j0 = process.cpuUsage()
    for (let n = 0; n < N; n++) {
      const t = performance.now()
      await db.transaction().execute((tx) => captureContacts(tx, actor, new Date(), batch(n, 2000, dup)))
      if (n % 5 === 4) console.log(label, n, (performance.now() - t).toFixed(0), 'ms')
    }
    const j = process.cpuUsage(j0); console.log(label, 'cpu per batch: db', ((await cpu()) - c0) / N, 'js', (j.user + j.system) / 1000 / N)
    console.log(label, ((N * 2000) / ((performance.now() - t0) / 1000)).toFixed(0), 'contacts/s')
  }
  const client = await db.connection().execute(async (c) => {
    const { rows } = await sql<{ n: number }>`select count(*)::int n from contact`.execute(c)
    return rows
  })
  console.log(client)
  if (process.argv[3]) {
    // statement times
    const pg = await import('pg')
    const original = pg.default.Client.prototype.query
    const times = new Map<string, number>()
    pg.default.Client.prototype.query = function (this: unknown, ...args: any[]) {
      const text = (typeof args[0] === 'string' ? args[0] : args[0].text).slice(0, 60).replace(/\s+/g, ' ')
      const t = performance.now()
      const out = (original as any).apply(this, args)
      if (out?.then) void out.then(() => times.set(text, (times.get(text) ?? 0) + performance.now() - t))
      return out
    } as never
    const t = performance.now()
    await db.transaction().execute((tx) => captureContacts(tx, actor, new Date(), batch(N + 1)))
    console.log('profiled', performance.now() - t)
    for (const [k, v] of times) console.log(v.toFixed(1).padStart(8), k)
  }
  await close()
} finally {
  await embedded.stop()
  await rm(dataDir, { recursive: true, force: true })
}
