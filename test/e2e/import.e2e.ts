import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { area } from './area.ts'
import { axe } from './axe.ts'

const { t, visit } = area('import', 'es')

/** As Excel saves it in Spain: semicolons, Windows-1252, day first. */
const csv = [
  'Correo;Nombre y apellidos;Móvil;Sala;Alta',
  'ines@hotel-mar.example;Inés Peña;612 345 678;Recepción;13/05/2026',
  'tomas@hotel-mar.example;Tomás Ruiz;698765432;Cocina;02/04/2026',
  'esto no es un correo;Sin Correo;;Bar;01/02/2026',
].join('\r\n')
const file = { name: 'feria de mayo.csv', mimeType: 'text/csv', buffer: Buffer.from(csv, 'latin1') }

test('a file of the fair is mapped, tried, imported, its bad row handed back, and its people found by a filter', async () => {
  const page = await visit('/imports/new')
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  await page.locator('input[type=file]').setInputFiles(file)
  await axe(page, 'new import')
  await button(t('imports.new.upload')).click()

  await page.getByRole('heading', { name: t('imports.mapping.title') }).waitFor()
  const field = (column: string) => page.getByRole('combobox', { name: `${t('imports.mapping.field')}: ${column}` })
  await expect.poll(() => field('Correo').inputValue()).toBe(t('imports.fields.email'))
  await field('Sala').click()
  await page.getByRole('option', { name: t('imports.fields.jobTitle'), exact: true }).click()
  await page.getByRole('combobox', { name: t('imports.options.tags'), exact: true }).fill('feria-mayo')
  await page.keyboard.press('Enter')
  await page.getByRole('cell', { name: 'Recepción' }).waitFor()
  await axe(page, 'mapping')

  await button(t('imports.mapping.check')).click()
  await page.getByRole('heading', { name: t('imports.result.checked') }).waitFor()
  await page.getByText(t('imports.rules.email_invalid')).waitFor()
  await button(t('imports.result.run')).click()
  await page.getByRole('heading', { name: t('imports.result.finished') }).waitFor()
  await page.getByText(t('imports.result.finishedText', { count: 2 })).waitFor()
  await axe(page, 'result')

  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: t('imports.result.errorFile') }).click()
  const errors = await readFile(await (await download).path(), 'utf8')
  expect(errors).toContain('Sin Correo')
  expect(errors).toContain(t('imports.rules.email_invalid'))
  expect(errors).not.toContain('Inés')

  await page.goto('/contacts')
  await button(t('kit.filters.add')).click()
  await page.getByRole('menuitem', { name: t('contacts.fields.tags'), exact: true }).click()
  // The address holds the filter, and the tick follows it.
  await page.getByRole('checkbox', { name: 'feria-mayo' }).click()
  await page.waitForURL(/tag=feria-mayo/)
  await page.getByText('Inés Peña').first().waitFor()
  await page.getByText('Tomás Ruiz').first().waitFor()
  await page.keyboard.press('Escape')
  // The menu fades away; while it does, nobody could read it.
  await page.getByRole('checkbox', { name: 'feria-mayo' }).waitFor({ state: 'hidden' })
  await axe(page, 'filtered contacts')
})
