import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultModel } from './default-model.ts'
import type { EngagementRule, ScoringModel, Signal } from './model.ts'
import { labelFor } from './model.ts'
import { isMql } from './mql.ts'
import { isHandRaised, type Score, score } from './score.ts'

const DAY = 86_400_000
const START = Date.parse('2026-06-01T10:00:00Z')
const day = (days: number) => new Date(START + Math.round(days * DAY))

let signalCount = 0
const signal = (type: string, days: number): Signal => ({ id: String(++signalCount), type, at: day(days) })
const rule = (event: string, points: number, halfLifeDays = 14, capPerDay = 1_000): EngagementRule => {
  return { id: event, label: event, event, points, halfLifeDays, capPerDay }
}
const model = (engagement: EngagementRule[], fit = 60): ScoringModel => ({
  ...defaultModel(),
  fit: [{ id: 'base', label: 'base', condition: { all: [] }, points: fit }],
  engagement,
})
const read = (of: ScoringModel, signals: Signal[], at: Date): Score => {
  const result = score(of, { attributes: {}, signals, doNotProfile: false, timeZone: 'Europe/Madrid' }, at)
  if (result === null) throw new Error('no score')
  return result
}
const sumOf = (result: Score) => result.contributions.reduce((sum, { points }) => sum + points, 0)

describe('engagement', () => {
  it('halves every half-life: 40 points, h = 14, day 14 → 20; 20 points, day 28 → 5', () => {
    expect(read(model([rule('visit', 40)]), [signal('visit', 0)], day(14)).engagement).toBe(20)
    expect(read(model([rule('visit', 20)]), [signal('visit', 0)], day(28)).engagement).toBe(5)
  })

  it('gives at most the cap per local day', () => {
    const capped = model([rule('visit', 10, 14, 25)], 0)
    const madridMidnight = (Date.parse('2026-06-01T22:00:00Z') - START) / DAY
    const before = [0.1, 0.2, 0.3, 0.4].map((days) => signal('visit', days))
    expect(read(capped, before, day(0.4)).contributions).toMatchObject([{ rule: 'visit', points: 25, count: 3 }])
    expect(read(capped, [...before, signal('visit', madridMidnight)], day(madridMidnight)).engagement).toBe(35)
  })

  it('matches names and addresses', () => {
    const prices: EngagementRule = { ...rule('page_view', 10), match: { urlContains: '/Precios' } }
    const views = ['https://a.es/precios?x=1', 'https://a.es/', undefined].map((url) => ({
      ...signal('page_view', 0),
      url,
    }))
    expect(read(model([prices], 0), views as Signal[], day(0)).engagement).toBe(10)
  })
})

describe('explanation', () => {
  it('shows what a ceiling or the floor takes as a line of its own', () => {
    const result = read(
      model([rule('visit', 90), rule('form', 60)], -30),
      [signal('visit', 0), signal('form', 0)],
      day(0),
    )
    expect(result).toMatchObject({ fit: 0, engagement: 100, total: 100 })
    expect(result.contributions.map(({ rule, points }) => [rule, points])).toEqual([
      ['base', -30],
      ['fit_floor', 30],
      ['visit', 90],
      ['form', 60],
      ['engagement_ceiling', -50],
    ])
  })

  it('names what made it hot, and what is missing while cold', () => {
    const hot = read(model([rule('hand_raise', 40)]), [signal('hand_raise', 0)], day(1))
    expect(hot.reasons[0]).toEqual({ code: 'hand_raise', params: { at: day(0).toISOString() } })
    expect(hot.reasons[1]).toMatchObject({ code: 'contribution', params: { rule: 'base', points: 60 } })
    const cold = read(model([]), [], day(0))
    expect(cold.reasons[0]).toEqual({ code: 'engagement_below', params: { points: 0, bound: 25 } })
  })
})

describe('temperature', () => {
  const visits = model([rule('visit', 60), rule('look', 25), rule('glance', 3)])

  it('is hot for seven days after a hand-raise, whatever the rest, and says when that ends', () => {
    const raised = [signal('hand_raise', 0)]
    expect(read(model([], 0), raised, day(6.999))).toMatchObject({
      temperature: 'hot',
      handRaised: true,
      nextChangeAt: day(7),
    })
    expect(read(model([], 0), raised, day(7))).toMatchObject({
      temperature: 'cold',
      handRaised: false,
      nextChangeAt: null,
    })
    expect(isHandRaised(visits, raised, day(6.999))).toBe(true)
    expect(isHandRaised(visits, raised, day(7))).toBe(false)
    expect(isHandRaised(visits, raised, day(-1))).toBe(false)
  })

  it('enters at the bound and leaves five points below it', () => {
    const once = [signal('visit', 0)]
    const leavesHot = 14 * Math.log2(60 / 55)
    const leavesWarm = 14 * Math.log2(60 / 20)
    expect(read(visits, once, day(0)).temperature).toBe('hot')
    expect(read(visits, once, day(leavesHot - 0.001)).temperature).toBe('hot')
    expect(read(visits, once, day(leavesHot + 0.001)).temperature).toBe('warm')
    expect(read(visits, once, day(leavesWarm - 0.001)).temperature).toBe('warm')
    expect(read(visits, once, day(leavesWarm + 0.001)).temperature).toBe('cold')
    expect(read(visits, once, day(1)).reasons[0]).toEqual({ code: 'kept', params: { temperature: 'hot', slack: 5 } })
  })

  it('does not flap around a bound', () => {
    const swaying = [signal('visit', 0)]
    const seen: Score[] = []
    for (let days = 1; days < 60; days++) {
      seen.push(read(visits, swaying, day(days)))
      swaying.push(signal('glance', days))
      seen.push(read(visits, swaying, day(days)))
    }
    expect(new Set(seen.slice(-40).map(({ engagement }) => engagement < 60))).toEqual(new Set([true, false]))
    expect(new Set(seen.map(({ temperature }) => temperature))).toEqual(new Set(['hot']))
    expect(read(visits, [signal('look', 0)], day(0)).temperature).toBe('warm')
    expect(read(visits, [signal('glance', 0), signal('glance', 0)], day(0)).temperature).toBe('cold')
  })

  it('has no score for who does not want to be profiled', () => {
    const input = { attributes: {}, signals: [signal('hand_raise', 0)], doNotProfile: true, timeZone: 'Europe/Madrid' }
    expect(score(visits, input, day(0))).toBeNull()
    expect(isMql(visits, null)).toBe(false)
  })
})

describe('the default model', () => {
  const input = { doNotProfile: false, timeZone: 'Europe/Madrid' }
  const person = { fullName: 'Ana Ruiz', phone: '+34600000000', country: 'ES', city: 'Vigo', emailDomainKind: 'free' }

  it('makes a complete private contact and a decision maker hot after asking, and a marketing-qualified lead', () => {
    const director = {
      fullName: 'Luis Gil',
      country: 'ES',
      emailDomainKind: 'company',
      jobTitle: 'Gerente',
      companyName: 'Gil',
    }
    for (const attributes of [person, director]) {
      const result = score(defaultModel(), { ...input, attributes, signals: [signal('hand_raise', 0)] }, day(1))
      expect(result).toMatchObject({ temperature: 'hot' })
      expect(result?.fit).toBeGreaterThanOrEqual(60)
      expect(isMql(defaultModel(), result)).toBe(true)
    }
  })

  it('speaks both languages', () => {
    for (const rule of [...defaultModel().fit, ...defaultModel().engagement]) {
      expect(labelFor(rule, 'es')).not.toBe(labelFor(rule, 'en'))
    }
  })
})

describe('scores, for any history', () => {
  const events = ['a', 'b', 'c']
  const anyModel = fc
    .record({
      fit: fc.array(fc.integer({ min: -100, max: 100 }), { maxLength: 4 }),
      rules: fc.array(
        fc.record({
          event: fc.constantFrom(...events),
          points: fc.integer({ min: 1, max: 100 }),
          halfLifeDays: fc.integer({ min: 1, max: 60 }),
          capPerDay: fc.integer({ min: 1, max: 200 }),
        }),
        { maxLength: 5 },
      ),
    })
    .map(
      ({ fit, rules }): ScoringModel => ({
        ...defaultModel(),
        fit: fit.map((points, i) => ({ id: `f${i}`, label: 'f', condition: { all: [] }, points })),
        engagement: rules.map((parts, i) => ({ ...parts, id: `e${i}`, label: 'e' })),
      }),
    )
  const warmModel = anyModel.map(
    (any): ScoringModel => ({
      ...any,
      fit: [{ id: 'base', label: 'base', condition: { all: [] }, points: 70 }],
    }),
  )
  const someDays = fc.integer({ min: 0, max: 40 * 96 }).map((quarters) => quarters / 96)
  const history = fc.array(fc.tuple(fc.constantFrom(...events, 'hand_raise'), someDays), { maxLength: 30 })
  const signalsOf = (pairs: [string, number][]) => pairs.map(([type, days]) => signal(type, days))

  it('sum exactly from their contributions', () => {
    fc.assert(
      fc.property(anyModel, history, someDays, (any, pairs, days) => {
        const result = read(any, signalsOf(pairs), day(days))
        expect(sumOf(result)).toBe(result.total)
        expect(result.total).toBe(result.fit + result.engagement)
        expect(result.contributions.every(({ points }) => Number.isInteger(points))).toBe(true)
      }),
    )
  })

  it('do not depend on later signals or on their order', () => {
    fc.assert(
      fc.property(warmModel, history, someDays, fc.infiniteStream(fc.nat()), (any, pairs, days, random) => {
        const signals = signalsOf(pairs)
        const result = read(any, signals, day(days))
        const shuffled = signals.map((one) => ({ one, key: random.next().value })).sort((a, b) => a.key - b.key)
        expect(
          read(
            any,
            shuffled.map(({ one }) => one),
            day(days),
          ),
        ).toEqual(result)
        expect(
          read(
            any,
            signals.filter(({ at }) => at <= day(days)),
            day(days),
          ),
        ).toEqual(result)
      }),
    )
  })

  it('show the decayed sum itself, capped per day', () => {
    fc.assert(
      fc.property(warmModel, history, someDays, (any, pairs, days) => {
        let expected = 0
        for (const one of any.engagement) {
          const given = new Map<string, number>()
          for (const [, at] of pairs
            .filter(([type, at]) => type === one.event && at <= days)
            .sort((a, b) => a[1] - b[1])) {
            const date = new Date(day(at).getTime() + 2 * 3_600_000).toISOString().slice(0, 10)
            const points = Math.min(one.points, one.capPerDay - (given.get(date) ?? 0))
            given.set(date, (given.get(date) ?? 0) + points)
            expected += points * 2 ** (-(days - at) / one.halfLifeDays)
          }
        }
        expect(Math.abs(read(any, signalsOf(pairs), day(days)).engagement - Math.min(100, expected))).toBeLessThan(
          0.500001,
        )
      }),
    )
  })

  const rank = { cold: 0, warm: 1, hot: 2 }
  it('never warm up between signals, and change next when they say', () => {
    fc.assert(
      fc.property(warmModel, history, someDays, someDays, (any, pairs, x, y) => {
        const early = day(Math.min(x, y))
        const late = day(Math.max(x, y))
        const signals = signalsOf(pairs).filter(({ at }) => at <= early)
        const before = read(any, signals, early)
        const after = read(any, signals, late)
        expect(rank[after.temperature]).toBeLessThanOrEqual(rank[before.temperature])
        const change = before.nextChangeAt
        if (change === null) {
          expect(after.temperature).toBe(before.temperature)
          return
        }
        expect(change.getTime()).toBeGreaterThan(early.getTime())
        expect(read(any, signals, change).temperature).not.toBe(before.temperature)
        expect(read(any, signals, new Date(change.getTime() - 1)).temperature).toBe(before.temperature)
        expect(after.temperature === before.temperature).toBe(late < change)
      }),
    )
  })

  it('replay the same with extra readings in between', () => {
    fc.assert(
      fc.property(warmModel, history, someDays, fc.array(someDays, { maxLength: 20 }), (any, pairs, days, readings) => {
        const signals = signalsOf(pairs)
        const ignored = readings.map((at) => signal('nothing_scores_this', at))
        expect(read(any, [...signals, ...ignored], day(days))).toEqual(read(any, signals, day(days)))
      }),
    )
  })
})
