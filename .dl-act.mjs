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
const board = async () => (await (await fetch('http://127.0.0.1:8131/api/v1/deals/board', { headers: { authorization: `Bearer ${key}` } })).json()).stages.map((s) => s.items.slice(0, 4).map((d) => d.name))
const step = async (name, run) => { try { await run(); console.log('ok', name) } catch (e) { console.log('FAIL', name, String(e).slice(0, 500)) } }
const page = await open(1360, 800, 'dark')
await step('board', async () => { await page.goto('http://localhost:5131/deals'); await page.waitForSelector('.td-board-card'); await page.waitForTimeout(1500); await page.screenshot({ path: '/tmp/dl/shots/board-dark.png' }) })
await step('drag', async () => {
  const before = await board()
  const from = await page.locator('.td-lane').nth(0).locator('.td-board-handle').nth(1).boundingBox()
  const to = await page.locator('.td-lane').nth(2).locator('.td-board-card').nth(1).boundingBox()
  await page.mouse.move(from.x + 60, from.y + 12); await page.mouse.down()
  await page.mouse.move(from.x + 80, from.y + 30, { steps: 4 }); await page.mouse.move(to.x + 60, to.y + 20, { steps: 12 })
  await page.screenshot({ path: '/tmp/dl/shots/drag.png' })
  const posted = page.waitForResponse((r) => r.url().includes('/stage'))
  await page.mouse.up(); await posted
  await page.waitForTimeout(600); await page.screenshot({ path: '/tmp/dl/shots/dragged.png' })
  console.log(JSON.stringify([before[0], before[2], (await board())[0], (await board())[2]]))
})
await step('undo', async () => { const posted = page.waitForResponse((r) => r.url().includes('/stage')); await page.getByRole('button', { name: /Undo|Deshacer/ }).first().click(); await posted; await page.waitForTimeout(500); console.log(JSON.stringify((await board())[0])) })
await step('keyboard', async () => {
  const before = await board()
  await page.locator('.td-lane').nth(1).locator('.td-board-handle').nth(0).focus()
  await page.keyboard.press('Space'); await page.waitForTimeout(300); await page.keyboard.press('ArrowRight'); await page.waitForTimeout(300)
  const posted = page.waitForResponse((r) => r.url().includes('/stage'), { timeout: 8000 })
  await page.keyboard.press('Space'); await posted; await page.waitForTimeout(400)
  console.log(JSON.stringify([before[1][0], (await board())[2]]))
})
await step('lost dialog', async () => {
  await page.locator('.td-lane').nth(0).getByRole('button', { name: /Actions|Acciones/ }).nth(0).click(); await page.getByRole('menuitem').last().click()
  await page.waitForSelector('[role=dialog]'); await page.waitForTimeout(500); await page.screenshot({ path: '/tmp/dl/shots/lost.png' })
  await page.getByRole('dialog').locator('input').first().click(); await page.getByRole('option').nth(1).click()
  const posted = page.waitForResponse((r) => r.url().includes('/lost')); await page.getByRole('dialog').getByRole('button').last().click(); console.log((await posted).status())
})
await step('create', async () => {
  await page.goto('http://localhost:5131/deals'); await page.waitForSelector('.td-board-card')
  await page.getByRole('button', { name: /New deal|Nueva oportunidad/ }).click(); await page.waitForSelector('[role=dialog] input'); await page.waitForTimeout(1500); await page.screenshot({ path: '/tmp/dl/shots/create.png' })
  await page.keyboard.type('Pedido de prueba'); await page.keyboard.press('Control+Enter'); await page.waitForURL(/deals\/[0-9a-f-]{36}/); await page.waitForSelector('.ac-composer textarea')
})
await step('composer', async () => {
  await page.keyboard.press('n'); await page.waitForTimeout(300); await page.keyboard.type('Nota desde el teclado')
  const posted = page.waitForResponse((r) => r.url().endsWith('/activities')); await page.keyboard.press('Control+Enter'); console.log((await posted).status())
  await page.waitForSelector('text=Nota desde el teclado >> nth=0'); await page.getByRole('tab', { name: /Call|Llamada/ }).click(); await page.waitForTimeout(2500); await page.screenshot({ path: '/tmp/dl/shots/composer.png' })
  await page.getByRole('tab', { name: /Task|Tarea/ }).click(); await page.waitForTimeout(1200); await page.keyboard.type('Llamar mañana 10:00'); await page.waitForTimeout(300)
  await page.screenshot({ path: '/tmp/dl/shots/composer-task.png' }); const made = page.waitForResponse((r) => r.url().endsWith('/tasks') && r.request().method() === 'POST'); await page.keyboard.press('Enter'); console.log((await made).status())
})
await step('win', async () => { await page.getByRole('button', { name: /^(Won|Ganada)$/ }).click(); await page.waitForSelector('[role=dialog]'); await page.keyboard.press('Control+Enter'); await page.waitForResponse((r) => r.url().includes('/won')); await page.waitForTimeout(1200); await page.screenshot({ path: '/tmp/dl/shots/won.png' }) })
await step('tasks', async () => { await page.goto('http://localhost:5131/tasks'); await page.waitForSelector('.tk-item'); await page.locator('.tk-item input').first().click(); await page.waitForTimeout(900); await page.screenshot({ path: '/tmp/dl/shots/tasks-done.png' }) })
await step('table', async () => { await page.goto('http://localhost:5131/deals?layout=table'); await page.waitForSelector('tbody tr input'); await page.locator('tbody tr input').first().click(); await page.locator('tbody tr input').nth(1).click(); await page.waitForTimeout(500); await page.screenshot({ path: '/tmp/dl/shots/table-dark.png' }) })
await page.context().close()
const phone = await open(360, 740, 'light')
await step('phone', async () => {
  await phone.goto('http://localhost:5131/deals?layout=table'); await phone.waitForSelector('.td-row-card a'); await phone.screenshot({ path: '/tmp/dl/shots/table-360.png' })
  await phone.goto('http://localhost:5131/tasks'); await phone.waitForSelector('.tk-item'); await phone.screenshot({ path: '/tmp/dl/shots/tasks-360.png' })
  await phone.goto('http://localhost:5131/'); await phone.waitForTimeout(5000); await phone.screenshot({ path: '/tmp/dl/shots/today-360.png' })
})
await browser.close()
