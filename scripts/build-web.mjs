import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'

const SOURCES = ['web', 'contract', 'locales', 'tracker', 'pages', 'vite.config.ts', 'package-lock.json']

/**
 * Builds the web app when it is missing or its sources differ from those it was built from.
 * @param {string} root the project's folder
 * @param {string} node the Node to build with
 * @returns {Promise<boolean>} whether it was built
 * @throws {Error} when the build fails
 */
export async function buildWeb(root, node) {
  const stampFile = join(root, 'dist/.stamp')
  const stamp = hashSources(root)
  const isFresh =
    existsSync(join(root, 'dist/web/index.html')) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp
  if (isFresh) return false
  console.error('Building the web app; this takes a few seconds and happens only when it has changed…')
  const { status, error } = spawnSync(
    node,
    [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'],
    {
      cwd: root,
      stdio: ['ignore', 2, 2],
    },
  )
  if (status !== 0)
    throw new Error(`The web app could not be built${error ? `: ${error.message}` : '; the reason is above.'}`)
  compressAll(join(root, 'dist/web'))
  mkdirSync(join(root, 'dist'), { recursive: true })
  writeFileSync(stampFile, stamp)
  return true
}

/** Brotli and gzip beside every text file, once, so that the server only chooses. */
function compressAll(folder) {
  for (const name of readdirSync(folder, { recursive: true })) {
    if (!/\.(js|css|svg|json)$/.test(name)) continue
    const content = readFileSync(join(folder, name))
    if (content.length < 1024) continue
    writeFileSync(join(folder, `${name}.gz`), gzipSync(content, { level: 9 }))
    writeFileSync(join(folder, `${name}.br`), brotliCompressSync(content))
  }
}

function hashSources(root) {
  const hash = createHash('sha256')
  const add = (path) => {
    const absolute = join(root, path)
    if (!existsSync(absolute)) return
    if (statSync(absolute).isDirectory()) {
      for (const name of readdirSync(absolute).sort()) add(`${path}/${name}`)
    } else {
      hash.update(`${path}\0`).update(readFileSync(absolute)).update('\0')
    }
  }
  for (const source of SOURCES) add(source)
  return hash.digest('hex')
}
