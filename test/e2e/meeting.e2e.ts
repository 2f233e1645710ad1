import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { area, tabTo } from './area.ts'
import { axe } from './axe.ts'
import { people } from './house.ts'
import { wordsOf } from './words.ts'

const { t, visit } = area('meeting', 'es')
const en = wordsOf('en')
const seats = ['Marketing', 'Ventas'] as const
const seatsOf = (page: Page) => page.getByRole('list', { name: t('meetings.seats.title') })

test('a weekly series is planned, prepared by keyboard and held by two people on two screens', {
  timeout: 120_000,
}, async () => {
  const marta = await visit('/meetings')
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

  // Planned in one dialog: the dates show before anything is kept.
  await button(marta, t('meetings.create.title')).click()
  const dialog = marta.getByRole('dialog', { name: t('meetings.create.title') })
  await dialog.getByRole('textbox', { name: t('meetings.fields.name') }).fill('Semanal')
  await dialog.getByRole('checkbox', { name: 'Atención al cliente', exact: true }).uncheck()
  await expect.poll(() => dialog.getByRole('status').getByRole('listitem').count()).toBe(5)
  await axe(marta, 'new meeting')
  await button(marta, t('meetings.create.actionSeries')).click()
  await marta.waitForURL('**/meetings/series/*')
  const dates = marta.getByRole('region', { name: t('kit.record.main') }).getByRole('listitem')
  await dates.first().waitFor()
  await axe(marta, 'series')
  await dates.first().getByRole('link').click()

  // Prepared without a mouse: a matter is written, another one, and the second goes first.
  await marta.getByRole('heading', { name: 'Semanal' }).waitFor()
  const adding = marta.getByRole('textbox', { name: t('meetings.agenda.add') })
  for (const matter of ['Precios de otoño', 'Feria de enero']) {
    await adding.fill(matter)
    await adding.press('Enter')
    await marta.getByText(matter, { exact: true }).waitFor()
  }
  await tabTo(marta, button(marta, t('meetings.agenda.drag.move', { item: 'Feria de enero' })))
  const order = () => marta.locator('.mt-item-title').allTextContents()
  const before = await order()
  await marta.keyboard.press('Space')
  const over = (place: number) =>
    marta
      .getByText(t('sorting.over', { item: 'Feria de enero', place, count: before.length }))
      .waitFor({ state: 'attached' })
  await over(before.length)
  await marta.keyboard.press('ArrowUp')
  await over(before.length - 1)
  await marta.keyboard.press('Space')
  await expect.poll(order).toEqual([...before.slice(0, -2), 'Feria de enero', 'Precios de otoño'])
  await axe(marta, 'meeting before')
  await button(marta, t('meetings.acts.start')).click()
  await marta.getByRole('timer', { name: t('meetings.live.clock') }).waitFor()

  // Iván comes in on another screen, in English, and sees who is missing.
  const ivan = await visit(new URL(marta.url()).pathname, 'en')
  await ivan.getByText(en('meetings.quorum.seat', { department: 'Ventas' })).waitFor()
  const decide = button(marta, t('meetings.decisions.decide'))
  await marta.getByRole('textbox', { name: t('meetings.decisions.text') }).fill('Sin descuentos en noviembre')
  expect(await decide.isDisabled()).toBe(true)

  const sit = async (page: Page, seat: string, who: string, words = t) => {
    await page
      .getByRole('list', { name: words('meetings.seats.title') })
      .getByRole('button', { name: seat })
      .click()
    await page.getByRole('combobox', { name: words('meetings.live.addDelegate') }).fill(who)
    await page.getByRole('option', { name: who }).click()
    await page.keyboard.press('Escape')
  }
  await sit(marta, 'Marketing', people.es.name)
  await ivan
    .getByRole('list', { name: en('meetings.seats.title') })
    .getByText('Marta')
    .waitFor()
  expect(await decide.isDisabled()).toBe(true)
  await axe(marta, 'meeting with an empty seat')
  await sit(ivan, 'Ventas', people.en.name, en)
  await marta.getByText(t('meetings.quorum.met')).waitFor()

  await decide.click()
  await ivan.getByText('Sin descuentos en noviembre').waitFor()
  await ivan.getByRole('textbox', { name: en('meetings.actions.text') }).fill('Avisar a los distribuidores')
  await button(ivan, en('meetings.actions.add')).click()
  await marta.getByText('Avisar a los distribuidores').waitFor()

  // What the meeting speaks of, and its clock, are the same on both screens.
  await button(marta, t('meetings.live.begin')).click()
  await ivan
    .getByRole('timer', { name: en('meetings.live.left') })
    .first()
    .waitFor()
  await axe(ivan, 'running meeting')

  // On a phone the room is three leaves.
  await ivan.setViewportSize({ width: 360, height: 740 })
  await ivan
    .getByRole('radiogroup', { name: en('meetings.live.show') })
    .getByText(en('meetings.live.parts.outcome'))
    .click()
  await ivan.getByText('Sin descuentos en noviembre').waitFor()
  await expect.poll(() => ivan.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
  await axe(ivan, 'running meeting on a phone')

  await button(marta, t('meetings.close.action')).click()
  const closing = marta.getByRole('dialog', { name: t('meetings.close.title') })
  await closing.getByText(t('meetings.close.noInput', { department: 'Ventas' })).waitFor()
  expect(await closing.getByRole('button', { name: t('meetings.close.action') }).isDisabled()).toBe(true)
  await button(marta, t('meetings.close.goOn')).click()
  for (const department of seats) {
    const input = marta.getByRole('textbox', { name: t('meetings.inputs.of', { department }) })
    await input.fill(`Lo que trae ${department}`)
    await input.press('Enter')
    await ivan.getByText(`Lo que trae ${department}`).waitFor()
  }
  await button(marta, t('meetings.close.action')).click()
  await closing.getByRole('button', { name: t('meetings.close.action') }).click()
  await ivan.getByText(en('meetings.states.closed'), { exact: true }).first().waitFor()
  await button(marta, t('meetings.held.print')).waitFor()
  await axe(marta, 'minutes')

  // Found again by its words.
  await marta.goto('/meetings?q=descuentos')
  await marta
    .getByRole('list', { name: t('meetings.search.found') })
    .getByRole('link')
    .first()
    .waitFor()
  await axe(marta, 'search in meetings')
  await marta.goto('/meetings?layout=calendar')
  await marta.getByRole('region', { name: t('meetings.layout.calendar') }).waitFor()
  await axe(marta, 'calendar of meetings')
  expect(await seatsOf(marta).first().isVisible()).toBe(true)
})
