import { expect, test } from 'vitest'
import { area } from './area.ts'
import { axe } from './axe.ts'

const { t, send, visit } = area('trainings', 'es')

test('a training is written, published, read and passed on a phone; the matrix says so', async () => {
  const page = await visit('/trainings/catalogue')
  await page
    .getByRole('button', { name: t('trainings.create.title') })
    .first()
    .click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: t('trainings.fields.title') }).fill('WATCH-2 v3')
  await dialog.getByRole('textbox', { name: t('trainings.fields.topic') }).fill('Pulso')
  await dialog.getByRole('checkbox', { name: 'Ventas' }).check()
  await dialog.getByRole('switch', { name: t('trainings.create.required') }).check()
  await axe(page, 'new training')
  await dialog.getByRole('button', { name: t('trainings.create.action') }).click()
  await page.getByRole('heading', { name: 'WATCH-2 v3' }).waitFor()
  const id = page.url().split('/').at(-1)!

  await page.getByRole('button', { name: t('trainings.materials.text'), exact: true }).click()
  await dialog.getByRole('textbox', { name: t('trainings.fields.title') }).fill('Ficha v3')
  await dialog.getByRole('textbox', { name: t('trainings.fields.text') }).fill('La batería dura 5 días.')
  await dialog.getByRole('button', { name: t('kit.save') }).click()
  await page.getByText('La batería dura 5 días.').waitFor()

  await page.getByRole('link', { name: t('trainings.quiz.write') }).click()
  await page.getByRole('button', { name: t('trainings.builder.add.single') }).click()
  await page.getByRole('button', { name: t('trainings.builder.add.true_false') }).click()
  await page.getByRole('button', { name: t('kit.save') }).click()
  await page.getByText(t('rules.required')).first().waitFor()
  const [first, second] = [0, 1].map((at) =>
    page
      .getByRole('listitem')
      .filter({ hasText: t('trainings.builder.explanationHint') })
      .nth(at),
  )
  await first!.getByRole('textbox', { name: t('trainings.builder.text'), exact: true }).fill('¿Cuánto dura la batería?')
  await first!.getByRole('textbox', { name: t('trainings.builder.answer', { number: 1, question: 1 }) }).fill('5 días')
  await first!.getByRole('textbox', { name: t('trainings.builder.answer', { number: 2, question: 1 }) }).fill('7 días')
  await first!
    .getByRole('textbox', { name: t('trainings.builder.explanation'), exact: true })
    .fill('Lo dice la ficha v3.')
  await second!.getByRole('textbox', { name: t('trainings.builder.text'), exact: true }).fill('¿Aguanta el agua?')
  await axe(page, 'quiz builder')
  await page.getByRole('button', { name: t('trainings.builder.move', { number: 2 }) }).focus()
  await page.keyboard.press('Space')
  await page.locator('.tr-question[data-dragging]').waitFor()
  await page.keyboard.press('ArrowUp')
  await expect.poll(() => first!.evaluate((card) => (card as HTMLElement).style.transform)).not.toBe('')
  await page.keyboard.press('Space')
  await expect
    .poll(() => first!.getByRole('textbox', { name: t('trainings.builder.text'), exact: true }).inputValue())
    .toBe('¿Aguanta el agua?')
  await page.getByRole('button', { name: t('kit.save') }).click()
  await page.getByRole('button', { name: t('trainings.acts.publish') }).click()
  await page.getByText(t('trainings.acts.published')).waitFor()
  await axe(page, 'training')

  await page.setViewportSize({ width: 360, height: 740 })
  await page.getByRole('button', { name: t('trainings.materials.markLabel', { title: 'Ficha v3' }) }).click()
  await page
    .getByRole('link', { name: t('trainings.quiz.take') })
    .first()
    .click()
  await page.getByRole('radio', { name: '7 días' }).check()
  await page.getByRole('radio', { name: t('trainings.quiz.true') }).check()
  await axe(page, 'quiz')
  await page.getByRole('button', { name: t('trainings.quiz.submit') }).click()
  await page.getByText('Lo dice la ficha v3.').waitFor()
  await axe(page, 'quiz result')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
  await page.getByRole('link', { name: t('trainings.quiz.again') }).click()
  await page.getByRole('radio', { name: '5 días' }).check()
  await page.getByRole('radio', { name: t('trainings.quiz.true') }).check()
  await page.getByRole('button', { name: t('trainings.quiz.submit') }).click()
  await page.getByText(t('trainings.quiz.resultDone')).waitFor()
  const { items } = await send(`GET /trainings/${id}/completions`)
  expect(items).toMatchObject([{ way: 'material', score: 100, isValid: true }])

  await page.setViewportSize({ width: 1280, height: 860 })
  await page.goto('/trainings/matrix')
  await page.getByRole('button', { name: /Ventas, Pulso: 1 de 1/ }).click()
  await page.getByText(t('trainings.missing.none')).waitFor()
  await axe(page, 'matrix')
  for (const screen of ['', '/catalogue', '/calendar', '/suggestions']) {
    await page.goto(`/trainings${screen}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await axe(page, `trainings${screen}`)
  }
})

test('a project runs on training alone and says how it stands', async () => {
  const page = await visit('/projects')
  await page
    .getByRole('button', { name: t('projects.create.title') })
    .first()
    .click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: t('projects.fields.name') }).fill('Lanzar Pulso')
  await dialog.getByRole('checkbox', { name: t('projects.parts.meetings') }).uncheck()
  await dialog.getByRole('checkbox', { name: t('projects.parts.checklist') }).uncheck()
  await axe(page, 'new project')
  await dialog.getByRole('button', { name: t('projects.create.action') }).click()
  await page.getByText(t('projects.standing.noCoverage')).waitFor()
  expect(await page.getByText(t('projects.standing.off')).count()).toBe(2)
  await axe(page, 'project')
  const part = t('projects.parts.meetings')
  await page.getByRole('switch', { name: t('projects.standing.runsOn', { part }) }).press('Space')
  await page.getByText(t('projects.standing.noNext')).waitFor()
})
