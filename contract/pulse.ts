import Type, { type Static } from 'typebox'
import {
  ById,
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

export const pulseStates = ['planned', 'open', 'closed'] as const
/** The questions that come with it; their words are `pulse.questions.<key>`. */
export const defaultQuestions = ['goals', 'leads', 'information', 'voice', 'causes', 'decisions'] as const
/** Fewer answers are never shown, neither of a group nor of what is left when groups are taken from one another. */
export const minimumAnswers = 3

const State = OneOf(pulseStates)
const Key = Type.String({ pattern: '^[a-z][a-z0-9_]{0,39}$', minLength: 1, maxLength: 40 })
const Question = Type.Object({ key: Key, text: Type.String() })
/** Without words: one of those that come with it. */
const Questions = Type.Array(Type.Object({ key: Key, text: Type.Optional(Text(300)) }), { minItems: 3, maxItems: 8 })
const Mean = Type.Number({ minimum: 1, maximum: 5 })

export const Pulse = Type.Object({
  id: Id,
  state: State,
  opensOn: LocalDate,
  /** Last day on which it can be answered. */
  closesOn: LocalDate,
  questions: Type.Array(Question),
  /** How many could answer and how many did; who is told to nobody. */
  invited: Type.Integer(),
  answered: Type.Integer(),
  /** Whether whoever asks may still answer, and whether they have; both are known to them alone. */
  answerable: Type.Boolean(),
  answeredByMe: Type.Boolean(),
  /** Of closed ones with enough answers: mean of all questions. */
  mean: Nullable(Mean),
  /** Mean of each question by its key, where there are enough answers. */
  questionMeans: Type.Record(Type.String(), Mean),
  closedAt: Nullable(Instant),
  createdAt: Instant,
})
export type Pulse = Static<typeof Pulse>

export const pulseGroupKinds = ['leaders', 'teams', 'department', 'rest'] as const
export const PulseGroup = Type.Object({
  kind: OneOf(pulseGroupKinds),
  departmentId: Nullable(Id),
  name: Nullable(Type.String()),
  shown: Type.Boolean(),
  /** Why it is hidden: too few answers, or what is left beside the others would be too few. */
  because: Nullable(OneOf(['too_few', 'would_reveal'] as const)),
  answered: Nullable(Type.Integer()),
  mean: Nullable(Mean),
  questionMeans: Type.Record(Type.String(), Mean),
})
export const PulseResults = Type.Object({
  id: Id,
  state: State,
  closesOn: LocalDate,
  /** `not_closed`: results come when it closes, so that nobody can watch one answer arrive. */
  hidden: Nullable(OneOf(['not_closed', 'too_few'] as const)),
  minimum: Type.Integer(),
  invited: Type.Integer(),
  answered: Type.Integer(),
  mean: Nullable(Mean),
  questions: Type.Array(
    Type.Object({
      ...Question.properties,
      mean: Nullable(Mean),
      /** Against the last pulse before with enough answers that asked the same. */
      change: Nullable(Type.Number()),
      leaders: Nullable(Mean),
      teams: Nullable(Mean),
    }),
  ),
  groups: Type.Array(PulseGroup),
  /** In no order; empty under three of them. */
  comments: Type.Array(Type.String()),
  commentsHidden: Type.Boolean(),
})

export const PulseSchedule = Type.Object({
  active: Type.Boolean(),
  /** Day of the month on which it opens; shorter months open on their last. */
  dayOfMonth: Type.Integer({ minimum: 1, maximum: 31 }),
  openDays: Type.Integer({ minimum: 1, maximum: 28 }),
})
export type PulseSchedule = Static<typeof PulseSchedule>

const manage = { can: 'pulse.manage' } as const

export const pulseRoutes = defineRoutes({
  'GET /pulses': {
    summary: 'Pulses, newest first, with the mean of those that have enough answers',
    can: 'pulse.read',
    query: pagingWith({ state: Type.Optional(Type.Array(State, { maxItems: 3 })) }),
    reply: PageOf(Pulse),
  },
  'POST /pulses': {
    ...manage,
    summary: 'Ask everybody; opens at once unless a later day is given',
    body: Type.Object({
      opensOn: Type.Optional(LocalDate),
      closesOn: Type.Optional(LocalDate),
      questions: Type.Optional(Questions),
    }),
    reply: Pulse,
    status: 201,
    problems: ['pulse_already_open'],
  },
  'GET /pulses/:id': { summary: 'A pulse and its questions', can: 'pulse.read', params: ById, reply: Pulse },
  'DELETE /pulses/:id': {
    ...manage,
    summary: 'Call off a pulse that has not closed; what was answered is destroyed',
    params: ById,
    problems: ['pulse_closed'],
  },
  'POST /pulses/:id/answers': {
    summary: 'Answer once and anonymously. Nothing that is kept says whose answer it was, nor when it came',
    can: 'pulse.read',
    params: ById,
    body: Type.Object({
      /** Question → 1 (not at all) to 5 (fully); every question. */
      scores: Type.Record(Key, Type.Integer({ minimum: 1, maximum: 5 })),
      comment: Type.Optional(Nullable(Text(500))),
    }),
    reply: Type.Object({ answered: Type.Literal(true) }),
    problems: ['pulse_already_answered', 'pulse_closed', 'pulse_not_open', 'unprocessable'],
  },
  'POST /pulses/:id/closure': {
    ...manage,
    summary: 'Close before its day; results are published and single answers destroyed',
    params: ById,
    reply: Pulse,
    problems: ['pulse_closed', 'pulse_not_open'],
  },
  'POST /pulses/:id/reminders': {
    ...manage,
    summary: 'Remind everybody, at most once a day: a list of those who have not answered exists nowhere',
    params: ById,
    reply: Type.Object({ waiting: Type.Integer() }),
    problems: ['pulse_closed', 'pulse_not_open'],
  },
  'GET /pulses/:id/results': {
    summary: 'Results of a closed pulse; what would give somebody away is hidden',
    can: 'pulse.read',
    params: ById,
    reply: PulseResults,
  },
  'GET /pulse-schedule': { summary: 'Whether a pulse comes every month', can: 'pulse.read', reply: PulseSchedule },
  'PUT /pulse-schedule': {
    ...manage,
    summary: 'Have a pulse come every month, or no more',
    body: PulseSchedule,
    reply: PulseSchedule,
  },
})

/** Nobody's answering is in the ledger: not even that somebody answered. */
const facts = { pulseId: Id, opensOn: LocalDate, closesOn: LocalDate }
export const pulseEvents = defineEvents({
  'pulse.planned': Type.Object(facts),
  'pulse.opened': Type.Object({ ...facts, invited: Type.Integer() }),
  'pulse.reminded': Type.Object(facts),
  'pulse.closed': Type.Object({ ...facts, answered: Type.Integer(), invited: Type.Integer() }),
  'pulse.called_off': Type.Object(facts),
})
