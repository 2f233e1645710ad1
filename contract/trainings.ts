import Type, { type Static } from 'typebox'
import { TimelineEntry } from './contacts.ts'
import { ById, defineRoutes, Id, Instant, LocalDate, Nullable, OneOf, PageOf, pagingWith, Text } from './kit.ts'
import {
  AnswersBody,
  Attempt,
  AttemptRow,
  CalendarSession,
  Completion,
  Material,
  Quiz,
  QuizBody,
  SeatPage,
  Session,
  SessionBody,
} from './training-parts.ts'

export const trainingStates = ['draft', 'active', 'retired'] as const
export const trainingSorts = ['title', 'createdAt'] as const
/** `owed`: asked of me and never done, expired or asked again. `expiring`: valid for at most 30 days more. */
export const myStates = ['owed', 'expiring', 'valid', 'open'] as const
export const suggestionKinds = ['drift', 'rejections', 'returns'] as const

const State = OneOf(trainingStates)
const Share = Type.Number({ minimum: 0, maximum: 1 })
const Counted = Type.Object({ required: Type.Integer(), covered: Type.Integer() })

const facts = {
  id: Id,
  title: Type.String(),
  topic: Type.String(),
  state: State,
  /** Who teaches. */
  departmentId: Id,
  /** Who receives. */
  departmentIds: Type.Array(Id),
  ownerId: Nullable(Id),
  required: Type.Boolean(),
  requiredBy: Nullable(Id),
  requiredFrom: Nullable(LocalDate),
  roleIds: Type.Array(Id),
  validityMonths: Type.Integer(),
  passMark: Type.Integer(),
  projectId: Nullable(Id),
  quizVersion: Type.Integer(),
  materials: Type.Integer(),
  nextSessionAt: Nullable(Instant),
  version: Type.Integer(),
  createdAt: Instant,
  my: Type.Object({ state: OneOf(myStates), completedAt: Nullable(Instant), expiresAt: Nullable(Instant) }),
}
export const TrainingRow = Type.Object(facts)
export type TrainingRow = Static<typeof TrainingRow>

export const Training = Type.Object({
  ...facts,
  purpose: Type.String(),
  materials: Type.Array(Material),
  sessions: Type.Array(Session),
  attemptsLimit: Nullable(Type.Integer()),
  cooldownMinutes: Type.Integer(),
  minQuizVersion: Type.Integer(),
  questionCount: Type.Integer(),
  /** Asked of people of the receiving departments, and how many of them are up to date; also for voluntary ones. */
  coverage: Counted,
  /** Whether I may change it, see the quiz's answers and note attendance. */
  mayRun: Type.Boolean(),
  /** What I have done since my last completion. */
  progress: Type.Object({ attended: Type.Boolean(), read: Type.Boolean(), passed: Type.Boolean() }),
  updatedAt: Instant,
})
export type Training = Static<typeof Training>

export const Matrix = Type.Object({
  total: Type.Object({ ...Counted.properties, coverage: Nullable(Share) }),
  departments: Type.Array(Type.Object({ id: Id, key: Type.String(), name: Type.String(), members: Type.Integer() })),
  topics: Type.Array(Type.Object({ key: Type.String(), name: Type.String() })),
  /** Only where something is required; `coverage` is null where nobody belongs to the department. */
  cells: Type.Array(
    Type.Object({
      departmentId: Id,
      topic: Type.String(),
      trainings: Type.Integer(),
      ...Counted.properties,
      coverage: Nullable(Share),
    }),
  ),
})
export type Matrix = Static<typeof Matrix>

export const Missing = Type.Object({
  memberId: Id,
  fullName: Type.String(),
  departmentId: Id,
  trainingId: Id,
  trainingTitle: Type.String(),
  reason: OneOf(['never', 'expired', 'asked_again'] as const),
  expiredAt: Nullable(Instant),
})

const Evidence = Type.Object({ label: Type.String(), count: Type.Integer(), url: Type.String() })
export const Suggestion = Type.Object({
  key: Type.String(),
  kind: OneOf(suggestionKinds),
  /** What it is about, such as the product family; empty where the kind says it all. */
  about: Type.String(),
  count: Type.Integer(),
  /** Who should teach and who should learn, as far as it can be told. */
  departmentId: Nullable(Id),
  departmentIds: Type.Array(Id),
  evidence: Type.Array(Evidence),
})
export type Suggestion = Static<typeof Suggestion>

const day = Type.Optional(Nullable(LocalDate))
const rules = {
  purpose: Type.Optional(Type.String({ maxLength: 4000 })),
  ownerId: Type.Optional(Nullable(Id)),
  required: Type.Optional(Type.Boolean()),
  requiredFrom: day,
  roleIds: Type.Optional(Type.Array(Id, { maxItems: 20, uniqueItems: true })),
  validityMonths: Type.Optional(Type.Integer({ minimum: 1, maximum: 120 })),
  passMark: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  attemptsLimit: Type.Optional(Nullable(Type.Integer({ minimum: 1, maximum: 50 }))),
  cooldownMinutes: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_080 })),
  projectId: Type.Optional(Nullable(Id)),
}
const Departments = Type.Array(Id, { minItems: 1, maxItems: 20, uniqueItems: true })
const OfMaterial = Type.Object({ id: Id, materialId: Id })
const OfAttempt = Type.Object({ id: Id, attemptId: Id })
const OfSession = Type.Object({ id: Id, sessionId: Id })
const OfCompletion = Type.Object({ id: Id, completionId: Id })
const one = { can: 'trainings.write', params: ById, reply: Training, versioned: true } as const
/** Learning is everybody's, whatever they may change. */
const learn = 'trainings.read'

export const trainingsRoutes = defineRoutes({
  'GET /trainings': {
    summary: 'Trainings with where I stand in each of them',
    can: 'trainings.read',
    query: pagingWith({
      q: Type.Optional(Type.String({ maxLength: 200 })),
      state: Type.Optional(Type.Array(State, { maxItems: 3 })),
      topic: Type.Optional(Type.String({ maxLength: 80 })),
      departmentId: Type.Optional(Id),
      projectId: Type.Optional(Id),
      required: Type.Optional(Type.Boolean()),
      mine: Type.Optional(Type.Array(OneOf(myStates), { maxItems: 4 })),
      sort: Type.Optional(OneOf([...trainingSorts, ...trainingSorts.map((sort) => `-${sort}` as const)])),
    }),
    reply: PageOf(TrainingRow),
  },
  'POST /trainings': {
    summary: 'Draft a training of one department for others; asking it of people needs `trainings.manage`',
    can: 'trainings.write',
    body: Type.Object({ title: Text(200), topic: Text(80), departmentId: Id, departmentIds: Departments, ...rules }),
    reply: Training,
    status: 201,
    versioned: true,
    problems: ['unprocessable'],
  },
  'GET /trainings/matrix': {
    summary: 'Coverage by receiving department and topic: valid completions ÷ required',
    can: 'trainings.read',
    query: Type.Object({ projectId: Type.Optional(Id) }),
    reply: Matrix,
  },
  'GET /trainings/missing': {
    summary: 'Who is asked for a training and is not up to date',
    can: 'trainings.read',
    query: pagingWith({
      departmentId: Type.Optional(Id),
      topic: Type.Optional(Type.String({ maxLength: 80 })),
      trainingId: Type.Optional(Id),
      projectId: Type.Optional(Id),
    }),
    reply: PageOf(Missing),
  },
  'GET /trainings/calendar': {
    summary: 'Sessions that begin between two days, both included',
    can: 'trainings.read',
    query: Type.Object({ from: LocalDate, to: LocalDate, projectId: Type.Optional(Id) }),
    reply: PageOf(CalendarSession),
  },
  'GET /trainings/suggestions': {
    summary: 'Gaps that drifted claims, rejected leads and returns point to, with their evidence',
    can: 'trainings.read',
    reply: PageOf(Suggestion),
  },
  'POST /trainings/suggestions/acceptance': {
    summary: 'Make a draft out of a suggested gap',
    can: 'trainings.write',
    body: Type.Object({ key: Text(300) }),
    reply: Training,
    status: 201,
    versioned: true,
    problems: ['nothing_suggested', 'unprocessable'],
  },
  'POST /trainings/suggestions/dismissal': {
    summary: 'Put a suggested gap aside; it returns only when it has grown',
    can: 'trainings.manage',
    body: Type.Object({ key: Text(300), reason: Text(500) }),
    problems: ['nothing_suggested'],
  },
  'GET /trainings/:id': {
    summary: 'A training with its material, its sessions and my progress',
    can: 'trainings.read',
    params: ById,
    reply: Training,
    versioned: true,
  },
  'PATCH /trainings/:id': {
    ...one,
    summary: 'Change a training',
    body: Type.Object({
      title: Type.Optional(Text(200)),
      topic: Type.Optional(Text(80)),
      departmentId: Type.Optional(Id),
      departmentIds: Type.Optional(Departments),
      ...rules,
    }),
    problems: ['precondition_failed', 'unprocessable'],
  },
  'DELETE /trainings/:id': {
    summary: 'Delete a training; what people completed stays in the ledger',
    can: 'trainings.write',
    params: ById,
    problems: ['precondition_failed'],
  },
  'POST /trainings/:id/restoration': { ...one, summary: 'Bring a deleted training back' },
  'POST /trainings/:id/publication': {
    ...one,
    summary: 'Open it to the departments that receive it',
    problems: ['precondition_failed', 'training_empty'],
  },
  'POST /trainings/:id/retirement': {
    ...one,
    summary: 'Ask it of nobody any more',
    problems: ['precondition_failed'],
  },
  'POST /trainings/:id/materials': {
    ...one,
    summary: 'Add a text or a link',
    body: Type.Object({
      title: Text(200),
      body: Type.Optional(Type.String({ maxLength: 20_000 })),
      url: Type.Optional(Type.String({ maxLength: 2000 })),
    }),
    status: 201,
    problems: ['unprocessable'],
  },
  'POST /trainings/:id/files': {
    ...one,
    summary: 'Add a file (multipart: `title`, `file`), 50 MB at most',
    consumes: 'multipart',
    status: 201,
    problems: ['body_too_large', 'unsupported_media_type', 'unprocessable'],
  },
  'GET /trainings/:id/files/:materialId': {
    summary: 'The file of a material',
    can: 'trainings.read',
    params: OfMaterial,
    produces: 'stream',
  },
  'PATCH /trainings/:id/materials/:materialId': {
    ...one,
    params: OfMaterial,
    summary: 'Change a text or a link, or its place',
    body: Type.Object({
      title: Type.Optional(Text(200)),
      body: Type.Optional(Type.String({ maxLength: 20_000 })),
      url: Type.Optional(Type.String({ maxLength: 2000 })),
      position: Type.Optional(Type.Integer({ minimum: 0, maximum: 200 })),
    }),
    problems: ['unprocessable'],
  },
  'DELETE /trainings/:id/materials/:materialId': {
    ...one,
    params: OfMaterial,
    summary: 'Take material away',
  },
  'POST /trainings/:id/materials/:materialId/reading': {
    ...one,
    can: learn,
    params: OfMaterial,
    summary: 'I have read it',
    problems: ['training_not_open'],
  },
  'GET /trainings/:id/quiz': {
    summary: 'The quiz with its right answers, for whoever runs the training',
    can: 'trainings.write',
    params: ById,
    reply: Quiz,
  },
  'PUT /trainings/:id/quiz': {
    ...one,
    summary: 'Write a new version of the quiz',
    body: QuizBody,
    problems: ['precondition_failed', 'unprocessable'],
  },
  'DELETE /trainings/:id/quiz': { ...one, summary: 'Do without a quiz', problems: ['precondition_failed'] },
  'GET /trainings/:id/attempts': {
    summary: 'My attempts, newest first',
    can: learn,
    params: ById,
    query: pagingWith({}),
    reply: PageOf(AttemptRow),
  },
  'POST /trainings/:id/attempts': {
    summary: 'Begin the quiz, or go on with the attempt that is open',
    can: learn,
    params: ById,
    reply: Attempt,
    status: 201,
    problems: ['attempt_too_soon', 'no_attempts_left', 'training_not_open'],
  },
  'GET /trainings/:id/attempts/:attemptId': {
    summary: 'One of my attempts; right answers only when it has been handed in',
    can: learn,
    params: OfAttempt,
    reply: Attempt,
  },
  'POST /trainings/:id/attempts/:attemptId/submission': {
    summary: 'Hand the answers in',
    can: learn,
    params: OfAttempt,
    body: AnswersBody,
    reply: Attempt,
    problems: ['attempt_already_submitted', 'quiz_changed', 'training_not_open', 'unprocessable'],
  },
  'POST /trainings/:id/sessions': {
    ...one,
    summary: 'Plan a session',
    body: Type.Object(SessionBody),
    status: 201,
    problems: ['unprocessable'],
  },
  'PATCH /trainings/:id/sessions/:sessionId': {
    ...one,
    params: OfSession,
    summary: 'Move or change a session that has not begun',
    body: Type.Partial(Type.Object(SessionBody)),
    problems: ['session_over', 'unprocessable'],
  },
  'DELETE /trainings/:id/sessions/:sessionId': {
    ...one,
    params: OfSession,
    summary: 'Call a session off and tell whoever was enrolled',
    problems: ['session_over'],
  },
  'GET /trainings/:id/sessions/:sessionId/calendar': {
    summary: 'The session as an iCalendar file',
    can: 'trainings.read',
    params: OfSession,
    produces: 'stream',
  },
  'GET /trainings/:id/sessions/:sessionId/seats': {
    summary: 'Who is enrolled, who waits, who came',
    can: 'trainings.read',
    params: OfSession,
    reply: SeatPage,
  },
  'POST /trainings/:id/sessions/:sessionId/seats': {
    ...one,
    can: learn,
    params: OfSession,
    summary: 'Enrol; when it is full, wait in line. Somebody else only by whoever runs the training',
    body: Type.Object({ memberId: Type.Optional(Id) }, { default: {} }),
    problems: ['session_over', 'training_not_open', 'unprocessable'],
  },
  'DELETE /trainings/:id/sessions/:sessionId/seats/:memberId': {
    ...one,
    can: learn,
    params: Type.Object({ id: Id, sessionId: Id, memberId: Id }),
    summary: 'Withdraw; whoever waited longest moves up',
    problems: ['session_over'],
  },
  'PUT /trainings/:id/sessions/:sessionId/attendance': {
    ...one,
    params: OfSession,
    summary: 'Who came; for those who were not enrolled as well',
    body: Type.Object({
      people: Type.Array(Type.Object({ memberId: Id, attended: Type.Boolean() }), { minItems: 1, maxItems: 500 }),
    }),
    problems: ['session_not_begun', 'training_not_open', 'unprocessable'],
  },
  'GET /trainings/:id/completions': {
    summary: 'Who has completed it, newest first',
    can: 'trainings.read',
    params: ById,
    query: pagingWith({ memberId: Type.Optional(Id), valid: Type.Optional(Type.Boolean()) }),
    reply: PageOf(Completion),
  },
  'POST /trainings/:id/completions': {
    summary: 'Note that somebody has completed it otherwise; only by whoever runs the training, with the reason',
    can: 'trainings.write',
    params: ById,
    body: Type.Object({ memberId: Id, reason: Text(500), completedOn: Type.Optional(LocalDate) }),
    reply: Completion,
    status: 201,
    problems: ['training_not_open', 'unprocessable'],
  },
  'POST /trainings/:id/completions/:completionId/revocation': {
    summary: 'Take a completion back; the gap opens again',
    can: 'trainings.write',
    params: OfCompletion,
    body: Type.Object({ reason: Text(500) }),
  },
  'GET /trainings/:id/timeline': {
    summary: 'What happened with a training, newest first',
    can: 'trainings.read',
    params: ById,
    query: pagingWith({}),
    reply: PageOf(TimelineEntry),
  },
})
