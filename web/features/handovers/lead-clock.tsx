import { SlaClock } from '../../kernel/record/sla-clock.tsx'
import type { Lead } from './types.ts'

/** The promise that runs out next: accepting, or the first touch. Decided leads show whether it was kept. */
export function LeadClock({ lead }: { lead: Lead }) {
  const { state, clockAt, touchDueAt, firstTouchAt, requestedAt, assignedAt } = lead
  const from = assignedAt ?? requestedAt
  if (clockAt !== null) return <SlaClock dueAt={clockAt} requestedAt={from} state="running" />
  if (state !== 'accepted' || firstTouchAt === null || touchDueAt === null) return null
  return (
    <SlaClock
      dueAt={touchDueAt}
      requestedAt={from}
      state={firstTouchAt <= touchDueAt ? 'met' : 'breached'}
      now={Date.parse(firstTouchAt)}
    />
  )
}
