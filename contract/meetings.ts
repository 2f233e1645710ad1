import Type, { type Static } from 'typebox'
import { ById, defineRoutes, Id, Instant, Nullable, OneOf, PageOf, pagingWith, Text, WebAddress } from './kit.ts'

/** Of a series: `weekly`, `monthly` or `other`, as its rule says. Single ones: a meeting of both teams, a kick-off, any other. */
export const meetingKinds = ['weekly', 'monthly', 'smarketing', 'kickoff', 'other'] as const
export const meetingStates = ['planned', 'live', 'closed', 'cancelled'] as const
export const attendanceStates = ['present', 'absent', 'delegate'] as const
export const rsvpAnswers = ['accepted', 'declined', 'tentative'] as const

/** What single meetings and series are given alike; the duration in minutes. */
export const Duration = Type.Integer({ minimum: 5, maximum: 480 })
export const Departments = Type.Array(Id, { minItems: 1, maxItems: 20, uniqueItems: true })
/** Of the departments, those that the quorum does not wait for. */
export const OptionalDepartments = Type.Optional(Type.Array(Id, { maxItems: 20, uniqueItems: true }))
export const place = {
  location: Type.Optional(Nullable(Text(300, 0))),
  url: Type.Optional(Nullable(WebAddress)),
}

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

const change = { can: 'meetings.write', params: ById, reply: Meeting, versioned: true } as const

export const meetingsRoutes = defineRoutes({
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
      optionalDepartmentIds: OptionalDepartments,
      /** Default: who calls it. */
      leaderId: Type.Optional(Id),
      /** Of a kick-off. */
      campaignId: Type.Optional(Nullable(Id)),
      projectId: Type.Optional(Nullable(Id)),
      ...place,
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
    ...change,
    summary:
      'Change one meeting; one of a series keeps its identity and no longer follows the series. New invitations go out',
    body: Type.Object({
      name: Type.Optional(Text(200)),
      startsAt: Type.Optional(Instant),
      durationMinutes: Type.Optional(Duration),
      leaderId: Type.Optional(Id),
      departmentIds: Type.Optional(Departments),
      optionalDepartmentIds: OptionalDepartments,
      ...place,
    }),
    problems: ['meeting_over', 'precondition_failed', 'unprocessable'],
  },
  'POST /meetings/:id/cancellation': {
    ...change,
    summary: 'Cancel a meeting that has not begun, and tell everybody invited',
    body: Type.Object({ reason: Type.Optional(Nullable(Text(1000))) }),
    problems: ['meeting_over', 'invalid_transition'],
  },
  'DELETE /meetings/:id/cancellation': {
    ...change,
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
    ...change,
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
    ...change,
    summary: 'Start: the agenda is fixed and the minutes begin. A running meeting is answered as it is',
    problems: ['meeting_over', 'meeting_without_leader'],
  },
  'POST /meetings/:id/close': {
    ...change,
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
})
