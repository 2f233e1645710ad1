import pg from 'pg'
import { afterAll, beforeAll, test } from 'vitest'
import { type Harness, startHarness } from '#test/harness.ts'
import { postFile } from './test-upload.ts'
let house: Harness
const spent = new Map<string, { n: number; ms: number }>()
beforeAll(async () => {
  house = await startHarness()
  const orig = pg.Client.prototype.query as any
  ;(pg.Client.prototype as any).query = function (...args: any[]) {
    const text = typeof args[0] === 'string' ? args[0] : args[0]?.text
    const t = performance.now()
    const out = orig.apply(this, args)
    if (out?.then) out.then(() => { const k = String(text).replace(/\s+/g, ' ').slice(0, 110); const e = spent.get(k) ?? { n: 0, ms: 0 }; e.n++; e.ms += performance.now() - t; spent.set(k, e) }, () => {})
    return out
  }
})
afterAll(() => house.close())
test('prof', async () => {
  const home = await house.workspace()
  const names = ['Ana', 'Luis', 'Marta', 'Íñigo', 'Begoña']
  const rows = Array.from({ length: 20000 }, (_, n) => `persona.${n}@empresa${n % 5000}.example,+346${String(n).padStart(8, '0')},${names[n % 5]},García ${n % 13},Directora,España,Madrid,Madrid,es,feria,lista ${n % 20}`)
  await postFile(house, home, `email,phone,first_name,last_name,job_title,country,region,city,language,source,tags\n${rows.join('\n')}\n`, { kind: 'contacts' })
  const t = performance.now()
  const cpu = process.cpuUsage()
  await house.drain()
  const used = process.cpuUsage(cpu)
  const list = [...spent].sort((a, b) => b[1].ms - a[1].ms).slice(0, 25)
  console.log('TOTAL', performance.now() - t, 'cpu', (used.user+used.system) / 1000, '\n' + list.map(([k, e]) => `${e.ms.toFixed(0)} ms ${e.n}x ${k}`).join('\n'))
}, 400_000)
