import Type, { type Static } from 'typebox'
import { defineEvents, defineRoutes, Id, Instant, LocalDate, Locale, Nullable, OneOf } from './kit.ts'

/** Components of the score in the order of §15; `training` counts for projects only. */
export const componentKeys = [
  'marketing_sla',
  'sales_sla',
  'goal_pace',
  'freshness',
  'meetings_held',
  'product_consistency',
  'question_closure',
  'training',
] as const
export type ComponentKey = (typeof componentKeys)[number]
const Share = Type.Number({ minimum: 0, maximum: 1 })
const Score = Type.Integer({ minimum: 0, maximum: 100 })

export const AlignmentComponent = Type.Object({
  key: OneOf(componentKeys),
  /** 0–1; null: not in use, and its weight is spread over the others. */
  value: Nullable(Share),
  weight: Share,
  /** Its share of the weights in use; 0 when not in use. They add up to 1. */
  usedWeight: Share,
  /** Whole points of the score. With `capPoints` they add up to it exactly. */
  points: Type.Integer(),
  /** Under .4: holds the score at 59. */
  weak: Type.Boolean(),
  /** What the value was 30 days before, and the difference. */
  before: Nullable(Share),
  change: Nullable(Type.Number()),
  sentence: Type.String(),
  /** Opens what lies behind it. */
  url: Nullable(Type.String()),
})
export const Alignment = Type.Object({
  at: Instant,
  projectId: Nullable(Id),
  /** 0–100; null while nothing is in use. */
  score: Nullable(Score),
  /** The score without the cap. */
  uncapped: Nullable(Score),
  /** What the cap takes away: 0 or less. */
  capPoints: Type.Integer(),
  /** The components under .4 that hold the score at 59 at most. */
  heldDownBy: Type.Array(OneOf(componentKeys)),
  before: Nullable(Score),
  change: Nullable(Type.Integer()),
  sentence: Type.String(),
  components: Type.Array(AlignmentComponent),
  /** How people see it: beside the score, never in it. */
  perception: Nullable(
    Type.Object({
      pulseId: Id,
      mean: Type.Number(),
      answered: Type.Integer(),
      closedOn: LocalDate,
      change: Nullable(Type.Number()),
    }),
  ),
})
export type Alignment = Static<typeof Alignment>

const projectId = Type.Optional(Id)

export const alignmentRoutes = defineRoutes({
  'GET /alignment': {
    summary: 'How well both departments pull together, what holds the score down, and what lies behind each part',
    can: 'alignment.read',
    query: Type.Object({ projectId, locale: Type.Optional(Locale) }),
    reply: Alignment,
  },
  'GET /alignment/trend': {
    summary: 'The score day by day, at most two years; the last 90 days when nothing is said',
    can: 'alignment.read',
    query: Type.Object({ from: Type.Optional(LocalDate), to: Type.Optional(LocalDate), projectId }),
    reply: Type.Object({
      from: LocalDate,
      to: LocalDate,
      items: Type.Array(
        Type.Object({
          on: LocalDate,
          score: Nullable(Score),
          held: Type.Boolean(),
          /** The components in use on that day. */
          values: Type.Record(Type.String(), Share),
        }),
      ),
      /** Pulses that closed in the period. */
      perception: Type.Array(Type.Object({ on: LocalDate, mean: Type.Number() })),
      next: Type.Null(),
    }),
  },
})

export const alignmentEvents = defineEvents({})
