import fc from 'fast-check'
import { expect, test } from 'vitest'
import { acknowledgeBy, gravest } from './deadlines.ts'
import { stageGaps, touchpointGaps } from './gaps.ts'
import { spreadOf } from './reaction.ts'
import { touched } from './touched.ts'
import { type Step, walk } from './walk.ts'

const edges = fc.array(fc.record({ from: fc.nat(9).map(String), to: fc.nat(9).map(String) }), { maxLength: 40 })

/** Shortest distances the slow way: nine rounds of looking at every edge. */
function distances(roots: readonly string[], steps: readonly Step[]): Map<string, number> {
  const found = new Map(roots.map((root) => [root, 0]))
  for (let round = 0; round < 10; round++)
    for (const { from, to } of steps) {
      const through = found.get(from)
      if (through !== undefined && (found.get(to) ?? Number.POSITIVE_INFINITY) > through + 1) found.set(to, through + 1)
    }
  for (const root of roots) found.delete(root)
  return found
}

test('whatever the graph, a walk finds each dependant once, at its shortest distance, through one that is nearer', () => {
  fc.assert(
    fc.property(edges, fc.uniqueArray(fc.nat(9).map(String), { minLength: 1, maxLength: 3 }), (steps, roots) => {
      const reached = walk(roots, steps, 1000)
      const expected = distances(roots, steps)
      expect(new Map(reached.map((one) => [one.key, one.depth]))).toEqual(expected)
      expect(reached).toHaveLength(expected.size)
      for (const { key, depth, via } of reached) {
        expect(steps).toContainEqual({ from: via, to: key })
        expect(depth - 1).toBe(expected.get(via) ?? 0)
      }
      expect(reached.map((one) => one.depth)).toEqual(reached.map((one) => one.depth).toSorted((a, b) => a - b))
      expect(walk(roots, steps, 2)).toEqual(reached.slice(0, 2))
    }),
  )
})

test('only what hangs on something wrong is touched', () => {
  const step = (from: string, to: string, prints = false) => ({ from, to, prints })
  const steps = [
    step('battery', 'claim:7 days'),
    step('battery', 'claim:168 h'),
    step('battery', 'asset:token', true),
    step('claim:7 days', 'asset:ad'),
    step('claim:168 h', 'asset:mail'),
    step('asset:ad', 'campaign'),
    step('asset:mail', 'journey'),
    step('asset:token', 'form'),
  ]
  const reached = walk(['battery'], steps, 100).map((one) => one.key)
  const wrong = touched(['battery'], reached, steps, (key) => key !== 'claim:168 h')
  expect([...wrong].sort()).toEqual(['asset:ad', 'campaign', 'claim:7 days'])
})

test('deadlines are 4 hours, 1 day and 3 days', () => {
  const at = new Date('2026-11-23T09:00:00Z')
  expect(acknowledgeBy('critical', at).toISOString()).toBe('2026-11-23T13:00:00.000Z')
  expect(acknowledgeBy('major', at).toISOString()).toBe('2026-11-24T09:00:00.000Z')
  expect(acknowledgeBy('minor', at).toISOString()).toBe('2026-11-26T09:00:00.000Z')
  expect(gravest(['minor', 'critical', 'major'])).toBe('critical')
  expect(gravest([])).toBe('minor')
})

test('percentiles lie between the closest ranks', () => {
  expect(spreadOf([])).toEqual({ count: 0, p50: null, p90: null })
  expect(spreadOf([10])).toEqual({ count: 1, p50: 10, p90: 10 })
  expect(spreadOf([40, 10, 20, 30])).toEqual({ count: 4, p50: 25, p90: 37 })
})

test('gaps name what is missing', () => {
  expect(stageGaps({ owners: 0, touchpoints: 0 })).toEqual(['no_owner', 'no_touchpoint'])
  expect(stageGaps({ owners: 1, touchpoints: 2 })).toEqual([])
  expect(touchpointGaps({ ownerId: null, links: 0, promise: ' ', metric: '' })).toEqual([
    'no_owner',
    'no_asset',
    'no_promise',
    'no_metric',
  ])
})
