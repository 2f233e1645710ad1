import { expect, test } from 'vitest'
import { area } from './area.ts'
import { axe } from './axe.ts'

const { t, send, visit } = area('agreements', 'es')

test('an agreement is prepared in one click, edited with a preview, signed by both, and changed anew', async () => {
  const page = await visit('/agreements')
  const button = (key: string, params = {}) => page.getByRole('button', { name: t(key, params), exact: true })
  await axe(page, 'agreements without any')
  await button('agreements.begin.sales_to_marketing.action').click()
  await page.waitForURL('**/agreements/*')
  await page.getByRole('heading', { level: 1, name: t('agreements.directions.sales_to_marketing') }).waitFor()

  await button('agreements.acts.edit').first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText(t('agreements.now.noPace')).waitFor()
  await dialog.getByRole('textbox', { name: t('agreements.terms.attempts'), exact: true }).fill('4')
  await axe(page, 'editor of an agreement')
  await dialog.getByRole('button', { name: t('agreements.editor.save') }).click()
  await dialog.waitFor({ state: 'detached' })

  await button('agreements.acts.propose').click()
  for (const department of ['Marketing', 'Ventas']) await button('agreements.acts.sign', { department }).click()
  await page.getByText(t('agreements.states.inForce', { number: 1 })).waitFor()
  await page.getByText(t('agreements.clocks')).waitFor()
  await axe(page, 'agreement in force')
  const policy = await send('GET /sla-policy')
  expect(policy).toMatchObject({ attempts: 4, agreement: { number: 1 } })

  await page.setViewportSize({ width: 360, height: 740 })
  await axe(page, 'agreement on a phone')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
})

test('a goal of both departments: set, moved by records, and how sure each side is', async () => {
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
  const { items: members } = await send('GET /members')
  const marta = members.find((one: { fullName: string }) => one.fullName === 'Marta Soler')
  const owners = marta.departments.map((one: { id: string }) => ({ departmentId: one.id, ownerId: marta.id }))
  const year = await send('POST /goals', {
    ...{ name: 'Crecer en hoteles', from: day(-20), to: day(60), owners, targetValue: 10 },
    measure: { kind: 'children' },
  })
  const page = await visit('/goals')
  await page
    .getByRole('button', { name: t('goals.create.title'), exact: true })
    .first()
    .click()
  const dialog = page.getByRole('dialog')
  const field = (key: string) => dialog.getByRole('textbox', { name: t(`goals.fields.${key}`), exact: true })
  await field('name').fill('Diez leads de hoteles')
  await axe(page, 'new goal')
  await page.keyboard.press('Escape')

  const goal = await send('POST /goals', {
    ...{ name: 'Diez leads de hoteles', from: day(-20), to: day(40), owners, targetValue: 10, parentId: year.id },
    measure: { kind: 'live', metric: 'leads', source: 'feria-hoteles' },
  })
  await send('POST /contacts', { email: 'vera@hotel.example', fullName: 'Vera Sol', source: 'feria-hoteles' })
  await page.goto('/goals')
  await page.getByRole('link', { name: 'Diez leads de hoteles' }).waitFor()
  await axe(page, 'goals')
  await page.getByRole('link', { name: 'Diez leads de hoteles' }).click()
  await page.waitForURL(`**/goals/${goal.id}`)
  const first = page.getByRole('textbox', { name: t('goals.confidence.sentence') }).first()
  await first.fill('Faltan ferias este mes')
  await page
    .getByRole('button', { name: t('goals.confidence.say') })
    .first()
    .click()
  await page.getByText(t('goals.confidence.done')).first().waitFor()
  await page.getByText('Faltan ferias este mes').first().waitFor()
  await page.getByRole('button', { name: t('kit.trend.asTable') }).click()
  await page.getByRole('columnheader', { name: t('goals.trend.expected') }).waitFor()
  await axe(page, 'goal')
  await page.setViewportSize({ width: 360, height: 740 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
  expect((await send(`GET /goals/${goal.id}`)).confidence).toHaveLength(1)
})
