import Type, { type Static } from 'typebox'
import { ById, defineRoutes, Id, Instant, Nullable, OneOf, PageOf, pagingWith, Severity, Text } from './kit.ts'
import { AttributeKey, Unit } from './products.ts'

export const claimStates = ['holds', 'drifted'] as const
/** Why it drifted: another value, no such attribute any more, a "before" above the lowest of 30 days, no price at all. */
export const driftReasons = ['changed', 'gone', 'above_lowest', 'no_price'] as const
export const claimSorts = ['createdAt', 'driftedAt'] as const
export const proposalStates = ['pending', 'confirmed', 'dismissed'] as const

/** Where claims stand: 'brief' with a campaign's id, the types of assets, or what a later part declares. */
const AssetType = Type.String({ pattern: '^[a-z][a-z_]{0,39}$' })
/** As the text says it: "7", "12,5", "1.299,00", "IP68". */
const Stated = Text(2000)

export const Claim = Type.Object({
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
})
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

const read = 'claims.read' as const
const write = 'claims.write' as const
const change = { can: write, params: ById, reply: Claim, versioned: true } as const

export const claimsRoutes = defineRoutes({
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
    ...change,
    summary: 'Say what the text states now, or pin it to another version',
    body: Type.Object({
      statedValue: Type.Optional(Stated),
      unit: Type.Optional(Nullable(Unit)),
      specVersion: Type.Optional(Nullable(Type.Integer({ minimum: 1, maximum: 1_000_000 }))),
    }),
    problems: ['precondition_failed', 'unprocessable'],
  },
  'POST /claims/:id/mending': {
    ...change,
    summary:
      'Mend a drifted claim: with nothing given it states the value in force, pinned to that version; a text of ours is changed with it where it says the old value in one place only',
    body: Type.Object({
      statedValue: Type.Optional(Stated),
      unit: Type.Optional(Nullable(Unit)),
      /** Missing: where the words stand in the text. True: they must; false: they must not. */
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
  'POST /claims/:id/restoration': { ...change, summary: 'Bring a deleted claim back' },

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
