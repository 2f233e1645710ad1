import Type, { type Static } from 'typebox'
import { Changes, defineEvents, Id, Instant, LocalDate, Nullable, OneOf, Text } from './kit.ts'

/** By pace: on track from 0.95, at risk from 0.8, off below. Achieved and missed where the period or the way is over. */
export const goalHealths = ['not_started', 'on_track', 'at_risk', 'off', 'achieved', 'missed'] as const
export type GoalHealth = (typeof goalHealths)[number]
export const goalMetrics = [
  'leads',
  'mqls',
  'sals',
  'won_deals',
  'won_revenue',
  'order_revenue',
  'lead_conversion',
  'return_rate',
  'training_coverage',
] as const
export type GoalMetric = (typeof goalMetrics)[number]
export const goalLinkKinds = ['campaign', 'project', 'idea', 'deal'] as const

export const Measure = Type.Object({
  /** `live`: read from the records; `manual`: written down by owners; `children`: of the goals below. */
  kind: OneOf(['live', 'manual', 'children'] as const),
  metric: Type.Optional(Nullable(OneOf(goalMetrics))),
  /** Of `children`: `sum` adds their figures, `mean` averages how far each is. */
  combine: Type.Optional(Nullable(OneOf(['sum', 'mean'] as const))),
  /** Only what came from this source (leads, MQLs, SALs, conversion, deals). */
  source: Type.Optional(Nullable(Text(200))),
  /** Only orders of this campaign. */
  campaignId: Type.Optional(Nullable(Id)),
  /** Only deals of this pipeline. */
  pipelineId: Type.Optional(Nullable(Id)),
  /** Only products of this family (order revenue, return rate). */
  familyId: Type.Optional(Nullable(Id)),
})
export type Measure = Static<typeof Measure>

export const OwnerSeat = Type.Object({
  departmentId: Id,
  departmentName: Type.String(),
  ownerId: Id,
  ownerName: Type.String(),
})
export const Confidence = Type.Object({
  /** Monday of the ISO week. */
  week: LocalDate,
  departmentId: Id,
  departmentName: Type.String(),
  memberId: Id,
  /** 1: we will not get there; 5: sure. */
  level: Type.Integer(),
  sentence: Type.String(),
  at: Instant,
})
export type Confidence = Static<typeof Confidence>
export const DueConfidence = Type.Object({
  goalId: Id,
  name: Type.String(),
  departmentId: Id,
  departmentName: Type.String(),
  progress: Nullable(Type.Number()),
  expected: Type.Number(),
  health: OneOf(goalHealths),
  /** What the other departments have said this week. */
  others: Type.Array(Type.Object({ departmentName: Type.String(), level: Type.Integer() })),
})
export const GoalDay = Type.Object({
  day: LocalDate,
  value: Nullable(Type.Number()),
  progress: Nullable(Type.Number()),
  expected: Type.Number(),
  pace: Nullable(Type.Number()),
  health: OneOf(goalHealths),
})
export type GoalDay = Static<typeof GoalDay>
export const Checkin = Type.Object({
  id: Id,
  on: LocalDate,
  value: Type.Number(),
  note: Nullable(Type.String()),
  memberId: Id,
  at: Instant,
})
export const Link = Type.Object({
  id: Id,
  kind: OneOf(goalLinkKinds),
  refId: Id,
  name: Type.String(),
  url: Type.String(),
  addedBy: Id,
  at: Instant,
})
export type Link = Static<typeof Link>
/** A source or goal below with its part in the figure. */
export const Mover = Type.Object({
  kind: OneOf(['source', 'campaign', 'family', 'goal'] as const),
  /** The source's name, or the record's; null where it is not known. */
  name: Nullable(Type.String()),
  value: Type.Number(),
  /** Of what moved it altogether. */
  share: Type.Number(),
  url: Nullable(Type.String()),
})
export type Mover = Static<typeof Mover>

const facts = { goalId: Id, goalName: Type.String() }
export const goalsEvents = defineEvents({
  'goal.created': Type.Object({ ...facts, parentId: Nullable(Id) }),
  'goal.updated': Type.Object({ ...facts, changes: Changes }),
  'goal.deleted': Type.Object(facts),
  'goal.restored': Type.Object(facts),
  'goal.checked_in': Type.Object({ ...facts, value: Type.Number(), on: LocalDate }),
  'goal.confidence_given': Type.Object({
    ...facts,
    departmentId: Id,
    departmentName: Type.String(),
    level: Type.Integer(),
  }),
  'goal.linked': Type.Object({ ...facts, kind: OneOf(goalLinkKinds), refId: Id }),
  'goal.unlinked': Type.Object({ ...facts, kind: OneOf(goalLinkKinds), refId: Id }),
  'goal.health_changed': Type.Object({ ...facts, from: OneOf(goalHealths), to: OneOf(goalHealths) }),
})
