import Type, { type Static } from 'typebox'
import { NodeRef } from './impacts.ts'
import {
  ById,
  defineRoutes,
  Id,
  Instant,
  LocalDate,
  Nullable,
  OneOf,
  PageOf,
  pagingWith,
  Severity,
  Text,
} from './kit.ts'

export const noticeKinds = ['process_change', 'news'] as const
export const noticeStates = ['draft', 'published', 'retired'] as const
export const noticeBoxes = ['for_me', 'all', 'mine'] as const
export const recipientStates = ['waiting', 'overdue', 'read', 'acknowledged'] as const
/** Why somebody is told: it concerns everybody, his department, himself by name, what he owns, or what his department answers for. */
export const reasonKinds = ['everyone', 'department', 'named', 'owner', 'answers'] as const

const Kind = OneOf(noticeKinds)
const State = OneOf(noticeStates)

/** `impact`: whoever answers for the thing it is about or for anything that depends on it. */
export const NoticeAudience = Type.Union([
  Type.Object({ kind: Type.Literal('everyone') }),
  Type.Object({ kind: Type.Literal('departments'), departmentIds: Type.Array(Id, { minItems: 1, maxItems: 50 }) }),
  Type.Object({ kind: Type.Literal('members'), memberIds: Type.Array(Id, { minItems: 1, maxItems: 500 }) }),
  Type.Object({ kind: Type.Literal('impact') }),
])
export type NoticeAudience = Static<typeof NoticeAudience>

const QuestionGiven = Type.Object({
  text: Text(500),
  options: Type.Array(Text(300), { minItems: 2, maxItems: 5 }),
  /** Place of the right option, from 0. */
  answer: Type.Integer({ minimum: 0, maximum: 4 }),
  /** Shown after a wrong answer. */
  explanation: Type.Optional(Type.String({ maxLength: 1000 })),
})
const Question = Type.Object({
  text: Type.String(),
  options: Type.Array(Type.String()),
  /** Null for those who still have to answer. */
  answer: Nullable(Type.Integer()),
  explanation: Nullable(Type.String()),
})

export const NoticeReason = Type.Object({ kind: OneOf(reasonKinds), name: Nullable(Type.String()) })
export type NoticeReason = Static<typeof NoticeReason>

/** The reader's own part in a notice. */
const Mine = Type.Object({
  reasons: Type.Array(NoticeReason),
  dueAt: Nullable(Instant),
  readAt: Nullable(Instant),
  acknowledgedAt: Nullable(Instant),
  /** Wrong answers so far. */
  attempts: Type.Integer(),
})
/** Of those who work here now. */
const Progress = Type.Object({
  recipients: Type.Integer(),
  read: Type.Integer(),
  acknowledged: Type.Integer(),
  overdue: Type.Integer(),
})
const About = Type.Object({ ...NodeRef.properties, name: Type.String(), url: Nullable(Type.String()) })

const fields = {
  id: Id,
  kind: Kind,
  title: Type.String(),
  severity: Severity,
  about: Nullable(About),
  audience: NoticeAudience,
  acknowledgement: Type.Boolean(),
  hasQuestion: Type.Boolean(),
  state: State,
  revision: Type.Integer(),
  authorId: Id,
  publishedAt: Nullable(Instant),
  dueAt: Nullable(Instant),
  retiredAt: Nullable(Instant),
  projectId: Nullable(Id),
  mine: Nullable(Mine),
  progress: Progress,
  version: Type.Integer(),
  createdAt: Instant,
  updatedAt: Instant,
}
export const NoticeRow = Type.Object(fields)
export type NoticeRow = Static<typeof NoticeRow>

/** An earlier text of a revised notice, and who had understood it when it was replaced. */
export const NoticeRevision = Type.Object({
  revision: Type.Integer(),
  title: Type.String(),
  body: Type.String(),
  publishedAt: Instant,
  recipients: Type.Integer(),
  acknowledged: Type.Integer(),
})
export type NoticeRevision = Static<typeof NoticeRevision>

export const Notice = Type.Object({
  ...fields,
  /** Markdown; never HTML. */
  body: Type.String(),
  question: Nullable(Question),
  dueOn: Nullable(LocalDate),
  history: Type.Array(NoticeRevision),
})
export type Notice = Static<typeof Notice>

export const NoticeRecipient = Type.Object({
  memberId: Id,
  fullName: Type.String(),
  departmentIds: Type.Array(Id),
  reasons: Type.Array(NoticeReason),
  state: OneOf(recipientStates),
  dueAt: Nullable(Instant),
  readAt: Nullable(Instant),
  acknowledgedAt: Nullable(Instant),
  attempts: Type.Integer(),
  remindedAt: Nullable(Instant),
  escalatedAt: Nullable(Instant),
})
export type NoticeRecipient = Static<typeof NoticeRecipient>

const words = { title: Text(200), body: Text(20_000) }
const given = {
  kind: Kind,
  severity: Severity,
  about: Nullable(NodeRef),
  audience: NoticeAudience,
  acknowledgement: Type.Boolean(),
  question: Nullable(QuestionGiven),
  /** Last day to confirm; by severity when not given: the next working day, three or five of them. */
  dueOn: Nullable(LocalDate),
  projectId: Nullable(Id),
}
const optional = {
  kind: Type.Optional(given.kind),
  severity: Type.Optional(given.severity),
  about: Type.Optional(given.about),
  audience: Type.Optional(given.audience),
  acknowledgement: Type.Optional(given.acknowledgement),
  question: Type.Optional(given.question),
  dueOn: Type.Optional(given.dueOn),
  projectId: Type.Optional(given.projectId),
}
const change = { can: 'notices.write', params: ById, reply: Notice, versioned: true } as const

export const noticesRoutes = defineRoutes({
  'GET /notices': {
    summary: 'Notices for me, of everybody, or that I wrote, newest first',
    can: 'notices.read',
    query: pagingWith({
      box: Type.Optional(OneOf(noticeBoxes)),
      q: Type.Optional(Type.String({ maxLength: 200 })),
      kind: Type.Optional(Type.Array(Kind, { maxItems: 2 })),
      state: Type.Optional(Type.Array(State, { maxItems: 3 })),
      /** Only those that wait for my "read and understood". */
      awaitsMe: Type.Optional(Type.Boolean()),
      projectId: Type.Optional(Id),
    }),
    reply: PageOf(NoticeRow),
  },
  'POST /notices': {
    summary:
      'Write a notice; a process change asks to be confirmed unless it says otherwise. It is a draft until it is published',
    can: 'notices.write',
    body: Type.Object({ ...words, ...optional, publish: Type.Optional(Type.Boolean()) }),
    reply: Notice,
    status: 201,
    versioned: true,
    problems: ['notice_for_nobody', 'unprocessable'],
  },
  'POST /notices/preview': {
    summary: 'Whom an audience reaches and why, before anything is written',
    can: 'notices.write',
    body: Type.Object({ audience: given.audience, about: Type.Optional(given.about) }),
    reply: Type.Object({
      total: Type.Integer(),
      /** The first by name. */
      items: Type.Array(Type.Object({ memberId: Id, fullName: Type.String(), reasons: Type.Array(NoticeReason) })),
    }),
    status: 200,
    problems: ['unprocessable'],
  },
  'GET /notices/:id': {
    summary: 'A notice with its progress and the reader’s own part in it',
    can: 'notices.read',
    params: ById,
    reply: Notice,
    versioned: true,
  },
  'PATCH /notices/:id': {
    ...change,
    summary: 'Change a draft',
    body: Type.Object({ title: Type.Optional(words.title), body: Type.Optional(words.body), ...optional }),
    problems: ['notice_published', 'precondition_failed', 'unprocessable'],
  },
  'DELETE /notices/:id': {
    summary: 'Delete a draft; a published notice is retired',
    can: 'notices.write',
    params: ById,
    problems: ['notice_published', 'precondition_failed'],
  },
  'POST /notices/:id/restoration': { ...change, summary: 'Bring a deleted draft back' },
  'POST /notices/:id/publication': {
    ...change,
    summary: 'Send a notice to everybody it concerns; one to nobody is refused',
    problems: ['notice_for_nobody', 'notice_published', 'precondition_failed'],
  },
  'POST /notices/:id/revisions': {
    ...change,
    summary: 'Replace the words of a published notice: everybody is asked again',
    body: Type.Object({
      title: Type.Optional(words.title),
      body: Type.Optional(words.body),
      severity: Type.Optional(given.severity),
      question: Type.Optional(given.question),
      dueOn: Type.Optional(given.dueOn),
    }),
    status: 201,
    problems: ['notice_not_open', 'precondition_failed', 'unprocessable'],
  },
  'POST /notices/:id/retirement': {
    ...change,
    summary: 'It no longer holds: nobody is asked any more',
    problems: ['notice_not_open', 'precondition_failed'],
  },
  'POST /notices/:id/readings': {
    summary: 'I have opened it; the first time counts',
    can: 'notices.read',
    params: ById,
    problems: ['notice_not_open'],
  },
  'POST /notices/:id/acknowledgements': {
    summary: 'Read and understood; a question has to be answered rightly, a wrong answer is counted and asked again',
    can: 'notices.read',
    params: ById,
    body: Type.Object(
      {
        /** The revision that was read; an older one than the newest is refused. */
        revision: Type.Optional(Type.Integer({ minimum: 1 })),
        answer: Type.Optional(Type.Integer({ minimum: 0, maximum: 4 })),
      },
      { default: {} },
    ),
    reply: Type.Object({
      acknowledged: Type.Boolean(),
      acknowledgedAt: Nullable(Instant),
      attempts: Type.Integer(),
      /** After a wrong answer. */
      explanation: Nullable(Type.String()),
    }),
    status: 201,
    problems: ['notice_not_for_you', 'notice_not_open', 'notice_revised'],
  },
  'GET /notices/:id/recipients': {
    summary: 'Who has confirmed and who has not, by name, and why each was told',
    can: 'notices.read',
    params: ById,
    query: pagingWith({ state: Type.Optional(Type.Array(OneOf(recipientStates), { maxItems: 4 })) }),
    reply: PageOf(NoticeRecipient),
  },
  'POST /notices/:id/nudges': {
    summary: 'Remind those who have not confirmed, at most once a day each; of those named, or all',
    can: 'notices.write',
    params: ById,
    body: Type.Object({ memberIds: Type.Optional(Type.Array(Id, { maxItems: 500 })) }, { default: {} }),
    reply: Type.Object({ nudged: Type.Integer() }),
    status: 200,
    problems: ['notice_not_open'],
  },
})
