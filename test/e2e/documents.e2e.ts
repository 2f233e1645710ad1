import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { area } from './area.ts'
import { axe } from './axe.ts'
import { wordsOf } from './words.ts'

const { t, send, visit } = area('documents', 'es')

const textOf = (page: Page, title: string) => page.getByRole('textbox', { name: title, exact: true })
const typeAtEnd = async (page: Page, title: string, words: string) => {
  await textOf(page, title).click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type(words)
}
const saved = (page: Page, locale: 'es' | 'en' = 'es') =>
  page.locator('[data-state="saved"]', { hasText: wordsOf(locale)('documents.state.saved') }).waitFor()

test('two people write at once and see each other; what one writes offline merges on return', async () => {
  const { id } = await send('POST /documents', { title: 'Argumentario', markdown: 'Hola.' })
  const [marta, ivan] = await Promise.all([visit(`/documents/${id}`), visit(`/documents/${id}`, 'en')])
  await Promise.all([saved(marta), saved(ivan, 'en')])
  await typeAtEnd(marta, 'Argumentario', ' De ventas.')
  await textOf(ivan, 'Argumentario').getByText('Hola. De ventas.').waitFor()
  await ivan.locator('.dc-caret-name', { hasText: 'Marta Soler' }).waitFor()
  await marta.getByRole('img', { name: 'Iván Ferrer' }).first().waitFor()
  await typeAtEnd(ivan, 'Argumentario', ' De marketing.')
  await textOf(marta, 'Argumentario').getByText('De ventas. De marketing.').waitFor()

  await ivan.context().setOffline(true)
  await typeAtEnd(ivan, 'Argumentario', ' Sin red.')
  await ivan.getByText(wordsOf('en')('documents.state.offline')).waitFor()
  await typeAtEnd(marta, 'Argumentario', ' Con red.')
  await saved(marta)
  await axe(ivan, 'document offline')
  await ivan.context().setOffline(false)
  await saved(ivan, 'en')
  for (const page of [marta, ivan]) {
    await textOf(page, 'Argumentario').getByText('Sin red.').waitFor()
    await textOf(page, 'Argumentario').getByText('Con red.').waitFor()
  }
  const { markdown } = await send(`GET /documents/${id}`)
  expect(markdown).toContain('Sin red.')
  expect(markdown).toContain('Con red.')
  await axe(marta, 'document')

  await marta.emulateMedia({ media: 'print' })
  const printed = await marta.locator('body').innerText()
  expect(printed.trim(), 'title and text alone').toMatch(/^Argumentario\s+Hola\..*$/)
})

test('a note is begun, a mention and a suggestion made by keyboard, and an old version restored', async () => {
  const page = await visit('/documents')
  await axe(page, 'documents')
  await page
    .getByRole('main')
    .getByRole('button', { name: t('documents.list.new') })
    .first()
    .click()
  const dialog = page.getByRole('dialog', { name: t('documents.create.title') })
  await dialog.getByRole('textbox', { name: t('documents.fields.title') }).fill('Feria')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/documents\/[0-9a-f-]{36}$/)
  await saved(page)
  await typeAtEnd(page, 'Feria', 'Dura siete días. Lo ve @iv')
  await page
    .getByRole('listbox', { name: t('documents.editor.mention') })
    .getByRole('option', { name: 'Iván Ferrer' })
    .waitFor()
  await page.keyboard.press('Enter')
  await textOf(page, 'Feria').locator('[data-type="mention"]', { hasText: '@Iván Ferrer' }).waitFor()
  await saved(page)

  await page.getByRole('button', { name: t('documents.history.open') }).click()
  await page.getByRole('textbox', { name: t('documents.history.name') }).fill('Antes')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: /Antes/ }).waitFor()
  await axe(page, 'history of a document')
  await page.keyboard.press('Escape')

  await textOf(page, 'Feria')
    .getByText('Dura siete')
    .dblclick({ position: { x: 60, y: 10 } })
  await page.getByRole('button', { name: t('documents.editor.suggest') }).click()
  const proposed = page.getByRole('textbox', { name: t('documents.suggestions.proposed') })
  await proposed.fill('cinco')
  await page.getByRole('button', { name: t('documents.suggestions.post'), exact: true }).click()
  await page.locator('.dc-suggested').waitFor()
  await axe(page, 'document with a suggestion')
  await page.getByRole('button', { name: t('documents.suggestions.accept') }).click()
  await textOf(page, 'Feria').getByText('cinco').waitFor()

  const id = new URL(page.url()).pathname.split('/').at(-1)!
  const { items } = await send(`GET /documents/${id}/versions`)
  await send(
    `POST /documents/${id}/versions/${items.find((one: { name: string }) => one.name === 'Antes').id}/restoration`,
  )
  await textOf(page, 'Feria').getByText('siete').waitFor()
})
