process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs22.x'
process.env.TMPDIR = '/tmp/dl/tmp'
const { default: sparticuz } = await import('@sparticuz/chromium')
const { chromium } = await import('playwright-core')
import { readFileSync } from 'node:fs'
const key = readFileSync('/tmp/dl/key', 'utf8'), deal = readFileSync('/tmp/dl/deal', 'utf8')
const browser = await chromium.launch({ executablePath: await sparticuz.executablePath(), args: ['--no-sandbox', '--disable-dev-shm-usage'], env: { ...process.env, HOME: '/tmp/dl/tmp' } })
const only = process.argv[2]
const shots = [
  ['board', '/deals', 1360, 800, 'light', 'es'],
  ['board-dark', '/deals', 1360, 800, 'dark', 'en'],
  ['board-360', '/deals', 360, 740, 'light', 'es'],
  ['table', '/deals?layout=table', 1360, 800, 'light', 'en'],
  ['table-360', '/deals?layout=table', 360, 740, 'light', 'es'],
  ['record', `/deals/${deal}`, 1360, 900, 'light', 'es'],
  ['record-dark', `/deals/${deal}`, 1360, 900, 'dark', 'en'],
  ['record-360', `/deals/${deal}`, 360, 740, 'light', 'es'],
  ['tasks', '/tasks', 1360, 800, 'light', 'es'],
  ['tasks-360', '/tasks', 360, 740, 'dark', 'es'],
  ['pipeline', '/settings/pipeline', 1360, 800, 'light', 'es'],
  ['pipeline-360', '/settings/pipeline', 360, 740, 'light', 'en'],
]
for (const [name, path, width, height, scheme, lang] of shots) {
  if (only && !only.split(',').includes(name)) continue
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, locale: lang, extraHTTPHeaders: { authorization: `Bearer ${key}` } })
  await context.addInitScript(([l, s]) => { localStorage.setItem('tandem.locale', l); localStorage.setItem('mantine-color-scheme-value', s); localStorage.setItem('tandem.theme', s) }, [lang, scheme])
  const page = await context.newPage()
  page.on('console', (m) => { if (m.type() === 'error') console.log(name, 'console', m.text().slice(0, 300)) })
  page.on('pageerror', (e) => console.log(name, 'pageerror', String(e).slice(0, 400)))
  page.on('response', (r) => { if (r.status() >= 400) console.log(name, r.status(), r.url()) })
  await page.goto('http://localhost:5131' + path, { waitUntil: 'domcontentloaded' })
  await page.waitForTimeout(name === 'board' ? 9000 : 4500)
  await page.screenshot({ path: `/tmp/dl/shots/${name}.png` })
  await context.close()
}
await browser.close()
