import { afterAll, beforeAll, expect, test } from 'vitest'
import { addProduct, ok } from '#test/builders/campaigns.ts'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'

let house: Harness
let lumbre: TestWorkspace
beforeAll(async () => {
  house = await startHarness()
  lumbre = await house.workspace()
})
afterAll(() => house.close())

const send = (key: string, body?: unknown) => lumbre.send(key, body === undefined ? {} : { body })
const sheet = (value: string) => ({
  attributes: [{ key: 'battery', label: 'Batería', value, unit: 'días', severity: 'critical' }],
})
const codeOf = async (key: string, body?: unknown) => (await send(key, body)).body.code

/** One sheet in force, and one published for Christmas Eve. */
async function scheduled() {
  const id = await addProduct(lumbre, { sku: `S-${crypto.randomUUID()}` })
  const path = `/products/${id}/specs`
  await ok(send(`POST ${path}`, sheet('7')))
  await ok(send(`POST ${path}/1/publication`, {}))
  await ok(send(`POST ${path}`, sheet('5')))
  await ok(send(`POST ${path}/2/publication`, { effectiveFrom: '2026-12-24' }))
  return { id, path }
}

test('a sheet published for a day to come is taken back, corrected and published', async () => {
  const { id, path } = await scheduled()
  const withdrawn = await ok(send(`DELETE ${path}/2/publication`))
  expect(withdrawn).toMatchObject({ state: 'draft', effectiveFrom: null, publishedBy: null, inForce: false })
  expect(await ok(send(`DELETE ${path}/2/publication`))).toEqual(withdrawn)
  expect(await ok(send(`GET /products/${id}`))).toMatchObject({ specVersion: 1, draftVersion: 2 })
  await ok(send(`PUT ${path}/2`, sheet('6')))
  expect(await ok(send(`POST ${path}/2/publication`, {}))).toMatchObject({ state: 'published', inForce: true })
  const told = (await ok(send(`GET /products/${id}/timeline`))).items.map(({ name }: { name: string }) => name)
  expect(told).toEqual(expect.arrayContaining(['spec.scheduled', 'spec.withdrawn', 'spec.published']))
})

test('what was taken back does not come into force on its day; what is in force cannot be taken back', async () => {
  const { id, path } = await scheduled()
  expect(await codeOf(`DELETE ${path}/1/publication`)).toBe('spec_already_published')
  await ok(send(`DELETE ${path}/2/publication`))
  const before = house.clock.now()
  house.clock.set('2026-12-24T12:00:00Z')
  await house.drain()
  expect((await ok(send(`GET /products/${id}`))).specVersion).toBe(1)
  await ok(send(`POST ${path}/2/publication`, { effectiveFrom: '2026-12-26' }))
  house.clock.set('2026-12-26T00:00:00Z')
  // Its moment has come, whether or not the job that says so has run.
  expect(await codeOf(`DELETE ${path}/2/publication`)).toBe('spec_already_published')
  house.clock.set(before)
})

test('a draft that was overtaken is no draft to publish, and is discarded; its number is not used again', async () => {
  const { id, path } = await scheduled()
  await ok(send(`POST ${path}`, sheet('4')))
  await ok(send(`POST ${path}`, sheet('3')))
  expect((await ok(send(`GET /products/${id}`))).draftVersion).toBe(4)
  await ok(send(`POST ${path}/4/publication`, { effectiveFrom: '2026-12-24' }))
  expect((await ok(send(`GET /products/${id}`))).draftVersion).toBeNull()
  expect(await codeOf(`DELETE ${path}/4`)).toBe('spec_already_published')
  expect((await send(`DELETE ${path}/3`)).status).toBe(204)
  expect((await send(`DELETE ${path}/3`)).status).toBe(404)
  const versions = (await ok(send(`GET ${path}`))).items.map(({ version }: { version: number }) => version)
  expect(versions).toEqual([4, 2, 1])
  await ok(send(`DELETE ${path}/4/publication`))
  await ok(send(`DELETE ${path}/4`))
  expect((await ok(send(`POST ${path}`, sheet('2')))).version).toBe(5)
})
