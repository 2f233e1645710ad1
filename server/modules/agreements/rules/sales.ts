import { clauseNames, type SalesResult, type SalesTerms } from '#contract/agreement-parts.ts'
import { type BusinessCalendar, isBusinessDay } from '#kernel/calendar/business-hours.ts'
import { addDays, localDate, startOfLocalDay } from '#kernel/calendar/zone.ts'
import {
  DEFAULT_SLA_POLICY,
  type SlaHandover,
  type SlaResult,
  slaResult,
  type Touch,
} from '#modules/handovers/public.ts'
import type { DayResult } from './marketing.ts'

export type SlaLead = SlaHandover & { readonly requestedAt: Date; readonly touches: readonly Touch[] }
export type SalesDay = { day: DayResult; result: SalesResult }

/** How each lead of the window of a day stands at the end of it (or at `at`, where that is earlier). */
export function standingOn<L extends SlaLead>(
  day: string,
  terms: SalesTerms,
  calendar: BusinessCalendar,
  leads: readonly L[],
  at: Date,
): { lead: L; sla: SlaResult }[] {
  const since = startOfLocalDay(calendar.timeZone, windowStart(day, terms))
  const end = endOf(day, calendar, at)
  return leads
    .filter((lead) => lead.requestedAt >= since && lead.requestedAt < end && lead.assignedAt <= end)
    .map((lead) => ({ lead, sla: slaResult(lead, lead.touches, policyOf(terms), calendar, end) }))
}

/**
 * How far sales is on each local day (mechanisms §2): of the leads handed over in the window up to it and decided by its end,
 * the share that met every clause. A lead whose time has not run out yet is counted as running, neither met nor failed; one that
 * was given back in time and never contacted is not counted.
 * Pace is that share against the agreed one. Days in ascending order; a lead that is decided is not looked at again.
 */
export function salesOn(
  days: readonly string[],
  terms: SalesTerms,
  calendar: BusinessCalendar,
  leads: readonly SlaLead[],
  at: Date,
): SalesDay[] {
  const decided = new Map<SlaLead, SlaResult>()
  return days.map((day) => {
    const end = endOf(day, calendar, at)
    const since = startOfLocalDay(calendar.timeZone, windowStart(day, terms))
    const results = leads.flatMap((lead) => {
      if (lead.requestedAt < since || lead.requestedAt >= end || lead.assignedAt > end) return []
      const known = decided.get(lead) ?? slaResult(lead, lead.touches, policyOf(terms), calendar, end)
      // What no longer applies may still be met: a call after giving the lead back.
      if (clauseNames.every((name) => known[name].state === 'met' || known[name].state === 'breached'))
        decided.set(lead, known)
      return [known]
    })
    return dayOf(day, terms, calendar, results)
  })
}

function dayOf(day: string, terms: SalesTerms, calendar: BusinessCalendar, results: readonly SlaResult[]): SalesDay {
  const leads = count(results.map(({ overall }) => overall))
  const decided = leads.met + leads.breached
  const attainment = decided === 0 ? null : leads.met / decided
  const clause = (name: (typeof clauseNames)[number]) => count(results.map((result) => result[name].state))
  return {
    day: {
      day,
      attainment,
      pace: attainment === null ? null : attainment / terms.targetShare,
      target: terms.targetShare,
      done: leads.met,
      owed: decided,
      isBusinessDay: isBusinessDay(calendar, day),
    },
    result: {
      since: windowStart(day, terms),
      targetShare: terms.targetShare,
      leads,
      clauses: { accept: clause('accept'), firstTouch: clause('firstTouch'), attempts: clause('attempts') },
    },
  }
}

const count = (states: readonly string[]) => ({
  met: states.filter((state) => state === 'met').length,
  breached: states.filter((state) => state === 'breached').length,
  running: states.filter((state) => state === 'running').length,
})

export const windowStart = (day: string, { windowDays }: Pick<SalesTerms, 'windowDays'>) =>
  addDays(day, -(windowDays - 1))
export const policyOf = (terms: SalesTerms) => ({ ...DEFAULT_SLA_POLICY, ...terms })

function endOf(day: string, { timeZone }: BusinessCalendar, at: Date): Date {
  if (localDate(timeZone, at) === day) return at
  return startOfLocalDay(timeZone, addDays(day, 1))
}
