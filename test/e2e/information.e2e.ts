import { expect, test } from 'vitest'
import { area } from './area.ts'
import { axe } from './axe.ts'

const { t, send, visit } = area('information', 'es')

test('on Monday the owner verifies everything at one go; a colleague proposes a value, and the owner takes it over', async () => {
  const { items: departments } = await send('GET /departments')
  const keyed = (key: string) => departments.find((one: { key: string }) => one.key === key).id
  const { member } = await send('GET /me')
  const ask = (name: string, value: string) =>
    send('POST /information-items', {
      ...{ name, value, intervalDays: 7, mandatory: true, ownerId: member.id },
      ...{ requestedByDepartmentId: keyed('marketing'), providedByDepartmentId: keyed('sales') },
    })
  const prices = await ask('Precios en vigor', '19,99 €')
  const objections = await ask('Objeciones más oídas', '¿Tele y móvil a la vez?')

  const page = await visit('/information')
  const matrix = page.getByRole('region', { name: t('information.matrix.title') })
  await matrix.getByRole('button').first().waitFor()
  await axe(page, 'checklist')
  await page.keyboard.press('v')
  const dialog = page.getByRole('dialog', { name: t('information.acts.verifyAll') })
  await dialog.getByRole('checkbox', { name: 'Precios en vigor' }).waitFor()
  await axe(page, 'verify everything')
  await dialog.getByRole('button', { name: /^Verificar \d+ / }).click()
  for (const { id } of [prices, objections])
    await expect.poll(async () => (await send(`GET /information-items/${id}`)).state).toBe('fresh')

  const colleague = await visit(`/information/${prices.id}`, 'en')
  await colleague.getByRole('button', { name: 'Propose another value' }).click()
  const form = colleague.getByRole('dialog', { name: 'Propose another value' })
  await form.getByRole('textbox', { name: 'Value' }).fill('21,99 €')
  await form.getByRole('textbox', { name: 'Why' }).fill('New list from Monday')
  await form.getByRole('button', { name: 'Propose', exact: true }).click()
  await colleague.getByText('21,99 €').first().waitFor()

  await page.goto(`/information/${prices.id}`)
  await page.getByRole('button', { name: t('information.proposals.accept') }).click()
  await page.getByText(t('information.history.acts.proposal_accepted')).waitFor()
  await axe(page, 'an item')
  expect(await send(`GET /information-items/${prices.id}`)).toMatchObject({ value: '21,99 €', freshness: 1 })
})

test('templates and the import say what they would do before they do it', async () => {
  const page = await visit('/information/templates')
  await page.getByRole('heading', { name: 'Promoción con descuento' }).waitFor()
  await axe(page, 'templates')

  await page.goto('/information/import')
  const content = [
    'Información;La necesita;La da;Responsable;Cada cuántos días;Obligatoria',
    'Stock previsto;Marketing;Ventas;Marta Soler;7;no',
    'Sin plazo;Marketing;Ventas;Marta Soler;0;sí',
  ].join('\n')
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: t('information.import.file') }).click()
  await (await chooser).setFiles({ name: 'lista.csv', mimeType: 'text/csv', buffer: Buffer.from(content) })
  await page.getByText(t('information.import.reasons.interval_out_of_range', { found: '0' })).waitFor()
  await axe(page, 'import')
  await page.getByRole('button', { name: t('information.import.confirm', { count: 1 }) }).click()
  await page.getByRole('link', { name: 'Stock previsto' }).waitFor()
  expect((await send('GET /information-items?q=previsto')).items).toHaveLength(1)
})
