import Type from 'typebox'
import {
  ById,
  defineEvents,
  defineRoutes,
  FlatRecord,
  Id,
  Instant,
  LocalDate,
  Nullable,
  OneOf,
  PageOf,
  pagingWith,
  Tags,
  Text,
} from './kit.ts'
import { Temperature } from './scoring.ts'

export const LifecycleStage = OneOf([
  'subscriber',
  'lead',
  'mql',
  'sal',
  'opportunity',
  'customer',
  'recycled',
  'disqualified',
] as const)
const Origin = OneOf(['form', 'import', 'api', 'manual', 'demo'] as const)
export const Maybe = Nullable(Type.String())
const CustomFields = Type.Unsafe<Record<string, string | number | boolean | null | string[]>>({
  ...FlatRecord,
  maxProperties: 200,
})
/** How a filter names one person: as typed; the server normalises it. */
const Typed = Type.String({ minLength: 1, maxLength: 320 })

export const listed = {
  id: Id,
  email: Maybe,
  phone: Maybe,
  fullName: Type.String(),
  firstName: Maybe,
  lastName: Maybe,
  jobTitle: Maybe,
  companyId: Nullable(Id),
  companyName: Maybe,
  lifecycleStage: LifecycleStage,
  temperature: Temperature,
  score: Type.Integer(),
  fit: Type.Integer(),
  engagement: Type.Integer(),
  ownerId: Nullable(Id),
  ownerName: Maybe,
  tags: Type.Array(Type.String()),
  source: Maybe,
  origin: Origin,
  country: Maybe,
  city: Maybe,
  language: Maybe,
  createdAt: Instant,
  lastActivityAt: Instant,
  version: Type.Integer(),
}
export const ContactItem = Type.Object(listed)
const Touch = Nullable(Type.Unsafe<Record<string, unknown>>({ type: 'object' }))
export const Contact = Type.Object({
  ...listed,
  region: Maybe,
  customFields: FlatRecord,
  doNotProfile: Type.Boolean(),
  lifecycleSince: Instant,
  recycles: Type.Integer(),
  wakeOn: Nullable(LocalDate),
  firstTouch: Touch,
  lastTouch: Touch,
  formName: Maybe,
  firstSeenAt: Instant,
  updatedAt: Instant,
  deletedAt: Nullable(Instant),
  emails: Type.Array(Type.String()),
  phones: Type.Array(Type.String()),
  merges: Type.Array(Type.Object({ id: Id, contactId: Id, fullName: Type.String(), email: Maybe, at: Instant })),
})

const editable = {
  email: Type.Optional(Nullable(Text(320))),
  phone: Type.Optional(Nullable(Text(60))),
  fullName: Type.Optional(Type.String({ maxLength: 300 })),
  firstName: Type.Optional(Nullable(Text(150))),
  lastName: Type.Optional(Nullable(Text(150))),
  jobTitle: Type.Optional(Nullable(Text(200))),
  companyName: Type.Optional(Nullable(Text(300))),
  country: Type.Optional(Nullable(Text(100))),
  region: Type.Optional(Nullable(Text(100))),
  city: Type.Optional(Nullable(Text(100))),
  language: Type.Optional(Nullable(Text(20))),
  source: Type.Optional(Nullable(Text(100))),
  ownerId: Type.Optional(Nullable(Id)),
  tags: Type.Optional(Tags),
  customFields: Type.Optional(CustomFields),
}
export const contactFilters = {
  q: Type.Optional(Type.String({ maxLength: 200 })),
  lifecycleStage: Type.Optional(Type.Array(LifecycleStage, { maxItems: 8 })),
  temperature: Type.Optional(Type.Array(Temperature, { maxItems: 3 })),
  ownerId: Type.Optional(Type.Array(Id, { maxItems: 50 })),
  companyId: Type.Optional(Id),
  tag: Type.Optional(Type.Array(Text(60), { maxItems: 20 })),
  source: Type.Optional(Type.Array(Text(100), { maxItems: 20 })),
  origin: Type.Optional(Type.Array(Origin, { maxItems: 5 })),
  email: Type.Optional(Typed),
  phone: Type.Optional(Typed),
  createdFrom: Type.Optional(Type.Union([Instant, LocalDate])),
  createdTo: Type.Optional(Type.Union([Instant, LocalDate])),
  lastActivityFrom: Type.Optional(Type.Union([Instant, LocalDate])),
  lastActivityTo: Type.Optional(Type.Union([Instant, LocalDate])),
  scoreMin: Type.Optional(Type.Integer()),
  scoreMax: Type.Optional(Type.Integer()),
  hasOpenDeal: Type.Optional(Type.Boolean()),
  deleted: Type.Optional(Type.Boolean()),
}
const Sort = OneOf([
  'createdAt',
  '-createdAt',
  'lastActivityAt',
  '-lastActivityAt',
  'fullName',
  '-fullName',
  'score',
  '-score',
] as const)

export const timelineKinds = [
  'activity',
  'form',
  'visit',
  'score',
  'lifecycle',
  'handover',
  'deal',
  'order',
  'task',
  'consent',
  'change',
] as const
export const TimelineEntry = Type.Object({
  id: Id,
  at: Instant,
  /** Event of the ledger, or `visit.pages`: page views of one hour. */
  name: Type.String(),
  kind: OneOf(timelineKinds),
  actorKind: OneOf(['member', 'api_key', 'visitor', 'system'] as const),
  actorName: Maybe,
  /** Keys of every department in which the actor sits. */
  departments: Type.Array(Type.String()),
  data: Type.Unsafe<Record<string, unknown>>({ type: 'object' }),
})

export const contactsRoutes = defineRoutes({
  'GET /contacts': {
    summary: 'Contacts, filtered and sorted',
    can: 'contacts.read',
    query: pagingWith({ ...contactFilters, sort: Type.Optional(Sort) }),
    reply: PageOf(ContactItem),
  },
  'POST /contacts': {
    summary: 'Create a contact by hand or by API',
    can: 'contacts.write',
    body: Type.Object({
      ...editable,
      externalId: Type.Optional(Text(200)),
      lifecycleStage: Type.Optional(LifecycleStage),
    }),
    reply: Contact,
    status: 201,
    versioned: true,
    problems: ['contact_already_exists', 'conflict'],
  },
  'POST /contacts/bulk': {
    summary: 'Change many contacts at once, by ids or by filter',
    can: 'contacts.write',
    body: Type.Object({
      ids: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 500 })),
      filter: Type.Optional(Type.Object(contactFilters)),
      change: Type.Object({
        ownerId: Type.Optional(Nullable(Id)),
        addTags: Type.Optional(Tags),
        removeTags: Type.Optional(Tags),
        delete: Type.Optional(Type.Boolean()),
        restore: Type.Optional(Type.Boolean()),
      }),
    }),
    reply: Type.Object({ affected: Type.Integer() }),
  },
  'GET /contacts/:id': {
    summary: 'One contact; a merged one answers who it became',
    can: 'contacts.read',
    params: ById,
    reply: Contact,
    versioned: true,
    problems: ['contact_erased'],
  },
  'PATCH /contacts/:id': {
    can: 'contacts.write',
    summary: 'Change facts of a contact',
    params: ById,
    body: Type.Object({
      ...editable,
      companyId: Type.Optional(Nullable(Id)),
      doNotProfile: Type.Optional(Type.Boolean()),
    }),
    reply: Contact,
    versioned: true,
    problems: ['precondition_failed', 'email_already_used', 'contact_erased'],
  },
  'DELETE /contacts/:id': {
    summary: 'Put a contact into the bin',
    can: 'contacts.delete',
    params: ById,
    problems: ['contact_erased'],
  },
  'POST /contacts/:id/restoration': {
    summary: 'Take a contact out of the bin',
    can: 'contacts.delete',
    params: ById,
    reply: Contact,
    versioned: true,
    problems: ['contact_erased', 'email_already_used'],
  },
  'GET /contacts/:id/timeline': {
    summary: 'Everything that happened with a contact, newest first',
    can: 'contacts.read',
    params: ById,
    query: pagingWith({
      kind: Type.Optional(Type.Array(OneOf(timelineKinds))),
      department: Type.Optional(Type.Array(Text(60), { maxItems: 20 })),
    }),
    reply: PageOf(TimelineEntry),
    problems: ['contact_erased'],
  },
  'GET /tags': {
    summary: 'Tags in use, most frequent first',
    can: 'contacts.read',
    query: Type.Object({ q: Type.Optional(Type.String({ maxLength: 60 })) }),
    reply: Type.Object({
      items: Type.Array(Type.Object({ tag: Type.String(), contacts: Type.Integer() })),
      next: Type.Null(),
    }),
  },
})

const subject = { subjectId: Id }
export const contactsEvents = defineEvents({
  'contact.created': Type.Object({ ...subject, origin: Origin, source: Maybe }),
  'contact.updated': Type.Object({
    ...subject,
    changes: Type.Record(Type.String(), Type.Tuple([Type.Unknown(), Type.Unknown()])),
  }),
  'contact.deleted': Type.Object(subject),
  'contact.restored': Type.Object(subject),
  'contact.lifecycle_moved': Type.Object({
    ...subject,
    from: LifecycleStage,
    to: LifecycleStage,
    by: OneOf(['person', 'rule'] as const),
    reason: Maybe,
  }),
})
