import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'

type Named = { name: string }
type Report = { issues: { files: Named[]; exports: Named[]; dependencies: Named[] }[] }

/** What the house's own settings of knip call dead in a folder: files, exports and packages nobody asks for. */
export function deadIn(folder: string): string[] {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [resolve('node_modules/knip/bin/knip.js'), '--config', resolve('knip.json'), '--no-progress', '--reporter', 'json'],
    { cwd: folder, encoding: 'utf8' },
  )
  if (!stdout) throw new Error(stderr)
  const { issues } = JSON.parse(stdout) as Report
  return issues.flatMap(({ files, exports, dependencies }) =>
    [...files, ...exports, ...dependencies].map(({ name }) => name),
  )
}
