import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isAvailable, type RoutingMember, type RoutingWorld, route } from './routing.ts'

type Lead = Record<string, string>
const member = (id: string, more: Partial<RoutingMember> = {}): RoutingMember => ({
  id,
  isActive: true,
  teamIds: [],
  capacity: 10,
  absences: [],
  lastAssignedAt: null,
  ...more,
})
const world = (more: Partial<RoutingWorld<Lead, Lead>>): RoutingWorld<Lead, Lead> => ({
  rules: [],
  members: [],
  openCounts: new Map(),
  companyOwnerId: null,
  today: '2026-06-01',
  matches: (condition, lead) => Object.entries(condition).every(([field, value]) => lead[field] === value),
  ...more,
})
const portugal = { id: 'portugal', condition: { country: 'PT' }, target: { memberIds: ['rui'] } }
const north = { id: 'north', condition: { region: 'north' }, target: { teamId: 'north' } }

describe('routing', () => {
  const members = [member('ana'), member('rui', { teamIds: ['north'] }), member('leo', { teamIds: ['north'] })]
  const rules = [portugal, north]

  it('prefers the owner of the company, then the first rule that matches, then the freest', () => {
    expect(route({ country: 'PT' }, world({ members, rules, companyOwnerId: 'ana' }))).toMatchObject({
      memberId: 'ana',
      ruleId: 'company_owner',
    })
    expect(route({ country: 'PT', region: 'north' }, world({ members, rules }))).toMatchObject({ ruleId: 'portugal' })
    const busyRui = world({ members, rules, openCounts: new Map([['rui', 1]]) })
    expect(route({ region: 'north' }, busyRui)).toMatchObject({ memberId: 'leo', ruleId: 'north' })
    expect(route({ region: 'south' }, world({ members, rules }))).toMatchObject({
      memberId: 'ana',
      ruleId: 'round_robin',
      why: { code: 'round_robin', params: { openCount: 0, capacity: 10, isOverCapacity: false } },
    })
  })

  it('goes on to the next when the owner or the target of a rule is away, both days of an absence included', () => {
    const away = member('rui', { absences: [['2026-05-20', '2026-06-01']] })
    const lead = { country: 'PT' }
    expect(route(lead, world({ members: [away, member('ana')], rules, companyOwnerId: 'rui' }))).toMatchObject({
      memberId: 'ana',
      ruleId: 'round_robin',
    })
    expect(route(lead, world({ members: [away], rules, today: '2026-06-02' }))?.memberId).toBe('rui')
    expect(route(lead, world({ members: [away, member('eva', { isActive: false })], rules }))).toBeNull()
  })

  it('breaks ties by who waited longest, and overloads only when all are full', () => {
    const tired = member('ana', { lastAssignedAt: new Date('2026-05-31T10:00:00Z') })
    const rested = member('zoe', { lastAssignedAt: new Date('2026-05-30T10:00:00Z') })
    expect(route({}, world({ members: [tired, rested] }))?.memberId).toBe('zoe')
    const full = world({ members: [member('ana', { capacity: 2 })], openCounts: new Map([['ana', 2]]) })
    expect(route({}, full)).toMatchObject({ memberId: 'ana', why: { params: { isOverCapacity: true } } })
  })
})

describe('routing, for any team', () => {
  const date = fc.integer({ min: 1, max: 30 }).map((day) => `2026-06-${String(day).padStart(2, '0')}`)
  const anyMember = fc.record({
    id: fc.constantFrom('ana', 'eva', 'leo', 'rui', 'zoe', 'pau'),
    isActive: fc.boolean(),
    teamIds: fc.subarray(['north', 'south']),
    capacity: fc.integer({ min: 0, max: 20 }),
    absences: fc.array(fc.tuple(date, date), { maxLength: 3 }),
    lastAssignedAt: fc.option(fc.date({ noInvalidDate: true })),
  })
  const anyWorld = fc
    .record({
      members: fc.uniqueArray(anyMember, { selector: ({ id }) => id }),
      openCounts: fc.array(fc.tuple(fc.constantFrom('ana', 'eva', 'leo'), fc.nat(30))).map((pairs) => new Map(pairs)),
      companyOwnerId: fc.option(fc.constantFrom('ana', 'eva', 'gone')),
      rules: fc.subarray([portugal, north]),
      today: date,
    })
    .map(world)
  const lead = fc.constantFrom<Lead>({}, { country: 'PT' }, { region: 'north' })

  it('never picks somebody absent or inactive, finds somebody if anybody is there, whatever the order of members', () => {
    fc.assert(
      fc.property(anyWorld, lead, (any, attributes) => {
        const routed = route(attributes, any)
        const available = any.members.filter((one) => isAvailable(one, any.today)).map(({ id }) => id)
        if (routed === null) expect(available).toEqual([])
        else expect(available).toContain(routed.memberId)
        expect(route(attributes, { ...any, members: any.members.toReversed() })).toEqual(routed)
      }),
    )
  })

  it('shares out within one of each other among equal capacities', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.nat(60), (size, leads) => {
        let members = Array.from({ length: size }, (_, index) => member(`m${index}`))
        const openCounts = new Map<string, number>()
        for (let turn = 0; turn < leads; turn++) {
          const id = route({}, world({ members, openCounts }))?.memberId ?? ''
          openCounts.set(id, (openCounts.get(id) ?? 0) + 1)
          members = members.map((one) => (one.id === id ? { ...one, lastAssignedAt: new Date(turn) } : one))
        }
        const counts = members.map(({ id }) => openCounts.get(id) ?? 0)
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
      }),
    )
  })
})
