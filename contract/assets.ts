import Type, { type Static } from 'typebox'
import { TimelineEntry } from './contacts.ts'
import {
  ById,
  defineRoutes,
  Id,
  Instant,
  Locale,
  Nullable,
  OneOf,
  PageOf,
  pagingWith,
  Text,
  WebAddress,
} from './kit.ts'

export const assetTypes = ['ad', 'email', 'landing', 'post', 'script', 'brochure', 'other'] as const
export const assetStates = ['draft', 'live', 'retired'] as const
export const assetSorts = ['createdAt', 'updatedAt', 'name'] as const

const Body = Type.String({ maxLength: 50_000 })

/** A token that prints nothing, with its place: characters from the beginning, and line and column from 1. */
export const UnknownToken = Type.Object({
  token: Type.String(),
  position: Type.Integer(),
  line: Type.Integer(),
  column: Type.Integer(),
  /** Null: it is not of the form {{product.SKU.key}}. */
  sku: Nullable(Type.String()),
})
export type UnknownToken = Static<typeof UnknownToken>

export const Asset = Type.Object({
  id: Id,
  type: OneOf(assetTypes),
  name: Type.String(),
  body: Type.String(),
  url: Nullable(Type.String()),
  state: OneOf(assetStates),
  ownerId: Nullable(Id),
  departmentId: Nullable(Id),
  campaignId: Nullable(Id),
  publishedAt: Nullable(Instant),
  retiredAt: Nullable(Instant),
  claims: Type.Integer(),
  drift: Type.Object({ critical: Type.Integer(), major: Type.Integer(), minor: Type.Integer() }),
  /** What the finder believes to be a claim and nobody has decided. */
  pendingProposals: Type.Integer(),
  /** Live, and something critical of it is no longer true. */
  isFlagged: Type.Boolean(),
  version: Type.Integer(),
  createdAt: Instant,
  updatedAt: Instant,
})
export type Asset = Static<typeof Asset>

const Preview = Type.Object({ text: Type.String(), unknown: Type.Array(UnknownToken) })

const assetGiven = {
  body: Type.Optional(Body),
  url: Type.Optional(Nullable(WebAddress)),
  ownerId: Type.Optional(Nullable(Id)),
  departmentId: Type.Optional(Nullable(Id)),
  campaignId: Type.Optional(Nullable(Id)),
}
const read = 'claims.read' as const
const write = 'claims.write' as const
const change = { can: write, params: ById, reply: Asset, versioned: true } as const

export const assetsRoutes = defineRoutes({
  'GET /assets': {
    summary: 'Texts by filters, sorted and paged',
    can: read,
    query: pagingWith({
      q: Type.Optional(Type.String({ maxLength: 200 })),
      type: Type.Optional(Type.Array(OneOf(assetTypes), { maxItems: 10 })),
      state: Type.Optional(Type.Array(OneOf(assetStates), { maxItems: 3 })),
      ownerId: Type.Optional(Id),
      campaignId: Type.Optional(Id),
      /** Only those that state something which is no longer true. */
      drifted: Type.Optional(Type.Boolean()),
      sort: Type.Optional(OneOf([...assetSorts, ...assetSorts.map((sort) => `-${sort}` as const)])),
    }),
    reply: PageOf(Asset),
  },
  'POST /assets': {
    summary: 'Add a text; the finder proposes the claims it sees in it',
    can: write,
    body: Type.Object({ type: OneOf(assetTypes), name: Text(200), ...assetGiven }),
    reply: Asset,
    status: 201,
    versioned: true,
    problems: ['unprocessable'],
  },
  'POST /assets/preview': {
    summary: 'Print the tokens of a text that is being written',
    can: read,
    body: Type.Object({ body: Body, locale: Type.Optional(Locale) }),
    reply: Preview,
    status: 200,
  },
  'GET /assets/:id': { summary: 'One text', can: read, params: ById, reply: Asset, versioned: true },
  'PATCH /assets/:id': {
    ...change,
    summary: 'Change a text',
    body: Type.Object({ type: Type.Optional(OneOf(assetTypes)), name: Type.Optional(Text(200)), ...assetGiven }),
    problems: ['precondition_failed', 'unprocessable'],
  },
  'GET /assets/:id/preview': {
    summary: 'The text as it reads now, every token printed',
    can: read,
    params: ById,
    query: Type.Object({ locale: Type.Optional(Locale) }),
    reply: Preview,
  },
  'POST /assets/:id/publication': {
    ...change,
    summary: 'Put a text live; refused while something critical of it is not true, or a token prints nothing',
    problems: ['asset_has_critical_drift', 'asset_has_unknown_tokens', 'invalid_transition', 'precondition_failed'],
  },
  'POST /assets/:id/retirement': {
    ...change,
    summary: 'Take a text away; what it states no longer counts',
    problems: ['invalid_transition', 'precondition_failed'],
  },
  'POST /assets/:id/restoration': {
    ...change,
    summary: 'Bring a retired text back as a draft',
    problems: ['invalid_transition'],
  },
  'GET /assets/:id/timeline': {
    summary: 'What happened with a text and its claims, newest first',
    can: read,
    params: ById,
    query: pagingWith({}),
    reply: PageOf(TimelineEntry),
  },
})
