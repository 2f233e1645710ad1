import Type, { type Static } from 'typebox'
import { ById, defineRoutes, Id, Instant, LocalDate, Nullable, OneOf, PageOf, pagingWith, Text } from './kit.ts'

export const informationKinds = ['text', 'number', 'link', 'document'] as const
/** `never` verified, `stale` (beyond its interval), `due` within two days, `fresh`. */
export const informationStates = ['never', 'stale', 'due', 'fresh'] as const
export const informationViews = ['owe', 'need', 'stale'] as const
export const informationSorts = ['dueOn', 'freshness', 'name', 'createdAt'] as const
export const informationActs = [
  'value_set',
  'verified',
  'proposal_accepted',
  'proposal_declined',
  'owner_changed',
  'terms_changed',
] as const
export const informationBindings = ['project', 'campaign', 'meeting_series'] as const
export const proposalStates = ['open', 'accepted', 'declined', 'withdrawn'] as const

/** Days for which a verification holds. */
export const IntervalDays = Type.Integer({ minimum: 1, maximum: 1000 })
/** A link is an http(s) address; of a document the value is its text in the co-edited document. */
const GivenValue = Type.Union([Type.String({ maxLength: 10_000 }), Type.Number(), Type.Null()])

export const InformationItem = Type.Object({
  id: Id,
  name: Type.String(),
  purpose: Type.String(),
  requestedByDepartmentId: Id,
  providedByDepartmentId: Id,
  ownerId: Id,
  ownerName: Type.String(),
  /** False: the owner has left, and nobody can verify until there is another. */
  ownerIsActive: Type.Boolean(),
  intervalDays: Type.Integer(),
  mandatory: Type.Boolean(),
  /** Stale and mandatory, it holds up every launch in which the requesting department takes part. */
  blocksLaunches: Type.Boolean(),
  kind: OneOf(informationKinds),
  value: Type.Union([Type.String(), Type.Number(), Type.Null()]),
  unit: Nullable(Type.String()),
  documentId: Nullable(Id),
  state: OneOf(informationStates),
  /** 1 to the end of `dueOn`, then down to 0 over one more interval; 0 until it has been verified for the first time. */
  freshness: Type.Number({ minimum: 0, maximum: 1 }),
  /** Last local day on which the verification holds; before the first one, the day by which it is needed. */
  dueOn: LocalDate,
  verifiedAt: Nullable(Instant),
  verifiedBy: Nullable(Id),
  openProposals: Type.Integer(),
  nudgedAt: Nullable(Instant),
  projectId: Nullable(Id),
  campaignId: Nullable(Id),
  meetingSeriesId: Nullable(Id),
  bound: Nullable(Type.Object({ kind: OneOf(informationBindings), id: Id, name: Type.String(), url: Type.String() })),
  /** What it was for is over: it is kept, but no longer asked for. */
  closedAt: Nullable(Instant),
  version: Type.Integer(),
  createdAt: Instant,
  updatedAt: Instant,
})
export type InformationItem = Static<typeof InformationItem>

export const InformationProposal = Type.Object({
  id: Id,
  itemId: Id,
  proposedBy: Id,
  value: Type.Union([Type.String(), Type.Number()]),
  reason: Type.String(),
  state: OneOf(proposalStates),
  decidedBy: Nullable(Id),
  decidedAt: Nullable(Instant),
  declineReason: Nullable(Type.String()),
  createdAt: Instant,
})

const HistoryEntry = Type.Object({
  id: Id,
  at: Instant,
  actorId: Id,
  actorName: Nullable(Type.String()),
  act: OneOf(informationActs),
  before: Nullable(Type.String()),
  after: Nullable(Type.String()),
  reason: Type.String(),
})

const Cell = Type.Object({
  requestedByDepartmentId: Id,
  providedByDepartmentId: Id,
  items: Type.Integer(),
  mandatory: Type.Integer(),
  stale: Type.Integer(),
  staleMandatory: Type.Integer(),
  /** Mean of its items. */
  freshness: Type.Number({ minimum: 0, maximum: 1 }),
})
const Matrix = Type.Object({
  departments: Type.Array(Type.Object({ id: Id, key: Type.String(), name: Type.String() })),
  cells: Type.Array(Cell),
  /** Mean of all items; null without any. */
  freshness: Nullable(Type.Number()),
  /** Every mandatory item has been verified by its owner within its interval. */
  ready: Type.Boolean(),
})

const terms = {
  purpose: Type.Optional(Type.String({ maxLength: 2000 })),
  blocksLaunches: Type.Optional(Type.Boolean()),
  unit: Type.Optional(Nullable(Text(40, 0))),
  projectId: Type.Optional(Nullable(Id)),
  campaignId: Type.Optional(Nullable(Id)),
  meetingSeriesId: Type.Optional(Nullable(Id)),
}
export const informationScope = {
  projectId: Type.Optional(Id),
  campaignId: Type.Optional(Id),
  meetingSeriesId: Type.Optional(Id),
}

const one = { can: 'information.write', params: ById, reply: InformationItem, versioned: true } as const
const ByProposal = Type.Object({ id: Id, proposalId: Id })
const Ids = Type.Array(Id, { minItems: 1, maxItems: 500 })

export const informationRoutes = defineRoutes({
  'GET /information-items': {
    summary: 'What departments need of each other, by filters, sorted and paged',
    can: 'information.read',
    query: pagingWith({
      q: Type.Optional(Type.String({ maxLength: 200 })),
      /** `owe`: mine to verify · `need`: asked for by my departments · `stale`: beyond its interval or never verified. */
      view: Type.Optional(OneOf(informationViews)),
      state: Type.Optional(Type.Array(OneOf(informationStates), { maxItems: 4 })),
      ownerId: Type.Optional(Id),
      requestedByDepartmentId: Type.Optional(Id),
      providedByDepartmentId: Type.Optional(Id),
      mandatory: Type.Optional(Type.Boolean()),
      /** The owner has left. */
      ownerless: Type.Optional(Type.Boolean()),
      ...informationScope,
      sort: Type.Optional(OneOf([...informationSorts, ...informationSorts.map((sort) => `-${sort}` as const)])),
    }),
    reply: PageOf(InformationItem),
  },
  'GET /information-items/matrix': {
    summary: 'Requesting by providing department: how many items and how fresh',
    can: 'information.read',
    query: Type.Object(informationScope),
    reply: Matrix,
  },
  'POST /information-items': {
    summary: 'Ask a department for something; its owner verifies it at least every `intervalDays`',
    can: 'information.write',
    body: Type.Object({
      name: Text(200),
      requestedByDepartmentId: Id,
      providedByDepartmentId: Id,
      ownerId: Id,
      intervalDays: IntervalDays,
      mandatory: Type.Boolean(),
      kind: Type.Optional(OneOf(informationKinds)),
      value: Type.Optional(GivenValue),
      /** By when it is needed for the first time; today unless said. */
      dueOn: Type.Optional(LocalDate),
      ...terms,
    }),
    reply: InformationItem,
    status: 201,
    versioned: true,
    problems: ['unprocessable'],
  },
  'POST /information-items/verifications': {
    summary: 'Verify several of one’s own items as they stand',
    can: 'information.write',
    body: Type.Object({ ids: Ids }),
    reply: Type.Object({
      verified: Type.Integer(),
      refused: Type.Array(Type.Object({ id: Id, reason: OneOf(['not_found', 'not_owner'] as const) })),
    }),
  },
  'POST /information-items/owner': {
    summary: 'Hand several items to another owner; those whose department it is not in are refused',
    can: 'information.write',
    body: Type.Object({ ids: Ids, ownerId: Id }),
    reply: Type.Object({
      changed: Type.Integer(),
      refused: Type.Array(Type.Object({ id: Id, reason: OneOf(['not_found', 'not_in_department'] as const) })),
    }),
    problems: ['unprocessable'],
  },
  'GET /information-items/:id': {
    summary: 'An item',
    can: 'information.read',
    params: ById,
    reply: InformationItem,
    versioned: true,
  },
  'PATCH /information-items/:id': {
    ...one,
    summary: 'Change an item; its value only by its owner, which verifies it',
    body: Type.Object({
      name: Type.Optional(Text(200)),
      requestedByDepartmentId: Type.Optional(Id),
      providedByDepartmentId: Type.Optional(Id),
      ownerId: Type.Optional(Id),
      intervalDays: Type.Optional(IntervalDays),
      mandatory: Type.Optional(Type.Boolean()),
      kind: Type.Optional(OneOf(informationKinds)),
      value: Type.Optional(GivenValue),
      /** Why the value changes. */
      reason: Type.Optional(Type.String({ maxLength: 1000 })),
      ...terms,
    }),
    problems: ['information_owner_only', 'precondition_failed', 'unprocessable'],
  },
  'DELETE /information-items/:id': {
    summary: 'Delete an item',
    can: 'information.write',
    params: ById,
    problems: ['precondition_failed'],
  },
  'POST /information-items/:id/restoration': { ...one, summary: 'Bring a deleted item back' },
  'POST /information-items/:id/verification': {
    ...one,
    summary: 'The owner’s word that the item is right as it stands',
    body: Type.Object({}, { default: {} }),
    problems: ['information_owner_only', 'precondition_failed'],
  },
  'POST /information-items/:id/nudge': {
    ...one,
    summary: 'Ask the owner to verify; once a day',
    body: Type.Object({}, { default: {} }),
    problems: ['information_nudged_today', 'unprocessable'],
  },
  'GET /information-items/:id/history': {
    summary: 'Who set, verified or changed what, from what to what and why; newest first',
    can: 'information.read',
    params: ById,
    query: pagingWith({}),
    reply: PageOf(HistoryEntry),
  },
  'GET /information-items/:id/proposals': {
    summary: 'What others propose as its value, newest first',
    can: 'information.read',
    params: ById,
    query: pagingWith({ state: Type.Optional(OneOf(proposalStates)) }),
    reply: PageOf(InformationProposal),
  },
  'POST /information-items/:id/proposals': {
    summary: 'Propose a value; the owner’s own is accepted at once',
    can: 'information.write',
    params: ById,
    body: Type.Object({
      value: Type.Union([Type.String({ minLength: 1, maxLength: 10_000 }), Type.Number()]),
      reason: Type.Optional(Type.String({ maxLength: 1000 })),
    }),
    reply: InformationProposal,
    status: 201,
    problems: ['unprocessable'],
  },
  'POST /information-items/:id/proposals/:proposalId/acceptance': {
    summary: 'Take a proposal over as the value, which verifies the item',
    can: 'information.write',
    params: ByProposal,
    body: Type.Object({}, { default: {} }),
    reply: InformationItem,
    problems: ['information_owner_only', 'information_proposal_decided'],
  },
  'POST /information-items/:id/proposals/:proposalId/decline': {
    summary: 'Decline a proposal and say why',
    can: 'information.write',
    params: ByProposal,
    body: Type.Object({ reason: Text(1000) }),
    reply: InformationProposal,
    problems: ['information_owner_only', 'information_proposal_decided'],
  },
  'DELETE /information-items/:id/proposals/:proposalId': {
    summary: 'Withdraw a proposal of one’s own',
    can: 'information.write',
    params: ByProposal,
    problems: ['information_proposal_decided'],
  },
})
