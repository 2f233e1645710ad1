import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BusinessCalendar } from '#kernel/calendar/business-hours.ts'
import { addDays } from '#kernel/calendar/zone.ts'
import { elapsedShare, progressOf, standingOf } from './pace.ts'
import { accumulate, combine, stepwise } from './series.ts'
import { deepestFirst, heightOf, MAX_DEPTH, type Node, pathTo, placeError } from './tree.ts'

const open: [string, string][] = [['09:00', '18:00']]
const calendar: BusinessCalendar = {
  timeZone: 'Europe/Madrid',
  hours: { 1: open, 2: open, 3: open, 4: open, 5: open, 6: [], 7: [] },
  holidays: [],
}
const june = { from: '2026-06-01', to: '2026-06-30' }

describe('pace', () => {
  it('half of the way on half of the business days is on pace, also where less is better', () => {
    // June 2026: 22 business days, 11 of them by the 15th.
    const more = standingOf(50, { start: 0, target: 100 }, june, '2026-06-15', calendar, true)
    expect(more).toEqual({ progress: 0.5, expected: 0.5, pace: 1, projected: 100, health: 'on_track' })
    const less = standingOf(0.07, { start: 0.08, target: 0.06 }, june, '2026-06-15', calendar, false)
    expect(less.progress).toBeCloseTo(0.5, 10)
    expect(less.projected).toBeCloseTo(0.06, 10)
    expect(standingOf(0.09, { start: 0.08, target: 0.06 }, june, '2026-06-15', calendar, false).health).toBe('off')
  })

  it('a count that is there has achieved it; a rate only when the period is over', () => {
    const way = { start: 0, target: 1 }
    expect(standingOf(1, way, june, '2026-06-10', calendar, true).health).toBe('achieved')
    expect(standingOf(1, way, june, '2026-06-10', calendar, false).health).toBe('on_track')
    expect(standingOf(1, way, june, '2026-07-01', calendar, false).health).toBe('achieved')
    expect(standingOf(0.9, way, june, '2026-07-01', calendar, true).health).toBe('missed')
    expect(standingOf(null, way, june, '2026-05-31', calendar, true).health).toBe('not_started')
    expect(standingOf(0, way, { from: '2026-06-06', to: '2026-06-30' }, '2026-06-07', calendar, true).health).toBe(
      'not_started',
    )
  })

  it('expected never falls, from 0 before the period to 1 at its end; projected and pace say the same', () => {
    const day = fc.integer({ min: 0, max: 400 }).map((n) => addDays('2026-01-01', n))
    fc.assert(
      fc.property(
        day,
        fc.integer({ min: 1, max: 300 }),
        day,
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        (from, length, on, value) => {
          const period = { from, to: addDays(from, length) }
          const expected = elapsedShare(period, on, calendar)
          expect(expected).toBeGreaterThanOrEqual(0)
          expect(expected).toBeLessThanOrEqual(1)
          expect(elapsedShare(period, addDays(on, 1), calendar)).toBeGreaterThanOrEqual(expected)
          const way = { start: 10, target: -30 }
          const { pace, projected, progress } = standingOf(value, way, period, on, calendar, false)
          expect(progress).toBe(progressOf(value, way))
          if (pace !== null) expect(progressOf(projected, way)).toBeCloseTo(pace, 5)
        },
      ),
    )
  })
})

const trees = fc.array(fc.nat(), { maxLength: 30 }).map((choices): Node[] =>
  choices.map((choice, index) => ({
    id: `n${index}`,
    parentId: index === 0 || choice % 3 === 0 ? null : `n${choice % index}`,
  })),
)

describe('the tree', () => {
  it('never takes a goal that would close a circle or pass five levels, and takes every other', () => {
    fc.assert(
      fc.property(trees, fc.nat(), fc.nat(), (nodes, a, b) => {
        if (nodes.length === 0) return
        const id = nodes[a % nodes.length]!.id
        const parentId = nodes[b % nodes.length]!.id
        const error = placeError(id, parentId, nodes)
        const moved = nodes.map((node) => (node.id === id ? { ...node, parentId } : node))
        const parents = new Map(moved.map((node) => [node.id, node.parentId]))
        const closes = pathTo(parentId, new Map(nodes.map((node) => [node.id, node.parentId]))).includes(id)
        expect(error === 'circular').toBe(closes)
        if (error === null) expect(pathTo(id, parents).length + heightOf(id, moved) - 1).toBeLessThanOrEqual(MAX_DEPTH)
      }),
    )
  })

  it('gives children before those that add them up', () => {
    fc.assert(
      fc.property(trees, (nodes) => {
        const order = deepestFirst(nodes).map((node) => node.id)
        for (const { id, parentId } of nodes)
          if (parentId) expect(order.indexOf(id)).toBeLessThan(order.indexOf(parentId))
      }),
    )
  })
})

describe('series', () => {
  it('running sums and rates', () => {
    const flows = [
      { day: '2026-06-01', amount: 0, base: 4 },
      { day: '2026-06-03', amount: 1, base: 0 },
    ]
    expect([...accumulate(flows, '2026-05-31', '2026-06-03', true).values()]).toEqual([null, 0, 0, 0.25])
    expect([...accumulate(flows, '2026-06-01', '2026-06-03', false).values()]).toEqual([0, 0, 1])
  })

  it('what was written down holds until the next; the last word of a day counts', () => {
    const notes = [
      { day: '2026-06-02', value: 5 },
      { day: '2026-06-02', value: 7 },
      { day: '2026-06-04', value: 9 },
    ]
    expect([...stepwise(notes, 1, '2026-06-01', '2026-06-05').values()]).toEqual([1, 7, 7, 9, 9])
    expect(combine([null, 4, 6], 'sum')).toBe(10)
    expect(combine([0.5, null, 1], 'mean')).toBe(0.75)
    expect(combine([null], 'sum')).toBeNull()
  })
})
