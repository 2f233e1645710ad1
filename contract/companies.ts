import Type from 'typebox'
import { ContactItem, TimelineEntry, timelineKinds } from './contacts.ts'
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
  Paging,
  pagingWith,
  Text,
} from './kit.ts'

const Maybe = Nullable(Type.String())
const listed = {
  id: Id,
  name: Type.String(),
  domain: Maybe,
  industry: Maybe,
  employees: Nullable(Type.Integer()),
  country: Maybe,
  city: Maybe,
  ownerId: Nullable(Id),
  ownerName: Maybe,
  tags: Type.Array(Type.String()),
  /** Counted up to 1,000. */
  contacts: Type.Integer(),
  openDeals: Type.Integer(),
  createdAt: Instant,
  version: Type.Integer(),
}
export const CompanyItem = Type.Object(listed)
export const Company = Type.Object({
  ...listed,
  annualRevenueCents: Nullable(Type.Integer()),
  foundedYear: Nullable(Type.Integer()),
  phone: Maybe,
  region: Maybe,
  parentId: Nullable(Id),
  parentName: Maybe,
  source: Maybe,
  customFields: FlatRecord,
  updatedAt: Instant,
  deletedAt: Nullable(Instant),
})
const facts = {
  domain: Type.Optional(Nullable(Text(300))),
  industry: Type.Optional(Nullable(Text(120))),
  employees: Type.Optional(Nullable(Type.Integer({ minimum: 0, maximum: 100_000_000 }))),
  annualRevenueCents: Type.Optional(Nullable(Type.Integer({ minimum: 0, maximum: 9_000_000_000_000_000 }))),
  foundedYear: Type.Optional(Nullable(Type.Integer({ minimum: 1000, maximum: 2200 }))),
  phone: Type.Optional(Nullable(Text(60))),
  country: Type.Optional(Nullable(Text(100))),
  region: Type.Optional(Nullable(Text(100))),
  city: Type.Optional(Nullable(Text(100))),
  parentId: Type.Optional(Nullable(Id)),
  ownerId: Type.Optional(Nullable(Id)),
  tags: Type.Optional(Type.Array(Text(60), { maxItems: 50 })),
  source: Type.Optional(Nullable(Text(100))),
  customFields: Type.Optional(
    Type.Unsafe<Record<string, string | number | boolean | null | string[]>>({ ...FlatRecord, maxProperties: 200 }),
  ),
}
const Sort = OneOf(['createdAt', '-createdAt', 'name', '-name'] as const)

export const companiesRoutes = defineRoutes({
  'GET /companies': {
    summary: 'Companies, filtered and sorted',
    can: 'contacts.read',
    query: pagingWith({
      q: Type.Optional(Type.String({ maxLength: 200 })),
      ownerId: Type.Optional(Type.Array(Id, { maxItems: 50 })),
      tag: Type.Optional(Type.Array(Text(60), { maxItems: 20 })),
      industry: Type.Optional(Type.Array(Text(120), { maxItems: 20 })),
      domain: Type.Optional(Text(300)),
      country: Type.Optional(Type.Array(Text(100), { maxItems: 20 })),
      createdFrom: Type.Optional(Type.Union([Instant, LocalDate])),
      createdTo: Type.Optional(Type.Union([Instant, LocalDate])),
      employeesMin: Type.Optional(Type.Integer({ minimum: 0 })),
      employeesMax: Type.Optional(Type.Integer({ minimum: 0 })),
      deleted: Type.Optional(Type.Boolean()),
      sort: Type.Optional(Sort),
    }),
    reply: PageOf(CompanyItem),
  },
  'POST /companies': {
    summary: 'Create a company',
    can: 'companies.write',
    body: Type.Object({ name: Text(300), ...facts }),
    reply: Company,
    status: 201,
    versioned: true,
    problems: ['name_taken'],
  },
  'GET /companies/:id': { summary: 'One company', can: 'contacts.read', params: ById, reply: Company, versioned: true },
  'PATCH /companies/:id': {
    summary: 'Change facts of a company',
    can: 'companies.write',
    params: ById,
    body: Type.Object({ name: Type.Optional(Text(300)), ...facts }),
    reply: Company,
    versioned: true,
    problems: ['precondition_failed', 'name_taken'],
  },
  'DELETE /companies/:id': { summary: 'Put a company into the bin', can: 'companies.write', params: ById },
  'POST /companies/:id/restoration': {
    summary: 'Take a company out of the bin',
    can: 'companies.write',
    params: ById,
    reply: Company,
    versioned: true,
    problems: ['name_taken'],
  },
  'GET /companies/:id/contacts': {
    summary: 'People of a company',
    can: 'contacts.read',
    params: ById,
    query: Paging,
    reply: PageOf(ContactItem),
  },
  'GET /companies/:id/deals': {
    summary: 'Deals of a company, newest first',
    can: 'deals.read',
    params: ById,
    query: Paging,
    reply: PageOf(
      Type.Object({
        id: Id,
        name: Type.String(),
        state: OneOf(['open', 'won', 'lost'] as const),
        stageName: Type.String(),
        amountCents: Nullable(Type.Integer()),
        currency: Type.String(),
        expectedCloseOn: Nullable(LocalDate),
        ownerId: Nullable(Id),
        contactId: Nullable(Id),
        createdAt: Instant,
      }),
    ),
  },
  'GET /companies/:id/timeline': {
    summary: 'What happened with a company and its deals, newest first',
    can: 'contacts.read',
    params: ById,
    query: pagingWith({
      kind: Type.Optional(Type.Array(OneOf(timelineKinds))),
      department: Type.Optional(Type.Array(Text(60), { maxItems: 20 })),
    }),
    reply: PageOf(TimelineEntry),
  },
})

export const companiesEvents = defineEvents({
  'company.created': Type.Object({ companyId: Id, name: Type.String() }),
  'company.updated': Type.Object({
    companyId: Id,
    changes: Type.Record(Type.String(), Type.Tuple([Type.Unknown(), Type.Unknown()])),
  }),
  'company.deleted': Type.Object({ companyId: Id }),
  'company.restored': Type.Object({ companyId: Id }),
})
