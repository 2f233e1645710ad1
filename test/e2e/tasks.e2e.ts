import { expect, test } from 'vitest'
import { area, tabTo } from './area.ts'
import { axe } from './axe.ts'

const { t, send, visit } = area('tasks', 'en')

test('a call is logged, a task made beside it, and ticked off by keyboard on Today', async () => {
  const { id } = await send('POST /contacts', { email: 'olga@taller.example', fullName: 'Olga Ramos' })
  const page = await visit(`/contacts/${id}`)
  const composer = page.getByRole('region', { name: t('activities.composer.title') })
  await composer.getByRole('tab', { name: t('activities.kinds.call') }).click()
  await composer
    .getByRole('textbox', { name: t('activities.composer.text') })
    .fill('Wants forty thermostats before summer')
  await composer.getByRole('button', { name: t('activities.composer.send') }).click()
  await page.getByRole('main').getByText('Wants forty thermostats before summer').waitFor()

  await composer.getByRole('tab', { name: t('activities.kinds.task') }).click()
  await composer.getByRole('textbox', { name: t('tasks.add.label') }).fill('Send Olga the offer today 23:55')
  await composer.getByRole('button', { name: t('tasks.add.action') }).click()
  await page.getByText(t('tasks.add.done')).waitFor()
  await axe(page, 'contact with a call and a task')

  await page.keyboard.press('Escape')
  await page.goto('/')
  const box = page.getByRole('checkbox', { name: t('tasks.complete', { task: 'Send Olga the offer' }) })
  await tabTo(page, box)
  await axe(page, 'today')
  await page.keyboard.press('Space')
  await page.getByText(t('tasks.completed', { task: 'Send Olga the offer' })).waitFor()
  await expect.poll(() => box.count()).toBe(0)
  expect((await send(`GET /tasks?contactId=${id}&state=done`)).items).toHaveLength(1)
})
