import Type, { type Static } from 'typebox'
import {
  ById,
  Changes,
  defineEvents,
  defineRoutes,
  Id,
  Instant,
  LocalDate,
  Nullable,
  OneOf,
  PageOf,
  pagingWith,
  Text,
} from './kit.ts'
import { returnReasons } from './orders.ts'

export const conflictStates = ['open', 'decided', 'settled'] as const
export const conflictSorts = ['createdAt', 'reviewOn', 'title'] as const
/** Live data that can be attached. Of all of them, more is worse. */
export const conflictMetrics = ['rejections', 'rejection_share', 'sla_failures', 'drifted_claims', 'returns'] as const
/** Why sales gave leads back, as handovers name it. */
const rejectionReasons = ['no_timing', 'no_fit', 'bad_data', 'duplicate', 'unreachable'] as const
export const evidenceKinds = ['live', 'number', 'link'] as const

const State = OneOf(conflictStates)
const Metric = OneOf(conflictMetrics)
const Reason = OneOf([...rejectionReasons, ...returnReasons])
export const reasonsOf = { rejections: rejectionReasons, returns: returnReasons } as const
const Days = Type.Integer({ minimum: 1, maximum: 365 })
const outcomes = ['settled', 'recurs'] as const

/** One department's seat at the table: who answers for it, and how it sees the matter in its own words. */
export const ConflictSide = Type.Object({
  departmentId: Id,
  departmentKey: Type.String(),
  departmentName: Type.String(),
  ownerId: Id,
  view: Type.String(),
  viewedAt: Nullable(Instant),
})
export const ConflictEvidence = Type.Object({
  id: Id,
  kind: OneOf(evidenceKinds),
  /** Of a number or link by hand; live data is named by its metric. */
  label: Nullable(Type.String()),
  metric: Nullable(Metric),
  /** Only of that reason. */
  reason: Nullable(Reason),
  /** Over so many days up to the instant it is read. */
  days: Nullable(Type.Integer()),
  /** Opens the records behind the number. */
  url: Nullable(Type.String()),
  unit: Nullable(OneOf(['count', 'percent', 'units'] as const)),
  /** As it is now. */
  value: Nullable(Type.Number()),
  /** What the value is made of, biggest first. */
  parts: Type.Array(Type.Object({ key: Type.String(), value: Type.Number() })),
  /** As it was when the last decision was taken; null: not decided yet, or attached afterwards. */
  atDecision: Nullable(Type.Number()),
  /** Beyond what it was at the decision. */
  worsened: Type.Boolean(),
})
export const ConflictDecision = Type.Object({
  id: Id,
  text: Type.String(),
  decidedBy: Id,
  decidedAt: Instant,
  meetingId: Nullable(Id),
  reviewOn: LocalDate,
  outcome: Nullable(OneOf(outcomes)),
  note: Nullable(Type.String()),
  reviewedBy: Nullable(Id),
  reviewedAt: Nullable(Instant),
})

const summary = {
  id: Id,
  title: Type.String(),
  state: State,
  projectId: Nullable(Id),
  departmentIds: Type.Array(Id),
  ownerIds: Type.Array(Id),
  reviewOn: Nullable(LocalDate),
  /** How often it came back after it had been decided. */
  recurrences: Type.Integer(),
  /** Since when its data is worse than at the decision; null: it is not. */
  worsenedSince: Nullable(Instant),
  version: Type.Integer(),
  createdAt: Instant,
}
export const ConflictRow = Type.Object(summary)
export const Conflict = Type.Object({
  ...summary,
  text: Type.String(),
  sides: Type.Array(ConflictSide),
  evidence: Type.Array(ConflictEvidence),
  /** Newest first. */
  decisions: Type.Array(ConflictDecision),
  createdBy: Id,
  updatedAt: Instant,
})
export type Conflict = Static<typeof Conflict>

const Side = Type.Object({ departmentId: Id, ownerId: Id, view: Type.Optional(Type.String({ maxLength: 5000 })) })
const Sides = Type.Array(Side, { minItems: 2, maxItems: 8 })
const Link = Text(2000)
const Evidence = Type.Object({
  kind: OneOf(evidenceKinds),
  label: Type.Optional(Text(300)),
  metric: Type.Optional(Metric),
  reason: Type.Optional(Nullable(Reason)),
  days: Type.Optional(Days),
  value: Type.Optional(Type.Number({ minimum: -1e12, maximum: 1e12 })),
  url: Type.Optional(Nullable(Link)),
})
const text = Type.Optional(Type.String({ maxLength: 10_000 }))
const one = { can: 'conflicts.write', params: ById, reply: Conflict, versioned: true } as const

export const conflictsRoutes = defineRoutes({
  'GET /conflicts': {
    summary: 'Conflicts between departments, newest first',
    can: 'conflicts.read',
    query: pagingWith({
      q: Type.Optional(Type.String({ maxLength: 200 })),
      state: Type.Optional(Type.Array(State, { maxItems: 3 })),
      departmentId: Type.Optional(Id),
      ownerId: Type.Optional(Id),
      projectId: Type.Optional(Id),
      /** Only those whose data is worse than at the decision. */
      worsened: Type.Optional(Type.Boolean()),
      sort: Type.Optional(OneOf([...conflictSorts, ...conflictSorts.map((sort) => `-${sort}` as const)])),
    }),
    reply: PageOf(ConflictRow),
  },
  'POST /conflicts': {
    summary:
      'Put a conflict on the table: at least two sides, each with an owner; Marketing and Sales unless others are named',
    can: 'conflicts.write',
    body: Type.Object({
      title: Text(200),
      text,
      /** Default: Marketing and Sales, each with its manager or who puts it on the table. */
      sides: Type.Optional(Sides),
      evidence: Type.Optional(Type.Array(Evidence, { maxItems: 20 })),
      projectId: Type.Optional(Nullable(Id)),
    }),
    reply: Conflict,
    status: 201,
    versioned: true,
    problems: ['unprocessable'],
  },
  'GET /conflicts/:id': {
    summary: 'A conflict: sides, live data beside the data at the decision, decisions',
    can: 'conflicts.read',
    params: ById,
    reply: Conflict,
    versioned: true,
  },
  'PATCH /conflicts/:id': {
    ...one,
    summary: 'Change a conflict; sides that stay keep their view',
    body: Type.Object({
      title: Type.Optional(Text(200)),
      text,
      sides: Type.Optional(Sides),
      projectId: Type.Optional(Nullable(Id)),
    }),
    problems: ['precondition_failed', 'unprocessable'],
  },
  'DELETE /conflicts/:id': {
    summary: 'Delete a conflict',
    can: 'conflicts.write',
    params: ById,
    problems: ['precondition_failed'],
  },
  'POST /conflicts/:id/restoration': { ...one, summary: 'Bring a deleted conflict back' },
  'PUT /conflicts/:id/sides/:departmentId': {
    ...one,
    summary: 'Say how one’s own department sees it: its owner or its people, nobody for the others',
    params: Type.Object({ id: Id, departmentId: Id }),
    body: Type.Object({ view: Type.String({ maxLength: 5000 }) }),
    problems: ['only_own_side'],
  },
  'POST /conflicts/:id/evidence': {
    ...one,
    summary: 'Attach data: a live number, a number or a link by hand',
    body: Evidence,
    status: 201,
    problems: ['too_much_evidence'],
  },
  'PATCH /conflicts/:id/evidence/:evidenceId': {
    ...one,
    summary: 'Bring a number by hand up to date',
    params: Type.Object({ id: Id, evidenceId: Id }),
    body: Type.Object({ value: Type.Number({ minimum: -1e12, maximum: 1e12 }) }),
    problems: ['unprocessable'],
  },
  'DELETE /conflicts/:id/evidence/:evidenceId': {
    summary: 'Take data off again',
    can: 'conflicts.write',
    params: Type.Object({ id: Id, evidenceId: Id }),
  },
  'POST /conflicts/:id/decisions': {
    ...one,
    summary: 'Decide, with the day on which it is looked at again; the data of that moment is kept beside it',
    body: Type.Object({
      text: Text(10_000),
      meetingId: Type.Optional(Nullable(Id)),
      reviewOn: LocalDate,
    }),
    status: 201,
    problems: ['conflict_without_data', 'invalid_transition', 'precondition_failed', 'unprocessable'],
  },
  'POST /conflicts/:id/reviews': {
    ...one,
    summary: 'Say what became of the decision: settled, or it recurs and is open again',
    body: Type.Object({ outcome: OneOf(outcomes), note: Type.Optional(Nullable(Text(5000))) }),
    problems: ['invalid_transition', 'precondition_failed'],
  },
})

const facts = { conflictId: Id, conflictTitle: Type.String() }
export const conflictsEvents = defineEvents({
  'conflict.created': Type.Object({ ...facts, departmentIds: Type.Array(Id) }),
  'conflict.updated': Type.Object({ ...facts, changes: Changes }),
  'conflict.view_written': Type.Object({ ...facts, departmentId: Id }),
  'conflict.evidence_added': Type.Object({ ...facts, evidenceId: Id }),
  'conflict.evidence_changed': Type.Object({ ...facts, evidenceId: Id, value: Type.Number() }),
  'conflict.evidence_removed': Type.Object({ ...facts, evidenceId: Id }),
  'conflict.decided': Type.Object({ ...facts, decisionId: Id, reviewOn: LocalDate, meetingId: Nullable(Id) }),
  'conflict.settled': Type.Object({ ...facts, decisionId: Id }),
  'conflict.reopened': Type.Object({ ...facts, decisionId: Id, recurrences: Type.Integer() }),
  'conflict.worsened': Type.Object(facts),
  'conflict.eased': Type.Object(facts),
  'conflict.deleted': Type.Object(facts),
  'conflict.restored': Type.Object(facts),
})
