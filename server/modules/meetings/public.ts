export {
  type AgendaCandidate,
  type AgendaScope,
  type AgendaSource,
  type Cadence,
  registerAgendaSource,
} from './agenda-source.ts'
export { type MeetingAttendance, meetingAttendance, meetingsHeld } from './attendance-of.ts'
export { answerInvitation } from './invited.ts'
export { agree as agreeInMeeting } from './live/actions.ts'
export { noteAttendance } from './live/attendance.ts'
export { closeMeeting } from './live/close.ts'
export { decide as decideInMeeting } from './live/decisions.ts'
export { giveInput } from './live/inputs.ts'
export { minutesDocuments } from './live/minutes.ts'
export { startMeeting } from './live/start.ts'
export { type Lock, type LockScope, type LockSource, registerLock } from './locks.ts'
export { openSeries } from './series/create-series.ts'
