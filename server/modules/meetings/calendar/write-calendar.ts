import ical, {
  ICalAttendeeRole,
  ICalAttendeeStatus,
  ICalCalendarMethod,
  ICalEventStatus,
  type ICalLuxonDateTimeStub,
} from 'ical-generator'
import { brand } from '#contract/brand.ts'
import { utcAsWall, type Wall, wallAsUtc } from '../rules/wall-time.ts'
import { compact, vtimezone } from './vtimezone.ts'

export type Person = { name: string; email: string }
export type Guest = Person & { answer: 'pending' | 'accepted' | 'declined' | 'tentative'; required: boolean }
/** One VEVENT: a single meeting, the master of a series, or one of its meetings that was changed by itself. */
export type CalendarEvent = {
  uid: string
  sequence: number
  summary: string
  description: string
  location: string | null
  url: string | null
  zone: string
  start: Wall
  durationMinutes: number
  /** Of a master: RFC 5545 without `RRULE:`, and the wall times at which it does not meet. */
  rule: { rrule: string; except: readonly Wall[] } | null
  recurrenceId: Wall | null
  isCancelled: boolean
  organizer: Person | null
  guests: readonly Guest[]
  stamp: Date
}

const yearsAhead = 12

/** An RFC 5545 calendar; with `method` an RFC 5546 message. Times are wall times with the zone's own VTIMEZONE. */
export function writeCalendar(
  name: string,
  events: readonly CalendarEvent[],
  { at, method = null }: { at: Date; method?: 'REQUEST' | 'CANCEL' | 'PUBLISH' | null },
): string {
  const years = events.map((event) => Number(event.start.slice(0, 4)))
  const firstYear = Math.min(at.getUTCFullYear(), ...years) - 1
  const lastYear = Math.max(at.getUTCFullYear(), ...years) + yearsAhead
  const calendar = ical({
    name: method === 'PUBLISH' || method === null ? name : null,
    prodId: { company: brand.name, product: brand.name, language: 'ES' },
    method: method && ICalCalendarMethod[method],
    timezone: { name: null, generator: (zone) => vtimezone(zone, firstYear, lastYear) },
  })
  for (const event of events) {
    const made = calendar.createEvent({
      id: event.uid,
      sequence: event.sequence,
      stamp: event.stamp,
      timezone: event.zone,
      start: atWall(event.start),
      end: atWall(later(event.start, event.durationMinutes)),
      summary: event.summary,
      description: event.description,
      status: event.isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      ...(event.location && { location: event.location }),
      ...(event.url && { url: event.url }),
      ...(event.recurrenceId && { recurrenceId: atWall(event.recurrenceId) }),
      ...(event.rule && { repeating: repeating(event.rule, event.zone) }),
      ...(event.organizer && { organizer: event.organizer }),
    })
    for (const guest of event.guests)
      made.createAttendee({
        name: guest.name,
        email: guest.email,
        role: guest.required ? ICalAttendeeRole.REQ : ICalAttendeeRole.OPT,
        status: statuses[guest.answer],
        rsvp: guest.answer === 'pending',
      })
  }
  return calendar.toString()
}

const statuses = {
  pending: ICalAttendeeStatus.NEEDSACTION,
  accepted: ICalAttendeeStatus.ACCEPTED,
  declined: ICalAttendeeStatus.DECLINED,
  tentative: ICalAttendeeStatus.TENTATIVE,
}

const repeating = ({ rrule, except }: { rrule: string; except: readonly Wall[] }, zone: string): string =>
  [`RRULE:${rrule}`, ...except.map((wall) => `EXDATE;TZID=${zone}:${compact(wall)}00`)].join('\r\n')

export const later = (wall: Wall, minutes: number): Wall =>
  utcAsWall(new Date(wallAsUtc(wall).getTime() + minutes * 60_000))

/** Wall times as the writer takes them: it asks for two patterns and writes them as they come, whatever the process's zone. */
function atWall(wall: Wall): ICalLuxonDateTimeStub {
  const self: ICalLuxonDateTimeStub = {
    isValid: true,
    zone: { type: 'iana' },
    setZone: () => self,
    toFormat: (pattern) => (pattern === 'yyyyLLdd' ? compact(wall.slice(0, 10)) : `${compact(wall.slice(11))}00`),
    toJSDate: () => wallAsUtc(wall),
    toJSON: () => wall,
  }
  return self
}
