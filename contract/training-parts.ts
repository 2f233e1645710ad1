import Type, { type Static } from 'typebox'
import { Id, Instant, Nullable, OneOf, PageOf, Text } from './kit.ts'

export const materialKinds = ['text', 'link', 'file'] as const
export const questionKinds = ['single', 'multiple', 'true_false'] as const
export const seatStates = ['enrolled', 'waiting', 'withdrawn'] as const
export const completionWays = ['session', 'material', 'quiz', 'manual'] as const

export const Material = Type.Object({
  id: Id,
  kind: OneOf(materialKinds),
  title: Type.String(),
  body: Type.String(),
  /** Of a link the address, of a file where it is served. */
  url: Nullable(Type.String()),
  fileName: Nullable(Type.String()),
  bytes: Nullable(Type.Integer()),
  position: Type.Integer(),
  /** When I read it last. */
  readAt: Nullable(Instant),
})
export type Material = Static<typeof Material>

const Option = Type.Object({ id: Text(40), text: Type.String({ maxLength: 500 }), isRight: Type.Boolean() })
/** Of `true_false` the options are `true` and `false` and carry no text. */
export const Question = Type.Object({
  id: Text(40),
  kind: OneOf(questionKinds),
  text: Text(1000),
  explanation: Type.String({ maxLength: 2000 }),
  options: Type.Array(Option, { minItems: 2, maxItems: 12 }),
})
export type Question = Static<typeof Question>

/** For whoever runs the training: with the right answers. */
export const Quiz = Type.Object({ version: Type.Integer(), questions: Type.Array(Question), createdAt: Instant })
export const QuizBody = Type.Object({
  questions: Type.Array(Question, { minItems: 1, maxItems: 100 }),
  /** Whoever passed an older version owes the training again. */
  askAgain: Type.Optional(Type.Boolean()),
})

const AskedQuestion = Type.Object({
  id: Type.String(),
  kind: OneOf(questionKinds),
  text: Type.String(),
  options: Type.Array(Type.Object({ id: Type.String(), text: Type.String() })),
})
const Judged = Type.Object({
  questionId: Type.String(),
  isRight: Type.Boolean(),
  givenIds: Type.Array(Type.String()),
  rightIds: Type.Array(Type.String()),
  explanation: Type.String(),
})
/** The questions in the order of this attempt; `results` only once it has been handed in. */
export const Attempt = Type.Object({
  id: Id,
  quizVersion: Type.Integer(),
  startedAt: Instant,
  submittedAt: Nullable(Instant),
  passMark: Type.Integer(),
  /** Whole percent, rounded down. */
  score: Nullable(Type.Integer()),
  passed: Nullable(Type.Boolean()),
  questions: Type.Array(AskedQuestion),
  results: Nullable(Type.Array(Judged)),
  /** Null: as many as one likes. */
  attemptsLeft: Nullable(Type.Integer()),
  /** The completion that it brought. */
  completed: Type.Boolean(),
})
export type Attempt = Static<typeof Attempt>
export const AttemptRow = Type.Object({
  id: Id,
  quizVersion: Type.Integer(),
  startedAt: Instant,
  submittedAt: Nullable(Instant),
  score: Nullable(Type.Integer()),
  passed: Nullable(Type.Boolean()),
})
export const AnswersBody = Type.Object({
  answers: Type.Array(
    Type.Object({ questionId: Text(40), optionIds: Type.Array(Text(40), { maxItems: 12, uniqueItems: true }) }),
    { maxItems: 100 },
  ),
})

const session = {
  id: Id,
  trainingId: Id,
  startsAt: Instant,
  endsAt: Instant,
  timeZone: Type.String(),
  place: Type.String(),
  url: Nullable(Type.String()),
  capacity: Nullable(Type.Integer()),
  trainerIds: Type.Array(Id),
  isCancelled: Type.Boolean(),
  enrolled: Type.Integer(),
  waiting: Type.Integer(),
  /** My own place in it. */
  mySeat: Nullable(OneOf(seatStates)),
}
export const Session = Type.Object(session)
export type Session = Static<typeof Session>
export const CalendarSession = Type.Object({ ...session, title: Type.String(), topic: Type.String() })
export const SessionBody = {
  startsAt: Instant,
  durationMinutes: Type.Integer({ minimum: 5, maximum: 1440 }),
  timeZone: Type.Optional(Text(60)),
  place: Type.Optional(Type.String({ maxLength: 300 })),
  url: Type.Optional(Nullable(Type.String({ maxLength: 2000 }))),
  capacity: Type.Optional(Nullable(Type.Integer({ minimum: 1, maximum: 10_000 }))),
  trainerIds: Type.Optional(Type.Array(Id, { maxItems: 20 })),
}
export const Seat = Type.Object({
  memberId: Id,
  fullName: Type.String(),
  state: OneOf(seatStates),
  attended: Nullable(Type.Boolean()),
  joinedAt: Instant,
})
export const SeatPage = PageOf(Seat)

export const Completion = Type.Object({
  id: Id,
  memberId: Id,
  fullName: Type.String(),
  way: OneOf(completionWays),
  quizVersion: Type.Integer(),
  score: Nullable(Type.Integer()),
  reason: Nullable(Type.String()),
  completedAt: Instant,
  expiresAt: Instant,
  notedBy: Id,
  isValid: Type.Boolean(),
})
export type Completion = Static<typeof Completion>
