import { expect, test } from 'vitest'
import { area, tabTo } from './area.ts'
import { axe } from './axe.ts'

const { t, send, visit } = area('alliance', 'es')

test('an idea is proposed, voted for by key, tried and judged', { timeout: 60_000 }, async () => {
  const page = await visit('/ideas')
  await page.getByRole('heading', { name: t('ideas.title'), exact: true }).waitFor()
  await page
    .getByRole('button', { name: t('ideas.create.title') })
    .first()
    .click()
  await page.getByRole('textbox', { name: t('ideas.fields.title') }).fill('Llamar en la primera hora')
  await page.getByRole('button', { name: t('ideas.create.action'), exact: true }).click()
  await page.getByRole('heading', { name: 'Llamar en la primera hora' }).waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('v')
  await page
    .getByRole('button', { name: t('ideas.vote.label', { idea: 'Llamar en la primera hora', votes: 1 }) })
    .waitFor()
  await axe(page, 'idea')
  await page.getByRole('button', { name: t('ideas.acts.choose') }).click()
  await page.getByRole('button', { name: t('ideas.acts.experiment') }).waitFor()
  await page.goto('/ideas?layout=board')
  await page.getByRole('link', { name: 'Llamar en la primera hora' }).waitFor()
  await axe(page, 'ideas board')
})

test('two departments put a conflict on the table, with data, and decide', { timeout: 60_000 }, async () => {
  const { items: departments } = await send('GET /departments')
  const { items: members } = await send('GET /members')
  const idOf = (key: string) => departments.find((one: { key: string }) => one.key === key).id
  const { id } = await send('POST /conflicts', {
    title: 'Leads malos',
    sides: ['sales', 'marketing'].map((key, index) => ({
      departmentId: idOf(key),
      ownerId: members[index % members.length].id,
    })),
    evidence: [{ kind: 'live', metric: 'rejections', days: 30 }],
  })
  const page = await visit('/conflicts')
  await page.getByText('Leads malos').first().waitFor()
  await axe(page, 'conflicts')
  await page.goto(`/conflicts/${id}`)
  await page.getByRole('region', { name: t('conflicts.evidence.title') }).waitFor()
  await axe(page, 'conflict')
  await page.getByRole('button', { name: t('conflicts.acts.decide') }).click()
  await page.getByRole('textbox', { name: t('conflicts.decide.text') }).fill('Preguntamos el sector en el formulario')
  await axe(page, 'decide')
  await page.keyboard.press('Escape')
  await send(`POST /conflicts/${id}/decisions`, { text: 'Preguntamos el sector', reviewOn: '2099-01-01' })
  await page.getByText('Preguntamos el sector').first().waitFor()
})

test('the pulse is answered by keyboard in a minute, and with one answer nothing shows', {
  timeout: 60_000,
}, async () => {
  const { id, questions } = await send('POST /pulses', {})
  const page = await visit('/pulse')
  await axe(page, 'pulse')
  await page.goto(`/pulse/${id}`)
  await page.setViewportSize({ width: 360, height: 740 })
  const group = page.getByRole('group', { name: questions[0].text })
  await tabTo(page, group.getByRole('radio').first())
  for (let question = 0; question < questions.length; question++) {
    await page.keyboard.press('4')
    if (question < questions.length - 1) await page.keyboard.press('Tab')
  }
  await axe(page, 'answering')
  await page.getByRole('button', { name: t('pulse.answer.send') }).click()
  await page.getByText(t('pulse.thanks.title')).waitFor()
  await send(`POST /pulses/${id}/closure`)
  await page.goto(`/pulse/${id}`)
  await page.getByText(t('pulse.results.hiddenTitle')).waitFor()
  await axe(page, 'results')
})

test('the score says what it is made of, and how it is perceived beside it', { timeout: 60_000 }, async () => {
  const page = await visit('/alignment')
  await page.getByRole('heading', { name: t('alignment.parts.title') }).waitFor()
  await page
    .getByText(t('alignment.perception.title'))
    .or(page.getByText(t('alignment.empty.title')))
    .first()
    .waitFor()
  await axe(page, 'alignment')
  expect(await page.getByRole('row').count()).toBeGreaterThan(7)
})
