import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dueMonthly } from './due-monthly.ts'
import { publish } from './publish.ts'
import { type Answer, emptyUrn, type Groups, type Urn, withAnswer } from './urn.ts'

const minimum = 3
const departments = ['a', 'b', 'c', 'd']
const people = fc.array(
  fc.record({ departmentId: fc.option(fc.constantFrom(...departments)), isLeader: fc.boolean() }),
  { maxLength: 24 },
)
type Person = { departmentId: string | null; isLeader: boolean }
const groupings: fc.Arbitrary<Groups> = fc.record({
  departmentIds: fc.subarray(departments),
  roles: fc.boolean(),
})
const urnOf = (answers: readonly Answer[], groups: Groups): Urn =>
  answers.reduce((urn, answer) => withAnswer(urn, groups, answer, (below) => below - 1), emptyUrn(groups, 1))
const answerOf = (person: Person, score = 3): Answer => ({ ...person, scores: [score], comment: null })

/** Who stands in a set, as one weight a person. */
type Indicator = number[]

/**
 * Whether some set of at least one and fewer than `minimum` people has a sum that follows from the sums shown: its indicator is a
 * linear combination of theirs. Everybody of one crossing looks the same from outside, so only unions of crossings can follow.
 */
function revealed(all: readonly Person[], shown: readonly Indicator[], crossing: (person: Person) => string): string[] {
  const crossings = [...Map.groupBy(all.keys(), (index) => crossing(all[index]!)).values()]
  const reduced = shown.map((indicator) => crossings.map((members) => indicator[members[0]!]!))
  const basis = rowReduce(reduced)
  const out: string[] = []
  for (let subset = 1; subset < 2 ** crossings.length; subset++) {
    const inside = crossings.map((_, index) => (subset >> index) & 1)
    const size = crossings.reduce((sum, members, index) => sum + (inside[index] ? members.length : 0), 0)
    if (size < minimum && rowReduce([...basis, inside]).length === basis.length) out.push(`${inside} (${size})`)
  }
  return out
}

function rowReduce(rows: readonly (readonly number[])[]): number[][] {
  const basis: number[][] = []
  for (const row of rows) {
    let rest = [...row]
    for (const pivot of basis) {
      const column = pivot.findIndex((value) => Math.abs(value) > 1e-9)
      const factor = rest[column]! / pivot[column]!
      rest = rest.map((value, index) => value - factor * pivot[index]!)
    }
    if (rest.some((value) => Math.abs(value) > 1e-9)) basis.push(rest)
  }
  return basis
}

test('from everything that is shown no group and no difference of groups with fewer than three answers follows', () => {
  fc.assert(
    fc.property(people, groupings, (all, groups) => {
      const counted = ({ departmentId }: Person) =>
        departmentId !== null && groups.departmentIds.includes(departmentId) ? departmentId : ''
      const leads = ({ isLeader }: Person) => groups.roles && isLeader
      const shown = publish(
        urnOf(
          all.map((person) => answerOf(person)),
          groups,
        ),
        minimum,
      )
      const indicatorOf = (is: (person: Person) => boolean): Indicator => all.map((person) => (is(person) ? 1 : 0))
      const visible = shown.departments.filter((one) => one.sums).map((one) => one.id)
      const indicators = [
        ...(shown.all ? [indicatorOf(() => true)] : []),
        ...(shown.leaders ? [indicatorOf(leads)] : []),
        ...(shown.teams ? [indicatorOf((person) => !leads(person))] : []),
        ...visible.map((id) => indicatorOf((person) => counted(person) === id)),
        ...(shown.rest ? [indicatorOf((person) => !visible.includes(counted(person)))] : []),
      ]
      expect(revealed(all, indicators, (person) => `${counted(person)} ${leads(person)}`)).toEqual([])
    }),
    { numRuns: 2000 },
  )
})

test('every group shown has the sums of its own people', () => {
  fc.assert(
    fc.property(
      people,
      groupings,
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 24, maxLength: 24 }),
      (all, groups, scores) => {
        const shown = publish(
          urnOf(
            all.map((person, index) => answerOf(person, scores[index])),
            groups,
          ),
          minimum,
        )
        const sumOf = (is: (person: Person) => boolean) =>
          all.reduce((sum, person, index) => sum + (is(person) ? scores[index]! : 0), 0)
        if (shown.all) expect(shown.all.sums).toEqual([sumOf(() => true)])
        if (shown.leaders) expect(shown.leaders.sums).toEqual([sumOf((person) => person.isLeader)])
        for (const { id, sums } of shown.departments)
          if (sums) expect(sums.sums).toEqual([sumOf((person) => person.departmentId === id)])
        for (const sums of [
          shown.all,
          shown.leaders,
          shown.teams,
          shown.rest,
          ...shown.departments.map((one) => one.sums),
        ])
          if (sums) expect(sums.answered).toBeGreaterThanOrEqual(minimum)
      },
    ),
  )
})

const groups: Groups = { departmentIds: ['a', 'b'], roles: true }
const many = (count: number, person: Partial<Person>): Person[] =>
  Array.from({ length: count }, () => ({ departmentId: null, isLeader: false, ...person }))

test('with two answers nothing is shown', () => {
  expect(
    publish(
      urnOf(
        many(2, { departmentId: 'a' }).map((person) => answerOf(person)),
        groups,
      ),
      minimum,
    ),
  ).toMatchObject({
    all: null,
    rest: null,
    comments: [],
    commentsHidden: true,
  })
})

test('a department is hidden when all without it would be fewer than three', () => {
  const shown = publish(
    urnOf(
      [...many(5, { departmentId: 'a' }), ...many(2, {})].map((person) => answerOf(person)),
      groups,
    ),
    minimum,
  )
  expect(shown.departments).toEqual([
    { id: 'a', sums: null, because: 'would_reveal' },
    { id: 'b', sums: null, because: 'too_few' },
  ])
  expect(shown.all?.answered).toBe(7)
})

test('a department of leaders is hidden when taking it from all leaders would leave one', () => {
  const all = [
    ...many(3, { departmentId: 'a', isLeader: true }),
    ...many(1, { departmentId: 'b', isLeader: true }),
    ...many(4, { departmentId: 'b' }),
  ]
  const shown = publish(
    urnOf(
      all.map((person) => answerOf(person)),
      groups,
    ),
    minimum,
  )
  expect(shown.leaders?.answered).toBe(4)
  expect(shown.departments.map((one) => one.because)).toEqual(['would_reveal', 'would_reveal'])
})

test('comments lie in no order, and are shown from three on', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string(), { maxLength: 12 }), fc.nat(), (comments, seed) => {
      let state = seed
      const pick = (below: number) => (state = (state * 1103515245 + 12345) % 2147483648) % below
      const urn = comments.reduce(
        (sum, comment) => withAnswer(sum, groups, { ...answerOf(many(1, {})[0]!), comment }, pick),
        emptyUrn(groups, 1),
      )
      expect([...urn.comments].sort()).toEqual([...comments].sort())
      expect(publish(urn, minimum).comments).toHaveLength(comments.length < minimum ? 0 : comments.length)
    }),
  )
})

test('the month’s pulse is asked once, on its day or when the program runs again, and not for the past', () => {
  const schedule = { dayOfMonth: 31, since: '2026-01-15' }
  expect(dueMonthly(schedule, null, '2026-02-27')).toBe(false)
  expect(dueMonthly(schedule, null, '2026-02-28')).toBe(true)
  expect(dueMonthly(schedule, '2026-02-28', '2026-02-28')).toBe(false)
  expect(dueMonthly(schedule, '2026-02-28', '2026-03-31')).toBe(true)
  expect(dueMonthly({ dayOfMonth: 1, since: '2026-03-20' }, null, '2026-03-25')).toBe(false)
  expect(dueMonthly({ dayOfMonth: 1, since: '2026-03-01' }, '2026-02-01', '2026-03-05')).toBe(true)
})
