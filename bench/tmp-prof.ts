import { Session } from 'node:inspector/promises'
import { writeFileSync } from 'node:fs'
import list from './tmp-list.ts'
const session = new Session()
session.connect()
await session.post('Profiler.enable')
await session.post('Profiler.setSamplingInterval', { interval: 200 })
await session.post('Profiler.start')
const { line } = await list({ contacts: '20000', rounds: '600' })
const { profile } = await session.post('Profiler.stop')
console.log(line)
const self = new Map<string, number>()
const total = new Map<string, number>()
const byId = new Map(profile.nodes.map((n) => [n.id, n]))
const parent = new Map<number, number>()
for (const n of profile.nodes) for (const c of n.children ?? []) parent.set(c, n.id)
profile.samples!.forEach((id, i) => {
  const dt = profile.timeDeltas![i]!
  const name = (n: any) => `${n.callFrame.functionName} ${n.callFrame.url.split('/').slice(-3).join('/')}:${n.callFrame.lineNumber}`
  self.set(name(byId.get(id)), (self.get(name(byId.get(id))) ?? 0) + dt)
  const seen = new Set<string>()
  for (let at: number | undefined = id; at !== undefined; at = parent.get(at)) { const key = name(byId.get(at)); if (!seen.has(key)) { seen.add(key); total.set(key, (total.get(key) ?? 0) + dt) } }
})
const top = (m: Map<string, number>, n: number) => [...m].sort((a, b) => b[1] - a[1]).slice(0, n).map(([k, v]) => `${(v / 1000).toFixed(0).padStart(7)} ${k}`).join('\n')
writeFileSync('/tmp/contacts-look/prof.txt', `SELF\n${top(self, 40)}\nTOTAL\n${top(total, 90)}`)
process.exit(0)
