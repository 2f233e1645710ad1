import Type, { type Static } from 'typebox'
import {
  Amount,
  ById,
  defineRoutes,
  Id,
  Instant,
  LocalDate,
  Money,
  Nullable,
  OneOf,
  PageOf,
  pagingWith,
  Text,
  WebAddress,
} from './kit.ts'

/** What switches an offer: nothing left to sell, a claim that is no longer true, a price out of order. */
export const guardCauses = ['stock', 'drift', 'price'] as const

export const OfferGuard = Type.Object({
  cause: OneOf(guardCauses),
  since: Instant,
})
export const Offer = Type.Object({
  id: Id,
  productId: Id,
  sku: Type.String(),
  productName: Type.String(),
  productUrl: Nullable(Type.String()),
  uplift: Type.Number(),
  discountPercent: Nullable(Type.Number()),
  priceListKey: Nullable(Type.String()),
  beforePrice: Nullable(Money),
  /** In force now; null without a price. */
  price: Nullable(Money),
  /** The price with the discount. */
  offerPrice: Nullable(Money),
  /** Units that can be sold now; null where no stock is kept. */
  available: Nullable(Type.Integer()),
  /** Where a customer is led now. */
  callToAction: OneOf(['shop', 'waitlist', 'none'] as const),
  /** Why it is switched; empty in normal running. */
  guard: Type.Array(OfferGuard),
  createdAt: Instant,
})
export type Offer = Static<typeof Offer>

const utm = {
  source: Text(120),
  medium: Text(120),
  campaign: Text(120),
  term: Nullable(Text(120, 0)),
  content: Nullable(Text(120, 0)),
}
export const TrackedLink = Type.Object({
  id: Id,
  code: Type.String(),
  /** The address to put into ads, mails and posts. */
  publicUrl: Type.String(),
  name: Type.String(),
  offerId: Nullable(Id),
  formId: Nullable(Id),
  /** Own target; otherwise the offer's product page, or the form. */
  url: Nullable(Type.String()),
  utm: Type.Object({
    source: Type.String(),
    medium: Type.String(),
    campaign: Type.String(),
    term: Nullable(Type.String()),
    content: Nullable(Type.String()),
  }),
  /** Where a click leads at this moment. */
  leadsTo: OneOf(['target', 'waitlist', 'notice'] as const),
  clicks: Type.Integer(),
  /** Of the clicks, those led to the waitlist. */
  waitlisted: Type.Integer(),
  createdAt: Instant,
})
export type TrackedLink = Static<typeof TrackedLink>

export const Cost = Type.Object({
  id: Id,
  label: Type.String(),
  channel: Nullable(Type.String()),
  planned: Nullable(Money),
  actual: Nullable(Money),
  spentOn: Nullable(LocalDate),
  createdAt: Instant,
})
export type Cost = Static<typeof Cost>

export const Message = Type.Object({
  id: Id,
  body: Type.String(),
  authorId: Id,
  mentionIds: Type.Array(Id),
  at: Instant,
})

const Numbers = Type.Object({
  clicks: Type.Integer(),
  waitlisted: Type.Integer(),
  /** People who sent one of the campaign's forms. */
  leads: Type.Integer(),
  /** Of them, accepted by sales. */
  accepted: Type.Integer(),
  /** Deals won with them since, and what they are worth in the workspace's currency. */
  sales: Type.Integer(),
  revenue: Money,
  budget: Nullable(Money),
  planned: Money,
  actual: Money,
  /** Actual costs by leads; null without leads. */
  costPerLead: Nullable(Money),
  targetLeads: Nullable(Type.Integer()),
  targetSales: Nullable(Money),
})

const AssetRow = Type.Object({
  type: Type.String(),
  id: Id,
  name: Type.String(),
  state: Type.String(),
  ownerId: Nullable(Id),
  /** Statements in it that are no longer true. */
  drifted: Type.Integer(),
  url: Type.String(),
})

const offerTerms = {
  uplift: Type.Number({ minimum: 0, maximum: 1000 }),
  discountPercent: Type.Optional(Nullable(Type.Number({ minimum: 0, maximum: 100 }))),
  priceListKey: Type.Optional(Nullable(Text(60))),
  beforePrice: Type.Optional(Nullable(Amount)),
}
const linkTerms = {
  name: Type.Optional(Text(200)),
  offerId: Type.Optional(Nullable(Id)),
  formId: Type.Optional(Nullable(Id)),
  url: Type.Optional(Nullable(WebAddress)),
  utm: Type.Optional(
    Type.Object({
      source: Type.Optional(utm.source),
      medium: Type.Optional(utm.medium),
      campaign: Type.Optional(utm.campaign),
      term: Type.Optional(utm.term),
      content: Type.Optional(utm.content),
    }),
  ),
}
const costTerms = {
  channel: Type.Optional(Nullable(Text(60, 0))),
  planned: Type.Optional(Nullable(Amount)),
  actual: Type.Optional(Nullable(Amount)),
  spentOn: Type.Optional(Nullable(LocalDate)),
}

const ByOffer = Type.Object({ id: Id, offerId: Id })
const ByLink = Type.Object({ id: Id, linkId: Id })
const ByCost = Type.Object({ id: Id, costId: Id })
const ByMessage = Type.Object({ id: Id, messageId: Id })
const change = { can: 'campaigns.write' } as const

/** What hangs on a campaign: offers, links, costs, thread. */
export const campaignPartsRoutes = defineRoutes({
  'POST /campaigns/:id/offers': {
    ...change,
    summary: 'Offer a product, with its tracked link',
    params: ById,
    body: Type.Object({ productId: Id, ...offerTerms, uplift: Type.Optional(offerTerms.uplift) }),
    reply: Offer,
    status: 201,
    problems: ['campaign_over', 'unprocessable'],
  },
  'PATCH /campaigns/:id/offers/:offerId': {
    ...change,
    summary: 'Change the terms of an offer',
    params: ByOffer,
    body: Type.Object({ ...offerTerms, uplift: Type.Optional(offerTerms.uplift) }),
    reply: Offer,
    problems: ['campaign_over', 'unprocessable'],
  },
  'DELETE /campaigns/:id/offers/:offerId': {
    ...change,
    summary: 'Take an offer out; its links lead nowhere any more',
    params: ByOffer,
    problems: ['campaign_over'],
  },
  'GET /campaigns/:id/links': {
    summary: 'Tracked links with their clicks',
    can: 'campaigns.read',
    params: ById,
    reply: PageOf(TrackedLink),
  },
  'POST /campaigns/:id/links': {
    ...change,
    summary: 'Make a tracked link to an offer, a form or an address',
    params: ById,
    body: Type.Object(linkTerms),
    reply: TrackedLink,
    status: 201,
    problems: ['campaign_over', 'unprocessable'],
  },
  'DELETE /campaigns/:id/links/:linkId': {
    ...change,
    summary: 'Take a tracked link back',
    params: ByLink,
  },
  'GET /campaigns/:id/costs': {
    summary: 'Costs, planned and actual',
    can: 'campaigns.read',
    params: ById,
    reply: PageOf(Cost),
  },
  'POST /campaigns/:id/costs': {
    ...change,
    summary: 'Note a cost',
    params: ById,
    body: Type.Object({ label: Text(200), ...costTerms }),
    reply: Cost,
    status: 201,
    problems: ['unprocessable'],
  },
  'PATCH /campaigns/:id/costs/:costId': {
    ...change,
    summary: 'Change a cost',
    params: ByCost,
    body: Type.Object({ label: Type.Optional(Text(200)), ...costTerms }),
    reply: Cost,
    problems: ['unprocessable'],
  },
  'DELETE /campaigns/:id/costs/:costId': { ...change, summary: 'Remove a cost', params: ByCost },
  'GET /campaigns/:id/messages': {
    summary: 'The thread of both departments, newest first',
    can: 'campaigns.read',
    params: ById,
    query: pagingWith({}),
    reply: PageOf(Message),
  },
  'POST /campaigns/:id/messages': {
    ...change,
    summary: 'Write to the thread; whoever is mentioned is told',
    params: ById,
    body: Type.Object({ body: Text(5000), mentionIds: Type.Optional(Type.Array(Id, { maxItems: 50 })) }),
    reply: Message,
    status: 201,
    problems: ['unprocessable'],
  },
  'DELETE /campaigns/:id/messages/:messageId': {
    ...change,
    summary: 'Take a message of one’s own back',
    params: ByMessage,
    problems: ['forbidden'],
  },
  'GET /campaigns/:id/assets': {
    summary: 'Texts and forms of the campaign, with statements that are no longer true',
    can: 'campaigns.read',
    params: ById,
    reply: PageOf(AssetRow),
  },
  'GET /campaigns/:id/numbers': {
    summary: 'Clicks, leads, sales and money of a campaign',
    can: 'campaigns.read',
    params: ById,
    reply: Numbers,
  },
})

/** At the root, for customers. */
export const publicCampaignsRoutes = defineRoutes({
  'GET /o/:code': {
    summary:
      'A tracked link: counts, then leads to the shop with UTM, or to the waitlist while the guard holds the offer',
    can: 'anyone',
    params: Type.Object({ code: Type.String({ maxLength: 40 }) }),
    produces: 'stream',
    limitPerMinute: 600,
  },
})
