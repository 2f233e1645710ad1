// `npm start`. Must be understood by any Node from 18 on: it says what is needed instead of failing obscurely.
import { spawn } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildWeb } from './build-web.mjs'
import { findNode } from './find-node.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

try {
  const node = findNode(root)
  await buildWeb(root, node)
  await run(node, join(root, 'server/main.ts'))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}

/** In this very process where it is the right Node already, so that signals to `npm start` reach the server directly. */
async function run(node, program) {
  if (existsSync(node) && realpathSync(node) === realpathSync(process.execPath)) {
    const { main } = await import(program)
    await main()
    return
  }
  const child = spawn(node, ['--max-semi-space-size=16', program], { cwd: root, stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  // Whatever else ends this process takes the server along.
  process.on('exit', () => child.kill('SIGTERM'))
  child.on('error', (error) => {
    console.error(`${node} cannot be started: ${error.message}`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 1)))
}
