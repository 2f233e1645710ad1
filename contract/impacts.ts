import Type, { type Static } from 'typebox'
import {
  ById,
  defineEvents,
  defineRoutes,
  Id,
  Instant,
  LocalDate,
  Nullable,
  OneOf,
  PageOf,
  pagingWith,
  Severity,
} from './kit.ts'

export const nodeTypes = [
  'product',
  'attribute',
  'price',
  'stock',
  'spec',
  'claim',
  'asset',
  'brief',
  'campaign',
  'offer',
  'link',
  'form',
  'page',
  'mail',
  'content',
  'journey',
  'touchpoint',
  'notice',
  'term',
  'message',
  'process',
] as const
export type NodeType = (typeof nodeTypes)[number]
export const impactStates = ['open', 'mended'] as const
export const itemStates = ['open', 'mended', 'unaffected'] as const

const NodeFields = { type: OneOf(nodeTypes), id: Type.String({ minLength: 1, maxLength: 200 }) }
export const NodeRef = Type.Object(NodeFields)
const described = {
  ...NodeFields,
  name: Type.String(),
  url: Nullable(Type.String()),
  ownerId: Nullable(Id),
  departmentId: Nullable(Id),
}
export const Dependant = Type.Object({
  ...described,
  /** 1: depends on it directly. */
  depth: Type.Integer(),
  via: NodeRef,
})
export type Dependant = Static<typeof Dependant>

/** What was, and what is: `key` names the attribute, or `price`, `stock`, `expectedOn`, `quantity`. */
export const Diff = Type.Object({
  key: Type.String(),
  label: Type.String(),
  before: Nullable(Type.String()),
  after: Nullable(Type.String()),
})
export type Diff = Static<typeof Diff>

const impactFields = {
  id: Id,
  cause: Type.Object({ ...NodeFields, name: Type.String() }),
  productId: Nullable(Id),
  eventName: Type.String(),
  change: Type.Array(Diff),
  severity: Severity,
  state: OneOf(impactStates),
  openedAt: Instant,
  mendedAt: Nullable(Instant),
  /** Everything that depends on it; `toMend` of them are still wrong. */
  dependants: Type.Integer(),
  toMend: Type.Integer(),
  /** Of those who must say that they have seen it. */
  owners: Type.Integer(),
  acknowledged: Type.Integer(),
  /** The earliest deadline that is still open. */
  acknowledgeBy: Nullable(Instant),
  /** Whether the asker still has to say so. */
  awaitsMe: Type.Boolean(),
}
export const Impact = Type.Object(impactFields)
export type Impact = Static<typeof Impact>
export const ImpactRecord = Type.Object({
  ...impactFields,
  truncated: Type.Boolean(),
  items: Type.Array(
    Type.Object({
      ...described,
      depth: Type.Integer(),
      via: NodeRef,
      state: OneOf(itemStates),
      mendedAt: Nullable(Instant),
    }),
  ),
  tasks: Type.Array(
    Type.Object({
      taskId: Nullable(Id),
      ownerId: Nullable(Id),
      departmentId: Nullable(Id),
      acknowledgeBy: Instant,
      acknowledgedAt: Nullable(Instant),
      acknowledgedBy: Nullable(Id),
      escalatedAt: Nullable(Instant),
    }),
  ),
})
export type ImpactRecord = Static<typeof ImpactRecord>

const Spread = Type.Object({ count: Type.Integer(), p50: Nullable(Type.Number()), p90: Nullable(Type.Number()) })

export const impactsRoutes = defineRoutes({
  'GET /impacts': {
    summary: 'Changes that touched something, newest first',
    can: 'impacts.read',
    query: pagingWith({
      state: Type.Optional(Type.Array(OneOf(impactStates), { maxItems: 2 })),
      severity: Type.Optional(Type.Array(Severity, { maxItems: 3 })),
      productId: Type.Optional(Id),
      /** Only those the asker still has to acknowledge. */
      awaitsMe: Type.Optional(Type.Boolean()),
    }),
    reply: PageOf(Impact),
  },
  'GET /impacts/dependants': {
    summary: 'What depends on this? Everything downstream, nearest first, each once',
    can: 'impacts.read',
    query: Type.Object({
      ...NodeFields,
      /** The graph as it was then. */
      asOf: Type.Optional(Instant),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 5000, default: 500 })),
    }),
    reply: Type.Object({ node: Type.Object(described), items: Type.Array(Dependant), truncated: Type.Boolean() }),
  },
  'GET /impacts/:id': {
    summary: 'One change: what it touched, who has seen it, what is mended',
    can: 'impacts.read',
    params: ById,
    reply: ImpactRecord,
  },
  'POST /impacts/:id/acknowledgements': {
    summary:
      'Say that you have seen it, for yourself, your departments, or those you manage; doing it again changes nothing',
    can: 'impacts.acknowledge',
    params: ById,
    reply: ImpactRecord,
    problems: ['nothing_to_acknowledge'],
  },
  'POST /impacts/:id/mendings': {
    summary: 'Say that something touched is in order again, where nothing else can know it',
    can: 'impacts.acknowledge',
    params: ById,
    body: NodeRef,
    reply: ImpactRecord,
    problems: ['unprocessable'],
  },
  'GET /reports/reaction': {
    summary: 'From a change to the last critical thing mended: how long, and how many were reached',
    can: 'impacts.read',
    query: Type.Object({ from: Type.Optional(LocalDate), to: Type.Optional(LocalDate) }),
    reply: Type.Object({
      from: LocalDate,
      to: LocalDate,
      impacts: Type.Integer(),
      open: Type.Integer(),
      /** Minutes from the change until the last thing of a critical change was mended. */
      reaction: Spread,
      /** Minutes from the change until its owner acknowledged it. */
      acknowledgement: Spread,
      /** Of those that had to be acknowledged by now, 0–1. */
      inTime: Nullable(Type.Number()),
      escalated: Type.Integer(),
      /** Of everything touched, how much had somebody who acknowledged it, 0–1. */
      coverage: Nullable(Type.Number()),
    }),
  },
})

const impactFacts = { impactId: Id, name: Type.String(), severity: Severity }

export const impactsEvents = defineEvents({
  'impact.opened': Type.Object({
    ...impactFacts,
    cause: NodeRef,
    because: Type.String(),
    dependants: Type.Integer(),
    owners: Type.Integer(),
  }),
  'impact.acknowledged': Type.Object({ ...impactFacts, memberId: Id, minutes: Type.Integer(), inTime: Type.Boolean() }),
  'impact.escalated': Type.Object({ ...impactFacts, ownerId: Nullable(Id), memberIds: Type.Array(Id) }),
  'impact.mended': Type.Object({ ...impactFacts, minutes: Type.Integer() }),
})
