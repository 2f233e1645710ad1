import type { MeetingSeries } from '#contract/meeting-series.ts'
import { clockNow } from '../../../kernel/clock.ts'
import { wallTimeOf } from '../../../kernel/form/zone.ts'
import type { Me } from '../../../kernel/me.tsx'
import { addDays, mondayOf } from '../list/calendar-days.ts'
import { type Recurrence, recurrenceOf } from '../recurrence/rule.ts'

export type Seat = { departmentId: string; required: boolean }
export type MeetingValues = {
  isSeries: boolean
  name: string
  /** `YYYY-MM-DD` and `HH:mm` on the wall of `timeZone`. */
  day: string | null
  time: string
  timeZone: string
  duration: number | string
  recurrence: Recurrence
  seats: readonly Seat[]
  leaderId: string | null
  rotates: boolean
  rotationIds: string[]
  place: string
  projectId: string | null
}

/** What most begin with: Mondays at nine, three quarters of an hour, a seat for every department. */
export function firstValues({ member, workspace, departments }: Me, projectId: string | null): MeetingValues {
  const today = wallTimeOf(clockNow(), workspace.timeZone).slice(0, 10)
  return {
    ...{ isSeries: true, name: '', day: addDays(mondayOf(today), 7), time: '09:00', timeZone: workspace.timeZone },
    ...{ duration: 45, recurrence: { kind: 'weekly', every: 1, days: ['MO'] } },
    seats: departments.map(({ id }) => ({ departmentId: id, required: true })),
    ...{ leaderId: member.id, rotates: false, rotationIds: [], place: '', projectId },
  }
}

export const valuesOf = (series: MeetingSeries, from: string): MeetingValues => ({
  ...{ isSeries: true, name: series.name, day: from, time: series.time, timeZone: series.timeZone },
  ...{ duration: series.durationMinutes, recurrence: recurrenceOf(series.rrule) },
  seats: series.departmentIds.map((departmentId) => ({
    departmentId,
    required: !series.optionalDepartmentIds.includes(departmentId),
  })),
  ...{ leaderId: series.leaderId, rotates: series.leaderRotation === 'rotating', rotationIds: series.rotationIds },
  ...{ place: series.url ?? series.location ?? '', projectId: series.projectId },
})

/** The part of the body that single meetings and series share. */
export function seatsAndPlace({ seats, place }: MeetingValues) {
  const where = place.trim()
  const isLink = /^https?:\/\//.test(where)
  return {
    departmentIds: seats.map(({ departmentId }) => departmentId),
    optionalDepartmentIds: seats.filter(({ required }) => !required).map(({ departmentId }) => departmentId),
    location: isLink || where === '' ? null : where,
    url: isLink ? where : null,
  }
}
