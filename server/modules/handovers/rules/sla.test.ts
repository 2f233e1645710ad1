import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addBusinessMinutes, type BusinessCalendar } from '#kernel/calendar/business-hours.ts'
import { marketingAttainment, marketingValue, pace } from './marketing-value.ts'
import {
  deadlines,
  dueAt,
  DEFAULT_SLA_POLICY as policy,
  type SlaHandover,
  salesAttainment,
  slaResult,
  type Touch,
} from './sla.ts'
import { type LeadTimes, speedToLead } from './speed-to-lead.ts'

const open: [string, string][] = [['09:00', '18:00']]
const calendar: BusinessCalendar = {
  timeZone: 'Europe/Madrid',
  hours: { 1: open, 2: open, 3: open, 4: open, 5: open, 6: [], 7: [] },
  holidays: ['2026-06-08'],
}
const at = (text: string) => new Date(`2026-06-${text}:00+02:00`)
const pending = (assigned: string, isHandRaise = false): SlaHandover => ({
  assignedAt: at(assigned),
  isHandRaise,
  acceptedAt: null,
  rejectedAt: null,
})
const call = (text: string, reached = false): Touch => ({ at: at(text), isHuman: true, reached })

describe('deadlines', () => {
  it('counts accepting and answering a hand-raise in open minutes, past the weekend and a holiday', () => {
    const raised = pending('05T17:30', true)
    expect(deadlines(policy, calendar, raised)).toMatchObject({
      accept: at('09T12:30'),
      firstTouch: at('09T09:30'),
      attempts: at('19T17:30'),
      warn: at('09T11:30'),
      escalate: at('09T12:30'),
    })
    expect(dueAt(policy, calendar, raised)).toEqual(at('09T09:30'))
  })

  it('takes 24 hours as the same time on the next business day', () => {
    expect(deadlines(policy, calendar, pending('05T16:00')).firstTouch).toEqual(at('09T16:00'))
    expect(deadlines(policy, calendar, pending('02T21:00')).firstTouch).toEqual(at('04T09:00'))
  })

  it('never falls due where the calendar never opens', () => {
    const closed = { ...calendar, hours: { ...calendar.hours, 1: [], 2: [], 3: [], 4: [], 5: [] } }
    expect(dueAt(policy, closed, pending('01T10:00'))).toBeNull()
    expect(slaResult(pending('01T10:00'), [], policy, closed, at('02T10:00')).overall).toBe('running')
  })
})

describe('clauses', () => {
  const states = (handover: SlaHandover, touches: Touch[], now: string) => {
    const { overall, accept, firstTouch, attempts } = slaResult(handover, touches, policy, calendar, at(now))
    return [overall, accept.state, firstTouch.state, attempts.state]
  }
  const lead = pending('01T10:00')
  const accepted = { ...lead, acceptedAt: at('01T14:00') }

  it('run until the deadline, the minute itself included, then are breached', () => {
    expect(states(lead, [], '01T14:00')).toEqual(['running', 'running', 'running', 'running'])
    expect(states(lead, [], '01T14:01')).toEqual(['breached', 'breached', 'running', 'running'])
    expect(states(accepted, [], '02T10:01')).toEqual(['breached', 'met', 'breached', 'running'])
  })

  it('are met by accepting, a human touch, and five attempts or one answer', () => {
    const tries = ['01T15:00', '03T15:00', '04T15:00', '05T15:00'].map((text) => call(text))
    expect(states(accepted, tries, '10T10:00')).toEqual(['running', 'met', 'met', 'running'])
    expect(states(accepted, [...tries, call('10T09:00')], '10T10:00')).toEqual(['met', 'met', 'met', 'met'])
    expect(states(accepted, [call('01T15:00', true)], '01T16:00')).toEqual(['met', 'met', 'met', 'met'])
    expect(states(accepted, tries, '20T10:00')).toEqual(['breached', 'met', 'met', 'breached'])
  })

  it('do not count autoresponders, touches before the assignment, nor what is still to come', () => {
    const robot = { ...call('01T10:01', true), isHuman: false }
    expect(states(accepted, [robot, call('01T09:00', true), call('02T09:00', true)], '01T15:00')).toEqual([
      'running',
      'met',
      'running',
      'running',
    ])
  })

  it('stop at a rejection, which is an answer; a late one mends nothing', () => {
    const rejected = { ...lead, rejectedAt: at('01T11:00') }
    expect(states(rejected, [], '20T10:00')).toEqual(['not_applicable', 'met', 'not_applicable', 'not_applicable'])
    expect(states(rejected, [call('01T10:30')], '20T10:00')).toEqual(['met', 'met', 'met', 'not_applicable'])
    const late = { ...lead, rejectedAt: at('03T11:00') }
    expect(states(late, [], '20T10:00')).toEqual(['breached', 'breached', 'breached', 'not_applicable'])
  })

  it('are shared out over decided leads only', () => {
    const results = [
      slaResult(accepted, [call('01T15:00', true)], policy, calendar, at('02T10:00')),
      slaResult(lead, [], policy, calendar, at('02T10:00')),
      slaResult(pending('02T09:30'), [], policy, calendar, at('02T10:00')),
      // Given back at once, and never called: nothing to be proud of.
      slaResult({ ...lead, rejectedAt: at('01T10:05') }, [], policy, calendar, at('02T10:00')),
    ]
    expect(salesAttainment(results)).toEqual({ met: 1, breached: 1, running: 1, notApplicable: 1, share: 0.5 })
    expect(salesAttainment(results.slice(3))).toMatchObject({ met: 0, notApplicable: 1, share: null })
    expect(salesAttainment([]).share).toBeNull()
  })

  it('never leave breached or met again as time goes on', () => {
    const minute = fc.integer({ min: 0, max: 20 * 1_440 })
    const instant = (minutes: number) => new Date(at('01T10:00').getTime() + minutes * 60_000)
    const touch = fc.record({ at: minute.map(instant), isHuman: fc.boolean(), reached: fc.boolean() })
    fc.assert(
      fc.property(fc.array(touch), fc.option(minute.map(instant)), minute, minute, (touches, acceptedAt, x, y) => {
        const read = (minutes: number) =>
          slaResult({ ...lead, acceptedAt }, touches, policy, calendar, instant(minutes))
        const [early, late] = [read(Math.min(x, y)), read(Math.max(x, y))]
        for (const name of ['accept', 'firstTouch', 'attempts'] as const) {
          if (early[name].state !== 'running') expect(late[name].state).toBe(early[name].state)
        }
      }),
    )
  })
})

describe('speed to lead', () => {
  const now = at('01T12:00')
  const touchedAfter = (minutes: number | null): LeadTimes => ({
    submittedAt: at('01T09:58'),
    assignedAt: at('01T10:00'),
    firstHumanTouchAt: minutes === null ? null : new Date(at('01T10:00').getTime() + minutes * 60_000),
    closedAt: null,
  })

  it('counts the untouched instead of dropping them', () => {
    const speed = speedToLead([5, 10, 20, null, null].map(touchedAfter), now)
    expect(speed.system).toEqual({ count: 5, waiting: 0, median: 2, p90: 2 })
    expect(speed.human).toEqual({ count: 5, waiting: 2, median: 20, p90: null })
    expect(speed.neverContactedShare).toBe(0.4)
  })

  it('takes who was closed early out of those at risk from then on', () => {
    const closed = { ...touchedAfter(null), closedAt: at('01T10:07') }
    const speed = speedToLead([touchedAfter(5), closed, touchedAfter(10), touchedAfter(20)], now)
    // Kaplan–Meier: 3/4 after 5 minutes, then 1/2 of the two left, 3/8, after 10.
    expect(speed.human).toEqual({ count: 4, waiting: 1, median: 10, p90: 20 })
  })

  it('says nothing about nothing, and takes another clock', () => {
    expect(speedToLead([], now)).toEqual({
      system: { count: 0, waiting: 0, median: null, p90: null },
      human: { count: 0, waiting: 0, median: null, p90: null },
      neverContactedShare: null,
    })
    expect(speedToLead([touchedAfter(5)], now, () => 42).human.median).toBe(42)
  })

  it('gives plain order statistics when nobody waits, and is never made faster by an untouched lead', () => {
    const minutes = fc.array(fc.integer({ min: 0, max: 110 }), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(minutes, (waits) => {
        const sorted = waits.toSorted((a, b) => a - b)
        const speed = speedToLead(waits.map(touchedAfter), now).human
        expect(speed.median).toBe(sorted[Math.ceil(sorted.length * 0.5) - 1])
        expect(speed.p90).toBe(sorted[Math.ceil(sorted.length * 0.9 - 1e-9) - 1])
        const slower = speedToLead([...waits, null].map(touchedAfter), now).human
        expect(slower.median ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(speed.median ?? 0)
      }),
    )
  })
})

describe('what marketing owes', () => {
  it('values a lead at 1 % × 160,000 € = 1,600 €', () => {
    expect(marketingValue({ closeRate: 0.01, revenuePerCustomerCents: 16_000_000 })).toBe(160_000)
  })

  it('adds value over sources, and compares with the business days gone by', () => {
    const sources = [
      { closeRate: 0.01, revenuePerCustomerCents: 16_000_000, leads: 10 },
      { closeRate: 0.05, revenuePerCustomerCents: 200_000, leads: 40 },
    ]
    expect(marketingAttainment(sources, 4_000_000)).toEqual({ deliveredCents: 2_000_000, attainment: 0.5 })
    expect(marketingAttainment(sources, 0).attainment).toBeNull()
    // June 2026 has 21 business days here; seven of them up to the 10th.
    const june = { from: '2026-06-01', to: '2026-06-30' }
    expect(pace(0.5, calendar, { ...june, today: '2026-06-10' })).toBeCloseTo(1.5, 12)
    expect(pace(0.5, calendar, { ...june, today: '2026-07-20' })).toBe(0.5)
    expect(pace(0.5, calendar, { ...june, from: '2026-06-06', today: '2026-06-07' })).toBeNull()
  })
})

it('keeps the deadline in step with the open minutes it stands for', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 40_000 }), (minutes) => {
      const assignedAt = new Date(at('01T00:00').getTime() + minutes * 60_000)
      const due = deadlines(policy, calendar, { assignedAt, isHandRaise: false })
      expect(due.accept).toEqual(addBusinessMinutes(calendar, assignedAt, 240))
      expect(due.firstTouch?.getTime()).toBeGreaterThan(due.accept?.getTime() ?? 0)
    }),
  )
})
