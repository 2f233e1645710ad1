/**
 * `npm run bench -- NAME [key=value …]`: runs one benchmark, which prints one JSON line and one readable line with its
 * ratio against a baseline measured in the same run. `npm run bench` lists the names.
 */
import { readdirSync } from 'node:fs'

export type BenchResult = { json: Record<string, string | number | boolean | null>; line: string }
export type Bench = (options: Readonly<Record<string, string>>) => Promise<BenchResult>

const names = readdirSync(import.meta.dirname)
  .filter((file) => /^[a-z][a-z-]*\.ts$/.test(file) && file !== 'run.ts')
  .map((file) => file.slice(0, -3))

const [name, ...pairs] = process.argv.slice(2)
if (!name || !names.includes(name)) {
  console.error(`Which one? ${names.join(', ')}`)
  process.exit(2)
}
const options = Object.fromEntries(pairs.map((pair) => pair.split('=', 2) as [string, string]))
const { default: bench } = (await import(`./${name}.ts`)) as { default: Bench }
const { json, line } = await bench(options)
console.log(JSON.stringify({ bench: name, ...json }))
console.log(line)
process.exit(0)
