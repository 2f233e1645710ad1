import Type, { type Static } from 'typebox'
import { TimelineEntry } from './contacts.ts'
import {
  ById,
  Cents,
  Currency,
  defineRoutes,
  Email,
  Id,
  Instant,
  LocalDate,
  Money,
  Nullable,
  OneOf,
  PageOf,
  pagingWith,
  Text,
} from './kit.ts'

export const orderStates = ['placed', 'paid', 'shipped', 'delivered', 'cancelled'] as const
export const orderSources = ['manual', 'api', 'import', 'deal', 'woocommerce', 'prestashop', 'shopify', 'demo'] as const
export const returnReasons = ['not_as_described', 'defective', 'changed_mind', 'wrong_item', 'late', 'other'] as const
export const orderSorts = ['orderedAt', '-orderedAt', 'total', '-total'] as const

export const Quantity = Type.Integer({ minimum: 1, maximum: 1_000_000 })

const orderFields = {
  id: Id,
  number: Type.String(),
  source: OneOf(orderSources),
  shopId: Nullable(Id),
  shopName: Nullable(Type.String()),
  externalId: Nullable(Type.String()),
  contactId: Nullable(Id),
  contactName: Nullable(Type.String()),
  companyId: Nullable(Id),
  companyName: Nullable(Type.String()),
  dealId: Nullable(Id),
  dealName: Nullable(Type.String()),
  state: OneOf(orderStates),
  orderedAt: Instant,
  /** What the customer pays, taxes included. */
  total: Money,
  /** Refunded so far, in the order's currency. */
  refunded: Money,
  units: Type.Integer(),
  campaignId: Nullable(Id),
  linkCode: Nullable(Type.String()),
  note: Nullable(Type.String()),
  version: Type.Integer(),
  createdAt: Instant,
}
export const Order = Type.Object(orderFields)
export type Order = Static<typeof Order>

export const OrderLine = Type.Object({
  id: Id,
  productId: Nullable(Id),
  sku: Type.String(),
  name: Type.String(),
  quantity: Type.Integer(),
  returned: Type.Integer(),
  unitPrice: Money,
  total: Money,
})
export type OrderLine = Static<typeof OrderLine>

const returnFields = {
  id: Id,
  orderId: Id,
  orderNumber: Type.String(),
  source: OneOf(orderSources),
  contactId: Nullable(Id),
  contactName: Nullable(Type.String()),
  returnedAt: Instant,
  refund: Money,
  units: Type.Integer(),
  reasons: Type.Array(OneOf(returnReasons)),
  products: Type.Array(Type.String()),
  note: Nullable(Type.String()),
  version: Type.Integer(),
  createdAt: Instant,
}
export const Return = Type.Object(returnFields)
export type Return = Static<typeof Return>

const ReturnLine = Type.Object({
  id: Id,
  orderLineId: Id,
  productId: Nullable(Id),
  sku: Type.String(),
  name: Type.String(),
  quantity: Type.Integer(),
  reason: OneOf(returnReasons),
  /** What misled: an attribute of the product, and the claim that stated it. */
  attributeKey: Nullable(Type.String()),
  claimId: Nullable(Id),
  note: Nullable(Type.String()),
  amount: Money,
})
export const ReturnRecord = Type.Object({ ...returnFields, lines: Type.Array(ReturnLine) })
export type ReturnRecord = Static<typeof ReturnRecord>
export const OrderRecord = Type.Object({
  ...orderFields,
  lines: Type.Array(OrderLine),
  returns: Type.Array(ReturnRecord),
})
export type OrderRecord = Static<typeof OrderRecord>

const LineInput = Type.Object({
  productId: Type.Optional(Id),
  sku: Type.Optional(Text(100)),
  name: Type.Optional(Text(300)),
  quantity: Quantity,
  unitPriceCents: Cents,
  /** After discounts; missing: quantity × unit price. */
  totalCents: Type.Optional(Cents),
})
const Buyer = Type.Object({
  email: Type.Optional(Email),
  phone: Type.Optional(Text(40)),
  fullName: Type.Optional(Text(300)),
  companyName: Type.Optional(Text(300)),
})
const linked = {
  companyId: Type.Optional(Nullable(Id)),
  campaignId: Type.Optional(Nullable(Id)),
  /** Of one of the workspace's tracked links, removed ones too: the order belongs to its campaign. Others are 422. */
  linkCode: Type.Optional(Nullable(Text(100))),
  note: Type.Optional(Nullable(Text(2000))),
}

const change = { can: 'orders.write', params: ById, reply: OrderRecord, versioned: true } as const

export const ordersRoutes = defineRoutes({
  'GET /orders': {
    summary: 'Orders by filters, sorted and paged',
    can: 'orders.read',
    query: pagingWith({
      q: Type.Optional(Type.String({ maxLength: 200 })),
      state: Type.Optional(Type.Array(OneOf(orderStates), { maxItems: 5 })),
      source: Type.Optional(Type.Array(OneOf(orderSources), { maxItems: 8 })),
      contactId: Type.Optional(Id),
      companyId: Type.Optional(Id),
      dealId: Type.Optional(Id),
      productId: Type.Optional(Id),
      campaignId: Type.Optional(Id),
      shopId: Type.Optional(Id),
      externalId: Type.Optional(Text(200)),
      /** With at least one return, or with none. */
      returned: Type.Optional(Type.Boolean()),
      /** Days of the workspace's zone, both included. */
      orderedFrom: Type.Optional(LocalDate),
      orderedTo: Type.Optional(LocalDate),
      /** In whole units of the order's currency. */
      totalMin: Type.Optional(Type.Number({ minimum: 0, maximum: 90_000_000_000 })),
      totalMax: Type.Optional(Type.Number({ minimum: 0, maximum: 90_000_000_000 })),
      sort: Type.Optional(OneOf(orderSorts)),
    }),
    reply: PageOf(Order),
  },
  'POST /orders': {
    summary:
      'Record an order; the same `externalId` told the same answers the same order, told otherwise 409. Its buyer is found or made, and becomes a customer',
    can: 'orders.write',
    body: Type.Object({
      number: Type.Optional(Text(100)),
      externalId: Type.Optional(Text(200)),
      contactId: Type.Optional(Nullable(Id)),
      /** Instead of `contactId`. */
      buyer: Type.Optional(Buyer),
      dealId: Type.Optional(Nullable(Id)),
      ...linked,
      state: Type.Optional(OneOf(orderStates)),
      orderedAt: Type.Optional(Instant),
      /** Missing: the workspace's. */
      currency: Type.Optional(Currency),
      /** With postage and discounts; missing: the sum of the lines. */
      totalCents: Type.Optional(Cents),
      lines: Type.Array(LineInput, { minItems: 1, maxItems: 500 }),
      /** Take the units out of stock. */
      moveStock: Type.Optional(Type.Boolean()),
    }),
    reply: OrderRecord,
    status: 201,
    versioned: true,
    problems: ['unprocessable', 'conflict', 'external_id_reused', 'insufficient_stock'],
  },
  'GET /orders/:id': {
    summary: 'One order with its lines and returns',
    can: 'orders.read',
    params: ById,
    reply: OrderRecord,
    versioned: true,
  },
  'GET /orders/:id/timeline': {
    summary: 'What happened with an order and what came back of it, newest first',
    can: 'orders.read',
    params: ById,
    query: pagingWith({}),
    reply: PageOf(TimelineEntry),
  },
  'PATCH /orders/:id': {
    ...change,
    summary:
      'Move an order on, or correct what it is linked to; a cancelled order gives back the units it took, placed again it takes them',
    body: Type.Object({
      state: Type.Optional(OneOf(orderStates)),
      contactId: Type.Optional(Nullable(Id)),
      dealId: Type.Optional(Nullable(Id)),
      ...linked,
    }),
    problems: ['invalid_transition', 'precondition_failed', 'unprocessable', 'insufficient_stock'],
  },
  'DELETE /orders/:id': {
    summary: 'Delete an order; it gives back the units it took',
    can: 'orders.write',
    params: ById,
    problems: ['precondition_failed'],
  },
  'POST /orders/:id/restoration': {
    ...change,
    summary: 'Bring a deleted order back; it takes again the units it gave back',
    problems: ['insufficient_stock'],
  },
  'POST /deals/:id/order': {
    summary: 'Make an order of a won deal, once; without lines: one line of what was sold for the whole amount',
    can: 'orders.write',
    params: ById,
    body: Type.Object({
      number: Type.Optional(Text(100)),
      orderedAt: Type.Optional(Instant),
      lines: Type.Optional(Type.Array(LineInput, { minItems: 1, maxItems: 500 })),
      moveStock: Type.Optional(Type.Boolean()),
    }),
    reply: OrderRecord,
    status: 201,
    versioned: true,
    problems: ['deal_not_won', 'deal_has_order', 'unprocessable', 'conflict', 'insufficient_stock'],
  },
})
