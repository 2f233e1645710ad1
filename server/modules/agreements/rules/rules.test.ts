import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MarketingTerms, SalesTerms } from '#contract/agreement-parts.ts'
import type { BusinessCalendar } from '#kernel/calendar/business-hours.ts'
import { addDays } from '#kernel/calendar/zone.ts'
import { usualTerms } from '../terms.ts'
import { isBehind } from './alert.ts'
import { marketingOn } from './marketing.ts'
import { type SlaLead, salesOn, standingOn } from './sales.ts'
import { figuresOf, type SourceHistory } from './values.ts'

const open: [string, string][] = [['09:00', '18:00']]
const calendar: BusinessCalendar = {
  timeZone: 'Europe/Madrid',
  hours: { 1: open, 2: open, 3: open, 4: open, 5: open, 6: [], 7: [] },
  holidays: ['2026-06-08'],
}
const marketing = (more: Partial<MarketingTerms> = {}): MarketingTerms => ({
  ...usualTerms('marketing_to_sales').marketing!,
  ...more,
})
const sales = (more: Partial<SalesTerms> = {}): SalesTerms => ({ ...usualTerms('sales_to_marketing').sales!, ...more })
const past = (source: string, people: number, customers: number, cents: number): SourceHistory => ({
  ...{ source, people, customers, buyers: customers, revenueCents: cents },
})

describe('the value of a lead', () => {
  it('is its close rate by its revenue: 1 % × 160,000 € = 1,600 €', () => {
    const terms = marketing({
      targetCents: 16_000_000,
      sources: [{ source: 'fair', closeRate: 0.01, revenueCents: 16_000_000 }],
    })
    const { day, result } = marketingOn(
      '2026-06-30',
      terms,
      calendar,
      [{ source: 'fair', day: '2026-06-02', count: 50 }],
      [],
    )
    expect(result.sources[0]).toMatchObject({ valueCents: 160_000, deliveredCents: 8_000_000 })
    expect(day.attainment).toBe(0.5)
    expect(day.pace).toBe(0.5)
  })

  it('comes from the source itself, the mean of all, or the terms, and says which', () => {
    const terms = marketing({ minimumSample: 100, otherwise: { closeRate: 0.5, revenueCents: 7 } })
    const history = [past('fair', 200, 20, 2_000_000), past('web', 50, 1, 900_000)]
    expect(figuresOf('fair', terms, history).closeRate).toEqual({ value: 0.1, origin: 'measured', sample: 200 })
    expect(figuresOf('web', terms, history).closeRate).toEqual({ value: 21 / 250, origin: 'mean', sample: 250 })
    expect(figuresOf('web', terms, history).revenue).toMatchObject({
      cents: Math.round(2_900_000 / 21),
      origin: 'mean',
    })
    expect(figuresOf('web', terms, []).revenue).toEqual({ cents: 7, origin: 'otherwise', sample: 0 })
  })

  it('half the business days gone and half delivered is on pace; a holiday counts for nothing', () => {
    // June 2026 has 22 weekdays, one of them a holiday: 21; by the 15th there are 10.
    const terms = marketing({ targetCents: 2100, otherwise: { closeRate: 1, revenueCents: 100 } })
    const { day, result } = marketingOn(
      '2026-06-15',
      terms,
      calendar,
      [{ source: '', day: '2026-06-01', count: 10 }],
      [],
    )
    expect(result).toMatchObject({ businessDays: 21, elapsedBusinessDays: 10, dueCents: 1000 })
    expect(day.pace).toBeCloseTo(1, 10)
  })

  it('adds up whatever the order, and never falls within a month', () => {
    const delivery = fc.record({
      source: fc.constantFrom('a', 'b', ''),
      day: fc.integer({ min: 1, max: 30 }).map((n) => addDays('2026-05-31', n)),
      count: fc.integer({ min: 0, max: 50 }),
    })
    fc.assert(
      fc.property(fc.array(delivery), (deliveries) => {
        const days = Array.from({ length: 30 }, (_, index) => addDays('2026-06-01', index))
        const on = (list: typeof deliveries) =>
          days.map((day) => marketingOn(day, marketing(), calendar, list, [past('a', 90, 9, 900)]).result)
        const results = on(deliveries)
        expect(on(deliveries.toReversed())).toEqual(results)
        for (const [index, result] of results.entries()) {
          expect(result.deliveredCents).toBe(result.sources.reduce((sum, one) => sum + one.deliveredCents, 0))
          expect(result.deliveredCents).toBeGreaterThanOrEqual(results[index - 1]?.deliveredCents ?? 0)
        }
      }),
    )
  })
})

const at = (text: string) => new Date(`2026-06-${text}:00+02:00`)
const lead = (assigned: string, more: Partial<SlaLead> = {}): SlaLead => ({
  ...{
    requestedAt: at(assigned),
    assignedAt: at(assigned),
    isHandRaise: false,
    acceptedAt: null,
    rejectedAt: null,
    touches: [],
  },
  ...more,
})

describe('what sales owes', () => {
  it('a lead whose time has not run out is pending: neither met nor failed', () => {
    const good = lead('01T10:00', {
      acceptedAt: at('01T11:00'),
      touches: [{ at: at('01T11:00'), isHuman: true, reached: true }],
    })
    const young = lead('02T10:00', {
      acceptedAt: at('02T10:30'),
      touches: [{ at: at('02T10:30'), isHuman: true, reached: false }],
    })
    const [first, second, third] = salesOn(
      ['2026-06-01', '2026-06-02', '2026-06-17'],
      sales(),
      calendar,
      [good, young],
      at('20T12:00'),
    )
    expect(first!.day).toMatchObject({ attainment: 1, done: 1, owed: 1 })
    expect(second!.result.leads).toEqual({ met: 1, breached: 0, running: 1 })
    expect(second!.day.attainment).toBe(1)
    expect(third!.result.leads).toEqual({ met: 1, breached: 1, running: 0 })
    expect(third!.result.clauses.attempts).toEqual({ met: 1, breached: 1, running: 0 })
    expect(third!.day.attainment).toBe(0.5)
  })

  it('whether a day is looked at alone or in a row, the numbers are the same', () => {
    const minute = fc.integer({ min: 0, max: 30 * 24 * 60 })
    const moment = minute.map((minutes) => new Date(at('01T00:00').getTime() + minutes * 60_000))
    const anyLead = fc.record({
      requestedAt: moment,
      isHandRaise: fc.boolean(),
      acceptedAt: fc.option(moment),
      rejectedAt: fc.option(moment),
      touches: fc.array(fc.record({ at: moment, isHuman: fc.constant(true), reached: fc.boolean() }), { maxLength: 6 }),
    })
    fc.assert(
      fc.property(fc.array(anyLead, { maxLength: 12 }), (given) => {
        const leads = given.map((one) => ({ ...one, assignedAt: one.requestedAt }))
        const days = Array.from({ length: 35 }, (_, index) => addDays('2026-06-01', index))
        const now = at('30T12:00')
        const row = salesOn(days, sales(), calendar, leads, now)
        for (const [index, day] of days.entries()) {
          if (index % 6 !== 0) continue
          expect(salesOn([day], sales(), calendar, leads, now)[0]).toEqual(row[index])
          const { met, breached, running } = row[index]!.result.leads
          const standing = standingOn(day, sales(), calendar, leads, now)
          const counted = standing.filter(({ sla }) => sla.overall !== 'not_applicable')
          expect(met + breached + running).toBe(counted.length)
          expect(standing.filter(({ sla }) => sla.overall === 'breached').length).toBe(breached)
        }
      }),
      { numRuns: 40 },
    )
  })
})

describe('being behind', () => {
  const alert = { attainmentBelow: 0.5, paceBelow: 0.8, businessDays: 3 }
  const day = (pace: number | null, attainment: number | null = 1, isBusinessDay = true) => ({
    pace,
    attainment,
    isBusinessDay,
  })
  it('needs every one of the last business days under the pace, or attainment under its share', () => {
    expect(isBehind(alert, [])).toBe(false)
    expect(isBehind(alert, [day(0.7), day(0.7)])).toBe(false)
    expect(isBehind(alert, [day(0.7), day(0.7), day(0.9, 1, false), day(0.7)])).toBe(true)
    expect(isBehind(alert, [day(0.7), day(0.9), day(0.7), day(0.7)])).toBe(false)
    expect(isBehind(alert, [day(0.7), day(null), day(0.7)])).toBe(false)
    expect(isBehind(alert, [day(2, 0.49)])).toBe(true)
    expect(isBehind({ ...alert, attainmentBelow: null, paceBelow: null }, [day(0, 0), day(0, 0), day(0, 0)])).toBe(
      false,
    )
  })
})
