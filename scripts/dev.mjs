// `npm run dev`: the server with reload on :8080 and Vite with hot modules on :5173.
import { spawn } from 'node:child_process'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findNode } from './find-node.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const node = findNode(root)
const children = [
  spawn(node, ['--watch-path=server', '--watch-path=contract', '--watch-path=locales', 'server/main.ts'], {
    cwd: root,
    stdio: 'inherit',
  }),
  spawn(node, ['node_modules/vite/bin/vite.js'], { cwd: root, stdio: 'inherit' }),
]
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    for (const child of children) child.kill(signal)
  })
}
for (const child of children) child.on('exit', (code) => process.exit(code ?? 0))
