import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { launchChromium } from './chromium.ts'
import { house, password, people, sender } from './house.ts'
import { wordsOf } from './words.ts'

/** Failures fail soon: nothing on these screens takes longer. */
const patienceMs = 8000

/**
 * What the browser path of one area needs: the house that all areas share, and signed-in windows. Windows are closed
 * after each test; a failing test leaves a picture of each in test-results/.
 */
export function area(name: string, locale: 'es' | 'en') {
  let browser: Browser
  const open: Page[] = []
  beforeAll(async () => void (browser = await launchChromium()))
  afterAll(() => browser.close())
  afterEach(async ({ task }) => {
    for (const [index, page] of open.splice(0).entries()) {
      if (task.result?.state === 'fail') await page.screenshot({ path: `test-results/${name}-${index}.png` })
      await page.context().close()
    }
  })
  return {
    t: wordsOf(locale),
    send: sender(house()),
    dataDir: house().dataDir,
    /** A window of the member who reads this language, at an address of the app. */
    async visit(path: string, as: 'es' | 'en' = locale): Promise<Page> {
      const context = await browser.newContext({
        baseURL: house().url,
        locale: as === 'es' ? 'es-ES' : 'en-GB',
        timezoneId: 'Europe/Madrid',
        viewport: { width: 1280, height: 860 },
      })
      const page = await context.newPage()
      open.push(page)
      page.setDefaultTimeout(patienceMs)
      const answer = await page.request.post('/api/v1/sessions', { data: { email: people[as].email, password } })
      if (!answer.ok()) throw new Error(`signing in answered ${answer.status()}`)
      await page.goto(path)
      return page
    },
  }
}

/** Presses Tab until the element has the focus, as somebody without a mouse must. */
export async function tabTo(page: Page, target: Locator) {
  await target.waitFor()
  for (let presses = 0; presses < 80; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error('80 presses of Tab did not get there')
}
