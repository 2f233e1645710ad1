import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { area } from './area.ts'
import { axe } from './axe.ts'
import { wordsOf } from './words.ts'

const { t, send, visit } = area('conflict', 'es')

test('two people who change the same thing of a contact choose between both; different things are both kept', async () => {
  const { id } = await send('POST /contacts', { email: 'luz@faro.example', fullName: 'Luz Faro', jobTitle: 'Compras' })
  const [mine, theirs] = await Promise.all([visit(`/contacts/${id}`), visit(`/contacts/${id}`, 'en')])
  const edit = async (page: Page, locale: 'es' | 'en', name: string, text: string) => {
    const field = wordsOf(locale)(`contacts.fields.${name}`)
    await page.getByRole('button', { name: wordsOf(locale)('kit.record.edit', { field }), exact: true }).click()
    await page.getByRole('textbox', { name: field, exact: true }).fill(text)
  }
  const stored = async () => {
    const { jobTitle, city, region } = await send(`GET /contacts/${id}`)
    return { jobTitle, city, region }
  }

  await edit(mine, 'es', 'jobTitle', 'Directora de compras')
  await edit(theirs, 'en', 'jobTitle', 'Head of purchasing')
  // Live, what the other saved is on my screen already; it still must not be overwritten by what I began before.
  const refreshed = mine.waitForResponse((answer) => answer.url().endsWith(`/api/v1/contacts/${id}`))
  await theirs.keyboard.press('Enter')
  await refreshed
  await mine.keyboard.press('Enter')
  const dialog = mine.getByRole('dialog', { name: t('kit.conflict.title') })
  await dialog.waitFor()
  await dialog.getByText(t('kit.conflict.before', { value: 'Compras' })).waitFor()
  await axe(mine, 'conflict')
  await dialog.getByRole('radio', { name: /Directora de compras/ }).check()
  await dialog.getByRole('button', { name: t('kit.conflict.resolve') }).click()
  await expect.poll(stored).toMatchObject({ jobTitle: 'Directora de compras' })

  await edit(mine, 'es', 'city', 'Valencia')
  await edit(theirs, 'en', 'region', 'Comunitat Valenciana')
  await theirs.keyboard.press('Enter')
  await expect.poll(stored).toMatchObject({ region: 'Comunitat Valenciana' })
  await mine.keyboard.press('Enter')
  await expect.poll(stored).toEqual({
    jobTitle: 'Directora de compras',
    city: 'Valencia',
    region: 'Comunitat Valenciana',
  })
  expect(await dialog.count()).toBe(0)
})

test('a form that two build at once is not overwritten either', async () => {
  const { id } = await send('POST /forms', {
    name: 'Feria',
    fields: [{ key: 'email', type: 'email', label: 'Correo' }],
  })
  const page = await visit(`/forms/${id}`)
  await page.getByRole('button', { name: t('forms.sections.basics') }).click()
  const name = page.getByRole('textbox', { name: t('forms.fields.name') }).first()
  await name.fill('Feria de Valencia')
  const refreshed = page.waitForResponse((answer) => answer.url().endsWith(`/api/v1/forms/${id}`))
  await send(`PATCH /forms/${id}`, { name: 'Feria de otoño' })
  await refreshed
  await page.getByRole('button', { name: t('forms.builder.saveLive') }).click()
  const dialog = page.getByRole('dialog', { name: t('kit.conflict.title') })
  await dialog.getByRole('radio', { name: /Feria de otoño/ }).check()
  await dialog.getByRole('button', { name: t('kit.conflict.resolve') }).click()
  await expect.poll(() => name.inputValue()).toBe('Feria de otoño')
  expect((await send(`GET /forms/${id}`)).name).toBe('Feria de otoño')
})
