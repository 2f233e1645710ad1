/**
 * Twenty editors in one document, each typing five characters a second, on one process: how long until each character is
 * with every other editor, against the same editors on a bare relay that keeps nothing; whether all end with the same text,
 * also in the database; and the server's memory over the run.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import type * as Y from 'yjs'
import { openEditor, type TestEditor } from '../test/builders/editor.ts'
import { startServer } from '../test/e2e/server.ts'
import type { Send } from '../test/harness.ts'
import type { Bench } from './run.ts'

const bench: Bench = async ({ editors = '20', seconds = '60', rate = '5' }) => {
  const plan = { editors: Number(editors), seconds: Number(seconds), rate: Number(rate) }
  const server = await startServer()
  const relay = await startRelay()
  try {
    const send = await setUp(server.url)
    const { id } = (await send('POST /documents', { body: { title: 'Acta' } })).body
    const baseline = await run(relay.url, send, 'baseline', {
      ...plan,
      seconds: Math.min(15, plan.seconds),
      token: 'none',
    })
    const memory = watchMemory(server.process.pid!)
    const mine = await run(server.url, send, id, plan)
    const [before, after] = memory.stop()
    const { markdown } = (await send(`GET /documents/${id}`)).body
    const areEqual = mine.areEqual && markdown.length === mine.text.length
    const growth = Number(((after / before - 1) * 100).toFixed(1))
    const ratio = Number((mine.p95 / baseline.p95).toFixed(2))
    return {
      json: {
        p50: mine.p50,
        p95: mine.p95,
        max: mine.max,
        baselineP95: baseline.p95,
        ratio,
        areEqual,
        characters: mine.text.length,
        memoryMb: Math.round(after / 2 ** 20),
        memoryGrowthPercent: growth,
        ...plan,
      },
      line:
        `collab: ${plan.editors} editors, p95 ${mine.p95} ms (wanted ≤ 100), bare relay ${baseline.p95} ms, ${ratio} ×; ` +
        `${areEqual ? 'all equal' : 'NOT EQUAL'}; memory ${Math.round(after / 2 ** 20)} MB, ${growth} % over the run`,
    }
  } finally {
    relay.stop()
    await server.stop()
  }
}
export default bench

async function setUp(url: string): Promise<Send> {
  const call = async (key: string, body?: unknown, apiKey?: string) => {
    const [method, path] = key.split(' ') as [string, string]
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        ...(apiKey && { authorization: `Bearer ${apiKey}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    return { status: answer.status, body: text ? JSON.parse(text) : undefined, headers: {}, text }
  }
  const { apiKey } = (
    await call('POST /setup', {
      workspace: { name: 'Lumbre', locale: 'es', timeZone: 'Europe/Madrid', currency: 'EUR' },
      owner: { name: 'Marta', email: 'marta@lumbre.example', password: 'una frase larga' },
    })
  ).body
  // One member opens twelve windows at most: the editors belong to several.
  const keys = [apiKey]
  const send: Send = (key, { body } = {}) => call(key, body, keys[0])
  const { items: roles } = (await send('GET /roles')).body
  for (const name of ['Iván', 'Noa']) {
    const email = `${name.toLowerCase()}@lumbre.example`.normalize('NFD').replace(/\p{Mn}/gu, '')
    const roleId = roles.find((role: { key: string }) => role.key === 'member').id
    await send('POST /invitations', { body: { email, fullName: name, roleId, locale: 'es' } })
    const { items } = (await send(`GET /mailbox?q=${email}`)).body
    const { text } = (await send(`GET /mailbox/${items[0].id}`)).body
    const [, token] = /\/invitations\/([\w-]+)/.exec(text)!
    const joined = await fetch(`${url}/api/v1/invitations/${token}/acceptance`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ password: 'una frase larga', timeZone: 'Europe/Madrid' }),
    })
    const cookie = joined.headers
      .getSetCookie()
      .map((one) => one.split(';', 1)[0])
      .join('; ')
    cookies.push(cookie)
  }
  return send
}
const cookies: string[] = []

/** `token` in place of tickets: the relay asks for nothing. */
type Plan = { editors: number; seconds: number; rate: number; token?: string | null }

async function run(url: string, send: Send, documentId: string, { editors, seconds, rate, token = null }: Plan) {
  const open: TestEditor[] = []
  for (let index = 0; index < editors; index++)
    open.push(await openEditor(url, senderOf(url, send, index), documentId, token === null ? {} : { token }))
  open[0]!.type('.')
  for (const one of open) await one.until(() => one.text() === '.')
  const clock = measure(open.map(({ doc }) => doc))
  const started = performance.now()
  const everyMs = 1000 / rate
  await Promise.all(
    open.map(async (editor, index) => {
      for (let typed = 0; typed < seconds * rate; typed++) {
        const due = started + (typed + index / editors) * everyMs
        await pause(Math.max(0, due - performance.now()))
        clock.sent(editor.doc)
        editor.type(String.fromCharCode(97 + (index % 26)))
      }
    }),
  )
  const length = 1 + editors * seconds * rate
  for (const one of open) await one.until(() => one.text().length === length)
  await Promise.all(open.map((one) => one.saved()))
  const text = open[0]!.text()
  const areEqual = open.every((one) => one.text() === text)
  for (const one of open) one.close()
  return { ...clock.result(), text, areEqual }
}

/** Every third editor is another member. */
function senderOf(url: string, send: Send, index: number): Send {
  const cookie = cookies[(index % 3) - 1]
  if (!cookie) return send
  return async (key) => {
    const [method, path] = key.split(' ') as [string, string]
    const answer = await fetch(`${url}/api/v1${path}`, { method, headers: { cookie } })
    return { status: answer.status, body: await answer.json(), headers: {}, text: '' }
  }
}

/** From a character's being typed to its being in another editor's text, by the shared clock of whoever typed it. */
function measure(docs: readonly Y.Doc[]) {
  const sentAt = new Map<number, Map<number, number>>(docs.map(({ clientID }) => [clientID, new Map()]))
  const times: number[] = []
  for (const doc of docs)
    doc.on('afterTransaction', ({ beforeState, afterState }: Y.Transaction) => {
      const now = performance.now()
      for (const [client, until] of afterState) {
        if (client === doc.clientID) continue
        const sent = sentAt.get(client)
        for (let tick = beforeState.get(client) ?? 0; tick < until; tick++) {
          const at = sent?.get(tick)
          if (at !== undefined) times.push(now - at)
        }
      }
    })
  return {
    sent: (doc: Y.Doc) =>
      void sentAt
        .get(doc.clientID)!
        .set(doc.store.clients.get(doc.clientID)?.at(-1) ? stateOf(doc) : 0, performance.now()),
    result() {
      const sorted = times.toSorted((a, b) => a - b)
      const at = (share: number) => Number((sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(1))
      return { p50: at(0.5), p95: at(0.95), max: at(1) }
    },
  }
}

function stateOf(doc: Y.Doc): number {
  const last = doc.store.clients.get(doc.clientID)!.at(-1)!
  return last.id.clock + last.length
}

/** The server's resident memory: once warm, and at the end, each as the median of a quarter of the run. */
function watchMemory(pid: number) {
  const samples: number[] = []
  const timer = setInterval(() => {
    void readFile(`/proc/${pid}/statm`, 'utf8').then(
      (text) => void samples.push(Number(text.split(' ')[1]) * 4096),
      () => clearInterval(timer),
    )
  }, 500)
  const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
  return {
    stop(): [number, number] {
      clearInterval(timer)
      const quarter = Math.floor(samples.length / 4)
      return [median(samples.slice(quarter, 2 * quarter)), median(samples.slice(-quarter))]
    },
  }
}

const relayCode = `import { Server } from '@hocuspocus/server'
const server = new Server({ quiet: true, address: '127.0.0.1' })
await new Promise((resolve) => server.httpServer.listen(0, '127.0.0.1', resolve))
process.stdout.write(String(server.httpServer.address().port))`

/** Hocuspocus as it comes: no database, no sign-in. */
async function startRelay() {
  const child = spawn(process.execPath, ['--input-type=module', '-e', relayCode], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [port] = (await once(child.stdout!, 'data')) as [Buffer]
  return { url: `http://127.0.0.1:${port.toString()}`, stop: () => void child.kill() }
}
