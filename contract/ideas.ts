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

export const ideaStates = ['proposed', 'chosen', 'experiment', 'result', 'adopted', 'archived'] as const
export const ideaOutcomes = ['worked', 'did_not', 'unclear'] as const
export const ideaSorts = ['votes', 'createdAt', 'title'] as const

const State = OneOf(ideaStates)
const Outcome = OneOf(ideaOutcomes)
const long = Type.String({ maxLength: 10_000 })

const summary = {
  id: Id,
  title: Type.String(),
  text: Type.String(),
  state: State,
  departmentId: Nullable(Id),
  productId: Nullable(Id),
  campaignId: Nullable(Id),
  projectId: Nullable(Id),
  votes: Type.Integer(),
  /** Whether whoever asks has voted for it. */
  votedByMe: Type.Boolean(),
  comments: Type.Integer(),
  createdBy: Id,
  /** Last day of the experiment, who answers for it, and how it went. */
  experimentEndsOn: Nullable(LocalDate),
  ownerId: Nullable(Id),
  outcome: Nullable(Outcome),
  version: Type.Integer(),
  createdAt: Instant,
}
export const IdeaRow = Type.Object(summary)

/** What is tried, by what it is judged, for how long and by whom. */
export const Experiment = Type.Object({
  hypothesis: Type.String(),
  measure: Type.String(),
  startsOn: LocalDate,
  endsOn: LocalDate,
  ownerId: Id,
  /** The campaign in which it is tried. */
  campaignId: Nullable(Id),
})
export const IdeaResult = Type.Object({
  outcome: Outcome,
  /** What the measure showed. */
  number: Nullable(Type.Number()),
  learning: Type.String(),
  at: Instant,
  by: Id,
})
export const Idea = Type.Object({
  ...summary,
  experiment: Nullable(Experiment),
  result: Nullable(IdeaResult),
  updatedAt: Instant,
})
export type Idea = Static<typeof Idea>

export const IdeaComment = Type.Object({ id: Id, body: Type.String(), authorId: Id, at: Instant })

const about = {
  text: Type.Optional(long),
  departmentId: Type.Optional(Nullable(Id)),
  productId: Type.Optional(Nullable(Id)),
  campaignId: Type.Optional(Nullable(Id)),
  projectId: Type.Optional(Nullable(Id)),
}
const one = { can: 'ideas.write', params: ById, reply: Idea, versioned: true } as const
const step = { ...one, problems: ['invalid_transition', 'precondition_failed'] } as const
const Vote = Type.Object({ votes: Type.Integer(), votedByMe: Type.Boolean() })

export const ideasRoutes = defineRoutes({
  'GET /ideas': {
    summary: 'Ideas by filters, those with most votes first',
    can: 'ideas.read',
    query: pagingWith({
      q: Type.Optional(Type.String({ maxLength: 200 })),
      state: Type.Optional(Type.Array(State, { maxItems: 6 })),
      departmentId: Type.Optional(Id),
      productId: Type.Optional(Id),
      campaignId: Type.Optional(Id),
      projectId: Type.Optional(Id),
      sort: Type.Optional(OneOf([...ideaSorts, ...ideaSorts.map((sort) => `-${sort}` as const)])),
    }),
    reply: PageOf(IdeaRow),
  },
  'POST /ideas': {
    summary: 'Propose an idea',
    can: 'ideas.write',
    body: Type.Object({ title: Text(200), ...about }),
    reply: Idea,
    status: 201,
    versioned: true,
    problems: ['unprocessable'],
  },
  'GET /ideas/:id': {
    summary: 'An idea with its experiment and result',
    can: 'ideas.read',
    params: ById,
    reply: Idea,
    versioned: true,
  },
  'PATCH /ideas/:id': {
    ...one,
    summary: 'Change an idea',
    body: Type.Object({ title: Type.Optional(Text(200)), ...about }),
    problems: ['precondition_failed', 'unprocessable'],
  },
  'DELETE /ideas/:id': {
    summary: 'Delete an idea',
    can: 'ideas.write',
    params: ById,
    problems: ['precondition_failed'],
  },
  'POST /ideas/:id/restoration': { ...one, summary: 'Bring a deleted idea back' },
  'PUT /ideas/:id/vote': {
    summary: 'Vote for an idea: once a member, however often it is sent',
    can: 'ideas.write',
    params: ById,
    reply: Vote,
    problems: ['idea_closed'],
  },
  'DELETE /ideas/:id/vote': {
    summary: 'Take one’s vote back',
    can: 'ideas.write',
    params: ById,
    reply: Vote,
    status: 200,
    problems: ['idea_closed'],
  },
  'POST /ideas/:id/choice': { ...step, summary: 'Choose an idea to be tried' },
  'DELETE /ideas/:id/choice': { ...step, summary: 'Put a chosen idea back among the proposed' },
  'PUT /ideas/:id/experiment': {
    ...one,
    summary: 'Set up the experiment, or change the one that runs',
    body: Type.Object({
      hypothesis: Text(5000),
      measure: Text(1000),
      startsOn: LocalDate,
      endsOn: LocalDate,
      ownerId: Id,
      campaignId: Type.Optional(Nullable(Id)),
    }),
    problems: ['invalid_transition', 'precondition_failed', 'unprocessable'],
  },
  'POST /ideas/:id/result': {
    ...step,
    summary: 'Write down how the experiment went and what was learnt',
    body: Type.Object({
      outcome: Outcome,
      number: Type.Optional(Nullable(Type.Number({ minimum: -1e12, maximum: 1e12 }))),
      learning: Text(10_000),
    }),
  },
  'POST /ideas/:id/adoption': { ...step, summary: 'Make what was tried the way things are done' },
  'POST /ideas/:id/archival': { ...step, summary: 'Put an idea away' },
  'DELETE /ideas/:id/archival': { ...step, summary: 'Take an idea out again, as far as it had come' },
  'GET /ideas/:id/comments': {
    summary: 'What people say of an idea, oldest first',
    can: 'ideas.read',
    params: ById,
    query: pagingWith({}),
    reply: PageOf(IdeaComment),
  },
  'POST /ideas/:id/comments': {
    summary: 'Say something of an idea',
    can: 'ideas.write',
    params: ById,
    body: Type.Object({ body: Text(2000) }),
    reply: IdeaComment,
    status: 201,
  },
  'DELETE /ideas/:id/comments/:commentId': {
    summary: 'Take back what one said',
    can: 'ideas.write',
    params: Type.Object({ id: Id, commentId: Id }),
  },
})

const facts = { ideaId: Id, ideaTitle: Type.String() }
export const ideasEvents = defineEvents({
  'idea.created': Type.Object({ ...facts, departmentId: Nullable(Id) }),
  'idea.updated': Type.Object({ ...facts, changes: Changes }),
  'idea.voted': Type.Object({ ...facts, votes: Type.Integer() }),
  'idea.unvoted': Type.Object({ ...facts, votes: Type.Integer() }),
  'idea.commented': Type.Object({ ...facts, commentId: Id }),
  'idea.chosen': Type.Object(facts),
  'idea.unchosen': Type.Object(facts),
  'idea.experiment_set': Type.Object({ ...facts, startsOn: LocalDate, endsOn: LocalDate, ownerId: Id }),
  'idea.result_noted': Type.Object({ ...facts, outcome: Outcome }),
  'idea.adopted': Type.Object(facts),
  'idea.archived': Type.Object(facts),
  'idea.unarchived': Type.Object(facts),
  'idea.deleted': Type.Object(facts),
  'idea.restored': Type.Object(facts),
})
