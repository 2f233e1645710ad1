import Type, { type Static } from 'typebox'
import { ById, defineRoutes, Id, Instant, LocalDate, Money, Nullable, OneOf, PageOf, Severity, Text } from './kit.ts'
import { Meeting } from './meetings.ts'

export const agendaOrigins = ['data', 'carried', 'manual', 'standing'] as const
export const agendaStates = ['planned', 'discussed', 'postponed', 'dismissed'] as const

/**
 * One matter. It is addressed by its `key`, which stays the same from meeting to meeting; `id` exists once it is stored:
 * added by hand, touched by somebody, or fixed by the start of the meeting.
 */
export const AgendaItem = Type.Object({
  id: Nullable(Id),
  key: Type.String(),
  /** From live data, an open action of an earlier meeting, added by hand, or standing in every monthly meeting. */
  origin: OneOf(agendaOrigins),
  /** Words `meetings.agenda.kinds.<kind>`: an ICU sentence over `params` and `title`. Manual items have their own `title`. */
  kind: Type.String(),
  title: Type.String(),
  params: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
  severity: Severity,
  since: Instant,
  /** Money at stake, if known. */
  amount: Nullable(Money),
  /** severity × age × money, see `server/modules/meetings/rules/agenda.ts`. */
  score: Type.Number(),
  /** Path inside the app that opens the record. */
  url: Nullable(Type.String()),
  departmentIds: Type.Array(Id),
  /** Of a manual item: the seat that proposed it. */
  proposedByDepartmentId: Nullable(Id),
  ownerId: Nullable(Id),
  minutes: Type.Integer(),
  /** Somebody put it into its place by hand. */
  pinned: Type.Boolean(),
  state: OneOf(agendaStates),
  /** Why it was dismissed or postponed. */
  reason: Nullable(Type.String()),
  /** Time spent on it in the meeting, without the running time of the current item. */
  spentSeconds: Type.Integer(),
})
export type AgendaItem = Static<typeof AgendaItem>

export const Agenda = Type.Object({
  items: Type.Array(AgendaItem),
  next: Type.Null(),
  timeBoxMinutes: Type.Integer(),
  usedMinutes: Type.Integer(),
  /** How many matters did not fit the time box, and the most important of them (at most 50). */
  leftOutCount: Type.Integer(),
  leftOut: Type.Array(AgendaItem),
  /** Dismissed or postponed by somebody: they can be brought back by `PATCH … { state: planned }`. */
  setAside: Type.Array(AgendaItem),
  /** When the start of the meeting fixed it; null: it still follows the live data. */
  fixedAt: Nullable(Instant),
})
export type Agenda = Static<typeof Agenda>

export const MeetingInput = Type.Object({
  id: Id,
  departmentId: Id,
  text: Type.String(),
  authorId: Id,
  at: Instant,
})
export type MeetingInput = Static<typeof MeetingInput>

export const Dissent = Type.Object({ memberId: Id, reason: Text(1000) })
export const Decision = Type.Object({
  id: Id,
  text: Type.String(),
  agendaItemId: Nullable(Id),
  dissent: Type.Array(Dissent),
  /** Who wrote it down. */
  authorId: Id,
  at: Instant,
})
export type Decision = Static<typeof Decision>

export const Action = Type.Object({
  id: Id,
  text: Type.String(),
  ownerId: Nullable(Id),
  dueOn: Nullable(LocalDate),
  agendaItemId: Nullable(Id),
  /** Its task: owner, date and state are the task's, changed by `PATCH /tasks/:id` and `POST /tasks/:id/completion`. */
  taskId: Id,
  state: OneOf(['open', 'done', 'cancelled'] as const),
  isOverdue: Type.Boolean(),
  meetingId: Id,
  at: Instant,
})
export type Action = Static<typeof Action>

const ByItem = Type.Object({ id: Id, key: Type.String({ minLength: 1, maxLength: 200 }) })
const ByDecision = Type.Object({ id: Id, decisionId: Id })
const ByAction = Type.Object({ id: Id, actionId: Id })
const read = { can: 'meetings.read', params: ById } as const
const change = { can: 'meetings.write', params: ById } as const
const Minutes = Type.Integer({ minimum: 1, maximum: 240 })

/** What happens in a meeting: agenda, inputs, decisions, actions, timer. */
export const meetingsPartsRoutes = defineRoutes({
  'GET /meetings/:id/agenda': {
    ...read,
    summary:
      'The agenda: what was put there by hand, open actions of earlier meetings, then live matters by severity × age × money, as many as fit the time box',
    reply: Agenda,
  },
  'POST /meetings/:id/agenda': {
    ...change,
    summary: 'Put a matter on the agenda by hand, for a seat or in one’s own name',
    body: Type.Object({
      title: Text(300),
      departmentId: Type.Optional(Nullable(Id)),
      minutes: Type.Optional(Minutes),
      url: Type.Optional(Nullable(Type.String({ maxLength: 2000, pattern: '^(https?://|/)[^\\s]+$' }))),
      severity: Type.Optional(Severity),
    }),
    reply: Agenda,
    status: 201,
    problems: ['meeting_over', 'unprocessable'],
  },
  'PUT /meetings/:id/agenda/order': {
    ...change,
    summary: 'Put matters into this order; those not named follow by rank. Naming one that was left out brings it in',
    body: Type.Object({ keys: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 200 }) }),
    reply: Agenda,
    problems: ['meeting_over', 'unprocessable'],
  },
  'POST /meetings/:id/agenda/refresh': {
    ...change,
    summary: 'Take new matters from the live data into the agenda of a running meeting; nothing already there is lost',
    reply: Agenda,
    problems: ['meeting_over'],
  },
  'PATCH /meetings/:id/agenda/:key': {
    can: 'meetings.write',
    params: ByItem,
    summary:
      'Give a matter more or less time, mark it discussed, postpone it to the next meeting, dismiss it with a reason, or bring it back',
    body: Type.Object({
      minutes: Type.Optional(Minutes),
      state: Type.Optional(OneOf(agendaStates)),
      /** Needed to dismiss. */
      reason: Type.Optional(Nullable(Text(1000))),
    }),
    reply: Agenda,
    problems: ['meeting_over', 'unprocessable'],
  },
  'DELETE /meetings/:id/agenda/:key': {
    can: 'meetings.write',
    params: ByItem,
    summary: 'Take a matter added by hand off the agenda again; others are dismissed with a reason',
    problems: ['meeting_over', 'unprocessable'],
  },
  'PUT /meetings/:id/current': {
    ...change,
    summary: 'What the meeting speaks of from now on; null: nothing. The time of the item before is added up',
    body: Type.Object({ agendaItemId: Nullable(Id) }),
    reply: Meeting,
    problems: ['meeting_over', 'meeting_not_started', 'unprocessable'],
  },
  'GET /meetings/:id/inputs': { ...read, summary: 'What each seat brought in', reply: PageOf(MeetingInput) },
  'POST /meetings/:id/inputs': {
    ...change,
    summary:
      'Note what a seat brings in; every seat of the quorum must bring something before the meeting can be closed',
    body: Type.Object({
      /** Default: the seat at this table of who writes, if there is just one. */
      departmentId: Type.Optional(Id),
      text: Text(5000),
    }),
    reply: MeetingInput,
    status: 201,
    problems: ['meeting_over', 'unprocessable'],
  },
  'DELETE /meetings/:id/inputs/:inputId': {
    can: 'meetings.write',
    params: Type.Object({ id: Id, inputId: Id }),
    summary: 'Take an input of one’s own back',
    problems: ['meeting_over', 'forbidden'],
  },
  'GET /meetings/:id/decisions': { ...read, summary: 'What was decided', reply: PageOf(Decision) },
  'POST /meetings/:id/decisions': {
    ...change,
    summary:
      'Write a decision down, with who disagrees and why. Refused without quorum (`errors` name the empty seats) and while mandatory information is stale (`errors` name the items). Starts a planned meeting',
    body: Type.Object({
      text: Text(5000),
      agendaItemId: Type.Optional(Nullable(Id)),
      dissent: Type.Optional(Type.Array(Dissent, { maxItems: 50 })),
    }),
    reply: Decision,
    status: 201,
    problems: [
      'meeting_without_quorum',
      'mandatory_information_stale',
      'meeting_over',
      'meeting_without_leader',
      'unprocessable',
    ],
  },
  'DELETE /meetings/:id/decisions/:decisionId': {
    can: 'meetings.write',
    params: ByDecision,
    summary: 'Take a decision back while the meeting runs; needs the quorum as well',
    problems: ['meeting_over', 'meeting_without_quorum'],
  },
  'GET /meetings/:id/actions': {
    ...read,
    summary: 'Who does what until when, as agreed in this meeting',
    reply: PageOf(Action),
  },
  'POST /meetings/:id/actions': {
    ...change,
    summary: 'Agree on an action: a task of its owner. Open ones come back in the next meeting of the series',
    body: Type.Object({
      text: Text(1000),
      ownerId: Id,
      dueOn: LocalDate,
      agendaItemId: Type.Optional(Nullable(Id)),
    }),
    reply: Action,
    status: 201,
    problems: ['meeting_over', 'meeting_without_leader', 'unprocessable'],
  },
  'DELETE /meetings/:id/actions/:actionId': {
    can: 'meetings.write',
    params: ByAction,
    summary: 'Take an action back while the meeting runs: its task is cancelled',
    problems: ['meeting_over'],
  },
})
