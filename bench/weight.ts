/** What a browser takes over the wire to show Hoy after sign-in, gzip, and the tracker. */
import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { launchChromium } from '../test/e2e/chromium.ts'
import { startServer } from '../test/e2e/server.ts'
import type { Bench } from './run.ts'

const kib = (bytes: number) => Number((bytes / 1024).toFixed(1))

const bench: Bench = async () => {
  const server = await startServer()
  const browser = await launchChromium()
  try {
    const page = await browser.newPage({ locale: 'es-ES' })
    const answer = await page.request.post(`${server.url}/api/v1/setup`, {
      data: {
        workspace: { name: 'Bench', locale: 'es', timeZone: 'Europe/Madrid', currency: 'EUR' },
        owner: { name: 'Bench', email: 'bench@example.com', password: 'only-for-the-bench' },
      },
    })
    if (!answer.ok()) throw new Error(`setup answered ${answer.status()}`)
    const loaded: string[] = []
    page.on('response', (response) => void loaded.push(new URL(response.url()).pathname))
    await page.goto(`${server.url}/`)
    await page.locator('main h1').waitFor()
    const shown = loaded.filter((path) => path.startsWith('/assets/'))
    const size = (path: string) => gzipSync(readFileSync(`dist/web${path}`), { level: 9 }).length
    const total = (ending: string) =>
      shown.filter((path) => path.endsWith(ending)).reduce((sum, path) => sum + size(path), 0)
    const [js, css, tracker] = [kib(total('.js')), kib(total('.css')), kib(size('/t.js'))]
    return {
      json: {
        jsKib: js,
        cssKib: css,
        trackerKib: tracker,
        files: shown.length,
        assets: readdirSync('dist/web/assets').length,
      },
      line: `weight: ${js} KiB JS (≤ 170) + ${css} KiB CSS (≤ 45) gz for Hoy; tracker ${tracker} KiB (< 2)`,
    }
  } finally {
    await browser.close()
    await server.stop()
  }
}
export default bench
