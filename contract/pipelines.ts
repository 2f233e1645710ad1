import Type, { type Static } from 'typebox'
import { ById, Changes, defineEvents, defineRoutes, Id, Nullable, PageOf, Text } from './kit.ts'

export const Stage = Type.Object({
  id: Id,
  key: Type.String(),
  name: Type.String(),
  probability: Type.Integer(),
  rotDays: Nullable(Type.Integer()),
  openDeals: Type.Integer(),
})
export const Pipeline = Type.Object({
  id: Id,
  name: Type.String(),
  isDefault: Type.Boolean(),
  version: Type.Integer(),
  stages: Type.Array(Stage),
})
export type Pipeline = Static<typeof Pipeline>

const StageInput = Type.Object({
  /** Missing: a new stage. */
  id: Type.Optional(Id),
  name: Text(80),
  probability: Type.Integer({ minimum: 0, maximum: 100 }),
  rotDays: Nullable(Type.Integer({ minimum: 1, maximum: 365 })),
})

export const pipelinesRoutes = defineRoutes({
  'GET /pipelines': { summary: 'Pipelines with their stages in order', can: 'deals.read', reply: PageOf(Pipeline) },
  'PATCH /pipelines/:id': {
    summary:
      'Rename a pipeline; `stages` is the complete list in order. Open deals of a stage left out move as `moves` says',
    can: 'pipelines.manage',
    params: ById,
    body: Type.Object({
      name: Type.Optional(Text(80)),
      stages: Type.Optional(Type.Array(StageInput, { minItems: 1, maxItems: 20 })),
      moves: Type.Optional(Type.Array(Type.Object({ fromStageId: Id, toStageId: Id }), { maxItems: 20 })),
    }),
    reply: Pipeline,
    versioned: true,
    problems: ['precondition_failed', 'unprocessable'],
  },
})

export const pipelinesEvents = defineEvents({
  'pipeline.updated': Type.Object({
    pipelineId: Id,
    name: Type.String(),
    changes: Changes,
  }),
})
