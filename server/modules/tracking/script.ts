import { existsSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'

const built = new URL('../../../dist/web/t.js', import.meta.url)
const source = new URL('../../../tracker/t.ts', import.meta.url)
let script: string | null = null

/** The built tracker (< 2 KB gz); from a checkout that was not built, the same with its types taken off. */
export function trackerScript(): string {
  script ??= existsSync(built) ? readFileSync(built, 'utf8') : stripTypeScriptTypes(readFileSync(source, 'utf8'))
  return script
}
