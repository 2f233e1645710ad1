/** Takes the pictures of docs/guide from the demo company, in both languages. Run after `npm run build`. */
import { mkdirSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { launchChromium } from '../test/e2e/chromium.ts'
import { startServer } from '../test/e2e/server.ts'

const browser = await launchChromium()
for (const locale of ['es', 'en'] as const) {
  const folder = `docs/guide/images/${locale}`
  mkdirSync(folder, { recursive: true })
  const server = await startServer()
  const context = await browser.newContext({
    locale: locale === 'es' ? 'es-ES' : 'en-GB',
    timezoneId: 'Europe/Madrid',
    viewport: { width: 1280, height: 800 },
  })
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  const take = async (name: string, path: string, ready: (page: Page) => Promise<unknown>) => {
    await page.goto(server.url + path)
    await ready(page)
    await page.waitForLoadState('networkidle').catch(() => {})
    await page.screenshot({ path: `${folder}/${name}.png` })
  }
  const heading = (shown: Page) => shown.locator('main h1, main h2').first().waitFor()
  await take('setup', '/setup', heading)
  const made = await page.request.post(`${server.url}/api/v1/demo`, { data: { locale }, timeout: 300_000 })
  if (!made.ok()) throw new Error(`the demo answered ${made.status()}`)
  const first = async (path: string): Promise<string> => {
    const { items } = (await (await page.request.get(`${server.url}/api/v1${path}`)).json()) as {
      items: { id: string }[]
    }
    return items[0]!.id
  }
  const form = await first('/forms?limit=1')
  await take('today', '/', heading)
  await take('inbox', '/inbox', (shown) => shown.locator('article header').first().waitFor())
  await take('deals', '/deals', heading)
  await take('form-builder', `/forms/${form}`, heading)
  await take('form-public', `/f/${form}`, (shown) => shown.locator('form').waitFor())
  await take('score', `/contacts/${await first('/contacts?sort=-score&limit=1')}`, heading)
  await take('import', '/imports/new', heading)
  const { items: series } = (await (await page.request.get(`${server.url}/api/v1/meeting-series`)).json()) as {
    items: { kind: string; nextMeeting: { id: string } | null }[]
  }
  const meeting = series.find(({ kind }) => kind === 'weekly')!.nextMeeting!.id
  await page.request.post(`${server.url}/api/v1/meetings/${meeting}/start`)
  await take('meeting', `/meetings/${meeting}`, async (shown) => {
    await shown.getByRole('button', { name: /Estoy aquí|I am here/ }).click()
    await shown.locator('#mt-quorum').waitFor()
  })
  await take('checklist', '/information', (shown) => shown.locator('main table').first().waitFor())
  await take('agreements', '/agreements', (shown) => shown.locator('main svg').first().waitFor())
  await take('alignment', '/alignment', (shown) => shown.locator('main table').first().waitFor())
  for (let day = 1; day <= 5; day++) await page.request.post(`${server.url}/api/v1/demo/days`, { data: { day } })
  const { campaignId } = (await (await page.request.get(`${server.url}/api/v1/demo/days`)).json()) as {
    campaignId: string
  }
  await take('story', '/demo', heading)
  await take('campaign', `/campaigns/${campaignId}`, heading)
  await take('claims', '/texts', heading)
  await context.close()
  await server.stop()
}
await browser.close()
