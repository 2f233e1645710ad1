/** What a person may decide about their data: consents with their proof, erasure, a copy of everything. */
import Type from 'typebox'
import { Maybe } from './contacts.ts'
import { ById, defineEvents, defineRoutes, Id, Instant, Nullable, OneOf, Text } from './kit.ts'

const Consent = Type.Object({
  id: Id,
  purpose: Type.String(),
  state: OneOf(['granted', 'withdrawn', 'pending'] as const),
  basis: OneOf(['consent', 'contract', 'legitimate_interest'] as const),
  method: OneOf(['form', 'import', 'api', 'manual', 'preference_centre'] as const),
  at: Instant,
  text: Maybe,
  formId: Nullable(Id),
  formName: Maybe,
  formVersion: Nullable(Type.Integer()),
  pageUrl: Maybe,
  ipTruncated: Maybe,
  confirmedAt: Nullable(Instant),
  actorName: Maybe,
  /** Whether this is what holds for its purpose now. */
  current: Type.Boolean(),
})

export const contactRightsRoutes = defineRoutes({
  'GET /contacts/:id/consents': {
    summary: 'Consents with their proof, newest first',
    can: 'contacts.read',
    params: ById,
    reply: Type.Object({ items: Type.Array(Consent), next: Type.Null() }),
    problems: ['contact_erased'],
  },
  'POST /contacts/:id/consents': {
    summary: 'Record or withdraw a consent',
    can: 'consents.write',
    params: ById,
    body: Type.Object({
      purpose: Type.String({ pattern: '^[a-z][a-z0-9_]{1,60}$' }),
      state: OneOf(['granted', 'withdrawn', 'pending'] as const),
      basis: Type.Optional(OneOf(['consent', 'contract', 'legitimate_interest'] as const)),
      /** The exact words accepted; required where consent is what is granted. */
      text: Type.Optional(Nullable(Text(5000))),
    }),
    status: 201,
    reply: Type.Object({ purpose: Type.String(), state: Type.String() }),
    problems: ['contact_erased'],
  },
  'POST /contacts/:id/erasure': {
    summary: 'Erase a person: blocked and blanked at once, destroyed after the limitation period',
    can: 'contacts.erase',
    params: ById,
    body: Type.Object({ note: Type.Optional(Text(500)) }),
    reply: Type.Object({ erasedAt: Instant }),
    problems: ['contact_erased'],
  },
  'GET /contacts/:id/export': {
    summary: 'Everything about one person, as JSON',
    can: 'contacts.export',
    params: ById,
    reply: Type.Unsafe<Record<string, unknown>>({ type: 'object' }),
    problems: ['contact_erased'],
  },
})

const subject = { subjectId: Id }
export const contactRightsEvents = defineEvents({
  'contact.erased': Type.Object(subject),
  'contact.exported': Type.Object(subject),
  'consent.recorded': Type.Object({
    ...subject,
    purpose: Type.String(),
    state: Type.String(),
    basis: Type.String(),
    method: Type.String(),
  }),
})
