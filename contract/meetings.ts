import Type, { type Static } from 'typebox'
import { ById, defineRoutes, Id, Instant, LocalDate, Nullable, OneOf, PageOf, pagingWith, Text } from './kit.ts'

/** Of a series: `weekly`, `monthly` or `other`, as its rule says. Single ones: a meeting of both teams, a kick-off, any other. */
export const meetingKinds = ['weekly', 'monthly', 'smarketing', 'kickoff', 'other'] as const
export const meetingStates = ['planned', 'live', 'closed', 'cancelled'] as const
export const attendanceStates = ['present', 'absent', 'delegate'] as const
export const rsvpAnswers = ['accepted', 'declined', 'tentative'] as const
export const leaderRotations = ['fixed', 'rotating'] as const

const WallTime = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' })
const Duration = Type.Integer({ minimum: 5, maximum: 480 })
const WebAddress = Type.String({ maxLength: 2000, pattern: '^https?://[^\\s]+$' })
const Departments = Type.Array(Id, { minItems: 1, maxItems: 20, uniqueItems: true })

/** A department at the table. */
export const MeetingSeat = Type.Object({
  departmentId: Id,
  departmentKey: Type.String(),
  departmentName: Type.String(),
  /** The quorum waits for it, and so does the close; optional seats are only invited. */
  required: Type.Boolean(),
  /** Who may sit here by right, with their answers to the invitation. */
  members: Type.Array(
    Type.Object({
      memberId: Id,
      fullName: Type.String(),
      rsvp: OneOf(['pending', ...rsvpAnswers] as const),
    }),
  ),
  attendance: Type.Array(
    Type.Object({ memberId: Id, fullName: Type.String(), state: OneOf(attendanceStates), at: Instant }),
  ),
  /** Somebody is present, by right or as delegate. */
  isTaken: Type.Boolean(),
  hasInput: Type.Boolean(),
})
export type MeetingSeat = Static<typeof MeetingSeat>

export const Quorum = Type.Object({
  isMet: Type.Boolean(),
  leaderPresent: Type.Boolean(),
  /** Required seats where nobody sits. */
  missing: Type.Array(Type.Object({ departmentId: Id, departmentName: Type.String() })),
})
export type Quorum = Static<typeof Quorum>

/** What else locks decisions, with what has to be mended. */
export const MeetingLock = Type.Object({
  code: Type.String(),
  items: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), url: Type.String() })),
})

const summary = {
  id: Id,
  name: Type.String(),
  kind: OneOf(meetingKinds),
  state: OneOf(meetingStates),
  seriesId: Nullable(Id),
  /** Identity within the series: the wall time at which the rule places it, `YYYY-MM-DDTHH:MM`; it stays when the meeting is moved. */
  recurrenceId: Nullable(Type.String()),
  /** Changed by itself: changes of the series leave it alone. */
  isEdited: Type.Boolean(),
  startsAt: Instant,
  endsAt: Instant,
  durationMinutes: Type.Integer(),
  timeZone: Type.String(),
  departmentIds: Type.Array(Id),
  /** Who leads: the acting leader if somebody stands in. Null: nobody does (the leader left and nobody takes turns). */
  leaderId: Nullable(Id),
  location: Nullable(Type.String()),
  url: Nullable(Type.String()),
  projectId: Nullable(Id),
  campaignId: Nullable(Id),
  decisions: Type.Integer(),
  actions: Type.Integer(),
  openActions: Type.Integer(),
  closedAt: Nullable(Instant),
  version: Type.Integer(),
}
export const MeetingRow = Type.Object(summary)
export type MeetingRow = Static<typeof MeetingRow>

export const Meeting = Type.Object({
  ...summary,
  /** The leader as planned. */
  plannedLeaderId: Nullable(Id),
  /** The planned leader no longer works here. */
  leaderLeft: Type.Boolean(),
  seats: Type.Array(MeetingSeat),
  /** The leader's presence when they sit at no seat. */
  leaderAttendance: Nullable(OneOf(attendanceStates)),
  quorum: Quorum,
  /** Locks besides the quorum; empty in a closed meeting. */
  locks: Type.Array(MeetingLock),
  /** Quorum met and nothing locks: decisions can be written down. */
  canDecide: Type.Boolean(),
  /** What the meeting speaks of, and since when: every screen counts from here. */
  current: Nullable(Type.Object({ agendaItemId: Id, since: Instant })),
  /** The co-edited minutes, from the start of the meeting on. */
  minutesDocumentId: Nullable(Id),
  startedAt: Nullable(Instant),
  closedBy: Nullable(Id),
  /** Whether a quorum was reached at some time of the meeting. */
  hadQuorum: Type.Boolean(),
  cancelledAt: Nullable(Instant),
  cancelReason: Nullable(Type.String()),
  /** The reader's own answer to the invitation; null: not invited. */
  myRsvp: Nullable(OneOf(['pending', ...rsvpAnswers] as const)),
  previousMeetingId: Nullable(Id),
  nextMeetingId: Nullable(Id),
  createdAt: Instant,
  updatedAt: Instant,
})
export type Meeting = Static<typeof Meeting>

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
const words = {
  location: Type.Optional(Nullable(Text(300, 0))),
  url: Type.Optional(Nullable(WebAddress)),
}
const seriesGiven = {
  ...words,
  projectId: Type.Optional(Nullable(Id)),
  /** Of `departmentIds`, those that the quorum does not wait for. */
  optionalDepartmentIds: Type.Optional(Type.Array(Id, { maxItems: 20, uniqueItems: true })),
  leaderRotation: Type.Optional(OneOf(leaderRotations)),
  /** Who takes turns, in order; by default one per seat: its manager, else its first member. */
  rotationIds: Type.Optional(Type.Array(Id, { maxItems: 50, uniqueItems: true })),
  agendaMinutes: Type.Optional(Type.Record(Type.String({ maxLength: 60 }), Type.Integer({ minimum: 1, maximum: 120 }))),
}
/** First day (default today) and wall time (default the rule's BYHOUR and BYMINUTE, else 09:00) in the series' zone; or one instant. */
const seriesStart = {
  startsOn: Type.Optional(LocalDate),
  time: Type.Optional(WallTime),
  startsAt: Type.Optional(Instant),
}

const Readiness = Type.Object({
  ready: Type.Boolean(),
  /** Required seats of which nobody has accepted. */
  missingSeats: Type.Array(Type.Object({ departmentId: Id, departmentName: Type.String() })),
  /** Mandatory information that is stale now, and whatever else would lock decisions. */
  locks: Type.Array(MeetingLock),
  agendaCount: Type.Integer(),
  /** Actions of earlier meetings of the series that are still open. */
  openActions: Type.Integer(),
  overdueActions: Type.Integer(),
})
export type Readiness = Static<typeof Readiness>

export const CalendarFeed = Type.Object({
  id: Id,
  name: Type.String(),
  createdAt: Instant,
  lastReadAt: Nullable(Instant),
})
export type CalendarFeed = Static<typeof CalendarFeed>

const oneSeries = { can: 'meetings.write', params: ById, reply: MeetingSeries, versioned: true } as const
const one = { can: 'meetings.write', params: ById, reply: Meeting, versioned: true } as const

export const meetingsRoutes = defineRoutes({
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
      ...seriesStart,
      ...seriesGiven,
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
      ...seriesStart,
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
    ...oneSeries,
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
      ...seriesGiven,
    }),
    problems: ['series_ended', 'precondition_failed', 'unprocessable'],
  },
  'POST /meeting-series/:id/ending': {
    ...oneSeries,
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
    ...oneSeries,
    summary: 'Bring a deleted series back with its meetings to come',
  },
  'GET /meetings': {
    summary: 'Meetings by time',
    can: 'meetings.read',
    query: pagingWith({
      /** Ending after this instant. */
      from: Type.Optional(Instant),
      /** Starting before this instant. */
      to: Type.Optional(Instant),
      state: Type.Optional(Type.Array(OneOf(meetingStates), { maxItems: 4 })),
      kind: Type.Optional(Type.Array(OneOf(meetingKinds), { maxItems: 5 })),
      seriesId: Type.Optional(Id),
      projectId: Type.Optional(Id),
      campaignId: Type.Optional(Id),
      departmentId: Type.Optional(Id),
      /** Only those that the reader is invited to or leads. */
      mine: Type.Optional(Type.Boolean()),
      sort: Type.Optional(OneOf(['startsAt', '-startsAt'] as const)),
    }),
    reply: PageOf(MeetingRow),
  },
  'POST /meetings': {
    summary: 'Call a single meeting: a kick-off of a campaign, one of both teams, or any other',
    can: 'meetings.write',
    body: Type.Object({
      name: Text(200),
      kind: Type.Optional(OneOf(['smarketing', 'kickoff', 'other'] as const)),
      startsAt: Instant,
      durationMinutes: Type.Optional(Duration),
      timeZone: Type.Optional(Text(60)),
      departmentIds: Departments,
      optionalDepartmentIds: seriesGiven.optionalDepartmentIds,
      /** Default: who calls it. */
      leaderId: Type.Optional(Id),
      /** Of a kick-off. */
      campaignId: Type.Optional(Nullable(Id)),
      projectId: Type.Optional(Nullable(Id)),
      ...words,
    }),
    reply: Meeting,
    status: 201,
    versioned: true,
    problems: ['unprocessable'],
  },
  'GET /meetings/next': {
    summary: 'The reader’s next meeting (or the one that runs) and whether it is ready',
    can: 'meetings.read',
    query: Type.Object({ projectId: Type.Optional(Id) }),
    reply: Type.Object({ meeting: Nullable(MeetingRow), readiness: Nullable(Readiness) }),
  },
  'GET /meetings/search': {
    summary:
      'Decisions, actions and minutes that contain the words, newest first; accents and small slips do not matter',
    can: 'meetings.read',
    query: pagingWith({ q: Type.String({ minLength: 2, maxLength: 200 }) }),
    reply: PageOf(
      Type.Object({
        kind: OneOf(['decision', 'action', 'minutes', 'input'] as const),
        id: Id,
        meetingId: Id,
        meetingName: Type.String(),
        startsAt: Instant,
        /** Around the first hit. */
        excerpt: Type.String(),
        url: Type.String(),
      }),
    ),
  },
  'GET /meetings/:id': {
    summary: 'A meeting with seats, quorum, locks and timer',
    can: 'meetings.read',
    params: ById,
    reply: Meeting,
    versioned: true,
  },
  'PATCH /meetings/:id': {
    ...one,
    summary:
      'Change one meeting; one of a series keeps its identity and no longer follows the series. New invitations go out',
    body: Type.Object({
      name: Type.Optional(Text(200)),
      startsAt: Type.Optional(Instant),
      durationMinutes: Type.Optional(Duration),
      leaderId: Type.Optional(Id),
      departmentIds: Type.Optional(Departments),
      optionalDepartmentIds: seriesGiven.optionalDepartmentIds,
      ...words,
    }),
    problems: ['meeting_over', 'precondition_failed', 'unprocessable'],
  },
  'POST /meetings/:id/cancellation': {
    ...one,
    summary: 'Cancel a meeting that has not begun, and tell everybody invited',
    body: Type.Object({ reason: Type.Optional(Nullable(Text(1000))) }),
    problems: ['meeting_over', 'invalid_transition'],
  },
  'DELETE /meetings/:id/cancellation': {
    ...one,
    summary: 'Hold a cancelled meeting after all',
    problems: ['invalid_transition'],
  },
  'PUT /meetings/:id/rsvp': {
    can: 'meetings.read',
    params: ById,
    reply: Meeting,
    summary: 'Answer one’s own invitation',
    body: Type.Object({ answer: OneOf(rsvpAnswers) }),
    problems: ['meeting_over', 'unprocessable'],
  },
  'PUT /meetings/:id/leader': {
    ...one,
    summary: 'Take or give the chair for this meeting: an acting leader. Null gives it back to the planned one',
    body: Type.Object({ memberId: Nullable(Id) }),
    problems: ['meeting_over', 'unprocessable'],
  },
  'PUT /meetings/:id/attendance': {
    can: 'meetings.write',
    params: ById,
    reply: Meeting,
    versioned: true,
    summary:
      'Who sits where. `present` by right, `delegate` in the place of a department of others, `absent` when gone again; the leader without a department sits at none (departmentId null)',
    body: Type.Object({ memberId: Id, departmentId: Type.Optional(Nullable(Id)), state: OneOf(attendanceStates) }),
    problems: ['meeting_over', 'unprocessable'],
  },
  'POST /meetings/:id/start': {
    ...one,
    summary: 'Start: the agenda is fixed and the minutes begin. A running meeting is answered as it is',
    problems: ['meeting_over', 'meeting_without_leader'],
  },
  'POST /meetings/:id/close': {
    ...one,
    summary:
      'Close: every required seat has brought something in (else `errors` name them); the minutes are fixed and mailed. Of two people who close at once one is told that it is done',
    problems: ['seat_without_input', 'meeting_over', 'meeting_without_leader'],
  },
  'GET /meetings/:id/calendar': {
    summary: 'The meeting as a calendar file (.ics)',
    can: 'meetings.read',
    params: ById,
    produces: 'stream',
    status: 200,
  },
  'GET /calendar-feeds': {
    summary: 'The reader’s own calendar addresses, without their secrets',
    can: 'meetings.read',
    reply: PageOf(CalendarFeed),
  },
  'POST /calendar-feeds': {
    summary: 'Make a private calendar address of the reader’s meetings; shown once',
    can: 'meetings.read',
    body: Type.Object({ name: Type.Optional(Text(80)) }),
    reply: Type.Object({ ...CalendarFeed.properties, url: Type.String() }),
    status: 201,
    problems: ['unprocessable'],
  },
  'DELETE /calendar-feeds/:id': {
    summary: 'Revoke a calendar address of one’s own: it answers 404 from now on',
    can: 'meetings.read',
    params: ById,
  },
})

/** At the root, for calendars. */
export const publicMeetingsRoutes = defineRoutes({
  'GET /cal/:file': {
    summary: 'The meetings of a member as a calendar (`<token>.ics`): from ninety days ago to the horizon',
    can: 'anyone',
    params: Type.Object({ file: Type.String({ maxLength: 120 }) }),
    produces: 'stream',
    status: 200,
    limitPerMinute: 60,
  },
})
