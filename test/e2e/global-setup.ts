import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unpackChromium } from './chromium.ts'

/** Unpacks the browser once, into a folder of this run, before any test asks for it. */
export default async function setup() {
  const folder = await mkdtemp(join(tmpdir(), 'tandem-e2e-'))
  process.env.TMPDIR = folder
  await unpackChromium()
  return () => rm(folder, { recursive: true, force: true })
}
