import Type, { type TSchema } from 'typebox'
import { Changes, defineEvents, Id, Instant, Nullable, OneOf } from './kit.ts'
import { completionWays } from './training-parts.ts'

const trainingEvent = <P extends Record<string, TSchema>>(more: P) =>
  Type.Object({ trainingId: Id, trainingTitle: Type.String(), ...more })
const session = { sessionId: Id, startsAt: Instant }
const person = { memberId: Id, memberName: Type.String() }

export const trainingsEvents = defineEvents({
  'training.created': trainingEvent({}),
  'training.updated': trainingEvent({ changes: Changes }),
  'training.published': trainingEvent({}),
  'training.retired': trainingEvent({}),
  'training.deleted': trainingEvent({}),
  'training.restored': trainingEvent({}),
  'training.material_added': trainingEvent({ materialId: Id, materialTitle: Type.String() }),
  'training.material_changed': trainingEvent({ materialId: Id, materialTitle: Type.String() }),
  'training.material_removed': trainingEvent({ materialId: Id, materialTitle: Type.String() }),
  'training.quiz_changed': trainingEvent({
    quizVersion: Type.Integer(),
    questions: Type.Integer(),
    askAgain: Type.Boolean(),
  }),
  'training.session_planned': trainingEvent(session),
  'training.session_changed': trainingEvent(session),
  'training.session_cancelled': trainingEvent(session),
  'training.enrolled': trainingEvent({ ...session, ...person, waiting: Type.Boolean() }),
  'training.withdrawn': trainingEvent({ ...session, ...person }),
  'training.attendance_noted': trainingEvent({ ...session, ...person, attended: Type.Boolean() }),
  'training.completed': trainingEvent({
    ...person,
    completionId: Id,
    way: OneOf(completionWays),
    score: Nullable(Type.Integer()),
    reason: Nullable(Type.String()),
  }),
  'training.completion_revoked': trainingEvent({ ...person, completionId: Id, reason: Type.String() }),
  'training.suggestion_accepted': trainingEvent({ suggestionKey: Type.String(), count: Type.Integer() }),
  'training.suggestion_dismissed': Type.Object({
    suggestionKey: Type.String(),
    count: Type.Integer(),
    reason: Type.String(),
  }),
})
