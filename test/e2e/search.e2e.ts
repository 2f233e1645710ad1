import { test } from 'vitest'
import { area } from './area.ts'
import { axe } from './axe.ts'

const { t, send, visit } = area('search', 'es')

test('the palette finds a person in spite of a typing error, and a screen of the settings, by keyboard alone', async () => {
  const { id } = await send('POST /contacts', { email: 'begona@norte.example', fullName: 'Begoña Etxeberria' })
  const page = await visit('/')
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.keyboard.press('Control+k')
  const search = page.getByRole('combobox', { name: t('app.search') })
  await search.waitFor()
  await page.keyboard.type('etxebarria')
  await page.getByRole('option', { name: /Begoña Etxeberria/ }).waitFor()
  await axe(page, 'palette')
  await page.keyboard.press('Enter')
  await page.waitForURL(`**/contacts/${id}`)
  await page.getByRole('heading', { name: 'Begoña Etxeberria' }).waitFor()

  await page.keyboard.press('Control+k')
  await search.waitFor()
  await page.keyboard.type('ajustes repar')
  await page.getByRole('option', { name: new RegExp(t('nav.items.routing')) }).waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL('**/settings/handover')
})
