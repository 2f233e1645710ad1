/**
 * A lean HTTP/1.1 load generator on raw sockets, in a process of its own, so that what it costs does not count as the
 * server's. Called by benchmarks through `runLoad`; told by one JSON argument, answers one JSON line.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'

export type LoadPlan = {
  url: string
  connections: number
  total: number
  headers?: Record<string, string>
  /** JSON body of every request; `%n` becomes the request's number, `%u` a word unique to it. */
  body: string
  /** Requests take turns through these instead of the path of `url`. */
  paths?: readonly string[]
}
export type LoadResult = {
  seconds: number
  perSecond: number
  failed: number
  p50Ms: number
  p95Ms: number
  p99Ms: number
}

export async function runLoad(plan: LoadPlan): Promise<LoadResult> {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), JSON.stringify(plan)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => void (text += chunk.toString()))
  await once(child, 'exit')
  return JSON.parse(text) as LoadResult
}

async function load(plan: LoadPlan): Promise<LoadResult> {
  const { hostname, port, pathname } = new URL(plan.url)
  const run = Date.now().toString(36)
  const times = new Float64Array(plan.total)
  let next = 0
  let failed = 0
  const head = Object.entries({
    host: `${hostname}:${port}`,
    'content-type': 'application/json',
    'user-agent': 'Mozilla/5.0 (X11; Linux x64) bench',
    ...plan.headers,
  })
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')
  const one = () =>
    new Promise<void>((resolve, reject) => {
      const socket = connect(Number(port), hostname === 'localhost' ? '127.0.0.1' : hostname)
      socket.setNoDelay(true)
      let number = -1
      let startedAt = 0
      let received = ''
      const ask = () => {
        if (next >= plan.total) return void socket.end(() => resolve())
        number = next++
        const body = plan.body.replaceAll('%n', String(number)).replaceAll('%u', `${run}-${number}`)
        startedAt = performance.now()
        const path = plan.paths ? plan.paths[number % plan.paths.length]! : pathname
        socket.write(`POST ${path} HTTP/1.1\r\n${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
      }
      socket.on('connect', ask)
      socket.on('error', reject)
      socket.on('data', (chunk: Buffer) => {
        received += chunk.toString('latin1')
        const end = received.indexOf('\r\n\r\n')
        if (end < 0) return
        const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? 0)
        if (received.length < end + 4 + length) return
        if (received[9] !== '2') failed++
        received = ''
        times[number] = performance.now() - startedAt
        ask()
      })
    })
  const started = performance.now()
  await Promise.all(Array.from({ length: plan.connections }, one))
  const seconds = (performance.now() - started) / 1000
  const sorted = times.toSorted()
  const at = (share: number) => Number(sorted[Math.floor(sorted.length * share)]!.toFixed(2))
  return {
    seconds,
    perSecond: Math.round(plan.total / seconds),
    failed,
    p50Ms: at(0.5),
    p95Ms: at(0.95),
    p99Ms: at(0.99),
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(JSON.stringify(await load(JSON.parse(process.argv[2]!) as LoadPlan)))
}
