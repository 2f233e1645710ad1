import Type, { type Static } from 'typebox'
import {
  ById,
  Changes,
  defineEvents,
  defineRoutes,
  Id,
  Instant,
  Nullable,
  OneOf,
  PageOf,
  pagingWith,
  Text,
} from './kit.ts'

export const shopKinds = ['woocommerce', 'prestashop', 'shopify'] as const
export const shopParts = ['products', 'prices', 'stock', 'orders', 'returns'] as const
/** What a look at a shop asks, in this order; the first that fails says what is wrong. */
export const shopChecks = ['address', 'host', 'connection', 'shop', 'key', 'scopes'] as const
/** What is exactly wrong; words under `shops.problems.<code>`. */
export const shopProblems = [
  'address_invalid',
  'host_unknown',
  'host_not_public',
  'connection_refused',
  'tls_failed',
  'timed_out',
  'not_found',
  'not_a_shop',
  'redirects',
  'blocked',
  'key_wrong',
  'key_not_received',
  'scope_missing',
  'rate_limited',
  'shop_failing',
  'answer_unreadable',
  'answer_too_large',
  'server_error',
] as const
export const shopRunStates = ['queued', 'running', 'finished', 'failed'] as const

/** Which of them a kind needs is checked: WooCommerce key and secret, PrestaShop key, Shopify token. */
export const ShopCredentials = Type.Object({
  consumerKey: Type.Optional(Text(200)),
  consumerSecret: Type.Optional(Text(200)),
  webserviceKey: Type.Optional(Text(200)),
  accessToken: Type.Optional(Text(300)),
  /** Signs the webhooks: WooCommerce's secret of the webhook, Shopify's API secret key of the app. */
  webhookSecret: Type.Optional(Text(300)),
})
export type ShopCredentials = Static<typeof ShopCredentials>

const Takes = Type.Object({
  products: Type.Boolean(),
  prices: Type.Boolean(),
  stock: Type.Boolean(),
  orders: Type.Boolean(),
  returns: Type.Boolean(),
})
export type ShopTakes = Static<typeof Takes>

const ShopProblem = Type.Object({
  code: OneOf(shopProblems),
  /** In the shop's own words or numbers: status, host, missing permission. */
  detail: Type.String(),
})
export type ShopProblem = Static<typeof ShopProblem>

export const ShopTest = Type.Object({
  ok: Type.Boolean(),
  checks: Type.Array(Type.Object({ check: OneOf(shopChecks), state: OneOf(['pass', 'fail', 'skipped'] as const) })),
  problem: Nullable(ShopProblem),
  about: Nullable(
    Type.Object({
      shopName: Nullable(Type.String()),
      currency: Nullable(Type.String()),
      version: Nullable(Type.String()),
    }),
  ),
})
export type ShopTest = Static<typeof ShopTest>

const PartCounts = Type.Object({
  read: Type.Integer(),
  created: Type.Integer(),
  updated: Type.Integer(),
  skipped: Type.Integer(),
})
export const ShopRun = Type.Object({
  id: Id,
  trigger: OneOf(['schedule', 'manual'] as const),
  state: OneOf(shopRunStates),
  counts: Type.Record(Type.String(), PartCounts),
  issues: Type.Array(
    Type.Object({
      part: OneOf(shopParts),
      externalId: Type.String(),
      rule: Type.String(),
      detail: Type.String(),
    }),
  ),
  problem: Nullable(ShopProblem),
  createdAt: Instant,
  startedAt: Nullable(Instant),
  finishedAt: Nullable(Instant),
})
export type ShopRun = Static<typeof ShopRun>

export const Shop = Type.Object({
  id: Id,
  kind: OneOf(shopKinds),
  name: Type.String(),
  url: Type.String(),
  /** The last letters of the keys; never the keys. */
  keyHints: Type.Record(Type.String(), Type.String()),
  hasWebhookSecret: Type.Boolean(),
  active: Type.Boolean(),
  takes: Takes,
  priceListKey: Type.String(),
  everyMinutes: Type.Integer(),
  about: Type.Object({
    shopName: Nullable(Type.String()),
    currency: Nullable(Type.String()),
    version: Nullable(Type.String()),
  }),
  problem: Nullable(ShopProblem),
  testedAt: Nullable(Instant),
  nextRunAt: Instant,
  /** Where the shop sends its webhooks; null where the kind has none. */
  webhookUrl: Nullable(Type.String()),
  lastRun: Nullable(ShopRun),
  version: Type.Integer(),
  createdAt: Instant,
})
export type Shop = Static<typeof Shop>

const can = 'shops.manage' as const
const settings = {
  active: Type.Optional(Type.Boolean()),
  takes: Type.Optional(Takes),
  /** Where its prices go; missing in a new connection: the workspace's default list. */
  priceListKey: Type.Optional(Type.String({ pattern: '^[a-z0-9][a-z0-9_-]{0,59}$' })),
  everyMinutes: Type.Optional(Type.Integer({ minimum: 5, maximum: 10_080 })),
}

export const shopsRoutes = defineRoutes({
  'GET /shops': { summary: 'Connected shops by name', can, query: pagingWith({}), reply: PageOf(Shop) },
  'POST /shops': {
    summary: 'Connect a shop; keys are kept encrypted and never shown again',
    can,
    body: Type.Object({
      kind: OneOf(shopKinds),
      name: Text(200),
      url: Text(500),
      credentials: ShopCredentials,
      ...settings,
    }),
    reply: Shop,
    status: 201,
    versioned: true,
    problems: ['unprocessable'],
  },
  'POST /shops/tests': {
    summary: 'Try an address and keys before keeping them: says what is wrong and where',
    can,
    body: Type.Object({ kind: OneOf(shopKinds), url: Text(500), credentials: ShopCredentials }),
    reply: ShopTest,
    status: 200,
    problems: ['unprocessable'],
  },
  'GET /shops/:id': { summary: 'One connected shop', can, params: ById, reply: Shop, versioned: true },
  'PATCH /shops/:id': {
    summary: 'Change a connection; keys that are left out stay',
    can,
    params: ById,
    body: Type.Object({
      name: Type.Optional(Text(200)),
      url: Type.Optional(Text(500)),
      credentials: Type.Optional(ShopCredentials),
      ...settings,
    }),
    reply: Shop,
    versioned: true,
    problems: ['precondition_failed', 'unprocessable'],
  },
  'DELETE /shops/:id': {
    summary: 'Disconnect a shop; what it brought stays',
    can,
    params: ById,
    problems: ['precondition_failed'],
  },
  'POST /shops/:id/restoration': {
    summary: 'Connect it again as it was',
    can,
    params: ById,
    reply: Shop,
    versioned: true,
  },
  'POST /shops/:id/test': {
    summary: 'Try the connection as it stands',
    can,
    params: ById,
    reply: ShopTest,
    status: 200,
  },
  'POST /shops/:id/sync': {
    summary: 'Bring what is new now; `full` reads everything again',
    can,
    params: ById,
    body: Type.Object({ full: Type.Optional(Type.Boolean()) }),
    reply: ShopRun,
    status: 202,
    problems: ['shop_run_open'],
  },
  'GET /shops/:id/runs': {
    summary: 'What was brought and what could not be, newest first',
    can,
    params: ById,
    query: pagingWith({}),
    reply: PageOf(ShopRun),
  },
})

export const publicShopsRoutes = defineRoutes({
  'POST /hooks/shops/:workspaceId/:shopId': {
    summary: 'Webhooks of a connected shop, signed by it',
    can: 'anyone',
    params: Type.Object({ workspaceId: Id, shopId: Id }),
    consumes: 'raw',
    reply: Type.Object({ taken: Type.Boolean() }),
    status: 202,
    limitPerMinute: 600,
    problems: ['signature_wrong', 'body_too_large'],
  },
})

const about = { shopId: Id, name: Type.String(), kind: OneOf(shopKinds) }
export const shopsEvents = defineEvents({
  'shop.connected': Type.Object(about),
  'shop.updated': Type.Object({ ...about, changes: Changes }),
  'shop.disconnected': Type.Object(about),
  'shop.restored': Type.Object(about),
  'shop.synced': Type.Object({ ...about, runId: Id, counts: Type.Record(Type.String(), PartCounts) }),
  'shop.sync_failed': Type.Object({ ...about, runId: Id, code: OneOf(shopProblems), detail: Type.String() }),
})
