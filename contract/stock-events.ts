import Type from 'typebox'
import { defineEvents, Id, LocalDate, Nullable, OneOf } from './kit.ts'
import { inboundChanges } from './stock.ts'

const of = { productId: Id, sku: Type.String(), name: Type.String() }
export const stockEvents = defineEvents({
  'stock.changed': Type.Object({
    ...of,
    onHand: Type.Integer(),
    reserved: Type.Integer(),
    /** On hand − reserved − safety stock. */
    available: Type.Integer(),
    /** Of what is on hand, all movements of the transaction together. */
    delta: Type.Integer(),
    reason: Type.String(),
  }),
  /** What was counted is less than what is reserved. */
  'stock.uncovered': Type.Object({
    ...of,
    onHand: Type.Integer(),
    reserved: Type.Integer(),
    /** Reserved units that are not there. */
    uncovered: Type.Integer(),
  }),
  'inbound.changed': Type.Object({
    ...of,
    inboundId: Id,
    /** Of the delivery, after the change; the first events came without it. */
    version: Type.Optional(Type.Integer()),
    change: OneOf(inboundChanges),
    quantity: Type.Integer(),
    expectedOn: LocalDate,
    confirmed: Type.Boolean(),
    before: Nullable(Type.Object({ quantity: Type.Integer(), expectedOn: LocalDate, confirmed: Type.Boolean() })),
  }),
  'waitlist.joined': Type.Object({ ...of, entryId: Id, campaignId: Nullable(Id) }),
  'waitlist.notified': Type.Object({ ...of, entryId: Id }),
  'waitlist.left': Type.Object({ ...of, entryId: Id }),
  'stock_feed.saved': Type.Object({ feedId: Id, name: Type.String() }),
  'stock_feed.deleted': Type.Object({ feedId: Id, name: Type.String() }),
  'stock_feed.applied': Type.Object({
    feedId: Id,
    name: Type.String(),
    rows: Type.Integer(),
    changed: Type.Integer(),
  }),
  'stock_feed.held': Type.Object({ feedId: Id, name: Type.String(), reason: Type.String(), rows: Type.Integer() }),
  'stock_feed.failed': Type.Object({ feedId: Id, name: Type.String(), reason: Type.String() }),
  'stock_feed.discarded': Type.Object({ feedId: Id, name: Type.String() }),
})
