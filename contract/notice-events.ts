import Type from 'typebox'
import { defineEvents, Id } from './kit.ts'

const ofNotice = { noticeId: Id, title: Type.String() }
const ofRevision = Type.Object({ ...ofNotice, revision: Type.Integer(), recipients: Type.Integer() })
const ofSome = Type.Object({ ...ofNotice, count: Type.Integer() })
export const noticesEvents = defineEvents({
  'notice.created': Type.Object(ofNotice),
  'notice.updated': Type.Object({ ...ofNotice, fields: Type.Array(Type.String()) }),
  'notice.published': ofRevision,
  'notice.revised': ofRevision,
  'notice.acknowledged': Type.Object({ ...ofNotice, memberId: Id, attempts: Type.Integer() }),
  'notice.answered_wrong': Type.Object({ ...ofNotice, memberId: Id }),
  'notice.newcomers_added': ofSome,
  'notice.nudged': ofSome,
  'notice.escalated': ofSome,
  'notice.retired': Type.Object(ofNotice),
  'notice.deleted': Type.Object(ofNotice),
  'notice.restored': Type.Object(ofNotice),
})
