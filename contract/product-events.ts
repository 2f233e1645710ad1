import Type from 'typebox'
import { Changes, defineEvents, Id, Instant, Nullable, Severity } from './kit.ts'

const of = { productId: Id, sku: Type.String(), name: Type.String() }
const EventChange = Type.Object({
  key: Type.String(),
  label: Type.String(),
  before: Nullable(Type.Object({ value: Type.String(), unit: Nullable(Type.String()) })),
  after: Nullable(Type.Object({ value: Type.String(), unit: Nullable(Type.String()) })),
  severity: Severity,
})
const priceData = {
  ...of,
  listKey: Type.String(),
  amountCents: Type.Integer(),
  currency: Type.String(),
  from: Instant,
  until: Nullable(Instant),
  previousCents: Nullable(Type.Integer()),
}

export const productsEvents = defineEvents({
  'product.created': Type.Object(of),
  'product.updated': Type.Object({ ...of, changes: Changes }),
  'product.discontinued': Type.Object({ ...of, replacedById: Nullable(Id) }),
  'product.reactivated': Type.Object(of),
  'product.restored': Type.Object(of),
  'product.deleted': Type.Object(of),
  'spec.drafted': Type.Object({ ...of, version: Type.Integer(), note: Nullable(Type.String()) }),
  /** Published with a day to come; `spec.published` follows on that day. */
  'spec.scheduled': Type.Object({ ...of, version: Type.Integer(), effectiveFrom: Instant }),
  /** Taken back before its day: a draft again. */
  'spec.withdrawn': Type.Object({ ...of, version: Type.Integer(), effectiveFrom: Instant }),
  'spec.discarded': Type.Object({ ...of, version: Type.Integer() }),
  /** In force from here on. */
  'spec.published': Type.Object({
    ...of,
    version: Type.Integer(),
    previousVersion: Nullable(Type.Integer()),
    note: Nullable(Type.String()),
    changes: Type.Array(EventChange),
  }),
  'price.planned': Type.Object(priceData),
  /** In force from here on. */
  'price.changed': Type.Object(priceData),
  'price.withdrawn': Type.Object(priceData),
  'distribution.published': Type.Object({ ...of, version: Type.Integer(), note: Nullable(Type.String()) }),
  'product.file_added': Type.Object({ ...of, fileId: Id, fileName: Type.String() }),
  'product.file_removed': Type.Object({ ...of, fileId: Id, fileName: Type.String() }),
  'product_family.saved': Type.Object({ familyId: Id, name: Type.String() }),
  'product_family.deleted': Type.Object({ familyId: Id, name: Type.String() }),
  'price_list.saved': Type.Object({ key: Type.String(), name: Type.String() }),
})
