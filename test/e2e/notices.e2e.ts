import { expect, test } from 'vitest'
import { area } from './area.ts'
import { axe } from './axe.ts'

const { t, send, visit } = area('notices', 'es')

test('a process change with a question: written, aimed, read, understood at the second try, and seen by its author', async () => {
  // An empty company has no morning yet.
  await send('POST /contacts', { email: 'avisos@example.com', fullName: 'Aida Aviso' })
  const page = await visit('/notices')
  await page
    .getByRole('button', { name: t('notices.list.new') })
    .first()
    .click()
  const dialog = page.getByRole('dialog', { name: t('notices.create.title') })
  await dialog.getByRole('textbox', { name: t('notices.fields.title') }).fill('Nueva plantilla de oferta')
  await dialog
    .getByRole('textbox', { name: t('notices.fields.body') })
    .fill('Desde hoy usamos la **B**.\n\n- Sin IVA\n- Con plazo')
  await dialog.getByText('Iván Ferrer', { exact: false }).waitFor()
  await dialog.getByRole('button', { name: t('notices.create.addQuestion') }).click()
  await dialog.getByRole('textbox', { name: t('notices.fields.questionText') }).fill('¿Qué plantilla?')
  await dialog.getByRole('textbox', { name: t('notices.fields.option', { number: 1 }) }).fill('La A')
  await dialog.getByRole('textbox', { name: t('notices.fields.option', { number: 2 }) }).fill('La B')
  await dialog.getByRole('radio', { name: t('notices.fields.option', { number: 2 }) }).check()
  await dialog.getByRole('textbox', { name: t('notices.fields.explanation') }).fill('La A se retira')
  await axe(page, 'write a notice')
  await dialog.getByRole('button', { name: t('notices.create.publish') }).click()
  await page.getByRole('heading', { level: 1, name: 'Nueva plantilla de oferta' }).waitFor()
  await page.getByText('Iván Ferrer').first().waitFor()
  await axe(page, 'a notice')

  const reader = await visit('/', 'en')
  await reader.getByRole('link', { name: /^Nueva plantilla de oferta/ }).click()
  const reading = reader.getByRole('dialog', { name: 'Process change' })
  await reading.getByRole('radio', { name: 'La A' }).check()
  await reading.getByRole('button', { name: 'Check and confirm' }).click()
  await reading.getByText('La A se retira', { exact: false }).waitFor()
  await axe(reader, 'a wrong answer')
  await reading.getByRole('radio', { name: 'La B' }).check()
  await reading.getByRole('button', { name: 'Check and confirm' }).click()
  await reading.waitFor({ state: 'detached' })

  const [notice] = (await send('GET /notices?q=plantilla')).items
  expect(notice.progress).toMatchObject({ recipients: 2, acknowledged: 2 })
  await page.getByText(t('notices.record.allDone')).waitFor()
})
