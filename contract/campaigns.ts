import Type, { type Static } from 'typebox'
import { Offer } from './campaign-parts.ts'
import { TimelineEntry } from './contacts.ts'
import {
  Amount,
  ById,
  defineRoutes,
  Id,
  Instant,
  LocalDate,
  Money,
  Nullable,
  OneOf,
  PageOf,
  pagingWith,
  Text,
  WebAddress,
} from './kit.ts'

export const campaignStates = ['draft', 'kickoff', 'ready', 'live', 'paused', 'finished', 'archived'] as const
export const briefParts = ['objective', 'customerNeed', 'customerExpectation', 'contribution'] as const
export type BriefPart = (typeof briefParts)[number]
export const campaignSorts = ['startsOn', 'endsOn', 'name', 'createdAt'] as const

const State = OneOf(campaignStates)
const Count = Type.Integer({ minimum: 0, maximum: 1_000_000_000 })

export const Evidence = Type.Object({ label: Text(300), url: Type.Optional(Nullable(WebAddress)) })
const evidenceList = Type.Optional(Type.Array(Evidence, { maxItems: 20 }))
const BriefEvidence = Type.Object({
  objective: evidenceList,
  customerNeed: evidenceList,
  customerExpectation: evidenceList,
  contribution: evidenceList,
})
const briefText = Type.String({ maxLength: 10_000 })
export const Brief = Type.Object({
  objective: Type.String(),
  customerNeed: Type.String(),
  customerExpectation: Type.String(),
  contribution: Type.String(),
  evidence: BriefEvidence,
  editedAt: Nullable(Instant),
  editedBy: Nullable(Id),
})
export type Brief = Static<typeof Brief>

export const MessageHouse = Type.Object({
  core: Type.String({ maxLength: 2000 }),
  pillars: Type.Array(Type.Object({ title: Text(300), proofs: Type.Array(Text(1000), { maxItems: 20 }) }), {
    maxItems: 10,
  }),
})
export type MessageHouse = Static<typeof MessageHouse>

/** A department at the table: who answers for it, who came to the kick-off, who signed. */
export const Seat = Type.Object({
  departmentId: Id,
  departmentKey: Type.String(),
  departmentName: Type.String(),
  ownerId: Nullable(Id),
  attendeeIds: Type.Array(Id),
  signedBy: Nullable(Id),
  signedAt: Nullable(Instant),
})
export type Seat = Static<typeof Seat>

const summary = {
  id: Id,
  name: Type.String(),
  state: State,
  startsOn: LocalDate,
  endsOn: LocalDate,
  departmentIds: Type.Array(Id),
  ownerIds: Type.Array(Id),
  audience: Nullable(Type.String()),
  audienceSize: Nullable(Type.Integer()),
  channels: Type.Array(Type.String()),
  budget: Nullable(Money),
  offers: Type.Integer(),
  /** Offers that the guard has switched. */
  switchedOffers: Type.Integer(),
  version: Type.Integer(),
  createdAt: Instant,
}
export const CampaignRow = Type.Object(summary)

export const Collision = Type.Object({
  campaignId: Id,
  name: Type.String(),
  state: State,
  kind: OneOf(['product', 'audience'] as const),
  /** The product's name or the audience's words. */
  what: Type.String(),
  from: LocalDate,
  to: LocalDate,
})
export const CalendarEntry = Type.Object({ ...summary, collisions: Type.Array(Collision) })

const { offers: _, ...facts } = summary
export const Campaign = Type.Object({
  ...facts,
  seats: Type.Array(Seat),
  brief: Brief,
  messageHouse: MessageHouse,
  offers: Type.Array(Offer),
  targetLeads: Nullable(Type.Integer()),
  targetSales: Nullable(Money),
  /** Off: the campaign runs whatever happens to stock, prices and specs. */
  guardOn: Type.Boolean(),
  /** The meeting in which the kick-off was held. */
  kickoffMeetingId: Nullable(Id),
  kickoffHeldAt: Nullable(Instant),
  launchedAt: Nullable(Instant),
  finishedAt: Nullable(Instant),
  pauseReason: Nullable(Type.String()),
  collisions: Type.Array(Collision),
  updatedAt: Instant,
})
export type Campaign = Static<typeof Campaign>

const given = {
  audience: Type.Optional(Nullable(Text(500, 0))),
  audienceSize: Type.Optional(Nullable(Count)),
  messageHouse: Type.Optional(MessageHouse),
  channels: Type.Optional(Type.Array(Text(60), { maxItems: 30 })),
  budget: Type.Optional(Nullable(Amount)),
  targetLeads: Type.Optional(Nullable(Count)),
  targetSales: Type.Optional(Nullable(Amount)),
  guardOn: Type.Optional(Type.Boolean()),
}
const Departments = Type.Array(Id, { minItems: 1, maxItems: 20 })
const Owners = Type.Array(Id, { maxItems: 20 })

const one = { can: 'campaigns.write', params: ById, reply: Campaign, versioned: true } as const
const change = { can: 'campaigns.write' } as const

export const campaignsRoutes = defineRoutes({
  'GET /campaigns': {
    summary: 'Campaigns by filters, sorted and paged',
    can: 'campaigns.read',
    query: pagingWith({
      q: Type.Optional(Type.String({ maxLength: 200 })),
      state: Type.Optional(Type.Array(State, { maxItems: 7 })),
      ownerId: Type.Optional(Id),
      departmentId: Type.Optional(Id),
      productId: Type.Optional(Id),
      /** Running at some time between the two days, both included. */
      runsFrom: Type.Optional(LocalDate),
      runsTo: Type.Optional(LocalDate),
      sort: Type.Optional(OneOf([...campaignSorts, ...campaignSorts.map((sort) => `-${sort}` as const)])),
    }),
    reply: PageOf(CampaignRow),
  },
  'GET /campaigns/calendar': {
    summary:
      'Campaigns between two days, with those that get in each other’s way: same product or audience at the same time',
    can: 'campaigns.read',
    query: Type.Object({ from: LocalDate, to: LocalDate }),
    reply: PageOf(CalendarEntry),
  },
  'POST /campaigns': {
    summary: 'Plan a campaign',
    can: 'campaigns.write',
    body: Type.Object({
      name: Text(200),
      startsOn: LocalDate,
      endsOn: LocalDate,
      departmentIds: Departments,
      ownerIds: Type.Optional(Owners),
      ...given,
    }),
    reply: Campaign,
    status: 201,
    versioned: true,
    problems: ['unprocessable'],
  },
  'GET /campaigns/:id': {
    summary: 'A campaign with its brief, seats, offers and collisions',
    can: 'campaigns.read',
    params: ById,
    reply: Campaign,
    versioned: true,
  },
  'PATCH /campaigns/:id': {
    ...one,
    summary: 'Change a campaign',
    body: Type.Object({
      name: Type.Optional(Text(200)),
      startsOn: Type.Optional(LocalDate),
      endsOn: Type.Optional(LocalDate),
      departmentIds: Type.Optional(Departments),
      ownerIds: Type.Optional(Owners),
      ...given,
    }),
    problems: ['campaign_over', 'campaign_running', 'precondition_failed', 'unprocessable'],
  },
  'DELETE /campaigns/:id': {
    ...change,
    summary: 'Delete a campaign that is not running',
    params: ById,
    problems: ['campaign_running', 'precondition_failed'],
  },
  'POST /campaigns/:id/restoration': { ...one, summary: 'Bring a deleted campaign back' },
  'PUT /campaigns/:id/brief': {
    ...one,
    summary: 'Write the brief',
    body: Type.Object({
      objective: Type.Optional(briefText),
      customerNeed: Type.Optional(briefText),
      customerExpectation: Type.Optional(briefText),
      contribution: Type.Optional(briefText),
      evidence: Type.Optional(BriefEvidence),
    }),
    problems: ['campaign_over', 'precondition_failed'],
  },
  'POST /campaigns/:id/kickoff': {
    ...one,
    summary:
      'Record who came to the kick-off and which departments signed; held when every department has. A meeting with quorum alone is both: who sat there for a department signs for it',
    body: Type.Object({
      meetingId: Type.Optional(Nullable(Id)),
      heldAt: Type.Optional(Instant),
      /** Without a meeting, who came; with one, who signs (or came besides). */
      attendance: Type.Optional(
        Type.Array(Type.Object({ departmentId: Id, memberId: Id, signedOff: Type.Optional(Type.Boolean()) }), {
          minItems: 1,
          maxItems: 200,
        }),
      ),
    }),
    problems: ['campaign_over', 'campaign_running', 'unprocessable'],
  },
  'POST /campaigns/:id/launch': {
    ...one,
    summary: 'Go live; refused with the blocking checks in `errors`',
    problems: ['campaign_checks_failed', 'campaign_over', 'invalid_transition', 'precondition_failed'],
  },
  'POST /campaigns/:id/pause': {
    ...one,
    summary: 'Hold sends and links',
    body: Type.Object({ reason: Type.Optional(Text(500)) }, { default: {} }),
    problems: ['invalid_transition', 'precondition_failed'],
  },
  'POST /campaigns/:id/resume': {
    ...one,
    summary: 'Go on; offers that are not covered stay switched',
    problems: ['campaign_checks_failed', 'campaign_over', 'invalid_transition', 'precondition_failed'],
  },
  'POST /campaigns/:id/finish': {
    ...one,
    summary: 'End a campaign',
    problems: ['invalid_transition', 'precondition_failed'],
  },
  'POST /campaigns/:id/archival': {
    ...one,
    summary: 'Put a campaign that is not running away',
    problems: ['campaign_running', 'invalid_transition'],
  },
  'DELETE /campaigns/:id/archival': { ...one, summary: 'Take it out again', problems: ['invalid_transition'] },
  'GET /campaigns/:id/timeline': {
    summary: 'What happened with a campaign and why, newest first',
    can: 'campaigns.read',
    params: ById,
    query: pagingWith({}),
    reply: PageOf(TimelineEntry),
  },
})
