import Type, { type TSchema } from 'typebox'
import { Changes, defineEvents, Id, Instant, LocalDate, Nullable, OneOf } from './kit.ts'
import { attendanceStates, rsvpAnswers } from './meetings.ts'

const seriesEvent = <P extends Record<string, TSchema>>(more: P) =>
  Type.Object({ seriesId: Id, seriesName: Type.String(), ...more })
const meetingEvent = <P extends Record<string, TSchema>>(more: P) =>
  Type.Object({ meetingId: Id, meetingName: Type.String(), startsAt: Instant, ...more })

export const meetingsEvents = defineEvents({
  'meeting_series.created': seriesEvent({ rrule: Type.String() }),
  'meeting_series.updated': seriesEvent({ changes: Changes, from: LocalDate }),
  'meeting_series.ended': seriesEvent({ endsOn: LocalDate }),
  'meeting_series.deleted': seriesEvent({}),
  'meeting_series.restored': seriesEvent({}),
  'meeting.created': meetingEvent({}),
  'meeting.updated': meetingEvent({ changes: Changes }),
  'meeting.cancelled': meetingEvent({ reason: Nullable(Type.String()) }),
  'meeting.uncancelled': meetingEvent({}),
  'meeting.answered': meetingEvent({ memberId: Id, answer: OneOf(rsvpAnswers) }),
  'meeting.leader_changed': meetingEvent({ leaderId: Nullable(Id) }),
  'meeting.attendance_noted': meetingEvent({
    memberId: Id,
    departmentId: Nullable(Id),
    state: OneOf(attendanceStates),
    hasQuorum: Type.Boolean(),
  }),
  'meeting.started': meetingEvent({ agendaItems: Type.Integer() }),
  'meeting.agenda_changed': meetingEvent({ keys: Type.Array(Type.String()) }),
  'meeting.moved_on': meetingEvent({ agendaItemId: Nullable(Id) }),
  'meeting.input_given': meetingEvent({ inputId: Id, departmentId: Id }),
  'meeting.input_removed': meetingEvent({ inputId: Id, departmentId: Id }),
  'meeting.decided': meetingEvent({ decisionId: Id, text: Type.String(), dissenterIds: Type.Array(Id) }),
  'meeting.decision_removed': meetingEvent({ decisionId: Id, text: Type.String() }),
  'meeting.action_agreed': meetingEvent({
    actionId: Id,
    taskId: Id,
    text: Type.String(),
    ownerId: Id,
    dueOn: LocalDate,
  }),
  'meeting.action_removed': meetingEvent({ actionId: Id, taskId: Id, text: Type.String() }),
  'meeting.closed': meetingEvent({
    decisions: Type.Integer(),
    actions: Type.Integer(),
    hadQuorum: Type.Boolean(),
    minutesDocumentId: Nullable(Id),
  }),
  'calendar_feed.created': Type.Object({ feedId: Id }),
  'calendar_feed.revoked': Type.Object({ feedId: Id }),
})
