import Type, { type Static } from 'typebox'
import { ById, Changes, defineEvents, defineRoutes, Id, Nullable, OneOf, Text } from './kit.ts'

export const StageOwner = Type.Object({ departmentId: Id, memberId: Id })
export const linkTypes = ['asset', 'form', 'campaign'] as const
const Link = Type.Object({ type: OneOf(linkTypes), id: Id })
export const journeyGaps = ['no_owner', 'no_asset', 'no_touchpoint', 'no_promise', 'no_metric'] as const
const Gaps = Type.Array(OneOf(journeyGaps))
export const Touchpoint = Type.Object({
  id: Id,
  stageId: Id,
  name: Type.String(),
  departmentId: Nullable(Id),
  ownerId: Nullable(Id),
  promise: Type.String(),
  metric: Type.String(),
  target: Type.String(),
  links: Type.Array(
    Type.Object({ ...Link.properties, name: Type.String(), url: Nullable(Type.String()), isAlive: Type.Boolean() }),
  ),
  gaps: Gaps,
  version: Type.Integer(),
})
export type Touchpoint = Static<typeof Touchpoint>
export const JourneyStage = Type.Object({
  id: Id,
  name: Type.String(),
  goal: Type.String(),
  owners: Type.Array(StageOwner),
  gaps: Gaps,
  version: Type.Integer(),
  touchpoints: Type.Array(Touchpoint),
})
export type JourneyStage = Static<typeof JourneyStage>

const stageFields = {
  goal: Type.Optional(Type.String({ maxLength: 500 })),
  /** At most one for each department. */
  owners: Type.Optional(Type.Array(StageOwner, { maxItems: 20 })),
}
const touchpointFields = {
  departmentId: Type.Optional(Nullable(Id)),
  ownerId: Type.Optional(Nullable(Id)),
  promise: Type.Optional(Type.String({ maxLength: 1000 })),
  metric: Type.Optional(Type.String({ maxLength: 200 })),
  target: Type.Optional(Type.String({ maxLength: 200 })),
  links: Type.Optional(Type.Array(Link, { maxItems: 50 })),
}

export const journeyRoutes = defineRoutes({
  'GET /journey-map': {
    summary: 'The customer’s journey: stages in order, their touchpoints and gaps',
    can: 'impacts.read',
    reply: Type.Object({
      stages: Type.Array(JourneyStage),
      /** Stages and touchpoints with something missing. */
      gaps: Type.Integer(),
    }),
  },
  'POST /journey-stages': {
    summary: 'Add a stage at the end of the journey',
    can: 'journey.write',
    body: Type.Object({ name: Text(80), ...stageFields }),
    reply: JourneyStage,
    status: 201,
    versioned: true,
    problems: ['unprocessable'],
  },
  'PUT /journey-stages/order': {
    summary: 'The order of all stages',
    can: 'journey.write',
    body: Type.Object({ ids: Type.Array(Id, { minItems: 1, maxItems: 100 }) }),
    problems: ['unprocessable'],
  },
  'PATCH /journey-stages/:id': {
    summary: 'Change a stage; `owners` replaces all of them',
    can: 'journey.write',
    params: ById,
    body: Type.Object({ name: Type.Optional(Text(80)), ...stageFields }),
    reply: JourneyStage,
    versioned: true,
    problems: ['precondition_failed', 'unprocessable'],
  },
  'DELETE /journey-stages/:id': {
    summary: 'Delete a stage with its touchpoints',
    can: 'journey.write',
    params: ById,
    problems: ['precondition_failed'],
  },
  'POST /journey-stages/:id/restoration': {
    summary: 'Bring a deleted stage back',
    can: 'journey.write',
    params: ById,
    reply: JourneyStage,
    versioned: true,
  },
  'POST /touchpoints': {
    summary: 'Add a touchpoint to a stage',
    can: 'journey.write',
    body: Type.Object({ stageId: Id, name: Text(120), ...touchpointFields }),
    reply: Touchpoint,
    status: 201,
    versioned: true,
    problems: ['unprocessable'],
  },
  'PATCH /touchpoints/:id': {
    summary: 'Change a touchpoint or move it: to another stage, and to a place in it',
    can: 'journey.write',
    params: ById,
    body: Type.Object({
      name: Type.Optional(Text(120)),
      stageId: Type.Optional(Id),
      /** Place in its stage, from 0. */
      position: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000 })),
      ...touchpointFields,
    }),
    reply: Touchpoint,
    versioned: true,
    problems: ['precondition_failed', 'unprocessable'],
  },
  'DELETE /touchpoints/:id': {
    summary: 'Delete a touchpoint',
    can: 'journey.write',
    params: ById,
    problems: ['precondition_failed'],
  },
  'POST /touchpoints/:id/restoration': {
    summary: 'Bring a deleted touchpoint back',
    can: 'journey.write',
    params: ById,
    reply: Touchpoint,
    versioned: true,
  },
})

const stageFacts = { stageId: Id, name: Type.String() }
const touchpointFacts = { touchpointId: Id, stageId: Id, name: Type.String() }

export const journeyEvents = defineEvents({
  'journey_stage.created': Type.Object(stageFacts),
  'journey_stage.updated': Type.Object({ ...stageFacts, changes: Changes }),
  'journey_stage.reordered': Type.Object({ count: Type.Integer() }),
  'journey_stage.deleted': Type.Object(stageFacts),
  'journey_stage.restored': Type.Object(stageFacts),
  'touchpoint.created': Type.Object(touchpointFacts),
  'touchpoint.updated': Type.Object({ ...touchpointFacts, changes: Changes }),
  'touchpoint.deleted': Type.Object(touchpointFacts),
  'touchpoint.restored': Type.Object(touchpointFacts),
})
