import Type from 'typebox'
import {
  ById,
  defineEvents,
  defineRoutes,
  FlatRecord,
  Id,
  Instant,
  LocalDate,
  Nullable,
  OneOf,
  PageOf,
  pagingWith,
  Text,
} from './kit.ts'

export const Notification = Type.Object({
  id: Id,
  /** Words: `notifications.<kind>.title`, filled with `params`. */
  kind: Type.String(),
  params: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
  /** Address inside the application. */
  link: Type.String(),
  createdAt: Instant,
  readAt: Nullable(Instant),
  doneAt: Nullable(Instant),
  snoozedUntil: Nullable(Instant),
})

export const LedgerEvent = Type.Object({
  id: Id,
  at: Instant,
  name: Type.String(),
  actor: Type.Object({
    kind: OneOf(['member', 'api_key', 'visitor', 'system'] as const),
    id: Id,
    name: Nullable(Type.String()),
  }),
  data: Type.Record(Type.String(), Type.Unknown()),
  subjects: Type.Array(Id),
})

export const jobStates = ['exhausted', 'waiting', 'running', 'scheduled'] as const
export const QueuedJob = Type.Object({
  id: Type.String(),
  name: Type.String(),
  state: OneOf(jobStates),
  attempts: Type.Integer(),
  maxAttempts: Type.Integer(),
  /** What kind of failure it was, without the data it concerned: a problem's code, a network code, or `unexpected`. */
  lastError: Nullable(Type.String()),
  createdAt: Instant,
  runAt: Instant,
  lastTriedAt: Nullable(Instant),
})

export const mailStates = ['queued', 'sending', 'sent', 'stored', 'failed', 'uncertain'] as const
export const MailSummary = Type.Object({
  id: Id,
  kind: Type.String(),
  to: Type.Object({ email: Type.String(), name: Nullable(Type.String()) }),
  subject: Type.String(),
  state: OneOf(mailStates),
  createdAt: Instant,
  sentAt: Nullable(Instant),
})
export const MailMessage = Type.Object({
  ...MailSummary.properties,
  html: Type.String(),
  text: Type.String(),
  /** The calendar part of an invitation (RFC 5546), if it is one. */
  calendar: Nullable(Type.String()),
  error: Nullable(Type.String()),
})

export const exportLists = [
  'contacts',
  'companies',
  'deals',
  'tasks',
  'handovers',
  'submissions',
  'products',
  'orders',
  'returns',
  'campaigns',
] as const
export const exportFormats = ['csv', 'xlsx'] as const
export const Export = Type.Object({
  id: Id,
  list: Type.String(),
  format: OneOf(exportFormats),
  state: OneOf(['queued', 'running', 'finished', 'failed', 'cancelled'] as const),
  rowsWritten: Type.Integer(),
  /** `GET` it to download; null until finished and again once the file has expired. */
  fileUrl: Nullable(Type.String()),
  fileName: Nullable(Type.String()),
  expiresAt: Nullable(Instant),
  createdBy: Id,
  createdAt: Instant,
  finishedAt: Nullable(Instant),
})

export const platformRoutes = defineRoutes({
  'GET /live': {
    summary: 'Server-sent events: names and subject ids of what was just committed',
    can: 'member',
    produces: 'stream',
    status: 200,
    problems: ['rate_limited', 'not_ready'],
  },
  'GET /notifications': {
    summary: 'My notifications, newest first',
    can: 'member',
    query: pagingWith({ state: Type.Optional(OneOf(['inbox', 'done', 'snoozed'] as const)) }),
    reply: PageOf(Notification),
  },
  'GET /notifications/count': {
    summary: 'How many of my notifications wait, and how many of them I have not seen',
    can: 'member',
    reply: Type.Object({ unread: Type.Integer(), inbox: Type.Integer() }),
  },
  'POST /notifications/all-done': {
    summary: 'Clear my inbox',
    can: 'member',
    reply: Type.Object({ done: Type.Integer() }),
  },
  'POST /notifications/:id/reading': { summary: 'Mark as seen', can: 'member', params: ById, reply: Notification },
  'POST /notifications/:id/done': {
    summary: 'Take it out of my inbox',
    can: 'member',
    params: ById,
    reply: Notification,
  },
  'DELETE /notifications/:id/done': {
    summary: 'Put it back into my inbox',
    can: 'member',
    params: ById,
    reply: Notification,
    status: 200,
  },
  'POST /notifications/:id/snooze': {
    summary: 'Hide it until then',
    can: 'member',
    params: ById,
    body: Type.Object({ until: Instant }),
    reply: Notification,
  },
  'GET /events': {
    summary: 'The ledger: who did what, when',
    can: 'events.read',
    query: pagingWith({
      name: Type.Optional(Type.Array(Text(80), { maxItems: 50 })),
      subjectId: Type.Optional(Id),
      actorId: Type.Optional(Id),
      from: Type.Optional(Instant),
      to: Type.Optional(Instant),
      /** Days of the workspace's zone, both included. */
      atFrom: Type.Optional(LocalDate),
      atTo: Type.Optional(LocalDate),
    }),
    reply: PageOf(LedgerEvent),
  },
  'GET /events/names': {
    summary: 'Names that the ledger of this workspace knows',
    can: 'events.read',
    reply: Type.Object({ items: Type.Array(Type.String()) }),
  },
  'GET /jobs': {
    summary: 'Queued work of this workspace',
    can: 'jobs.manage',
    query: pagingWith({ state: Type.Optional(OneOf(jobStates)) }),
    reply: PageOf(QueuedJob),
  },
  'POST /jobs/:id/retry': {
    summary: 'Try it again now, with all its attempts',
    can: 'jobs.manage',
    params: Type.Object({ id: Type.String({ pattern: '^\\d{1,18}$' }) }),
    reply: QueuedJob,
    problems: ['conflict'],
  },
  'DELETE /jobs/:id': {
    summary: 'Give it up',
    can: 'jobs.manage',
    params: Type.Object({ id: Type.String({ pattern: '^\\d{1,18}$' }) }),
    problems: ['conflict'],
  },
  'GET /mailbox': {
    summary: 'Every message the application wrote, newest first',
    can: 'mailbox.read',
    query: pagingWith({
      q: Type.Optional(Text(200, 0)),
      state: Type.Optional(Type.Array(OneOf(mailStates), { maxItems: 6 })),
    }),
    reply: PageOf(MailSummary),
  },
  'GET /mailbox/status': {
    summary: 'Whether messages leave this installation',
    can: 'mailbox.read',
    reply: Type.Object({ smtp: Type.Boolean(), host: Nullable(Type.String()) }),
  },
  'GET /mailbox/:id': { summary: 'One message', can: 'mailbox.read', params: ById, reply: MailMessage },
  'POST /mailbox/:id/resend': {
    summary: 'Send a failed or uncertain message again',
    can: 'mailbox.read',
    params: ById,
    reply: MailMessage,
    problems: ['invalid_transition'],
  },
  'GET /exports': {
    summary: 'My exports, newest first',
    can: 'exports.create',
    query: pagingWith({}),
    reply: PageOf(Export),
  },
  'POST /exports': {
    summary: 'Write a list to a file; a notification brings the link',
    can: 'exports.create',
    body: Type.Object({
      list: OneOf(exportLists),
      format: OneOf(exportFormats),
      /** Filters, as the list takes them. */
      query: Type.Optional(FlatRecord),
      columns: Type.Optional(Type.Array(Text(80), { minItems: 1, maxItems: 100 })),
      /** Only these records. */
      ids: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 10_000 })),
    }),
    reply: Export,
    status: 202,
  },
  'GET /exports/:id': { summary: 'How far an export is', can: 'exports.create', params: ById, reply: Export },
  'POST /exports/:id/cancellation': {
    summary: 'Stop an export',
    can: 'exports.create',
    params: ById,
    reply: Export,
    problems: ['invalid_transition'],
  },
  'GET /files/:id': { summary: 'Download a file', can: 'member', params: ById, produces: 'stream', status: 200 },
})

export const platformEvents = defineEvents({
  'notification.created': Type.Object({ kind: Type.String(), memberIds: Type.Array(Id) }),
  'notification.changed': Type.Object({
    memberId: Id,
    change: OneOf(['read', 'done', 'reopened', 'snoozed', 'all_done'] as const),
  }),
  'export.requested': Type.Object({ exportId: Id, list: Type.String(), format: Type.String() }),
  'export.finished': Type.Object({ exportId: Id, list: Type.String(), rows: Type.Integer() }),
  'export.failed': Type.Object({ exportId: Id, list: Type.String() }),
  'export.cancelled': Type.Object({ exportId: Id, list: Type.String() }),
  'job.retried': Type.Object({ jobId: Type.String(), name: Type.String() }),
  'job.removed': Type.Object({ jobId: Type.String(), name: Type.String() }),
  'mail.resent': Type.Object({ messageId: Id }),
})
