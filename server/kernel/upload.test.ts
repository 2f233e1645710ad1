import { readdir } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { countOf } from '#test/builders/upload.ts'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'

let house: Harness
let home: TestWorkspace
let productId: string
beforeAll(async () => {
  house = await startHarness()
  home = await house.workspace()
  productId = (await home.send('POST /products', { body: { sku: 'W-1', name: 'Reloj' } })).body.id
})
afterAll(() => house.close())

const stored = async () => {
  const root = house.services.files.path('00000000-0000-7000-8000-000000000000').split('/').slice(0, -2).join('/')
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isFile()).length
}
const field = (name: string, value: string) =>
  `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
const file = (type: string, content: string) =>
  `--x\r\ncontent-disposition: form-data; name="file"; filename="a"\r\ncontent-type: ${type}\r\n\r\n${content}`

const whole = 'multipart/form-data; boundary=x'
const people = 'email,nombre\nana@example.com,Ana\n'
const broken: [what: string, contentType: string, body: string][] = [
  ['cut off in the file', whole, `${field('kind', 'contacts')}${file('text/csv', people)}`],
  ['cut off in the head of a part', whole, `${field('kind', 'contacts')}--x\r\ncontent-disp`],
  [
    'cut off behind the file',
    whole,
    `${file('text/csv', people)}\r\n--x\r\ncontent-disposition: form-data; name="kind"`,
  ],
  ['without a boundary', 'multipart/form-data', `${file('text/csv', people)}\r\n--x--\r\n`],
  ['with another boundary than it says', 'multipart/form-data; boundary=y', `${file('text/csv', people)}\r\n--x--\r\n`],
]

test.each(broken)('an upload %s is refused in words, and nothing is left of it', async (_, contentType, body) => {
  const uploads = {
    'POST /imports': body,
    'POST /information-items/import': body.replaceAll('name="kind"', 'name="dryRun"').replace('contacts', 'false'),
    [`POST /products/${productId}/files`]: body
      .replaceAll('name="kind"', 'name="title"')
      .replaceAll('text/csv', 'image/png'),
  }
  const before = [await stored(), await countOf(house, home, 'file'), await countOf(house, home, 'import')]
  for (const [key, payload] of Object.entries(uploads)) {
    const answer = await home.send(key, { headers: { 'content-type': contentType }, body: payload })
    expect([key, answer.status, answer.body.errors]).toEqual([key, 400, [{ pointer: '', rule: 'upload_malformed' }]])
  }
  expect([await stored(), await countOf(house, home, 'file'), await countOf(house, home, 'import')]).toEqual(before)
})
