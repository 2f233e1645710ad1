import Type from 'typebox'
import { LifecycleStage } from './contacts.ts'
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
import { Contribution, ReasonCode, Temperature } from './scoring.ts'

export const HandoverState = OneOf(['pending', 'accepted', 'rejected', 'expired'] as const)
export const RejectionReason = OneOf(['no_timing', 'no_fit', 'bad_data', 'duplicate', 'unreachable'] as const)
/** What the person wrote: labels as the form had them then. */
const Answer = Type.Object({ key: Type.String(), label: Type.String(), value: Type.String() })

export const Handover = Type.Object({
  id: Id,
  contactId: Id,
  contactName: Type.String(),
  contactEmail: Nullable(Type.String()),
  contactPhone: Nullable(Type.String()),
  jobTitle: Nullable(Type.String()),
  companyId: Nullable(Id),
  companyName: Nullable(Type.String()),
  lifecycleStage: LifecycleStage,
  temperature: Temperature,
  score: Type.Integer(),
  assigneeId: Nullable(Id),
  assigneeName: Nullable(Type.String()),
  state: HandoverState,
  handRaise: Type.Boolean(),
  requestedAt: Instant,
  assignedAt: Nullable(Instant),
  /** When it must be accepted by; null where the calendar never opens. */
  dueAt: Nullable(Instant),
  touchDueAt: Nullable(Instant),
  /** The clock that runs out next. */
  clockAt: Nullable(Instant),
  firstTouchAt: Nullable(Instant),
  escalatedAt: Nullable(Instant),
  decidedAt: Nullable(Instant),
  decidedById: Nullable(Id),
  decidedByName: Nullable(Type.String()),
  rejectionReason: Nullable(RejectionReason),
  note: Nullable(Type.String()),
  wakeOn: Nullable(LocalDate),
  duplicateOfId: Nullable(Id),
  dealId: Nullable(Id),
  reasons: Type.Array(Type.String()),
  reasonCodes: Type.Array(ReasonCode),
  /** Why this seller, in one sentence. */
  routedBecause: Nullable(Type.String()),
  formId: Nullable(Id),
  formName: Nullable(Type.String()),
  pageUrl: Nullable(Type.String()),
  source: Nullable(Type.String()),
  answers: Type.Array(Answer),
  version: Type.Integer(),
})
const Detail = Type.Object({
  ...Handover.properties,
  contributions: Type.Array(Contribution),
  /** Pages seen, newest first. */
  journey: Type.Array(
    Type.Object({
      at: Instant,
      type: Type.String(),
      path: Type.String(),
      name: Nullable(Type.String()),
      source: Nullable(Type.String()),
    }),
  ),
  consents: Type.Array(
    Type.Object({
      purpose: Type.String(),
      state: Type.String(),
      basis: Type.String(),
      at: Instant,
      text: Nullable(Type.String()),
    }),
  ),
  /** Outbound attempts that sales has logged since it was handed over. */
  attempts: Type.Integer(),
  attemptsNeeded: Type.Integer(),
  recycles: Type.Integer(),
  previous: Type.Array(
    Type.Object({
      id: Id,
      state: HandoverState,
      requestedAt: Instant,
      rejectionReason: Nullable(RejectionReason),
      assigneeName: Nullable(Type.String()),
    }),
  ),
})

const Decision = Type.Object({
  reason: RejectionReason,
  note: Type.Optional(Nullable(Text(2000, 0))),
  wakeOn: Type.Optional(Nullable(LocalDate)),
  duplicateOfId: Type.Optional(Nullable(Id)),
})

export const handoversRoutes = defineRoutes({
  'GET /handovers': {
    summary: 'Leads handed over, by the date on which they are due',
    can: 'handovers.read',
    query: pagingWith({
      state: Type.Optional(Type.Array(HandoverState)),
      assigneeId: Type.Optional(Type.Array(Id)),
      contactId: Type.Optional(Id),
      mine: Type.Optional(Type.Boolean()),
      rejectionReason: Type.Optional(Type.Array(RejectionReason)),
      requestedFrom: Type.Optional(LocalDate),
      requestedTo: Type.Optional(LocalDate),
      sort: Type.Optional(OneOf(['dueAt', 'clockAt', '-requestedAt'] as const)),
    }),
    reply: PageOf(Handover),
  },
  'POST /handovers': {
    summary: 'Hand a contact over to sales by hand',
    can: 'contacts.write',
    body: Type.Object({
      contactId: Id,
      note: Type.Optional(Nullable(Text(2000, 0))),
      assigneeId: Type.Optional(Nullable(Id)),
    }),
    reply: Handover,
    status: 201,
    problems: ['handover_already_pending', 'invalid_transition'],
  },
  'GET /handovers/counts': {
    summary: 'How many leads wait, by tab of the inbox',
    can: 'handovers.read',
    reply: Type.Object({ pending: Type.Integer(), mine: Type.Integer(), overdue: Type.Integer() }),
  },
  'GET /handovers/:id': {
    summary: 'One lead with everything known',
    can: 'handovers.read',
    params: ById,
    reply: Detail,
    versioned: true,
  },
  'POST /handovers/:id/acceptance': {
    summary: 'Sales takes the lead',
    can: 'handovers.decide',
    params: ById,
    body: Type.Object({
      createDeal: Type.Optional(Type.Boolean()),
      dealName: Type.Optional(Nullable(Text(300))),
      amountCents: Type.Optional(Nullable(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }))),
    }),
    reply: Handover,
    problems: ['handover_already_decided', 'only_sales_decides'],
  },
  'POST /handovers/:id/rejection': {
    summary: 'Sales gives the lead back; the reason decides what follows',
    can: 'handovers.decide',
    params: ById,
    body: Decision,
    reply: Handover,
    problems: ['contact_has_open_deal', 'handover_already_decided', 'only_sales_decides', 'too_few_attempts'],
  },
  'POST /handovers/:id/return': {
    summary: 'Gives a lead back that was accepted before; same reasons and consequences as a rejection',
    can: 'handovers.decide',
    params: ById,
    body: Decision,
    reply: Handover,
    problems: ['contact_has_open_deal', 'handover_not_accepted', 'only_sales_decides', 'too_few_attempts'],
  },
  'POST /handovers/:id/assignment': {
    summary: 'Give a pending lead to another seller; its clocks go on',
    can: 'handovers.decide',
    params: ById,
    body: Type.Object({ memberId: Id }),
    reply: Handover,
    problems: ['handover_already_decided'],
  },
  'GET /lifecycle': {
    summary: 'Transitions of a contact, newest first',
    can: 'contacts.read',
    query: pagingWith({ contactId: Id }),
    reply: PageOf(
      Type.Object({
        id: Id,
        contactId: Id,
        from: Nullable(LifecycleStage),
        to: LifecycleStage,
        at: Instant,
        reason: Nullable(Type.String()),
        ruleVersion: Nullable(Type.Integer()),
        evidence: Type.Record(Type.String(), Type.Unknown()),
        actorKind: Type.String(),
        actorName: Nullable(Type.String()),
      }),
    ),
  },
  'POST /lifecycle': {
    summary: 'Move a contact by hand',
    can: 'contacts.write',
    body: Type.Object({
      contactId: Id,
      to: LifecycleStage,
      reason: Text(500),
      wakeOn: Type.Optional(Nullable(LocalDate)),
    }),
    reply: Type.Object({ contactId: Id, from: LifecycleStage, to: LifecycleStage }),
    status: 201,
    problems: ['invalid_transition', 'only_sales_decides'],
  },
})

const AboutHandover = { handoverId: Id, subjectId: Id }
export const handoversEvents = defineEvents({
  'handover.requested': Type.Object({
    ...AboutHandover,
    assigneeId: Nullable(Id),
    handRaise: Type.Boolean(),
    byHand: Type.Boolean(),
    dueAt: Instant,
    touchDueAt: Instant,
    reasons: Type.Array(ReasonCode),
    routing: Nullable(ReasonCode),
  }),
  'handover.assigned': Type.Object({ ...AboutHandover, from: Nullable(Id), to: Id }),
  'handover.accepted': Type.Object({ ...AboutHandover, memberId: Id, dealId: Nullable(Id) }),
  'handover.rejected': Type.Object({
    ...AboutHandover,
    memberId: Id,
    reason: RejectionReason,
    note: Nullable(Type.String()),
    consequence: OneOf(['nurture', 'disqualify', 'data_task', 'merge'] as const),
    wakeOn: Nullable(LocalDate),
    duplicateOfId: Nullable(Id),
    afterAcceptance: Type.Boolean(),
  }),
  'handover.touched': Type.Object({ ...AboutHandover, memberId: Id, activityId: Id, minutes: Type.Integer() }),
  'handover.escalated': Type.Object({ ...AboutHandover, assigneeId: Nullable(Id), memberIds: Type.Array(Id) }),
  'handover.expired': Type.Object({ ...AboutHandover, assigneeId: Nullable(Id), nextHandoverId: Id }),
  'contact.woken': Type.Object({ subjectId: Id, wakeOn: LocalDate }),
})
