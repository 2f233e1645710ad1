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
import { Temperature } from './scoring.ts'

export const termStates = ['draft', 'proposed', 'in_force'] as const
/** Of one version: `withdrawn` was changed or overtaken before it was signed, `superseded` was in force until the next one was. */
export const termVersionStates = [...termStates, 'superseded', 'withdrawn'] as const
export const termStages = [
  'subscriber',
  'lead',
  'mql',
  'sal',
  'opportunity',
  'customer',
  'recycled',
  'disqualified',
] as const
/** Numbers that reports show; each is computed by one rule, wherever it stands. */
export const termReports = [
  'leads_this_month',
  'mqls_this_month',
  'handovers_waiting',
  'hot_leads',
  'open_deals',
  'pipeline_value',
  'won_revenue_this_month',
  'return_rate_90_days',
  'live_campaigns',
] as const
export type TermReport = (typeof termReports)[number]

/**
 * The executable rule that a word stands for: contacts of a stage (those of `mql` are moved there by the scoring model in force),
 * of a temperature, that satisfy a condition, or a number of a report. Segments will be one more kind.
 */
export const TermBinding = Type.Union([
  Type.Object({ kind: Type.Literal('none') }),
  Type.Object({ kind: Type.Literal('stage'), stage: OneOf(termStages) }),
  Type.Object({ kind: Type.Literal('temperature'), temperature: Temperature }),
  /** `{ all | any | not: […] }` over `{ field, op, value }`, as the fit rules of scoring have it. */
  Type.Object({ kind: Type.Literal('condition'), condition: Type.Unknown() }),
  Type.Object({ kind: Type.Literal('report'), report: OneOf(termReports) }),
])
export type TermBinding = Static<typeof TermBinding>

const Signature = Type.Object({ departmentId: Id, memberId: Id, signedAt: Instant })
export const TermVersion = Type.Object({
  termVersion: Type.Integer(),
  state: OneOf(termVersionStates),
  name: Type.String(),
  aliases: Type.Array(Type.String()),
  definition: Type.String(),
  example: Type.String(),
  binding: TermBinding,
  /** Those that must sign. */
  departmentIds: Type.Array(Id),
  signatures: Type.Array(Signature),
  createdBy: Id,
  createdAt: Instant,
  proposedAt: Nullable(Instant),
  inForceAt: Nullable(Instant),
  /** `{ field: [before, after] }` against the version before. */
  changes: Changes,
})
export type TermVersion = Static<typeof TermVersion>

/** A number as it is now, the rule behind it and where its records are. */
export const TermNumber = Type.Object({
  value: Type.Number(),
  unit: OneOf(['count', 'money', 'share'] as const),
  /** Of money. */
  currency: Nullable(Type.String()),
  /** Counted up to a bound: there are at least as many. */
  atLeast: Type.Boolean(),
  url: Nullable(Type.String()),
})
export type TermNumber = Static<typeof TermNumber>

/** What the scoring model in force asks for, where the word rests on it. */
export const TermRule = Type.Object({
  scoringVersion: Type.Integer(),
  fit: Type.Integer(),
  engagement: Type.Integer(),
  handRaiseDays: Type.Number(),
})
export type TermRule = Static<typeof TermRule>

const fields = {
  id: Id,
  name: Type.String(),
  aliases: Type.Array(Type.String()),
  definition: Type.String(),
  example: Type.String(),
  ownerId: Nullable(Id),
  binding: TermBinding,
  departmentIds: Type.Array(Id),
  /** Of the newest version, whose words are shown here. */
  state: OneOf(termStates),
  termVersion: Type.Integer(),
  signatures: Type.Array(Signature),
  /** The version that both departments have signed and that counts; null: none yet. */
  inForceVersion: Nullable(Type.Integer()),
  /** The rule behind the signed version has changed since. */
  outdatedAt: Nullable(Instant),
  number: Nullable(TermNumber),
  version: Type.Integer(),
  createdAt: Instant,
  updatedAt: Instant,
}
export const TermRow = Type.Object(fields)
export type TermRow = Static<typeof TermRow>
export const Term = Type.Object({
  ...fields,
  rule: Nullable(TermRule),
  /** Departments for which the reader may sign the newest version now. */
  mySeats: Type.Array(Id),
})
export type Term = Static<typeof Term>

/** A word as the whole app explains it on hover. */
export const LexiconEntry = Type.Object({
  id: Id,
  words: Type.Array(Type.String()),
  definition: Type.String(),
  /** The departments whose signatures the definition carries; it is the one in force where there is one. */
  signedBy: Type.Array(Id),
  inForce: Type.Boolean(),
})
export type LexiconEntry = Static<typeof LexiconEntry>

export const termUseKinds = [
  'campaign',
  'information_item',
  'notice',
  'agreement',
  'document',
  'meeting_decision',
] as const
export const TermUse = Type.Object({
  kind: OneOf(termUseKinds),
  id: Type.String(),
  name: Type.String(),
  url: Type.String(),
})
export type TermUse = Static<typeof TermUse>

const Name = Text(80)
const Aliases = Type.Array(Text(80), { maxItems: 20 })
const Definition = Text(4000)
const Example = Type.String({ maxLength: 4000 })
const Departments = Type.Array(Id, { minItems: 1, maxItems: 10 })
const given = {
  aliases: Type.Optional(Aliases),
  example: Type.Optional(Example),
  ownerId: Type.Optional(Nullable(Id)),
  binding: Type.Optional(TermBinding),
  departmentIds: Type.Optional(Departments),
}
const change = { can: 'glossary.write', params: ById, reply: Term, versioned: true } as const

export const glossaryRoutes = defineRoutes({
  'GET /terms': {
    summary: 'The glossary, by name, each word with the number behind it',
    can: 'glossary.read',
    query: pagingWith({
      q: Type.Optional(Type.String({ maxLength: 200 })),
      state: Type.Optional(Type.Array(OneOf(termStates), { maxItems: 3 })),
      ownerId: Type.Optional(Id),
      /** Only those whose rule has changed since they were signed. */
      outdated: Type.Optional(Type.Boolean()),
    }),
    reply: PageOf(TermRow),
  },
  'POST /terms': {
    summary: 'Write a word down; Marketing and Sales sign it unless other departments are named',
    can: 'glossary.write',
    body: Type.Object({ name: Name, definition: Definition, ...given }),
    reply: Term,
    status: 201,
    versioned: true,
    problems: ['unprocessable'],
  },
  'POST /terms/starters': {
    summary:
      'Add the words every company needs, bound to their rules and proposed; those that are there stay as they are',
    can: 'glossary.write',
    reply: Type.Object({ created: Type.Integer() }),
    status: 200,
  },
  'GET /terms/lexicon': {
    summary: 'Every word with its definition, for explaining it wherever it stands',
    can: 'glossary.read',
    reply: PageOf(LexiconEntry),
  },
  'GET /terms/:id': {
    summary: 'A word with its newest version, its rule and its number',
    can: 'glossary.read',
    params: ById,
    reply: Term,
    versioned: true,
  },
  'PATCH /terms/:id': {
    ...change,
    summary: 'Change a word: a draft is rewritten, a proposed or signed version is followed by a new draft',
    body: Type.Object({ name: Type.Optional(Name), definition: Type.Optional(Definition), ...given }),
    problems: ['precondition_failed', 'unprocessable'],
  },
  'DELETE /terms/:id': {
    summary: 'Delete a word',
    can: 'glossary.write',
    params: ById,
    problems: ['precondition_failed'],
  },
  'POST /terms/:id/restoration': { ...change, summary: 'Bring a deleted word back', problems: ['unprocessable'] },
  'POST /terms/:id/proposal': {
    ...change,
    summary: 'Ask the departments to sign the newest version; of a signed one whose rule has changed, a new version',
    problems: ['invalid_transition', 'precondition_failed'],
  },
  'POST /terms/:id/signatures': {
    summary:
      'Sign the newest version for a department one belongs to; signing a draft proposes it, and the last signature puts it in force. Nobody signs for two departments while somebody else could',
    can: 'glossary.sign',
    params: ById,
    body: Type.Object({
      /** The version that was read; an older one than the newest is refused. */
      termVersion: Type.Optional(Type.Integer({ minimum: 1 })),
      /** Needed by those who belong to several departments that must sign. */
      departmentId: Type.Optional(Id),
    }),
    reply: Term,
    status: 201,
    versioned: true,
    problems: ['term_version_outdated', 'term_seat_not_yours', 'term_signed_by_you'],
  },
  'GET /terms/:id/versions': {
    summary: 'Every version with its signatures and what it changed, newest first',
    can: 'glossary.read',
    params: ById,
    query: pagingWith({}),
    reply: PageOf(TermVersion),
  },
  'GET /terms/:id/records': {
    summary: 'The contacts behind the number of a word bound to a condition, newest first',
    can: 'contacts.read',
    params: ById,
    query: pagingWith({}),
    reply: PageOf(Type.Object({ id: Id, fullName: Type.String(), email: Nullable(Type.String()), createdAt: Instant })),
  },
  'GET /terms/:id/uses': {
    summary:
      'Where the word is used: briefs, information, notices, agreements, documents, decisions; the newest of each',
    can: 'glossary.read',
    params: ById,
    reply: PageOf(TermUse),
  },
})

const ofTerm = { termId: Id, name: Type.String() }
const ofVersion = { ...ofTerm, termVersion: Type.Integer() }
export const glossaryEvents = defineEvents({
  'term.created': Type.Object(ofTerm),
  'term.updated': Type.Object({ ...ofVersion, changes: Changes }),
  'term.proposed': Type.Object(ofVersion),
  'term.signed': Type.Object({ ...ofVersion, departmentId: Id, departmentName: Type.String() }),
  'term.in_force': Type.Object(ofVersion),
  'term.outdated': Type.Object({ ...ofVersion, ruleVersion: Type.Integer() }),
  'term.deleted': Type.Object(ofTerm),
  'term.restored': Type.Object(ofTerm),
})
