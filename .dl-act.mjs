process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs22.x'
process.env.TMPDIR = '/tmp/dl/tmp'
const { default: sparticuz } = await import('@sparticuz/chromium')
const { chromium } = await import('playwright-core')
import { readFileSync } from 'node:fs'
const key = readFileSync('/tmp/dl/key', 'utf8'), deal = readFileSync('/tmp/dl/deal', 'utf8')
const browser = await chromium.launch({ executablePath: await sparticuz.executablePath(), args: ['--no-sandbox', '--disable-dev-shm-usage'], env: { ...process.env, HOME: '/tmp/dl/tmp' } })
const open = async (width, height, scheme) => {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, locale: 'es', extraHTTPHeaders: { authorization: `Bearer ${key}` } })
  const page = await context.newPage()
  page.setDefaultTimeout(25000)
  page.on('console', (m) => { if (m.type() === 'error') console.log('console', m.text().slice(0, 300)) })
  page.on('pageerror', (e) => console.log('pageerror', String(e).slice(0, 400)))
  page.on('response', (r) => { if (r.status() >= 400) console.log(r.status(), r.url()) })
  return page
}
process.on('unhandledRejection', (e) => console.log('unhandled', String(e).slice(0, 200)))
const board = async () => (await (await fetch('http://127.0.0.1:8131/api/v1/deals/board', { headers: { authorization: `Bearer ${key}` } })).json()).stages.map((s) => s.items.slice(0, 4).map((d) => d.name))
const step = async (name, run) => { try { await run(); console.log('ok', name) } catch (e) { console.log('FAIL', name, String(e).slice(0, 500)) } }
const page = await open(1360, 800, 'dark')
await page.goto(`http://localhost:5131/deals/${deal}`); await page.waitForSelector('.ac-composer textarea'); await page.getByRole('tab', { name: /Call|Llamada/ }).click(); await page.waitForTimeout(6000); await page.reload(); await page.waitForSelector('.ac-composer textarea')
await step('composer', async () => {
  await page.keyboard.press('n'); await page.waitForTimeout(300); await page.keyboard.type('Nota desde el teclado')
  const posted = page.waitForResponse((r) => r.url().endsWith('/activities')); await page.keyboard.press('Control+Enter'); console.log((await posted).status())
  await page.waitForSelector('text=Nota desde el teclado >> nth=0'); await page.getByRole('tab', { name: /Call|Llamada/ }).click(); await page.waitForTimeout(2500); await page.screenshot({ path: '/tmp/dl/shots/composer.png' })
  await page.getByRole('tab', { name: /Task|Tarea/ }).click(); await page.waitForTimeout(1200); await page.keyboard.type('Llamar mañana 10:00'); await page.waitForTimeout(300)
  await page.screenshot({ path: '/tmp/dl/shots/composer-task.png' }); const made = page.waitForResponse((r) => r.url().endsWith('/tasks') && r.request().method() === 'POST'); await page.keyboard.press('Enter'); console.log((await made).status())
})
await browser.close()
