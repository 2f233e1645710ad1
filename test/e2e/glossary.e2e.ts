import { expect, test } from 'vitest'
import { area, tabTo } from './area.ts'
import { axe } from './axe.ts'

const { t, send, visit } = area('glossary', 'es')

test('the basic terms, a signature from both departments, and the definition wherever the word stands', async () => {
  const page = await visit('/glossary')
  await page
    .getByRole('button', { name: t('glossary.list.starters') })
    .first()
    .click()
  await page.getByRole('link', { name: 'MQL', exact: true }).waitFor()
  await axe(page, 'glossary')
  await page.getByRole('link', { name: 'MQL', exact: true }).click()
  await page.getByText(t('glossary.states.proposed')).first().waitFor()
  await page.getByRole('button', { name: t('glossary.acts.sign', { department: 'Marketing' }) }).click()
  await page.getByRole('button', { name: t('glossary.acts.sign', { department: 'Ventas' }) }).click()
  await page.getByText(t('glossary.states.in_force')).first().waitFor()
  await axe(page, 'a term')

  await page.getByRole('button', { name: t('glossary.acts.edit') }).click()
  const dialog = page.getByRole('dialog', { name: t('glossary.edit.title', { name: 'MQL' }) })
  await dialog.getByText(t('glossary.edit.hint', { state: 'in_force' })).waitFor()
  await axe(page, 'change a term')
  await dialog.getByRole('textbox', { name: t('glossary.fields.example') }).fill('Un restaurante que pide precio')
  await dialog.getByRole('button', { name: t('glossary.edit.submit') }).click()
  await page.getByText('Un restaurante que pide precio').first().waitFor()
  const term = (await send('GET /terms?q=mql')).items.find((one: { name: string }) => one.name === 'MQL')
  expect(term).toMatchObject({ state: 'draft', termVersion: 2, inForceVersion: 1 })

  await send('POST /contacts', { email: 'glosario@example.com', fullName: 'Gloria Glosa' })
  const created = (await send('GET /contacts?email=glosario@example.com')).items[0]
  await page.goto(`/contacts/${created.id}`)
  const badge = page.locator('[data-td-reach]', { hasText: /^Lead$/ }).first()
  await tabTo(page, badge)
  const card = page.getByRole('note')
  await card.getByText('marketing todavía está madurando', { exact: false }).waitFor()
  await axe(page, 'a word explained')
  await page.keyboard.press('Escape')
  await card.waitFor({ state: 'detached' })
  await badge.hover()
  await card.getByRole('link', { name: t('glossary.hover.open') }).click()
  await page.getByRole('heading', { level: 1, name: 'Lead', exact: true }).waitFor()
})
