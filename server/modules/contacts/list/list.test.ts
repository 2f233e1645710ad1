import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { newId } from '#kernel/id.ts'
import { type ContactList, contactList } from '#test/builders/contacts.ts'
import { type Harness, startHarness } from '#test/harness.ts'

let house: Harness
let lumbre: ContactList['lumbre']
let create: ContactList['create']
let namesOf: ContactList['namesOf']
beforeAll(async () => void (house = await startHarness()))
beforeEach(async () => void ({ lumbre, create, namesOf } = await contactList(house)))
afterAll(() => house.close())

test('search finds without accents, by parts, by phone, and with a typing mistake', async () => {
  await create({ fullName: 'Íñigo Martínez', email: 'inigo@hotelsol.es', phone: '600112233' })
  await create({ fullName: 'Berta Gil', email: 'berta@gil.es' })
  for (const q of ['inigo', 'MARTÍNEZ', 'martin iñi', 'hotelsol', '600 112', 'martines', '%', 'íñigo@']) {
    expect(await namesOf(`q=${encodeURIComponent(q)}`), q).toEqual(
      q === '%' || q === 'íñigo@' ? (q === '%' ? [] : ['Íñigo Martínez']) : ['Íñigo Martínez'],
    )
  }
  expect(await namesOf('q=xyzzy')).toEqual([])
})

test('filters and sorts hold together, and pages neither skip nor repeat', async () => {
  const company = (await lumbre.send('POST /companies', { body: { name: 'Sol' } })).body.id
  for (const [index, fullName] of ['Zoe', 'Álvaro', 'berta', 'Ángel', 'Carla'].entries()) {
    await create({
      fullName,
      email: `p${index}@x.es`,
      tags: index % 2 ? ['feria'] : [],
      source: index < 2 ? 'fair' : 'web',
      ...(index === 4 && { companyName: 'Sol, S.L.', ownerId: lumbre.ownerId }),
    })
  }
  expect(await namesOf('sort=fullName')).toEqual(['Álvaro', 'Ángel', 'berta', 'Carla', 'Zoe'])
  expect(await namesOf('tag=feria&sort=createdAt')).toEqual(['Álvaro', 'Ángel'])
  expect(await namesOf('source=fair&source=web&sort=-createdAt')).toEqual(['Carla', 'Ángel', 'berta', 'Álvaro', 'Zoe'])
  expect(await namesOf(`companyId=${company}`)).toEqual(['Carla'])
  expect(await namesOf(`ownerId=${lumbre.ownerId}&hasOpenDeal=false&temperature=cold&lifecycleStage=lead`)).toEqual([
    'Carla',
  ])
  expect(await namesOf('hasOpenDeal=true')).toEqual([])
  expect(await namesOf('scoreMin=1')).toEqual([])
  expect(await namesOf('createdFrom=2026-11-23&createdTo=2026-11-23')).toHaveLength(5)
  for (const sort of [
    'createdAt',
    '-createdAt',
    'lastActivityAt',
    '-lastActivityAt',
    'fullName',
    '-fullName',
    'score',
    '-score',
  ]) {
    const seen: string[] = []
    for (let after = ''; ; ) {
      const { body } = await lumbre.send(`GET /contacts?limit=2&sort=${sort}${after && `&after=${after}`}`)
      seen.push(...body.items.map((item: { id: string }) => item.id))
      if (!body.next) break
      after = body.next
    }
    expect([seen.length, new Set(seen).size], sort).toEqual([5, 5])
  }
})

test('many are changed at once, by ids or filter, and the answer counts those that really changed', async () => {
  const ids = [
    await create({ email: 'a@x.es', tags: ['web'] }),
    await create({ email: 'b@x.es' }),
    await create({ email: 'c@y.es' }),
  ]
  const bulk = async (body: object) => (await lumbre.send('POST /contacts/bulk', { body })).body
  expect(await bulk({ ids: [...ids, newId()], change: { addTags: ['web'] } })).toEqual({ affected: 2 })
  expect(await bulk({ filter: { q: 'x.es' }, change: { ownerId: lumbre.ownerId, removeTags: ['web'] } })).toEqual({
    affected: 2,
  })
  expect(await bulk({ ids, change: { delete: true } })).toEqual({ affected: 3 })
  expect(await bulk({ ids, change: { restore: true } })).toEqual({ affected: 3 })
  expect((await bulk({ ids, filter: {}, change: { delete: true } })).errors).toEqual([
    { pointer: '/ids', rule: 'ids_or_filter' },
  ])
  expect((await bulk({ ids, change: {} })).errors).toEqual([{ pointer: '/change', rule: 'required' }])
  expect((await lumbre.send('GET /tags')).body.items).toEqual([{ tag: 'web', contacts: 1 }])
})
