import { addBusinessMinutes, type BusinessCalendar } from '#kernel/calendar/business-hours.ts'
import { deadlines, type SlaPolicy } from './rules/sla.ts'

/** Where a calendar never opens there is no deadline: the clocks stand at the end of time, and screens show none. */
export const endOfTime = new Date('9999-12-31T00:00:00.000Z')
/** A pending lead is taken from who has let this share of the accept time pass, if somebody else can take it. */
const expireAfterPercent = 300

export type Clocks = { dueAt: Date; touchDueAt: Date; clockAt: Date; remindAt: Date; escalateAt: Date; expireAt: Date }

/** Every clock of a handover that starts at `assignedAt`. */
export function clocksFrom(
  policy: SlaPolicy,
  calendar: BusinessCalendar,
  assignedAt: Date,
  isHandRaise: boolean,
): Clocks {
  const due = deadlines(policy, calendar, { assignedAt, isHandRaise })
  const expire = addBusinessMinutes(calendar, assignedAt, (policy.acceptBusinessMinutes * expireAfterPercent) / 100)
  const dueAt = due.accept ?? endOfTime
  const touchDueAt = due.firstTouch ?? endOfTime
  return {
    dueAt,
    touchDueAt,
    clockAt: dueAt < touchDueAt ? dueAt : touchDueAt,
    remindAt: due.warn ?? endOfTime,
    escalateAt: due.escalate ?? endOfTime,
    expireAt: expire ?? endOfTime,
  }
}
