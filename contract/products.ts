import Type, { type Static } from 'typebox'
import { TimelineEntry } from './contacts.ts'
import {
  ById,
  defineRoutes,
  FlatRecord,
  Id,
  Instant,
  Nullable,
  OneOf,
  PageOf,
  pagingWith,
  Severity,
  Tags,
  Text,
  WebAddress,
} from './kit.ts'

export const productStates = ['active', 'discontinued'] as const
export const productSorts = ['createdAt', 'name', 'sku'] as const
export const attributeTypes = ['text', 'number', 'boolean', 'select'] as const
export const fileKinds = ['image', 'document'] as const

export const AttributeKey = Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_-]{0,59}$' })
export const Unit = Text(30)

export const FamilyAttribute = Type.Object({
  key: AttributeKey,
  label: Text(120),
  type: OneOf(attributeTypes),
  /** What its values are told in; others of the same kind are converted for comparing. */
  unit: Type.Optional(Nullable(Unit)),
  severity: Severity,
  /** Of a select: its choices. */
  options: Type.Optional(Type.Array(Text(120), { maxItems: 100 })),
})
export type FamilyAttribute = Static<typeof FamilyAttribute>
export const ProductFamily = Type.Object({
  id: Id,
  name: Type.String(),
  attributes: Type.Array(FamilyAttribute),
  productCount: Type.Integer(),
  version: Type.Integer(),
})
export type ProductFamily = Static<typeof ProductFamily>

const PriceNow = Type.Object({
  listKey: Type.String(),
  amountCents: Type.Integer(),
  currency: Type.String(),
  from: Instant,
})
const productFields = {
  id: Id,
  sku: Type.String(),
  name: Type.String(),
  description: Type.String(),
  state: OneOf(productStates),
  familyId: Nullable(Id),
  family: Nullable(Type.String()),
  unit: Nullable(Type.String()),
  url: Nullable(Type.String()),
  ownerId: Nullable(Id),
  imageUrl: Nullable(Type.String()),
  /** In force now, of the default price list. */
  price: Nullable(PriceNow),
  /** Null: nobody keeps stock of it here. */
  stock: Nullable(Type.Object({ onHand: Type.Integer(), reserved: Type.Integer() })),
  /** The sheet in force. */
  specVersion: Nullable(Type.Integer()),
  tags: Type.Array(Type.String()),
  version: Type.Integer(),
  createdAt: Instant,
}
export const Product = Type.Object(productFields)
export type Product = Static<typeof Product>
export const ProductRecord = Type.Object({
  ...productFields,
  customFields: FlatRecord,
  discontinuedAt: Nullable(Instant),
  replacedBy: Nullable(Type.Object({ id: Id, sku: Type.String(), name: Type.String() })),
  /** Newest sheet that waits to be published. */
  draftVersion: Nullable(Type.Integer()),
  lowestPrice30Days: Nullable(Type.Integer()),
})
export type ProductRecord = Static<typeof ProductRecord>

export const ProductFile = Type.Object({
  id: Id,
  kind: OneOf(fileKinds),
  name: Type.String(),
  title: Type.String(),
  mediaType: Type.String(),
  bytes: Type.Integer(),
  url: Type.String(),
  createdAt: Instant,
})
export type ProductFile = Static<typeof ProductFile>

const given = {
  family: Type.Optional(Nullable(Text(120))),
  familyId: Type.Optional(Nullable(Id)),
  description: Type.Optional(Type.String({ maxLength: 20_000 })),
  unit: Type.Optional(Nullable(Unit)),
  url: Type.Optional(Nullable(WebAddress)),
  ownerId: Type.Optional(Nullable(Id)),
  tags: Type.Optional(Tags),
  customFields: Type.Optional(FlatRecord),
}
const read = 'products.read' as const
const write = 'products.write' as const
const versioned = { can: write, params: ById, reply: ProductRecord, versioned: true } as const

export const productsRoutes = defineRoutes({
  'GET /products': {
    summary: 'Products by filters, sorted and paged',
    can: read,
    query: pagingWith({
      q: Type.Optional(Type.String({ maxLength: 200 })),
      state: Type.Optional(Type.Array(OneOf(productStates), { maxItems: 2 })),
      familyId: Type.Optional(Type.Array(Id, { maxItems: 50 })),
      ownerId: Type.Optional(Id),
      tag: Type.Optional(Type.Array(Text(60), { maxItems: 20 })),
      sku: Type.Optional(Text(100)),
      sort: Type.Optional(OneOf([...productSorts, ...productSorts.map((sort) => `-${sort}` as const)])),
    }),
    reply: PageOf(Product),
  },
  'POST /products': {
    summary: 'Create a product; `family` by name makes the family if there is none',
    can: write,
    body: Type.Object({ sku: Text(100), name: Text(300), ...given }),
    reply: ProductRecord,
    status: 201,
    versioned: true,
    problems: ['sku_taken', 'unprocessable'],
  },
  'GET /products/:id': { summary: 'One product', can: read, params: ById, reply: ProductRecord, versioned: true },
  'PATCH /products/:id': {
    ...versioned,
    summary: 'Change facts of a product; what its sheet says changes by a new version of the sheet',
    body: Type.Object({ sku: Type.Optional(Text(100)), name: Type.Optional(Text(300)), ...given }),
    problems: ['precondition_failed', 'sku_taken', 'unprocessable'],
  },
  'DELETE /products/:id': {
    summary: 'Delete a product',
    can: write,
    params: ById,
    problems: ['precondition_failed'],
  },
  'POST /products/:id/restoration': {
    ...versioned,
    summary: 'Bring a deleted product back',
    problems: ['sku_taken'],
  },
  'POST /products/:id/discontinuation': {
    ...versioned,
    summary: 'Take a product out of the range; nothing new is promised of it',
    body: Type.Object({ replacedById: Type.Optional(Nullable(Id)) }),
    problems: ['invalid_transition', 'precondition_failed', 'unprocessable'],
  },
  'DELETE /products/:id/discontinuation': {
    ...versioned,
    summary: 'Put a discontinued product back into the range',
    problems: ['invalid_transition', 'precondition_failed'],
  },
  'GET /products/:id/timeline': {
    summary: 'What happened with a product, its sheets, prices and stock, newest first',
    can: read,
    params: ById,
    query: pagingWith({}),
    reply: PageOf(TimelineEntry),
  },

  'GET /products/:id/files': { summary: 'Images and documents', can: read, params: ById, reply: PageOf(ProductFile) },
  'POST /products/:id/files': {
    summary: 'Add an image or a document: parts `file`, and optionally `title`',
    can: write,
    params: ById,
    consumes: 'multipart',
    reply: ProductFile,
    status: 201,
    problems: ['body_too_large', 'unsupported_media_type', 'unprocessable'],
  },
  'GET /products/:id/files/:fileId': {
    summary: 'Image or document itself',
    can: read,
    params: Type.Object({ id: Id, fileId: Id }),
    produces: 'stream',
    status: 200,
  },
  'DELETE /products/:id/files/:fileId': {
    summary: 'Remove an image or document',
    can: write,
    params: Type.Object({ id: Id, fileId: Id }),
  },

  'GET /product-families': { summary: 'Product families by name', can: read, reply: PageOf(ProductFamily) },
  'POST /product-families': {
    summary: 'Create a family with what every sheet of it says',
    can: write,
    body: Type.Object({ name: Text(120), attributes: Type.Optional(Type.Array(FamilyAttribute, { maxItems: 200 })) }),
    reply: ProductFamily,
    status: 201,
    versioned: true,
    problems: ['name_taken', 'unprocessable'],
  },
  'GET /product-families/:id': {
    summary: 'One family',
    can: read,
    params: ById,
    reply: ProductFamily,
    versioned: true,
  },
  'PATCH /product-families/:id': {
    summary: 'Change a family; sheets already written stay as they are',
    can: write,
    params: ById,
    body: Type.Object({
      name: Type.Optional(Text(120)),
      attributes: Type.Optional(Type.Array(FamilyAttribute, { maxItems: 200 })),
    }),
    reply: ProductFamily,
    versioned: true,
    problems: ['precondition_failed', 'name_taken', 'unprocessable'],
  },
  'DELETE /product-families/:id': {
    summary: 'Delete a family; its products stay, without a family',
    can: write,
    params: ById,
    problems: ['precondition_failed'],
  },
})
