import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ComponentKey, componentKeys } from '#contract/alignment.ts'
import { companyWeights, heldAt, projectWeights, scoreOf, type Values, weakBelow } from './score.ts'

const full = Object.fromEntries(Object.keys(companyWeights).map((key) => [key, 1])) as Values
const share = fc.double({ min: 0, max: 1, noNaN: true })
const someValues: fc.Arbitrary<Values> = fc.record(
  Object.fromEntries(componentKeys.map((key) => [key, fc.option(share)])) as Record<
    ComponentKey,
    fc.Arbitrary<number | null>
  >,
)
const weights = fc.constantFrom(companyWeights, projectWeights)
const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)

test('the weights of the rules add up to one', () => {
  expect(sum(Object.values(companyWeights))).toBe(100)
  expect(scoreOf(full, companyWeights)).toMatchObject({ score: 100, capPoints: 0, heldDownBy: [] })
})

test('fixtures', () => {
  const values = {
    marketing_sla: 0.9,
    sales_sla: 0.72,
    goal_pace: 0.8,
    freshness: 0.95,
    meetings_held: 1,
    product_consistency: 0.88,
    question_closure: null,
  }
  // (.2·.9 + .2·.72 + .15·.8 + .15·.95 + .1·1 + .1·.88) ÷ .9 = .7745 ÷ .9 = .8606
  const score = scoreOf(values, companyWeights)
  expect(score).toMatchObject({ score: 86, uncapped: 86, capPoints: 0 })
  expect(score.components.map((one) => one.points)).toEqual([20, 16, 13, 16, 11, 10, 0])
  // One component under .4 holds everything at 59.
  const held = scoreOf({ ...values, freshness: 0.39 }, companyWeights)
  expect(held).toMatchObject({ score: 59, uncapped: 77, capPoints: -18, heldDownBy: ['freshness'] })
  expect(scoreOf({ ...values, freshness: 0.4 }, companyWeights).heldDownBy).toEqual([])
})

test('a project run only by training is scored by its coverage, and not punished for the rest', () => {
  expect(scoreOf({ training: 0.85 }, projectWeights)).toMatchObject({ score: 85, heldDownBy: [] })
  expect(scoreOf({}, projectWeights)).toMatchObject({ score: null, uncapped: null, capPoints: 0, heldDownBy: [] })
})

test('used weights add up to one, and points with the cap to the score shown, whatever is in use', () => {
  fc.assert(
    fc.property(someValues, weights, (values, of) => {
      const { score, uncapped, capPoints, components, heldDownBy } = scoreOf(values, of)
      const inUse = components.filter((one) => one.value !== null)
      expect(sum(components.map((one) => one.usedWeight))).toBeCloseTo(inUse.length === 0 ? 0 : 1, 12)
      expect(sum(components.map((one) => one.points))).toBe(uncapped ?? 0)
      expect(sum(components.map((one) => one.points)) + capPoints).toBe(score ?? 0)
      for (const one of components) {
        expect(Number.isInteger(one.points)).toBe(true)
        const exact = (one.value ?? 0) * one.usedWeight * 100
        expect(Math.abs(one.points - exact)).toBeLessThan(1 + 1e-6)
        if (one.value === null) expect(one.points).toBe(0)
      }
      if (heldDownBy.length > 0) expect(score).toBeLessThanOrEqual(heldAt)
      if (score !== null) expect(score >= 0 && score <= 100).toBe(true)
    }),
  )
})

test('what is not in use changes nothing: the others keep their proportions', () => {
  fc.assert(
    fc.property(share, (value) => {
      const same = Object.fromEntries(Object.keys(companyWeights).map((key) => [key, value])) as Values
      const { score } = scoreOf(same, companyWeights)
      for (const key of Object.keys(companyWeights))
        expect(scoreOf({ ...same, [key]: null }, companyWeights).score).toBe(score)
    }),
  )
})

test('no component can rise and the score fall', () => {
  const key = fc.constantFrom(...(Object.keys(companyWeights) as ComponentKey[]))
  fc.assert(
    fc.property(someValues, key, share, (values, which, more) => {
      const before = values[which] ?? null
      fc.pre(before !== null)
      const raised = { ...values, [which]: Math.max(before ?? 0, more) }
      expect(scoreOf(raised, companyWeights).score!).toBeGreaterThanOrEqual(scoreOf(values, companyWeights).score!)
    }),
  )
})

test('at most 59 exactly while a component in use is under .4', () => {
  fc.assert(
    fc.property(someValues, weights, (values, of) => {
      const { score, uncapped, heldDownBy } = scoreOf(values, of)
      const anyWeak = Object.keys(of).some((key) => {
        const value = values[key as ComponentKey] ?? null
        return value !== null && value < weakBelow
      })
      expect(heldDownBy.length > 0).toBe(anyWeak)
      expect(score).toBe(anyWeak && uncapped !== null ? Math.min(uncapped, heldAt) : uncapped)
    }),
  )
})
