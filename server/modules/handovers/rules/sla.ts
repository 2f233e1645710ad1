import { addBusinessDays, addBusinessMinutes, type BusinessCalendar } from '#kernel/calendar/business-hours.ts'
import { addDays, instantAt, localDate, localMinuteOfDay } from '#kernel/calendar/zone.ts'

/**
 * What sales owes a handed-over lead (mechanisms §2). Which clock each clause runs on:
 * - accept: business minutes (240 = four open hours);
 * - first touch after a hand-raise: business minutes (60 = one open hour);
 * - first touch otherwise: 24 hours a business day (1,440 = the same local time on the next business day, see
 *   `addBusinessDays`); what is left of a day runs in business minutes;
 * - attempts: local calendar days, weekends included.
 * All start when the lead is assigned.
 */
export type SlaPolicy = {
  readonly version: number
  readonly acceptBusinessMinutes: number
  readonly firstTouchHandRaiseMinutes: number
  readonly firstTouchMinutes: number
  readonly attempts: number
  readonly attemptDays: number
  /** Shares of the accept time, in percent, after which the assignee is warned and the manager is told. */
  readonly warnAfterPercent: number
  readonly escalateAfterPercent: number
}

export const DEFAULT_SLA_POLICY: SlaPolicy = {
  version: 1,
  acceptBusinessMinutes: 240,
  firstTouchHandRaiseMinutes: 60,
  firstTouchMinutes: 1_440,
  attempts: 5,
  attemptDays: 14,
  warnAfterPercent: 75,
  escalateAfterPercent: 100,
}

export type SlaHandover = {
  readonly assignedAt: Date
  readonly isHandRaise: boolean
  readonly acceptedAt: Date | null
  readonly rejectedAt: Date | null
}

/** A logged contact. Autoresponders are not human and never count; `reached` means that the person answered. */
export type Touch = { readonly at: Date; readonly isHuman: boolean; readonly reached: boolean }

/** Null where the calendar never opens: such a clause cannot be breached. */
export type Deadlines = {
  readonly accept: Date | null
  readonly firstTouch: Date | null
  readonly attempts: Date
  readonly warn: Date | null
  readonly escalate: Date | null
}

export function deadlines(
  policy: SlaPolicy,
  calendar: BusinessCalendar,
  handover: Pick<SlaHandover, 'assignedAt' | 'isHandRaise'>,
): Deadlines {
  const { assignedAt, isHandRaise } = handover
  const acceptShare = (percent: number) => {
    return addBusinessMinutes(calendar, assignedAt, (policy.acceptBusinessMinutes * percent) / 100)
  }
  return {
    accept: acceptShare(100),
    firstTouch: isHandRaise
      ? addBusinessMinutes(calendar, assignedAt, policy.firstTouchHandRaiseMinutes)
      : afterBusinessDays(calendar, assignedAt, policy.firstTouchMinutes),
    attempts: afterLocalDays(calendar.timeZone, assignedAt, policy.attemptDays),
    warn: acceptShare(policy.warnAfterPercent),
    escalate: acceptShare(policy.escalateAfterPercent),
  }
}

/** When a pending handover is due: the earlier of accepting and touching. Null where the calendar never opens. */
export function dueAt(
  policy: SlaPolicy,
  calendar: BusinessCalendar,
  handover: Pick<SlaHandover, 'assignedAt' | 'isHandRaise'>,
): Date | null {
  const { accept, firstTouch } = deadlines(policy, calendar, handover)
  if (accept === null || firstTouch === null) return accept ?? firstTouch
  return accept <= firstTouch ? accept : firstTouch
}

export type ClauseState = 'met' | 'running' | 'breached' | 'not_applicable'
/** `at` is what met it, or came too late; null while there is nothing. */
export type ClauseResult = { readonly state: ClauseState; readonly dueAt: Date | null; readonly at: Date | null }
export type SlaResult = {
  /**
   * Breached as soon as one clause is; met when every clause that applies is. A lead that was closed in time and never touched
   * is censored: nobody can say any more whether it would have been, so it counts neither for nor against sales.
   */
  readonly overall: ClauseState
  readonly accept: ClauseResult
  readonly firstTouch: ClauseResult
  readonly attempts: ClauseResult
}

/**
 * How a handover stands at `now`, clause by clause (mechanisms §2). A rejection is an answer, so it meets "accept" in time;
 * the clauses still running at that moment no longer apply. Being reached once settles the attempts. Exactly at the
 * deadline is in time. Whatever happened after `now` is not looked at.
 */
export function slaResult(
  handover: SlaHandover,
  touches: readonly Touch[],
  policy: SlaPolicy,
  calendar: BusinessCalendar,
  now: Date,
): SlaResult {
  const due = deadlines(policy, calendar, handover)
  const accepted = earliest([handover.acceptedAt, handover.rejectedAt], now)
  const rejectedAt = earliest([handover.rejectedAt], now)
  const human = touches
    .filter((touch) => touch.isHuman && touch.at >= handover.assignedAt && touch.at <= now)
    .sort((a, b) => a.at.getTime() - b.at.getTime())
  const enough = [human.find((touch) => touch.reached)?.at ?? null, human[policy.attempts - 1]?.at ?? null]
  const accept = clause(due.accept, accepted, null, now)
  const firstTouch = clause(due.firstTouch, human[0]?.at ?? null, rejectedAt, now)
  const attempts = clause(due.attempts, earliest(enough, now), rejectedAt, now)
  return { overall: overall(accept, firstTouch, attempts), accept, firstTouch, attempts }
}

/**
 * What share of leads met every clause; a lead still running is not yet counted, one that was closed untouched never is.
 * Null share when nothing is decided.
 */
export function salesAttainment(results: readonly SlaResult[]): {
  met: number
  breached: number
  running: number
  notApplicable: number
  share: number | null
} {
  const count = (state: SlaResult['overall']) => results.filter((result) => result.overall === state).length
  const met = count('met')
  const breached = count('breached')
  const share = met + breached === 0 ? null : met / (met + breached)
  return { met, breached, running: count('running'), notApplicable: count('not_applicable'), share }
}

function clause(dueAt: Date | null, doneAt: Date | null, rejectedAt: Date | null, now: Date): ClauseResult {
  const result = (state: ClauseState): ClauseResult => ({ state, dueAt, at: doneAt })
  const isInTime = (at: Date) => dueAt === null || at <= dueAt
  if (doneAt !== null && isInTime(doneAt)) return result('met')
  if (rejectedAt !== null && isInTime(rejectedAt)) return result('not_applicable')
  return result(isInTime(now) ? 'running' : 'breached')
}

function overall(accept: ClauseResult, firstTouch: ClauseResult, attempts: ClauseResult): ClauseState {
  const states = [accept.state, firstTouch.state, attempts.state]
  if (states.includes('breached')) return 'breached'
  if (states.includes('running')) return 'running'
  return firstTouch.state
}

/** The earliest of the instants that there are and that are not after `now`. */
function earliest(instants: readonly (Date | null)[], now: Date): Date | null {
  return instants.reduce((first, at) => {
    if (at === null || at > now) return first
    return first === null || at < first ? at : first
  }, null)
}

function afterBusinessDays(calendar: BusinessCalendar, from: Date, minutes: number): Date | null {
  const end = addBusinessDays(calendar, from, Math.floor(minutes / 1_440))
  return end === null ? null : addBusinessMinutes(calendar, end, minutes % 1_440)
}

function afterLocalDays(timeZone: string, from: Date, days: number): Date {
  return instantAt(timeZone, addDays(localDate(timeZone, from), days), localMinuteOfDay(timeZone, from), 'latest')
}
