import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unpackChromium } from './chromium.ts'
import { furnish } from './house.ts'
import { startServer } from './server.ts'

/** Once a run: the browser unpacked into a folder of its own, and one furnished house for all areas; the story sets up its own. */
export default async function setup() {
  const folder = await mkdtemp(join(tmpdir(), 'tandem-e2e-'))
  process.env.TMPDIR = folder
  const [server] = await Promise.all([startServer(), unpackChromium()])
  process.env.TANDEM_E2E_HOUSE = JSON.stringify(await furnish(server))
  return async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
