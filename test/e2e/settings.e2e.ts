import { expect, test } from 'vitest'
import { area, tabTo } from './area.ts'
import { axe } from './axe.ts'

const { t, send, visit } = area('settings', 'en')

test('from one entry of the bar: holidays are added and somebody is invited', async () => {
  const page = await visit('/')
  const menu = page.getByRole('navigation', { name: t('nav.sections.settings'), exact: true })
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  await page
    .getByRole('navigation', { name: t('app.navigation') })
    .getByRole('link', { name: t('nav.sections.settings'), exact: true })
    .click()
  await page.waitForURL('**/settings')
  await page.getByRole('heading', { name: t('accounts.settings.title') }).waitFor()
  await axe(page, 'settings')

  await button(t('accounts.settings.holidays.addNational', { year: new Date().getFullYear() })).click()
  await page.getByText(t('accounts.settings.saved')).waitFor()
  expect((await send('GET /settings')).calendar.holidays).toContain(`${new Date().getFullYear()}-12-25`)

  const entry = menu.getByRole('link', { name: t('nav.items.members') })
  await tabTo(page, entry)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/members')
  // Folding the bar to icons leaves this menu its words.
  await page.keyboard.press('[')
  await expect.poll(async () => (await entry.boundingBox())?.width).toBeGreaterThan(120)
  await page.keyboard.press('[')
  await button(t('accounts.members.invite')).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: t('accounts.fields.email') }).fill('noa@lumbre.example')
  await axe(page, 'invitation')
  await dialog.getByRole('button', { name: t('accounts.members.sendInvitation') }).click()
  await page.getByRole('link', { name: t('accounts.members.tabs.invitations') }).click()
  await page.getByRole('cell', { name: 'noa@lumbre.example', exact: true }).waitFor()
  await expect.poll(() => entry.getAttribute('aria-current')).toBe('page')
})

test('a rule of the temperature is tried on real contacts before it is kept', async () => {
  await send('POST /contacts', { email: 'vera@puerto.example', fullName: 'Vera Puig', jobTitle: 'Directora' })
  const page = await visit('/settings/scoring')
  const preview = page.getByRole('complementary', { name: t('scoring.preview.title') })
  await page.getByRole('tab', { name: /^Fit/ }).click()
  await preview.getByText(t('scoring.preview.points', { points: 50 })).waitFor()
  await page.getByRole('textbox', { name: t('scoring.points', { rule: 'We know their name' }) }).fill('30')
  await preview.getByText(t('scoring.preview.change', { before: 50, after: 70 })).waitFor()
  await page.getByRole('button', { name: t('scoring.editor.save') }).click()
  await page.getByText(t('scoring.editor.isDraft')).waitFor()
  await axe(page, 'temperature')
})

test('on a phone the menu of the settings is one line that unfolds', async () => {
  const page = await visit('/settings')
  await page.setViewportSize({ width: 360, height: 740 })
  const menu = page.getByRole('navigation', { name: t('nav.sections.settings'), exact: true })
  const fold = menu.getByRole('button')
  await fold.click()
  await axe(page, 'unfolded settings')
  await page.keyboard.press('Escape')
  expect(await fold.getAttribute('aria-expanded')).toBe('false')
  await page.keyboard.press('Enter')
  await menu.getByRole('link', { name: t('nav.items.audit') }).click()
  await page.waitForURL('**/settings/audit')
  await page.getByRole('heading', { name: t('platform.audit.title') }).waitFor()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
})
