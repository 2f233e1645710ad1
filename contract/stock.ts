import Type, { type Static } from 'typebox'
import { ById, defineRoutes, Id, Instant, LocalDate, Nullable, OneOf, PageOf, pagingWith, Text } from './kit.ts'

export const verdicts = ['pass', 'warn', 'block'] as const
export const reservationStates = ['active', 'released', 'expired', 'fulfilled'] as const
export const inboundStates = ['expected', 'received', 'cancelled'] as const
export const inboundChanges = [
  'added',
  'slipped',
  'advanced',
  'confirmed',
  'unconfirmed',
  'quantity',
  'received',
  'cancelled',
  'changed',
] as const

export const most = 1_000_000_000
export const Count = Type.Integer({ minimum: 0, maximum: most })
const Quantity = Type.Integer({ minimum: 1, maximum: most })
const Reference = Text(200)

export const Stock = Type.Object({
  productId: Id,
  /** False: nobody has said anything about stock yet, and all figures are zero. */
  isKept: Type.Boolean(),
  onHand: Type.Integer(),
  reserved: Type.Integer(),
  /** Reserved units that are not there: fewer were counted. */
  uncovered: Type.Integer(),
  safetyStock: Type.Integer(),
  /** On hand − reserved − safety stock. */
  available: Type.Integer(),
  daysOfCover: Nullable(Type.Number()),
  dailyDemand: Nullable(Type.Number()),
  demandStdDev: Nullable(Type.Number()),
  leadTimeDays: Nullable(Type.Integer()),
  demandSource: Nullable(OneOf(['given', 'estimated'] as const)),
  estimatedDailyDemand: Nullable(Type.Number()),
  estimatedStdDev: Nullable(Type.Number()),
  estimatedAt: Nullable(Instant),
  inboundConfirmed: Type.Integer(),
  inboundUnconfirmed: Type.Integer(),
  waiting: Type.Integer(),
  /** Of a feed or webhook: the moment its last word was about. */
  levelledAt: Nullable(Instant),
  updatedAt: Nullable(Instant),
  version: Type.Integer(),
})
export type Stock = Static<typeof Stock>
export const Movement = Type.Object({
  id: Id,
  productId: Id,
  delta: Type.Integer(),
  onHandAfter: Type.Integer(),
  reason: Type.String(),
  reference: Nullable(Type.String()),
  actorKind: OneOf(['member', 'api_key', 'visitor', 'system'] as const),
  actorName: Nullable(Type.String()),
  at: Instant,
})
export const Reservation = Type.Object({
  id: Id,
  productId: Id,
  quantity: Type.Integer(),
  state: OneOf(reservationStates),
  reference: Nullable(Type.String()),
  expiresAt: Nullable(Instant),
  createdByName: Nullable(Type.String()),
  createdAt: Instant,
  endedAt: Nullable(Instant),
})
export type Reservation = Static<typeof Reservation>
export const Inbound = Type.Object({
  id: Id,
  productId: Id,
  quantity: Type.Integer(),
  expectedOn: LocalDate,
  /** The day it was first expected on. */
  promisedOn: LocalDate,
  confirmed: Type.Boolean(),
  state: OneOf(inboundStates),
  /** Expected, and its day has passed. */
  isLate: Type.Boolean(),
  supplier: Nullable(Type.String()),
  reference: Nullable(Type.String()),
  note: Nullable(Type.String()),
  receivedQuantity: Nullable(Type.Integer()),
  receivedAt: Nullable(Instant),
  version: Type.Integer(),
  createdAt: Instant,
})
export type Inbound = Static<typeof Inbound>
export const Availability = Type.Object({
  needed: Type.Integer(),
  /** False: nobody has said how it sells and no order tells; then nothing is needed. */
  isDemandKnown: Type.Boolean(),
  available: Type.Integer(),
  safetyStock: Type.Integer(),
  minimum: Type.Integer(),
  minimumOn: LocalDate,
  /** First day on which less than nothing would be left, counting confirmed inbound only. */
  runsOutOn: Nullable(LocalDate),
  /** Units missing on the worst day. */
  missing: Type.Integer(),
  verdict: OneOf(verdicts),
  days: Type.Array(Type.Object({ on: LocalDate, available: Type.Integer() })),
})
export type Availability = Static<typeof Availability>
const read = 'products.read' as const
const write = 'stock.write' as const
const InboundOf = Type.Object({ id: Id, inboundId: Id })
const ReservationOf = Type.Object({ id: Id, reservationId: Id })
const inboundFields = {
  confirmed: Type.Optional(Type.Boolean()),
  supplier: Type.Optional(Nullable(Text(200))),
  reference: Type.Optional(Nullable(Reference)),
  note: Type.Optional(Nullable(Text(2000))),
}
export const stockRoutes = defineRoutes({
  'GET /products/:id/stock': {
    summary: 'What is there, reserved, kept for safety and coming',
    can: read,
    params: ById,
    reply: Stock,
  },
  'PUT /products/:id/stock': {
    summary:
      'Set what is there and how it sells. `reserved` is everything reserved, here and elsewhere; what is left out stays',
    can: write,
    params: ById,
    body: Type.Object({
      onHand: Count,
      reserved: Type.Optional(Count),
      dailyDemand: Type.Optional(Nullable(Type.Number({ minimum: 0, maximum: most }))),
      demandStdDev: Type.Optional(Nullable(Type.Number({ minimum: 0, maximum: most }))),
      leadTimeDays: Type.Optional(Nullable(Type.Integer({ minimum: 0, maximum: 3650 }))),
    }),
    reply: Stock,
    problems: ['unprocessable'],
  },
  'GET /products/:id/stock/movements': {
    summary: 'Every change of what is there, newest first',
    can: read,
    params: ById,
    query: pagingWith({}),
    reply: PageOf(Movement),
  },
  'POST /products/:id/stock/movements': {
    summary:
      'Move stock in or out; what is reserved is taken only by a loss, a correction or a count. The same Idempotency-Key, or the same `reference` with the same reason, counts once',
    can: write,
    params: ById,
    body: Type.Object({
      delta: Type.Integer({ minimum: -most, maximum: most }),
      reason: Text(60),
      reference: Type.Optional(Nullable(Reference)),
    }),
    reply: Type.Object({
      id: Id,
      delta: Type.Integer(),
      onHand: Type.Integer(),
      reason: Type.String(),
      reference: Nullable(Type.String()),
      /** Reserved units that are not there after it; only a loss or a correction takes what is reserved. */
      uncovered: Type.Integer(),
      /** It was there already, and nothing moved. */
      repeated: Type.Boolean(),
    }),
    status: 201,
    problems: ['insufficient_stock', 'reference_reused', 'idempotency_key_reused', 'overloaded'],
  },
  'GET /products/:id/stock/reservations': {
    summary: 'Reservations, newest first',
    can: read,
    params: ById,
    query: pagingWith({ state: Type.Optional(OneOf(reservationStates)) }),
    reply: PageOf(Reservation),
  },
  'POST /products/:id/stock/reservations': {
    summary: 'Reserve units that are there and free; the same reference reserves once',
    can: write,
    params: ById,
    body: Type.Object({
      quantity: Quantity,
      reference: Type.Optional(Nullable(Reference)),
      expiresAt: Type.Optional(Nullable(Instant)),
    }),
    reply: Reservation,
    status: 201,
    problems: ['insufficient_stock', 'reference_reused', 'product_discontinued'],
  },
  'DELETE /products/:id/stock/reservations/:reservationId': {
    summary: 'Release a reservation',
    can: write,
    params: ReservationOf,
    problems: ['reservation_ended'],
  },
  'POST /products/:id/stock/reservations/:reservationId/fulfilment': {
    summary: 'The reserved units leave the warehouse',
    can: write,
    params: ReservationOf,
    reply: Reservation,
    status: 200,
    problems: ['reservation_ended', 'insufficient_stock'],
  },
  'POST /products/:id/stock/demand-estimate': {
    summary: 'Count demand from the orders of the last 90 days now',
    can: write,
    params: ById,
    reply: Stock,
    status: 200,
  },

  'GET /products/:id/inbound': {
    summary: 'Deliveries on their way and those that came, by day',
    can: read,
    params: ById,
    query: pagingWith({ state: Type.Optional(OneOf(inboundStates)) }),
    reply: PageOf(Inbound),
  },
  'POST /products/:id/inbound': {
    summary: 'Expect a delivery',
    can: write,
    params: ById,
    body: Type.Object({ quantity: Quantity, expectedOn: LocalDate, ...inboundFields }),
    reply: Inbound,
    status: 201,
    versioned: true,
    problems: ['unprocessable', 'product_discontinued'],
  },
  'PATCH /products/:id/inbound/:inboundId': {
    summary: 'A delivery slips, is confirmed or changes',
    can: write,
    params: InboundOf,
    body: Type.Object({
      quantity: Type.Optional(Quantity),
      expectedOn: Type.Optional(LocalDate),
      ...inboundFields,
    }),
    reply: Inbound,
    versioned: true,
    problems: ['precondition_failed', 'inbound_closed'],
  },
  'POST /products/:id/inbound/:inboundId/receipt': {
    summary: 'The delivery is there: its units go into stock, once',
    can: write,
    params: InboundOf,
    body: Type.Object({ quantity: Type.Optional(Count) }),
    reply: Inbound,
    status: 200,
    versioned: true,
    problems: ['inbound_closed'],
  },
  'DELETE /products/:id/inbound/:inboundId': {
    summary: 'The delivery will not come',
    can: write,
    params: InboundOf,
    problems: ['inbound_closed'],
  },

  'GET /products/:id/availability': {
    summary: 'Whether stock and confirmed deliveries cover demand from day to day',
    can: read,
    params: ById,
    query: Type.Object({
      from: LocalDate,
      to: LocalDate,
      uplift: Type.Optional(Type.Number({ minimum: 0, maximum: 1000, default: 1 })),
    }),
    reply: Availability,
  },
})
