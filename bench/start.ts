/** Warm start of the whole program to `/health/ready`, against Node printing a line. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { startServer } from '../test/e2e/server.ts'
import type { Bench } from './run.ts'

const median = (times: number[]) => Math.round(times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!)

const bench: Bench = async ({ runs = '5' }) => {
  const first = performance.now()
  const server = await startServer()
  const coldMs = Math.round(performance.now() - first)
  const [warm, bare]: [number[], number[]] = [[], []]
  for (let run = 0; run < Number(runs); run++) {
    server.process.kill('SIGTERM')
    await once(server.process, 'exit')
    const started = performance.now()
    await server.restart()
    warm.push(performance.now() - started)
    const printing = performance.now()
    await once(spawn(process.execPath, ['-e', 'console.log(1)'], { stdio: 'ignore' }), 'exit')
    bare.push(performance.now() - printing)
  }
  await server.stop()
  const [warmMs, nodeMs] = [median(warm), median(bare)]
  return {
    json: { coldMs, warmMs, nodeMs, ratio: Number((warmMs / nodeMs).toFixed(1)) },
    line: `start: warm ${warmMs} ms to /health/ready (cold ${coldMs} ms); node printing a line ${nodeMs} ms, ratio ${(warmMs / nodeMs).toFixed(1)}`,
  }
}
export default bench
