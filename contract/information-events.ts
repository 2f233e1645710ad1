import Type, { type TSchema } from 'typebox'
import { Changes, defineEvents, Id, LocalDate, Nullable } from './kit.ts'

const itemEvent = <P extends Record<string, TSchema>>(more: P) =>
  Type.Object({ itemId: Id, itemName: Type.String(), ...more })
const Value = Nullable(Type.String())

export const informationEvents = defineEvents({
  'information.created': itemEvent({ ownerId: Id, mandatory: Type.Boolean() }),
  'information.updated': itemEvent({ changes: Changes }),
  'information.verified': itemEvent({ dueOn: LocalDate }),
  'information.value_set': itemEvent({ before: Value, after: Value, reason: Type.String() }),
  'information.proposed': itemEvent({ proposalId: Id, value: Type.String() }),
  'information.proposal_accepted': itemEvent({ proposalId: Id, value: Type.String() }),
  'information.proposal_declined': itemEvent({ proposalId: Id, reason: Type.String() }),
  'information.proposal_withdrawn': itemEvent({ proposalId: Id }),
  'information.nudged': itemEvent({ ownerId: Id }),
  'information.reassigned': itemEvent({ from: Id, to: Id }),
  'information.deleted': itemEvent({}),
  'information.restored': itemEvent({}),
  'information.template_written': Type.Object({ templateId: Id, templateName: Type.String(), items: Type.Integer() }),
  'information.template_deleted': Type.Object({ templateId: Id, templateName: Type.String() }),
  'information.template_applied': Type.Object({
    templateId: Id,
    templateName: Type.String(),
    created: Type.Integer(),
    campaignId: Nullable(Id),
    projectId: Nullable(Id),
  }),
  'information.imported': Type.Object({ created: Type.Integer(), updated: Type.Integer(), rejected: Type.Integer() }),
})
