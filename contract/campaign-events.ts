import Type, { type TSchema } from 'typebox'
import { checkNames } from './campaign-checks.ts'
import { guardCauses } from './campaign-parts.ts'
import { Changes, defineEvents, Id, LocalDate, Nullable, OneOf } from './kit.ts'

const Check = OneOf(checkNames)
const campaignEvent = <P extends Record<string, TSchema>>(more: P) =>
  Type.Object({ campaignId: Id, campaignName: Type.String(), ...more })
const offerFacts = { offerId: Id, productId: Id, productName: Type.String() }

export const campaignsEvents = defineEvents({
  'campaign.created': campaignEvent({ startsOn: LocalDate, endsOn: LocalDate }),
  'campaign.updated': campaignEvent({ changes: Changes }),
  'campaign.brief_written': campaignEvent({ changes: Changes }),
  'campaign.kickoff_recorded': campaignEvent({
    attendeeIds: Type.Array(Id),
    signedDepartmentIds: Type.Array(Id),
    held: Type.Boolean(),
  }),
  'campaign.offer_added': campaignEvent({ ...offerFacts, uplift: Type.Number() }),
  'campaign.offer_changed': campaignEvent({ ...offerFacts, changes: Changes }),
  'campaign.offer_removed': campaignEvent(offerFacts),
  'campaign.link_made': campaignEvent({ linkId: Id, code: Type.String(), linkName: Type.String() }),
  'campaign.link_removed': campaignEvent({ linkId: Id, code: Type.String(), linkName: Type.String() }),
  'campaign.cost_noted': campaignEvent({ costId: Id, label: Type.String() }),
  'campaign.cost_removed': campaignEvent({ costId: Id, label: Type.String() }),
  'campaign.message_posted': campaignEvent({ messageId: Id, mentionIds: Type.Array(Id) }),
  'campaign.override_signed': campaignEvent({ check: Check, reason: Type.String(), inForce: Type.Boolean() }),
  'campaign.launched': campaignEvent({ overridden: Type.Array(Check) }),
  'campaign.paused': campaignEvent({ reason: Nullable(Type.String()) }),
  'campaign.resumed': campaignEvent({}),
  'campaign.finished': campaignEvent({}),
  'campaign.archived': campaignEvent({}),
  'campaign.unarchived': campaignEvent({}),
  'campaign.deleted': campaignEvent({}),
  'campaign.restored': campaignEvent({}),
  'campaign.guard_tripped': campaignEvent({
    ...offerFacts,
    cause: OneOf(guardCauses),
    /** Units left when it tripped; null where the cause is another. */
    available: Nullable(Type.Integer()),
    links: Type.Integer(),
    /** The attribute that is no longer true, or the price that is out of order. */
    what: Nullable(Type.String()),
  }),
  'campaign.guard_cleared': campaignEvent({
    ...offerFacts,
    cause: OneOf(guardCauses),
    available: Nullable(Type.Integer()),
    daysOfCover: Nullable(Type.Number()),
    links: Type.Integer(),
  }),
})
