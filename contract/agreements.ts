import Type, { type Static } from 'typebox'
import {
  AgreementVersion,
  Attainment,
  agreementDirections,
  BehindLead,
  clauseNames,
  DeliveredContact,
  leadStates,
  MarketingTerms,
  SalesTerms,
} from './agreement-parts.ts'
import { ById, defineRoutes, Id, Instant, LocalDate, Nullable, OneOf, PageOf, pagingWith, Text } from './kit.ts'

const Direction = OneOf(agreementDirections)

export const Agreement = Type.Object({
  id: Id,
  direction: Direction,
  name: Type.String(),
  /** Who answers for each side, and is told when it falls behind. */
  marketingOwnerId: Nullable(Id),
  salesOwnerId: Nullable(Id),
  /** What counts today; null until both departments have signed and its day has come. */
  inForce: Nullable(AgreementVersion),
  /** Signed by both, waiting for its day. */
  upcoming: Nullable(AgreementVersion),
  /** Being written, or waiting for signatures. */
  open: Nullable(AgreementVersion),
  /** Since when it is behind; null while it is kept. */
  behindSince: Nullable(Instant),
  createdAt: Instant,
  updatedAt: Instant,
  /** Of the record, for If-Match; the text that is signed is told apart by `number`. */
  version: Type.Integer(),
})
export type Agreement = Static<typeof Agreement>

const terms = {
  /** What marketing owes; of a `marketing_to_sales` agreement. Missing: the usual terms. */
  marketing: Type.Optional(MarketingTerms),
  /** What sales owes; of a `sales_to_marketing` agreement. */
  sales: Type.Optional(SalesTerms),
}
const owners = { marketingOwnerId: Type.Optional(Nullable(Id)), salesOwnerId: Type.Optional(Nullable(Id)) }
const one = { can: 'agreements.write', params: ById, reply: Agreement, versioned: true } as const

export const agreementsRoutes = defineRoutes({
  'GET /agreements': {
    summary: 'What each department owes the other: one agreement for each direction',
    can: 'agreements.read',
    query: pagingWith({ direction: Type.Optional(Direction) }),
    reply: PageOf(Agreement),
  },
  'POST /agreements': {
    summary: 'Begin an agreement as a draft; without terms with the usual ones',
    can: 'agreements.write',
    body: Type.Object({
      direction: Direction,
      name: Type.Optional(Text(200)),
      ...owners,
      ...terms,
      from: Type.Optional(LocalDate),
    }),
    reply: Agreement,
    status: 201,
    versioned: true,
    problems: ['agreement_exists', 'unprocessable'],
  },
  'POST /agreements/preview': {
    summary: 'What the last 30 days would have been under other terms; keeps nothing',
    can: 'agreements.read',
    body: Type.Object({ direction: Direction, ...terms }),
    reply: Attainment,
    status: 200,
    problems: ['unprocessable'],
  },
  'GET /agreements/:id': {
    summary: 'An agreement with the version in force and the one being agreed',
    can: 'agreements.read',
    params: ById,
    reply: Agreement,
    versioned: true,
  },
  'PATCH /agreements/:id': {
    ...one,
    summary: 'Change the name or who answers for each side',
    body: Type.Object({ name: Type.Optional(Text(200)), ...owners }),
    problems: ['precondition_failed', 'unprocessable'],
  },
  'DELETE /agreements/:id': {
    summary: 'Delete an agreement; what it measured stays',
    can: 'agreements.write',
    params: ById,
    problems: ['precondition_failed'],
  },
  'POST /agreements/:id/restoration': {
    ...one,
    summary: 'Bring a deleted agreement back',
    problems: ['agreement_exists'],
  },
  'PUT /agreements/:id/draft': {
    ...one,
    summary: 'Write the next version; changing one that waits for signatures makes a new number',
    body: Type.Object({ ...terms, from: Type.Optional(LocalDate), note: Type.Optional(Nullable(Text(2000, 0))) }),
    problems: ['precondition_failed', 'unprocessable'],
  },
  'DELETE /agreements/:id/draft': {
    ...one,
    summary: 'Withdraw the version that is not signed yet',
    problems: ['agreement_not_open', 'precondition_failed'],
  },
  'POST /agreements/:id/proposal': {
    ...one,
    summary: 'Ask both departments to sign the draft',
    problems: ['agreement_not_open', 'precondition_failed'],
  },
  'POST /agreements/:id/signatures': {
    summary:
      'Sign for one’s department the exact version that was read; in force from its day once both departments have',
    can: 'agreements.sign',
    params: ById,
    body: Type.Object({
      /** `open.number` as it was read: another one is refused with the current. */
      number: Type.Integer({ minimum: 1, maximum: 100_000 }),
      /** Needed of people who sit in both departments. */
      departmentId: Type.Optional(Id),
    }),
    reply: Agreement,
    versioned: true,
    problems: ['agreement_not_open', 'agreement_outdated', 'not_in_department', 'unprocessable'],
  },
  'GET /agreements/:id/versions': {
    summary: 'Every version, newest first, with what it changed and who signed it when',
    can: 'agreements.read',
    params: ById,
    query: pagingWith({}),
    reply: PageOf(AgreementVersion),
  },
  'GET /agreements/:id/attainment': {
    summary: 'How far it is kept: day by day as it was computed then, and at this moment with what lies behind it',
    can: 'agreements.read',
    params: ById,
    query: Type.Object({ from: Type.Optional(LocalDate), to: Type.Optional(LocalDate) }),
    reply: Attainment,
  },
  'GET /agreements/:id/leads': {
    summary: 'Leads behind what sales owes, with every clause; newest first',
    can: 'agreements.read',
    params: ById,
    query: pagingWith({
      on: Type.Optional(LocalDate),
      state: Type.Optional(OneOf(leadStates)),
      clause: Type.Optional(OneOf(clauseNames)),
    }),
    reply: PageOf(BehindLead),
  },
  'GET /agreements/:id/deliveries': {
    summary: 'Contacts behind what marketing owes, newest first',
    can: 'agreements.read',
    params: ById,
    query: pagingWith({
      on: Type.Optional(LocalDate),
      /** Empty: those without a source. */
      source: Type.Optional(Type.String({ maxLength: 200 })),
    }),
    reply: PageOf(DeliveredContact),
  },
})
export { agreementsEvents } from './agreement-parts.ts'
