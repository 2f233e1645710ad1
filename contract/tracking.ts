import Type from 'typebox'
import { defineEvents, defineRoutes, Id, Instant, Nullable, OneOf, PageOf, pagingWith } from './kit.ts'

export const visitTypes = ['page_view', 'form_start', 'custom'] as const
const utmWord = Type.Optional(Type.String({ maxLength: 200 }))

export const VisitEvent = Type.Object({
  /** Made by the sender; the same id twice counts once. Ids of fewer than eight characters are told apart by visitor. */
  id: Type.String({ minLength: 1, maxLength: 100, pattern: '^[\\w-]+$' }),
  type: OneOf(visitTypes),
  name: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
  url: Type.String({ minLength: 1, maxLength: 2000 }),
  referrer: Type.Optional(Type.String({ maxLength: 2000 })),
  /** By the visitor's clock; one that is off is put right by the server's. */
  at: Type.Optional(Instant),
  utm: Type.Optional(
    Type.Object({ source: utmWord, medium: utmWord, campaign: utmWord, term: utmWord, content: utmWord }),
  ),
  properties: Type.Optional(
    Type.Record(
      Type.String({ maxLength: 60 }),
      Type.Union([Type.String({ maxLength: 500 }), Type.Number(), Type.Boolean(), Type.Null()]),
      { maxProperties: 20 },
    ),
  ),
})

export const VisitBatch = Type.Object({
  /** The word `null` is nobody's id. */
  visitorId: Type.String({ minLength: 1, maxLength: 100, pattern: '^(?![nN][uU][lL][lL]$)[\\w-]+$' }),
  /** Left out, the installation's first workspace is meant. */
  workspaceId: Type.Optional(Id),
  events: Type.Array(VisitEvent, { minItems: 1, maxItems: 50 }),
})

/** At the root, for visitors. */
export const publicTrackingRoutes = defineRoutes({
  'POST /e': {
    summary: 'Tracker batch; answered after it is in the database',
    can: 'anyone',
    body: VisitBatch,
    status: 202,
    limitPerMinute: 1200,
    anyOrigin: true,
  },
  'GET /t.js': { summary: 'The tracker script', can: 'anyone', produces: 'stream', limitPerMinute: 1200 },
})

export const trackingRoutes = defineRoutes({
  'GET /visits': {
    summary: 'What visitors looked at, newest first',
    can: 'visits.read',
    query: pagingWith({
      contactId: Type.Optional(Id),
      type: Type.Optional(Type.Array(OneOf(visitTypes), { maxItems: 3 })),
      from: Type.Optional(Instant),
      to: Type.Optional(Instant),
    }),
    reply: PageOf(
      Type.Object({
        id: Type.String(),
        at: Instant,
        type: OneOf(visitTypes),
        name: Nullable(Type.String()),
        url: Type.String(),
        path: Type.String(),
        referrerHost: Nullable(Type.String()),
        utmSource: Nullable(Type.String()),
        utmMedium: Nullable(Type.String()),
        utmCampaign: Nullable(Type.String()),
        contactId: Nullable(Id),
        contactName: Nullable(Type.String()),
      }),
    ),
  },
  'GET /reports/pages': {
    summary: 'Pages by day range: views, visitors and form starts',
    can: 'visits.read',
    query: Type.Object({
      from: Type.String({ format: 'date' }),
      to: Type.String({ format: 'date' }),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
    }),
    reply: Type.Object({
      items: Type.Array(
        Type.Object({
          path: Type.String(),
          pageViews: Type.Integer(),
          visitors: Type.Integer(),
          formStarts: Type.Integer(),
        }),
      ),
      totals: Type.Object({ pageViews: Type.Integer(), formStarts: Type.Integer() }),
    }),
  },
})

export const trackingEvents = defineEvents({})
