import Type from 'typebox'
import { ById, defineRoutes, Email, Id, Instant, Locale, Nullable, OneOf, PageOf, pagingWith, Text } from './kit.ts'

export const WaitlistEntry = Type.Object({
  id: Id,
  productId: Id,
  email: Type.String(),
  locale: Locale,
  contactId: Nullable(Id),
  campaignId: Nullable(Id),
  state: OneOf(['waiting', 'notified', 'removed'] as const),
  /** Place in the queue, from 1; null when no longer waiting. */
  position: Nullable(Type.Integer()),
  joinedAt: Instant,
  notifiedAt: Nullable(Instant),
})

const read = 'products.read' as const
const write = 'stock.write' as const

export const waitlistRoutes = defineRoutes({
  'GET /products/:id/waitlist': {
    summary: 'Who waits for a product, in their order',
    can: read,
    params: ById,
    query: pagingWith({ state: Type.Optional(OneOf(['waiting', 'notified', 'removed'] as const)) }),
    reply: PageOf(WaitlistEntry),
  },
  'POST /products/:id/waitlist': {
    summary: 'Put a person on the waitlist; who waits already stays where they are',
    can: write,
    params: ById,
    body: Type.Object({
      email: Email,
      consentText: Text(2000),
      locale: Type.Optional(Locale),
      campaignId: Type.Optional(Nullable(Id)),
    }),
    reply: WaitlistEntry,
    status: 201,
    problems: ['unprocessable'],
  },
  'DELETE /products/:id/waitlist/:entryId': {
    summary: 'Take a person off the waitlist',
    can: write,
    params: Type.Object({ id: Id, entryId: Id }),
  },
})

const given = Type.Optional(Type.Unknown())
/** `_lang`, the campaign that led here, an address to begin with, and `done` after joining. */
const Asked = Type.Object({ _lang: given, campaign: given, email: given, done: given }, { additionalProperties: true })
/** Programs send JSON, browsers what their form holds. */
const Joined = Type.Object(
  { email: given, consent: given, locale: given, campaignId: given },
  { additionalProperties: true },
)
const JoinBody = Type.Unsafe<Record<string, unknown>>({
  content: {
    'application/json': { schema: Joined },
    'application/x-www-form-urlencoded': { schema: Joined },
  },
})
const WaitFor = Type.Object({ productId: Type.String({ maxLength: 100 }) })

export const publicWaitlistRoutes = defineRoutes({
  'GET /w/:productId': {
    summary: 'Hosted page to wait for a product',
    can: 'anyone',
    params: WaitFor,
    query: Asked,
    produces: 'stream',
    status: 200,
    limitPerMinute: 600,
  },
  'POST /w/:productId': {
    summary: 'Join the waitlist: form-encoded from the page, or JSON `{ email, consent: true, locale?, campaignId? }`',
    can: 'anyone',
    params: WaitFor,
    query: Asked,
    body: JoinBody,
    produces: 'stream',
    status: 201,
    limitPerMinute: 60,
    anyOrigin: true,
    problems: ['invalid_request', 'not_found', 'rate_limited', 'unsupported_media_type'],
  },
})
