import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Attributes, type Condition, conditionErrors, matches } from './condition.ts'

const ana: Attributes = {
  jobTitle: 'Directora de Logística',
  country: 'España',
  companyEmployees: 50,
  tags: ['Feria 2026', 'vip'],
  isCustomer: false,
  'customFields.fleet': '12',
  firstSeenOn: '2026-03-01',
  city: '  ',
}
const holds = (condition: unknown) => matches(condition, ana)

describe('conditions', () => {
  it.each<[Condition, boolean]>([
    [{ field: 'jobTitle', op: 'contains', value: 'LOGISTICA' }, true],
    [{ field: 'country', op: 'eq', value: 'espana' }, true],
    [{ field: 'country', op: 'in', value: ['PT', 'España'] }, true],
    [{ field: 'country', op: 'neq', value: 'PT' }, true],
    [{ field: 'unknown', op: 'neq', value: 'PT' }, true],
    [{ field: 'unknown', op: 'eq', value: 'PT' }, false],
    [{ field: 'companyEmployees', op: 'gte', value: 50 }, true],
    [{ field: 'companyEmployees', op: 'lte', value: '49' }, false],
    [{ field: 'customFields.fleet', op: 'gte', value: 9 }, true],
    [{ field: 'customFields.fleet', op: 'eq', value: 12 }, true],
    [{ field: 'firstSeenOn', op: 'gte', value: '2026-02-28' }, true],
    [{ field: 'jobTitle', op: 'gte', value: 3 }, false],
    [{ field: 'isCustomer', op: 'eq', value: false }, true],
    [{ field: 'tags', op: 'contains', value: 'VIP' }, true],
    [{ field: 'tags', op: 'contains', value: 'feria' }, false],
    [{ field: 'tags', op: 'starts_with', value: 'feria' }, true],
    [{ field: 'tags', op: 'ends_with', value: '2026' }, true],
    [{ field: 'city', op: 'missing' }, true],
    [{ field: 'city', op: 'exists' }, false],
    [{ field: 'toString', op: 'exists' }, false],
    [{ all: [] }, true],
    [{ any: [] }, false],
    [{ not: { field: 'country', op: 'eq', value: 'PT' } }, true],
    [
      {
        not: [
          { field: 'country', op: 'eq', value: 'PT' },
          { field: 'tags', op: 'in', value: ['vip'] },
        ],
      },
      false,
    ],
  ])('%j is %s', (condition, expected) => {
    expect(conditionErrors(condition)).toEqual([])
    expect(holds(condition)).toBe(expected)
  })

  it('never matches when malformed, not even under not', () => {
    const circular: { any: unknown[] } = { any: [] }
    circular.any.push(circular, circular)
    for (const broken of [null, 'x', [], {}, { field: 'country', op: 'like', value: 'E' }, { all: {} }, circular]) {
      expect(holds(broken)).toBe(false)
      expect(holds({ not: [broken] })).toBe(false)
    }
  })

  it('says where it is malformed', () => {
    const broken = {
      all: [{ field: '', op: 'eq', value: 'x' }, { not: { field: 'a', op: 'in', value: 'x', extra: 1 } }],
    }
    expect(conditionErrors(broken, '/condition')).toEqual([
      { pointer: '/condition/all/0/field', rule: 'required' },
      { pointer: '/condition/all/1/not/extra', rule: 'unknown_field' },
      { pointer: '/condition/all/1/not/value', rule: 'value' },
    ])
  })

  it('answers for any input, and never matches what it calls malformed', () => {
    fc.assert(
      fc.property(fc.anything({ maxDepth: 4 }), fc.dictionary(fc.string(), fc.string()), (condition, attributes) => {
        const matched = matches(condition, attributes)
        if (conditionErrors(condition).length > 0) expect(matched).toBe(false)
        else expect(matches({ not: condition }, attributes)).toBe(!matched)
      }),
    )
  })
})
