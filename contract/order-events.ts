import Type from 'typebox'
import { Changes, defineEvents, Id, Nullable, OneOf } from './kit.ts'
import { orderSources, orderStates, returnReasons } from './orders.ts'

const about = {
  orderId: Id,
  number: Type.String(),
  subjectId: Type.Optional(Id),
  companyId: Type.Optional(Id),
  dealId: Type.Optional(Id),
}
const aboutReturn = { returnId: Id, orderId: Id, number: Type.String(), subjectId: Type.Optional(Id) }
const SoldLine = Type.Object({ productId: Nullable(Id), sku: Type.String(), quantity: Type.Integer() })
const MisledLine = Type.Object({
  productId: Nullable(Id),
  quantity: Type.Integer(),
  reason: OneOf(returnReasons),
  attributeKey: Nullable(Type.String()),
  claimId: Nullable(Id),
})

export const ordersEvents = defineEvents({
  'order.recorded': Type.Object({
    ...about,
    source: OneOf(orderSources),
    state: OneOf(orderStates),
    totalCents: Type.Integer(),
    currency: Type.String(),
    campaignId: Nullable(Id),
    linkCode: Nullable(Type.String()),
    lines: Type.Array(SoldLine),
  }),
  'order.updated': Type.Object({
    ...about,
    state: OneOf(orderStates),
    changes: Changes,
    /** Before and after, when its lines changed. */
    lines: Type.Optional(Type.Array(Type.Unknown())),
  }),
  'order.deleted': Type.Object(about),
  'order.restored': Type.Object(about),
  'return.recorded': Type.Object({
    ...aboutReturn,
    refundCents: Type.Integer(),
    currency: Type.String(),
    lines: Type.Array(MisledLine),
  }),
  'return.updated': Type.Object({
    ...aboutReturn,
    before: Type.Array(MisledLine),
    lines: Type.Array(MisledLine),
  }),
  'return.deleted': Type.Object(aboutReturn),
  'return.restored': Type.Object(aboutReturn),
})
