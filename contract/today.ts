import Type from 'typebox'
import {
  defineEvents,
  defineRoutes,
  Id,
  Instant,
  LocalDate,
  Money,
  Nullable,
  OneOf,
  PageOf,
  pagingWith,
} from './kit.ts'
import { Notification } from './platform.ts'

export const funnelStages = [
  'subscriber',
  'lead',
  'mql',
  'sal',
  'opportunity',
  'customer',
  'recycled',
  'disqualified',
] as const
const Stage = OneOf(funnelStages)
const Temperature = OneOf(['cold', 'warm', 'hot'] as const)
const RejectionReason = OneOf(['no_timing', 'no_fit', 'bad_data', 'duplicate', 'unreachable'] as const)
export const checklistSteps = ['form', 'share', 'contacts', 'invite', 'deal'] as const

const WaitingLead = Type.Object({
  id: Id,
  contactId: Id,
  contactName: Type.String(),
  companyName: Nullable(Type.String()),
  temperature: Temperature,
  handRaise: Type.Boolean(),
  requestedAt: Instant,
  assignedAt: Nullable(Instant),
  /** The promise that runs out next: accepting, or the first touch. Null where the calendar never opens. */
  clockAt: Nullable(Instant),
})
const DueTask = Type.Object({
  id: Id,
  title: Type.String(),
  kind: Type.String(),
  priority: Type.String(),
  dueAt: Nullable(Instant),
  contactId: Nullable(Id),
  contactName: Nullable(Type.String()),
  dealId: Nullable(Id),
})
const RecentSubmission = Type.Object({
  id: Id,
  contactId: Id,
  contactName: Type.String(),
  formId: Id,
  formName: Type.String(),
  temperature: Temperature,
  handRaise: Type.Boolean(),
  at: Instant,
})

export const Today = Type.Object({
  leads: Type.Object({
    /** Assigned to me and still to be accepted. */
    mine: Type.Integer(),
    overdue: Type.Integer(),
    /** Nobody's yet. */
    unassigned: Type.Integer(),
    items: Type.Array(WaitingLead),
  }),
  tasks: Type.Object({ overdue: Type.Integer(), today: Type.Integer(), items: Type.Array(DueTask) }),
  notifications: Type.Object({ unread: Type.Integer(), items: Type.Array(Notification) }),
  /** The one number that both departments share: revenue won this month, against the same point of last month. */
  revenue: Type.Object({
    won: Money,
    deals: Type.Integer(),
    monthFrom: LocalDate,
    today: LocalDate,
    lastMonth: Type.Object({ from: LocalDate, to: LocalDate, untilSameDay: Money, whole: Money }),
    /** Won this month in other currencies; not in `won`. */
    otherCurrencies: Type.Integer(),
  }),
  /** What became of what marketing brought: the last 30 days. */
  marketing: Type.Object({
    from: LocalDate,
    submissions: Type.Integer(),
    handedOver: Type.Integer(),
    accepted: Type.Integer(),
    rejected: Type.Integer(),
    waiting: Type.Integer(),
    expired: Type.Integer(),
    reasons: Type.Array(Type.Object({ reason: RejectionReason, count: Type.Integer() })),
    recent: Type.Array(RecentSubmission),
  }),
  /** First steps of a new workspace, each ticked by what is really there; null once all are done or I put it away. */
  checklist: Nullable(Type.Array(Type.Object({ step: OneOf(checklistSteps), done: Type.Boolean() }))),
  /** Nothing has come in yet. */
  isEmpty: Type.Boolean(),
})

const Period = { from: Type.Optional(LocalDate), to: Type.Optional(LocalDate) }
const ReportContact = Type.Object({
  id: Id,
  fullName: Type.String(),
  email: Nullable(Type.String()),
  companyName: Nullable(Type.String()),
  lifecycleStage: Stage,
  temperature: Temperature,
  source: Nullable(Type.String()),
  /** When it reached the stage, or came in. */
  at: Instant,
})

export const todayRoutes = defineRoutes({
  'GET /today': { summary: 'What waits for me this morning', can: 'member', reply: Today },
  'POST /today/checklist-dismissal': { summary: 'Put the first steps away', can: 'member' },
  'GET /reports/funnel': {
    summary: 'How many contacts reached each stage in a period (local days, both included; this month by default)',
    can: 'contacts.read',
    query: Type.Object(Period),
    reply: Type.Object({
      from: LocalDate,
      to: LocalDate,
      stages: Type.Array(Type.Object({ stage: Stage, reached: Type.Integer(), now: Type.Integer() })),
    }),
  },
  'GET /reports/funnel/contacts': {
    summary: 'The contacts behind a number of the funnel',
    can: 'contacts.read',
    query: pagingWith({ ...Period, stage: Stage }),
    reply: PageOf(ReportContact),
  },
  'GET /reports/sources': {
    summary: 'Contacts that came in during a period by source, and how many of them are customers by now',
    can: 'contacts.read',
    query: Type.Object(Period),
    reply: Type.Object({
      from: LocalDate,
      to: LocalDate,
      items: Type.Array(
        Type.Object({ source: Nullable(Type.String()), contacts: Type.Integer(), customers: Type.Integer() }),
      ),
    }),
  },
  'GET /reports/sources/contacts': {
    summary: 'The contacts behind a number of the sources; no `source` stands for those without one',
    can: 'contacts.read',
    query: pagingWith({
      ...Period,
      source: Type.Optional(Type.String({ maxLength: 200 })),
      customers: Type.Optional(Type.Boolean()),
    }),
    reply: PageOf(ReportContact),
  },
  'GET /reports/won': {
    summary: 'Deals won by month, in the currency of the workspace',
    can: 'deals.read',
    query: Type.Object({ months: Type.Optional(Type.Integer({ minimum: 1, maximum: 36, default: 12 })) }),
    reply: Type.Object({
      currency: Type.String(),
      months: Type.Array(
        Type.Object({ from: LocalDate, to: LocalDate, deals: Type.Integer(), amountCents: Type.Integer() }),
      ),
    }),
  },
  'GET /reports/won/deals': {
    summary: 'The deals behind a number of the won ones',
    can: 'deals.read',
    query: pagingWith(Period),
    reply: PageOf(
      Type.Object({
        id: Id,
        name: Type.String(),
        contactName: Nullable(Type.String()),
        companyName: Nullable(Type.String()),
        ownerName: Nullable(Type.String()),
        amount: Money,
        closedAt: Instant,
      }),
    ),
  },
})

export const todayEvents = defineEvents({})
