import Type, { type Static } from 'typebox'
import { Cents, Changes, defineEvents, Id, Instant, LocalDate, Nullable, OneOf, Text } from './kit.ts'

export const agreementDirections = ['marketing_to_sales', 'sales_to_marketing'] as const
export type AgreementDirection = (typeof agreementDirections)[number]
export const agreementVersionStates = ['draft', 'proposed', 'signed', 'withdrawn'] as const
/** How a lead, or one clause of it, stands. */
export const leadStates = ['met', 'running', 'breached', 'not_applicable'] as const
export const clauseNames = ['accept', 'firstTouch', 'attempts'] as const

const share = Type.Number({ minimum: 0, maximum: 1 })

/** When both owners are told: attainment under a share at once, pace under a share for so many business days. */
const Alert = Type.Object({
  attainmentBelow: Nullable(share),
  paceBelow: Nullable(Type.Number({ minimum: 0, maximum: 2 })),
  businessDays: Type.Integer({ minimum: 1, maximum: 60 }),
})
export const MarketingTerms = Type.Object({
  /** What is counted: people who became lead, or who qualified as MQL. */
  unit: OneOf(['lead', 'mql'] as const),
  /** Value that marketing owes each month. */
  targetCents: Type.Integer({ minimum: 1, maximum: 9_000_000_000_000 }),
  /** Set by hand for a source; what is null is measured. */
  sources: Type.Array(
    Type.Object({ source: Text(200, 0), closeRate: Nullable(share), revenueCents: Nullable(Cents) }),
    { maxItems: 200 },
  ),
  /** How far back close rate and revenue are measured, before the month begins. */
  windowDays: Type.Integer({ minimum: 30, maximum: 1095 }),
  /** A source with fewer people in the window takes the mean of the workspace. */
  minimumSample: Type.Integer({ minimum: 1, maximum: 10_000 }),
  /** Where even the workspace has no history yet. */
  otherwise: Type.Object({ closeRate: share, revenueCents: Cents }),
  alert: Alert,
})
export type MarketingTerms = Static<typeof MarketingTerms>

const minutes = Type.Integer({ minimum: 1, maximum: 100_000 })
export const SalesTerms = Type.Object({
  acceptBusinessMinutes: minutes,
  firstTouchHandRaiseMinutes: minutes,
  firstTouchMinutes: minutes,
  attempts: Type.Integer({ minimum: 1, maximum: 100 }),
  attemptDays: Type.Integer({ minimum: 1, maximum: 365 }),
  /** Share of decided leads that shall meet every clause. */
  targetShare: Type.Number({ exclusiveMinimum: 0, maximum: 1 }),
  /** Leads handed over in so many days up to the day measured. */
  windowDays: Type.Integer({ minimum: 7, maximum: 90 }),
  alert: Alert,
})
export type SalesTerms = Static<typeof SalesTerms>

const Signature = Type.Object({ departmentId: Id, departmentName: Type.String(), memberId: Id, signedAt: Instant })
export const AgreementVersion = Type.Object({
  number: Type.Integer(),
  state: OneOf(agreementVersionStates),
  marketing: Nullable(MarketingTerms),
  sales: Nullable(SalesTerms),
  note: Nullable(Type.String()),
  /** The first day it counts; the last signature moves an earlier one to its own day. */
  from: LocalDate,
  signatures: Type.Array(Signature),
  /** Departments that have not signed. */
  missingDepartmentIds: Type.Array(Id),
  /** Against the signed version before it. */
  changes: Type.Array(Type.Object({ field: Type.String(), before: Type.Unknown(), after: Type.Unknown() })),
  createdBy: Id,
  createdAt: Instant,
  proposedAt: Nullable(Instant),
  signedAt: Nullable(Instant),
})
export type AgreementVersion = Static<typeof AgreementVersion>

/** Where a figure comes from: by hand, measured on the source, the workspace's mean, or the terms' last resort. */
export const valueOrigins = ['set', 'measured', 'mean', 'otherwise'] as const
const origin = { origin: OneOf(valueOrigins), sample: Type.Integer() }
const SourceResult = Type.Object({
  source: Type.String(),
  count: Type.Integer(),
  closeRate: Type.Object({ value: Type.Number(), ...origin }),
  revenue: Type.Object({ cents: Type.Integer(), ...origin }),
  /** Of one lead: close rate × revenue per customer, in whole cents. */
  valueCents: Type.Integer(),
  deliveredCents: Type.Integer(),
})
export const MarketingResult = Type.Object({
  unit: OneOf(['lead', 'mql'] as const),
  month: LocalDate,
  targetCents: Type.Integer(),
  deliveredCents: Type.Integer(),
  /** Of the target, what is due by now. */
  dueCents: Type.Integer(),
  businessDays: Type.Integer(),
  elapsedBusinessDays: Type.Integer(),
  sources: Type.Array(SourceResult),
})
export type MarketingResult = Static<typeof MarketingResult>
const Count = Type.Object({ met: Type.Integer(), breached: Type.Integer(), running: Type.Integer() })
export const SalesResult = Type.Object({
  /** First day of the window. */
  since: LocalDate,
  targetShare: Type.Number(),
  leads: Count,
  clauses: Type.Object({ accept: Count, firstTouch: Count, attempts: Count }),
})
export type SalesResult = Static<typeof SalesResult>
const measured = {
  day: LocalDate,
  /** The version it was computed with. */
  number: Nullable(Type.Integer()),
  /** Marketing: delivered ÷ target of the month. Sales: share of decided leads that met every clause. Null: nothing to judge. */
  attainment: Nullable(Type.Number()),
  /** Attainment ÷ what is due by that day: 1 is on pace. */
  pace: Nullable(Type.Number()),
  /** What attainment shall be in the end. */
  target: Type.Number(),
}
export const AttainmentDay = Type.Object({
  ...measured,
  isBusinessDay: Type.Boolean(),
  /** Marketing: cents delivered in the month so far. Sales: leads that met every clause. */
  done: Type.Integer(),
  /** Marketing: cents owed in the month. Sales: leads decided. */
  owed: Type.Integer(),
})
export type AttainmentDay = Static<typeof AttainmentDay>
export const Measured = Type.Object({
  ...measured,
  at: Instant,
  marketing: Nullable(MarketingResult),
  sales: Nullable(SalesResult),
})
export type Measured = Static<typeof Measured>
export const Attainment = Type.Object({
  agreementId: Nullable(Id),
  direction: OneOf(agreementDirections),
  currency: Type.String(),
  from: LocalDate,
  to: LocalDate,
  days: Type.Array(AttainmentDay),
  /** Null as long as no version is in force. */
  now: Nullable(Measured),
})
export type Attainment = Static<typeof Attainment>

const Clause = Type.Object({
  state: OneOf(leadStates),
  dueAt: Nullable(Instant),
  at: Nullable(Instant),
})
export const BehindLead = Type.Object({
  handoverId: Id,
  contactId: Id,
  contactName: Type.String(),
  assigneeId: Nullable(Id),
  handRaise: Type.Boolean(),
  assignedAt: Instant,
  state: OneOf(leadStates),
  clauses: Type.Object({ accept: Clause, firstTouch: Clause, attempts: Clause }),
})
export type BehindLead = Static<typeof BehindLead>
export const DeliveredContact = Type.Object({
  contactId: Id,
  contactName: Type.String(),
  source: Nullable(Type.String()),
  at: Instant,
})
export type DeliveredContact = Static<typeof DeliveredContact>

const facts = { agreementId: Id, direction: OneOf(agreementDirections), name: Type.String() }
const ofVersion = { ...facts, number: Type.Integer() }
const state = { attainment: Nullable(Type.Number()), pace: Nullable(Type.Number()), day: LocalDate }
export const agreementsEvents = defineEvents({
  'agreement.created': Type.Object(facts),
  'agreement.updated': Type.Object({ ...facts, changes: Changes }),
  'agreement.deleted': Type.Object(facts),
  'agreement.restored': Type.Object(facts),
  'agreement.drafted': Type.Object(ofVersion),
  'agreement.withdrawn': Type.Object(ofVersion),
  'agreement.proposed': Type.Object(ofVersion),
  'agreement.signed': Type.Object({ ...ofVersion, departmentId: Id, departmentName: Type.String() }),
  'agreement.in_force': Type.Object({ ...ofVersion, from: LocalDate }),
  'agreement.behind': Type.Object({ ...facts, ...state }),
  'agreement.recovered': Type.Object({ ...facts, ...state }),
})
