/**
 * A CSV of contacts through the real server, from the upload to the notification, against a raw COPY of the same columns
 * into the contact table alone, in the same database with its indexes in place; and the peak memory of the server.
 */
import { createReadStream, createWriteStream, openAsBlob } from 'node:fs'
import { mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { newId } from '#kernel/id.ts'
import { runningUrl } from '#kernel/postgres/embedded.ts'
import { searchText } from '#kernel/text.ts'
import { startServer } from '../test/e2e/server.ts'
import type { Bench } from './run.ts'

const badEvery = 50

const bench: Bench = async ({ rows = '200000' }) => {
  const total = Number(rows)
  const folder = await mkdtemp(join(tmpdir(), 'tandem-bench-import-'))
  const file = join(folder, 'contacts.csv')
  await writeCsv(file, total)
  const server = await startServer()
  try {
    const { apiKey, workspaceId } = await setUp(server.url)
    const database = runningUrl(server.dataDir)
    if (database === null) throw new Error('the embedded database does not run')
    const baseline = await copyRaw(database, workspaceId, total)
    const pid = server.process.pid!
    await importFile(server.url, apiKey, await smallSample(file), 'warm-up.csv')
    const before = await memoryOf(pid)
    const mine = await importFile(server.url, apiKey, await openAsBlob(file), 'contacts.csv')
    const after = await memoryOf(pid)
    const expectedBad = Math.floor((total - 1) / badEvery) + 1
    if (mine.rowsRead !== total || mine.rowsRejected !== expectedBad)
      throw new Error(`read ${mine.rowsRead}, rejected ${mine.rowsRejected}, expected ${expectedBad}`)
    const perSecond = Math.round(total / mine.seconds)
    const copyPerSecond = Math.round(total / baseline)
    const ratio = Number((perSecond / copyPerSecond).toFixed(3))
    const extraMb = Math.round((after.peakKb - before.nowKb) / 1024)
    return {
      json: {
        perSecond,
        copyPerSecond,
        ratio,
        seconds: Number(mine.seconds.toFixed(1)),
        extraMb,
        peakMb: Math.round(after.peakKb / 1024),
        total,
        rejected: mine.rowsRejected,
      },
      line: `import: ${perSecond} rows/s whole, COPY ${copyPerSecond} rows/s, ratio ${ratio} (wanted ≥ 0.15); ${extraMb} MB more memory at the peak (wanted ≤ 300)`,
    }
  } finally {
    await server.stop()
    await rm(folder, { recursive: true })
  }
}
export default bench

const names = ['Ana', 'Luis', 'Marta', 'Íñigo', 'Begoña', 'Javier', 'Núria', 'Óscar', 'Pilar', 'Quim', 'Rocío', 'Sergi']
const surnames = [
  'García',
  'Núñez',
  'Ibáñez',
  'Muñoz',
  'Peña',
  'Sánchez',
  'Etxeberria',
  'Puig',
  'Castro',
  'Vidal',
  'Ríos',
  'Ferrer',
  'Luna',
]
const jobs = [
  'Directora de compras',
  'CEO',
  'Responsable de marketing',
  'Técnico',
  'Comercial',
  'Gerente',
  'Jefa de obra',
]
const cities = [
  ['Madrid', 'Madrid'],
  ['Vigo', 'Pontevedra'],
  ['Bilbao', 'Bizkaia'],
  ['Sevilla', 'Sevilla'],
  ['Valencia', 'Valencia'],
] as const
const sources = ['feria', 'web', 'recomendación', 'campaña']
const at = <T>(list: readonly T[], n: number): T => list[n % list.length]!

const header = 'email,phone,first_name,last_name,full_name,job_title,country,region,city,language,source,tags'
/** The twelve columns of one person. */
function personOf(n: number): string[] {
  const first = at(names, n)
  const last = `${at(surnames, n * 7)} ${at(surnames, n * 3)}`
  const [city, region] = at(cities, n)
  return [
    `persona.${n}@empresa${n % 5000}.example`,
    `+346${String(n).padStart(8, '0')}`,
    first,
    last,
    `${first} ${last}`,
    at(jobs, n),
    'España',
    region,
    city,
    'es',
    at(sources, n),
    `lista ${n % 20}`,
  ]
}

/** Two of a hundred rows cannot be taken: a bad address, a bad phone, a cell too many. */
async function writeCsv(path: string, total: number): Promise<void> {
  const out = await open(path, 'w')
  try {
    for (let n = 0; n < total; ) {
      let text = n === 0 ? `${header}\n` : ''
      for (const end = Math.min(total, n + 5000); n < end; n++) {
        const person = personOf(n)
        if (n % badEvery === 0) {
          const kind = (n / badEvery) % 3
          if (kind === 0) person[0] = 'sin arroba'
          else if (kind === 1) person[1] = '12'
          else person.push('de más')
        }
        text += `${person.join(',')}\n`
      }
      await out.write(text)
    }
  } finally {
    await out.close()
  }
}

const smallSample = async (file: string) => {
  const start = await readFile(file, 'utf8')
  return new Blob([start.split('\n').slice(0, 300).join('\n').replaceAll('@empresa', '@calentar')])
}

async function setUp(url: string): Promise<{ apiKey: string; workspaceId: string }> {
  const response = await fetch(`${url}/api/v1/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      workspace: { name: 'Bench', locale: 'es', timeZone: 'Europe/Madrid', currency: 'EUR' },
      owner: { name: 'Bench', email: 'bench@example.com', password: 'only-for-the-bench' },
    }),
  })
  if (!response.ok) throw new Error(await response.text())
  return (await response.json()) as { apiKey: string; workspaceId: string }
}

type Done = { state: string; rowsRead: number; rowsRejected: number; seconds: number }

async function importFile(url: string, apiKey: string, file: Blob, name: string): Promise<Done> {
  const headers = { authorization: `Bearer ${apiKey}` }
  const body = new FormData()
  body.set('kind', 'contacts')
  body.set('file', file, name)
  const started = performance.now()
  const sent = await fetch(`${url}/api/v1/imports`, { method: 'POST', headers, body })
  if (!sent.ok) throw new Error(await sent.text())
  const { id } = (await sent.json()) as { id: string }
  for (;;) {
    const answer = await fetch(`${url}/api/v1/imports/${id}`, { headers })
    const done = (await answer.json()) as Done
    if (done.state === 'finished') return { ...done, seconds: (performance.now() - started) / 1000 }
    if (done.state !== 'queued' && done.state !== 'running') throw new Error(`the import is ${done.state}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** The same people into the empty table, which is empty again afterwards. Answers seconds. */
async function copyRaw(url: string, workspaceId: string, total: number): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const folder = await mkdtemp(join(tmpdir(), 'tandem-bench-copy-'))
    const path = join(folder, 'copy.tsv')
    await writeCopy(path, workspaceId, total)
    const started = performance.now()
    await pipeline(
      createReadStream(path),
      client.query(
        copyFrom(`copy contact (workspace_id, subject_id, lifecycle_since, origin, first_seen_at, last_activity_at, created_at, updated_at, search,
          email, phone, first_name, last_name, full_name, job_title, country, region, city, language, source, tags) from stdin`),
      ),
    )
    const seconds = (performance.now() - started) / 1000
    await client.query('truncate contact')
    await rm(folder, { recursive: true })
    return seconds
  } finally {
    await client.end()
  }
}

async function writeCopy(path: string, workspaceId: string, total: number): Promise<void> {
  const now = new Date().toISOString()
  const lines = function* () {
    for (let n = 0; n < total; n++) {
      const person = personOf(n)
      const search = searchText(person[4], person[0], person[1])
      yield `${[workspaceId, newId(), now, 'import', now, now, now, now, search, ...person.slice(0, 11), `{"${person[11]}"}`].join('\t')}\n`
    }
  }
  await pipeline(Readable.from(lines()), createWriteStream(path))
}

/** Resident memory of a process now and at its highest, as Linux counts it. */
async function memoryOf(pid: number): Promise<{ nowKb: number; peakKb: number }> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  const read = (name: string) => Number(status.match(new RegExp(`${name}:\\s+(\\d+) kB`))?.[1])
  return { nowKb: read('VmRSS'), peakKb: read('VmHWM') }
}
