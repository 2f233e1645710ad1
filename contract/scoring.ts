import Type from 'typebox'
import { ById, defineEvents, defineRoutes, Id, Instant, Nullable, OneOf, PageOf, pagingWith, Text } from './kit.ts'

export const Temperature = OneOf(['cold', 'warm', 'hot'] as const)

const Label = Type.Union([Type.String(), Type.Object({ es: Type.String(), en: Type.String() })])
const Bound = Type.Object({ fit: Type.Integer(), engagement: Type.Integer() })
/** As it is stored and answered. What comes in is checked by `validateModel`, which names every wrong field. */
export const ScoringDefinition = Type.Object({
  version: Type.Integer(),
  fit: Type.Array(Type.Object({ id: Type.String(), label: Label, condition: Type.Unknown(), points: Type.Integer() })),
  engagement: Type.Array(
    Type.Object({
      id: Type.String(),
      label: Label,
      event: Type.String(),
      match: Type.Optional(
        Type.Object({ name: Type.Optional(Type.String()), urlContains: Type.Optional(Type.String()) }),
      ),
      points: Type.Integer(),
      halfLifeDays: Type.Number(),
      capPerDay: Type.Integer(),
    }),
  ),
  hot: Bound,
  warm: Bound,
  hysteresis: Type.Integer(),
  handRaiseDays: Type.Number(),
  mql: Bound,
})
/** Code and values of a reason, for who translates it alone. */
export const ReasonCode = Type.Object({ code: Type.String(), params: Type.Record(Type.String(), Type.Unknown()) })
export const Contribution = Type.Object({
  rule: Type.String(),
  label: Type.String(),
  kind: OneOf(['fit', 'engagement', 'adjustment'] as const),
  points: Type.Integer(),
  count: Type.Optional(Type.Integer()),
  lastAt: Type.Optional(Instant),
})
export const ContactScore = Type.Object({
  temperature: Temperature,
  fit: Type.Integer(),
  engagement: Type.Integer(),
  total: Type.Integer(),
  at: Instant,
  contributions: Type.Array(Contribution),
  modelVersion: Type.Integer(),
  handRaised: Type.Boolean(),
  reasons: Type.Array(Type.String()),
  reasonCodes: Type.Array(ReasonCode),
  nextChangeAt: Nullable(Instant),
  /** The person has opted out of profiling: no score is kept. */
  doNotProfile: Type.Boolean(),
})

const ModelHead = {
  version: Type.Integer(),
  state: OneOf(['draft', 'active', 'retired'] as const),
  note: Nullable(Type.String()),
  createdAt: Instant,
  createdBy: Nullable(Id),
  createdByName: Nullable(Type.String()),
  activatedAt: Nullable(Instant),
  retiredAt: Nullable(Instant),
}
const Model = Type.Object({ ...ModelHead, definition: ScoringDefinition })
const ByVersion = Type.Object({ version: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) })
const Definition = Type.Unknown()
const Note = Nullable(Text(2000, 0))

const Reading = Type.Object({
  temperature: Temperature,
  fit: Type.Integer(),
  engagement: Type.Integer(),
  total: Type.Integer(),
  isMql: Type.Boolean(),
  contributions: Type.Array(Contribution),
})
const Counts = Type.Object({ cold: Type.Integer(), warm: Type.Integer(), hot: Type.Integer(), mql: Type.Integer() })
const Preview = Type.Object({
  items: Type.Array(
    Type.Object({
      contactId: Id,
      fullName: Type.String(),
      email: Nullable(Type.String()),
      before: Reading,
      after: Reading,
      moved: OneOf(['up', 'down', 'same'] as const),
    }),
  ),
  /** Over the most recently active contacts. */
  distribution: Type.Object({ sampled: Type.Integer(), before: Counts, after: Counts }),
})

export const scoringRoutes = defineRoutes({
  'GET /contacts/:id/score': {
    summary: 'Temperature with the contributions that sum to it, now or at another instant',
    can: 'scoring.read',
    params: ById,
    query: Type.Object({ at: Type.Optional(Instant) }),
    reply: ContactScore,
  },
  'GET /scoring-models': {
    summary: 'Versions of the temperature model, newest first',
    can: 'scoring.read',
    query: pagingWith({}),
    reply: PageOf(Type.Object(ModelHead)),
  },
  'POST /scoring-models': {
    summary: 'New draft of the temperature model',
    can: 'scoring.manage',
    body: Type.Object({ definition: Definition, note: Type.Optional(Note) }),
    reply: Model,
    status: 201,
  },
  'GET /scoring-models/:version': {
    summary: 'One version of the temperature model',
    can: 'scoring.read',
    params: ByVersion,
    reply: Model,
  },
  'PATCH /scoring-models/:version': {
    summary: 'Change a draft',
    can: 'scoring.manage',
    params: ByVersion,
    body: Type.Object({ definition: Type.Optional(Definition), note: Type.Optional(Note) }),
    reply: Model,
    problems: ['scoring_model_not_draft'],
  },
  'DELETE /scoring-models/:version': {
    summary: 'Throw a draft away',
    can: 'scoring.manage',
    params: ByVersion,
    problems: ['scoring_model_not_draft'],
  },
  'POST /scoring-models/:version/activation': {
    summary: 'Put a draft in force: everybody is scored again',
    can: 'scoring.manage',
    params: ByVersion,
    body: Type.Object({ note: Type.Optional(Note) }),
    reply: Model,
    problems: ['scoring_model_not_draft'],
  },
  'POST /scoring-models/preview': {
    summary: 'How real contacts would change under a definition',
    can: 'scoring.read',
    body: Type.Object({
      definition: Definition,
      contactIds: Type.Optional(Type.Array(Id, { maxItems: 10 })),
    }),
    reply: Preview,
  },
})

export const scoringEvents = defineEvents({
  'contact.temperature_changed': Type.Object({
    subjectId: Id,
    from: Temperature,
    to: Temperature,
    score: Type.Integer(),
    modelVersion: Type.Integer(),
    reasons: Type.Array(ReasonCode),
  }),
  'scoring_model.activated': Type.Object({
    version: Type.Integer(),
    previousVersion: Nullable(Type.Integer()),
    note: Nullable(Type.String()),
  }),
  /** Progress of scoring everybody again after an activation. */
  'scoring_model.applied': Type.Object({
    version: Type.Integer(),
    done: Type.Integer(),
    changed: Type.Integer(),
    finished: Type.Boolean(),
  }),
})
