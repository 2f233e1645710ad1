import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'
import { runImport } from './public.ts'

let house: Harness
let home: TestWorkspace
let folder: string
beforeAll(async () => {
  house = await startHarness()
  home = await house.workspace('Lumbre')
  folder = await mkdtemp(join(tmpdir(), 'tandem-import-'))
})
afterAll(async () => {
  await house.close()
  await rm(folder, { recursive: true })
})

async function run(
  csv: string,
  more: { kind?: string; mapping?: string; workspace?: string; isDryRun?: boolean } = {},
) {
  const file = join(folder, 'leads.csv')
  await writeFile(file, csv)
  const parts: number[] = []
  const options = { file, kind: 'contacts', mapping: null, workspace: null, isDryRun: false, ...more }
  return { outcome: await runImport(house.services, options, (part) => void parts.push(part)), parts }
}

test('a file from the terminal, tried and then imported', async () => {
  const csv = 'email,name\nana@example.com,Ana\nluis@example.com,Luis\n'
  const tried = await run(csv, { isDryRun: true })
  expect(tried.outcome).toEqual({ rows: 2, created: 2, updated: 0, rejected: 0, errorFile: null })
  expect((await home.send('GET /contacts')).body.items).toEqual([])
  const { outcome, parts } = await run(csv, { workspace: 'lumbre', mapping: '{"email":"email"}' })
  expect(outcome).toMatchObject({ created: 2 })
  expect(parts.at(-1)).toBe(1)
  expect(await house.drain()).toBeGreaterThan(0)
  expect((await home.send('GET /contacts')).body.items).toHaveLength(2)
})

test('what cannot be done is said in words', async () => {
  await expect(run('')).rejects.toMatchObject({ words: { en: expect.stringContaining('The file is empty.') } })
  await expect(run('email,alta\na@example.com,03/04/2025\n')).rejects.toMatchObject({
    words: { es: expect.stringContaining('Indica si el día va antes o después del mes.') },
  })
  await expect(run('email\na@example.com\n', { workspace: 'nadie' })).rejects.toThrow('no such workspace')
  await expect(run('sku\n1\n', { kind: 'cats' })).rejects.toThrow()
})
