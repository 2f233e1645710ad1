/** What both departments have agreed on leads: who gets them, how fast sales answers, and how well that is kept. */
import Type from 'typebox'
import { RejectionReason } from './handovers.ts'
import { ById, defineEvents, defineRoutes, Id, LocalDate, Nullable, OneOf, Text } from './kit.ts'

const RoutingRule = Type.Object({
  id: Id,
  position: Type.Integer(),
  name: Type.String(),
  condition: Type.Unknown(),
  memberIds: Type.Array(Id),
  active: Type.Boolean(),
  version: Type.Integer(),
})
const RuleBody = {
  name: Text(120),
  condition: Type.Unknown(),
  memberIds: Type.Array(Id, { minItems: 1, maxItems: 200, uniqueItems: true }),
  active: Type.Boolean(),
}
export const SlaPolicy = Type.Object({
  version: Type.Integer(),
  acceptBusinessMinutes: Type.Integer(),
  firstTouchHandRaiseMinutes: Type.Integer(),
  firstTouchMinutes: Type.Integer(),
  attempts: Type.Integer(),
  attemptDays: Type.Integer(),
  warnAfterPercent: Type.Integer(),
  escalateAfterPercent: Type.Integer(),
  /** The agreement whose signed version set the clauses: then only signing anew changes them. */
  agreement: Nullable(Type.Object({ id: Id, number: Type.Integer() })),
})
const minutes = Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 }))
const percent = (minimum: number, maximum: number) => Type.Optional(Type.Integer({ minimum, maximum }))

const Period = Type.Object({ from: Type.Optional(LocalDate), to: Type.Optional(LocalDate) })
const Waiting = Type.Object({
  count: Type.Integer(),
  waiting: Type.Integer(),
  median: Nullable(Type.Number()),
  p90: Nullable(Type.Number()),
})

export const handoverPolicyRoutes = defineRoutes({
  'GET /routing-rules': {
    summary: 'Rules that decide which seller gets a lead, in order',
    can: 'handovers.read',
    reply: Type.Object({ items: Type.Array(RoutingRule), next: Type.Null() }),
  },
  'POST /routing-rules': {
    summary: 'New routing rule, last in the order',
    can: 'routing.manage',
    body: Type.Object({ ...RuleBody, active: Type.Optional(RuleBody.active) }),
    reply: RoutingRule,
    status: 201,
  },
  'PUT /routing-rules/order': {
    summary: 'Order of the routing rules: every id, first to last',
    can: 'routing.manage',
    body: Type.Object({ ids: Type.Array(Id, { maxItems: 200, uniqueItems: true }) }),
    reply: Type.Object({ items: Type.Array(RoutingRule), next: Type.Null() }),
  },
  'PATCH /routing-rules/:id': {
    summary: 'Change a routing rule',
    can: 'routing.manage',
    params: ById,
    body: Type.Partial(Type.Object(RuleBody)),
    reply: RoutingRule,
    versioned: true,
    problems: ['precondition_failed'],
  },
  'DELETE /routing-rules/:id': { summary: 'Delete a routing rule', can: 'routing.manage', params: ById },
  'GET /sla-policy': {
    summary: 'What sales owes a lead, and when it is reminded',
    can: 'handovers.read',
    reply: SlaPolicy,
  },
  'PATCH /sla-policy': {
    summary: 'Change what sales owes a lead; running clocks keep their deadlines',
    can: 'routing.manage',
    body: Type.Object({
      acceptBusinessMinutes: minutes,
      firstTouchHandRaiseMinutes: minutes,
      firstTouchMinutes: minutes,
      attempts: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
      attemptDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 365 })),
      warnAfterPercent: percent(1, 100),
      escalateAfterPercent: percent(1, 300),
    }),
    reply: SlaPolicy,
    problems: ['sla_policy_agreed'],
  },
  'GET /reports/speed-to-lead': {
    summary: 'How long leads wait for the system and for a person; untouched leads are censored, never dropped',
    can: 'handovers.read',
    query: Period,
    reply: Type.Object({
      from: LocalDate,
      to: LocalDate,
      system: Waiting,
      human: Waiting,
      humanBusiness: Waiting,
      neverContactedShare: Nullable(Type.Number()),
      sla: Type.Object({
        met: Type.Integer(),
        breached: Type.Integer(),
        running: Type.Integer(),
        /** Given back in time without having been contacted: neither met nor breached. */
        notApplicable: Type.Integer(),
        share: Nullable(Type.Number()),
      }),
    }),
  },
  'GET /reports/rejections': {
    summary: 'What sales gave back and why, with the records behind each number',
    can: 'handovers.read',
    query: Period,
    reply: Type.Object({
      from: LocalDate,
      to: LocalDate,
      handedOver: Type.Integer(),
      pending: Type.Integer(),
      accepted: Type.Integer(),
      rejected: Type.Integer(),
      expired: Type.Integer(),
      /** 1 − rejected as no fit ÷ decided; null when nothing is decided. */
      precision: Nullable(Type.Number()),
      reasons: Type.Array(Type.Object({ reason: RejectionReason, count: Type.Integer(), handoverIds: Type.Array(Id) })),
    }),
  },
})

export const handoverPolicyEvents = defineEvents({
  'routing_rule.changed': Type.Object({
    routingRuleId: Nullable(Id),
    change: OneOf(['created', 'updated', 'deleted', 'reordered'] as const),
  }),
})
