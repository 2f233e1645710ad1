/** What visitors see and send: the public side of a form. */
import Type, { type Static } from 'typebox'
import { defineRoutes } from './kit.ts'

const short = Type.String({ maxLength: 500 })
const closed = { additionalProperties: false }
export const utmKeys = ['source', 'medium', 'campaign', 'term', 'content'] as const
const Utm = Type.Object(
  {
    source: Type.Optional(short),
    medium: Type.Optional(short),
    campaign: Type.Optional(short),
    term: Type.Optional(short),
    content: Type.Optional(short),
  },
  closed,
)
const Answer = Type.Union([
  Type.String({ maxLength: 10_000 }),
  Type.Number(),
  Type.Boolean(),
  Type.Null(),
  Type.Array(Type.String({ maxLength: 1000 }), { maxItems: 200 }),
])
export const SubmissionBody = Type.Object(
  {
    fields: Type.Record(Type.String({ maxLength: 100 }), Answer, { maxProperties: 100 }),
    consents: Type.Optional(Type.Record(Type.String({ maxLength: 100 }), Type.Boolean(), { maxProperties: 20 })),
    page: Type.Optional(
      Type.Object(
        {
          url: Type.String({ maxLength: 2000 }),
          referrer: Type.Optional(Type.String({ maxLength: 2000 })),
          utm: Type.Optional(Utm),
        },
        closed,
      ),
    ),
    visitorId: Type.Optional(Type.String({ minLength: 1, maxLength: 100, pattern: '^[A-Za-z0-9_-]+$' })),
    /** Version that the visitor had before their eyes; the one in force when absent. */
    formVersion: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  closed,
)
export type SubmissionBody = Static<typeof SubmissionBody>
const Posted = Type.Record(Type.String(), Type.Unknown())
export type PostedForm = Record<string, unknown>

/** One body per media type: programs send JSON, which is closed; browsers send what their form holds. */
const SubmissionContent = Type.Unsafe<SubmissionBody | PostedForm>({
  content: {
    'application/json': { schema: SubmissionBody },
    'application/x-www-form-urlencoded': { schema: Posted },
  },
})
/** Text, so that a mistyped address is an ordinary "not found". */
const ByFormId = Type.Object({ formId: Type.String({ maxLength: 100 }) })
/** How the page looks (`embed`, `_theme`, `_lang`), where it stands (`_page`, `_referrer`, `_visitor`), and values for fields. */
const given = Type.Optional(Type.Unknown())
const Shown = Type.Object(
  { embed: given, _theme: given, _lang: given, _page: given, _referrer: given, _visitor: given },
  { additionalProperties: true },
)

/** At the root, for visitors. */
export const publicFormsRoutes = defineRoutes({
  'GET /f/:formId': {
    summary: 'The form as a page; fields can be filled in by query',
    can: 'anyone',
    params: ByFormId,
    query: Shown,
    produces: 'stream',
    limitPerMinute: 600,
    problems: ['form_closed', 'form_not_published'],
  },
  'GET /f/:formId/thanks': {
    summary: 'What a visitor reads after sending',
    can: 'anyone',
    params: ByFormId,
    query: Shown,
    produces: 'stream',
    limitPerMinute: 600,
  },
  'GET /f/:formId/embed.js': {
    summary: 'Script that shows the form inside another page',
    can: 'anyone',
    params: ByFormId,
    produces: 'stream',
    limitPerMinute: 1200,
  },
  'POST /f/:formId': {
    summary: 'Send a form: JSON answers 201 { submissionId, contactId }, a browser is led on with 303',
    can: 'anyone',
    params: ByFormId,
    query: Shown,
    body: SubmissionContent,
    produces: 'stream',
    status: 201,
    limitPerMinute: 600,
    anyOrigin: true,
    problems: [
      'form_closed',
      'form_not_published',
      'idempotency_key_reused',
      'body_too_large',
      'unsupported_media_type',
      'rate_limited',
      'overloaded',
    ],
  },
  'POST /f/:formId/start': {
    summary: 'A visitor began to fill the form in',
    can: 'anyone',
    params: ByFormId,
    limitPerMinute: 120,
  },
  'OPTIONS /f/:formId': {
    summary: 'Preflight: any site may send',
    can: 'anyone',
    params: ByFormId,
    produces: 'stream',
    limitPerMinute: 1200,
    anyOrigin: true,
  },
})
