import Type, { type Static } from 'typebox'
import {
  ById,
  Cents,
  Currency,
  defineRoutes,
  Id,
  Instant,
  LocalDate,
  Nullable,
  OneOf,
  PageOf,
  Severity,
  Text,
} from './kit.ts'
import { AttributeKey, attributeTypes, Unit } from './products.ts'

export const specStates = ['draft', 'scheduled', 'published'] as const

const ListKey = Type.String({ pattern: '^[a-z0-9][a-z0-9_-]{0,59}$' })
/** A day of the workspace (its first moment), or an exact moment. */
const Moment = Type.Union([LocalDate, Instant])

const AttributeInput = Type.Object({
  key: AttributeKey,
  label: Text(120),
  value: Type.Union([Text(2000), Type.Number(), Type.Boolean()]),
  unit: Type.Optional(Nullable(Unit)),
  severity: Severity,
  type: Type.Optional(OneOf(attributeTypes)),
})
export type AttributeInput = Static<typeof AttributeInput>
export const SpecAttribute = Type.Object({
  key: Type.String(),
  label: Type.String(),
  type: OneOf(attributeTypes),
  /** As written: "7", "12", "IP68", "true"; a number that can be read in two ways, so that it cannot: "5.000" in Spanish as "5000". */
  value: Type.String(),
  unit: Nullable(Type.String()),
  severity: Severity,
})
export type SpecAttribute = Static<typeof SpecAttribute>
const specFields = {
  version: Type.Integer(),
  state: OneOf(specStates),
  attributes: Type.Array(SpecAttribute),
  note: Nullable(Type.String()),
  createdBy: Nullable(Type.String()),
  createdAt: Instant,
  publishedBy: Nullable(Type.String()),
  publishedAt: Nullable(Instant),
  effectiveFrom: Nullable(Instant),
  /** The sheet that holds now. */
  inForce: Type.Boolean(),
}
export const Spec = Type.Object(specFields)
export type Spec = Static<typeof Spec>
const Side = Nullable(Type.Object({ value: Type.String(), unit: Nullable(Type.String()), label: Type.String() }))
export const SpecChange = Type.Object({
  key: Type.String(),
  label: Type.String(),
  change: OneOf(['added', 'removed', 'changed', 'relabelled'] as const),
  before: Side,
  after: Side,
  severity: Severity,
})
export type SpecChange = Static<typeof SpecChange>

const specBody = {
  attributes: Type.Array(AttributeInput, { minItems: 1, maxItems: 200 }),
  note: Type.Optional(Nullable(Text(2000))),
  /** Says that a unit which does not convert into that of the sheet before is meant. */
  allowUnitChange: Type.Optional(Type.Boolean()),
}
const VersionOf = Type.Object({ id: Id, version: Type.Integer({ minimum: 1, maximum: 1_000_000 }) })

export const PriceList = Type.Object({
  key: Type.String(),
  name: Type.String(),
  channel: Nullable(Type.String()),
  market: Nullable(Type.String()),
  currency: Type.String(),
  isDefault: Type.Boolean(),
})
export const Price = Type.Object({
  id: Id,
  listKey: Type.String(),
  listName: Type.String(),
  amountCents: Type.Integer(),
  currency: Type.String(),
  from: Instant,
  /** Null: until the next one begins. */
  until: Nullable(Instant),
  note: Nullable(Type.String()),
  state: OneOf(['past', 'current', 'planned'] as const),
  createdBy: Nullable(Type.String()),
  createdAt: Instant,
})
export type Price = Static<typeof Price>
export const ProductPrices = Type.Object({
  /** By list, newest first. */
  items: Type.Array(Price),
  /** Lowest price in force at any moment of the last 30 days, by list. */
  lowest30Days: Type.Array(
    Type.Object({ listKey: Type.String(), amountCents: Type.Integer(), currency: Type.String() }),
  ),
})
const DistributionRoute = Type.Object({
  channel: Text(80),
  regions: Type.Array(Text(80), { maxItems: 100 }),
  leadTimeDays: Type.Integer({ minimum: 0, maximum: 3650 }),
  note: Type.Optional(Nullable(Text(500))),
})
export const DistributionPlan = Type.Object({
  version: Type.Integer(),
  routes: Type.Array(DistributionRoute),
  note: Nullable(Type.String()),
  publishedBy: Nullable(Type.String()),
  publishedAt: Instant,
})
export type DistributionPlan = Static<typeof DistributionPlan>
const listFields = {
  channel: Type.Optional(Nullable(Text(80))),
  market: Type.Optional(Nullable(Text(80))),
  /** The list that speaks where none is named; there is one at most. */
  isDefault: Type.Optional(Type.Literal(true)),
}
const read = 'products.read' as const
const write = 'products.write' as const

export const productPartsRoutes = defineRoutes({
  'GET /products/:id/specs': {
    summary: 'Spec sheets, newest first; `compare=2,3` also tells what changed from version 2 to version 3',
    can: read,
    params: ById,
    query: Type.Object({ compare: Type.Optional(Type.String({ pattern: '^\\d{1,7},\\d{1,7}$' })) }),
    reply: Type.Object({
      items: Type.Array(Spec),
      next: Type.Null(),
      diff: Type.Optional(Type.Object({ from: Type.Integer(), to: Type.Integer(), changes: Type.Array(SpecChange) })),
    }),
  },
  'POST /products/:id/specs': {
    summary: 'Draft the next version of the spec sheet',
    can: write,
    params: ById,
    body: Type.Object(specBody),
    reply: Spec,
    status: 201,
    problems: ['unprocessable'],
  },
  'GET /products/:id/specs/:version': {
    summary: 'One version of the spec sheet',
    can: read,
    params: VersionOf,
    reply: Spec,
  },
  'PUT /products/:id/specs/:version': {
    summary: 'Rewrite a draft; a published sheet never changes',
    can: write,
    params: VersionOf,
    body: Type.Object(specBody),
    reply: Spec,
    problems: ['spec_already_published', 'unprocessable'],
  },
  'DELETE /products/:id/specs/:version': {
    summary: 'Put away a draft that nobody will publish; its number is not used again',
    can: write,
    params: VersionOf,
    problems: ['spec_already_published'],
  },
  'POST /products/:id/specs/:version/publication': {
    summary: 'Publish a draft, in force from now or from `effectiveFrom`',
    can: write,
    params: VersionOf,
    body: Type.Object({ effectiveFrom: Type.Optional(Moment), note: Type.Optional(Nullable(Text(2000))) }),
    reply: Spec,
    status: 200,
    problems: ['spec_already_published', 'spec_out_of_order', 'unprocessable'],
  },
  'DELETE /products/:id/specs/:version/publication': {
    summary: 'Take back a publication before its day: the sheet is a draft again; one in force stays',
    can: write,
    params: VersionOf,
    reply: Spec,
    status: 200,
    problems: ['spec_already_published'],
  },

  'GET /products/:id/prices': {
    summary: 'Prices of every list: past, in force and planned',
    can: read,
    params: ById,
    reply: ProductPrices,
  },
  'PUT /products/:id/prices': {
    summary:
      'Say what a product costs from a day on; with `until` the price is an offer for that time. The list is made when it is new',
    can: write,
    params: ById,
    body: Type.Object({
      listKey: ListKey,
      amountCents: Cents,
      currency: Currency,
      from: Type.Optional(Moment),
      until: Type.Optional(Nullable(Moment)),
      note: Type.Optional(Nullable(Text(500))),
    }),
    reply: Price,
    problems: ['price_period_overlaps', 'unprocessable'],
  },
  'DELETE /products/:id/prices/:priceId': {
    summary: 'Take back a planned price, or end an offer now',
    can: write,
    params: Type.Object({ id: Id, priceId: Id }),
    problems: ['price_already_begun'],
  },
  'GET /price-lists': { summary: 'Price lists', can: read, reply: PageOf(PriceList) },
  'POST /price-lists': {
    summary: 'Create a price list; the first one is the default',
    can: write,
    body: Type.Object({ key: ListKey, currency: Currency, name: Text(120), ...listFields }),
    reply: PriceList,
    status: 201,
    problems: ['name_taken'],
  },
  'PATCH /price-lists/:key': {
    summary: 'Change a price list; its key and currency stay',
    can: write,
    params: Type.Object({ key: ListKey }),
    body: Type.Object({ name: Type.Optional(Text(120)), ...listFields }),
    reply: PriceList,
  },

  'GET /products/:id/distribution': {
    summary: 'Distribution plans, newest first; the first one holds',
    can: read,
    params: ById,
    reply: PageOf(DistributionPlan),
  },
  'PUT /products/:id/distribution': {
    summary: 'Publish a new version of the distribution plan',
    can: write,
    params: ById,
    body: Type.Object({
      routes: Type.Array(DistributionRoute, { maxItems: 100 }),
      note: Type.Optional(Nullable(Text(2000))),
    }),
    reply: DistributionPlan,
    problems: ['unprocessable'],
  },
})
