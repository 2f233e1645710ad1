import Type from 'typebox'
import { ById, defineRoutes, Id, PageOf, pagingWith, Text } from './kit.ts'
import { AnswersBody, Attempt, AttemptRow, Quiz, QuizBody, SeatPage, SessionBody } from './training-parts.ts'
import { Training } from './trainings.ts'

const OfMaterial = Type.Object({ id: Id, materialId: Id })
const OfAttempt = Type.Object({ id: Id, attemptId: Id })
const OfSession = Type.Object({ id: Id, sessionId: Id })
const one = { can: 'trainings.write', params: ById, reply: Training, versioned: true } as const
/** Learning is everybody's, whatever they may change. */
const learn = 'trainings.read'

/** What hangs on a training: material, quiz and attempts, sessions and who is in them. */
export const trainingPartsRoutes = defineRoutes({
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
})
