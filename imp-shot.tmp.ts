import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
process.chdir('/work/main')
const { launchChromium } = await import('/work/main/test/e2e/chromium.ts')
const { startServer } = await import('/work/main/test/e2e/server.ts')
const server = await startServer({ TANDEM_PUBLIC_URL: 'http://localhost:5291' })
const vite = spawn(process.execPath, ['node_modules/vite/bin/vite.js', 'preview', '--outDir', '/tmp/imp-web', '--port', '5291', '--host', 'localhost'], { env: { ...process.env, TANDEM_DEV_SERVER: server.url }, stdio: 'ignore' })
const browser = await launchChromium()
try {
  await new Promise((r) => setTimeout(r, 3000))
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'es-ES' })
  const page = await context.newPage()
  const errors: string[] = []
  page.on('console', (m) => m.type() === 'error' && errors.push(m.text()))
  page.on('pageerror', (e) => errors.push(String(e)))
  await page.goto('http://localhost:5291/')
  await page.evaluate(async () => { const r = await fetch('/api/v1/setup', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ workspace: { name: 'Lumbre', locale: 'es', timeZone: 'Europe/Madrid', currency: 'EUR' }, owner: { name: 'Olga Ruiz', email: 'o@example.com', password: 'only-for-the-bench' } }) }); if (!r.ok) throw new Error(await r.text()) })
  await page.goto('http://localhost:5291/imports'); await page.waitForTimeout(1500)
  await page.screenshot({ path: '/tmp/imp-1.png' })
  await page.goto('http://localhost:5291/imports/new'); await page.waitForTimeout(1000)
  await page.screenshot({ path: '/tmp/imp-2.png' })
  const send = async (path: string) => {
    await page.goto('http://localhost:5291/imports/new'); await page.waitForSelector('input[type=file]', { state: 'attached' })
    await page.setInputFiles('input[type=file]', path)
    await page.getByRole('button', { name: 'Subir y revisar' }).click()
    await page.waitForURL(/imports\/[0-9a-f]/); await page.waitForTimeout(1200)
  }
  writeFileSync('/tmp/feria.csv', 'Correo;Nombre;Alta;Importe;Móvil\nana@example.com;Ana Núñez;03/04/2025;1.234;600112233\nluis@example.com;Luis Peña;05/06/2025;2.500;600112244\nmal;Eva;07/08/2025;3.100;12\n' + Array.from({ length: 300 }, (_, i) => `p${i}@example.com;Persona ${i};0${1 + i % 9}/0${1 + i % 7}/2025;${1 + i % 9}.${100 + i};6001${10000 + i}`).join('\n') + '\n')
  await send('/tmp/feria.csv')
  await page.getByText('Así quedarán').scrollIntoViewIfNeeded(); await page.getByRole('button', { name: 'Probar sin guardar' }).scrollIntoViewIfNeeded(); await page.waitForTimeout(500)
  await page.screenshot({ path: '/tmp/imp-b1.png' })
  await page.getByRole('radio', { name: /Día primero/ }).first().check(); await page.waitForTimeout(1500)
  await page.getByRole('button', { name: 'Importar ahora' }).scrollIntoViewIfNeeded(); await page.screenshot({ path: '/tmp/imp-b2.png' })
  await send('/work/shared/data/olist-funnel/marketing_qualified_leads.csv')
  await page.getByRole('button', { name: 'Importar ahora' }).click(); await page.waitForTimeout(900)
  await page.screenshot({ path: '/tmp/imp-b3.png' })
  await page.getByText('Importación terminada').waitFor({ timeout: 60000 })
  await page.getByRole('button', { name: /^Ver l/ }).click(); await page.waitForTimeout(2500)
  await page.screenshot({ path: '/tmp/imp-b4.png' })
  console.log(page.url())
  await page.goto('http://localhost:5291/imports'); await page.waitForTimeout(1500); await page.screenshot({ path: '/tmp/imp-b5.png' })
  await send('/tmp/feria.csv'); const small = page
  const { default: axe } = await import('@axe-core/playwright' as string) as any
  for (const u of ['/imports', '/imports/new']) { await page.goto('http://localhost:5291' + u); await page.waitForTimeout(1200); const r = await new axe({ page }).analyze(); console.log(u, r.violations.map((v: any) => v.id + ' ' + v.nodes[0].html.slice(0, 120))) }
  await page.waitForTimeout(500); await send('/tmp/feria.csv'); { const r = await new axe({ page }).analyze(); console.log('map', r.violations.map((v: any) => v.id + ' ' + v.nodes[0].html.slice(0, 160))) }
  console.log('errors', [...new Set(errors)].slice(0, 10))
} catch (e) { console.log(String(e).slice(0, 800)) } finally { await browser.close(); vite.kill(); await server.stop() }
