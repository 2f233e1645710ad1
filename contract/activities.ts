import Type, { type Static } from 'typebox'
import {
  ById,
  Changes,
  defineEvents,
  defineRoutes,
  Id,
  Instant,
  Nullable,
  OneOf,
  PageOf,
  pagingWith,
  Text,
} from './kit.ts'

export const activityKinds = ['note', 'call', 'email', 'meeting', 'message'] as const
export const callOutcomes = ['reached', 'not_reached', 'left_message', 'wrong_number'] as const
export const taskKinds = ['to_do', 'call', 'email', 'fix_data', 'review_duplicate', 'follow_up'] as const
export const taskStates = ['open', 'done', 'cancelled'] as const
export const taskPriorities = ['low', 'normal', 'high'] as const

/** What a note, a task or a meeting is about. A deal brings its contact and company along; a contact its company. */
const about = {
  contactId: Type.Optional(Nullable(Id)),
  companyId: Type.Optional(Nullable(Id)),
  dealId: Type.Optional(Nullable(Id)),
}
const aboutNamed = {
  contactId: Nullable(Id),
  contactName: Nullable(Type.String()),
  companyId: Nullable(Id),
  companyName: Nullable(Type.String()),
  dealId: Nullable(Id),
  dealName: Nullable(Type.String()),
}

const activityFields = {
  title: Type.Optional(Nullable(Text(300))),
  body: Type.Optional(Type.String({ maxLength: 20_000 })),
  /** Of calls, e-mails and messages. */
  direction: Type.Optional(Nullable(OneOf(['inbound', 'outbound']))),
  /** Of calls. */
  outcome: Type.Optional(Nullable(OneOf(callOutcomes))),
  happenedAt: Type.Optional(Instant),
  /** Of calls and meetings. */
  durationMinutes: Type.Optional(Nullable(Type.Integer({ minimum: 0, maximum: 1440 }))),
}
export const Activity = Type.Object({
  id: Id,
  kind: OneOf(activityKinds),
  ...aboutNamed,
  title: Nullable(Type.String()),
  body: Type.String(),
  direction: Nullable(OneOf(['inbound', 'outbound'])),
  outcome: Nullable(OneOf(callOutcomes)),
  happenedAt: Instant,
  durationMinutes: Nullable(Type.Integer()),
  authorId: Id,
  authorName: Type.String(),
  version: Type.Integer(),
  createdAt: Instant,
  updatedAt: Instant,
})
export type Activity = Static<typeof Activity>

const taskFields = {
  body: Type.Optional(Type.String({ maxLength: 20_000 })),
  kind: Type.Optional(OneOf(taskKinds)),
  priority: Type.Optional(OneOf(taskPriorities)),
  dueAt: Type.Optional(Nullable(Instant)),
  assigneeId: Type.Optional(Nullable(Id)),
  departmentId: Type.Optional(Nullable(Id)),
  ...about,
}
export const Task = Type.Object({
  id: Id,
  title: Type.String(),
  body: Type.String(),
  kind: OneOf(taskKinds),
  state: OneOf(taskStates),
  priority: OneOf(taskPriorities),
  dueAt: Nullable(Instant),
  assigneeId: Nullable(Id),
  departmentId: Nullable(Id),
  ...aboutNamed,
  createdById: Id,
  doneById: Nullable(Id),
  doneAt: Nullable(Instant),
  version: Type.Integer(),
  createdAt: Instant,
})
export type Task = Static<typeof Task>

export const activitiesRoutes = defineRoutes({
  'GET /activities': {
    summary: 'Notes, calls, e-mails, meetings and messages, newest first',
    can: 'contacts.read',
    query: pagingWith({
      contactId: Type.Optional(Id),
      companyId: Type.Optional(Id),
      dealId: Type.Optional(Id),
      authorId: Type.Optional(Id),
      kind: Type.Optional(Type.Array(OneOf(activityKinds), { maxItems: 5 })),
    }),
    reply: PageOf(Activity),
  },
  'POST /activities': {
    summary: 'Log what happened with a contact, a company or a deal',
    can: 'activities.write',
    body: Type.Object({ kind: OneOf(activityKinds), ...about, ...activityFields }),
    reply: Activity,
    status: 201,
    versioned: true,
    problems: ['unprocessable'],
  },
  'GET /activities/:id': {
    summary: 'One activity',
    can: 'contacts.read',
    params: ById,
    reply: Activity,
    versioned: true,
  },
  'PATCH /activities/:id': {
    summary: 'Correct an activity; its author, or who may moderate',
    can: 'activities.write',
    params: ById,
    body: Type.Object(activityFields),
    reply: Activity,
    versioned: true,
    problems: ['precondition_failed'],
  },
  'DELETE /activities/:id': {
    summary: 'Delete an activity; its author, or who may moderate',
    can: 'activities.write',
    params: ById,
  },
  'POST /activities/:id/restoration': {
    summary: 'Bring a deleted activity back',
    can: 'activities.write',
    params: ById,
    reply: Activity,
    versioned: true,
  },

  'GET /tasks': {
    summary: 'Tasks, those due first at the top, without a date last',
    can: 'contacts.read',
    query: pagingWith({
      /** Mine: assigned to me, or to nobody yet in one of my departments. */
      mine: Type.Optional(Type.Boolean()),
      assigneeId: Type.Optional(Id),
      state: Type.Optional(Type.Array(OneOf(taskStates), { maxItems: 3 })),
      /** By the reader's clock: overdue is before now; today and week are the calendar day and the ISO week. */
      due: Type.Optional(OneOf(['overdue', 'today', 'week', 'none'])),
      contactId: Type.Optional(Id),
      companyId: Type.Optional(Id),
      dealId: Type.Optional(Id),
      kind: Type.Optional(Type.Array(OneOf(taskKinds), { maxItems: 6 })),
    }),
    reply: PageOf(Task),
  },
  'POST /tasks': {
    summary: 'Create a task; without assignee and department it is mine',
    can: 'tasks.write',
    body: Type.Object({ title: Text(300), ...taskFields }),
    reply: Task,
    status: 201,
    versioned: true,
    problems: ['unprocessable'],
  },
  'GET /tasks/:id': { summary: 'One task', can: 'contacts.read', params: ById, reply: Task, versioned: true },
  'PATCH /tasks/:id': {
    summary: 'Change a task',
    can: 'tasks.write',
    params: ById,
    body: Type.Object({
      title: Type.Optional(Text(300)),
      state: Type.Optional(OneOf(['open', 'cancelled'])),
      ...taskFields,
    }),
    reply: Task,
    versioned: true,
    problems: ['precondition_failed', 'unprocessable'],
  },
  'DELETE /tasks/:id': { summary: 'Delete a task', can: 'tasks.write', params: ById },
  'POST /tasks/:id/restoration': {
    summary: 'Bring a deleted task back',
    can: 'tasks.write',
    params: ById,
    reply: Task,
    versioned: true,
  },
  'POST /tasks/:id/completion': {
    summary: 'Tick off; a second time changes nothing',
    can: 'tasks.write',
    params: ById,
    reply: Task,
    versioned: true,
  },
  'DELETE /tasks/:id/completion': {
    summary: 'Open again',
    can: 'tasks.write',
    params: ById,
    reply: Task,
    versioned: true,
  },
  'POST /tasks/postponements': {
    summary: 'Move several tasks to new dates at once; all or none',
    can: 'tasks.write',
    body: Type.Object({
      tasks: Type.Array(Type.Object({ id: Id, dueAt: Nullable(Instant) }), { minItems: 1, maxItems: 200 }),
    }),
    reply: Type.Object({ changed: Type.Integer() }),
  },
})

const subjectOf = {
  subjectId: Type.Optional(Id),
  companyId: Type.Optional(Id),
  dealId: Type.Optional(Id),
}
const taskEvent = Type.Object({
  taskId: Id,
  title: Type.String(),
  kind: OneOf(taskKinds),
  assigneeId: Type.Optional(Id),
  ...subjectOf,
})

export const activitiesEvents = defineEvents({
  'activity.logged': Type.Object({
    activityId: Id,
    kind: OneOf(activityKinds),
    ...subjectOf,
    outcome: Type.Optional(OneOf(callOutcomes)),
    direction: Type.Optional(OneOf(['inbound', 'outbound'])),
    happenedAt: Instant,
  }),
  'activity.updated': Type.Object({ activityId: Id, kind: OneOf(activityKinds), changes: Changes }),
  'activity.deleted': Type.Object({ activityId: Id, kind: OneOf(activityKinds) }),
  'activity.restored': Type.Object({ activityId: Id, kind: OneOf(activityKinds) }),
  'task.created': taskEvent,
  'task.updated': Type.Object({ taskId: Id, title: Type.String(), changes: Changes }),
  'task.completed': taskEvent,
  'task.reopened': taskEvent,
  'task.deleted': taskEvent,
  'task.restored': taskEvent,
})
