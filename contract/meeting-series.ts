import Type, { type Static } from 'typebox'
import { ById, defineRoutes, Id, Instant, LocalDate, Nullable, OneOf, PageOf, pagingWith, Text } from './kit.ts'
import { Departments, Duration, OptionalDepartments, place } from './meetings.ts'

export const leaderRotations = ['fixed', 'rotating'] as const

const WallTime = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' })

export const MeetingSeries = Type.Object({
  id: Id,
  name: Type.String(),
  kind: OneOf(['weekly', 'monthly', 'other'] as const),
  state: OneOf(['active', 'ended'] as const),
  /** RFC 5545 rule in force, without DTSTART. */
  rrule: Type.String(),
  /** First day and wall time of the rule in force. */
  startsOn: LocalDate,
  time: Type.String(),
  timeZone: Type.String(),
  durationMinutes: Type.Integer(),
  /** Last day; null: without end. */
  endsOn: Nullable(LocalDate),
  departmentIds: Type.Array(Id),
  optionalDepartmentIds: Type.Array(Id),
  leaderId: Nullable(Id),
  leaderRotation: OneOf(leaderRotations),
  /** Who takes turns, in order. */
  rotationIds: Type.Array(Id),
  /** The fixed leader no longer works here: name another one. */
  leaderLeft: Type.Boolean(),
  /** Minutes per kind of matter where they differ from the usual ones. */
  agendaMinutes: Type.Record(Type.String(), Type.Integer()),
  location: Nullable(Type.String()),
  url: Nullable(Type.String()),
  projectId: Nullable(Id),
  nextMeeting: Nullable(Type.Object({ id: Id, startsAt: Instant })),
  version: Type.Integer(),
  createdAt: Instant,
  updatedAt: Instant,
})
export type MeetingSeries = Static<typeof MeetingSeries>

const rule = {
  /** RFC 5545: DAILY, WEEKLY, MONTHLY or YEARLY, one time of day. */
  rrule: Text(500),
  timeZone: Text(60),
  durationMinutes: Duration,
}
const given = {
  ...place,
  projectId: Type.Optional(Nullable(Id)),
  optionalDepartmentIds: OptionalDepartments,
  leaderRotation: Type.Optional(OneOf(leaderRotations)),
  /** Who takes turns, in order; by default one per seat: its manager, else its first member. */
  rotationIds: Type.Optional(Type.Array(Id, { maxItems: 50, uniqueItems: true })),
  agendaMinutes: Type.Optional(Type.Record(Type.String({ maxLength: 60 }), Type.Integer({ minimum: 1, maximum: 120 }))),
}
/** First day (default today) and wall time (default the rule's BYHOUR and BYMINUTE, else 09:00) in the series' zone; or one instant. */
const start = {
  startsOn: Type.Optional(LocalDate),
  time: Type.Optional(WallTime),
  startsAt: Type.Optional(Instant),
}

const change = { can: 'meetings.write', params: ById, reply: MeetingSeries, versioned: true } as const

export const meetingSeriesRoutes = defineRoutes({
  'GET /meeting-series': {
    summary: 'Series of meetings with their next one',
    can: 'meetings.read',
    query: pagingWith({
      state: Type.Optional(OneOf(['active', 'ended'] as const)),
      projectId: Type.Optional(Id),
      departmentId: Type.Optional(Id),
    }),
    reply: PageOf(MeetingSeries),
  },
  'POST /meeting-series': {
    summary: 'Start a series: its meetings are laid out ahead and its people invited',
    can: 'meetings.write',
    body: Type.Object({
      name: Text(200),
      ...rule,
      departmentIds: Departments,
      leaderId: Id,
      ...start,
      ...given,
    }),
    reply: MeetingSeries,
    status: 201,
    versioned: true,
    problems: ['unprocessable'],
  },
  'POST /meeting-series/preview': {
    summary: 'When a rule would meet: its next twelve times',
    can: 'meetings.read',
    body: Type.Object({
      rrule: rule.rrule,
      timeZone: rule.timeZone,
      ...start,
    }),
    reply: Type.Object({
      kind: OneOf(['weekly', 'monthly', 'other'] as const),
      times: Type.Array(Instant),
    }),
  },
  'GET /meeting-series/:id': {
    summary: 'A series',
    can: 'meetings.read',
    params: ById,
    reply: MeetingSeries,
    versioned: true,
  },
  'PATCH /meeting-series/:id': {
    ...change,
    summary:
      'Change a series from a day on (default today): meetings before it, and those changed by themselves, stay as they are',
    body: Type.Object({
      name: Type.Optional(Text(200)),
      rrule: Type.Optional(rule.rrule),
      timeZone: Type.Optional(rule.timeZone),
      time: Type.Optional(WallTime),
      durationMinutes: Type.Optional(Duration),
      departmentIds: Type.Optional(Departments),
      leaderId: Type.Optional(Id),
      /** Local day of the series from which the change holds; not before today. */
      from: Type.Optional(LocalDate),
      ...given,
    }),
    problems: ['series_ended', 'precondition_failed', 'unprocessable'],
  },
  'POST /meeting-series/:id/ending': {
    ...change,
    summary: 'End a series after a day (default today): later meetings are cancelled and people told',
    body: Type.Object({ endsOn: Type.Optional(LocalDate) }),
    problems: ['series_ended', 'unprocessable'],
  },
  'DELETE /meeting-series/:id': {
    summary: 'Delete a series with its meetings to come; those held stay',
    can: 'meetings.write',
    params: ById,
  },
  'POST /meeting-series/:id/restoration': {
    ...change,
    summary: 'Bring a deleted series back with its meetings to come',
  },
})
