import Type, { type Static } from 'typebox'
import { TimelineEntry } from './contacts.ts'
import { ById, defineRoutes, Id, Instant, Locale, Nullable, OneOf, PageOf, pagingWith, Text } from './kit.ts'

export const assetTypes = ['ad', 'email', 'landing', 'post', 'script', 'brochure', 'other'] as const
export const assetStates = ['draft', 'live', 'retired'] as const
export const assetSorts = ['createdAt', 'updatedAt', 'name'] as const
export const claimStates = ['holds', 'drifted'] as const
/** Why it drifted: another value, no such attribute any more, a "before" above the lowest of 30 days, no price at all. */
export const driftReasons = ['changed', 'gone', 'above_lowest', 'no_price'] as const
export const claimSorts = ['createdAt', 'driftedAt'] as const
export const claimSeverities = ['critical', 'major', 'minor'] as const
export const proposalStates = ['pending', 'confirmed', 'dismissed'] as const

const Severity = OneOf(claimSeverities)
const Body = Type.String({ maxLength: 50_000 })
const WebAddress = Type.String({ maxLength: 2000, pattern: '^https?://[^\\s]+$' })
/** Where claims stand: 'brief' with a campaign's id, the types of assets, or what a later part declares. */
const AssetType = Type.String({ pattern: '^[a-z][a-z_]{0,39}$' })
const AttributeKey = Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_-]{0,59}$' })
/** As the text says it: "7", "12,5", "1.299,00", "IP68". */
const Stated = Text(2000)
const Unit = Text(30)

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

const assetFields = {
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
}
export const Asset = Type.Object(assetFields)
export type Asset = Static<typeof Asset>

const Preview = Type.Object({ text: Type.String(), unknown: Type.Array(UnknownToken) })

const claimFields = {
  id: Id,
  assetType: Type.String(),
  assetId: Id,
  assetName: Type.String(),
  assetUrl: Nullable(Type.String()),
  assetOwnerId: Nullable(Id),
  productId: Id,
  productName: Type.String(),
  sku: Type.String(),
  attributeKey: Type.String(),
  attributeLabel: Type.String(),
  statedValue: Type.String(),
  unit: Nullable(Type.String()),
  specVersion: Nullable(Type.Integer()),
  state: OneOf(claimStates),
  reason: Nullable(OneOf(driftReasons)),
  /** In force when it was last looked at; null where there is none. Of a "before" price: the lowest of 30 days. */
  currentValue: Nullable(Type.String()),
  currentUnit: Nullable(Type.String()),
  currentVersion: Nullable(Type.Integer()),
  severity: Severity,
  driftedAt: Nullable(Instant),
  version: Type.Integer(),
  createdAt: Instant,
}
export const Claim = Type.Object(claimFields)
export type Claim = Static<typeof Claim>

export const ClaimProposal = Type.Object({
  id: Id,
  assetType: Type.String(),
  assetId: Id,
  assetName: Type.String(),
  assetUrl: Nullable(Type.String()),
  /** The sentence, and in it what was found. */
  excerpt: Type.String(),
  quote: Type.String(),
  position: Type.Integer(),
  statedValue: Type.String(),
  unit: Nullable(Type.String()),
  productId: Id,
  productName: Type.String(),
  sku: Type.String(),
  /** Null: several attributes could be meant. */
  attributeKey: Nullable(Type.String()),
  state: OneOf(proposalStates),
  claimId: Nullable(Id),
  createdAt: Instant,
})
export type ClaimProposal = Static<typeof ClaimProposal>

/** What can be claimed of a product now, and the token that prints it. */
export const Fact = Type.Object({
  key: Type.String(),
  label: Type.String(),
  value: Type.String(),
  unit: Nullable(Type.String()),
  severity: Severity,
  token: Type.String(),
})
export type Fact = Static<typeof Fact>

const assetGiven = {
  body: Type.Optional(Body),
  url: Type.Optional(Nullable(WebAddress)),
  ownerId: Type.Optional(Nullable(Id)),
  departmentId: Type.Optional(Nullable(Id)),
  campaignId: Type.Optional(Nullable(Id)),
}
const read = 'claims.read' as const
const write = 'claims.write' as const
const versionedAsset = { can: write, params: ById, reply: Asset, versioned: true } as const
const versionedClaim = { can: write, params: ById, reply: Claim, versioned: true } as const

export const claimsRoutes = defineRoutes({
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
    ...versionedAsset,
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
    ...versionedAsset,
    summary: 'Put a text live; refused while something critical of it is not true, or a token prints nothing',
    problems: ['asset_has_critical_drift', 'asset_has_unknown_tokens', 'invalid_transition', 'precondition_failed'],
  },
  'POST /assets/:id/retirement': {
    ...versionedAsset,
    summary: 'Take a text away; what it states no longer counts',
    problems: ['invalid_transition', 'precondition_failed'],
  },
  'POST /assets/:id/restoration': {
    ...versionedAsset,
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

  'GET /claims': {
    summary: 'What texts state, by filters',
    can: read,
    query: pagingWith({
      state: Type.Optional(Type.Array(OneOf(claimStates), { maxItems: 2 })),
      severity: Type.Optional(Type.Array(Severity, { maxItems: 3 })),
      assetType: Type.Optional(AssetType),
      assetId: Type.Optional(Id),
      productId: Type.Optional(Id),
      attributeKey: Type.Optional(AttributeKey),
      sort: Type.Optional(OneOf([...claimSorts, ...claimSorts.map((sort) => `-${sort}` as const)])),
    }),
    reply: PageOf(Claim),
  },
  'POST /claims': {
    summary: 'Pin what a text states to the version of the sheet it was taken from; a price has no version',
    can: write,
    body: Type.Object({
      assetType: AssetType,
      assetId: Id,
      productId: Id,
      attributeKey: AttributeKey,
      statedValue: Stated,
      unit: Type.Optional(Nullable(Unit)),
      specVersion: Type.Optional(Nullable(Type.Integer({ minimum: 1, maximum: 1_000_000 }))),
    }),
    reply: Claim,
    status: 201,
    versioned: true,
    problems: ['unprocessable'],
  },
  'GET /claims/facts': {
    summary: 'What can be said of a product now: attributes in force, prices, stock, with the tokens that print them',
    can: read,
    query: Type.Object({ productId: Id }),
    reply: Type.Object({ items: Type.Array(Fact), specVersion: Nullable(Type.Integer()) }),
  },
  'GET /claims/:id': { summary: 'One claim', can: read, params: ById, reply: Claim, versioned: true },
  'PATCH /claims/:id': {
    ...versionedClaim,
    summary: 'Say what the text states now, or pin it to another version',
    body: Type.Object({
      statedValue: Type.Optional(Stated),
      unit: Type.Optional(Nullable(Unit)),
      specVersion: Type.Optional(Nullable(Type.Integer({ minimum: 1, maximum: 1_000_000 }))),
    }),
    problems: ['precondition_failed', 'unprocessable'],
  },
  'POST /claims/:id/mending': {
    ...versionedClaim,
    summary:
      'Mend a drifted claim: with nothing given it states the value in force, pinned to that version; a text of ours is changed with it where it says the old value in one place only',
    body: Type.Object({
      statedValue: Type.Optional(Stated),
      unit: Type.Optional(Nullable(Unit)),
      /** Also change the words of the text. */
      inText: Type.Optional(Type.Boolean()),
    }),
    problems: ['claim_not_mended', 'precondition_failed', 'unprocessable'],
  },
  'DELETE /claims/:id': {
    summary: 'The text no longer states it',
    can: write,
    params: ById,
    problems: ['precondition_failed'],
  },
  'POST /claims/:id/restoration': { ...versionedClaim, summary: 'Bring a deleted claim back' },

  'GET /claim-proposals': {
    summary: 'What the finder believes to be claims, newest first',
    can: read,
    query: pagingWith({
      state: Type.Optional(Type.Array(OneOf(proposalStates), { maxItems: 3 })),
      assetType: Type.Optional(AssetType),
      assetId: Type.Optional(Id),
    }),
    reply: PageOf(ClaimProposal),
  },
  'POST /claim-proposals/:id/confirmation': {
    summary: 'It is a claim; what the finder got wrong can be said better',
    can: write,
    params: ById,
    body: Type.Object({
      productId: Type.Optional(Id),
      attributeKey: Type.Optional(AttributeKey),
      statedValue: Type.Optional(Stated),
      unit: Type.Optional(Nullable(Unit)),
    }),
    reply: Claim,
    status: 201,
    problems: ['claim_proposal_decided', 'unprocessable'],
  },
  'POST /claim-proposals/:id/dismissal': {
    summary: 'It is no claim; the same words are not proposed again',
    can: write,
    params: ById,
    problems: ['claim_proposal_decided'],
  },

  'GET /reports/consistency': {
    summary: 'How much of what the texts state is true, weighted 5/3/1 by severity',
    can: read,
    reply: Type.Object({
      /** Percent; null while nothing is claimed. */
      consistency: Nullable(Type.Number()),
      claims: Type.Integer(),
      drifted: Type.Object({ critical: Type.Integer(), major: Type.Integer(), minor: Type.Integer() }),
      pendingProposals: Type.Integer(),
      flaggedAssets: Type.Integer(),
    }),
  },
})
