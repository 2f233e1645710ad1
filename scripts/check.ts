/** What needs no database: format, lint, types, import rules, dead code. Every step runs; the first failures are shown whole. */
import { spawnSync } from 'node:child_process'

const steps: [string, string, string[]][] = [
  ['format and lint', 'node_modules/.bin/biome', ['ci', '--error-on-warnings', '.']],
  ['promises', 'node_modules/.bin/oxlint', ['--type-aware', '--deny-warnings']],
  ['types', process.execPath, ['node_modules/ts7/bin/tsc', '-p', '.']],
  [
    'import rules',
    process.execPath,
    [
      'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
      '--config',
      '.dependency-cruiser.cjs',
      '--output-type',
      'err',
      'contract',
      'server',
      'web',
      'tracker',
      'test',
      'bench',
      'scripts',
    ],
  ],
  ['dead code', 'node_modules/.bin/knip', ['--no-progress']],
]

let failed = 0
for (const [name, command, args] of steps) {
  const started = Date.now()
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  console.log(`${status === 0 ? '✓' : '✗'} ${name} (${seconds} s)`)
  if (status === 0) continue
  failed++
  console.log(`${stdout}\n${stderr}`.trim())
}
process.exit(failed === 0 ? 0 : 1)
