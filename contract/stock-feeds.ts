import Type, { type Static } from 'typebox'
import { ById, defineRoutes, Id, Instant, Nullable, OneOf, PageOf, pagingWith, Text } from './kit.ts'
import { Count, most } from './stock.ts'

export const feedKinds = ['url', 'webhook'] as const
export const feedRunStates = ['applied', 'held', 'confirmed', 'discarded', 'failed'] as const

const FeedRun = Type.Object({
  id: Id,
  state: OneOf(feedRunStates),
  /** Why it is held or failed: words under `stock.feeds.reasons`. */
  reason: Nullable(Type.String()),
  params: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
  rows: Type.Integer(),
  changed: Type.Integer(),
  unknown: Type.Integer(),
  /** Rows whose units cannot be read; what is known of these stays as it is. */
  unread: Type.Integer(),
  /** Some of their SKUs. */
  unreadSkus: Type.Array(Type.String(), { maxItems: 20 }),
  startedAt: Instant,
  decidedByName: Nullable(Type.String()),
  decidedAt: Nullable(Instant),
})
export const StockFeed = Type.Object({
  id: Id,
  kind: OneOf(feedKinds),
  name: Type.String(),
  url: Nullable(Type.String()),
  everyMinutes: Nullable(Type.Integer()),
  skuColumn: Nullable(Type.String()),
  quantityColumn: Nullable(Type.String()),
  enabled: Type.Boolean(),
  /** Of a webhook: where others post to. Whoever knows it can set stock. */
  hookUrl: Nullable(Type.String()),
  nextRunAt: Nullable(Instant),
  lastRun: Nullable(FeedRun),
  version: Type.Integer(),
})
export type StockFeed = Static<typeof StockFeed>

const read = 'products.read' as const
const write = 'stock.write' as const
const manage = 'stock.manage' as const
const FeedAddress = Type.String({ maxLength: 2000, pattern: '^https?://[^\\s]+$' })
const feedColumns = {
  skuColumn: Type.Optional(Nullable(Text(100))),
  quantityColumn: Type.Optional(Nullable(Text(100))),
}
const EveryMinutes = Type.Integer({ minimum: 5, maximum: 10_080 })

export const stockFeedsRoutes = defineRoutes({
  'PUT /stock/levels': {
    summary: 'Set many levels at once, by SKU or id',
    can: write,
    body: Type.Object({
      items: Type.Array(
        Type.Object({
          sku: Type.Optional(Text(100)),
          productId: Type.Optional(Id),
          onHand: Count,
          reserved: Type.Optional(Count),
        }),
        { minItems: 1, maxItems: 20_000 },
      ),
      /** The moment these levels are of; older ones than known are not believed. */
      at: Type.Optional(Instant),
    }),
    reply: Type.Object({
      changed: Type.Integer(),
      unchanged: Type.Integer(),
      /** Older than what is known. */
      outdated: Type.Integer(),
      /** SKUs or ids that no product has. */
      unknown: Type.Array(Type.String()),
      /** Reserved units of the changed products that are not there. */
      uncovered: Type.Integer(),
    }),
    problems: ['unprocessable'],
  },

  'GET /stock-feeds': { summary: 'Feeds and webhooks that bring stock levels', can: read, reply: PageOf(StockFeed) },
  'POST /stock-feeds': {
    summary: 'Fetch levels from an address on a schedule, or make a secret address to post them to',
    can: manage,
    body: Type.Object({
      kind: OneOf(feedKinds),
      name: Text(120),
      url: Type.Optional(FeedAddress),
      everyMinutes: Type.Optional(EveryMinutes),
      ...feedColumns,
    }),
    reply: StockFeed,
    status: 201,
    versioned: true,
    problems: ['unprocessable'],
  },
  'PATCH /stock-feeds/:id': {
    summary: 'Change a feed; `newSecret` replaces the address of a webhook',
    can: manage,
    params: ById,
    body: Type.Object({
      name: Type.Optional(Text(120)),
      url: Type.Optional(FeedAddress),
      everyMinutes: Type.Optional(EveryMinutes),
      enabled: Type.Optional(Type.Boolean()),
      newSecret: Type.Optional(Type.Boolean()),
      ...feedColumns,
    }),
    reply: StockFeed,
    versioned: true,
    problems: ['precondition_failed', 'unprocessable'],
  },
  'DELETE /stock-feeds/:id': { summary: 'Delete a feed', can: manage, params: ById },
  'GET /stock-feeds/:id/runs': {
    summary: 'What a feed brought, newest first',
    can: read,
    params: ById,
    query: pagingWith({}),
    reply: PageOf(FeedRun),
  },
  'POST /stock-feeds/:id/run': {
    summary: 'Fetch it now',
    can: manage,
    params: ById,
    reply: FeedRun,
    status: 200,
    problems: ['unprocessable'],
  },
  'POST /stock-feeds/:id/confirmation': {
    summary: 'Believe the levels that are held',
    can: manage,
    params: ById,
    reply: FeedRun,
    status: 200,
    problems: ['feed_not_held'],
  },
  'DELETE /stock-feeds/:id/confirmation': {
    summary: 'Throw the levels that are held away',
    can: manage,
    params: ById,
    problems: ['feed_not_held'],
  },
})

/** What a webhook takes: levels (`onHand`) of a moment, or movements (`delta`). */
export const StockHookBody = Type.Object({
  /** The sender's id of this message: the same one twice counts once. */
  id: Text(200),
  /** The moment it is about. */
  at: Instant,
  items: Type.Array(
    Type.Object({
      sku: Text(100),
      onHand: Type.Optional(Count),
      delta: Type.Optional(Type.Integer({ minimum: -most, maximum: most })),
    }),
    { minItems: 1, maxItems: 5000 },
  ),
})
export const publicStockFeedsRoutes = defineRoutes({
  'POST /hooks/stock/:token': {
    summary: 'Stock levels or movements from another system',
    can: 'anyone',
    params: Type.Object({ token: Type.String({ maxLength: 200 }) }),
    body: StockHookBody,
    reply: Type.Object({
      changed: Type.Integer(),
      outdated: Type.Integer(),
      unknown: Type.Array(Type.String()),
      /** Reserved units of the changed products that are not there. */
      uncovered: Type.Integer(),
      repeated: Type.Boolean(),
    }),
    status: 200,
    limitPerMinute: 1200,
    problems: ['not_found', 'insufficient_stock', 'unprocessable'],
  },
})
