import Type, { type Static, type TSchema } from 'typebox'
import { TimelineEntry } from './contacts.ts'
import {
  Amount,
  ById,
  Changes,
  defineEvents,
  defineRoutes,
  FlatRecord,
  Id,
  Instant,
  LocalDate,
  Money,
  Nullable,
  OneOf,
  PageOf,
  pagingWith,
  Tags,
  Text,
} from './kit.ts'

export const dealStates = ['open', 'won', 'lost'] as const
export const lostReasons = [
  'price',
  'competitor',
  'no_budget',
  'no_decision',
  'timing',
  'no_fit',
  'no_stock',
  'other',
] as const
export const dealSorts = [
  'createdAt',
  'openedAt',
  'closedAt',
  'amount',
  'expectedCloseOn',
  'name',
  'stageSince',
  'position',
] as const

const given = {
  contactId: Type.Optional(Nullable(Id)),
  companyId: Type.Optional(Nullable(Id)),
  amount: Type.Optional(Nullable(Amount)),
  expectedCloseOn: Type.Optional(Nullable(LocalDate)),
  ownerId: Type.Optional(Nullable(Id)),
  productName: Type.Optional(Nullable(Text(200))),
  source: Type.Optional(Nullable(Text(100))),
  tags: Type.Optional(Tags),
  customFields: Type.Optional(FlatRecord),
}

const dealFields = {
  id: Id,
  name: Type.String(),
  contactId: Nullable(Id),
  contactName: Nullable(Type.String()),
  companyId: Nullable(Id),
  companyName: Nullable(Type.String()),
  pipelineId: Id,
  stageId: Id,
  stageKey: Type.String(),
  stageName: Type.String(),
  /** Of its stage while it is open; 100 when won, 0 when lost. */
  probability: Type.Integer(),
  state: OneOf(dealStates),
  amount: Nullable(Money),
  expectedCloseOn: Nullable(LocalDate),
  ownerId: Nullable(Id),
  productName: Nullable(Type.String()),
  source: Nullable(Type.String()),
  handoverId: Nullable(Id),
  openedAt: Instant,
  stageSince: Instant,
  /** Open, and longer in its stage than the stage allows. */
  isRotting: Type.Boolean(),
  closedAt: Nullable(Instant),
  wonReason: Nullable(Type.String()),
  lostReason: Nullable(Type.String()),
  closeNote: Nullable(Type.String()),
  tags: Type.Array(Type.String()),
  customFields: FlatRecord,
  version: Type.Integer(),
  createdAt: Instant,
}
export const Deal = Type.Object(dealFields)
export type Deal = Static<typeof Deal>
/** A deal with the way it came: the form that brought the contact before it was opened. */
export const DealRecord = Type.Object({
  ...dealFields,
  form: Nullable(Type.Object({ id: Id, name: Type.String(), submittedAt: Instant })),
  handover: Nullable(Type.Object({ id: Id, state: Type.String(), requestedAt: Instant })),
})
export type DealRecord = Static<typeof DealRecord>

const filters = {
  q: Type.Optional(Type.String({ maxLength: 200 })),
  ownerId: Type.Optional(Id),
  contactId: Type.Optional(Id),
  companyId: Type.Optional(Id),
  /** In whole units of the deal's currency, as people type them. */
  amountMin: Type.Optional(Type.Number({ minimum: 0, maximum: 90_000_000_000 })),
  amountMax: Type.Optional(Type.Number({ minimum: 0, maximum: 90_000_000_000 })),
  /** Expected close, both days included. */
  closeFrom: Type.Optional(LocalDate),
  closeTo: Type.Optional(LocalDate),
  /** Days of the workspace's zone, both included. */
  createdFrom: Type.Optional(LocalDate),
  createdTo: Type.Optional(LocalDate),
  /** The day that the deal itself carries: an imported one was opened before it was created here. */
  openedFrom: Type.Optional(LocalDate),
  openedTo: Type.Optional(LocalDate),
  tag: Type.Optional(Type.Array(Text(60), { maxItems: 20 })),
}

export const BoardStage = Type.Object({
  stageId: Id,
  key: Type.String(),
  name: Type.String(),
  probability: Type.Integer(),
  rotDays: Nullable(Type.Integer()),
  count: Type.Integer(),
  /** Of the deals in the workspace's currency. */
  total: Money,
  /** `total` by the stage's probability. */
  weighted: Money,
  /** Sums of deals in other currencies; never mixed into `total`. */
  otherTotals: Type.Array(Money),
  items: Type.Array(Deal),
  /** For `GET /deals?stageId=…&state=open&sort=position&after=`. */
  next: Nullable(Type.String()),
})
export const Board = Type.Object({ pipelineId: Id, pipelineName: Type.String(), stages: Type.Array(BoardStage) })
export type Board = Static<typeof Board>

const change = { can: 'deals.write', params: ById, reply: Deal, versioned: true } as const

export const dealsRoutes = defineRoutes({
  'GET /deals': {
    summary: 'Deals by filters, sorted and paged',
    can: 'deals.read',
    query: pagingWith({
      ...filters,
      /** Days of the workspace's zone, both included; open deals have none. */
      closedFrom: Type.Optional(LocalDate),
      closedTo: Type.Optional(LocalDate),
      state: Type.Optional(Type.Array(OneOf(dealStates), { maxItems: 3 })),
      stageId: Type.Optional(Type.Array(Id, { maxItems: 20 })),
      sort: Type.Optional(OneOf([...dealSorts, ...dealSorts.map((sort) => `-${sort}` as const)])),
    }),
    reply: PageOf(Deal),
  },
  'GET /deals/board': {
    summary: 'Open deals by stage: counts, sums and the first cards of each column',
    can: 'deals.read',
    query: Type.Object({
      ...filters,
      pipelineId: Type.Optional(Id),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 25 })),
    }),
    reply: Board,
  },
  'POST /deals': {
    summary: 'Open a deal; its contact becomes an opportunity, and a lead of theirs that waits is accepted',
    can: 'deals.write',
    body: Type.Object({ name: Text(300), stageId: Type.Optional(Id), handoverId: Type.Optional(Id), ...given }),
    reply: Deal,
    status: 201,
    versioned: true,
    problems: ['handover_given_back', 'handover_has_deal', 'only_sales_decides', 'unprocessable'],
  },
  'GET /deals/:id': {
    summary: 'One deal and the way it came',
    can: 'deals.read',
    params: ById,
    reply: DealRecord,
    versioned: true,
  },
  'PATCH /deals/:id': {
    ...change,
    summary: 'Change facts of a deal',
    body: Type.Object({ name: Type.Optional(Text(300)), ...given }),
    problems: ['precondition_failed', 'unprocessable'],
  },
  'DELETE /deals/:id': {
    summary: 'Delete a deal',
    can: 'deals.write',
    params: ById,
    problems: ['precondition_failed'],
  },
  'POST /deals/:id/restoration': { ...change, summary: 'Bring a deleted deal back' },
  'POST /deals/:id/stage': {
    ...change,
    summary: 'Move to a stage and a place in its column: below `afterId`, else above `beforeId`, else at the top',
    body: Type.Object({ stageId: Id, afterId: Type.Optional(Id), beforeId: Type.Optional(Id) }),
    problems: ['deal_already_closed', 'precondition_failed', 'unprocessable'],
  },
  'POST /deals/:id/won': {
    ...change,
    summary: 'Close as won; its contact becomes a customer',
    body: Type.Object({ reason: Type.Optional(Text(500)), closedAt: Type.Optional(Instant) }),
    problems: ['deal_already_closed', 'precondition_failed'],
  },
  'POST /deals/:id/lost': {
    ...change,
    summary: 'Close as lost, with the reason',
    body: Type.Object({
      reason: OneOf(lostReasons),
      note: Type.Optional(Text(2000)),
      closedAt: Type.Optional(Instant),
    }),
    problems: ['deal_already_closed', 'precondition_failed'],
  },
  'POST /deals/:id/reopening': {
    ...change,
    summary: 'Open a closed deal again',
    problems: ['invalid_transition', 'precondition_failed'],
  },
  'GET /deals/:id/timeline': {
    summary: 'What happened with a deal, newest first',
    can: 'deals.read',
    params: ById,
    query: pagingWith({}),
    reply: PageOf(TimelineEntry),
  },
  'POST /deals/bulk': {
    summary: 'Change many deals at once; closed deals keep their stage and count as skipped',
    can: 'deals.write',
    body: Type.Object({
      ids: Type.Array(Id, { minItems: 1, maxItems: 1000 }),
      ownerId: Type.Optional(Nullable(Id)),
      stageId: Type.Optional(Id),
      addTags: Type.Optional(Tags),
      removeTags: Type.Optional(Tags),
      /** true deletes, false restores. */
      deleted: Type.Optional(Type.Boolean()),
    }),
    reply: Type.Object({ changed: Type.Integer(), skipped: Type.Integer() }),
    problems: ['unprocessable'],
  },
})

const dealEvent = <P extends Record<string, TSchema>>(more: P) =>
  Type.Object({
    dealId: Id,
    dealName: Type.String(),
    subjectId: Type.Optional(Id),
    companyId: Type.Optional(Id),
    ...more,
  })
const value = { amountCents: Nullable(Type.Integer()), currency: Type.String() }

export const dealsEvents = defineEvents({
  'deal.opened': dealEvent({
    ...value,
    stageId: Id,
    stageName: Type.String(),
    ownerId: Nullable(Id),
    handoverId: Nullable(Id),
  }),
  'deal.updated': dealEvent({ changes: Changes }),
  'deal.stage_changed': dealEvent({ fromStageId: Id, fromStage: Type.String(), toStageId: Id, toStage: Type.String() }),
  'deal.won': dealEvent({ ...value, reason: Nullable(Type.String()), ownerId: Nullable(Id) }),
  'deal.lost': dealEvent({
    ...value,
    reason: OneOf(lostReasons),
    note: Nullable(Type.String()),
    ownerId: Nullable(Id),
  }),
  'deal.reopened': dealEvent({ fromState: OneOf(dealStates) }),
  'deal.deleted': dealEvent({}),
  'deal.restored': dealEvent({}),
})
