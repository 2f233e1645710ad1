import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, test } from 'vitest'
import { axe } from './axe.ts'
import { launchChromium } from './chromium.ts'
import { startServer, type TestServer } from './server.ts'
import { wordsOf } from './words.ts'

let browser: Browser
beforeAll(async () => void (browser = await launchChromium()))
afterAll(() => browser.close())

describe.each(['es', 'en'] as const)('in %s', (locale) => {
  const t = wordsOf(locale)
  let server: TestServer
  let page: Page
  beforeAll(async () => {
    server = await startServer()
    const context = await browser.newContext({
      locale: locale === 'es' ? 'es-ES' : 'en-GB',
      timezoneId: 'Europe/Madrid',
      viewport: { width: 1280, height: 860 },
    })
    page = await context.newPage()
    page.setDefaultTimeout(20_000)
  })
  afterAll(() => server.stop())
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await page.screenshot({ path: `test-results/story-${locale}.png` })
  })

  const button = (name: string) => page.getByRole('button', { name, exact: false }).first()
  const field = (name: string) => page.getByLabel(name, { exact: false }).first()
  const seen = (text: string) => page.getByText(text, { exact: false }).first().waitFor()

  test('a new user sets up, a visitor sends a form, sales takes the lead, the deal is won and everybody reads the story', async () => {
    await page.goto(server.url)
    await page.waitForURL('**/setup')
    await page
      .getByRole('main')
      .getByRole('button', { name: locale === 'es' ? 'Español' : 'English' })
      .click()
    await field(t('accounts.setup.company.name')).fill('Lumbre')
    await field(t('accounts.setup.company.ownerName')).fill('Marta Soler')
    await field(t('accounts.setup.company.ownerEmail')).fill('marta@lumbre.example')
    await page.locator('input[type=password]').fill('una frase larga')
    await axe(page, 'setup')
    await button(t('accounts.setup.company.submit')).click()
    await seen(t('accounts.setup.key.title'))
    await button(t('accounts.setup.key.submit')).click()
    await page.getByText(t('accounts.setup.next.form.title')).click()

    await page.waitForURL('**/forms**')
    await button(t('forms.create.button')).click()
    await page.getByText(t('forms.templates.quote.about')).first().click()
    await page.waitForURL(/\/forms\/[0-9a-f-]{36}/)
    await axe(page, 'form builder')
    const formId = /\/forms\/([0-9a-f-]{36})/.exec(page.url())![1]!
    await page.getByRole('button', { name: t('forms.builder.publish'), exact: true }).click()
    await seen(t('forms.states.published'))

    const visitor = await (
      await browser.newContext({ locale: locale === 'es' ? 'es-ES' : 'en-GB', javaScriptEnabled: false })
    ).newPage()
    await visitor.goto(`${server.url}/f/${formId}`)
    await fillForm(visitor)
    await page.goto(`${server.url}/inbox`)
    await sendForm(visitor, t)
    await visitor.close()

    // Live: the lead appears without a reload.
    await seen('Hotel Ruzafa')
    await axe(page, 'inbox')
    await page.getByText('Ana Pérez').first().click()
    await seen(t('kit.temperature.hot'))
    await button(t('handovers.acts.accept')).click()
    await button(t('handovers.acts.openDeal')).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: t('kit.save') })
      .or(page.getByRole('dialog').locator('button[type=submit]'))
      .first()
      .click()
    await page.waitForURL(/\/deals\/[0-9a-f-]{36}/)
    await axe(page, 'deal')
    await page.getByRole('button', { name: t('deals.states.won'), exact: true }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: t('deals.won.confirm') })
      .click()
    await seen(t('deals.states.won'))

    await page.goto(`${server.url}/contacts`)
    await page.getByText('Ana Pérez').first().click()
    await page.waitForURL(/\/contacts\/[0-9a-f-]{36}/)
    await seen(t('kit.lifecycle.customer'))
    const story = page.getByRole('main')
    await story
      .getByText(locale === 'es' ? 'Presupuesto' : 'Quote')
      .first()
      .waitFor()
    await axe(page, 'contact')
  })
})

/** No JavaScript, typed at a person's speed: what comes faster is taken for a robot. */
async function fillForm(visitor: Page) {
  for (const [name, value] of [
    ['email', 'ana.perez@hotel-ruzafa.example'],
    ['full_name', 'Ana Pérez'],
    ['company', 'Hotel Ruzafa'],
    ['phone', '612 345 678'],
    ['quantity', '40'],
    ['details', 'Necesitamos 40 termostatos'],
  ] as const) {
    const input = visitor.locator(`[name="${name}"]`)
    if (await input.count()) await input.first().pressSequentially(value, { delay: 60 })
  }
  for (const box of await visitor.locator('input[type=checkbox][required]').all()) await box.check()
}

async function sendForm(visitor: Page, t: (key: string) => string) {
  await visitor.locator('form [type=submit]').last().click()
  await visitor
    .getByText(t('forms.public.thanks.title'))
    .or(visitor.getByText(t('forms.templates.quote.thankYou')))
    .first()
    .waitFor()
}
