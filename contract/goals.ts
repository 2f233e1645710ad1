import Type, { type Static } from 'typebox'
import {
  Checkin,
  Confidence,
  DueConfidence,
  GoalDay,
  goalHealths,
  goalLinkKinds,
  Link,
  Measure,
  Mover,
  OwnerSeat,
} from './goal-parts.ts'
import { ById, defineRoutes, Id, Instant, LocalDate, Nullable, OneOf, PageOf, pagingWith, Text } from './kit.ts'

const Health = OneOf(goalHealths)
const value = Type.Number({ minimum: -1e15, maximum: 1e15 })

export const GoalRow = Type.Object({
  id: Id,
  parentId: Nullable(Id),
  projectId: Nullable(Id),
  name: Type.String(),
  why: Type.String(),
  from: LocalDate,
  to: LocalDate,
  measure: Measure,
  /** What the figures are: `count`, `money` (cents of the workspace's currency), `percent` (shares of 1), `number` (with `unitLabel`). */
  unit: OneOf(['count', 'money', 'percent', 'number'] as const),
  unitLabel: Nullable(Type.String()),
  startValue: Type.Number(),
  targetValue: Type.Number(),
  /** As of `measuredAt`; null where there is nothing to measure yet. */
  value: Nullable(Type.Number()),
  /** Of the way from start to target; below 0 where it went the other way. */
  progress: Nullable(Type.Number()),
  /** What progress should be by now: the elapsed share of the period's business days. */
  expected: Type.Number(),
  /** Progress ÷ expected: 1 is on pace. */
  pace: Nullable(Type.Number()),
  /** Where it will end if it goes on like this. */
  projected: Nullable(Type.Number()),
  health: Health,
  offSince: Nullable(Instant),
  owners: Type.Array(OwnerSeat),
  measuredAt: Nullable(Instant),
  createdAt: Instant,
  version: Type.Integer(),
})
export type GoalRow = Static<typeof GoalRow>
export const Goal = Type.Object({
  ...GoalRow.properties,
  /** The way up, outermost first. */
  ancestors: Type.Array(Type.Object({ id: Id, name: Type.String() })),
  children: Type.Array(Type.Object({ id: Id, name: Type.String() })),
  /** This ISO week's, one a department. */
  confidence: Type.Array(Confidence),
  /** Highest − lowest of this week's levels, in which the departments see it differently; null with fewer than two. */
  confidenceGap: Nullable(Type.Integer()),
})
export type Goal = Static<typeof Goal>

const given = {
  why: Type.Optional(Type.String({ maxLength: 5000 })),
  parentId: Type.Optional(Nullable(Id)),
  projectId: Type.Optional(Nullable(Id)),
  unitLabel: Type.Optional(Nullable(Text(30, 0))),
}
const Owners = Type.Array(Type.Object({ departmentId: Id, ownerId: Id }), { minItems: 1, maxItems: 20 })
const one = { can: 'goals.write', params: ById, reply: Goal, versioned: true } as const
const filters = {
  projectId: Type.Optional(Id),
  ownerId: Type.Optional(Id),
  departmentId: Type.Optional(Id),
  /** `active`: running today; `all` otherwise. */
  period: Type.Optional(OneOf(['active', 'upcoming', 'past'] as const)),
}

export const goalsRoutes = defineRoutes({
  'GET /goals': {
    summary: 'Goals by filters, newest period first',
    can: 'goals.read',
    query: pagingWith({
      q: Type.Optional(Type.String({ maxLength: 200 })),
      parentId: Type.Optional(Id),
      health: Type.Optional(Type.Array(Health, { maxItems: 6 })),
      ...filters,
    }),
    reply: PageOf(GoalRow),
  },
  'GET /goals/tree': {
    summary: 'Every goal that the filters leave, parents before children; the newest 2,000',
    can: 'goals.read',
    query: Type.Object(filters),
    reply: Type.Object({ items: Type.Array(GoalRow), next: Type.Null(), isCut: Type.Boolean() }),
  },
  'GET /goals/confidence-due': {
    summary: 'Goals whose owner I am and on which I have not said this week how sure I am',
    can: 'goals.read',
    reply: Type.Object({ items: Type.Array(DueConfidence), next: Type.Null(), week: LocalDate }),
  },
  'POST /goals': {
    summary: 'Set a goal with an owner in each department that takes part',
    can: 'goals.write',
    body: Type.Object({
      name: Text(200),
      /** Default: from today on, and three months long. */
      from: Type.Optional(LocalDate),
      to: Type.Optional(LocalDate),
      /** Default: a number kept by hand. */
      measure: Type.Optional(Measure),
      /** Of a number kept by hand; otherwise the measure decides. */
      unit: Type.Optional(OneOf(['count', 'money', 'percent', 'number'] as const)),
      startValue: Type.Optional(value),
      targetValue: value,
      /** Default: Marketing and Sales, each with its manager or who sets the goal. */
      owners: Type.Optional(Owners),
      ...given,
    }),
    reply: Goal,
    status: 201,
    versioned: true,
    problems: ['goal_circular', 'unprocessable'],
  },
  'GET /goals/:id': {
    summary: 'A goal with its place in the tree and this week’s confidence',
    can: 'goals.read',
    params: ById,
    reply: Goal,
    versioned: true,
  },
  'PATCH /goals/:id': {
    ...one,
    summary: 'Change a goal',
    body: Type.Object({
      name: Type.Optional(Text(200)),
      from: Type.Optional(LocalDate),
      to: Type.Optional(LocalDate),
      measure: Type.Optional(Measure),
      unit: Type.Optional(OneOf(['count', 'money', 'percent', 'number'] as const)),
      startValue: Type.Optional(value),
      targetValue: Type.Optional(value),
      owners: Type.Optional(Owners),
      ...given,
    }),
    problems: ['goal_circular', 'precondition_failed', 'unprocessable'],
  },
  'DELETE /goals/:id': {
    summary: 'Delete a goal without goals below it',
    can: 'goals.write',
    params: ById,
    problems: ['goal_has_children', 'precondition_failed'],
  },
  'POST /goals/:id/restoration': {
    ...one,
    summary: 'Bring a deleted goal back; without its parent if that is gone',
  },
  'GET /goals/:id/days': {
    summary: 'How it went, day by day',
    can: 'goals.read',
    params: ById,
    query: Type.Object({ from: Type.Optional(LocalDate), to: Type.Optional(LocalDate) }),
    reply: Type.Object({ items: Type.Array(GoalDay), next: Type.Null() }),
  },
  'POST /goals/:id/checkins': {
    ...one,
    summary: 'Write down the number of a goal kept by hand',
    body: Type.Object({
      value,
      on: Type.Optional(LocalDate),
      note: Type.Optional(Nullable(Text(2000, 0))),
    }),
    problems: ['goal_measured_live', 'unprocessable'],
  },
  'GET /goals/:id/checkins': {
    summary: 'Numbers written down, newest first',
    can: 'goals.read',
    params: ById,
    query: pagingWith({}),
    reply: PageOf(Checkin),
  },
  'PUT /goals/:id/confidence': {
    ...one,
    summary: 'Say how sure one is this week, with a sentence; owners only',
    body: Type.Object({
      level: Type.Integer({ minimum: 1, maximum: 5 }),
      sentence: Text(500),
      /** Needed of who owns it for several departments. */
      departmentId: Type.Optional(Id),
    }),
    problems: ['only_owners_say', 'unprocessable'],
  },
  'GET /goals/:id/confidence': {
    summary: 'Confidence week by week, newest first',
    can: 'goals.read',
    params: ById,
    query: pagingWith({}),
    reply: PageOf(Confidence),
  },
  'GET /goals/:id/contributions': {
    summary: 'What is done for it, and what has moved it so far',
    can: 'goals.read',
    params: ById,
    reply: Type.Object({ links: Type.Array(Link), movers: Type.Array(Mover) }),
  },
  'POST /goals/:id/links': {
    summary: 'Name something that contributes',
    can: 'goals.write',
    params: ById,
    body: Type.Object({ kind: OneOf(goalLinkKinds), refId: Id }),
    reply: Link,
    status: 201,
    problems: ['unprocessable'],
  },
  'DELETE /goals/:id/links/:linkId': {
    summary: 'Take it off',
    can: 'goals.write',
    params: Type.Object({ id: Id, linkId: Id }),
  },
})
export { goalsEvents } from './goal-parts.ts'
