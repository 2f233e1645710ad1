import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

/**
 * Chromium from the packages alone: this variable makes @sparticuz/chromium unpack the libraries it needs as well.
 * Its own arguments are not used: they switch web security off.
 */
export async function unpackChromium(): Promise<string> {
  process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs22.x'
  const { default: packaged } = await import('@sparticuz/chromium')
  return packaged.executablePath()
}

export async function launchChromium(): Promise<Browser> {
  const executablePath = await unpackChromium()
  return chromium.launch({
    executablePath,
    env: { ...process.env, TMPDIR: mkdtempSync(join(tmpdir(), 'tandem-browser-')) },
    args: [
      '--no-sandbox',
      '--disable-dev-shm-usage',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--font-render-hinting=none',
    ],
  })
}
