import type { Meeting, Readiness } from '#contract/meetings.ts'
import type { Agenda } from '#contract/meetings-parts.ts'

/** What is left to do before one meeting, read off the meeting and its agenda. */
export function readinessOf(meeting: Meeting, agenda: Agenda | undefined): Readiness {
  const missingSeats = meeting.seats
    .filter((seat) => seat.required && !seat.members.some((member) => member.rsvp === 'accepted'))
    .map(({ departmentId, departmentName }) => ({ departmentId, departmentName }))
  const carried = agenda ? [...agenda.items, ...agenda.leftOut].filter((item) => item.origin === 'carried') : []
  return {
    ready: missingSeats.length === 0 && meeting.locks.length === 0,
    missingSeats,
    locks: meeting.locks,
    agendaCount: (agenda?.items.length ?? 0) + (agenda?.leftOutCount ?? 0),
    openActions: carried.length,
    overdueActions: 0,
  }
}
