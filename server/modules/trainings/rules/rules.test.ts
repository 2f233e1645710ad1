import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Question } from '#contract/training-parts.ts'
import { completedBy, coverageOf, type Facts } from './completion.ts'
import { answerErrors, inOrderOf, judge, quizErrors } from './quiz.ts'
import { addMonths } from './validity.ts'

const day = (text: string) => new Date(`${text}T10:00:00Z`)
const at = day('2026-11-23')
const none: Facts = {
  ...{ validityMonths: 12, hasMaterials: true, hasSessions: false, hasQuiz: true },
  ...{ lastCompletedAt: null, validUntil: null, attendedAt: null, readAt: null, passedAt: null },
}
const question = (id: string, right: readonly boolean[], kind: Question['kind'] = 'single'): Question => ({
  ...{ id, kind, text: `${id}?`, explanation: `because ${id}` },
  options: right.map((isRight, index) => ({ id: `${id}${index}`, text: `option ${index}`, isRight })),
})

test('coverage is valid ÷ required, and nothing required is no score at all', () => {
  expect(coverageOf({ required: 8, covered: 6 })).toBe(0.75)
  expect(coverageOf({ required: 0, covered: 0 })).toBeNull()
})

test('twelve months later is the same day; a day that does not exist is the last of its month', () => {
  expect(addMonths(day('2026-11-23'), 12)).toEqual(day('2027-11-23'))
  expect(addMonths(day('2028-02-29'), 12)).toEqual(day('2029-02-28'))
  expect(addMonths(day('2026-01-31'), 1)).toEqual(day('2026-02-28'))
  const month = fc.integer({ min: 1, max: 120 })
  fc.assert(
    fc.property(
      fc.date({ min: day('2000-01-01'), max: day('2080-01-01'), noInvalidDate: true }),
      month,
      (from, months) => {
        const to = addMonths(from, months)
        const moved = (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth()
        expect(moved).toBe(months)
        expect(to.getUTCDate()).toBeLessThanOrEqual(from.getUTCDate())
      },
    ),
  )
})

test('eight of ten are 80 % and pass, 79 in a hundred do not; a question counts whole or not at all', () => {
  const ten = Array.from({ length: 10 }, (_, index) => question(`q${index}`, [true, false]))
  const right = (count: number) => Object.fromEntries(ten.slice(0, count).map(({ id }) => [id, [`${id}0`]]))
  expect(judge(ten, right(8), 80)).toMatchObject({ score: 80, passed: true })
  expect(judge(ten, right(7), 80)).toMatchObject({ score: 70, passed: false })
  const three = ten.slice(0, 3)
  expect(judge(three, right(2), 67)).toMatchObject({ score: 66, passed: false })
  const many = question('m', [true, true, false], 'multiple')
  expect(judge([many], { m: ['m0'] }, 1).passed).toBe(false)
  expect(judge([many], { m: ['m1', 'm0'] }, 100).passed).toBe(true)
  expect(judge([many], { m: ['m0', 'm1', 'm2'] }, 1).score).toBe(0)
})

test('a quiz without a right answer, with two in a single choice, or with empty words is refused by field', () => {
  const twice = question('a', [true, true])
  const rules = quizErrors([question('a', [false, false]), twice, { ...question('c', [true]), kind: 'true_false' }])
  expect(rules).toEqual([
    { pointer: '/questions/0/options', rule: 'right_answer_required' },
    { pointer: '/questions/1/id', rule: 'unique' },
    { pointer: '/questions/1/options', rule: 'one_right_answer' },
    { pointer: '/questions/2/options', rule: 'true_and_false' },
  ])
  const empty = { ...question('d', [true, false]), text: ' ' }
  expect(quizErrors([empty])).toEqual([{ pointer: '/questions/0/text', rule: 'required' }])
  expect(answerErrors([twice], [{ questionId: 'a', optionIds: ['a0', 'z'] }])).toEqual([
    { pointer: '/answers/0/optionIds/1', rule: 'unknown_record' },
  ])
})

test('an attempt has its own order, always the same, and loses no question', () => {
  const quiz = Array.from({ length: 12 }, (_, index) => question(`q${index}`, [true, false, false, false]))
  fc.assert(
    fc.property(fc.uuid(), (id) => {
      const once = inOrderOf(id, quiz)
      expect(inOrderOf(id, quiz)).toEqual(once)
      expect(once.map((one) => one.id).toSorted()).toEqual(quiz.map((one) => one.id).toSorted())
      for (const one of once)
        expect(one.options.map((option) => option.id).toSorted()).toEqual(
          quiz.find(({ id }) => id === one.id)!.options.map((option) => option.id),
        )
    }),
  )
  expect(inOrderOf('a', quiz)).not.toEqual(inOrderOf('b', quiz))
})

test('completed by coming or reading, and by the quiz where there is one', () => {
  const read = { ...none, readAt: day('2026-11-20') }
  expect(completedBy(read, at)).toBeNull()
  expect(completedBy({ ...read, passedAt: at }, at)).toBe('material')
  expect(completedBy({ ...none, passedAt: at }, at)).toBeNull()
  expect(completedBy({ ...none, passedAt: at, attendedAt: day('2026-11-21') }, at)).toBe('session')
  expect(completedBy({ ...none, hasMaterials: false, passedAt: at }, at)).toBe('quiz')
  expect(completedBy({ ...none, hasMaterials: false, hasSessions: true, passedAt: at }, at)).toBeNull()
  expect(completedBy({ ...read, hasQuiz: false }, at)).toBe('material')
})

test('what was done for the last completion does not renew it; in its last month it may be renewed', () => {
  const done = { ...none, lastCompletedAt: day('2025-12-01'), validUntil: day('2026-12-01') }
  const old = { readAt: day('2025-11-30'), passedAt: day('2025-12-01') }
  expect(completedBy({ ...done, ...old }, at)).toBeNull()
  expect(completedBy({ ...done, ...old, passedAt: at }, at)).toBe('material')
  expect(completedBy({ ...done, ...old, passedAt: at, validUntil: day('2027-03-01') }, at)).toBeNull()
  expect(completedBy({ ...done, hasQuiz: false, readAt: day('2025-12-01') }, at)).toBeNull()
  expect(completedBy({ ...done, hasQuiz: false, readAt: at }, at)).toBe('material')
  const expired = { ...none, lastCompletedAt: day('2025-10-01'), ...{ readAt: day('2025-10-01'), passedAt: at } }
  expect(completedBy(expired, at)).toBeNull()
})
