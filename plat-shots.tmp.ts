import { launchChromium } from '/work/main/test/e2e/chromium.ts'
import { readFileSync } from 'node:fs'
const demo = JSON.parse(readFileSync('/tmp/plat/demo.json', 'utf8'))
const browser = await launchChromium()
const base = 'http://localhost:8168'
const shots = process.argv.slice(2)
const ctx = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'es-ES', timezoneId: 'Europe/Madrid' })
const page = await ctx.newPage()
page.on('console', (m) => m.type() === 'error' && console.log('console', m.text().slice(0, 300)))
page.on('pageerror', (e) => console.log('pageerror', e.message.slice(0, 400)))
const r = await ctx.request.post(base + '/api/v1/sessions', { data: demo.signIn })
console.log('sign in', r.status(), r.status() > 299 ? await r.text() : '')
for (const spec of shots) {
  const [path, name, width = '1280', scheme = 'light', lang = 'es', act = ''] = spec.split('|')
  await ctx.request.patch(base + '/api/v1/me', { data: { locale: lang, theme: scheme } })
  await page.setViewportSize({ width: Number(width), height: Number(width) < 500 ? 780 : 800 })
  await page.goto(base + path)
  await page.evaluate(([l, s]) => { localStorage.setItem('tandem.locale', l); localStorage.setItem('tandem.theme', s) }, [lang, scheme] as const)
  await page.goto(base + path)
  await page.waitForLoadState('networkidle', { timeout: 8000 }).catch(() => {})
  await page.waitForTimeout(2500)
  if (act === 'bell') { await page.locator('button[aria-haspopup=dialog]').filter({ has: page.locator('svg.tabler-icon-bell') }).first().click(); await page.waitForTimeout(1200) }
  if (act === 'palette') { await page.keyboard.press('Control+k'); await page.waitForTimeout(800); await page.keyboard.type('garcia', { delay: 30 }); await page.waitForTimeout(1500) }
  if (act === 'export') { await page.getByRole('button', { name: 'Exportar' }).click(); await page.waitForTimeout(500); await page.screenshot({ path: '/tmp/plat/menu.png' }); await page.getByRole('menuitem').nth(1).click(); await page.waitForTimeout(6000) }
  if (act === 'row') { await page.locator('table a, tbody tr').first().click(); await page.waitForTimeout(1500) }
  await page.screenshot({ path: `/tmp/plat/${name}.png`, fullPage: false })
  console.log(name, await page.title(), page.url())
}
await browser.close()
