import Type, { type Static } from 'typebox'
import { TimelineEntry } from './contacts.ts'
import { ById, defineRoutes, Id, Instant, LocalDate, Nullable, OneOf, PageOf, pagingWith, Text } from './kit.ts'
import { CalendarSession, Completion, Material, Session } from './training-parts.ts'

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
const OfCompletion = Type.Object({ id: Id, completionId: Id })
const one = { can: 'trainings.write', params: ById, reply: Training, versioned: true } as const

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
    body: Type.Object({
      title: Text(200),
      /** Default: the title, as far as it goes. */
      topic: Type.Optional(Text(80)),
      /** Who teaches. Default: the department of who drafts it. */
      departmentId: Type.Optional(Id),
      /** Who receives it. Default: every other department. */
      departmentIds: Type.Optional(Departments),
      ...rules,
    }),
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
