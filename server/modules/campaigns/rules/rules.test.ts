import fc from 'fast-check'
import { expect, test } from 'vitest'
import { judgeStock } from './guard.ts'
import { judgePrice } from './price.ts'
import { coveredDepartments } from './signatures.ts'

test('the guard trips at nothing left and clears at three days of the offer’s demand', () => {
  const running = { uplift: 3, isTripped: false }
  const held = { uplift: 3, isTripped: true }
  expect(judgeStock({ available: 1, daysOfCover: 0.1 }, running)).toBe('stay')
  expect(judgeStock({ available: 0, daysOfCover: 0 }, running)).toBe('trip')
  expect(judgeStock({ available: -3, daysOfCover: 0 }, held)).toBe('stay')
  expect(judgeStock({ available: 125, daysOfCover: 8.9 }, held)).toBe('stay')
  expect(judgeStock({ available: 126, daysOfCover: 9 }, held)).toBe('clear')
  expect(judgeStock({ available: 1, daysOfCover: null }, held)).toBe('clear')
  expect(judgeStock(null, running)).toBe('stay')
})

test('a price before may not exceed the lowest of 30 days, said or implied by a discount', () => {
  const base = { priceCents: 9000, beforeCents: null, discountPercent: 10, lowestCents: 9000 }
  expect(judgePrice(base).state).toBe('pass')
  expect(judgePrice({ ...base, lowestCents: 8999 }).reason).toBe('above_lowest')
  expect(judgePrice({ ...base, beforeCents: 9001 }).reason).toBe('above_lowest')
  expect(judgePrice({ ...base, beforeCents: 8100, lowestCents: 9000 }).reason).toBe('not_lower')
  expect(judgePrice({ ...base, beforeCents: 9000, lowestCents: null }).reason).toBe('no_history')
  expect(judgePrice({ ...base, priceCents: null, lowestCents: null })).toMatchObject({
    state: 'warn',
    reason: 'no_price',
  })
  expect(judgePrice({ ...base, discountPercent: null }).state).toBe('pass')
})

const world = fc
  .record({
    departments: fc.integer({ min: 1, max: 4 }),
    people: fc.array(fc.record({ leads: fc.uniqueArray(fc.nat(3)), signs: fc.boolean() }), { maxLength: 6 }),
  })
  .map(({ departments, people }) => ({
    departmentIds: Array.from({ length: departments }, (_, index) => `d${index}`),
    managers: people.map((one, index) => ({
      memberId: `m${index}`,
      departmentIds: one.leads.filter((lead) => lead < departments).map((lead) => `d${lead}`),
    })),
    signers: new Set(people.flatMap((one, index) => (one.signs ? [`m${index}`] : []))),
  }))

test('signatures: a department counts only through a manager of its own who signed, and nobody counts twice while there is another', () => {
  fc.assert(
    fc.property(world, ({ departmentIds, managers, signers }) => {
      const covered = coveredDepartments(departmentIds, managers, signers)
      const managersOf = (id: string) => managers.filter((one) => one.departmentIds.includes(id))
      for (const id of covered) expect(managersOf(id).some((one) => signers.has(one.memberId))).toBe(true)
      const shared = [...covered].filter((id) => managersOf(id).length > 1)
      const signersOfShared = new Set(
        shared
          .flatMap(managersOf)
          .map((one) => one.memberId)
          .filter((id) => signers.has(id)),
      )
      expect(shared.length).toBeLessThanOrEqual(signersOfShared.size)
      const more = coveredDepartments(departmentIds, managers, new Set(managers.map((one) => one.memberId)))
      expect(covered.size).toBeLessThanOrEqual(more.size)
    }),
  )
  const both = [
    { memberId: 'ivan', departmentIds: ['marketing'] },
    { memberId: 'leo', departmentIds: ['marketing'] },
    { memberId: 'marta', departmentIds: ['sales'] },
  ]
  const sign = (...ids: string[]) => [...coveredDepartments(['marketing', 'sales'], both, new Set(ids))].sort()
  expect(sign('ivan', 'leo')).toEqual(['marketing'])
  expect(sign('leo', 'marta')).toEqual(['marketing', 'sales'])
  const founder = [{ memberId: 'olga', departmentIds: ['marketing', 'sales'] }]
  expect([...coveredDepartments(['marketing', 'sales'], founder, new Set(['olga']))]).toEqual(['marketing', 'sales'])
})
